"""The rows of the sheet `survey` in their groups, each with a name that no other has."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from django.utils.translation import gettext as _
from pyxform.aliases import yes_no

from engagement.surveys.definition.parts import CODE
from engagement.surveys.xlsform.faults import Fault
from engagement.surveys.xlsform.headings import BETWEEN, Row, Table
from engagement.surveys.xlsform.owned import KIND
from engagement.surveys.xlsform.rowtypes import Said, Sort, said_by

MOST_NESTED = 10
"""How deep groups may lie in each other; three levels are rare."""
OTHER_WORDS = "other"
"""What our own column says of the text beside “Other”, a row that only other tools need."""
ANSWERED = {Sort.QUESTION, Sort.CALCULATION, Sort.REFUSED}
"""What conditions call by its name, so that it cannot be given another."""


@dataclass
class Node:
    """A row with what stands in it, if it begins a group."""

    row: Row
    said: Said
    name: str = ""
    below: list["Node"] = field(default_factory=list)

    @property
    def is_group(self) -> bool:
        return self.said.sort == Sort.BEGIN

    def walk(self) -> Iterator["Node"]:
        """This one and all within it, in the order of the rows."""
        yield self
        for node in self.below:
            yield from node.walk()


@dataclass
class Outline:
    """The whole sheet.

    Attributes:
        nodes: what stands on its own.
        aside: rows that ask nothing: what is left out, switched off, or only remarks.
        places: the rows of what has answers, by name.
        passed: the types of what is left out, by name.
        names: all that are taken.
    """

    nodes: list[Node] = field(default_factory=list)
    aside: list[Row] = field(default_factory=list)
    places: dict[str, int] = field(default_factory=dict)
    passed: dict[str, str] = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)
    notices: list[Fault] = field(default_factory=list)
    names: set[str] = field(default_factory=set)

    def fault(self, row: Row, column: str, sentence: str) -> None:
        self.faults.append(Fault(row.sheet, row.number, row.heading(column) if column else "", sentence))


def outline_of(table: Table) -> Outline:
    """Put the rows of a sheet into their groups."""
    outline = Outline()
    if table.rows and "type" not in table.headings:
        sentence = _("There is no column headed type. It says what each row is: text, select_one and a list, note …")
        outline.faults.append(Fault(table.name, None, "", sentence))
        return outline
    open_: list[Node] = []
    for row in table.rows:
        node = _node(outline, row)
        if node is None:
            continue
        if node.said.sort == Sort.END:
            _close(outline, open_, node)
            continue
        (open_[-1].below if open_ else outline.nodes).append(node)
        if node.is_group:
            open_.append(node)
        if len(open_) > MOST_NESTED:
            outline.fault(row, "type", _("Groups lie too deep in each other. Take some of them out."))
            break
    for node in open_ if len(open_) <= MOST_NESTED else ():
        outline.fault(node.row, "type", _("This group has no end. Add a row of the type end group where it ends."))
    _name(outline)
    return outline


def _node(outline: Outline, row: Row) -> Node | None:
    """A row as a node; None for what asks nothing."""
    text = row.text("type")
    if yes_no.get(row.text("disabled")) or not (text or _says_something(row)):
        outline.aside.append(row)
        return None
    if not text:
        outline.fault(row, "type", _("This row has no type. Say what it is: text, select_one and a list, note …"))
        return None
    if row.cells.get(KIND) == OTHER_WORDS:
        return None  # the words beside “Other” are asked without a row
    said = _shown_only(outline, row, said_by(text))
    name = row.text("name")
    if said.sort == Sort.LEFT_OUT:
        outline.aside.append(row)
        outline.passed[name] = said.name
        outline.notices.append(Fault(row.sheet, row.number, row.heading("type"), said.sentence))
        return None
    if said.sort == Sort.REFUSED or (said.sort == Sort.BEGIN and said.sentence):
        outline.fault(row, "type", said.sentence)
    if said.sort in ANSWERED:
        _check_name(outline, row, name, is_needed=said.sort != Sort.REFUSED)
    return Node(row, said, name)


def _shown_only(outline: Outline, row: Row, said: Said) -> Said:
    """A question that nobody may answer shows something: its words, or what is reckoned."""
    if said.sort != Sort.QUESTION or not yes_no.get(row.cells.get("read_only", "").lower()):
        return said
    row.leave("read_only", row.text("read_only"))
    if row.cells.get("calculation"):
        sentence = _("Nobody can answer this, so it is only reckoned. To show it, say it back in a note.")
        found = Said(Sort.CALCULATION, "calculate")
    else:
        sentence = _("Nobody can answer this, so it is shown as words to read.")
        found = Said(Sort.NOTE, "note")
    outline.notices.append(Fault(row.sheet, row.number, row.heading("read_only"), sentence))
    return found


def _says_something(row: Row) -> bool:
    return any(column.partition(BETWEEN)[0] in {"name", "label"} for column in row.cells)


def _check_name(outline: Outline, row: Row, name: str, *, is_needed: bool) -> None:
    if not name and is_needed:
        outline.fault(row, "name", _("This question has no name. Give it a short one of its own, such as age."))
    elif name and not CODE.fullmatch(name):
        sentence = _("“{name}” cannot be the name of a question. Use up to 64 of the letters a to z, digits and _.")
        outline.fault(row, "name", sentence.format(name=name))
    elif name in outline.places:
        sentence = _("“{name}” is the name of row {row} already. Give one of the two another.")
        outline.fault(row, "name", sentence.format(name=name, row=outline.places[name]))
    elif name:
        outline.places[name] = row.number


def _close(outline: Outline, open_: list[Node], node: Node) -> None:
    if not open_:
        outline.fault(node.row, "type", _("Nothing is open that could end here. Delete this row."))
        return
    begun = open_.pop()
    if begun.said.name != node.said.name:
        sentence = _("What began in row {row} is a {one}, and this ends a {other}. Make them the same.")
        words = {"row": begun.row.number, "one": begun.said.name, "other": node.said.name}
        outline.fault(node.row, "type", sentence.format(**words))


def _name(outline: Outline) -> None:
    """Give a name to notes and groups that have none, or one that is taken."""
    outline.names = set(outline.places)
    pages = {id(node) for node in outline.nodes if node.is_group}
    for node in [below for above in outline.nodes for below in above.walk()]:
        if node.said.sort in ANSWERED:
            continue
        if CODE.fullmatch(node.name) and node.name not in outline.names:
            outline.names.add(node.name)
        elif id(node) in pages:
            node.name = ""  # a page is named after its place
        else:
            node.name = free_name(outline.names, "group" if node.is_group else "note")


def free_name(taken: set[str], wanted: str) -> str:
    """The first of note1, note2 and so on that is free; it is taken from then on."""
    number = 1
    while f"{wanted}{number}" in taken:
        number += 1
    taken.add(f"{wanted}{number}")
    return f"{wanted}{number}"
