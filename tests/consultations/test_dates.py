"""Other dates, a pause and its end: what residents read, who is let in, which editor may, and on which road."""

import hashlib
import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime, timedelta
from xml.etree import ElementTree

import pytest
from bs4 import BeautifulSoup
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import translation
from wagtail.models import Locale, PageViewRestriction
from wagtail_localize.operations import translate_object

from base.models import PublicationRecord
from base.publication import PublishRefused
from engagement.comments.models import Discussion
from engagement.consultations import admin_forms, admin_views, changes
from engagement.consultations.dating import ChangeRefused, change_dates, later_by_the_pause, pause, resume
from engagement.consultations.models import ConsultationPage, DateChange
from engagement.consultations.queries import cards_for
from engagement.consultations.warnings import decided_before_closing
from engagement.plugin import Contribution, TimeState, Timetable
from engagement.testing.clock import NOON, at
from engagement.testing.consultations import ANSWER_BY, CLOSES, OPENS, entry
from engagement.testing.people import make_administrator, make_member, make_staff
from tests.core.test_door import pin

pytestmark = pytest.mark.usefixtures("noon")

DAY = timedelta(days=1)
WHY = {"en": "Two evenings were cancelled by the storm."}
LATER = CLOSES + 7 * DAY


def extend(page, closes_at=LATER, answer_by=date(2026, 8, 7), **fields):
    fields = {"reasons": WHY, "by": None, **fields}
    change_dates(page=page, closes_at=closes_at, answer_by=answer_by, **fields)
    return ConsultationPage.objects.get(pk=page.pk)


def page_text(soup):
    return " ".join(soup.get_text(" ").split())


def look(client, address):
    response = client.get(address)
    assert response.status_code == 200
    return BeautifulSoup(response.content, "html.parser")


def words_of(soup, selector):
    return [" ".join(found.get_text(" ").split()) for found in soup.select(selector)]


# Other dates


def test_extension_is_published_recorded_and_written_down(consultation, wall, client):
    user = make_administrator()
    before = PublicationRecord.objects.count()
    page = extend(consultation, by=user)
    assert (page.closes_at, page.answer_by, page.standing.window.closes_at) == (LATER, date(2026, 8, 7), LATER)
    assert PublicationRecord.objects.count() == before + 1
    record = PublicationRecord.objects.order_by("-pk")[0]
    assert (record.published_by, record.content["answer_by"]) == (user, "2026-08-07")
    [change] = changes.changes_of(page.translation_key)
    assert (change.kind, change.by, change.at) == ("extended", user, NOON)
    assert (change.closes_from, change.closes_to) == (CLOSES, LATER)
    assert (change.answer_from, change.answer_to) == (ANSWER_BY, date(2026, 8, 7))
    with at(CLOSES + DAY):
        assert pin(client, wall).status_code == 302


@pytest.mark.parametrize(
    ("closes_at", "now", "kind"),
    [
        (CLOSES + DAY, NOON, "extended"),
        (CLOSES - DAY, NOON, "earlier"),
        (CLOSES, NOON, "answer"),
        (CLOSES + 9 * DAY, CLOSES, "reopened"),
        (CLOSES + DAY, CLOSES + 2 * DAY, "extended"),
    ],
)
def test_kind_of_change(closes_at, now, kind):
    assert changes.kind_of(closes_from=CLOSES, closes_to=closes_at, now=now) == kind


def test_page_says_what_moved_and_why(client, consultation):
    page = extend(consultation)
    said = words_of(look(client, page.url), ".fm-banner--info")
    assert said == [
        "You have more time "
        "We moved the closing date from Saturday 4 July, 11:59pm to Saturday 11 July, 11:59pm. "
        "We answer by Friday 7 August, in place of Friday 31 July. "
        "Why: Two evenings were cancelled by the storm. Said on Monday 15 June"
    ]


