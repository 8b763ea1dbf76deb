"""What stands on a page: questions, notes, tables and groups, out of the rows of the sheet `survey`."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from django.utils.html import escape
from django.utils.translation import gettext as _

from engagement.surveys.definition import Calculation, Group, Item, Note, Picture
from engagement.surveys.definition.texts import TEXT_FIELDS
from engagement.surveys.expressions import ValueType
from engagement.surveys.xlsform.ids import id_of
from engagement.surveys.xlsform.owned import KIND, PICTURE_FIELDS, column_of
from engagement.surveys.xlsform.reading.matrices import MatrixReader, is_table, table_at
from engagement.surveys.xlsform.reading.nodes import Node
from engagement.surveys.xlsform.reading.questions import Lists, QuestionReader
from engagement.surveys.xlsform.reading.state import Reading
from engagement.surveys.xlsform.rowtypes import Sort
from engagement.surveys.xlsform.wording import RICH

INTRO, PICTURE = "intro", "picture"
"""What our own column says of notes that are more than that."""


@dataclass
class ItemReader:
    """Makes the items of pages and groups."""

    reading: Reading
    lists: Lists

    def items(self, nodes: Sequence[Node], depth: int = 1) -> Iterator[Item]:
        """The items that rows make.

        Args:
            depth: in how many groups they stand; the outermost is the page.
        """
        place = 0
        while place < len(nodes):
            if found := table_at(nodes[place:]):
                yield MatrixReader(self.reading, self.lists).below_labels(found)
                place += len(found)
                continue
            yield from self._item(nodes[place], depth)
            place += 1

    def intro(self, nodes: Sequence[Node], part: str, name: str = "intro") -> str:
        """The introduction of a page or a group, which stands there as a note."""
        found = next((node for node in nodes if _is_intro(node)), None)
        if found is None:
            return ""
        found.row.text(KIND)
        return self.reading.words(found.row, "label", part, name, RICH)

    def fits_table(self, node: Node) -> bool:
        """Whether a group that is to be a table can be one."""
        return MatrixReader(self.reading, self.lists).fits(node)

    def _item(self, node: Node, depth: int) -> Iterator[Item]:
        if node.is_group:
            yield from self._group(node, depth)
        elif node.said.sort == Sort.NOTE:
            yield from self._note(node)
        elif node.said.sort == Sort.CALCULATION:
            yield self._calculation(node)
        elif node.said.sort == Sort.REFUSED:
            self.reading.types[node.name] = ValueType.TEXT  # so that what is said of it once is not said at every use
        else:
            yield QuestionReader(self.reading, self.lists, node.row, node.said, node.name).question()

    def _group(self, node: Node, depth: int) -> Iterator[Item]:
        if is_table(node) and self.fits_table(node):
            yield MatrixReader(self.reading, self.lists).of_group(node)
        elif depth == 1:
            yield from self._heading_with_items(node)
        else:
            yield from self._spread(node, depth)

    def _heading_with_items(self, node: Node) -> Iterator[Item]:
        part = id_of("group", node.name)
        title = self.reading.words(node.row, "label", part, "title")
        show_if = self.reading.condition(node.row, "relevant")
        intro = self.intro(node.below, part)
        items = tuple(self.items(node.below, depth=2))
        node.row.leave("appearance", node.row.text("appearance"))
        self.reading.keep(node.row, node.name)
        if not items and not intro:
            self.reading.notice(node.row, "type", _("There is nothing in this group. It is left out."))
            return
        self.reading.extras["names"][part] = node.name
        yield Group(id=part, title=title, intro=intro, show_if=show_if, items=items)

    def _spread(self, node: Node, depth: int) -> Iterator[Item]:
        """A group that lies too deep: its items stand where it stood, each under its condition."""
        sentence = _("Groups in groups of a page are spread out: what is in them follows one below the other.")
        self.reading.notice(node.row, "type", sentence)
        show_if = self.reading.condition(node.row, "relevant")
        items = [*self._heading(node), *self.items(node.below, depth + 1)]
        for item in items:
            yield item.model_copy(update={"show_if": _both(show_if, item.show_if)})

    def _heading(self, node: Node) -> Iterator[Note]:
        part = id_of("note", node.name)
        if text := self.reading.words(node.row, "label", part, "text"):
            self.reading.extras["names"][part] = node.name
            yield Note(id=part, text=_bold(text))
        for texts in self.reading.translations.values():
            if f"{part}.text" in texts:
                texts[f"{part}.text"] = _bold(texts[f"{part}.text"])

    def _note(self, node: Node) -> Iterator[Item]:
        row = node.row
        if KIND in row.used:
            return  # it was the introduction
        if row.text(KIND) == PICTURE:
            yield self._picture(node)
            return
        part = id_of("note", node.name)
        text = self.reading.words(row, "label", part, "text", RICH)
        show_if = self.reading.condition(row, "relevant")
        row.leave("appearance", row.text("appearance"))
        self.reading.keep(row, node.name)
        if not text:
            self.reading.notice(row, "label", _("There are no words to read here. The note is left out."))
            return
        self.reading.extras["names"][part] = node.name
        yield Note(id=part, text=text, show_if=show_if)

    def _picture(self, node: Node) -> Picture:
        row, part = node.row, id_of("picture", node.name)
        row.used.update(column for column in row.cells if column.startswith("label"))
        texts = {name: self.reading.words(row, "", part, name) for name in PICTURE_FIELDS if name in TEXT_FIELDS}
        given = self.reading.own(row, Picture, [name for name in PICTURE_FIELDS if name not in TEXT_FIELDS])
        if "image" not in given:
            self.reading.fault(row, column_of("image"), _("Which picture this is does not stand here. Delete the row."))
        self.reading.extras["names"][part] = node.name
        made = {"image": 0, **texts, **given, "show_if": self.reading.condition(row, "relevant")}
        self.reading.keep(row, node.name)
        return Picture(id=part, **made)

    def _calculation(self, node: Node) -> Calculation:
        row = node.row
        if not row.cells.get("calculation"):
            self.reading.fault(
                row, "calculation", _("There is nothing to reckon here. Write it in the column calculation.")
            )
        show_if = self.reading.condition(row, "relevant")
        formula = self.reading.formula(row, node.name)
        self.reading.keep(row, node.name)
        return Calculation(id=id_of("question", node.name), code=node.name, formula=formula, show_if=show_if)


def _is_intro(node: Node) -> bool:
    return node.said.sort == Sort.NOTE and node.row.cells.get(KIND) == INTRO


def _both(one: str, other: str) -> str:
    return f"({one}) and ({other})" if one and other else one or other


def _bold(text: str) -> str:
    return f"<p><b>{escape(text)}</b></p>"
