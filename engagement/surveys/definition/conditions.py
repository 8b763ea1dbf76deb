"""What has to hold for something to be asked."""

from collections.abc import Iterable, Iterator

from engagement.surveys.definition.parts import Calculation, Definition, Group, Item, Matrix, Part, Question, Row

Asked = Question | Calculation | Row


def conditions_of(definition: Definition) -> dict[str, tuple[str, ...]]:
    """The conditions of each question and calculation, by code: that of its page first, its own last. All of them have
    to hold."""
    found: dict[str, tuple[str, ...]] = {}
    for page in definition.pages:
        found |= {asked.code: conditions for asked, conditions in _in(page.items, _and((), page))}
    return found


def joined(conditions: Iterable[str]) -> str:
    """Several conditions as one; "" without any."""
    every = tuple(conditions)
    return "".join(every) if len(every) < 2 else " and ".join(f"({one})" for one in every)


def _in(items: Iterable[Item], above: tuple[str, ...]) -> Iterator[tuple[Asked, tuple[str, ...]]]:
    for item in items:
        conditions = _and(above, item)
        if isinstance(item, Group):
            yield from _in(item.items, conditions)
        elif isinstance(item, Matrix):
            yield from ((row, _and(conditions, row)) for row in item.rows)
        elif isinstance(item, Question | Calculation):
            yield item, conditions


def _and(conditions: tuple[str, ...], part: Part) -> tuple[str, ...]:
    return (*conditions, part.show_if) if part.show_if else conditions
