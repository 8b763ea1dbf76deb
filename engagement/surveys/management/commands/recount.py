from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from engagement.surveys.commanding import survey_named
from engagement.surveys.expressions.values import plain
from engagement.surveys.models import Survey
from engagement.surveys.services.recounting import Difference, recount


class Command(BaseCommand):
    help = (
        "Counts the responses of a survey anew, or of all, and corrects what was counted otherwise. Prints for each "
        "survey whether anything was, and what. People may answer meanwhile."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("survey", nargs="?", metavar="SURVEY", help="the short name of the survey; all otherwise")

    def handle(self, *args: Any, survey: str | None, **options: Any) -> None:
        for one in [survey_named(survey)] if survey else Survey.objects.order_by("pk"):
            differences = recount(survey=one)
            self.stdout.write(f"{one.code} {f'corrected={len(differences)}' if differences else 'unchanged'}")
            for difference in differences:
                self.stdout.write(f"  {_words(difference)}")


def _words(one: Difference) -> str:
    """ "colour red web 2026-06-10: 3, was 2": question, cell, channel and day; or the places that were taken."""
    place = "places taken" if one.day is None else f"{one.channel} {one.day}"
    return f"{one.question or 'responses'} {one.cell} {place}: {plain(one.is_now)}, was {plain(one.was)}"
