"""A record from elsewhere is public with gaps: what can be done to it all the same, and what is asked for when."""

import json
from datetime import UTC, date, datetime, timedelta

import pytest
from bs4 import BeautifulSoup
from django.core.management import call_command
from django.urls import reverse
from wagtail.models import Locale
from wagtail_localize.operations import translate_object

from base.publication import PublishRefused
from engagement.consultations import admin_views
from engagement.consultations.dating import pause, resume
from engagement.consultations.models import ConsultationPage, DateChange
from engagement.plugin import Answer
from engagement.testing.clock import NOON, at
from engagement.testing.consultations import CLOSES, complete, entry
from engagement.testing.people import make_staff
from tests.consultations.test_import import PAST, item

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("noon")]

FAR = datetime(2216, 12, 16, 15, 0, tzinfo=UTC)
LOANS = {"opening_date": "2026-06-01T09:00:00+01:00", "closing_date": "2216-12-16T15:00:00+00:00"}
DATES = {"closes_at": "2026-12-20 17:00", "answer_by": "2027-02-01", "reason_en": "It was never to stay open."}


@pytest.fixture
def record(index, tmp_path):
    """Publishes a record as it comes from elsewhere."""

    def make(details=LOANS):
        path = tmp_path / "item.json"
        path.write_text(json.dumps(item(details=details)), encoding="utf-8")
        call_command("import_consultation", path, publish=True, verbosity=0)
        return ConsultationPage.objects.get()

    return make


def act(client, page, name, **fields):
    """Fill in, look at it, press again; the form as it was looked at."""
    client.force_login(make_staff("Editors"))
    url = reverse(admin_views.NAME, args=[page.pk, name])
    looked = client.post(url, fields)
    checked = BeautifulSoup(looked.content, "html.parser").select_one("[name=checked]")["value"]
    client.post(url, {**fields, "checked": checked})
    return looked.context["form"]


def publish(**changes):
    page = ConsultationPage.objects.get()
    for name, value in changes.items():
        setattr(page, name, value)
    page.save_revision().publish()
    return ConsultationPage.objects.get()


def test_dates_of_a_record_are_changed_whatever_else_is_missing(client, record):
    form = act(client, record(), "dates", **DATES)
    assert form.errors == {}
    page = ConsultationPage.objects.get()
    assert (page.closes_at, page.answer_by) == (datetime(2026, 12, 20, 17, 0, tzinfo=UTC), date(2027, 2, 1))
    assert page.standing.window.closes_at == page.closes_at
    assert DateChange.objects.count() == 1


@pytest.mark.parametrize(
    ("fields", "errors"),
    [
        (
            {"closes_at": "2216-12-17 17:00"},
            {"closes_at": ["Is the year right? This is more than ten years from now."]},
        ),
        (
            {"answer_by": "2026-12-01"},
            {"answer_by": ["This day is before the last answers come in. Promise a later one."]},
        ),
    ],
)
def test_the_new_dates_of_a_record_are_looked_at(client, record, fields, errors):
    answer = {} if "answer_by" in fields else {"answer_by": "2217-01-01"}
    form = act(client, record(), "dates", **{**DATES, **answer, **fields})
    assert {name: form.errors[name] for name in errors} == errors
    assert not DateChange.objects.exists()


def test_record_is_paused_and_goes_on(record):
    pause(page=record(), reasons={"en": "Flood."}, by=None)
    both = {"closes_at": CLOSES, "answer_by": date(2026, 8, 7)}
    resume(page=ConsultationPage.objects.get(), reasons={"en": "It is dry."}, by=None, **both)
    assert ConsultationPage.objects.get().standing.window.state_at(NOON) == "open"


def test_far_off_record_goes_on_as_it_was_without_a_promise(client, record):
    pause(page=record(), reasons={"en": "Flood."}, by=None)
    with at(NOON + timedelta(days=1)):
        page = ConsultationPage.objects.get()
        form = act(client, page, "resume", closes_at="2216-12-16 15:00", answer_by="", reason_en="It is dry.")
        assert (form.errors, form["closes_at"].initial) == ({}, FAR)
        page = ConsultationPage.objects.get()
        assert (page.closes_at, page.standing.window.paused_at) == (FAR, None)


def test_record_is_called_off_whatever_else_is_missing(record):
    record()
    page = publish(withdrawn_on=NOON.date(), withdrawn_reason="There is no money for it.")
    assert page.public_state() == "withdrawn"


def test_why_it_is_called_off_is_still_asked_for(record):
    record()
    with pytest.raises(PublishRefused) as caught:
        publish(withdrawn_on=NOON.date())
    assert [problem.field for problem in caught.value.problems] == ["withdrawn_reason"]


def test_record_is_answered_whatever_else_is_missing(record):
    record(PAST)
    assert publish(we_did=[entry()]).standing.answer == Answer.OUTCOME


def test_answer_before_closing_is_refused_on_a_record_too(record):
    record()
    with pytest.raises(PublishRefused) as caught:
        publish(we_did=[entry()])
    assert [problem.field for problem in caught.value.problems] == ["we_did"]


def test_words_taken_off_a_record_that_ends_are_missed(record):
    record()
    with pytest.raises(PublishRefused) as caught:
        publish(withdrawn_on=NOON.date(), withdrawn_reason="No money.", question="")
    assert [problem.field for problem in caught.value.problems] == ["question"]


def test_record_whose_withdrawal_is_taken_back_is_asked_for_everything(record):
    record()
    publish(withdrawn_on=NOON.date(), withdrawn_reason="No money.")
    with pytest.raises(PublishRefused, match="Say what can still change"):
        publish(withdrawn_on=None, withdrawn_reason="")


def rest(**changes):
    return {name: value for name, value in complete().items() if not name.endswith("_at")} | changes


def test_record_is_completed_with_the_far_off_date_that_people_were_told(record):
    record()
    page = publish(**rest(answer_by=date(2217, 2, 1)))
    assert (page.closes_at, page.publish_problems()) == (FAR, [])


def test_far_off_date_that_nobody_was_told_is_asked_about(record):
    record()
    with pytest.raises(PublishRefused, match="Is the year right") as caught:
        publish(**rest(answer_by=date(2217, 2, 1), closes_at=FAR + timedelta(days=1)))
    assert {problem.field for problem in caught.value.problems} == {"closes_at", "answer_by"}


def test_translation_of_a_record_keeps_the_far_off_date(record):
    record()
    page = publish(**rest(answer_by=date(2217, 2, 1)))
    translate_object(page, [Locale.objects.create(language_code="cy")])
    assert ConsultationPage.objects.get(locale__language_code="cy").publish_problems() == []


def test_what_is_missing_elsewhere_names_its_tab(client, make):
    page = make()
    with at(CLOSES + timedelta(days=1)):
        client.force_login(make_staff("Editors"))
        url = reverse(admin_views.NAME, args=[page.pk, "archive"])
        ConsultationPage.objects.update(settled_points=[])
        said = {"no_decision_on": "2026-07-05", "no_decision_reason": "The scheme was stopped."}
        form = client.post(url, said).context["form"]
    [sentence] = form.errors["__all__"]
    assert sentence.startswith("In the editor, under “Dates and decision”: Say what is settled, so that nobody")
