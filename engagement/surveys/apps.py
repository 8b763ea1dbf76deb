from django.apps import AppConfig


class SurveysConfig(AppConfig):
    name = "engagement.surveys"
    label = "engagement_surveys"
    verbose_name = "Surveys"

    def ready(self) -> None:
        from wagtail.signals import published

        from base.signals import tidying
        from engagement.plugin import (
            contribution_state_changed,
            contribution_words_changed,
            participant_erased,
            participants_joined,
        )
        from engagement.surveys.models import SurveyDesign
        from engagement.surveys.services import following, forgetting, freezing

        published.connect(
            freezing.follow_published, sender=SurveyDesign, dispatch_uid="engagement_surveys.follow_published"
        )
        contribution_state_changed.connect(
            following.follow_contribution, dispatch_uid="engagement_surveys.follow_contribution"
        )
        contribution_words_changed.connect(following.follow_words, dispatch_uid="engagement_surveys.follow_words")
        participants_joined.connect(following.follow_joined, dispatch_uid="engagement_surveys.follow_joined")
        tidying.connect(forgetting.forget_drafts, dispatch_uid="engagement_surveys.forget_drafts")
        participant_erased.connect(following.follow_erased, dispatch_uid="engagement_surveys.follow_erased")
