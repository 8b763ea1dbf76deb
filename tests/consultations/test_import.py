"""Consultations as GOV.UK publishes them become pages, all or none, and twice is once."""

import json
import threading
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date, datetime
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.urls import reverse
from wagtail.models import Locale, Page

from base.models import PublicationRecord
from base.publication import PublishRefused
from engagement.consultations import admin_views
from engagement.consultations.archiving import archive, take_out
from engagement.consultations.foreign_html import blocks_of, prose
from engagement.consultations.govuk import read_item
from engagement.consultations.models import ConsultationIndexPage, ConsultationPage
from engagement.consultations.overlaps import neighbours_of
from engagement.consultations.services import import_record
from engagement.testing.people import make_administrator

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("noon")]

REAL = Path(__file__).parents[3] / "shared" / "data" / "consultations"
ADDRESS = "http://localhost/have-your-say"


def item(**changes):
    """A content item of a consultation that is open on the frozen clock."""
    details = {
        "body": "<div class='govspeak'><p>Should buses run at night?</p></div>",
        "opening_date": "2026-06-01T09:00:00+01:00",
        "closing_date": "2026-07-01T17:00:00+01:00",
        **changes.pop("details", {}),
    }
    return {
        "schema_name": "consultation",
        "document_type": "open_consultation",
        "base_path": "/government/consultations/night-buses",
        "title": "Night buses",
        "description": "We want to know.",
        "locale": "en",
        "public_updated_at": "2026-06-02T09:00:00+01:00",
        "links": {"organisations": [{"title": "Transport office"}]},
        "details": details,
        **changes,
    }


@pytest.fixture
def take(index, tmp_path, capsys):
    """Runs the command on items, or on text that is none; returns its lines."""

    def run(*items, publish=True, **options):
        files = []
        for number, one in enumerate(items):
            files.append(tmp_path / f"{number}.json")
            files[-1].write_text(one if isinstance(one, str) else json.dumps(one), encoding="utf-8")
        call_command("import_consultation", *files, publish=publish, **options)
        return capsys.readouterr().out.splitlines()

    return run


def only():
    return ConsultationPage.objects.get()


PAST = {"opening_date": "2026-01-01T09:00:00Z", "closing_date": "2026-02-01T09:00:00Z"}
COMING = {"opening_date": "2026-08-01T09:00:00Z", "closing_date": "2026-09-01T09:00:00Z"}


@pytest.mark.parametrize(
    ("changes", "state"),
    [
        ({"details": COMING, "document_type": "unopened_consultation"}, "planned"),
        ({}, "open"),
        ({"document_type": "closed_consultation"}, "open"),
        ({"details": PAST}, "closed"),
        ({"details": {**PAST, "public_feedback_detail": "<p>Yes.</p>"}}, "feedback"),
        ({"details": {**PAST, "final_outcome_detail": "<p>They will.</p>"}}, "outcome"),
        ({"details": {**PAST, "outcome_detail": "<p>They will.</p>"}, "schema_name": "call_for_evidence"}, "outcome"),
        ({"details": {"final_outcome_detail": "<p>Too early.</p>"}}, "open"),
        (
            {"withdrawn_notice": {"explanation": "<p>No money.</p>", "withdrawn_at": "2026-06-10T09:00:00Z"}},
            "withdrawn",
        ),
    ],
)
@pytest.mark.parametrize("publish", [True, False])
def test_state_is_said_in_one_word(take, changes, state, publish):
    changes = {name: dict(value) if isinstance(value, dict) else value for name, value in changes.items()}
    assert take(item(**changes), publish=publish) == [f"created {ADDRESS}/night-buses/ {state}"]
    assert only().live is publish


def test_same_file_again_changes_nothing(take):
    take(item())
    assert take(item()) == [f"unchanged {ADDRESS}/night-buses/ open"]
    assert only().revisions.count() == 2
    assert PublicationRecord.objects.count() == 1


def test_other_words_update_the_page_and_keep_what_the_editor_added(take):
    take(item())
    ConsultationPage.objects.update(contact_phone="01632 960 147")
    assert take(item(title="Night buses and trams")) == [f"updated {ADDRESS}/night-buses/ open"]
    assert (only().title, only().contact_phone) == ("Night buses and trams", "01632 960 147")


def test_draft_is_published_when_asked_for(take):
    take(item(), publish=False)
    assert take(item(), publish=False) == [f"unchanged {ADDRESS}/night-buses/ open"]
    assert take(item()) == [f"updated {ADDRESS}/night-buses/ open"]
    assert take(item()) == [f"unchanged {ADDRESS}/night-buses/ open"]


def test_new_words_without_publishing_wait_as_a_draft(take):
    take(item())
    take(item(title="Other"), publish=False)
    assert (only().title, only().get_latest_revision_as_object().title) == ("Night buses", "Other")