def test_earlier_changes_stay_to_be_read(client, consultation):
    page = extend(extend(consultation), closes_at=LATER + DAY, reasons={"en": "One more evening."})
    soup = look(client, page.url)
    assert words_of(soup, ".fm-banner--info p")[1] == "Why: One more evening."
    assert len(soup.select(".fm-details .fm-details__in > div")) == 2


def test_closed_consultation_is_opened_again_with_a_reason(client, consultation, wall):
    with at(CLOSES + DAY):
        assert pin(client, wall).status_code == 403
        page = extend(consultation, closes_at=CLOSES + 9 * DAY)
        assert page.public_state() == "open"
        assert pin(client, wall).status_code == 302
        assert "It had closed on Saturday 4 July, 11:59pm, and is open again until Monday 13 July, 11:59pm." in (
            page_text(look(client, page.url))
        )


def test_reason_is_needed(consultation):
    with pytest.raises(ChangeRefused):
        extend(consultation, reasons={"en": "  "})
    assert ConsultationPage.objects.get().closes_at == CLOSES
    assert not DateChange.objects.exists()


def test_gate_holds_and_nothing_is_changed(consultation):
    with pytest.raises(PublishRefused):
        extend(consultation, answer_by=date(2026, 7, 1))
    assert (ConsultationPage.objects.get().closes_at, DateChange.objects.count()) == (CLOSES, 0)


def test_second_editor_is_told_of_the_first(consultation):
    extend(consultation)
    with pytest.raises(ChangeRefused, match="Somebody else"):
        extend(consultation, closes_at=CLOSES + DAY, told=(CLOSES, ANSWER_BY, None))


def test_draft_that_somebody_works_on_stays_a_draft_with_the_new_dates(consultation):
    consultation.title = "Mill Lane, rewritten"
    consultation.save_revision()
    page = extend(ConsultationPage.objects.get())
    assert (page.title, page.has_unpublished_changes) == ("Mill Lane: a quieter, safer street", True)
    draft = page.get_latest_revision_as_object()
    assert (draft.title, draft.closes_at, draft.answer_by) == ("Mill Lane, rewritten", LATER, date(2026, 8, 7))
    draft.save_revision().publish()
    assert ConsultationPage.objects.get().closes_at == LATER


def test_scheduled_version_stays_scheduled_with_the_new_dates(consultation):
    consultation.title, consultation.go_live_at = "Mill Lane, rewritten", NOON + DAY
    consultation.save_revision().publish()
    page = extend(ConsultationPage.objects.get())
    assert page.title == "Mill Lane: a quieter, safer street"
    scheduled = page.scheduled_revision
    assert (scheduled.approved_go_live_at, scheduled.as_object().closes_at) == (NOON + DAY, LATER)


@pytest.mark.parametrize("field", ["opens_at", "closes_at", "answer_by"])
def test_no_other_road_moves_dates_of_what_has_opened(consultation, field):
    page = ConsultationPage.objects.get()
    setattr(page, field, getattr(page, field) + DAY)
    with pytest.raises(PublishRefused) as caught:
        page.save_revision().publish()
    assert [problem.field for problem in caught.value.problems] == [field]


def test_form_that_knows_no_seconds_moves_nothing(consultation):
    with_seconds = {"opens_at": OPENS + timedelta(seconds=7), "closes_at": CLOSES + timedelta(seconds=7)}
    ConsultationPage.objects.filter(pk=consultation.pk).update(**with_seconds)
    assert consultation.publish_problems() == []


def test_dates_of_what_has_not_opened_move_freely(index, make):
    page = make(opens_at=NOON + DAY)
    page.opens_at, page.closes_at = NOON + 2 * DAY, LATER
    page.answer_by = date(2026, 8, 7)
    page.save_revision().publish()
    assert ConsultationPage.objects.get().standing.window.closes_at == LATER
    with pytest.raises(ChangeRefused):
        extend(page)


