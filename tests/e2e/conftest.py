"""Fixtures for journeys in a real browser. Every test in this folder is marked `browser`."""

import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from django.core.cache import cache
from django.core.management import call_command
from playwright.sync_api import Browser, Page, expect
from pytest_django import Settings
from pytest_django.live_server_helper import LiveServer

from engagement.consultations.models import ConsultationIndexPage
from engagement.testing.consultations import make_index
from tests.e2e.browser import HEIGHTS, Watch, running_browser
from tests.e2e.editor import ConsultationEditor
from tests.e2e.talk import Talk, make_talk
from tests.e2e.visitor import make_staff, sign_in

PageAt = Callable[..., Page]
PATIENCE = 30_000
"""Milliseconds until a page that does not come counts as a failure; a busy machine needs ten."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    here = Path(__file__).parent
    for item in items:
        if here in item.path.parents:
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="session")
def browser(django_db_setup: None) -> Iterator[Browser]:
    """One Chromium for the whole run.

    Playwright runs an event loop in the tests' thread, where Django would refuse to touch the database.
    """
    expect.set_options(timeout=PATIENCE)
    with pytest.MonkeyPatch.context() as patch, running_browser() as browser:
        patch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "true")
        yield browser


@pytest.fixture
def site(browser: Browser, live_server: LiveServer, settings: Settings, tmp_path: Path) -> LiveServer:
    """The site served to a browser: its address is `site.url`. Uploads are real files here."""
    settings.MEDIA_ROOT = tmp_path
    settings.STORAGES = settings.STORAGES | {
        "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    }
    settings.WAGTAILADMIN_BASE_URL = live_server.url
    return live_server


@pytest.fixture
def watch(site: LiveServer) -> Iterator[Watch]:
    """Fails the test when any of its pages asked another host for anything."""
    watch = Watch(site.url)
    yield watch
    assert watch.strangers == []


@pytest.fixture
def page_at(browser: Browser, site: LiveServer, watch: Watch) -> Iterator[PageAt]:
    """Opens pages, each a visitor of its own: `page_at(390)`, `page_at(1280, javascript=False)`.

    Addresses given to `page.goto` start at the site's root. Keyword arguments beyond `javascript` go to Playwright's
    `new_context`, such as `locale="cy"` or `color_scheme="dark"`.
    """
    contexts = []

    def open_page(width: int, *, javascript: bool = True, **options: object) -> Page:
        context = browser.new_context(
            base_url=site.url,
            viewport={"width": width, "height": HEIGHTS.get(width, 900)},
            java_script_enabled=javascript,
            **({"locale": "en-GB", "reduced_motion": "reduce"} | options),
        )
        context.set_default_timeout(PATIENCE)
        context.on("request", watch.see)
        contexts.append(context)
        return context.new_page()

    yield open_page
    for context in contexts:
        context.close()
    finish_requests()


def finish_requests() -> None:
    """Wait for requests that the server still answers, such as an editor's last autosave: the database goes next."""
    for thread in threading.enumerate():
        if "process_request_thread" in thread.name:
            thread.join(5)


@pytest.fixture
def mail(site: LiveServer, settings: Settings, tmp_path: Path) -> None:
    """The demo's own addresses; mail becomes files that its mail page shows."""
    settings.DEMO = True
    settings.ROOT_URLCONF = "tests.e2e.demo_urls"
    settings.EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
    settings.EMAIL_FILE_PATH = str(tmp_path / "mail")


@pytest.fixture
def index(site: LiveServer, mail: None) -> ConsultationIndexPage:
    """The list of consultations at the top of an empty site, and the roles of its staff."""
    cache.clear()
    call_command("create_roles", verbosity=0)
    return make_index()


@pytest.fixture
def talk(index: ConsultationIndexPage) -> Talk:
    """A consultation that is open now, with a discussion whose comments are held."""
    return make_talk(index)


@pytest.fixture
def editor(page_at: PageAt, index: ConsultationIndexPage, site: LiveServer, settings: Settings) -> ConsultationEditor:
    """A desk with an editor signed in. Nothing is saved but by a press: who is first, autosave or press, is chance."""
    settings.WAGTAIL_AUTOSAVE_INTERVAL = 0
    page = page_at(1280)
    sign_in(page, make_staff("Editors", first_name="Tom"), site.url)
    return ConsultationEditor(page)


@pytest.fixture
def borough(site: LiveServer, mail: None) -> None:
    """The demo borough, as `make demo` loads it."""
    cache.clear()
    call_command("load_demo", verbosity=0)
