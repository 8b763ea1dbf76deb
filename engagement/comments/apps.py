from django.apps import AppConfig
from django_comments_xtd.apps import CommentsXtdConfig


class CommentsConfig(AppConfig):
    name = "engagement.comments"
    label = "engagement_comments"
    verbose_name = "Comments"
    default = True

    def ready(self) -> None:
        from engagement.comments import services
        from engagement.plugin import contribution_state_changed, participant_erased, participants_joined

        contribution_state_changed.connect(services.follow_contribution, dispatch_uid="engagement_comments.follow")
        participants_joined.connect(services.follow_joined, dispatch_uid="engagement_comments.follow_joined")
        participant_erased.connect(services.follow_erased, dispatch_uid="engagement_comments.follow_erased")
        participant_erased.connect(services.follow_erased_author, dispatch_uid="engagement_comments.forget_versions")


class ThreadingConfig(CommentsXtdConfig):
    """The package for its model and threading only.

    Its own `ready` would connect a handler that publishes pending replies and counts them again each time a comment
    is saved (docs/adr/0005-comments-on-the-package-model-only.md).
    """

    def ready(self) -> None:
        """Connect nothing."""
