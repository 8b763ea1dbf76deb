from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from engagement.plugin import BATCH_WAYS, Channel
from engagement.surveys.commanding import survey_named
from engagement.surveys.importing import ImportRefused
from engagement.surveys.services.importing import Outcome, import_responses

MOST_ROWS = 20
"""Rows that are named in a notice."""


class Command(BaseCommand):
    help = (
        "Takes in responses from a CSV file or a workbook whose columns are the codes of the questions. All rows are "
        "taken in, or none. Prints created=N unchanged=N rejected=N, and what is wrong with each row that will not do."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("survey", metavar="SURVEY", help="the short name of the survey")
        parser.add_argument("file", metavar="FILE", type=Path)
        parser.add_argument(
            "--channel", choices=[*dict(BATCH_WAYS)], default=Channel.IMPORT.value, help="how they came"
        )
        parser.add_argument("--dry-run", action="store_true", help="write nothing; say what would come of it")

    def handle(self, *args: Any, survey: str, file: Path, channel: str, dry_run: bool, **options: Any) -> None:
        found = survey_named(survey)
        try:
            with file.open("rb") as opened:
                outcome = import_responses(
                    survey=found, file=opened, title=file.name, channel=Channel(channel), is_dry_run=dry_run
                )
        except OSError as error:
            raise CommandError(f"“{file}” cannot be opened: {error.strerror}.") from None
        except ImportRefused as refused:
            raise CommandError("\n".join([*map(str, refused.faults), "Nothing was changed."])) from None
        self._tell(outcome)

    def _tell(self, outcome: Outcome) -> None:
        """Counts go to the output, all words to the error output.

        Raises:
            CommandError: with what is wrong, where rows were rejected.
        """
        if outcome.ignored:
            self.stderr.write(f"Not read, because it follows from the rest: {', '.join(outcome.ignored)}.")
        if outcome.differing:
            rows = _numbers(outcome.differing)
            self.stderr.write(f"Taken in before with other answers, which stand: row {rows}. Correct them by hand.")
        self.stdout.write(f"created={outcome.created} unchanged={outcome.unchanged} rejected={outcome.rejected}")
        if outcome.rejected:
            told = {fault.row for fault in outcome.faults}
            rest = len(outcome.rejected_rows - told)
            more = [f"{rest} more rows will not do."] if rest else []
            raise CommandError("\n".join([*map(str, outcome.faults), *more, "Nothing was changed."]))


def _numbers(rows: list[int]) -> str:
    named = ", ".join(map(str, rows[:MOST_ROWS]))
    return f"{named} and {len(rows) - MOST_ROWS} more" if len(rows) > MOST_ROWS else named
