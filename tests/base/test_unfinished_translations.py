"""A translation with gaps is not published without a question, and a memory that knew nothing is not praised."""

from html import unescape

import pytest
from bs4 import BeautifulSoup
from django.test import Client
from django.urls import reverse
from wagtail.models import Locale, Page
from wagtail_localize.models import StringTranslation, Translation
from wagtail_localize.operations import translate_object

from base.unfinished_translations import translation_into
from engagement.consultations.models import Subject
from engagement.testing.people import make_administrator, make_staff
from home.models import HomePage, StandardPage

pytestmark = pytest.mark.django_db


@pytest.fixture
def welsh() -> Locale:
    Locale.objects.get_or_create(language_code="en")
    return Locale.objects.create(language_code="cy")


@pytest.fixture
def original(welsh: Locale) -> StandardPage:
    """A public page of three passages, its address among them, with a Welsh draft."""
    home = Page.objects.get(depth=1).add_child(instance=HomePage(title="Wexbourne", slug="wexbourne"))
    body = [{"type": "text", "value": "<p>Read <b>the plan</b> &amp; ask.</p>"}]
    page: StandardPage = home.add_child(instance=StandardPage(title="About us", slug="about", body=body))
    translate_object(page, [welsh])
    return page


@pytest.fixture
def draft(original: StandardPage, welsh: Locale) -> Page:
    return original.get_translation(welsh)


@pytest.fixture
def editor(client: Client) -> Client:
    client.force_login(make_administrator())
    return client


def edit_url(page: Page) -> str:
    return reverse("wagtailadmin_pages:edit", args=[page.pk])


def translate(page: Page, *, passages: int, has_error: bool = False) -> None:
    """Put something in the place of the first passages that have nothing."""
    translation = Translation.objects.get(source__object_id=page.translation_key)
    segments = translation.source.stringsegment_set.annotate_translation(translation.target_locale)
    for segment in segments.filter(translation=None).order_by("order")[:passages]:
        StringTranslation.objects.create(
            translation_of=segment.string,
            context=segment.context,
            locale=translation.target_locale,
            data="cymraeg",
            has_error=has_error,
        )


def is_public(page: Page) -> bool:
    return Page.objects.get(pk=page.pk).live


def test_question_names_how_much_is_translated_and_what_is_missing(editor: Client, draft: Page) -> None:
    translate(draft, passages=1)
    content = BeautifulSoup(editor.post(edit_url(draft), {"action": "publish"}).content, "html.parser")
    words = " ".join(content.main.get_text(" ").split())
    assert "1 of 3 passages are translated. Publish it all the same?" in words
    assert "stand there in English" in words
    assert [li.get_text() for li in content.select("details li")] == ["about", "Read the plan & ask."]
    assert content.find("a", string="Go on translating")["href"] == edit_url(draft)
    assert not is_public(draft)


@pytest.mark.django_db(transaction=True)
def test_answer_publishes(editor: Client, draft: Page) -> None:
    content = BeautifulSoup(editor.post(edit_url(draft), {"action": "publish"}).content, "html.parser")
    sent = {field["name"]: field["value"] for field in content.select("main form [type=hidden]")}
    editor.post(edit_url(draft), sent)
    assert is_public(draft)


@pytest.mark.django_db(transaction=True)
def test_whole_translation_is_published_at_once(editor: Client, draft: Page) -> None:
    translate(draft, passages=3)
    assert editor.post(edit_url(draft), {"action": "publish"}).status_code == 302
    assert is_public(draft)


def test_passage_with_an_error_is_missing(editor: Client, draft: Page) -> None:
    translate(draft, passages=2)
    translate(draft, passages=1, has_error=True)
    assert "2 of 3 passages" in editor.post(edit_url(draft), {"action": "publish"}).content.decode()
    assert not is_public(draft)


def test_original_is_not_asked_about(original: StandardPage, draft: Page) -> None:
    assert translation_into(original) is None
    assert translation_into(draft) is not None


def test_question_is_for_those_who_may_edit(client: Client, draft: Page) -> None:
    client.force_login(make_staff("Moderators"))
    assert "passages" not in client.post(edit_url(draft), {"action": "publish"}, follow=True).content.decode()


def test_subject_is_asked_about_too(editor: Client, welsh: Locale) -> None:
    subject = Subject.objects.create(name="Streets", slug="streets", locale=Locale.objects.get(language_code="en"))
    translate_object(subject, [welsh])
    url = reverse("wagtailsnippets_engagement_consultations_subject:edit", args=[subject.get_translation(welsh).pk])
    assert "0 of 1 passage is translated" in editor.post(url, {"action": "publish"}).content.decode()
    assert editor.post(url, {"action": "publish", "unfinished": "1"}).status_code == 302


def said_by_the_memory(editor: Client, draft: Page) -> list[str]:
    translation = Translation.objects.get(source__object_id=draft.translation_key)
    address = reverse("wagtail_localize:machine_translate", args=[translation.pk])
    response = editor.post(address, {"next": edit_url(draft)}, follow=True)
    return [unescape(str(message)).strip() for message in response.context["messages"]]


def test_memory_that_knows_nothing_is_said_to(editor: Client, draft: Page) -> None:
    [said] = said_by_the_memory(editor, draft)
    assert said == "The memory of this site knows none of the 3 passages that are missing."


def test_how_much_the_memory_knew_is_said(editor: Client, draft: Page, original: StandardPage, welsh: Locale) -> None:
    twin = original.get_parent().add_child(instance=StandardPage(title="About us", slug="twin"))
    translate_object(twin, [welsh])
    translate(twin, passages=1)
    [said] = said_by_the_memory(editor, draft)
    assert said.startswith("The memory of this site knew 1 of the 3 passages that were missing.")


def test_nothing_missing_is_said_as_before(editor: Client, draft: Page) -> None:
    translate(draft, passages=3)
    assert said_by_the_memory(editor, draft) == ["There isn't anything left to translate."]
