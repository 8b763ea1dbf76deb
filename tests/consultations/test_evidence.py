"""The evidence pack: what is in it, what is not, that it is the same each time, and who gets it."""

import csv
import hashlib
import io
import json
import os
import signal
import subprocess
import sys
import tempfile
import tracemalloc
import uuid
import zipfile
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.management import call_command
from django.db import IntegrityError, connections, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone, translation
from wagtail.documents import get_document_model
from wagtail.models import Collection, CollectionViewRestriction, Locale, PageLogEntry

from base.models import PublicationRecord
from config.paths import ROOT
from engagement.accounts.services import participant_for_user
from engagement.comments.entering import CommentEntryForm
from engagement.comments.models import Comment, Discussion
from engagement.comments.services import answer_officially, edit_comment
from engagement.consultations.dating import change_dates, pause, resume
from engagement.consultations.evidence.archive import Archive
from engagement.consultations.evidence.making import (
    KEPT,
    SILENCE,
    StillMoving,
    claim,
    forget_packs,
    make_pack,
    restart_stopped,
    start_pack,
    write_pack,
)
from engagement.consultations.evidence.report import working_days
from engagement.consultations.evidence.subject import Subject
from engagement.consultations.models import ConsultationPage, EvidencePack, PackState
from engagement.core.models import Batch
from engagement.core.services.batches import edit_batch
from engagement.core.services.confirming import confirm
from engagement.core.services.entering import correct_answer
from engagement.moderation.queries import decisions
from engagement.plugin import Contribution, Participant, Reason, ask_to_confirm, moderate
from engagement.testing.clock import NOON, at
from engagement.testing.consultations import CLOSES, OPENS, entry, make_consultation, make_index, points
from engagement.testing.people import make_member, make_staff
from tests.comments.factories import say
from tests.comments.server import database_url
from tests.core.test_confirming import newest_link
from tests.sample_module.models import Postcard, PostcardWall

pytestmark = pytest.mark.django_db

OUTCOME_DAY = CLOSES + timedelta(days=12)
SECRET = "zanzibarsecret"


def nothing(percent: int) -> None:
    """Nobody watches."""


def pack_of(page: Any, folder: Path, name: str = "pack.zip") -> zipfile.ZipFile:
    path = folder / name
    write_pack(key=page.translation_key, path=path, progress=nothing)
    return zipfile.ZipFile(path)


def table(pack: zipfile.ZipFile, name: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(pack.read(name).decode("utf-8-sig"))))


def report(pack: zipfile.ZipFile) -> BeautifulSoup:
    return BeautifulSoup(pack.read("report.html"), "html.parser")


def republish(page: Any, **changes: Any) -> Any:
    fresh = ConsultationPage.objects.get(pk=page.pk)
    for name, value in changes.items():
        setattr(fresh, name, value)
    fresh.save_revision().publish()
    return fresh


def document(title: str, content: bytes, **fields: Any) -> Any:
    return get_document_model().objects.create(title=title, file=ContentFile(content, f"{title}.txt"), **fields)


def paper(number: int) -> dict[str, Any]:
    return {"type": "document", "id": f"paper-{number}", "value": {"document": number, "title": ""}}


@pytest.fixture
def told(tmp_path: Path) -> Iterator[dict[str, Any]]:
    """A consultation through its whole life, with a talk in which everything has happened that can."""
    with at(OPENS - timedelta(days=3)):
        plan = document("plan", b"Three layouts")
        talk = Discussion.objects.create(title="Talk", audience="everyone", moderation="at_once")
        page = make_consultation(make_index(), under=(talk,), documents=[paper(plan.pk)], late_until=date(2026, 7, 14))
    talk = Discussion.objects.get(pk=talk.pk)
    moderator = make_staff("Moderators", first_name="Mo", last_name="Okoro")
    with at(NOON):
        said = {state: say(talk, f"{SECRET} {state}", name=f"{SECRET} {state}") for state in ("hidden", "removed")}
        said["pending"] = say(talk, f"{SECRET} pending", state="pending", name=f"{SECRET} pending")
        said["unconfirmed"] = say(talk, f"{SECRET} unconfirmed", state="unconfirmed", name=f"{SECRET} unconfirmed")
        said["public"] = say(talk, "=Close it to lorries.", name="Nadia")
        said["silent"] = say(talk, "Nobody answered me.", name="Pat")
        box = Batch.objects.create(activity=talk, title="Box", channel="paper", received_on=NOON.date(), note=SECRET)
        said["letter"] = say(talk, "By post.", channel="paper", batch=box, name="Lin")
        for state, reason in (("hidden", ""), ("removed", Reason.PERSONAL)):
            moderate(contribution=said[state].contribution, to=state, by=moderator, reason=reason, note=SECRET)
        answer_officially(
            discussion=talk,
            user=moderator,
            author=Participant.objects.create(user=moderator),
            text="We read this.",
            language="en",
            parent=said["letter"],
        )
        page = republish(page, why="A new count: 3,900 vehicles.")
        later = CLOSES + timedelta(days=7)
        why = {"en": "The new count came late."}
        change_dates(page=page, closes_at=later, answer_by=page.answer_by, reasons=why, by=None)
        page = ConsultationPage.objects.get(pk=page.pk)
    with at(OUTCOME_DAY):
        decision = entry(references=said["public"].contribution.reference)
        page = republish(page, we_did=[decision])
        yield {"page": page, "talk": talk, "said": said, "plan": plan, "moderator": moderator}


