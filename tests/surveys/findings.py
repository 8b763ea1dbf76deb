"""Surveys with something wrong, and tables of what is found in each."""

from typing import Any

import pytest

from engagement.surveys.definition import Calculation, Definition, Matrix, Option, Row
from tests.surveys.surveys import ask, options, survey

drives = ask("drives", "yes_no", label="Do you drive?")
colour = ask("colour", "choice")
none = Option(id="o-none", code="none", label="None of these", is_exclusive=True)
other = Option(id="o-else", code="else", label="Other", asks_more=True)
DRIVES = "${drives} = 'yes'"
NEVER = "${drives} = 'yes' and ${drives} = 'no'"


def option(code: str, **settings: Any) -> Option:
    """One option."""
    return Option(**{"id": f"o-{code}", "code": code, "label": code.capitalize(), **settings})


def row(code: str, **settings: Any) -> Row:
    """A row of a matrix."""
    return Row(**{"id": f"r-{code}", "code": code, "label": code.capitalize(), **settings})


def matrix(*rows: Row, **settings: Any) -> Matrix:
    """A matrix with two options."""
    return Matrix(**{"id": "m", "label": "The park", "options": options("good", "bad"), "rows": rows, **settings})


def reckoned(code: str, formula: str, **settings: Any) -> Calculation:
    """A calculation."""
    return Calculation(id=f"c-{code}", code=code, formula=formula, **settings)


def choice(*given: Option, kind: str = "choice", **settings: Any) -> Definition:
    """A survey of one question with these options."""
    return survey(ask("colour", kind, options=given, **settings))


def table(*cases: tuple[str, Definition, str, str, str, str]) -> Any:
    """Surveys with one finding each.

    Args:
        cases: a name for the case, the survey, and the finding's kind, part, place and sentence.
    """
    found = [pytest.param(asked, tuple(finding), id=name) for name, asked, *finding in cases]
    return pytest.mark.parametrize(("asked", "finding"), found)
