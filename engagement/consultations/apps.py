from django.apps import AppConfig


class ConsultationsConfig(AppConfig):
    name = "engagement.consultations"
    label = "engagement_consultations"
    verbose_name = "Consultations"