# What is in it


def test_pack_holds_what_its_readme_says_in_the_order_of_names(told, tmp_path):
    pack = pack_of(told["page"], tmp_path)
    names = pack.namelist()
    assert names[-1] == "sha256sums.txt"
    assert names[:-1] == sorted(names[:-1])
    readme = pack.read("README.txt").decode()
    tops = {name.partition("/")[0] + ("/" if "/" in name else "") for name in names} - {"README.txt"}
    assert [top for top in sorted(tops) if top not in readme] == []
    assert {(info.date_time, info.external_attr, info.create_system) for info in pack.infolist()} == {
        ((1980, 1, 1, 0, 0, 0), 0o100644 << 16, 3)
    }


def test_every_digest_is_right(told, tmp_path):
    pack = pack_of(told["page"], tmp_path)
    lines = pack.read("sha256sums.txt").decode().splitlines()
    assert {line[66:]: line[:64] for line in lines} == {
        name: hashlib.sha256(pack.read(name)).hexdigest() for name in pack.namelist() if name != "sha256sums.txt"
    }


def test_each_publication_is_there_with_what_changed(told, tmp_path):
    page = told["page"]
    pack = pack_of(page, tmp_path)
    folder = f"publications/en-{page.pk}"
    assert sorted(name for name in pack.namelist() if name.startswith(folder)) == [
        f"{folder}/0001.json",
        f"{folder}/0001.txt",
        f"{folder}/0002-changes.diff",
        f"{folder}/0002.json",
        f"{folder}/0002.txt",
        f"{folder}/0003-changes.diff",
        f"{folder}/0003.json",
        f"{folder}/0003.txt",
        f"{folder}/0004-changes.diff",
        f"{folder}/0004.json",
        f"{folder}/0004.txt",
    ]
    assert "Which of the three layouts" in pack.read(f"{folder}/0001.txt").decode()
    difference = pack.read(f"{folder}/0002-changes.diff").decode()
    assert "-About 4,100 vehicles use Mill Lane on a weekday.\n+A new count: 3,900 vehicles." in difference
    records = PublicationRecord.objects.filter(translation_key=page.translation_key)
    rows = table(pack, "publications.csv")
    assert [row["digest"] for row in rows] == [record.digest for record in records]
    assert [(row["while_open"], row["changed_fields"]) for row in rows] == [
        ("no", ""),
        ("yes", "why"),
        ("yes", "closes_at"),
        ("no", "we_did"),
    ]
    assert json.loads(pack.read(f"{folder}/0002.json"))["fields"]["why"] == "A new count: 3,900 vehicles."


def test_changes_of_dates_are_listed(told, tmp_path):
    dates = ("2026-07-05T00:00+01:00", "2026-07-12T00:00+01:00")
    rows = table(pack_of(told["page"], tmp_path), "dates.csv")
    assert [(row["what"], row["before"], row["after"], row["reason"]) for row in rows] == [
        ("extended", *dates, "en: The new count came late."),
    ]
    assert {row["while_open"] for row in rows} == {"yes"}


def test_other_day_for_letters_is_listed_with_its_reason(told, tmp_path):
    page = ConsultationPage.objects.get(pk=told["page"].pk)
    why = {"en": "The post was on strike."}
    day = date(2026, 7, 20)
    change_dates(page=page, closes_at=page.closes_at, answer_by=page.answer_by, late_until=day, reasons=why, by=None)
    rows = table(pack_of(page, tmp_path), "dates.csv")[1:]
    assert {(row["before"], row["after"]) for row in rows} == {("2026-07-14", "2026-07-20")}
    assert [(row["what"], row["reason"]) for row in rows] == [
        ("late", "en: The post was on strike."),
    ]


