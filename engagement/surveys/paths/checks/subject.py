"""A survey as the checks look at it: its parts in their places."""

from collections.abc import Sequence
from functools import cached_property

from engagement.surveys.definition import Calculation, Definition, Option, Question, Row
from engagement.surveys.paths.places import Place, places


class Subject:
    """A survey that is checked, whatever may be wrong with it."""

    def __init__(self, definition: Definition) -> None:
        self.definition = definition
        self.places = tuple(places(definition))
        self.codes = [one.code for one in definition.asked]
        self._options: dict[Place, list[Place]] = {}
        for place in self.places:
            if isinstance(place.part, Option):
                self._options.setdefault(place.above[-1], []).append(place)

    @cached_property
    def columns(self) -> list[Place]:
        """Everything that has an answer, in order."""
        return [place for place in self.places if isinstance(place.part, Question | Row | Calculation)]

    @cached_property
    def by_code(self) -> dict[str, Place]:
        """The same by its code; the first of those that share one."""
        return {place.codes[0]: place for place in reversed(self.columns)}

    def options(self, holder: Place) -> Sequence[Place]:
        """The options of a question or a matrix."""
        return self._options.get(holder, [])

    def earlier(self, place: Place) -> list[str]:
        """The codes of what is asked before a place."""
        return self.codes[: place.before]
