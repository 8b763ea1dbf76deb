"""The borough of Wexbourne: loads twice without a trace, keeps what people did, and stays out of real sites."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.apps import apps
from django.core.management import CommandError, call_command
from django.test import Client
from django.utils import timezone
from wagtail.models import Page, Site
from wagtail_localize.models import StringSegment, TranslationSource

from engagement.comments.models import Comment, Discussion
from engagement.consultations.models import ConsultationPage
from engagement.consultations.outcome import all_references, entries_of, led_to
from engagement.plugin import Contribution
from home.demo import allotments, baths, mill_lane, mill_lane_talk, others
from home.demo.baths_talk import BATHS_SAID
from home.demo.crowd import CROWD, POINTS
from home.demo.loading import DemoRefused, load_borough
from home.demo.papers import PAPERS
from home.demo.people import LETTER_WRITERS, LOGINS, PASSWORD, RESIDENTS
from home.demo.words import key_of
from home.models import HomePage, StandardPage
from tests.home.reading import words_of

TODAY = date(2026, 11, 20)
FEW = 12
"""Of the crowd, where a test is about something else."""


@pytest.fixture
def load(db: None) -> Any:
    """Load the demo as if on some day."""
    return lambda today=TODAY, crowd=FEW: load_borough(today=today, crowd=crowd)


def everything() -> dict[str, int]:
    return {model._meta.label: model._base_manager.count() for model in apps.get_models() if model._meta.managed}


def mill_lane_page() -> ConsultationPage:
    return ConsultationPage.objects.get(slug=mill_lane.SLUG, locale__language_code="en")


def test_loading_twice_makes_the_same_rows(load: Any) -> None:
    load()
    once = everything()
    load()
    assert everything() == once


def test_five_consultations_are_in_five_states_on_the_day_of_loading(load: Any) -> None:
    load(timezone.localdate())
    english = ConsultationPage.objects.filter(locale__language_code="en")
    assert {page.slug: page.public_state() for page in english} == {
        mill_lane.SLUG: "open",
        others.MARKET_SLUG: "planned",
        others.LIBRARY_SLUG: "closed",
        allotments.SLUG: "feedback",
        baths.SLUG: "outcome",
    }


def test_one_talk_has_a_thousand_comments(load: Any) -> None:
    load(crowd=CROWD)
    talk = Contribution.objects.filter(activity__uuid=key_of("discussion", baths.SLUG))
    assert (talk.count(), talk.published().count()) == (1000, 1000)
    comments = Comment.objects.filter(contribution__in=talk)
    assert all(row.agreements.count() == row.supporters for row in comments.order_by("-supporters")[:20])


def test_summary_counts_what_was_said(load: Any) -> None:
    load(crowd=CROWD)
    texts = Comment.objects.filter(contribution__activity__uuid=key_of("discussion", baths.SLUG))
    found = [text for text in texts.values_list("comment", flat=True) if any(p in text for p in POINTS["access"])]
    themes = ConsultationPage.objects.get(slug=baths.SLUG).you_said
    # The two who are quoted say it in words of their own.
    assert themes[1].value["base"] == f"Raised in {len(found) + 2} of 1,000 comments"


def test_what_led_to_decisions_is_linked(load: Any) -> None:
    load()
    page = ConsultationPage.objects.get(slug=baths.SLUG)
    entries = entries_of(page)
    assert [entry.status for entry in entries] == ["under_way", "decided", "done", "not_done"]
    assert sorted(led_to(page, entries)) == sorted(all_references(entries))


def test_crowd_speaks_while_it_is_open_and_replies_come_after(load: Any) -> None:
    load(crowd=60)
    page = ConsultationPage.objects.get(slug=baths.SLUG)
    rows = Comment.objects.filter(contribution__activity__uuid=key_of("discussion", baths.SLUG))
    rows = rows.select_related("contribution", "reply_to__contribution")
    for row in rows:
        assert page.opens_at <= row.contribution.created_at < page.closes_at
        if row.reply_to:
            assert row.contribution.created_at > row.reply_to.contribution.created_at
    load(TODAY + timedelta(days=30), crowd=60)
    moved = {row.pk: row.contribution.created_at for row in rows.all()}
    assert all(moved[row.pk] - row.contribution.created_at == timedelta(days=30) for row in rows)


def test_open_one_has_sixty_comments(load: Any) -> None:
    load()
    talk = Contribution.objects.filter(activity__uuid=key_of("discussion", mill_lane.SLUG))
    states = sorted(talk.values_list("state", flat=True))
    assert {state: states.count(state) for state in set(states)} == {
        "published": 60, "pending": 3, "hidden": 1, "withdrawn": 1, "removed": 1,
    }  # fmt: skip


def test_letters_stand_in_the_talk_with_how_they_came(load: Any, client: Client) -> None:
    load()
    discussion = Discussion.objects.get(uuid=key_of("discussion", others.LIBRARY_SLUG))
    assert words_of(client.get(f"/engage/{discussion.uuid}/thread/")).count("By letter, received") == 2
    batch = discussion.batches.get()
    load(TODAY + timedelta(days=30))
    assert discussion.batches.get().received_on - batch.received_on == timedelta(days=30)


def test_loading_on_a_later_day_moves_dates_and_talk(load: Any) -> None:
    load()
    comment = Comment.objects.get(contribution__uuid=key_of("comment", "bron-ambulance"))
    pages, rows = Page.objects.count(), Contribution.objects.count()
    load(TODAY + timedelta(days=30))
    moved = Comment.objects.get(pk=comment.pk)
    assert moved.submit_date - comment.submit_date == timedelta(days=30)
    assert moved.first_public_at - comment.first_public_at == timedelta(days=30)
    assert timezone.localdate(mill_lane_page().opens_at) == TODAY + timedelta(days=9)
    welsh = ConsultationPage.objects.get(slug=mill_lane.WELSH_SLUG)
    assert welsh.opens_at == mill_lane_page().opens_at
    assert (Page.objects.count(), Contribution.objects.count()) == (pages, rows)


def test_page_that_somebody_edited_is_left_alone(load: Any, django_user_model: Any) -> None:
    load()
    page = mill_lane_page()
    page.title = "Mill Lane, in my words"
    page.save_revision(user=django_user_model.objects.get(email="editor@wexbourne.example")).publish()
    load(TODAY + timedelta(days=5))
    assert mill_lane_page().title == "Mill Lane, in my words"


def test_other_content_is_not_touched(load: Any) -> None:
    load()
    home = HomePage.objects.get(slug="wexbourne")
    own = home.add_child(instance=StandardPage(title="Our own page", lead="Ours."))
    load(TODAY + timedelta(days=5))
    own.refresh_from_db()
    assert (own.title, own.lead, own.live) == ("Our own page", "Ours.", True)


def test_site_with_pages_of_its_own_is_refused(home: HomePage) -> None:
    before = everything()
    with pytest.raises(DemoRefused):
        load_borough(today=TODAY)
    assert everything() == before


def test_command_is_refused_outside_demo_and_development(db: None) -> None:
    with pytest.raises(CommandError, match=r"config\.settings\.demo"):
        call_command("load_demo")


def test_command_tells_the_logins(load: Any, settings: Any, capsys: pytest.CaptureFixture[str]) -> None:
    settings.DEMO = True
    settings.WAGTAILADMIN_BASE_URL = "http://localhost:8123"
    call_command("load_demo")
    said = capsys.readouterr().out
    assert "http://localhost:8123/demo/" in said
    assert PASSWORD in said
    assert all(login.email in said for login in LOGINS)


def test_every_login_signs_in(load: Any, client: Client) -> None:
    load()
    for login in LOGINS:
        assert client.login(username=login.email, password=PASSWORD)


@pytest.mark.parametrize(
    ("path", "words"),
    [
        ("/", "There is a place for you in the circle"),
        ("/cy/", "Mae lle i chi yn y cylch"),
        ("/bn/have-your-say/mill-lane/", "তিনটি নকশা"),
        ("/ar/have-your-say/mill-lane/", "المخططات الثلاثة"),
        ("/have-your-say/", "Mill Lane"),
        ("/have-your-say/mill-lane/", "The three layouts"),
        ("/cy/dweud-eich-dweud/lon-y-felin/", "Y tri chynllun"),
        ("/have-your-say/corn-street-market/", "26 stallholders"),
        ("/have-your-say/ferrygate-library-saturdays/", "212 visits"),
        ("/have-your-say/ferrygate-allotments/", "Bees need the whole width"),
        ("/have-your-say/tanner-street-baths/", "The baths on Tanner Street are repaired"),
        ("/house-rules/", "Say it once."),
        ("/privacy/", "controller of the personal data"),
        ("/accessibility/", "partially compliant"),
        ("/contact/", "Old Corn Hall"),
        ("/how-this-works/", "We read all of it"),
    ],
)
def test_every_page_says_what_it_should(load: Any, client: Client, path: str, words: str) -> None:
    load()
    response = client.get(path)
    assert response.status_code == 200
    assert words in words_of(response)


def test_translated_pages_lack_no_words(load: Any) -> None:
    load()
    missing = set()
    for source in TranslationSource.objects.all():
        for translation in source.translations.all():
            for segment in StringSegment.objects.filter(source=source).annotate_translation(translation.target_locale):
                if segment.translation is None:
                    missing.add(segment.string.data)
    assert missing == {"Nadia"}


def test_documents_are_real_files() -> None:
    layouts, traffic = (make() for _title, _name, make in PAPERS.values())
    assert layouts.startswith(b"%PDF-1.4")
    start = int(layouts.split(b"startxref\n")[1].split()[0])
    assert layouts[start:].startswith(b"xref")
    assert traffic.splitlines()[0] == b"hour,passing_through,stopping"


@pytest.mark.parametrize(
    "said",
    [mill_lane_talk.TALK, others.LIBRARY_SAID, allotments.SAID, BATHS_SAID],
    ids=["mill lane", "library", "plots", "baths"],
)
def test_story_is_in_order(said: list[Any]) -> None:
    by_key = {one.key: one for one in said}
    assert len(by_key) == len(said)
    assert {one.who for one in said} <= {*RESIDENTS, *LETTER_WRITERS, "moderator"}
    for one in said:
        if one.to:
            assert one.moment.on(TODAY) > by_key[one.to].moment.on(TODAY)


def test_site_answers_at_the_address_of_the_installation(load: Any, settings: Any) -> None:
    settings.WAGTAILADMIN_BASE_URL = "http://localhost:8123"
    load()
    assert Site.objects.get(is_default_site=True).root_url == "http://localhost:8123"
