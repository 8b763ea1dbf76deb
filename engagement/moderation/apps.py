from django.apps import AppConfig


class ModerationConfig(AppConfig):
    name = "engagement.moderation"
    label = "engagement_moderation"
    verbose_name = "Moderation"

    def ready(self) -> None:
        from base.signals import tidying
        from engagement.moderation import receivers
        from engagement.moderation.actions import REPORT, SECOND_LOOK
        from engagement.moderation.sources import Reports, SecondLooks
        from engagement.plugin import (
            contribution_left,
            contribution_state_changed,
            participant_erased,
            participants_joined,
            register_action,
            register_mark_source,
        )

        register_action(REPORT)
        register_action(SECOND_LOOK)
        register_mark_source(Reports())
        register_mark_source(SecondLooks())
        contribution_state_changed.connect(receivers.on_moved, dispatch_uid="engagement_moderation.moved")
        contribution_left.connect(receivers.on_left, dispatch_uid="engagement_moderation.left")
        participants_joined.connect(receivers.on_joined, dispatch_uid="engagement_moderation.joined")
        participant_erased.connect(receivers.on_erased, dispatch_uid="engagement_moderation.erased")
        tidying.connect(receivers.on_tidying, dispatch_uid="engagement_moderation.tidying")