def test_date_moved_after_closing_is_listed_once_and_not_as_while_open(told, tmp_path):
    page = ConsultationPage.objects.get(pk=told["page"].pk)
    later = page.answer_by + timedelta(days=30)
    change_dates(page=page, closes_at=page.closes_at, answer_by=later, reasons={"en": "We need longer."}, by=None)
    row = table(pack_of(page, tmp_path), "dates.csv")[-1]
    days = (page.answer_by.isoformat(), later.isoformat())
    assert (row["what"], row["before"], row["after"], row["while_open"]) == ("answer", *days, "no")
    assert [row["what"] for row in table(pack_of(page, tmp_path, "b.zip"), "dates.csv")] == ["extended", "answer"]


def test_nothing_changes_while_open_in_a_pause(tmp_path):
    with at(OPENS - timedelta(days=3)):
        page = make_consultation(make_index())
    with at(NOON):
        pause(page=page, reasons={"en": "Flood."}, by=None)
    with at(NOON + timedelta(hours=1)):
        page = republish(page, why="Other reasons.")
    with at(NOON + timedelta(hours=2)):
        both = {"closes_at": page.closes_at + timedelta(days=7), "answer_by": page.answer_by + timedelta(days=7)}
        resume(page=page, reasons={"en": "It is dry."}, by=None, **both)
    with at(NOON + timedelta(hours=3)):
        page = republish(page, why="More reasons.")
        pack = pack_of(page, tmp_path)
    texts = [row for row in table(pack, "publications.csv") if row["changed_fields"] == "why"]
    assert [row["while_open"] for row in texts] == ["no", "yes"]
    rows = table(pack, "dates.csv")
    assert [(row["what"], row["while_open"]) for row in rows] == [
        ("paused", "yes"),
        ("answer", "no"),
        ("resumed", "no"),
    ]


def test_pauses_are_listed_with_their_reasons(told, tmp_path):
    with at(NOON + timedelta(days=1)):
        pause(page=told["page"], reasons={"en": "The hall is flooded."}, by=None)
    with at(NOON + timedelta(days=2)):
        resume(page=told["page"], reasons={"en": "It is dry again."}, by=None)
    rows = table(pack_of(told["page"], tmp_path), "dates.csv")
    assert [(row["what"], row["reason"]) for row in rows[1:]] == [
        ("paused", "en: The hall is flooded."),
        ("resumed", "en: It is dry again."),
    ]


def test_documents_are_copied_with_their_digests(told, tmp_path):
    pack = pack_of(told["page"], tmp_path)
    [row] = table(pack, "documents.csv")
    assert pack.read(row["file"]) == b"Three layouts"
    assert row["sha256"] == hashlib.sha256(b"Three layouts").hexdigest()
    assert row["available_from"] == "2026-05-29T09:00+01:00"


def test_document_that_is_gone_is_named(told, tmp_path):
    told["plan"].delete()
    pack = pack_of(told["page"], tmp_path)
    [row] = table(pack, "documents.csv")
    assert (row["file"], row["what_is_here"]) == ("", "missing: it is no longer in the library")


def test_document_for_some_people_only_is_not_copied(told, tmp_path):
    collection = Collection.get_first_root_node().add_child(name="Panel")
    CollectionViewRestriction.objects.create(collection=collection, restriction_type="login")
    get_document_model().objects.filter(pk=told["plan"].pk).update(collection=collection)
    pack = pack_of(told["page"], tmp_path)
    [row] = table(pack, "documents.csv")
    assert (row["file"], row["what_is_here"]) == ("", "not copied: only some people may open it")
    assert not any(name.startswith("documents/") for name in pack.namelist())


def test_contributions_are_as_published_and_harmless_in_a_spreadsheet(told, tmp_path):
    rows = table(pack_of(told["page"], tmp_path), f"contributions/{told['talk'].pk:08}-comments.csv")
    assert {row["state"] for row in rows} == {"published"}
    assert [(row["name"], row["comment"], row["channel"], row["official"]) for row in rows] == [
        ("Nadia", "'=Close it to lorries.", "web", "no"),
        ("Pat", "Nobody answered me.", "web", "no"),
        ("Lin", "By post.", "paper", "no"),
        ("Mo Okoro", "We read this.", "web", "yes"),
    ]


def test_counts_add_up_to_every_contribution(told, tmp_path):
    rows = table(pack_of(told["page"], tmp_path), "counts.csv")
    assert sum(int(row["contributions"]) for row in rows) == Contribution.objects.count()
    assert {(row["channel"], row["state"]): row["contributions"] for row in rows} == {
        ("web", "published"): "3",
        ("paper", "published"): "1",
        ("web", "hidden"): "1",
        ("web", "removed"): "1",
        ("web", "pending"): "1",
        ("web", "unconfirmed"): "1",
    }


