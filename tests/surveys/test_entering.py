"""What came on paper, by telephone or at an event, typed in by staff."""

from datetime import date
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from base.guards import KEY_FIELD, new_key
from engagement.plugin import Batch, Contribution, Participant
from engagement.surveys.models import QuotaCount, Response, Survey, Tally
from engagement.testing.clock import at
from engagement.testing.people import make_staff
from tests.surveys.answering import WHILE_OPEN, place
from tests.surveys.factories import options, page

pytestmark = pytest.mark.django_db

DRIVES = ("yes_no", {"label": "Do you drive?", "code": "drives", "is_required": True})
CARS = ("number", {"label": "How many cars?", "code": "cars", "show_if": "${drives} = 'yes'"})
DAY = ("choice", {"label": "Which day?", "code": "day", "options": [*options("Monday", limit=1), *options("Friday")]})
WHEN = ("date", {"label": "When?", "code": "when"})
BEST = ("ranking", {"label": "Best?", "code": "best", "options": options("A", "B")})


@pytest.fixture(autouse=True)
def _open() -> Any:
    with at(WHILE_OPEN):
        yield


def make_batch(survey: Survey) -> Batch:
    return Batch.objects.create(activity=survey, title="A box", channel="paper", received_on=date(2026, 6, 3))


def type_in(batch: Batch, client: Client | None = None, **answers: Any) -> Any:
    client = client or Client()
    client.force_login(make_staff("Community managers"))
    sent = {f"a-{name.replace('__', ':')}": value for name, value in answers.items()}
    address = reverse("engagement_entry:batch", args=[batch.pk])
    return client.post(address, {"language": "en", "received_on": "2026-06-03", KEY_FIELD: new_key(), **sent})


def survey_of_all(**settings: Any) -> Survey:
    return place(page(DRIVES, CARS, code="one"), page(DAY, WHEN, BEST, code="two"), **settings)


def test_answers_are_typed_in_and_counted_by_their_day_and_channel():
    batch = make_batch(survey_of_all())
    type_in(batch, drives="yes", cars="2", when__day="1", when__month="6", when__year="2026", best__b="1", best__a="2")
    response = Response.objects.get()
    assert response.answers == {"drives": "yes", "cars": "2", "when": "2026-06-01", "best": ["b", "a"]}
    tally = Tally.objects.get(question="drives", cell="yes")
    assert (tally.channel, tally.day, tally.count) == ("paper", date(2026, 6, 3), 1)


def test_answer_off_the_way_is_asked_about_and_a_missing_one_is_not():
    batch = make_batch(survey_of_all())
    assert "By the other answers this is not asked" in type_in(batch, drives="no", cars="2").content.decode()
    assert not Response.objects.exists()
    type_in(batch, day="friday")
    assert Response.objects.get().answers == {"day": "friday"}


def test_empty_and_unreadable_sheets_are_told_so():
    batch = make_batch(survey_of_all())
    assert "Type in at least one answer" in type_in(batch).content.decode()
    page_again = type_in(batch, drives="yes", cars="a few").content.decode()
    assert "Write a number, such as 1200 or 12.5" in page_again
    assert 'value="a few"' in page_again


def test_limit_does_not_stop_what_is_on_paper():
    batch = make_batch(survey_of_all())
    for _ in range(2):
        type_in(batch, day="monday")
    assert Response.objects.count() == 2
    assert QuotaCount.objects.get(option="monday").taken == 2


def test_correction_is_counted_as_it_stands_now_and_on_its_day():
    batch, client = make_batch(survey_of_all()), Client()
    type_in(batch, client, drives="yes", cars="2", day="monday")
    contribution = Contribution.objects.get()
    address = reverse("engagement_entry:answer", args=[contribution.uuid])
    assert 'value="2"' in client.get(address).content.decode()
    changed = {"a-drives": "no", "a-day": "friday", "language": "en", "received_on": "2026-06-04"}
    client.post(address, {KEY_FIELD: new_key(), **changed})
    assert Response.objects.get().answers == {"drives": "no", "day": "friday"}
    counted = {(t.question, t.cell, t.day.day): t.count for t in Tally.objects.all() if t.count}
    assert {
        (q, c): n for (q, c, day), n in counted.items() if c in ("yes", "no", "friday", "monday", "=responses")
    } == {
        ("", "=responses"): 1,
        ("drives", "no"): 1,
        ("day", "friday"): 1,
    }
    assert {day for _q, _c, day in counted} == {4}
    assert QuotaCount.objects.get(option="monday").taken == 0


def test_anonymous_survey_keeps_no_person_of_what_was_typed_in():
    type_in(make_batch(survey_of_all(privacy="anonymous")), drives="yes")
    assert Contribution.objects.get().participant is None
    assert not Participant.objects.filter(user=None).exists()
