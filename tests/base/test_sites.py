"""Which site answers for a host and port: always the one that Wagtail would choose."""

from itertools import combinations
from typing import Any

import pytest
import time_machine
from django.core.cache import cache
from django.test import RequestFactory
from pytest_django import DjangoAssertNumQueries
from wagtail.models import Page, Site
from wagtail.models.sites import SITE_ROOT_PATHS_CACHE_KEY, SITE_ROOT_PATHS_CACHE_VERSION

from base.models import BrandSettings
from base.sites import site_of

pytestmark = pytest.mark.django_db


SITES = [("a.example.org", 80, True), ("b.example.org", 80, False), ("b.example.org", 81, False)]


@pytest.mark.parametrize("kept", [kept for size in range(4) for kept in combinations(SITES, size)])
@pytest.mark.parametrize("host", ["a.example.org", "b.example.org", "c.example.org"])
@pytest.mark.parametrize("port", ["80", "81", "82"])
def test_choice_is_wagtails(kept: list[tuple[str, int, bool]], host: str, port: str, rf: RequestFactory) -> None:
    root = Page.objects.get(depth=2)
    Site.objects.all().delete()
    for name, at, is_default in kept:
        Site.objects.create(hostname=name, port=at, is_default_site=is_default, root_page=root)
    names = {"HTTP_HOST": f"{host}:{port}", "SERVER_PORT": port}
    assert site_of(rf.get("/", **names)) == Site.find_for_request(rf.get("/", **names))


def test_site_brings_home_locale_and_brand_in_one_query(
    rf: RequestFactory, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    BrandSettings.objects.create(site=Site.objects.get(), site_name="Wexbourne Moot")
    request = rf.get("/")
    Site.get_site_root_paths()
    with django_assert_num_queries(1):
        site = site_of(request)
        assert site is not None
        assert (site.root_page.locale.language_code, site.brandsettings.site_name) == ("en", "Wexbourne Moot")
        assert site.brandsettings.logo is None
    with django_assert_num_queries(0):
        assert Site.find_for_request(request) is site


def test_sites_are_kept_for_a_while_and_each_request_has_its_own(
    rf: RequestFactory, settings: Any, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    settings.SITES_KEPT_FOR = 2
    BrandSettings.objects.create(site=Site.objects.get(), site_name="Before")
    Site.get_site_root_paths()
    with time_machine.travel("2026-06-15T12:00:00Z", tick=False) as clock:
        site = site_of(rf.get("/"))
        assert site is not None
        BrandSettings.objects.update(site_name="After")
        site.brandsettings.site_name = site.root_page.title = "Done to this one only"
        clock.shift(1)
        with django_assert_num_queries(0):
            again = site_of(rf.get("/"))
        assert again is not None
        assert (again.brandsettings.site_name, again.root_page.title) == ("Before", Page.objects.get(depth=2).title)
        clock.shift(2)
        assert BrandSettings.for_page().site_name == "After"


def test_site_that_another_process_added_has_addresses_at_once(rf: RequestFactory) -> None:
    """The cache of this process still holds the list of sites as it was before."""
    home = Page.objects.get(depth=2)
    assert home.get_url(rf.get("/")) == "/"
    before = cache.get(SITE_ROOT_PATHS_CACHE_KEY, version=SITE_ROOT_PATHS_CACHE_VERSION)
    other = home.get_parent().add_child(instance=Page(title="Other", slug="other", locale=home.locale))
    Site.objects.create(hostname="other.example.org", root_page=other)
    cache.set(SITE_ROOT_PATHS_CACHE_KEY, before, version=SITE_ROOT_PATHS_CACHE_VERSION)
    assert other.get_full_url() is None
    site_of(rf.get("/", headers={"host": "other.example.org"}))
    assert Page.objects.get(pk=other.pk).get_full_url() == "http://other.example.org/"
