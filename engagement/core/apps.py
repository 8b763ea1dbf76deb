from django.apps import AppConfig
from django.core.checks import register
from django.db.models.signals import post_save, pre_delete


class EngagementConfig(AppConfig):
    name = "engagement.core"
    label = "engagement"
    verbose_name = "Engagement"

    def ready(self) -> None:
        from wagtail.signals import page_published, page_unpublished

        from base.signals import tidying
        from engagement.accounts.signals import participant_erased, participants_joined
        from engagement.core import receivers
        from engagement.core.checks import check_modules
        from engagement.core.signals import (
            contribution_published,
            contribution_unpublished,
            contribution_words_changed,
        )

        page_published.connect(receivers.on_published, dispatch_uid="engagement.placed")
        post_save.connect(receivers.on_saved, dispatch_uid="engagement.mirrored")
        page_unpublished.connect(receivers.on_gone, dispatch_uid="engagement.unpublished")
        pre_delete.connect(receivers.on_gone, dispatch_uid="engagement.deleted")
        participants_joined.connect(receivers.on_joined, dispatch_uid="engagement.joined")
        participant_erased.connect(receivers.on_erased, dispatch_uid="engagement.erased")
        contribution_published.connect(receivers.on_contribution_published, dispatch_uid="engagement.index")
        contribution_unpublished.connect(receivers.on_words_gone, dispatch_uid="engagement.unindex")
        contribution_words_changed.connect(receivers.on_words_gone, dispatch_uid="engagement.reindex")
        tidying.connect(receivers.on_tidying, dispatch_uid="engagement.tidying")
        register(check_modules)
