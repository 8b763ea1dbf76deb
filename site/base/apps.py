from django.apps import AppConfig


class BaseConfig(AppConfig):
    name = "base"
    label = "base"
    verbose_name = "Base"

    def ready(self) -> None:
        from django.core.checks import Tags, register
        from django.db.models.signals import post_migrate, post_save, pre_delete
        from wagtail.models import Page, Site
        from wagtail.signals import page_published, page_unpublished

        from base.checks import check_sqlite
        from base.converters import register_converters
        from base.logs import configure_structlog
        from base.publication_records import on_page_published
        from base.receivers import follow_default_site, write_site_after_migrate
        from base.translations import take_translations_along
        from base.widgets import register_fields

        register(check_sqlite, Tags.compatibility)
        register_fields()
        register_converters()
        configure_structlog()
        post_save.connect(follow_default_site, sender=Site, dispatch_uid="base.follow_default_site")
        post_migrate.connect(write_site_after_migrate, sender=self, dispatch_uid="base.write_site_after_migrate")
        page_published.connect(on_page_published, dispatch_uid="base.publication_record")
        page_unpublished.connect(take_translations_along, dispatch_uid="base.translations_unpublished")
        pre_delete.connect(take_translations_along, sender=Page, dispatch_uid="base.translations_of_deleted")