def test_change_is_appended_only(consultation):
    extend(consultation)
    change = DateChange.objects.get()
    with pytest.raises(TypeError):
        change.save()
    with pytest.raises(TypeError):
        change.delete()


# The last day for letters


LETTERS = date(2026, 7, 14)


@pytest.fixture
def lettered(make):
    """A consultation that counts letters until ten days after closing."""
    return make(late_until=LETTERS)


def test_day_for_letters_moves_with_closing_and_people_read_it(client, lettered):
    client.force_login(make_staff("Editors"))
    looked, _done = send(client, lettered, "dates", reason_en=WHY["en"], late_until="", **DATES)
    told = "Letters count until Tuesday 21 July, in place of Tuesday 14 July."
    assert told in page_text(BeautifulSoup(looked.content, "html.parser"))
    page = ConsultationPage.objects.get()
    assert (page.closes_at, page.late_until, page.standing.late_until) == (LATER, date(2026, 7, 21), date(2026, 7, 21))
    change = DateChange.objects.get()
    assert (change.kind, change.late_from, change.late_to) == ("extended", LETTERS, date(2026, 7, 21))
    assert told in page_text(look(client, page.url))


def test_day_for_letters_moves_alone(client, lettered):
    client.force_login(make_staff("Editors"))
    fields = {"closes_at": "2026-07-05 00:00", "answer_by": "2026-07-31", "late_until": "2026-07-20"}
    send(client, lettered, "dates", reason_en=WHY["en"], **fields)
    page = ConsultationPage.objects.get()
    assert words_of(look(client, page.url), ".fm-banner--info") == [
        "Letters count until another day "
        "Letters count until Monday 20 July, in place of Tuesday 14 July. "
        "Why: Two evenings were cancelled by the storm. Said on Monday 15 June"
    ]
    assert [change.kind for change in changes.changes_of(page.translation_key)] == ["late"]


def test_day_for_letters_before_closing_gets_a_sentence_beside_its_field(client, lettered):
    client.force_login(make_staff("Editors"))
    url = reverse(admin_views.NAME, args=[lettered.pk, "dates"])
    response = client.post(url, {**DATES, "late_until": "2026-07-10", "reason_en": "Typed."})
    assert response.context["form"].errors == {
        "late_until": ["This day is not after closing. Give a later one, or leave it empty."]
    }


def test_day_for_letters_is_asked_for_only_where_one_is_public(consultation):
    assert "late_until" not in admin_forms.DatesForm(page=consultation).fields


@pytest.mark.parametrize("day", [None, LETTERS - DAY, LETTERS + DAY])
def test_no_other_road_moves_the_day_for_letters(lettered, day):
    page = ConsultationPage.objects.get()
    page.late_until = day
    with pytest.raises(PublishRefused, match="People were told Tuesday 14 July"):
        page.save_revision().publish()
    assert ConsultationPage.objects.get().late_until == LETTERS


def test_day_for_letters_may_be_added_and_a_draft_keeps_its_own(consultation):
    consultation.late_until = LETTERS
    consultation.save_revision()
    page = extend(ConsultationPage.objects.get(), closes_at=CLOSES + DAY)
    assert (page.late_until, page.get_latest_revision_as_object().late_until) == (None, LETTERS)
    page.get_latest_revision().publish()
    assert ConsultationPage.objects.get().late_until == LETTERS


def test_second_editor_is_told_of_another_day_for_letters(lettered):
    extend(lettered, late_until=date(2026, 7, 20))
    with pytest.raises(ChangeRefused, match="Somebody else"):
        extend(lettered, closes_at=LATER, late_until=date(2026, 7, 21), told=(LATER, date(2026, 8, 7), LETTERS))


