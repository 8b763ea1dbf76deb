"""Expressions in cells: read, checked, and explained where they cannot be used."""

import re
from collections.abc import Callable, Iterable

from django.utils.translation import gettext as _
from pyxform.aliases import BINDING_CONVERSIONS
from pyxform.parsing.sheet_headers import SMART_QUOTES

from engagement.surveys.expressions import (
    ExpressionError,
    Node,
    Types,
    ValueType,
    check_condition,
    literal_of,
    parse,
    references,
    simplified,
    type_of,
    written,
)

QUOTES = str.maketrans({**SMART_QUOTES, "\u00a0": " "})
"""What programs make of quotation marks and spaces while people type."""
EARLIER = "last-saved#"
PATH = re.compile(r"\.\.|\.?/")
FROM_FILES = re.compile(r"\b(pulldata|instance|indexed-repeat|jr:itext|search)\s*\(")
ALWAYS, NEVER = "true()", "false()"

TOKENS = re.compile(r"""(?P<apart>"[^"]*"|'[^']*'|\$\{[^{}]*\})|(?P<name>[^\W\d][\w.-]*)(?P<call>\s*\()?""")
OPERATORS = frozenset({"and", "or", "div", "mod"})


def expression_in(cell: str) -> str:
    """An expression as we have it. `yes` and `no` are what pyxform makes of them; what always holds is no condition."""
    text = cell.translate(QUOTES).strip()
    text = BINDING_CONVERSIONS.get(text, text)
    return "" if text == ALWAYS else text


def explain(error: ExpressionError, text: str, about: Callable[[str], str]) -> str:
    """Why an expression cannot be used, for who wrote the form.

    Args:
        about: why a question cannot be asked about here, by its name; "" where it can, or is nowhere in the form.
    """
    if found := FROM_FILES.search(text):
        sentence = _("“{name}” looks into another file or at repeated questions, which a survey here cannot do.")
        return sentence.format(name=found[1])
    if EARLIER in text:
        return _("What somebody answered another time cannot be asked about here.")
    try:
        asked = references(parse(text))
    except ExpressionError:
        if PATH.search(text):
            return _("“/” and “..” cannot be used here. Name a question as ${{name}}, and divide with div.").format()
        return error.sentence
    return next(filter(None, map(about, sorted(asked))), error.sentence)


def check(text: str, types: Types, itself: ValueType | None = None) -> None:
    """Raise ExpressionError unless this is a condition that can be asked here."""
    check_condition(parse(text), types, itself)


def check_sum(text: str, types: Types) -> ValueType:
    """The type of what comes out of a calculation.

    Raises:
        ExpressionError: it cannot be reckoned.
    """
    return type_of(parse(text), types)


class Filter:
    """A choice_filter: a condition in which bare names stand for the columns of each choice.

    Attributes:
        unknown: names in it that are no column. Other tools find nothing under them; here they are taken as texts.
    """

    def __init__(self, text: str, columns: Iterable[str]) -> None:
        self.text = expression_in(text)
        self.columns = frozenset(columns)
        names = {match["name"] for match in TOKENS.finditer(self.text) if self._is_name(match)}
        self.used = names & self.columns
        self.unknown = names - self.columns

    def condition(self, value_of: Callable[[str], str], check: Callable[[Node], None]) -> str | None:
        """The condition for one choice: "" where it is always offered, None where it never is.

        Args:
            value_of: what stands in a column for this choice.
            check: raises ExpressionError where it is no condition that can be asked.

        Raises:
            ExpressionError: it cannot be used.
        """
        if not self.text:
            return ""
        node = parse(self._filled(value_of))
        check(node)
        found = simplified(node)
        if isinstance(found, bool):
            return "" if found else None
        return written(found)

    def _filled(self, value_of: Callable[[str], str]) -> str:
        def put(match: re.Match[str]) -> str:
            if not self._is_name(match):
                return match[0]
            name = match["name"]
            return _quoted(value_of(name) if name in self.columns else name)

        return TOKENS.sub(put, self.text)

    @staticmethod
    def _is_name(match: re.Match[str]) -> bool:
        return bool(match["name"]) and not match["call"] and match["name"] not in OPERATORS


def _quoted(text: str) -> str:
    try:
        return literal_of(text)
    except ValueError as error:
        sentence = _("A column that a filter asks about cannot have both kinds of quotation marks in it.")
        raise ExpressionError(sentence) from error