def test_what_is_not_public_is_a_reference_with_its_decision(told, tmp_path):
    rows = table(pack_of(told["page"], tmp_path), "not-public.csv")
    said = told["said"]
    assert {(row["reference"], row["state"], row["reason"]) for row in rows} == {
        (said["hidden"].contribution.reference, "hidden", ""),
        (said["removed"].contribution.reference, "removed", "personal"),
        (said["pending"].contribution.reference, "pending", ""),
    }


def test_decisions_name_staff_and_nobody_else(told, tmp_path):
    member = make_member(first_name="Ada", last_name=SECRET)
    own = say(told["talk"], "Mine.", author=Participant.objects.create(user=member, display_name="Ada"))
    from engagement.plugin import withdraw

    withdraw(contribution=own.contribution, by=member)
    pack = pack_of(told["page"], tmp_path)
    assert [(row["to"], row["by"]) for row in table(pack, "decisions.csv")] == [
        ("hidden", "Mo Okoro"),
        ("removed", "Mo Okoro"),
    ]
    assert [(row["to"], row["by"]) for row in table(pack, "moves.csv")] == [("withdrawn", "its author")]


def test_decision_of_nobody_is_no_colleagues(told, tmp_path):
    moderate(contribution=told["said"]["silent"].contribution, to="hidden", by=None)
    [*_others, row] = table(pack_of(told["page"], tmp_path), "decisions.csv")
    assert row["by"] == "the system, or a member of staff who has left"


def test_what_authors_do_is_no_decision(tmp_path):
    member = make_member(first_name="Ada", last_name=SECRET)
    with at(NOON):
        ways = {"moderation": "hold"}, {"moderation": "at_once", "audience": "confirmed"}
        page = make_consultation(make_index(), under=[Discussion.objects.create(title="Talk", **way) for way in ways])
        held, open_to_guests = Discussion.objects.order_by("pk")
        own = say(held, author=participant_for_user(member))
        guests = say(held, "Keep it open.", name="Pat")
        for comment, user in ((own, member), (guests, None)):
            fresh = Comment.objects.select_related("contribution__activity", "discussion").get(pk=comment.pk)
            edit_comment(comment=fresh, text="Quite other words.", retry_key=uuid.uuid4(), user=user)
        promised = say(open_to_guests, "Plant trees.", state="unconfirmed")
        ask_to_confirm(contribution=promised.contribution, email="pat@example.org", words="Plant trees.")
        confirm(token=newest_link())
        pack = pack_of(page, tmp_path)
    assert table(pack, "decisions.csv") == []
    assert decisions().count() == 0
    assert "No record of a decision on a contribution." in report(pack).get_text(" ", strip=True)
    assert [(row["from"], row["to"], row["by"]) for row in table(pack, "moves.csv")] == [
        ("published", "pending", "its author"),
        ("published", "pending", "its author"),
        ("unconfirmed", "published", "its author"),
    ]
    assert {(row["reason"], row["decided_at"]) for row in table(pack, "not-public.csv")} == {("", "")}
    assert SECRET not in everything(pack)


def test_staff_without_a_name_stand_by_their_role(told, tmp_path):
    told["moderator"].first_name = told["moderator"].last_name = ""
    told["moderator"].save()
    pack = pack_of(told["page"], tmp_path)
    assert {row["by"] for row in table(pack, "decisions.csv")} == {"Moderators"}
    assert told["moderator"].email not in everything(pack)


def test_outcome_names_what_led_to_it(told, tmp_path):
    reference = told["said"]["public"].contribution.reference
    [decision] = json.loads(pack_of(told["page"], tmp_path).read("outcome.json"))["decisions"]
    assert (decision["title"], decision["references"]) == ("Lorries are kept out", {reference: "public"})
    moderate(contribution=told["said"]["public"].contribution, to="hidden", by=told["moderator"])
    [decision] = json.loads(pack_of(told["page"], tmp_path, "b.zip").read("outcome.json"))["decisions"]
    assert decision["references"] == {reference: "not public"}