def test_what_goes_on_after_weeks_takes_the_proposal_as_it_stands(client, lettered):
    hold(lettered)
    with at(NOON + 14 * DAY):
        client.force_login(make_staff("Editors"))
        url = reverse(admin_views.NAME, args=[lettered.pk, "resume"])
        form = client.get(url).context["form"]
        fields = {name: form[name].value() for name in form.fields}
        assert fields["late_until"] == LETTERS + 14 * DAY
        fields["closes_at"] = fields["closes_at"].strftime("%Y-%m-%d %H:%M")
        _looked, done = send(client, lettered, "resume", **fields)
        assert "People can take part again." in done.content.decode()
        page = ConsultationPage.objects.get()
        assert (page.closes_at, page.late_until) == (CLOSES + 14 * DAY, LETTERS + 14 * DAY)
        text = page_text(look(client, page.url))
    assert "Letters count until Tuesday 28 July, in place of Tuesday 14 July." in text
    assert "Letters count if they arrive by Tuesday 28 July" in text


# A pause


def hold(page, **fields):
    pause(page=page, **{"reasons": WHY, "by": None, **fields})
    return ConsultationPage.objects.get(pk=page.pk)


def test_paused_page_lets_nobody_in_and_keeps_what_was_typed(client, consultation, wall):
    page = hold(consultation, expected_on=date(2026, 6, 20))
    response = pin(client, wall, "All my words")
    assert response.status_code == 403
    text = page_text(BeautifulSoup(response.content, "html.parser"))
    assert "It has been paused since Monday 15 June, 1pm. Two evenings were cancelled by the storm." in text
    assert "All my words" in text
    assert Contribution.objects.count() == 0
    soup = look(client, page.url)
    assert words_of(soup, ".fm-hero .fm-status") == ["Open", "Paused"]
    assert words_of(soup, ".fm-banner--warning")[0].startswith(
        "Taking part is paused Nobody can take part from Monday 15 June, 1pm on. "
        "We expect it to go on by Saturday 20 June. Why: Two evenings"
    )
    assert soup.select(".fm-act--main, .fm-hero .govuk-button, .fm-dock") == []
    assert page.public_state() == "open"


def test_cards_and_lists_say_that_it_is_paused(client, consultation, index):
    hold(consultation)
    [card] = cards_for(ConsultationPage.objects.all().for_cards())
    assert (card.state, card.also) == ("open", "Paused")
    assert words_of(look(client, index.url), ".fm-card .fm-status") == ["Open", "Paused"]


def test_pause_counts_from_its_own_moment(client, consultation, wall):
    hold(consultation)
    activity = type(wall).objects.get(pk=wall.pk)
    step = timedelta(microseconds=1)
    assert [activity.state_at(moment) for moment in (NOON - step, NOON)] == [TimeState.OPEN, TimeState.PAUSED]


def test_own_dates_inside_a_paused_host_are_paused_too(client, consultation, wall):
    wall.closes_at = CLOSES - 5 * DAY
    wall.save()
    hold(consultation)
    assert pin(client, wall).status_code == 403


def test_publication_during_a_pause_does_not_end_it(consultation):
    page = hold(consultation)
    page.title = "Mill Lane, mended"
    page.save_revision().publish()
    extend(page)
    assert Timetable.objects.get().paused_at == NOON
    assert changes.pause_reason(page.translation_key) == WHY["en"]


def test_talk_says_that_it_is_paused(client, make):
    talk = Discussion.objects.create(title="Talk", audience="everyone", moderation="at_once")
    hold(make(under=(talk,)))
    soup = look(client, f"/engage/{talk.uuid}/thread/")
    assert words_of(soup, ".fm-hero .fm-status") == ["Paused"]
    assert "This talk is paused just now" in words_of(soup, "#composer h2")


def test_going_on_adds_the_paused_time(client, consultation, wall):
    hold(consultation)
    with at(NOON + 2 * DAY + timedelta(hours=3)):
        page = ConsultationPage.objects.get()
        closes_at = later_by_the_pause(closes_at=CLOSES, paused_at=NOON, now=NOON + 2 * DAY + timedelta(hours=3))
        assert closes_at == CLOSES + 3 * DAY
        resume(page=page, reasons=WHY, by=None, closes_at=closes_at, answer_by=ANSWER_BY)
        assert pin(client, wall).status_code == 302
        page = ConsultationPage.objects.get()
        assert (page.standing.window.closes_at, page.standing.window.paused_at) == (CLOSES + 3 * DAY, None)
        text = page_text(look(client, page.url))
    assert "It was paused from Monday 15 June, 1pm until Wednesday 17 June, 4pm." in text
    assert changes.pause_reason(page.translation_key) == ""