@pytest.mark.parametrize(
    ("bad", "sentence"),
    [
        ("{", "It is no JSON that can be read."),
        ("[" * 100_000, "It is no JSON that can be read."),
        ("[]", "It is an empty list: there is nothing to take in."),
        (item(schema_name="guide"), "This is no content item of a consultation or a call for evidence."),
        (item(title=" "), "It has no title."),
        (item(base_path="//evil.example"), "It has no base_path, the address it was published under."),
        (item(details={"closing_date": None}), "It has no closing_date that can be read, with its time zone"),
        (item(details={"closing_date": "2026-07-01"}), "It has no closing_date that can be read, with its time zone"),
        (item(details={"closing_date": "0001-01-01T00:00:00Z"}), "It has no closing_date that can be read"),
        (item(details={"closing_date": "2026-05-01T00:00:00Z"}), "Its closing_date is not after its opening_date."),
        (item(withdrawn_notice={"explanation": "x"}), "Its withdrawn_notice has no withdrawn_at that can be read."),
        (item(locale="cy"), "It is written in “cy”, the list “Have your say” in “en”. Name another list with --below."),
    ],
)
def test_fault_is_named_and_nothing_is_done(take, bad, sentence):
    with pytest.raises(CommandError) as caught:
        take(item(), bad)
    assert sentence in str(caught.value)
    assert "1.json" in str(caught.value)
    assert not ConsultationPage.objects.exists()


def test_file_that_is_not_there_is_named(index):
    with pytest.raises(CommandError, match=r"nowhere\.json: It cannot be opened"):
        call_command("import_consultation", "nowhere.json")


def test_list_of_another_language_is_named(take, index):
    welsh = index.copy_for_translation(Locale.objects.create(language_code="cy"), copy_parents=True)
    take(item(locale="cy"), below=welsh.pk)
    assert only().get_parent().specific == ConsultationIndexPage.objects.get(pk=welsh.pk)


def test_page_that_is_here_in_another_language_is_left_alone(take, index):
    take(item())
    welsh = index.copy_for_translation(Locale.objects.create(language_code="cy"), copy_parents=True)
    with pytest.raises(CommandError, match="It is here already, as “Night buses” in “en”"):
        take(item(locale="cy", title="Bysiau nos"), below=welsh.pk)
    assert only().title == "Night buses"


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_imports_at_once_make_each_page_once_whatever_list_they_are_for(index, tmp_path):
    other = index.get_parent().add_child(instance=ConsultationIndexPage(title="Elsewhere", slug="elsewhere"))
    files = [tmp_path / f"{number}.json" for number in range(3)]
    for number, path in enumerate(files):
        path.write_text(json.dumps(item(base_path=f"/government/{number}/night-buses")), encoding="utf-8")
    start = threading.Barrier(4)

    def run(below):
        out = StringIO()
        try:
            start.wait(timeout=10)
            call_command("import_consultation", *files, publish=True, below=below, stdout=out)
            return [line.split()[0] for line in out.getvalue().splitlines()]
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as pool:
        done = list(pool.map(run, [index.pk, other.pk, index.pk, other.pk]))
    assert sorted(done) == [["created"] * 3, *[["unchanged"] * 3] * 3]
    assert ConsultationPage.objects.count() == 3


def test_list_that_was_empty_when_it_was_read_is_looked_at_again(index, take):
    before = ConsultationIndexPage.objects.get()
    take(item())
    record = replace(read_item(item(base_path="/elsewhere/night-buses")), slug="night-buses")
    assert import_record(record=record, index=before, publish=True).page.slug == "night-buses-2"


def test_taken_slug_gets_a_number(take, index):
    take(item(base_path="/government/consultations/plan"), item(base_path="/other/plan"))
    assert sorted(ConsultationPage.objects.values_list("slug", flat=True)) == ["plan-2", "plan-3"]


def test_record_is_public_with_gaps_that_the_next_edit_asks_for(client, take):
    take(item())
    page = only()
    assert page.live
    assert page.first_published_at == datetime.fromisoformat("2026-06-01T08:00:00+00:00")
    with pytest.raises(PublishRefused):
        page.save_revision().publish()
    client.force_login(make_administrator())
    editor = client.get(reverse("wagtailadmin_pages:edit", args=[page.pk])).content.decode()
    assert "It is public, although this is missing." in editor
    assert "Say what is settled" in editor
    assert "https://www.gov.uk/government/consultations/night-buses" in editor


def test_record_with_gaps_is_archived_and_comes_back(client, take):
    take(item(details=PAST))
    page = only()
    assert page.publish_problems()
    with pytest.raises(PublishRefused):
        archive(page=page, by=None)
    client.force_login(make_administrator())
    address = reverse(admin_views.NAME, args=[page.pk, "archive"])
    form = client.post(address, {"no_decision_on": "2026-06-15", "no_decision_reason": "Nobody knows any more."})
    assert not form.context["form"].errors
    archive(page=page, by=None, no_decision_reason="Nobody knows any more.")
    assert only().standing.archived_on == date(2026, 6, 15)
    take_out(page=only(), by=None)
    assert only().standing.archived_on is None


