"""The translator that knows what was translated before, and leaves everything else to people."""

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.translation import gettext, override
from wagtail.models import Locale, Page
from wagtail_localize.machine_translators import get_machine_translator
from wagtail_localize.models import String, StringTranslation, Translation, TranslationContext, TranslationSource
from wagtail_localize.operations import translate_object
from wagtail_localize.strings import StringValue

from base.translation_memory import TranslationMemory
from config import env
from engagement.testing.people import make_administrator
from home.models import HomePage, StandardPage

pytestmark = pytest.mark.django_db

LINKED = 'Read <a id="a1">the plan</a> &amp; <b>ask</b>'
LINKED_CY = 'Darllenwch <a id="a1">y cynllun</a> &amp; <b>gofynnwch</b>'


@pytest.fixture
def english() -> Locale:
    return Locale.objects.get_or_create(language_code="en")[0]


@pytest.fixture
def welsh(english: Locale) -> Locale:
    return Locale.objects.create(language_code="cy")


@pytest.fixture
def context() -> TranslationContext:
    page = Page.objects.get(depth=1).add_child(instance=HomePage(title="Wexbourne", slug="wexbourne"))
    source, _created = TranslationSource.get_or_create_from_instance(page)
    made: TranslationContext = TranslationContext.objects.create(object_id=source.object_id, path="test")
    return made


def remember(english: Locale, welsh: Locale, before: str, after: str, kind: str = "manual") -> None:
    """Let it have been translated so, somewhere else each time."""
    string = String.from_value(english, StringValue(before))
    where = TranslationContext.objects.order_by("-pk")[0]
    number = StringTranslation.objects.count()
    place = TranslationContext.objects.create(object_id=where.object_id, path=f"test-{number}")
    StringTranslation.objects.create(
        translation_of=string, locale=welsh, context=place, data=after, translation_type=kind
    )


def asked(english: Locale, welsh: Locale, *strings: str) -> dict[str, str]:
    found = TranslationMemory({}).translate(english, welsh, [StringValue(string) for string in strings])
    return {string.data: value.data for string, value in found.items()}


def test_segment_with_links_comes_back_as_people_wrote_it(
    english: Locale, welsh: Locale, context: TranslationContext
) -> None:
    remember(english, welsh, LINKED, LINKED_CY)
    assert asked(english, welsh, LINKED, "Never seen") == {LINKED: LINKED_CY}


@pytest.mark.parametrize(
    "after",
    ["Darllenwch y cynllun", 'Darllenwch <a id="a2">y cynllun</a> &amp; <b>gofynnwch</b>', LINKED_CY + "<br>"],
)
def test_translation_that_lost_or_gained_markup_is_left_to_people(
    english: Locale, welsh: Locale, context: TranslationContext, after: str
) -> None:
    remember(english, welsh, LINKED, after)
    assert asked(english, welsh, LINKED) == {}


def test_people_go_before_machines_and_the_newest_before_older(
    english: Locale, welsh: Locale, context: TranslationContext
) -> None:
    remember(english, welsh, "The square", "Hen sgwâr")
    remember(english, welsh, "The square", "Y sgwâr")
    remember(english, welsh, "The square", "Peiriant", kind="machine")
    assert asked(english, welsh, "The square") == {"The square": "Y sgwâr"}


def test_words_of_the_interface_are_known_from_its_catalogue(english: Locale, welsh: Locale) -> None:
    with override("cy"):
        said = gettext("Have your say")
    assert said != "Have your say"
    assert asked(english, welsh, "Have your say") == {"Have your say": said}
    assert asked(welsh, english, "Have your say") == {}


def test_what_may_be_part_of_an_address_is_left_to_people(
    english: Locale, welsh: Locale, context: TranslationContext
) -> None:
    """The catalogue knows "two" as a number; a slug needs the letters of an address."""
    remember(english, welsh, "street-plan", "Cynllun y stryd")
    assert asked(english, welsh, "two", "street-plan") == {}


@pytest.mark.parametrize("text", ["%(count)s people have taken part.", " ", "", "<b>Have your say</b>", "{name}"])
def test_words_that_only_programs_complete_are_left_alone(english: Locale, welsh: Locale, text: str) -> None:
    assert asked(english, welsh, text) == {}


def test_it_asks_the_database_once(english: Locale, welsh: Locale, context: TranslationContext) -> None:
    for number in range(3):
        remember(english, welsh, f"Word {number}", f"Gair {number}")
    with CaptureQueriesContext(connection) as captured:
        assert len(asked(english, welsh, "Word 0", "Word 1", "Word 2")) == 3
    assert len(captured) == 1


def test_editor_fills_in_what_is_known_and_sees_that_a_machine_did(client: Client, welsh: Locale) -> None:
    client.force_login(make_administrator())
    home = Page.objects.get(depth=1).add_child(instance=HomePage(title="Wexbourne", slug="wexbourne"))
    pages = []
    for slug in ("one", "two"):
        body = [{"type": "text", "id": f"00000000-0000-0000-0000-00000000000{len(pages)}", "value": TEXT}]
        pages.append(home.add_child(instance=StandardPage(title=f"Page {slug}", slug=slug, body=body)))
        translate_object(pages[-1], [welsh])
    first, second = (Translation.objects.get(source__object_id=page.translation_key) for page in pages)
    string = String.objects.get(data__startswith="Read <a")
    for segment in first.source.stringsegment_set.filter(string=string):
        StringTranslation.objects.create(
            translation_of=string, locale=welsh, context=segment.context, data=AFTER, translation_type="manual"
        )
    response = client.post(reverse("wagtail_localize:machine_translate", args=[second.pk]), {"next": "/admin/"})
    assert response.status_code == 302
    made = StringTranslation.objects.get(context__in=second.source.stringsegment_set.values("context"))
    assert (made.data, made.translation_type, made.tool_name) == (AFTER, "machine", "the memory of this site")
    second.save_target(publish=False)
    draft = second.get_target_instance().get_latest_revision_as_object()
    assert '<a href="https://example.org/plan">y cynllun</a>' in str(draft.body[0].value)


TEXT = '<p>Read <a href="https://example.org/plan">the plan</a> first.</p>'
AFTER = 'Darllenwch <a id="a1">y cynllun</a> yn gyntaf.'


def test_it_is_the_translator_unless_another_is_named() -> None:
    assert isinstance(get_machine_translator(), TranslationMemory)


def test_options_are_names_with_values(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("THING", "URL=https://t.example/?a=b, KEY=secret")
    assert env.pairs("THING") == {"URL": "https://t.example/?a=b", "KEY": "secret"}
    monkeypatch.setenv("THING", "secret")
    with pytest.raises(ImproperlyConfigured, match="must list names with values") as caught:
        env.pairs("THING")
    assert "secret" not in str(caught.value).replace("KEY=secret", "")
