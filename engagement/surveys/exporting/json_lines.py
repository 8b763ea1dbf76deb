"""Responses as JSON lines (https://jsonlines.org): answers exactly as they are kept, without labels."""

import json
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from typing import Any

from engagement.plugin import export_records
from engagement.surveys.exporting.columns import OWN, keys_of, union_of
from engagement.surveys.exporting.rows import Exported
from engagement.surveys.expressions import Value, text_of
from engagement.surveys.models import Survey
from engagement.surveys.queries import definitions_of


def json_lines(survey: Survey) -> Iterator[str]:
    """One object for each response, in bounded memory; characters beyond ASCII are escaped, so that no program takes
    one of them for the end of a line."""
    keys = keys_of(union_of(definitions_of(survey)))
    for common, row in export_records(survey):
        yield f"{json.dumps(common | (_answered(row, keys) if row else {}))}\n"


def _answered(row: Exported, keys: list[str]) -> dict[str, Any]:
    own = {heading: value(row) for heading, value in OWN.items()}
    answers = {key: row.answers[key] for key in keys if key in row.answers}
    calculated = {code: _kept(value) for code, value in row.calculated.items()}
    return {**own, "answers": answers, "calculations": calculated}


def _kept(value: Value) -> Any:
    """What was reckoned, as an answer of its type is kept."""
    if isinstance(value, tuple):
        return list(value)
    return text_of(value) if isinstance(value, Decimal | date) else value
