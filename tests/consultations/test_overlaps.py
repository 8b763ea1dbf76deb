"""Two consultations that ask the same people in the same weeks: the editor reads of it, whoever wrote the other."""

from datetime import date, timedelta

import pytest
from bs4 import BeautifulSoup
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from wagtail.models import Locale

from base.models import BrandSettings
from engagement.consultations.models import ConsultationPage, Subject
from engagement.consultations.overlaps import neighbours_of
from engagement.consultations.warnings import Neighbour, warnings_of
from engagement.testing.clock import NOON
from engagement.testing.consultations import complete, make_draft
from engagement.testing.people import make_administrator, make_member

pytestmark = pytest.mark.usefixtures("noon")

DAY = timedelta(days=1)


def window(start, end):
    closes = NOON + end * DAY
    return {"opens_at": NOON + start * DAY, "closes_at": closes, "answer_by": (closes + 7 * DAY).date()}


def named(page):
    return [neighbour.title for neighbour in seen_from(page)]


def seen_from(page):
    """As somebody reads of them who may open every page."""
    return neighbours_of(page, make_administrator())


@pytest.fixture
def own(index):
    """A draft for Ferrygate, open from the tenth day to the fortieth."""
    return make_draft(index, title="Own", place="Ferrygate", **window(10, 40))


@pytest.mark.parametrize(
    ("start", "end", "meets"),
    [(-20, 10, False), (-20, 11, True), (12, 20, True), (0, 90, True), (39, 60, True), (40, 60, False)],
)
def test_windows_meet_on_the_half_open_interval(own, make, start, end, meets):
    make(title="Other", place="Ferrygate", **window(start, end))
    assert named(own) == (["Other"] if meets else [])


@pytest.mark.parametrize(
    ("place", "is_same_subject", "meets"),
    [
        ("Ferrygate", False, True),
        (" ferrygate ", False, True),
        ("", False, True),
        ("Upper Wen", False, False),
        ("Upper Wen", True, True),
    ],
)
def test_same_area_whole_area_or_same_subject(own, make, index, place, is_same_subject, meets):
    streets = Subject.objects.create(name="Streets", slug="streets", locale=index.locale)
    parks = Subject.objects.create(name="Parks", slug="parks", locale=index.locale)
    own.subject = streets
    make(title="Other", place=place, subject=streets if is_same_subject else parks, **window(12, 20))
    assert named(own) == (["Other"] if meets else [])


def test_two_without_a_subject_have_none_in_common(own, make):
    make(title="Other", place="Upper Wen", **window(12, 20))
    assert named(own) == []


def test_draft_counts_as_it_was_written_last(own, index):
    other = make_draft(index, title="Other", place="Upper Wen", **window(12, 20))
    other.place, other.title = "Ferrygate", "Renamed"
    other.save_revision()
    [neighbour] = seen_from(own)
    assert neighbour == Neighbour(
        "Renamed", reverse("wagtailadmin_pages:edit", args=[other.pk]), date(2026, 6, 27), date(2026, 7, 5)
    )


def test_scheduled_page_counts(own, index):
    other = make_draft(index, title="Other", place="Ferrygate", go_live_at=NOON + DAY, **window(12, 20))
    other.save_revision().publish()
    assert not ConsultationPage.objects.get(pk=other.pk).live
    assert named(own) == ["Other"]


def test_change_of_a_public_page_counts_before_it_is_published(own, make):
    other = make(title="Other", place="Ferrygate", **window(50, 80))
    assert named(own) == []
    other.opens_at = NOON + 12 * DAY
    other.save_revision()
    assert named(own) == ["Other"]
    assert seen_from(own)[0].url == other.url


def test_what_is_withdrawn_or_over_or_without_dates_is_no_neighbour(own, make, index):
    make(title="Off", place="Ferrygate", withdrawn_on=NOON.date(), withdrawn_reason="No money.", **window(12, 20))
    make_draft(index, title="Dateless", place="Ferrygate", opens_at=None, closes_at=None)
    assert named(own) == []
    own.opens_at, own.closes_at = NOON - 30 * DAY, NOON - DAY
    make(title="Past", place="Ferrygate", **window(-20, 5))
    assert named(own) == []


def test_weeks_that_are_over_do_not_warn(own, make):
    own.opens_at = NOON - 30 * DAY
    make(title="Past", place="Ferrygate", **window(-20, -5))
    assert named(own) == []


def test_page_is_no_neighbour_of_itself_and_each_other_is_named_once(own, make, home, index):
    other = make(title="Other", place="Ferrygate", **window(12, 20))
    welsh = Locale.objects.create(language_code="cy")
    for original, title in ((other, "Y llall"), (own, "Fy un i")):
        twin = original.copy_for_translation(welsh, copy_parents=True)
        twin.title = title
        twin.save_revision()
    assert named(own) == ["Other"]
    assert named(own.get_translation(welsh)) == ["Y llall"]


def test_looking_costs_five_queries_however_many_there_are(own, make, index):
    own.subject = Subject.objects.create(name="Streets", slug="streets", locale=index.locale)
    reader = make_administrator()
    for count in (1, 3):
        for number in range(count):
            make(title=f"{count}{number}", place="Ferrygate", **window(12, 20))
        neighbours_of(own, reader)
        with CaptureQueriesContext(connection) as captured:
            assert len(neighbours_of(own, reader)) >= count
        assert len(captured) == 5


def test_draft_that_a_colleague_may_not_open_has_no_name(own, make, index):
    make_draft(index, title="Secret", place="Ferrygate", **window(12, 20))
    make(title="Public", place="Ferrygate", **window(13, 20))
    changed = make(title="Changed", place="Ferrygate", **window(50, 80))
    changed.opens_at = NOON + 14 * DAY
    changed.save_revision()
    draft, public, other = neighbours_of(own, make_member())
    assert draft == Neighbour("", "", date(2026, 6, 27), date(2026, 7, 5))
    assert (public.title, other.title) == ("Public", "")
    *_rest, warning = warnings_of(own, BrandSettings(minimum_days=0), was_public=True, neighbours=[draft])
    assert "weeks: a draft of colleagues, 27 June to 5 July. Could one" in warning


def test_warning_names_five_and_counts_the_rest():
    others = [Neighbour(f"<C{number}>", "/c/", date(2026, 7, 1), date(2026, 7, 9)) for number in range(7)]
    page = ConsultationPage(**complete(closes_at=NOON + 90 * DAY))
    *_rest, warning = warnings_of(page, BrandSettings(minimum_days=28), was_public=True, neighbours=others)
    assert warning == (
        "The same people are asked in the same weeks: "
        + "; ".join(f'<a href="/c/">&lt;C{number}&gt;</a>, 1 July to 9 July' for number in range(5))
        + "; and 2 more. Could one of them come later, or both be one?"
    )


def test_editor_reads_it_with_a_link(client, own, make):
    other = make(title="Mill & Lane", place="Ferrygate", **window(12, 20))
    client.force_login(make_administrator())
    response = client.get(reverse("wagtailadmin_pages:edit", args=[own.pk]))
    [link] = BeautifulSoup(response.content, "html.parser").select(f'.consultation-standing a[href="{other.url}"]')
    assert link.get_text() == "Mill & Lane"
