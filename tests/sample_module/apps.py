from django.apps import AppConfig


class SampleModuleConfig(AppConfig):
    name = "tests.sample_module"
    label = "engagement_postcards"