def test_reason_in_place_of_decisions_is_the_answer(told, tmp_path):
    reason = "The county dropped the scheme.\nNobody pays for it."
    with at(OPENS):
        page = make_consultation(told["page"].get_parent().specific, title="Another", answer_by=date(2026, 7, 20))
    with at(OUTCOME_DAY):
        page = republish(page, no_decision_on=OUTCOME_DAY.date(), no_decision_reason=reason)
        pack = pack_of(page, tmp_path)
    outcome = json.loads(pack.read("outcome.json"))
    assert (outcome["decisions"], outcome["no_decision"]) == ([], {"day": "2026-07-16", "reason": reason})
    text = report(pack).get_text(" ", strip=True)
    assert "It was published that no decision will be made; why stands under 4." in text
    assert "No decision will be made. This was said on Thursday 16 July 2026, and why:" in text
    assert "Nobody pays for it." in text
    assert "to the first published outcome: 13." in text
    assert "An answer was promised by Monday 20 July 2026, and it came by then." in text
    for gap in ("No record of an outcome", "No record of a decision.", "none is on record yet"):
        assert gap not in text


def test_translations_are_there_too(told, tmp_path):
    welsh = Locale.objects.get_or_create(language_code="cy")[0]
    copied = told["page"].copy_for_translation(welsh, copy_parents=True)
    copied.title = "Lôn y Felin"
    copied.save_revision().publish()
    pack = pack_of(told["page"], tmp_path)
    assert "Lôn y Felin" in pack.read(f"publications/cy-{copied.pk}/0001.txt").decode()
    assert [row["what"] for row in table(pack, "dates.csv")] == ["extended"]


def test_activity_taken_off_the_page_is_still_evidence(told, tmp_path):
    page = ConsultationPage.objects.get(pk=told["page"].pk)
    page.page_activities.all().delete()
    page.save_revision().publish()
    pack = pack_of(page, tmp_path)
    assert [row["stands_on_the_page"] for row in table(pack, "activities.csv")] == ["no"]
    assert len(table(pack, f"contributions/{told['talk'].pk:08}-comments.csv")) == 4


# The report


def test_report_states_the_facts_of_each_principle_with_their_source(told, tmp_path):
    soup = report(pack_of(told["page"], tmp_path))
    facts = [
        {" ".join(item.p.get_text(" ", strip=True).split()) for item in section.select(".facts > li")}
        for section in soup.find_all("section")
    ]
    formative, informed, timely, considered = facts
    assert "The decision lies with Streets committee. publications.csv" in formative
    first = "The first decision was published on Friday 17 July 2026, midnight, after closing."
    assert f"{first} publications.csv" in formative
    assert "The text was changed 1 time while people could answer: publications.csv" in informed
    assert "Days: 41, of them Monday to Friday: 30. Public holidays are not taken off. publications.csv" in timely
    assert "Letters that arrive by Tuesday 14 July 2026 are counted. publications.csv" in timely
    assert (
        "Public contributions: 4. People: 3. By letter, by telephone or at an event: 1 of these. counts.csv"
    ) in considered
    assert (
        "Of the public contributions without official answers, linked to a decision: 1 of 3. outcome.json" in considered
    )
    assert "Neither answered directly nor linked to a decision: 1 of 3. contributions/" in considered
    assert "Days from the last day for answers to the first published outcome: 6. publications.csv" in considered
    assert "1 contribution still waits for a moderator. not-public.csv" in considered


def test_report_names_what_is_not_on_record(tmp_path):
    with at(NOON):
        page = make_consultation(make_index())
        gaps = [item.get_text(" ", strip=True) for item in report(pack_of(page, tmp_path)).select(".gap")]
    assert gaps == [
        "No record of a decision.",
        "No record of documents.",
        "No record of a way to take part.",
        "No record of a decision on a contribution.",
        "No record of an outcome.",
    ]


def test_report_needs_nothing_from_elsewhere(told, tmp_path):
    soup = report(pack_of(told["page"], tmp_path))
    assert soup.find_all(["script", "link", "img", "iframe"]) == []
    assert (soup.html["lang"], soup.html["dir"]) == ("en", "ltr")
    assert ".facts>li{" in soup.style.string
    assert "url(" not in soup.style.string
    assert "@import" not in soup.style.string


def test_report_shows_markup_of_others_as_text(tmp_path):
    with at(NOON):
        page = make_consultation(make_index(), title="<script>alert(1)</script>", open_points=points("<b>x</b>"))
        soup = report(pack_of(page, tmp_path))
    assert soup.find_all("script") == []
    assert "<script>alert(1)</script>" in soup.h1.get_text()


def test_working_days_leave_out_weekends():
    assert working_days(date(2026, 6, 12), date(2026, 6, 15)) == 2
    assert working_days(date(2026, 6, 13), date(2026, 6, 14)) == 0


# What is not in it


def everything(pack: zipfile.ZipFile) -> str:
    return "\n".join(pack.read(name).decode("utf-8", "replace") for name in pack.namelist())


