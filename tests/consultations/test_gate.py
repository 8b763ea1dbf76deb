"""What stops a publication and what only warns, on every road."""

from datetime import UTC, date, datetime, timedelta
from uuid import uuid4

import pytest
from django.core import mail
from django.core.management import call_command

from base.models import BrandSettings, OutboxMessage, QuietPeriod
from base.publication import PublishRefused
from engagement.consultations.gate import problems_of
from engagement.consultations.models import ConsultationPage
from engagement.consultations.warnings import warnings_of
from engagement.core.models import PageActivity
from engagement.testing.clock import NOON, at
from engagement.testing.consultations import CLOSES, OPENS, complete, points
from engagement.testing.people import make_administrator

pytestmark = pytest.mark.usefixtures("noon")

WHO = "Say who decides, so that people know where their words go."


def test_complete_consultation_has_no_problem():
    assert problems_of(ConsultationPage(**complete())) == []


@pytest.mark.parametrize(
    ("changes", "fields"),
    [
        ({"question": " "}, ["question"]),
        ({"opens_at": None}, ["opens_at"]),
        ({"closes_at": None}, ["closes_at"]),
        ({"closes_at": OPENS}, ["closes_at"]),
        ({"closes_at": OPENS - timedelta(days=1)}, ["closes_at"]),
        ({"answer_by": None}, ["answer_by"]),
        ({"answer_by": date(2026, 7, 3)}, ["answer_by"]),
        ({"answer_by": date(2026, 7, 4)}, []),
        ({"closes_at": NOON + timedelta(days=3650), "answer_by": date(2036, 6, 15)}, []),
        ({"closes_at": datetime(9999, 12, 31, 12, tzinfo=UTC), "answer_by": date.max}, ["closes_at", "answer_by"]),
        ({"late_until": date(2062, 7, 10)}, ["late_until"]),
        ({"decision_on": date(2036, 6, 17)}, ["decision_on"]),
        ({"decided_by": ""}, ["decided_by"]),
        ({"open_points": []}, ["open_points"]),
        ({"open_points": points("  ")}, ["open_points"]),
        ({"settled_points": []}, ["settled_points"]),
        ({"contact_phone": ""}, ["contact_phone"]),
        ({"contact_phone": "", "contact_email": "streets@example.org"}, []),
        ({"contact_phone": "", "contact_address": "Old Corn Hall"}, []),
        ({"privacy_notice": "<p> </p>"}, ["privacy_notice"]),
        ({"withdrawn_on": date(2026, 6, 15)}, ["withdrawn_reason"]),
        ({"withdrawn_on": date(2026, 6, 15), "withdrawn_reason": "The grant was lost."}, []),
        ({"withdrawn_on": date(2026, 6, 16), "withdrawn_reason": "The grant was lost."}, ["withdrawn_on"]),
        (
            {
                "withdrawn_on": date(2026, 6, 16),
                "withdrawn_reason": "The grant was lost.",
                "go_live_at": NOON + timedelta(days=1),
            },
            [],
        ),
    ],
)
def test_problem_stands_beside_its_field(changes, fields):
    assert [problem.field for problem in problems_of(ConsultationPage(**complete(**changes)))] == fields


def test_empty_draft_names_everything_at_once():
    assert [problem.field for problem in problems_of(ConsultationPage())] == [
        "question",
        "opens_at",
        "closes_at",
        "answer_by",
        "decided_by",
        "open_points",
        "settled_points",
        "contact_phone",
        "privacy_notice",
    ]


def test_draft_is_saved_with_anything_missing(index):
    page = index.add_child(instance=ConsultationPage(title="Later", live=False))
    page.save_revision()
    assert ConsultationPage.objects.get(title="Later").opens_at is None


def test_publishing_is_refused_and_changes_nothing(draft):
    draft.decided_by = ""
    with pytest.raises(PublishRefused) as caught:
        draft.save_revision().publish()
    assert [str(problem.message) for problem in caught.value.problems] == [WHO]
    assert not ConsultationPage.objects.get(pk=draft.pk).live


