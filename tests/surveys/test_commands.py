"""The commands for surveys: what they print is relied on by other programs."""

import json
import threading
from decimal import Decimal
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from engagement.plugin import Contribution, moderate, withdraw
from engagement.surveys.models import QuotaCount, Survey, Tally
from engagement.surveys.services.recounting import recount
from tests.surveys.histories import History, histories
from tests.surveys.responses import add_version, respond, survey_of
from tests.surveys.surveys import ask, options, page, survey

Printed = pytest.CaptureFixture[str]


@pytest.fixture
def parks(noon: Any) -> Survey:
    """A survey with two responses."""
    ways = ask("ways", "choices", options=options("bus", "bike", "car"))
    asked = survey_of(survey(ways, ask("why", "long_text"), ask("age", "number")), code="parks")
    respond(asked, {"ways": ["bus", "bike"], "why": "=1"})
    respond(asked, {"ways": ["bus"], "age": "40"})
    return asked


def run(*arguments: Any) -> None:
    call_command(*map(str, arguments))


# Exports


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("kind", "name", "begins"),
    [
        ("csv", "a.csv", b"\xef\xbb\xbfreference,"),
        ("xlsx", "a.xlsx", b"PK"),
        ("jsonl", "a.jsonl", b'{"reference": '),
        ("codebook", "a.csv", b"\xef\xbb\xbfcolumn,code,kind,"),
        ("codebook", "a.html", b"<!doctype html>"),
    ],
)
def test_export_survey_writes_a_file(parks, tmp_path, kind, name, begins):
    run("export_survey", "parks", "--format", kind, "-o", tmp_path / name)
    assert (tmp_path / name).read_bytes().startswith(begins)


@pytest.mark.django_db
def test_export_survey_says_what_cannot_be_done(parks, tmp_path):
    with pytest.raises(CommandError, match="There is no survey called “park”"):
        run("export_survey", "park", "--format", "csv", "-o", tmp_path / "a")
    with pytest.raises(CommandError, match="cannot be written: No such file"):
        run("export_survey", "parks", "--format", "csv", "-o", tmp_path / "no" / "a")


# Tables


@pytest.mark.django_db
def test_survey_table_prints_every_option(parks, capsys: Printed):
    run("survey_table", "parks", "--question", "ways", "--format", "json")
    assert json.loads(capsys.readouterr().out) == {
        "base": 2,
        "shown": 2,
        "cells": [
            {"option": "bus", "label": "Bus", "count": 2, "percent": 100.0},
            {"option": "bike", "label": "Bike", "count": 1, "percent": 50.0},
            {"option": "car", "label": "Car", "count": 0, "percent": 0.0},
        ],
    }


@pytest.mark.django_db
def test_survey_table_of_what_nobody_answered_has_no_percent(capsys: Printed):
    survey_of(survey(ask("red", "yes_no")), code="empty")
    run("survey_table", "empty", "--question", "red")
    table = json.loads(capsys.readouterr().out)
    assert (table["base"], table["shown"]) == (0, 0)
    assert table["cells"][0] == {"option": "yes", "label": "Yes", "count": 0, "percent": None}


@pytest.mark.django_db
def test_survey_table_knows_questions_of_every_version_and_no_others(parks, capsys: Printed):
    add_version(parks, survey(ask("new", "yes_no")))
    run("survey_table", "parks", "--question", "ways")
    assert json.loads(capsys.readouterr().out)["base"] == 2
    with pytest.raises(CommandError, match="“parks” asks no question “way”"):
        run("survey_table", "parks", "--question", "way")


# Imports


@pytest.mark.django_db
def test_import_responses_prints_counts(parks, tmp_path, capsys: Printed):
    file = tmp_path / "letters.csv"
    file.write_text("ways,age\nbus|car,12\nbike,\n", encoding="utf-8")
    for arguments, printed in (
        (["--dry-run"], "created=2 unchanged=0 rejected=0\n"),
        (["--channel", "paper"], "created=2 unchanged=0 rejected=0\n"),
        ([], "created=0 unchanged=2 rejected=0\n"),
    ):
        run("import_responses", "parks", file, *arguments)
        assert capsys.readouterr().out == printed
    assert sorted(parks.contributions.values_list("channel", flat=True)) == ["paper", "paper", "web", "web"]


@pytest.mark.django_db
def test_import_responses_comes_from_another_system_unless_told(parks, tmp_path):
    (tmp_path / "a.csv").write_text("ways\nbus\n")
    run("import_responses", "parks", tmp_path / "a.csv")
    batch = parks.batches.get()
    assert (batch.title, batch.channel, batch.get_channel_display()) == ("a.csv", "import", "From another system")