def test_nothing_that_is_not_public_is_found_anywhere(told, tmp_path):
    page, talk = told["page"], told["talk"]
    person = told["said"]["public"].contribution.participant
    person.email = f"{SECRET}@example.org"
    person.save()
    draft = ConsultationPage.objects.get(pk=page.pk)
    draft.why = SECRET
    draft.save_revision()
    PageLogEntry.objects.log_action(page, "wagtail.edit", data={"note": SECRET})
    talk.prompt = "What should change?"
    talk.save()
    text = everything(pack_of(page, tmp_path))
    assert "Close it to lorries." in text
    assert SECRET not in text
    assert "@example.org" not in text


# The same again


def test_same_records_give_the_same_bytes(told, tmp_path):
    digests = []
    for number, (language, day) in enumerate([("en", OUTCOME_DAY), ("cy", OUTCOME_DAY + timedelta(days=400))]):
        path = tmp_path / f"{number}.zip"
        with at(day), translation.override(language), timezone.override("Asia/Tokyo"):
            write_pack(key=told["page"].translation_key, path=path, progress=nothing)
        digests.append(hashlib.sha256(path.read_bytes()).hexdigest())
    assert digests[0] == digests[1]


def test_another_decision_gives_other_bytes(told, tmp_path):
    before = pack_of(told["page"], tmp_path, "a.zip").read("sha256sums.txt")
    moderate(contribution=told["said"]["silent"].contribution, to="hidden", by=told["moderator"])
    assert pack_of(told["page"], tmp_path, "b.zip").read("sha256sums.txt") != before


def test_what_changes_while_it_is_read_is_read_again(told, tmp_path):
    talk, page = told["talk"], told["page"]
    seen: list[int] = []

    def talk_once(percent: int) -> None:
        if not seen:
            say(talk, "Just now.")
        seen.append(percent)

    path = tmp_path / "pack.zip"
    write_pack(key=page.translation_key, path=path, progress=talk_once)
    rows = table(zipfile.ZipFile(path), f"contributions/{talk.pk:08}-comments.csv")
    assert (rows[-1]["comment"], seen) == ("Just now.", [0, 0])
    with pytest.raises(StillMoving):
        write_pack(key=page.translation_key, path=path, progress=lambda percent: bool(say(talk, f"{percent}")))


def reworded(comment: Any, moderator: Any) -> None:
    fresh = Comment.objects.select_related("contribution__activity", "discussion").get(pk=comment.pk)
    edit_comment(comment=fresh, text="Quite other words.", retry_key=uuid.uuid4())


def corrected(comment: Any, moderator: Any) -> None:
    one = Contribution.objects.select_related("batch__activity").get(pk=comment.contribution_id)
    data = {"comment": "Quite other words.", "name": "Lin", "language": "en", "received_on": str(one.created_at.date())}
    form = CommentEntryForm(data, batch=one.batch, correcting=one)
    assert form.is_valid()
    correct_answer(contribution=one, form=form, user=moderator)


@pytest.mark.parametrize(("whose", "write"), [("silent", reworded), ("letter", corrected)])
def test_words_that_change_while_it_is_read_are_read_again(told, tmp_path, whose, write):
    seen: list[int] = []
    later = OUTCOME_DAY + timedelta(days=1)

    def write_once(percent: int) -> None:
        if not seen:
            with at(later):
                write(told["said"][whose], told["moderator"])
        seen.append(percent)

    before = Subject(told["page"].translation_key)
    assert before.as_of() == OUTCOME_DAY
    path = tmp_path / "pack.zip"
    write_pack(key=told["page"].translation_key, path=path, progress=write_once)
    rows = table(zipfile.ZipFile(path), f"contributions/{told['talk'].pk:08}-comments.csv")
    edited = "yes" if write is reworded else "no"
    assert [(row["edited"]) for row in rows if row["comment"] == "Quite other words."] == [edited]
    assert seen == [0, 0]
    assert Subject(told["page"].translation_key).as_of() == later


@pytest.mark.parametrize(
    ("changes", "counts"),
    [({"channel": "phone"}, True), ({"title": "Calls"}, True), ({"note": "In the cellar"}, False)],
)
def test_pack_is_as_of_what_is_said_of_a_whole_batch(told, changes, counts):
    batch, later = Batch.objects.get(), OUTCOME_DAY + timedelta(days=1)
    said = {name: getattr(batch, name) for name in ("activity", "channel", "title", "received_on", "note")}
    before = Subject(told["page"].translation_key).fingerprint()
    with at(later):
        edit_batch(batch=batch, user=told["moderator"], **said | changes)
    after = Subject(told["page"].translation_key)
    assert (after.fingerprint() != before) == counts
    assert after.as_of() == (later if counts else OUTCOME_DAY)


