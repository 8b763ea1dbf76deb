"""Options: there are enough, people can tell them apart, and what is said of each makes sense."""

from collections.abc import Iterator, Sequence

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from engagement.surveys.definition import Matrix, Option, Question
from engagement.surveys.enums import Kind
from engagement.surveys.kinds.base import one_line
from engagement.surveys.paths.checks.findings import Finding, FindingKind, at
from engagement.surveys.paths.checks.subject import Subject
from engagement.surveys.paths.places import Place

FEWEST = {Kind.CHOICE: 2, Kind.CHOICES: 1, Kind.SCALE: 2, Kind.RANKING: 2}
"""How many options each kind needs that has options of its own."""

Placed = tuple[Place, Option]


def check_options(subject: Subject) -> Iterator[Finding]:
    """What is wrong with the options of questions and matrices."""
    for place in subject.places:
        part = place.part
        if isinstance(part, Matrix) or (isinstance(part, Question) and part.kind in FEWEST):
            options = list(zip(subject.options(place), part.options, strict=True))
            yield from _of_number(place, len(options), 2 if isinstance(part, Matrix) else FEWEST[part.kind])
            yield from _of_labels(options)
            yield from _of_quotas(options)
            if isinstance(part, Question):
                yield from _of_exclusive(part, options)


def _of_number(place: Place, count: int, fewest: int) -> Iterator[Finding]:
    if count < fewest:
        sentence = ngettext("Add an answer to choose.", "Add answers to choose from: at least %(count)d.", fewest)
        yield at(place, FindingKind.FEW_OPTIONS, sentence % {"count": fewest})


def _of_labels(options: Sequence[Placed]) -> Iterator[Finding]:
    seen: dict[str, list[str]] = {}
    for place, option in options:
        conditions = seen.setdefault(one_line(option.label).casefold(), [])
        # Those that are offered under different conditions may never be seen together.
        if option.label.strip() and any(not one or not option.show_if or one == option.show_if for one in conditions):
            sentence = _("Another answer reads the same. Change one of them, so that people can tell them apart.")
            yield at(place, FindingKind.SAME_LABEL, sentence)
        conditions.append(option.show_if)


def _of_quotas(options: Sequence[Placed]) -> Iterator[Finding]:
    for place, option in options:
        if option.limit is not None and option.limit < 1:
            sentence = _(
                "At most %(limit)d people may choose this, so nobody can. Write at least 1, or leave it empty."
            )
            yield at(place, FindingKind.BAD_QUOTA, sentence % {"limit": option.limit})


def _of_exclusive(question: Question, options: Sequence[Placed]) -> Iterator[Finding]:
    """An option that is chosen alone has a meaning where several may be. Where one is chosen it does no harm."""
    for place, _option in (one for one in options if one[1].is_exclusive):
        if question.kind == Kind.RANKING:
            sentence = _("What is chosen alone cannot be ranked among others. Untick that, or delete this answer.")
            yield at(place, FindingKind.BAD_EXCLUSIVE, sentence)
        elif question.kind == Kind.CHOICES and (question.least or 0) > 1:
            sentence = _(
                "This is chosen alone, and at least %(least)d must be chosen: nobody can choose it. "
                "Lower that number to 1, or delete this answer."
            )
            yield at(place, FindingKind.BAD_EXCLUSIVE, sentence % {"least": question.least})
