"""What happens next: in the one timeline, never stale, and what editors are told of it and of answers that are due."""

import uuid
from datetime import date, timedelta

import pytest
from bs4 import BeautifulSoup
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from wagtail.models import GroupPagePermission, Locale, Page

from engagement.consultations.due import Overdue, due_at, overdue
from engagement.consultations.models import ConsultationIndexPage
from engagement.consultations.panels import warnings_for
from engagement.testing.clock import NOON
from engagement.testing.consultations import ANSWER_BY, CLOSES, entry, make_consultation, theme
from engagement.testing.people import make_administrator, make_member, make_staff

pytestmark = pytest.mark.usefixtures("noon")

DAY = timedelta(days=1)
TODAY = NOON.date()
OVER = {"opens_at": NOON - 60 * DAY, "closes_at": NOON - 5 * DAY, "answer_by": (NOON + 9 * DAY).date()}


def step(**changes):
    value = {"title": "Kerbs are cut", "day": None, "when": "", "details": "", "is_done": False, **changes}
    if isinstance(value["day"], date):
        value["day"] = value["day"].isoformat()
    return {"type": "step", "id": str(uuid.uuid4()), "value": value}


def stops(client, page):
    soup = BeautifulSoup(client.get(page.url).content, "html.parser")
    kind = {"is-done": "done", "is-now": "now"}
    return [
        (" ".join(stop.get_text(" ").split()), next((kind[name] for name in stop.get("class", [])), ""))
        for stop in soup.select(".fm-time li")
    ]


def test_steps_follow_the_fixed_dates_in_the_one_timeline(client, make):
    page = make(
        next_steps=[
            step(day=TODAY + 3 * DAY, details="On Ferry Road."),
            step(title="We look again", when="Spring 2027"),
        ]
    )
    assert stops(client, page)[-3:] == [
        ("We answer you By Friday 31 July", ""),
        ("Kerbs are cut By Thursday 18 June On Ferry Road.", ""),
        ("We look again Spring 2027", ""),
    ]
    soup = BeautifulSoup(client.get(page.url).content, "html.parser")
    assert len(soup.select(".fm-time")) == 1
    assert not soup.select(".fm-time--row")


def test_late_step_says_so_until_it_is_done(client, make):
    page = make(next_steps=[step(day=TODAY - DAY), step(title="Signs stand", day=TODAY - DAY, is_done=True)])
    assert stops(client, page)[-2:] == [
        ("Kerbs are cut We said by 14 June. It is late.", ""),
        ("Signs stand Sunday 14 June", "done"),
    ]
    warnings = warnings_for(page, make_administrator())
    assert "“Kerbs are cut” was to be done by Sunday 14 June. Tick that it is done, or give another day." in warnings


def test_after_the_answer_we_are_at_the_last_step_that_is_done(client, make):
    page = make(**OVER, we_did=[entry()], next_steps=[step(day=TODAY, is_done=True), step(title="More", when="2027")])
    assert [(words.split(" Monday")[0], mark) for words, mark in stops(client, page)][-3:] == [
        ("We have answered", "done"),
        ("Kerbs are cut", "now"),
        ("More 2027", ""),
    ]


@pytest.mark.parametrize(
    ("changes", "sentences"),
    [
        ({"title": " ", "when": "Soon"}, ["Step 1: say what happens."]),
        ({}, ["Step 1: give a day, or say when in words."]),
        ({"when": "Soon"}, []),
        ({"day": TODAY}, []),
    ],
)
def test_what_a_step_lacks_is_said(consultation, changes, sentences):
    consultation.next_steps = [step(**changes)]
    assert [str(problem.message) for problem in consultation.publish_problems()] == sentences


def test_steps_are_kept_up_after_closing(client, make):
    page = make(**OVER, we_did=[entry()])
    page.next_steps = [step(when="Autumn")]
    page.save_revision().publish()
    assert stops(client, page)[-1] == ("Kerbs are cut Autumn", "")


# What is due


def titles(user, now=NOON):
    return [page.title for page in due_at(user, now)]


def test_due_is_what_was_promised_for_a_day_that_is_over_or_near(make):
    make(title="Late", **{**OVER, "answer_by": TODAY - DAY})
    make(title="Near", **{**OVER, "answer_by": TODAY + 30 * DAY})
    make(title="Far", **{**OVER, "answer_by": TODAY + 31 * DAY})
    make(title="Heard", **{**OVER, "answer_by": TODAY}, you_said=[theme()])
    make(title="Answered", **{**OVER, "answer_by": TODAY - DAY}, we_did=[entry()])
    make(title="No decision", **{**OVER, "answer_by": TODAY - DAY}, no_decision_on=TODAY, no_decision_reason="No.")
    make(title="Open")
    make(title="Step", next_steps=[step(day=TODAY - 3 * DAY)])
    make(title="Step done", next_steps=[step(day=TODAY - 3 * DAY, is_done=True)])
    assert titles(make_administrator()) == ["Step", "Late", "Heard", "Near"]
    assert overdue(make_administrator(), NOON) == Overdue(2, TODAY - 3 * DAY)


