"""What the column `type` says a row is: a question of some kind, a group, or something else.

Source: https://xlsform.org/en/#question-types; older names are those that pyxform knows.
"""

import re
from dataclasses import dataclass, replace
from difflib import get_close_matches
from enum import Enum
from functools import cache
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from pyxform import aliases
from pyxform.constants import RANK, SELECT_ALL_THAT_APPLY, SELECT_ONE
from pyxform.question_type_dictionary import QUESTION_TYPE_DICT

from engagement.surveys.enums import Kind


class Sort(Enum):
    """What a row is."""

    QUESTION = "question"
    NOTE = "note"
    CALCULATION = "calculation"
    BEGIN = "begin"
    END = "end"
    LEFT_OUT = "left out"
    REFUSED = "refused"


@dataclass(frozen=True)
class Said:
    """What a type says.

    Attributes:
        name: the type by its present name, such as `select_one`.
        kind: of question, as far as the type alone tells.
        list_name: the list to choose from.
        has_other: whether `or_other` stands behind it.
        sentence: for what is refused, left out or taken otherwise: why, and what to do.
    """

    sort: Sort
    name: str = ""
    kind: Kind | None = None
    list_name: str = ""
    has_other: bool = False
    sentence: str = ""


def _question(name: str, kind: Kind) -> Said:
    return Said(Sort.QUESTION, name, kind)


BY_NAME = {
    "range": _question("range", Kind.NUMBER),
    "percentage": _question("integer", Kind.PERCENTAGE),
    "trigger": _question("acknowledge", Kind.CONSENT),
    "hidden": Said(Sort.LEFT_OUT, "hidden"),
}
BY_CONTROL: dict[tuple[str | None, str | None], Said] = {
    ("input", "string"): _question("text", Kind.TEXT),
    ("input", "int"): _question("integer", Kind.NUMBER),
    ("input", "decimal"): _question("decimal", Kind.NUMBER),
    ("input", "date"): _question("date", Kind.DATE),
    ("input", "time"): _question("time", Kind.TIME),
    ("input", "dateTime"): _question("dateTime", Kind.MOMENT),
    ("trigger", "string"): _question("acknowledge", Kind.CONSENT),
    (None, "string"): Said(Sort.CALCULATION, "calculate"),
}
"""By the control and the type that pyxform gives a question in an XForm."""
SELECTS = {SELECT_ONE: ("select_one", Kind.CHOICE), SELECT_ALL_THAT_APPLY: ("select_multiple", Kind.CHOICES)}
SELECTS[RANK] = ("rank", Kind.RANKING)
SUGGESTED = (
    *("text", "integer", "decimal", "date", "time", "dateTime", "note", "range", "acknowledge", "calculate", "hidden"),
    *("select_one", "select_multiple", "rank", "begin group", "end group", "start", "end", "today", "username"),
)

BEGIN_END = re.compile(rf"(?P<edge>begin|end)[ _](?P<what>{'|'.join(aliases.control)})( .*)?")
SELECT = re.compile(
    rf"(?P<command>{'|'.join(aliases.select)}) (?P<list>\S+)( (?P<other>or specify other|or_other|or other))?"
)
ABOUT_DEVICES = ("deviceid", "subscriberid", "simserial")
FROM_FILES = (
    "select_one_from_file",
    "select_multiple_from_file",
    "select_one_external",
    "csv-external",
    "xml-external",
)

REPEATED = gettext_lazy(
    "Questions that are repeated cannot be asked here. Write them out as often as they may be needed, with names of "
    "their own such as name_1 and name_2, and show the later ones with the column relevant."
)
DEVICES = gettext_lazy("A survey here never asks which device somebody uses. Delete this row.")
FILES = gettext_lazy("Answers cannot come from another file. Put them on the sheet choices, and use select_one.")
PLACES = gettext_lazy("Places on a map cannot be asked for here. Ask for a postcode or for words, with the type text.")
UPLOADS = gettext_lazy(
    "Pictures, sounds and files cannot be sent in here. Ask for words, with the type text, or delete it."
)
BARCODES = gettext_lazy("Barcodes cannot be read here. Ask for what they say, with the type text.")
WATCHED = gettext_lazy("A survey here does not watch how somebody fills it in. Delete this row.")
RULE = gettext_lazy(
    "The rule that this type brings along is not kept. Where it matters, write it in the column constraint."
)
KEPT = gettext_lazy("A survey here does not ask for this. It is kept for other tools, and written out again.")


