"""Where each part of a survey stands: in plain words, under which conditions, and after which answers."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from engagement.surveys.definition import (
    Calculation,
    Definition,
    Group,
    Item,
    Matrix,
    Note,
    Option,
    Page,
    Picture,
    Question,
    Row,
)
from engagement.surveys.definition.parts import Part, asked_in
from engagement.surveys.kinds.base import one_line

MAX_QUOTED = 60
"""Characters of a label that are quoted to say which part is meant."""


@dataclass(frozen=True, eq=False)
class Place:
    """A part where it stands.

    Attributes:
        above: what it stands in, the page first.
        number: which of its sort it is, from 1: of the questions of its page, of the options of its question.
        before: how many of `Definition.asked` are asked before it.
    """

    part: Part
    above: "tuple[Place, ...]"
    number: int
    before: int

    @property
    def line(self) -> "tuple[Place, ...]":
        """What it stands in and itself, the page first."""
        return (*self.above, self)

    @property
    def conditions(self) -> tuple[str, ...]:
        """All that must hold for it to be shown, the page's condition first."""
        return tuple(place.part.show_if for place in self.line if place.part.show_if)

    @property
    def codes(self) -> tuple[str, ...]:
        """The codes of what is asked or reckoned in it; of an option, those of its question."""
        held = self.above[-1].part if isinstance(self.part, Option) else self.part
        if isinstance(held, Row):
            return (held.code,)
        items = held.items if isinstance(held, Page) else (held,)
        return tuple(one.code for one in asked_in(items))  # type: ignore[arg-type]

    @property
    def words(self) -> str:
        """Such as: Page 2, question 3 “How do you travel?”, answer 1 “By bus”. In the words of the editor."""
        named = (one for one in self.line if one is self or not isinstance(one.part, Group))
        return ", ".join(_named(one, is_last=one is self) for one in named)


def places(definition: Definition) -> Iterator[Place]:
    """Every part where it stands, each before those within it."""
    asked = 0
    for number, page in enumerate(definition.pages, 1):
        place = Place(page, (), number, asked)
        yield place
        yield from _below(page.items, (place,), asked, Counter())
        asked += sum(1 for _one in asked_in(page.items))


def quoted(text: str) -> str:
    """A label as it is quoted in a sentence: on one line, and cut where it is long."""
    words = one_line(text)
    return words if len(words) <= MAX_QUOTED else f"{words[: MAX_QUOTED - 1].rstrip()}…"


def _below(items: Iterable[Item], above: tuple[Place, ...], asked: int, found: "Counter[str]") -> Iterator[Place]:
    for item in items:
        sort = "question" if isinstance(item, Question | Matrix) else item.type
        found[sort] += 1
        place = Place(item, above, found[sort], asked)
        yield place
        if isinstance(item, Group):
            yield from _below(item.items, place.line, asked, found)
        elif isinstance(item, Matrix):
            yield from _listed(item.rows, place, step=1)
        if isinstance(item, Question | Matrix):
            yield from _listed(item.options, place, step=0)
        asked += sum(1 for _one in asked_in((item,)))


def _listed(parts: Sequence[Part], holder: Place, *, step: int) -> Iterator[Place]:
    for number, part in enumerate(parts):
        yield Place(part, holder.line, number + 1, holder.before + number * step)


SORTS = {
    Page: (_("Page %(number)d"), _("Page %(number)d “%(label)s”")),
    Group: (_("group %(number)d"), _("group %(number)d “%(label)s”")),
    Question: (_("question %(number)d"), _("question %(number)d “%(label)s”")),
    Matrix: (_("question %(number)d"), _("question %(number)d “%(label)s”")),
    Row: (_("line %(number)d"), _("line %(number)d “%(label)s”")),
    Option: (_("answer %(number)d"), _("answer %(number)d “%(label)s”")),
    Calculation: (_("calculation %(number)d"), _("calculation %(number)d “%(label)s”")),
    Note: (_("text %(number)d"), _("text %(number)d")),
    Picture: (_("picture %(number)d"), _("picture %(number)d")),
}
"""How each part is called, without a label and with one. A place begins with a page, so only that has a capital."""


def _named(place: Place, *, is_last: bool) -> str:
    plain, labelled = SORTS[type(place.part)]
    label = quoted(_label_of(place.part)) if is_last or not isinstance(place.part, Page) else ""
    return str(labelled if label else plain) % {"number": place.number, "label": label}


def _label_of(part: Part) -> str:
    match part:
        case Page() | Group():
            return part.title
        case Calculation():
            return part.code
        case Question() | Matrix() | Row() | Option():
            return part.label
        case _:
            return ""
