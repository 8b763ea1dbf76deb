"""The sheet `settings`: what the form is called, and in which language it is."""

import re
from collections.abc import Iterable
from typing import Any

from django.conf import settings as site
from django.utils.translation import gettext as _

from engagement.surveys.xlsform.headings import BETWEEN, OWN, Row, Table
from engagement.surveys.xlsform.languages import code_of
from engagement.surveys.xlsform.owned import SURVEY_FIELDS
from engagement.surveys.xlsform.reading.state import Reading
from engagement.surveys.xlsform.wording import PLAIN, RICH

NOT_IN_CODES = re.compile(r"[^\w.-]+", re.ASCII)
LONGEST_CODE = 64
SILENT = frozenset({"version", "style", "name", "allow_choice_duplicates", "clean_text_values"})
"""Settings of other tools that change nothing about what is asked."""
SECRET = frozenset({"public_key", "submission_url"})


def settings_row(table: Table) -> Row:
    """The one row of the sheet; an empty one where there is none."""
    return table.rows[0] if table.rows else Row(table.name, 2, {}, table.headings)


def language_of(row: Row, survey: Table) -> str:
    """The language of a form: the one that it names, else that of its first label, else that of this site."""
    if name := row.text("default_language"):
        return code_of(name)
    labels = [heading for heading in survey.headings if heading.partition(BETWEEN)[0] == "label"]
    if "label" in labels or not labels:
        return site.LANGUAGE_CODE
    return labels[0].partition(BETWEEN)[2]


def code_in(row: Row, stem: str) -> str:
    """What the form is called by machines: its id, else its title, else the name of its file."""
    wanted = row.text("form_id") or row.cells.get("form_title", "") or stem
    return NOT_IN_CODES.sub("_", wanted).strip("_")[:LONGEST_CODE] or "form"


def texts_of_survey(reading: Reading, row: Row, stem: str) -> dict[str, Any]:
    """The texts of the whole survey, by the fields of a `Definition`."""
    title = reading.words(row, "form_title", "", "title", PLAIN)
    if not title:
        title = row.text("form_id") or stem
        reading.notice(
            row,
            "form_title",
            _("The form has no title. It is called “{title}” until you give it one.").format(title=title),
        )
    others = {name: reading.words(row, "", "", name, RICH) for name in SURVEY_FIELDS}
    return {"title": title, **others}


def keep_settings(reading: Reading, row: Row, others: Iterable[Row]) -> None:
    """Put aside what means nothing here; refuse what would send answers elsewhere."""
    left = row.left
    for name in left:
        if name in SECRET:
            sentence = _("Answers stay on this site. Delete this setting.")
            reading.fault(row, name, sentence)
        elif name not in SILENT and not name.startswith(OWN):
            reading.notice(row, name, _("This setting changes nothing here. It is kept, and written out again."))
    reading.extras["settings"] = left
    for another in others:
        reading.notice(another, "", _("A form has one row of settings. This one is left out."))