def test_archive_takes_names_in_order_only(tmp_path):
    archive = Archive(tmp_path / "a.zip")
    archive.add_text("b.txt", "")
    with pytest.raises(ValueError, match="too late"):
        archive.add_text("a.txt", "")
    archive.close()


# Twenty thousand


def test_twenty_thousand_contributions_take_little_memory(tmp_path):
    wall = PostcardWall.objects.create(title="Wall", audience="everyone", moderation="at_once")
    page = make_consultation(make_index(), under=(wall,))
    states = ("published", "published", "published", "removed")
    for start in range(0, 20_000, 2_000):
        given = Contribution.objects.bulk_create(
            Contribution(activity=wall, state=states[number % 4], language="en", created_at=NOON)
            for number in range(start, start + 2_000)
        )
        Postcard.objects.bulk_create(Postcard(contribution=one, text="A quieter street. " * 12) for one in given)
    said: list[int] = []
    path = tmp_path / "pack.zip"
    tracemalloc.start()
    write_pack(key=page.translation_key, path=path, progress=said.append)
    _now, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    pack = zipfile.ZipFile(path)
    with pack.open(f"contributions/{wall.pk:08}-postcards.csv") as rows:
        assert sum(1 for _row in rows) == 15_001
    assert peak < 20 * 1024 * 1024
    assert said == sorted(said)
    assert len(set(said)) > 20


# In the background


@pytest.fixture
def page(db: None) -> Any:
    with at(NOON):
        wall = PostcardWall.objects.create(title="Wall", audience="everyone", moderation="at_once")
        return make_consultation(make_index(), under=(wall,))


def begin(page: Any) -> EvidencePack:
    """A pack that waits for its worker."""
    return EvidencePack.objects.create(translation_key=page.translation_key, title=page.title)


def test_pack_is_whole_before_it_is_ready(page):
    pack = begin(page)
    assert claim(key=pack.pk, now=timezone.now()) is not None
    pack.refresh_from_db()
    assert (pack.state, pack.file.name) == (PackState.MAKING, "")
    EvidencePack.objects.update(state=PackState.WAITING)
    make_pack.func(pack.pk)
    pack.refresh_from_db()
    content = pack.file.read()
    assert (pack.state, pack.progress, pack.size) == (PackState.READY, 100, len(content))
    assert pack.sha256 == hashlib.sha256(content).hexdigest()
    with pytest.raises(IntegrityError), transaction.atomic():
        EvidencePack.objects.update(sha256="")


def test_worker_at_work_is_left_alone(page):
    pack = begin(page)
    assert claim(key=pack.pk, now=timezone.now()) is not None
    assert claim(key=pack.pk, now=timezone.now()) is None
    assert restart_stopped(timezone.now()) == 0
    assert claim(key=pack.pk, now=timezone.now() + SILENCE) is not None


def test_worker_taken_for_dead_finishes_nothing(page, django_capture_on_commit_callbacks):
    from engagement.consultations.evidence.making import Overtaken, _touch

    slow = claim(key=begin(page).pk, now=timezone.now())
    assert slow is not None
    assert restart_stopped(timezone.now() + SILENCE) == 1
    with pytest.raises(Overtaken):
        _touch(slow, 50)


def test_one_pack_of_a_consultation_is_made_at_a_time(page):
    user = make_staff("Analysts")
    first, is_new = start_pack(key=page.translation_key, title=page.title, user=user)
    again, is_newer = start_pack(key=page.translation_key, title=page.title, user=user)
    assert (first.pk, is_new, is_newer) == (again.pk, True, False)


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("write", [2, 3, 4])
def test_killed_worker_leaves_nothing_to_download_and_the_next_one_makes_the_same(page, write, tmp_path, client):
    write_pack(key=page.translation_key, path=tmp_path / "whole.zip", progress=nothing)
    wanted = hashlib.sha256((tmp_path / "whole.zip").read_bytes()).hexdigest()
    pack = begin(page)
    connections.close_all()
    environment = {**os.environ, "DATABASE_URL": database_url(), "DJANGO_SETTINGS_MODULE": "config.settings.test"}
    environment["PYTHONPATH"] = f"{ROOT}:{ROOT / 'site'}"
    died = subprocess.run(
        [sys.executable, "-W", "ignore", "-m", "tests.consultations.killed_pack", str(pack.pk), str(write)],
        cwd=ROOT,
        env=environment,
        timeout=120,
        check=False,
    )
    assert died.returncode == -signal.SIGKILL
    pack.refresh_from_db()
    assert (pack.state, pack.sha256) == (PackState.MAKING, "")
    client.force_login(make_staff("Analysts"))
    assert client.get(reverse("evidence:download", args=[pack.uuid])).status_code == 404

    assert len(attempts(pack)) == 1
    assert restart_stopped(timezone.now() + SILENCE) == 1  # the immediate backend makes it at once
    pack.refresh_from_db()
    assert (pack.state, pack.sha256) == (PackState.READY, wanted)
    assert attempts(pack) == []


