from django.apps import AppConfig


class ConsultationsConfig(AppConfig):
    name = "engagement.consultations"
    label = "engagement_consultations"
    verbose_name = "Consultations"

    def ready(self) -> None:
        from django.db.models.signals import post_save, pre_delete, pre_save
        from wagtail.models import Page
        from wagtail.signals import page_published, page_unpublished

        from base.signals import mailing, tidying
        from engagement.consultations import receivers
        from engagement.consultations.models import ConsultationPage
        from engagement.consultations.outcome import notes_from_outcome
        from engagement.plugin import register_note_source, timetable_written

        register_note_source(notes_from_outcome)
        tidying.connect(receivers.on_tidying, dispatch_uid="engagement_consultations.tidying")
        for sender in (Page, ConsultationPage):
            pre_save.connect(
                receivers.on_saving, sender=sender, dispatch_uid=f"engagement_consultations.stays.{sender.__name__}"
            )
        pre_delete.connect(
            receivers.on_deleting, sender=ConsultationPage, dispatch_uid="engagement_consultations.stays"
        )
        post_save.connect(receivers.on_saved, sender=ConsultationPage, dispatch_uid="engagement_consultations.mirrored")
        page_unpublished.connect(
            receivers.on_unpublished, sender=ConsultationPage, dispatch_uid="engagement_consultations.unlisted"
        )
        page_published.connect(
            receivers.on_published, sender=ConsultationPage, dispatch_uid="engagement_consultations.short_link"
        )
        timetable_written.connect(receivers.on_timetable_written, dispatch_uid="engagement_consultations.answered")
        for going in (page_unpublished, pre_delete):
            going.connect(receivers.on_gone, sender=ConsultationPage, dispatch_uid="engagement_consultations.gone")
        mailing.connect(receivers.on_mailing, dispatch_uid="engagement_consultations.telling")