def said_by(text: str) -> Said:
    """What a type says, however it is spelt."""
    bare = " ".join(text.split())
    if match := BEGIN_END.fullmatch(bare.lower()):
        return _edge(match["edge"], aliases.control[match["what"]])
    if match := SELECT.fullmatch(_lower_command(bare)):
        return _select(match)
    known = _by_spelling().get(_bare(bare))
    return _of_known(known) if known else _unknown(bare)


def _edge(edge: str, what: str) -> Said:
    if edge == "end":
        return Said(Sort.END, what)
    return Said(Sort.BEGIN, what, sentence="" if what == "group" else str(REPEATED))


def _lower_command(text: str) -> str:
    """In small letters, but for the name of a list."""
    words = text.split(" ")
    lowered = text.lower().split(" ")
    for end in range(len(words) - 1, 0, -1):
        if " ".join(lowered[:end]) in aliases.select:
            return " ".join([*lowered[:end], words[end], *lowered[end + 1 :]])
    return text


def _select(match: re.Match[str]) -> Said:
    command = match["command"]
    if command in FROM_FILES or command in aliases.select_from_file:
        return Said(Sort.REFUSED, command, sentence=str(FILES))
    name, kind = SELECTS[aliases.select[command]]
    if match["list"].startswith("${"):
        sentence = _("Answers cannot come from an earlier question. Put them on the sheet choices.")
        return Said(Sort.REFUSED, name, sentence=sentence)
    return Said(Sort.QUESTION, name, kind, match["list"], match["other"] is not None)


def _of_known(name: str) -> Said:
    if said := BY_NAME.get(name):
        return replace(said, sentence=str(KEPT)) if said.sort == Sort.LEFT_OUT else said
    about: dict[str, Any] = QUESTION_TYPE_DICT[name]
    binding = about.get("bind", {})
    tag, type_ = about.get("control", {}).get("tag"), binding.get("type")
    if source := binding.get("jr:preloadParams"):
        return _about_whoever_answers(name, source)
    if binding.get("readonly"):
        return Said(Sort.NOTE, "note")
    if said := BY_CONTROL.get((tag, type_)):
        return replace(said, sentence=str(RULE)) if "constraint" in binding else said
    return Said(Sort.REFUSED, name, sentence=_why_refused(name, tag, type_))


def _about_whoever_answers(name: str, source: str) -> Said:
    if source.removeprefix("uri:") in ABOUT_DEVICES:
        return Said(Sort.REFUSED, name, sentence=str(DEVICES))
    return Said(Sort.LEFT_OUT, source, sentence=str(KEPT))


def _why_refused(name: str, tag: str | None, binding: str | None) -> str:
    if name == "osm" or str(binding).startswith("geo"):
        return str(PLACES)
    if name in FROM_FILES:
        return str(FILES)
    if name == "audit":
        return str(WATCHED)
    if tag in {"select", "select1", "odk:rank"}:
        return _("This type needs the name of a list behind it, such as select_one colours.")
    return str(BARCODES if binding == "barcode" else UPLOADS)


def _unknown(text: str) -> Said:
    first = text.split(" ", maxsplit=1)[0]
    if _by_spelling().get(_bare(first)) == "osm":
        return Said(Sort.REFUSED, "osm", sentence=str(PLACES))
    near = get_close_matches(text.lower(), SUGGESTED, n=1) or get_close_matches(first.lower(), SUGGESTED, n=1)
    if near:
        sentence = _("There is no type “{type}”. Did you mean “{near}”?")
        return Said(Sort.REFUSED, text, sentence=sentence.format(type=text, near=near[0]))
    sentence = _("There is no type “{type}”. Use one of these: {types}.")
    return Said(Sort.REFUSED, text, sentence=sentence.format(type=text, types=", ".join(SUGGESTED[:14])))


def _bare(text: str) -> str:
    return text.lower().replace("_", " ")


@cache
def _by_spelling() -> dict[str, str]:
    """The types that pyxform knows, by how they may be spelt."""
    return {_bare(name): name for name in QUESTION_TYPE_DICT}
