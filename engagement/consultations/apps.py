from django.apps import AppConfig


class ConsultationsConfig(AppConfig):
    name = "engagement.consultations"
    label = "engagement_consultations"
    verbose_name = "Consultations"

    def ready(self) -> None:
        from engagement.consultations.outcome import notes_from_outcome
        from engagement.plugin import register_note_source

        register_note_source(notes_from_outcome)
