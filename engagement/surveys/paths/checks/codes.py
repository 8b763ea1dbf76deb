"""Codes: each part has one, and no two make the same column. Spreadsheets take “Age” and “age” for the same."""

import re
from collections.abc import Iterator, Sequence

from django.utils.translation import gettext as _

from engagement.surveys.definition import Matrix, Option, Page, Question
from engagement.surveys.definition.parts import CODE, OPTION_CODE, OTHER
from engagement.surveys.paths.checks.findings import Finding, FindingKind, at
from engagement.surveys.paths.checks.subject import Subject
from engagement.surveys.paths.places import Place


def check_codes(subject: Subject) -> Iterator[Finding]:
    """What is wrong with the codes and ids of parts. Editors know codes as short names."""
    yield from _of_list(subject.columns, CODE)
    yield from _of_list([place for place in subject.places if isinstance(place.part, Page)], CODE)
    for place in subject.places:
        if isinstance(place.part, Question | Matrix):
            yield from _of_list(subject.options(place), OPTION_CODE)
    yield from _of_others(subject)
    yield from _of_ids(subject)


def _of_list(places: Sequence[Place], pattern: re.Pattern[str]) -> Iterator[Finding]:
    first: dict[str, Place] = {}
    for place in places:
        code = place.part.code  # type: ignore[attr-defined]
        if not code:
            yield at(place, FindingKind.NO_CODE, _("This has no short name. Give it one, such as “travel”."))
        elif code == place.part.id:
            continue  # made for a page that was given none
        elif not pattern.fullmatch(code):
            yield at(place, FindingKind.BAD_CODE, _bad_code(place) % {"code": code})
        elif (other := first.setdefault(code.casefold(), place)) is not place:
            sentence = _("The short name “%(code)s” is already that of another part: %(place)s. Give this one another.")
            yield at(place, FindingKind.SAME_CODE, sentence % {"code": code, "place": other.words})


def _bad_code(place: Place) -> str:
    if isinstance(place.part, Option):
        return _("“%(code)s” cannot be a short name. Use letters, digits, “_”, “-” and “.”, at most 64 in all.")
    return _(
        "“%(code)s” cannot be a short name. Use unaccented letters, digits, “_”, “-” and “.”, at most 64 in all, "
        "and begin with a letter."
    )


def _of_others(subject: Subject) -> Iterator[Finding]:
    """The words beside “Other – please say” have a column, too."""
    others = {f"{code}{OTHER}".casefold(): code for code in other_columns(subject)}
    for place in subject.columns:
        code = place.codes[0]
        if code.casefold() in others:
            sentence = _(
                "The column “%(code)s” is that of the words which people add at %(place)s. "
                "Give this another short name."
            )
            words = {"code": code, "place": subject.by_code[others[code.casefold()]].words}
            yield at(place, FindingKind.OTHER_CODE, sentence % words)


def other_columns(subject: Subject) -> Iterator[str]:
    """The codes of the questions that have a field for words beside an option."""
    return (one.code for one in subject.definition.questions if any(option.asks_more for option in one.options))


def _of_ids(subject: Subject) -> Iterator[Finding]:
    first: dict[tuple[str, ...], Place] = {}
    for place in subject.places:
        # Options are told apart within their question.
        key = (place.above[-1].part.id, place.part.id) if isinstance(place.part, Option) else (place.part.id,)
        if first.setdefault(key, place) is not place:
            sentence = _("This cannot be told from %(place)s. Delete one of the two, and make it anew.")
            yield at(place, FindingKind.SAME_ID, sentence % {"place": first[key].words})