@pytest.mark.django_db
def test_import_responses_tells_faults_and_fails(parks, tmp_path, capsys: Printed):
    file = tmp_path / "a.csv"
    file.write_text("row_id,ways\n1,bus\n2,tram\n")
    with pytest.raises(CommandError) as failed:
        run("import_responses", "parks", file)
    assert str(failed.value) == (
        "row 3, column ways: “tram” is no answer of this question; there are bus, bike, car\nNothing was changed."
    )
    assert failed.value.returncode == 1
    assert capsys.readouterr().out == "created=0 unchanged=0 rejected=1\n"
    file.write_text("way\nbus\n")
    with pytest.raises(CommandError, match="If you mean “ways”, write that"):
        run("import_responses", "parks", file)
    with pytest.raises(CommandError, match="cannot be opened: No such file"):
        run("import_responses", "parks", tmp_path / "b.csv")


@pytest.mark.django_db
def test_import_responses_says_what_it_does_not_read(parks, tmp_path, capsys: Printed):
    file = tmp_path / "a.csv"
    file.write_text("row_id,ways,state\n1,bus,published\n")
    run("import_responses", "parks", file)
    file.write_text("row_id,ways,state\n1,bike,published\n")
    run("import_responses", "parks", file)
    assert capsys.readouterr().err.splitlines() == [
        "Not read, because it follows from the rest: state.",
        "Not read, because it follows from the rest: state.",
        "Taken in before with other answers, which stand: row 2. Correct them by hand.",
    ]


# Recounts


@pytest.mark.django_db
def test_recount_of_sound_figures_changes_nothing(parks, capsys: Printed):
    before = figures()
    run("recount", "parks")
    assert capsys.readouterr().out == "parks unchanged\n"
    assert figures() == before


@pytest.mark.django_db
def test_recount_says_what_differed_and_puts_it_right(capsys: Printed):
    slot = ask("slot", "choice", options=(*options("morning", limit=5), *options("evening")))
    asked = survey_of(survey(slot, ask("age", "number")), code="slots")
    respond(asked, {"slot": "morning", "age": "40"})
    right = figures()
    Tally.objects.filter(cell="morning").update(count=3)
    Tally.objects.filter(cell="=numbers").update(total=Decimal("41.5"))
    Tally.objects.filter(cell="=responses").delete()
    QuotaCount.objects.update(taken=4)
    run("recount")
    assert capsys.readouterr().out.splitlines() == [
        "slots corrected=4",
        "  responses =responses web 2026-06-10: 1, was 0",
        "  age =numbers web 2026-06-10: 40, was 41.5",
        "  slot morning web 2026-06-10: 1, was 3",
        "  slot morning places taken: 1, was 4",
    ]
    assert figures() == right
    run("recount", "slots")
    assert capsys.readouterr().out == "slots unchanged\n"


def figures() -> dict[Any, Any]:
    """All cells that hold anything, and all places that were taken."""
    keys = ("survey", "question", "cell", "channel", "day", "count", "total")
    cells = {tuple(row[:5]): tuple(row[5:]) for row in Tally.objects.values_list(*keys) if row[5] or row[6]}
    return cells | {row[:3]: row[3] for row in QuotaCount.objects.values_list("survey", "question", "option", "taken")}


@pytest.mark.django_db
@settings(
    deadline=None, max_examples=30, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)
@given(history=histories(most=6), data=st.data())
def test_live_figures_agree_with_a_recount_whatever_becomes_of_responses(history: History, data: Any):
    asked = survey_of(*history.versions)
    for number, answers in history.given:
        state = data.draw(st.sampled_from(["published", "pending", "unconfirmed"]))
        respond(asked, answers, number=number, state=state)
    for contribution in Contribution.objects.filter(activity=asked):
        _decide(
            contribution, data.draw(st.lists(st.sampled_from(["publish", "hide", "remove", "withdraw"]), max_size=3))
        )
    live = figures()
    assert recount(survey=asked) == []
    assert figures() == live


def _decide(contribution: Contribution, decisions: list[str]) -> None:
    from engagement.plugin import ContributionState, MoveRefused

    states = {
        "publish": ContributionState.PUBLISHED,
        "hide": ContributionState.HIDDEN,
        "remove": ContributionState.REMOVED,
    }
    for decision in decisions:
        try:
            if decision == "withdraw":
                withdraw(contribution=contribution)
            else:
                moderate(contribution=contribution, to=states[decision], by=None)
        except MoveRefused:
            continue


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_recount_is_right_while_people_answer():
    asked = survey_of(survey(ask("way", "choice", options=options("a", limit=1_000)), page("p", ask("age", "number"))))
    respond(asked, {"way": "a"})
    Tally.objects.filter(cell="a").update(count=100)
    QuotaCount.objects.update(taken=100)
    failed: list[Exception] = []

    def answer() -> None:
        try:
            for number in range(40):
                respond(asked, {"way": "a", "age": str(number)})
        except Exception as error:
            failed.append(error)
        finally:
            connection.close()

    people = [threading.Thread(target=answer) for _number in range(3)]
    for one in people:
        one.start()
    while any(one.is_alive() for one in people):
        recount(survey=asked)
    for one in people:
        one.join()
    assert failed == []
    assert recount(survey=asked) == []
    assert QuotaCount.objects.get().taken == 121
    assert Tally.objects.get(cell="a").count == 121