def test_going_on_without_other_dates_publishes_nothing(consultation):
    page = hold(consultation)
    before = PublicationRecord.objects.count()
    resume(page=page, reasons=WHY, by=None)
    assert (PublicationRecord.objects.count(), Timetable.objects.get().paused_at) == (before, None)


def test_what_was_refused_stays_paused(consultation):
    page = hold(consultation)
    with pytest.raises(PublishRefused):
        resume(page=page, reasons=WHY, by=None, closes_at=LATER, answer_by=date(2026, 7, 1))
    assert Timetable.objects.get().paused_at == NOON


@pytest.mark.parametrize(
    ("now", "closes_at", "new"),
    [
        (NOON + DAY, NOON + 3 * DAY, NOON + 4 * DAY),
        (NOON + timedelta(hours=1), NOON + 3 * DAY, NOON + 4 * DAY),
        (NOON + 5 * DAY, NOON + 3 * DAY, NOON + 8 * DAY),
    ],
)
def test_paused_time_is_added_in_whole_days(now, closes_at, new):
    assert later_by_the_pause(closes_at=closes_at, paused_at=NOON, now=now) == new


def test_pause_adds_nothing_to_the_last_day_there_is():
    closes_at = datetime(9999, 12, 31, 23, 59, tzinfo=UTC)
    assert later_by_the_pause(closes_at=closes_at, paused_at=NOON, now=NOON + DAY) == closes_at


# In another language


@pytest.fixture
def welsh(consultation):
    locale = Locale.objects.create(language_code="cy")
    translate_object(consultation, [locale])
    page = ConsultationPage.objects.get(locale=locale)
    page.save_revision().publish()
    return ConsultationPage.objects.get(pk=page.pk)


def test_reason_is_read_in_ones_own_language_or_marked_as_the_other(client, welsh, consultation):
    extend(consultation, reasons={**WHY, "cy": "Cafodd dwy noson eu canslo."})
    assert "Cafodd dwy noson" in look(client, welsh.url).select_one(".fm-banner--info").get_text()
    extend(ConsultationPage.objects.get(pk=consultation.pk), closes_at=LATER + DAY)
    [marked] = look(client, welsh.url).select(".fm-banner--info span[lang]")
    assert (marked["lang"], page_text(marked)) == ("en", WHY["en"])


def test_translation_is_changed_where_it_was_written_first(welsh):
    with pytest.raises(ChangeRefused):
        extend(welsh)
    with translation.override("cy"):
        assert admin_views.links_for(welsh, make_administrator()) == []


# In the admin


STATES = {
    "planned": OPENS - DAY,
    "open": NOON,
    "closed": CLOSES,
}
POSSIBLE = {
    "planned": [],
    "open": ["dates", "pause"],
    "closed": ["dates", "archive"],
}


@pytest.mark.parametrize("state", STATES)
@pytest.mark.parametrize(
    ("role", "may"),
    [("Editors", True), ("Community managers", True), ("Moderators", False), ("Analysts", False), ("", False)],
)
def test_who_may_do_what_in_which_state(consultation, role, may, state):
    user = make_staff(role) if role else make_member()
    with at(STATES[state]):
        found = [action.name for action, _url in admin_views.links_for(consultation, user)]
    assert found == (POSSIBLE[state] if may else [])


def test_paused_can_go_on_and_move(consultation):
    page = hold(consultation)
    found = [action.name for action, _url in admin_views.links_for(page, make_administrator())]
    assert found == ["dates", "resume"]


