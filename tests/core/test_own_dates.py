"""An activity's own dates are changed in its form until people know them."""

from datetime import timedelta

import pytest
from django.urls import reverse

from base.timewords import moment_words
from engagement.core.admin_forms import TAKEN_OFF, TOLD
from engagement.plugin import Contribution, Timetable
from engagement.testing.clock import NOON, at
from engagement.testing.people import make_administrator
from tests.sample_module.models import PostcardWall

DAY = timedelta(days=1)


def url(wall):
    return reverse("engagement_postcards:edit", args=[wall.pk])


def send(client, wall, **changes):
    data = {"title": wall.title, "audience": "everyone", "moderation": "at_once", "question": "", **changes}
    return client.post(url(wall), data)


def stored(wall):
    return PostcardWall.objects.get(pk=wall.pk)


@pytest.fixture
def administrator(client, db):
    client.force_login(make_administrator())
    return client


def host_opens(page, moment, **fields):
    Timetable.objects.filter(host_key=page.translation_key).update(opens_at=moment, **fields)


@pytest.mark.parametrize(
    ("opens", "fields"),
    [
        (NOON, {}),
        (NOON - 5 * DAY, {"paused_at": NOON - DAY}),
        (NOON - 5 * DAY, {"closes_at": NOON - DAY}),
    ],
    ids=["open", "paused", "closed"],
)
@pytest.mark.parametrize("date", ["opens_at", "closes_at"])
def test_own_dates_stay_once_the_page_has_opened(administrator, page, wall, opens, fields, date):
    host_opens(page, opens, **fields)
    with at(NOON):
        shown = administrator.get(url(wall)).content.decode()
        response = send(administrator, wall, **{date: "2026-06-16 09:00"})
    assert shown.count(str(TOLD)) == 2
    assert response.context["form"].errors == {date: [TOLD]}
    assert getattr(stored(wall), date) is None


def test_taking_it_off_its_page_does_not_free_the_dates_of_what_people_took_part_in(
    administrator, page, wall, make_contribution
):
    make_contribution()
    page.unpublish()
    with at(NOON):
        errors = send(administrator, wall, closes_at="2026-06-16 09:00").context["form"].errors
    assert (errors, stored(wall).placed) == ({"closes_at": [TAKEN_OFF]}, None)
    Contribution.objects.all().delete()
    with at(NOON):
        send(administrator, wall, closes_at="2026-06-16 09:00")
    assert stored(wall).closes_at is not None


def test_own_dates_are_not_taken_away_either(administrator, page, wall):
    PostcardWall.objects.filter(pk=wall.pk).update(closes_at=NOON + DAY)
    host_opens(page, NOON - DAY)
    with at(NOON):
        assert send(administrator, wall, closes_at="").context["form"].errors == {"closes_at": [TOLD]}
    assert stored(wall).closes_at == NOON + DAY


def test_the_rest_is_changed_and_dates_keep_their_seconds(administrator, page, wall):
    closes = NOON + DAY + timedelta(seconds=59)
    PostcardWall.objects.filter(pk=wall.pk).update(closes_at=closes)
    host_opens(page, NOON - DAY)
    with at(NOON):
        form = administrator.get(url(wall)).context["form"]
        send(administrator, wall, question="Where?", closes_at=form["closes_at"].value().strftime("%Y-%m-%d %H:%M"))
    assert (stored(wall).question, stored(wall).closes_at) == ("Where?", closes)


@pytest.mark.parametrize("opens", [NOON + DAY, None], ids=["to come", "never said"])
def test_own_dates_change_while_the_page_has_told_nobody_when_it_opens(administrator, page, wall, opens):
    host_opens(page, opens)
    with at(NOON):
        send(administrator, wall, closes_at="2026-06-20 09:00")
    assert moment_words(stored(wall).closes_at).startswith("Saturday 20 June")