NOWHERE = "Nobody can answer on this page: it has no activity. Put one in the text or under Engagement."


@pytest.fixture
def brand(db):
    return BrandSettings(minimum_days=28)


@pytest.fixture
def a_page(wall):
    """Makes consultations, unsaved, with somewhere to answer."""

    def make(**changes):
        page = ConsultationPage(**complete(**changes))
        page.page_activities.add(PageActivity(activity=wall))
        return page

    return make


@pytest.mark.parametrize(
    ("days", "sentences"),
    [
        (28, []),
        (27, ["It is open for 27 days; this site aims at 28 or more. Many people hear of it late."]),
        (1, ["It is open for 1 day; this site aims at 28 or more. Many people hear of it late."]),
    ],
)
def test_short_span_warns(brand, a_page, days, sentences):
    page = a_page(opens_at=OPENS, closes_at=OPENS + timedelta(days=days))
    assert warnings_of(page, brand, was_public=True) == sentences


def test_quiet_period_warns(brand, a_page):
    brand.quiet_periods.add(QuietPeriod(name="Summer holidays", starts_on=date(2026, 7, 4), ends_on=date(2026, 8, 31)))
    brand.quiet_periods.add(QuietPeriod(name="Christmas", starts_on=date(2026, 12, 20), ends_on=date(2027, 1, 5)))
    assert warnings_of(a_page(), brand) == [
        "It runs into a quiet period, when few people are reached: Summer holidays, 4 July to 31 August."
    ]


def test_page_that_appears_after_its_opening_warns(brand, a_page):
    page = a_page(go_live_at=OPENS + timedelta(days=1))
    assert warnings_of(page, brand) == [
        "The page goes public on Tuesday 2 June, 9am, after it has opened on Monday 1 June, 9am."
    ]


def test_page_that_goes_before_its_answer_warns(brand, a_page):
    page = a_page(expire_at=datetime(2026, 7, 10, tzinfo=UTC))
    assert warnings_of(page, brand) == ["The page is taken down on Friday 10 July, before people can read your answer."]


def test_closing_earlier_than_announced_warns(brand, a_page):
    page = a_page(closes_at=CLOSES - timedelta(days=2))
    assert warnings_of(page, brand, announced=CLOSES) == [
        "People were told that it closes on Saturday 4 July, 11:59pm. Closing earlier shuts some of them out. "
        "Put that time back, or say on the page why it closes earlier."
    ]


def test_closing_later_than_announced_does_not_warn(brand, a_page):
    page = a_page(closes_at=CLOSES + timedelta(days=2))
    assert warnings_of(page, brand, announced=CLOSES) == []


@pytest.mark.parametrize(
    ("announced", "closes", "sentences"),
    [
        (-timedelta(days=1), timedelta(days=60), ["It has closed already. Publishing this opens it again."]),
        (timedelta(0), timedelta(days=60), ["It has closed already. Publishing this opens it again."]),
        (timedelta(days=1), timedelta(days=60), []),
        (-timedelta(days=2), -timedelta(days=1), []),
    ],
)
def test_publishing_what_opens_a_closed_one_again_warns(brand, a_page, announced, closes, sentences):
    page = a_page(opens_at=NOON - timedelta(days=60), closes_at=NOON + closes)
    assert warnings_of(page, brand, announced=NOON + announced, was_public=True) == sentences


def test_outcome_that_people_were_told_of_is_not_taken_off_without_a_word(brand, a_page):
    told = (2, NOON - timedelta(days=3))
    sentence = "2 people were told by mail on Friday 12 June what came of it. Publishing this takes it off the page."
    assert warnings_of(a_page(), brand, told=told)[0] == sentence
    answered = a_page(no_decision_reason="No money.", no_decision_on=NOON.date())
    assert sentence not in warnings_of(answered, brand, told=told)


def test_withdrawal_that_is_taken_back_before_it_opens_opens_nothing_again(brand, a_page):
    page = a_page(opens_at=NOON + timedelta(days=9), closes_at=NOON + timedelta(days=60))
    assert warnings_of(page, brand, announced=NOON - timedelta(days=1), was_public=True) == []


