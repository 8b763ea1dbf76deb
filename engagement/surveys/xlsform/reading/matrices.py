"""Tables of questions with the same answers, as XLSForm has them in two ways.

A group with the appearance `table-list` is one; so are a select with the appearance `label`, which shows the answers
as headings, and those with `list-nolabel` below it (https://xlsform.org/en/#multiple-choice).
"""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from engagement.surveys.definition import Matrix
from engagement.surveys.definition import Row as Line
from engagement.surveys.enums import Kind
from engagement.surveys.kinds import KINDS
from engagement.surveys.xlsform.ids import id_of
from engagement.surveys.xlsform.reading.nodes import Node
from engagement.surveys.xlsform.reading.questions import Lists, QuestionReader
from engagement.surveys.xlsform.reading.state import Reading

TABLES = TABLE, LABELS, NO_LABELS = "table-list", "label", "list-nolabel"


def is_table(node: Node) -> bool:
    """Whether a group is to be shown as a table."""
    return TABLE in _looks(node)


def table_at(nodes: Sequence[Node]) -> Sequence[Node]:
    """The rows of a table that begins here, the one with the headings first; none where none does."""
    first = nodes[0]
    if first.said.kind != Kind.CHOICE or first.said.has_other or LABELS not in _looks(first):
        return ()
    lines = []
    for node in nodes[1:]:
        if NO_LABELS not in _looks(node) or node.said != first.said:
            break
        lines.append(node)
    return [first, *lines] if lines else ()


@dataclass
class MatrixReader:
    """Makes a matrix of rows."""

    reading: Reading
    lists: Lists

    def fits(self, node: Node) -> bool:
        """Whether a group can be a matrix; where it cannot, its questions are asked one by one, and why is said."""
        readers = [self._reader(below) for below in node.below]
        if not node.below or any(below.said.kind != Kind.CHOICE for below in node.below):
            sentence = _("Only questions of the type select_one can stand in a table. These are asked one by one.")
        elif len({below.said.list_name for below in node.below}) > 1 or any(
            below.said.has_other for below in node.below
        ):
            sentence = _("In a table all questions have the same list and no “other”. These are asked one by one.")
        elif len({reader.is_required for reader in readers}) > 1:
            sentence = _("In a table all questions need an answer, or none does. These are asked one by one.")
        elif any(below.row.cells.get("choice_filter") for below in node.below):
            sentence = _("Answers in a table cannot be filtered. These are asked one by one.")
        else:
            return True
        self.reading.notice(node.row, "appearance", sentence)
        return False

    def of_group(self, node: Node) -> Matrix:
        """The matrix that a group is."""
        return self._matrix(node, node.below)

    def below_labels(self, nodes: Sequence[Node]) -> Matrix:
        """The matrix of the rows below one that shows the answers."""
        first, *lines = nodes
        return self._matrix(first, lines)

    def _matrix(self, head: Node, nodes: Sequence[Node]) -> Matrix:
        reading = self.reading
        part = id_of("matrix", head.name)
        label = reading.words(head.row, "label", part, "label")
        hint = reading.words(head.row, "hint", part, "hint")
        show_if = reading.condition(head.row, "relevant")
        _leave_looks(head)
        readers = [self._reader(node) for node in nodes]
        required = [reader.is_required for reader in readers]
        offer = readers[0].offer(other=False)
        rows = tuple(self._line(node, reader) for node, reader in zip(nodes, readers, strict=True))
        reading.extras["names"][part] = head.name
        reading.keep(head.row, head.name)
        return Matrix(
            id=part,
            label=label,
            hint=hint,
            show_if=show_if,
            is_required=all(required),
            options=offer.options,
            rows=rows,
        )

    def _line(self, node: Node, reader: QuestionReader) -> Line:
        part = id_of("question", reader.code)
        _leave_looks(node)
        show_if = self.reading.condition(node.row, "relevant")
        label = reader.label(part)
        self.reading.types[reader.code] = KINDS[Kind.CHOICE].value_type
        reader.keep()
        return Line(id=part, code=reader.code, label=label, show_if=show_if)

    def _reader(self, node: Node) -> QuestionReader:
        return QuestionReader(self.reading, self.lists, node.row, node.said, node.name)


def _leave_looks(node: Node) -> None:
    """Keep the words of an appearance that do not say that it is a table."""
    words = node.row.text("appearance").split()
    node.row.leave("appearance", " ".join(word for word in words if word not in TABLES))


def _looks(node: Node) -> list[str]:
    return node.row.cells.get("appearance", "").split()
