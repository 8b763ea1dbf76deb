from collections.abc import Iterable
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from engagement.plugin import export_pieces
from engagement.surveys.commanding import survey_named
from engagement.surveys.services.forming import form_of

FORMATS = {"csv": "csv", "xlsx": "xlsx", "jsonl": "jsonl", "codebook": "codebook.csv"}
"""What the formats are called in the admin's addresses."""


class Command(BaseCommand):
    help = (
        "Writes the responses of a survey into a file: as CSV, XLSX or JSON lines; or its codebook, as HTML where the "
        "name of the file ends so, otherwise as CSV; or its questions as a form spreadsheet (XLSForm)."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("survey", metavar="SURVEY", help="the short name of the survey")
        parser.add_argument("--format", required=True, choices=[*FORMATS, "xlsform"], dest="kind")
        parser.add_argument("-o", "--output", required=True, metavar="FILE", type=Path)

    def handle(self, *args: Any, survey: str, kind: str, output: Path, **options: Any) -> None:
        if kind == "xlsform":
            self._write(output, [self._form(survey)])
            return
        is_page = kind == "codebook" and output.suffix.lower() in (".html", ".htm")
        pieces = export_pieces(survey_named(survey), "codebook.html" if is_page else FORMATS[kind])
        self._write(output, pieces)

    def _form(self, code: str) -> bytes:
        made = form_of(survey_named(code))
        if made is None:
            raise CommandError(f"The survey “{code}” has no questions yet.")
        return made

    def _write(self, output: Path, pieces: Iterable[str | bytes]) -> None:
        try:
            with output.open("wb") as file:
                file.writelines(piece if isinstance(piece, bytes) else piece.encode() for piece in pieces)
        except OSError as error:
            raise CommandError(f"“{output}” cannot be written: {error.strerror}.") from None
