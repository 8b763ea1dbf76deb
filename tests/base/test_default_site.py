import pytest
from django.contrib.sites.models import Site
from wagtail.models import Site as WagtailSite

from base.receivers import write_site_after_migrate

pytestmark = pytest.mark.django_db


def current() -> tuple[str, str]:
    site = Site.objects.get_current()
    return site.domain, site.name


def test_site_after_the_migrations_is_the_default_site() -> None:
    default = WagtailSite.objects.get(is_default_site=True)
    assert default.port == 80
    assert current() == (default.hostname, default.hostname)
    assert Site.objects.count() == 1


@pytest.mark.parametrize(
    ("port", "domain"),
    [(80, "folkmoot.example.org"), (443, "folkmoot.example.org"), (8000, "folkmoot.example.org:8000")],
)
def test_site_follows_the_default_site(port: int, domain: str) -> None:
    current()
    default = WagtailSite.objects.get(is_default_site=True)
    default.hostname, default.port, default.site_name = "folkmoot.example.org", port, "Folkmoot"
    default.save()
    assert current() == (domain, "Folkmoot")


def test_site_does_not_follow_another_site() -> None:
    before = current()
    root = WagtailSite.objects.get(is_default_site=True).root_page
    WagtailSite.objects.create(hostname="other.example.org", root_page=root)
    assert current() == before


def test_site_that_was_deleted_comes_back_with_the_next_migrate() -> None:
    Site.objects.all().delete()
    write_site_after_migrate(sender=None)
    assert current() == ("localhost", "localhost")
