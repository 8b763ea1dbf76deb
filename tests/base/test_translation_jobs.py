"""What the translation package does later goes through our queue, whatever backend that has."""

import json
from typing import Any

import pytest
from django.core.management import call_command
from django.db import transaction
from django.test import Client
from django.urls import reverse
from django_tasks_db.models import DBTaskResult
from pytest_django import Settings
from wagtail.models import Locale, Page
from wagtail_localize import tasks as package
from wagtail_localize.components import TranslationComponentManager
from wagtail_localize.operations import translate_page_subtree
from wagtail_localize.synctree import PageIndex, synchronize_tree

from base.translation_jobs import TasksJobBackend, do_job, read_anew, written_down
from engagement.testing.people import make_administrator
from home.models import HomePage, StandardPage

IN_DATABASE = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}


@pytest.fixture
def welsh(transactional_db: None) -> Locale:
    Locale.objects.get_or_create(language_code="en")
    return Locale.objects.create(language_code="cy")


@pytest.fixture
def branch(welsh: Locale) -> StandardPage:
    """A home page with a page that has one below it."""
    home = Page.objects.get(depth=1).add_child(instance=HomePage(title="Wexbourne", slug="wexbourne"))
    above = home.add_child(instance=StandardPage(title="About", slug="about"))
    above.add_child(instance=StandardPage(title="People", slug="people"))
    return above


def welsh_pages() -> list[str]:
    ours = Page.objects.filter(locale__language_code="cy", title__in=["About", "People", "Wexbourne"])
    return sorted(ours.values_list("title", flat=True))


def work() -> None:
    call_command("db_worker", batch=True, interval=0, startup_delay=False)


def test_package_uses_our_queue() -> None:
    assert isinstance(package.background, TasksJobBackend)


def submit(client: Client, page: Page, locale: Locale) -> None:
    """As an editor does: the page and what is below it."""
    client.force_login(make_administrator())
    address = reverse("wagtail_localize:submit_page_translation", args=[page.pk])
    response = client.post(address, {"locales": [locale.pk], "include_subtree": "on"})
    assert response.status_code == 302


def test_branch_is_translated_by_the_worker(
    client: Client, branch: StandardPage, welsh: Locale, settings: Settings
) -> None:
    settings.TASKS = IN_DATABASE
    submit(client, branch, welsh)
    assert welsh_pages() == ["About", "Wexbourne"]
    queued = DBTaskResult.objects.get(task_path="base.translation_jobs.do_job")
    assert queued.args_kwargs["args"][0] == "wagtail_localize.operations.translate_page_subtree"
    work()
    assert welsh_pages() == ["About", "People", "Wexbourne"]


def test_branch_is_translated_at_once_without_a_worker(client: Client, branch: StandardPage, welsh: Locale) -> None:
    submit(client, branch, welsh)
    assert welsh_pages() == ["About", "People", "Wexbourne"]


def test_tree_follows_another_language(branch: StandardPage, welsh: Locale, settings: Settings) -> None:
    settings.TASKS = IN_DATABASE
    arguments = [Locale.objects.get(language_code="en"), welsh]
    package.background.enqueue(synchronize_tree, args=arguments, kwargs={"page_index": None})
    assert welsh_pages() == []
    work()
    assert welsh_pages() == ["About", "People", "Wexbourne"]


def test_what_is_no_json_is_done_at_once(branch: StandardPage, welsh: Locale, settings: Settings) -> None:
    settings.TASKS = IN_DATABASE
    index = PageIndex.from_database().sort_by_tree_position()
    arguments = [Locale.objects.get(language_code="en"), welsh]
    package.background.enqueue(synchronize_tree, args=arguments, kwargs={"page_index": index})
    assert welsh_pages() == ["About", "People", "Wexbourne"]


def test_nothing_is_done_after_a_rollback(branch: StandardPage, welsh: Locale, settings: Settings) -> None:
    settings.TASKS = IN_DATABASE
    with transaction.atomic():
        package.background.enqueue(translate_page_subtree, [branch.pk, [welsh], None, make_administrator()], {})
        transaction.set_rollback(True)
    assert not DBTaskResult.objects.exists()


@pytest.mark.django_db
def test_objects_are_written_as_model_and_key() -> None:
    user, locale = make_administrator(), Locale.objects.get_or_create(language_code="en")[0]
    values: list[Any] = [7, "words", None, True, [locale], user, TranslationComponentManager([])]
    written = json.loads(json.dumps(written_down(values)))
    assert read_anew(written) == [7, "words", None, True, [locale], user, None]


@pytest.mark.parametrize("value", [object(), {"a": 1}, TranslationComponentManager([("a", None, None)])])
def test_anything_else_is_not_written(value: object) -> None:
    with pytest.raises(TypeError):
        written_down(value)


@pytest.mark.parametrize("name", ["os.system", "wagtail_localizer.x", "shutil.rmtree"])
def test_row_in_the_queue_can_name_no_other_function(name: str) -> None:
    with pytest.raises(ValueError, match="no function of the translation package"):
        do_job.func(name, ["true"], {})