def test_page_without_activity_warns(brand):
    assert warnings_of(ConsultationPage(**complete()), brand) == [NOWHERE]


def test_page_without_activity_does_not_warn_once_it_is_over(brand):
    page = ConsultationPage(**complete(closes_at=NOON))
    assert NOWHERE not in warnings_of(page, brand)


def test_activity_in_the_text_is_somewhere_to_answer(brand, wall):
    value = {"activity": wall.pk, "heading": "", "intro": ""}
    page = ConsultationPage(**complete(body=[{"type": "activity", "id": str(uuid4()), "value": value}]))
    assert warnings_of(page, brand) == []


def over(**changes):
    """The dates of an original that somebody copied."""
    return {"opens_at": OPENS - timedelta(days=40), "closes_at": OPENS, **changes}


def test_page_that_was_over_before_it_was_seen_warns(brand, a_page):
    assert warnings_of(a_page(**over()), brand) == [
        "It closed on 1 June, before anybody could see it. Check the dates; a copy keeps those of its original."
    ]


def test_page_that_people_have_seen_may_be_over(brand, a_page):
    assert warnings_of(a_page(**over()), brand, was_public=True) == []


def test_page_that_closes_before_it_goes_public_warns(brand, a_page):
    assert "It closes on 4 July, before anybody can see it. Check the dates and when it goes public." in warnings_of(
        a_page(go_live_at=CLOSES), brand
    )


@pytest.mark.parametrize("missing", ["opens_at", "answer_by"])
def test_missing_date_silences_no_other_warning(brand, missing):
    page = ConsultationPage(**complete(closes_at=CLOSES - timedelta(days=2), **{missing: None}))
    said = warnings_of(page, brand, announced=CLOSES)
    assert [sentence[:20] for sentence in said] == [NOWHERE[:20], "People were told that it"[:20]]


# Scheduling


def schedule(draft, moment):
    draft.go_live_at = moment
    draft.save_revision(user=make_administrator()).publish()
    return ConsultationPage.objects.get(pk=draft.pk)


def test_scheduled_page_appears_when_it_is_due(client, draft):
    page = schedule(draft, NOON + timedelta(hours=1))
    assert (page.live, client.get(page.url).status_code) == (False, 404)
    with at(NOON + timedelta(hours=1, seconds=1)):
        call_command("publish_scheduled")
        assert client.get(page.url).status_code == 200
        assert ConsultationPage.objects.get(pk=page.pk).standing.state_at(NOON) == "open"


def test_scheduling_is_refused_with_something_missing(draft):
    draft.decided_by = ""
    with pytest.raises(PublishRefused):
        schedule(draft, NOON + timedelta(hours=1))
    assert not draft.scheduled_revision


def test_refused_schedule_writes_to_its_editor_and_goes_on(draft, make):
    page = schedule(draft, NOON + timedelta(hours=1))
    other = schedule(make_second(draft), NOON + timedelta(hours=1))
    spoil(page.scheduled_revision)
    with at(NOON + timedelta(hours=2)):
        call_command("publish_scheduled")
    assert not ConsultationPage.objects.get(pk=page.pk).live
    assert ConsultationPage.objects.get(pk=other.pk).live
    [message] = OutboxMessage.objects.all()
    assert WHO in message.body


def make_second(draft):
    index = draft.get_parent().specific
    return index.add_child(instance=ConsultationPage(live=False, **complete(title="Second")))


def spoil(revision):
    """What was complete when it was scheduled and no longer is, as after a change of rules."""
    revision.content = {**revision.content, "decided_by": ""}
    revision.save(update_fields=["content"])


def test_expired_page_is_taken_down(client, draft):
    draft.expire_at = NOON + timedelta(hours=1)
    draft.save_revision().publish()
    with at(NOON + timedelta(hours=2)):
        call_command("publish_scheduled")
    assert client.get(draft.url).status_code == 404
    assert mail.outbox == []
