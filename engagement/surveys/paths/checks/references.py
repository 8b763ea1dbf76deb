"""References from one part to the answer of another, which must come before it: so there can be no loop."""

from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property

from django.utils.translation import gettext as _

from engagement.surveys.definition import Calculation, Question
from engagement.surveys.expressions import ExpressionError, ValueType, parse, references, type_of
from engagement.surveys.expressions.nodes import Reference
from engagement.surveys.paths.checks.findings import FindingKind
from engagement.surveys.paths.checks.subject import Subject
from engagement.surveys.paths.places import Place


class References:
    """Who refers to whom in a survey."""

    def __init__(self, subject: Subject) -> None:
        self.subject = subject

    def wrong(self, code: str, place: Place | None, known: Sequence[str]) -> tuple[FindingKind, str] | None:
        """What is wrong with a reference, and a sentence about it; None where nothing is.

        Args:
            place: where it stands; None where it belongs to the whole survey.
            known: the codes of what is asked before it.
        """
        if code in known:
            return None
        if place is not None and code in place.codes:
            sentence = _("“%(code)s” is asked here itself. Use an earlier question.")
            return FindingKind.ITSELF, sentence % {"code": code}
        other = self.subject.by_code.get(code)
        if other is None:
            return FindingKind.NO_SUCH_QUESTION, _no_such_question(code, known)
        words = {"code": code, "place": other.words}
        if place is not None and self._leads_back(code, place):
            sentence = _(
                "“%(code)s” (%(place)s) in turn depends on this: neither could be asked. Use an earlier question."
            )
            return FindingKind.LOOP, sentence % words
        sentence = _("“%(code)s” comes later: %(place)s. Move that before this, or use an earlier question.")
        return FindingKind.LATER, sentence % words

    def _leads_back(self, code: str, place: Place) -> bool:
        """Whether what is asked under that code depends on what stands in the place."""
        seen: set[str] = set()
        waiting = {code}
        while waiting:
            seen |= waiting
            waiting = {other for one in waiting for other in self._needs.get(one, ())} - seen
        return not seen.isdisjoint(place.codes)

    @cached_property
    def _needs(self) -> Mapping[str, frozenset[str]]:
        """For everything that has an answer, the codes of what that depends on."""
        return {place.codes[0]: frozenset(self._needed(place)) for place in self.subject.columns}

    def _needed(self, place: Place) -> Iterator[str]:
        part = place.part
        texts = [*place.conditions, *(option.part.show_if for option in self.subject.options(place))]
        if isinstance(part, Question):
            texts.append(part.constraint)
        if isinstance(part, Calculation):
            texts.append(part.formula)
        for text in filter(None, texts):
            try:
                yield from references(parse(text))
            except ExpressionError:
                continue  # told where it stands


def _no_such_question(code: str, known: Sequence[str]) -> str:
    try:
        type_of(Reference(0, code), dict.fromkeys(known, ValueType.TEXT))
    except ExpressionError as error:
        return error.sentence
    raise LookupError(code)
