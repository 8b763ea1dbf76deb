"""What a survey can be taken away as, beside CSV and XLSX."""

from collections.abc import Iterator

from django.template.loader import render_to_string
from django.utils.translation import gettext_lazy as _

from base.spreadsheets import CSV_TYPE, csv_lines
from engagement.plugin import ExportFormat
from engagement.surveys.exporting.codebook import code_book, rows_of
from engagement.surveys.exporting.json_lines import json_lines
from engagement.surveys.models import Survey

JSON_LINES_TYPE = "application/x-ndjson; charset=utf-8"


def _codebook_csv(survey: Survey) -> Iterator[str]:
    headings, *rows = rows_of(code_book(survey))
    return csv_lines(headings, rows)


def _codebook_html(survey: Survey) -> list[str]:
    return [render_to_string("engagement/surveys/codebook.html", {"book": code_book(survey)})]


FORMATS = (
    ExportFormat("jsonl", _("JSON lines"), JSON_LINES_TYPE, json_lines),
    ExportFormat("codebook.csv", _("Codebook as CSV"), CSV_TYPE, _codebook_csv),
    ExportFormat("codebook.html", _("Codebook as HTML"), "text/html; charset=utf-8", _codebook_html),
)
