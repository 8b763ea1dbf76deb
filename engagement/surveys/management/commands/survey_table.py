import json
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from engagement.surveys.commanding import survey_named
from engagement.surveys.definition import Calculation, Question
from engagement.surveys.models import Survey
from engagement.surveys.queries import definitions_of
from engagement.surveys.results import figures_of, table_of


class Command(BaseCommand):
    help = "Prints the figures of one question: how many were asked it, how many answered, and what."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("survey", metavar="SURVEY", help="the short name of the survey")
        parser.add_argument("--question", required=True, metavar="CODE")
        parser.add_argument("--format", choices=["json"], default="json")

    def handle(self, *args: Any, survey: str, question: str, **options: Any) -> None:
        found = survey_named(survey)
        table = table_of(figures_of(found), question_of(found, question))
        cells = [
            {
                "option": row.code,
                "label": row.label,
                "count": row.count,
                "percent": None if row.percent is None else float(row.percent),
            }
            for row in table.rows
        ]
        self.stdout.write(json.dumps({"base": table.base, "shown": table.shown, "cells": cells}, ensure_ascii=False))


def question_of(survey: Survey, code: str) -> Question:
    """The question with that code as it was asked last.

    Raises:
        CommandError: no version asks it.
    """
    versions = definitions_of(survey)
    asked = next((one.by_code[code] for one in reversed(versions) if code in one.by_code), None)
    if isinstance(asked, Calculation):
        raise CommandError(f"“{code}” is reckoned, not asked: it has no figures. Its values are in the exports.")
    if asked is None:
        codes = ", ".join(dict.fromkeys(question.code for one in versions for question in one.questions))
        raise CommandError(f"“{survey.code}” asks no question “{code}”. It asks: {codes}.")
    return asked