@pytest.mark.parametrize(("now", "count"), [(CLOSES, 0), (CLOSES + 26 * DAY, 0), (CLOSES + 27 * DAY, 1)])
def test_answer_is_overdue_from_the_local_day_after_the_promise(consultation, now, count):
    assert date(2026, 7, 31) == ANSWER_BY
    assert overdue(make_administrator(), now).count == count


def test_due_counts_a_consultation_once_in_all_its_languages(make):
    page = make(**OVER)
    copy = page.copy_for_translation(Locale.objects.create(language_code="cy"), copy_parents=True)
    copy.save_revision().publish()
    assert len(titles(make_administrator())) == 1


def test_due_is_for_those_who_may_edit_the_branch(home, index, make):
    make(title="Streets", **OVER)
    other = home.add_child(instance=ConsultationIndexPage(title="Parks", slug="parks"))
    make_consultation(other, title="Park", **OVER)
    editor = make_staff("Editors")
    assert sorted(titles(editor)) == ["Park", "Streets"]
    group = editor.groups.get()
    GroupPagePermission.objects.filter(group=group).update(page=Page.objects.get(pk=other.pk))
    editor = type(editor).objects.get(pk=editor.pk)
    assert titles(editor) == ["Park"]
    assert titles(make_member()) == []


def test_report_says_how_late_and_who_edited_last(client, make):
    editor = make_staff("Editors", first_name="Tom", last_name="Price")
    page = make(title="=Late", **{**OVER, "answer_by": TODAY - 3 * DAY}, next_steps=[step(day=TODAY - DAY)])
    page.save_revision(user=editor)
    client.force_login(editor)
    soup = BeautifulSoup(client.get(reverse("consultations_due")).content, "html.parser")
    cells = [" ".join(cell.get_text(" ").split()) for cell in soup.select("table.listing tbody td")]
    assert cells[1:] == [
        "Have your say",
        "Closed, waiting for an answer",
        "12 June",
        "Late by 3 days",
        "14 June",
        str(editor),
    ]
    sent = b"".join(client.get(reverse("consultations_due") + "?export=csv").streaming_content)
    rows = sent.decode("utf-8-sig").splitlines()
    assert rows[0].startswith("title,branch,state,answer_by,days_over,feedback")
    assert rows[1].lstrip('"').startswith("'=Late")
    assert ",closed,2026-06-12,3,no,2026-06-14," in rows[1]
    workbook = client.get(reverse("consultations_due") + "?export=xlsx")
    assert b"".join(workbook.streaming_content).startswith(b"PK")
    workbook.close()


def test_report_is_narrowed_to_a_branch(client, home, index, make):
    make(title="Streets", **OVER)
    other = home.add_child(instance=ConsultationIndexPage(title="Parks", slug="parks"))
    make_consultation(other, title="Park", **OVER)
    client.force_login(make_administrator())
    text = client.get(reverse("consultations_due") + f"?branch={other.pk}").content.decode()
    assert ("Park" in text, "Streets</a>" in text) == (True, False)


def test_report_costs_the_same_for_one_and_three(client, make):
    client.force_login(make_administrator())
    costs = []
    for number in range(3):
        page = make(title=f"Number {number}", **OVER)
        page.save_revision(user=make_staff("Editors"))
        client.get(reverse("consultations_due"))
        with CaptureQueriesContext(connection) as queries:
            client.get(reverse("consultations_due"))
        costs.append(len(queries))
    assert costs[0] == costs[2]


@pytest.mark.parametrize(("role", "is_shown"), [("Editors", True), ("Moderators", False), ("Analysts", False)])
def test_dashboard_says_what_is_late_to_those_who_edit(client, make, role, is_shown):
    make(**{**OVER, "answer_by": TODAY - DAY})
    client.force_login(make_staff(role))
    text = client.get(reverse("wagtailadmin_home")).content.decode()
    assert ("1 consultation is late" in text) == is_shown
    assert ("The oldest was promised for 14 June 2026." in text) == is_shown


def test_nothing_late_says_so(client, consultation):
    client.force_login(make_staff("Editors"))
    assert "No answer is late." in client.get(reverse("wagtailadmin_home")).content.decode()


def test_page_costs_the_same_with_one_step_and_three(client, make):
    costs = []
    for count in (1, 3):
        page = make(title=f"With {count}", next_steps=[step(when="Soon") for _number in range(count)])
        client.get(page.url)
        with CaptureQueriesContext(connection) as queries:
            client.get(page.url)
        costs.append(len(queries))
    assert costs[0] == costs[1]
