from django.apps import AppConfig, apps
from django.core.checks import Tags, register
from django.db.models.signals import pre_migrate


class SearchConfig(AppConfig):
    name = "search"
    label = "search"
    verbose_name = "Search"

    def ready(self) -> None:
        from search.checks import check_accents
        from search.configurations import write_configurations

        # Before, because migrations and what follows them may already write to the index.
        index = apps.get_app_config("wagtailsearch")
        pre_migrate.connect(write_configurations, sender=index, dispatch_uid="search.configurations")
        register(check_accents, Tags.database)