def attempts(pack):
    """The folders in which it is being made, or was when its worker was killed."""
    return list(Path(tempfile.gettempdir()).glob(f"evidence-{pack.uuid}-*"))


def test_tidy_forgets_old_packs_and_their_files(page):
    pack = begin(page)
    make_pack.func(pack.pk)
    pack.refresh_from_db()
    assert forget_packs(timezone.now()) == 0
    EvidencePack.objects.update(created_at=timezone.now() - KEPT)
    assert default_storage.exists(pack.file.name)
    call_command("tidy")
    assert EvidencePack.objects.count() == 0
    assert not default_storage.exists(pack.file.name)


# Who gets it

SCREEN = "evidence:packs"


@pytest.mark.parametrize(
    ("role", "may"),
    [
        (None, False),
        ("member", False),
        ("Editors", False),
        ("Moderators", False),
        ("Community managers", True),
        ("Analysts", True),
    ],
)
def test_role_decides_on_making_and_on_every_download(client, page, role, may):
    pack = begin(page)
    make_pack.func(pack.pk)
    if role is not None:
        client.force_login(make_member() if role == "member" else make_staff(role))
    screen = reverse(SCREEN, args=[page.translation_key])
    assert (client.post(screen).get("Location") == screen) == may
    assert EvidencePack.objects.count() == 1 + may
    response: Any = client.get(reverse("evidence:download", args=[pack.uuid]))
    assert (response.status_code == 200) == may
    if may:
        assert "no-store" in response["Cache-Control"]
        assert b"".join(response.streaming_content)[:2] == b"PK"


def test_right_is_asked_again_at_the_download(client, page):
    pack = begin(page)
    make_pack.func(pack.pk)
    user = make_staff("Analysts")
    client.force_login(user)
    address = reverse("evidence:download", args=[pack.uuid])
    assert client.get(address).status_code == 200
    user.groups.clear()
    assert client.get(address).status_code != 200


def test_screen_says_where_each_pack_stands(client, page):
    client.force_login(make_staff("Analysts"))
    screen = reverse(SCREEN, args=[page.translation_key])
    pack = begin(page)
    EvidencePack.objects.update(state=PackState.MAKING, progress=40)
    soup = BeautifulSoup(client.get(screen).content, "html.parser")
    assert soup.progress["value"] == "40"
    assert soup.find("button", string="Make a new pack") is None
    EvidencePack.objects.update(touched_at=timezone.now() - SILENCE)
    assert "It has stopped" in client.get(screen).content.decode()
    EvidencePack.objects.update(state=PackState.WAITING)
    make_pack.func(pack.pk)
    pack.refresh_from_db()
    text = client.get(screen).content.decode()
    assert pack.sha256 in text
    assert reverse("evidence:download", args=[pack.uuid]) in text
    EvidencePack.objects.update(state=PackState.FAILED, error="moving")
    assert "kept coming while they were read" in client.get(screen).content.decode()


def test_button_stands_on_the_consultation_for_those_who_may(client, page):
    screen = reverse(SCREEN, args=[page.translation_key])
    edit = reverse("wagtailadmin_pages:edit", args=[page.pk])
    for role, sees in (("Community managers", True), ("Editors", False)):
        browser = Client()
        browser.force_login(make_staff(role))
        assert (screen in browser.get(edit).content.decode()) == sees
    client.force_login(make_staff("Analysts"))
    assert screen in client.get(reverse("evidence:index")).content.decode()
    assert reverse("evidence:index") in client.get("/admin/").content.decode()


def test_draft_has_no_evidence(client, page):
    client.force_login(make_staff("Analysts"))
    page.get_parent().add_child(instance=ConsultationPage(title="A draft", live=False))
    draft = ConsultationPage.objects.get(title="A draft")
    assert client.post(reverse(SCREEN, args=[draft.translation_key])).status_code == 404
    assert "A draft" not in client.get(reverse("evidence:index")).content.decode()


def test_moment_of_the_pack_is_the_last_thing_that_happened(told, tmp_path):
    readme = pack_of(told["page"], tmp_path).read("README.txt").decode()
    assert "As of Friday 17 July 2026, midnight" in readme
