from django.apps import AppConfig


class ConsultationsConfig(AppConfig):
    name = "engagement.consultations"
    label = "engagement_consultations"
    verbose_name = "Consultations"

    def ready(self) -> None:
        from wagtail.signals import page_published

        from base.signals import tidying
        from engagement.consultations import receivers
        from engagement.consultations.models import ConsultationPage
        from engagement.consultations.outcome import notes_from_outcome
        from engagement.plugin import register_note_source

        register_note_source(notes_from_outcome)
        tidying.connect(receivers.on_tidying, dispatch_uid="engagement_consultations.tidying")
        page_published.connect(
            receivers.on_published, sender=ConsultationPage, dispatch_uid="engagement_consultations.short_link"
        )