@pytest.mark.parametrize("name", [action.name for action in admin_views.ACTIONS])
@pytest.mark.parametrize("role", ["Moderators", "Analysts"])
def test_action_is_refused_to_those_who_do_not_publish(client, consultation, role, name):
    client.force_login(make_staff(role))
    url = reverse(admin_views.NAME, args=[consultation.pk, name])
    assert client.post(url, {"reason_en": "x"}).status_code in (302, 403)
    assert not DateChange.objects.exists()


def send(client, page, name, **fields):
    """Fill in, look at it, press again."""
    url = reverse(admin_views.NAME, args=[page.pk, name])
    looked = client.post(url, fields)
    assert not DateChange.objects.filter(at=NOON).exists() or name != "dates"
    checked = BeautifulSoup(looked.content, "html.parser").select_one("[name=checked]")["value"]
    return looked, client.post(url, {**fields, "checked": checked}, follow=True)


DATES = {"closes_at": "2026-07-12 00:00", "answer_by": "2026-08-07"}


def test_editor_looks_at_it_and_then_publishes_it(client, consultation):
    client.force_login(make_staff("Editors"))
    looked, done = send(client, consultation, "dates", reason_en=WHY["en"], **DATES)
    assert "We moved the closing date from Saturday 4 July, 11:59pm to Saturday 11 July, 11:59pm." in (
        looked.content.decode()
    )
    assert ConsultationPage.objects.get().closes_at == LATER
    assert "The new dates are public, with the reason." in done.content.decode()


def test_what_was_changed_after_looking_is_looked_at_again(client, consultation):
    client.force_login(make_staff("Editors"))
    url = reverse(admin_views.NAME, args=[consultation.pk, "dates"])
    checked = hashlib.sha256(b"something else").hexdigest()
    response = client.post(url, {**DATES, "reason_en": WHY["en"], "checked": checked})
    assert response.status_code == 200
    assert not DateChange.objects.exists()


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"reason_en": ""}, "Say why. People read it."),
        ({"answer_by": "2026-07-01"}, "This day is before the last answers come in. Promise a later one."),
        ({"closes_at": "2026-06-14 09:00"}, "This moment is over. People must hear of it before it closes."),
        ({"closes_at": "2026-07-05 00:00", "answer_by": "2026-07-31"}, "Nothing would change. Put in another date."),
    ],
)
def test_bad_dates_get_a_sentence_and_lose_nothing(client, consultation, fields, sentence):
    client.force_login(make_staff("Editors"))
    url = reverse(admin_views.NAME, args=[consultation.pk, "dates"])
    response = client.post(url, {**DATES, "reason_en": "Typed.", **fields})
    assert sentence in response.content.decode()
    assert not DateChange.objects.exists()


def test_closing_after_the_decision_names_the_clash(client, make):
    page = make(decision_on=date(2026, 7, 8))
    client.force_login(make_staff("Editors"))
    url = reverse(admin_views.NAME, args=[page.pk, "dates"])
    response = client.post(url, {**DATES, "reason_en": "Typed."})
    sentence = "It closes after the day of the decision (Wednesday 8 July). Change that day in the editor first."
    assert response.context["form"].errors == {"closes_at": [sentence]}
    assert list(decided_before_closing(page)) == []
    page.decision_on = date(2026, 7, 3)
    assert len(list(decided_before_closing(page))) == 1
    page.save()
    response = client.post(url, {"closes_at": "2026-07-05 00:00", "answer_by": "2026-08-07", "reason_en": "Typed."})
    assert not response.context["form"].errors


def test_answered_one_says_what_stands_against_a_later_closing(client, consultation):
    with at(CLOSES + DAY):
        client.force_login(make_staff("Editors"))
        consultation.we_did = [entry()]
        consultation.save_revision().publish()
        url = reverse(admin_views.NAME, args=[consultation.pk, "dates"])
        response = client.post(url, {**DATES, "reason_en": "Typed."})
    assert response.context["form"].errors == {
        "closes_at": ["It has been answered. Take “You said” and “We did” off first, in the tab “Outcome”."]
    }


