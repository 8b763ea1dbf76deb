"""Many at once, and processes that die: what was acknowledged is stored, once, and figures are those of responses."""

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from django.db import connection
from django.test import Client

from base.guards import KEY_FIELD, new_key
from engagement.plugin import Contribution
from engagement.surveys.models import Draft, QuotaCount, Receipt, Response, Survey, Tally
from engagement.surveys.results import figures_of, responses_in
from engagement.testing.people import make_member
from tests.base.clients import in_threads
from tests.comments.factories import make_page
from tests.comments.server import gunicorn
from tests.surveys.answering import Visitor, url
from tests.surveys.factories import make_survey, options, page
from tests.surveys.voting import Voter

pytestmark = pytest.mark.django_db(transaction=True)

PERSISTENCE = 50
"""At once. PostgreSQL lets a hundred connections in by default, so the other tests are content with fewer."""
MANY = 20


def place(*pages: Any, **settings: Any) -> Survey:
    """A survey on a page without dates: nothing can hold the clock for other processes."""
    survey = make_survey(*pages, **settings)
    make_page(survey)
    return survey


def test_fifty_votes_of_one_person_at_once_are_one() -> None:
    survey, member = place(audience="members"), make_member()
    client = signed_in(member)
    sent = in_threads(lambda: vote(survey, Client(), client.cookies, "red"), PERSISTENCE)
    assert 303 in sent
    assert set(sent) <= {303, 429}, "the others are told that it was too often"
    assert Contribution.objects.filter(activity=survey, state="published").count() == 1
    assert responses_in(figures_of(survey)) == 1
    assert tallies(survey)["red"] == 1


def test_many_anonymous_votes_of_one_person_at_once_are_one() -> None:
    survey, member = place(audience="members", privacy="anonymous"), make_member()
    client = signed_in(member)
    in_threads(lambda: vote(survey, Client(), client.cookies, "red"), MANY)
    assert (Response.objects.count(), Receipt.objects.count(), Contribution.objects.count()) == (1, 1, 1)
    assert tallies(survey)["red"] == 1


def test_one_draft_sent_many_times_at_once_is_one_response() -> None:
    text = ("text", {"label": "Why?", "code": "why"})
    survey = place(page(text, text, code="one"))
    visitor = Visitor(survey).start().send(why="Warm")
    draft, cookies = Draft.objects.get(), visitor.client.cookies

    def send() -> int:
        client = Client()
        client.cookies = cookies
        data = {KEY_FIELD: new_key(), "draft": str(draft.pk), "publishing": "no"}
        return client.post(url(survey, "send"), data).status_code

    in_threads(send, MANY)
    assert (Response.objects.count(), Draft.objects.count(), Contribution.objects.count()) == (1, 0, 1)


def test_no_more_people_than_places_get_one() -> None:
    asked = {"label": "Which day?", "code": "day", "options": [*options("Monday", limit=5), *options("Friday")]}
    survey = place(page(("choice", asked)))
    in_threads(lambda: vote(survey, Client(), {}, "monday", code="day"), MANY)
    assert QuotaCount.objects.get().taken == 5
    assert Contribution.objects.filter(activity=survey).count() == 5
    assert tallies(survey)["monday"] == 5


def test_killed_workers_lose_and_double_nothing() -> None:
    survey, clients = place(), 16
    with gunicorn(workers=3) as server, ThreadPoolExecutor(clients) as pool:
        going = [pool.submit(Voter(server, number, survey).vote, times=3) for number in range(clients)]
        for _kill in range(6):
            server.kill_a_worker()
            server.wait()
        references = [reference for one in going for reference in one.result(timeout=240)]
    stored = list(Contribution.objects.filter(activity=survey).values_list("reference", flat=True))
    assert sorted(references) == sorted(set(references))
    assert set(references) == set(stored)
    assert len(references) == clients * 3
    assert tallies(survey)["=responses"] == Response.objects.count() == len(stored)


def signed_in(member: Any) -> Client:
    client = Client()
    client.force_login(member)
    return client


def vote(survey: Survey, client: Client, cookies: Any, option: str, code: str = "colour") -> int:
    """Send the card of a poll; the status."""
    client.cookies.update(cookies)
    try:
        return client.post(url(survey, "send"), {f"a-{code}": option, KEY_FIELD: new_key()}).status_code
    finally:
        connection.close()


def tallies(survey: Survey) -> dict[str, int]:
    counts: dict[str, int] = {}
    for cell, count in Tally.objects.filter(survey=survey).values_list("cell", "count"):
        counts[cell] = counts.get(cell, 0) + count
    return counts
