"""Names for the rows of parts that have no code."""

from collections.abc import Iterator, Mapping

from engagement.surveys.definition import Definition, Group, Item, Matrix, Note, Page, Picture
from engagement.surveys.definition.parts import CODE, OTHER, Part
from engagement.surveys.xlsform.reading.nodes import free_name

BASES: dict[type[Part], str] = {Page: "page", Note: "note", Picture: "picture", Group: "group", Matrix: "table"}


def names_of(definition: Definition, before: Mapping[str, str]) -> dict[str, str]:
    """A name for each part without a code and for each page, by its id; no two rows have the same.

    Args:
        before: those that the parts came with.
    """
    taken = {one.code for one in definition.asked} | {f"{one.code}{OTHER}" for one in definition.asked}
    names: dict[str, str] = {}
    for part, wanted in _wanted(definition, before):
        if CODE.fullmatch(wanted) and wanted not in taken:
            names[part.id] = wanted
            taken.add(wanted)
    for part, _wanted_name in _wanted(definition, before):
        if part.id not in names:
            names[part.id] = free_name(taken, BASES[type(part)])
    return names


def _wanted(definition: Definition, before: Mapping[str, str]) -> Iterator[tuple[Item | Page, str]]:
    for part in definition.parts():
        if isinstance(part, Page):
            yield part, before.get(part.id, part.code)
        elif isinstance(part, Note | Picture | Group | Matrix):
            yield part, before.get(part.id, "")