def test_record_claims_no_rule_for_letters_and_asks_nobody(client, take, make):
    take(item())
    page = only()
    assert "Letters that arrive later" not in client.get(page.url).content.decode()
    other = make(title="Other")
    assert "Letters that arrive later" in client.get(other.url).content.decode()
    assert neighbours_of(other, make_administrator()) == []


def test_copy_and_alias_are_no_records(take, index):
    take(item())
    page = only()
    copy = page.copy(update_attrs={"slug": "copy", "title": "Copy"}, keep_live=False)
    alias = page.create_alias(update_slug="alias", parent=index)
    take(item(title="Other"))
    assert ConsultationPage.objects.get(pk=copy.pk).imported_from == ""
    assert ConsultationPage.objects.get(pk=alias.pk).imported_from == ""
    assert Page.objects.get(pk=alias.pk).title == "Other"


def test_attachments_are_links_in_either_form(client, take):
    older = '<section><h2 class="title"><a href="/files/answer.pdf">The answer</a></h2></section>'
    attachments = [
        {"id": "a", "title": "Plan", "url": "https://assets.example/plan.pdf"},
        {"id": "b", "title": "Report", "url": "https://assets.example/report.pdf"},
        {"id": "c", "title": "Trap", "url": "javascript:alert(1)"},
    ]
    details = {
        **PAST,
        "attachments": attachments,
        "featured_attachments": ["a"],
        "final_outcome_attachments": ["b"],
        "final_outcome_documents": [older],
        "ways_to_respond": {"attachment_url": "/files/form.odt", "email": "bus@example.org", "link_url": "/answer"},
    }
    take(item(details=details))
    page = only()
    assert [(row.value["title"], row.value["link"].href) for row in page.documents] == [
        ("Response form", "https://www.gov.uk/files/form.odt"),
        ("Plan", "https://assets.example/plan.pdf"),
    ]
    assert [(row.value["title"], row.value["link"].href) for row in page.answer_papers] == [
        ("The answer", "https://www.gov.uk/files/answer.pdf"),
        ("Report", "https://assets.example/report.pdf"),
    ]
    assert page.contact_email == "bus@example.org"
    assert page.body[-1].value["link"].href == "https://www.gov.uk/answer"
    html = client.get(page.url).content.decode()
    assert "javascript:" not in html
    assert page.standing.outcome_at.date() == date(2026, 6, 1)  # midnight in London


@pytest.mark.parametrize("unstorable", ["\x00", "\ud800"])
def test_what_no_database_takes_is_left_out_wherever_it_stands(client, take, unstorable):
    link = f'<a href="https://assets.example/{unstorable}plan.pdf">The {unstorable}plan</a>'
    elsewhere = f"https://bus.example/{unstorable}answer"
    take(item(details={"documents": [link], "held_on_another_website_url": elsewhere, unstorable: [unstorable]}))

    page = only()

    assert [(row.value["title"], row.value["link"].href) for row in page.documents] == [
        ("The plan", "https://assets.example/plan.pdf")
    ]
    assert page.body[-1].value["link"].href == "https://bus.example/answer"
    assert "The plan" in client.get(page.url).content.decode()


def test_hostile_html_is_only_words(client, take):
    body = (
        '<p onclick="x()">One <script>alert(1)</script><a href="javascript:x()">two</a> '
        '<a href="/three">three</a><img src=x onerror=y></p><iframe src="//evil.example"></iframe>'
    )
    take(item(details={"body": body}))
    [block] = only().body.raw_data
    assert block["value"] == '<p>One two <a href="https://www.gov.uk/three">three</a></p>'
    assert client.get(only().url).status_code == 200


def test_headings_lists_and_tables_become_blocks():
    html = (
        "loose <b>words</b><h2 id='x'>Part</h2><div><h5>Deep</h5><ul><li>one</li></ul></div>"
        "<table><tr><th>Route</th><td>14</td></tr></table>"
    )
    assert [(block["type"], block["value"]) for block in blocks_of(html, "https://a.example", "key")] == [
        ("text", "<p>loose <b>words</b></p>"),
        ("heading", {"text": "Part", "level": "2", "anchor": ""}),
        ("heading", {"text": "Deep", "level": "3", "anchor": ""}),
        ("text", "<ul><li>one</li></ul><p>Route, 14</p>"),
    ]
    assert prose("<h2>Part</h2><p>x</p>", "https://a.example") == "<p><b>Part</b></p><p>x</p>"


@pytest.mark.skipif(not REAL.is_dir(), reason="shared data is not here")
def test_real_ones_are_taken_in(index, client, capsys):
    files = sorted(REAL.glob("*.json"))
    call_command("import_consultation", *files, publish=True)
    words = [line.split() for line in capsys.readouterr().out.splitlines()]
    assert sorted((change, state) for change, _url, state in words) == [
        ("created", "closed"),
        ("created", "open"),
        ("created", "open"),
        ("created", "outcome"),
    ]
    assert {client.get(page.url).status_code for page in ConsultationPage.objects.all()} == {200}
    call_command("import_consultation", *files, publish=True)
    assert {line.split()[0] for line in capsys.readouterr().out.splitlines()} == {"unchanged"}