def test_reason_of_a_pause_is_in_its_language_or_empty():
    moments = {"paused_at": NOON, "until": NOON + DAY}
    assert "Monday 15 June" in changes.reason_of_pause(**moments, language="en")
    with translation.override("cy"):
        is_translated = translation.gettext(changes.REASON_OF_PAUSE) != changes.REASON_OF_PAUSE
    words = changes.reason_of_pause(**moments, language="cy")
    assert bool(words) == is_translated
    assert "that time is added" not in words


def test_closing_earlier_warns_before_it_is_done(client, consultation):
    client.force_login(make_staff("Editors"))
    url = reverse(admin_views.NAME, args=[consultation.pk, "dates"])
    response = client.post(url, {**DATES, "closes_at": "2026-07-01 00:00", "reason_en": "Typed."})
    assert "Closing earlier than people were told shuts some of them out." in response.content.decode()


def test_editor_pauses_and_lets_it_go_on(client, consultation):
    client.force_login(make_staff("Editors"))
    send(client, consultation, "pause", reason_en=WHY["en"], expected_on="")
    assert Timetable.objects.get().paused_at == NOON
    with at(NOON + DAY):
        url = reverse(admin_views.NAME, args=[consultation.pk, "resume"])
        form = client.get(url).context["form"]
        assert form["closes_at"].initial == CLOSES + DAY
        fields = {"closes_at": "2026-07-06 00:00", "answer_by": "2026-08-01", "reason_en": "Back."}
        send(client, consultation, "resume", **fields)
    assert Timetable.objects.get().paused_at is None
    assert ConsultationPage.objects.get().closes_at == CLOSES + DAY


# Elsewhere


def test_calendars_and_feeds_hear_of_it(client, consultation, index):
    page = extend(extend(consultation), closes_at=LATER + DAY)
    calendar = client.get(f"{index.url}plan.ics").content.decode()
    assert calendar.count("SEQUENCE:2") == 3
    items = list(ElementTree.fromstring(client.get(f"{index.url}feed/").content).iter("item"))
    titles = [item.findtext("title") for item in items]
    assert titles.count("You have more time: Mill Lane: a quieter, safer street") == 2
    assert WHY["en"] in items[titles.index("You have more time: Mill Lane: a quieter, safer street")].findtext(
        "description"
    )
    PageViewRestriction.objects.create(page=page, restriction_type="login")
    assert b"You have more time" not in client.get(f"{index.url}feed/").content


def test_page_costs_the_same_with_one_change_and_three(client, consultation):
    costs = []
    page = consultation
    for number in range(1, 4):
        page = extend(page, closes_at=CLOSES + number * DAY)
        client.get(page.url)
        with CaptureQueriesContext(connection) as queries:
            client.get(page.url)
        costs.append(len(queries))
    assert costs[0] == costs[2]


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_pause_and_extension_at_once_both_stand(consultation):
    start = threading.Barrier(4)

    def run(act):
        try:
            start.wait(timeout=10)
            act(ConsultationPage.objects.get(pk=consultation.pk))
            return True
        except ChangeRefused:
            return False
        finally:
            connection.close()

    def extend_it(page):
        change_dates(page=page, closes_at=LATER, answer_by=date(2026, 8, 7), reasons=WHY, by=None)

    def pause_it(page):
        pause(page=page, reasons=WHY, by=None)

    with ThreadPoolExecutor(4) as pool:
        done = list(pool.map(run, [extend_it, pause_it, pause_it, extend_it]))
    assert sorted(done) == [False, False, True, True]
    timetable = Timetable.objects.get()
    assert (timetable.paused_at, timetable.closes_at) == (NOON, LATER)
    assert sorted(DateChange.objects.values_list("kind", flat=True)) == ["extended", "paused"]
