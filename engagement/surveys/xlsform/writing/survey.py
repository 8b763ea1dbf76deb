"""The sheet `survey`."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from engagement.surveys.definition import (
    Calculation,
    Definition,
    Group,
    Item,
    Matrix,
    Note,
    Page,
    Picture,
    Question,
)
from engagement.surveys.definition.texts import TEXT_FIELDS
from engagement.surveys.enums import Kind
from engagement.surveys.xlsform.owned import CODE, KIND, PICTURE_FIELDS, YES, Texts, cells_of
from engagement.surveys.xlsform.reading.items import INTRO, PICTURE
from engagement.surveys.xlsform.reading.matrices import TABLE
from engagement.surveys.xlsform.saying import ITS_OWN, in_languages, own_cells, text_cells
from engagement.surveys.xlsform.wording import PLAIN, RICH, Wording
from engagement.surveys.xlsform.writing.lists import Asker, ListWriter
from engagement.surveys.xlsform.writing.questions import QuestionWriter
from engagement.surveys.xlsform.writing.workbook import Cells

FIELD_LIST = "field-list"
END: Cells = {"type": "end group"}


def askers_in(items: Sequence[Item]) -> Iterator[Asker]:
    """What asks for answers from lists, in order."""
    for item in items:
        if isinstance(item, Group):
            yield from askers_in(item.items)
        elif isinstance(item, Matrix) and item.rows:
            yield Asker(item.rows[0].code, item.options, is_matrix=True)
        elif isinstance(item, Question) and (item.options or item.kind == Kind.YES_NO):
            yield Asker(item.code, item.options, is_yes_no=item.kind == Kind.YES_NO)


@dataclass
class SurveyWriter:
    """Writes pages and what stands on them.

    Attributes:
        texts: in other languages.
        headings: what follows a column in each language.
        names: of what has no code, by ids.
        came: the names that parts came in with; pages that did not are shown at once by other tools as well.
        before: what came in and means nothing here, by the names of rows.
    """

    definition: Definition
    lists: ListWriter
    texts: Texts
    headings: Mapping[str, str]
    names: Mapping[str, str]
    came: Mapping[str, str]
    before: Mapping[str, Cells]

    def rows(self) -> list[Cells]:
        """The rows of all pages."""
        rows: list[Cells] = []
        was_loose = False
        for place, page in enumerate(self.definition.pages, 1):
            was_loose = not was_loose and self._is_loose(page, place)
            rows.extend(self._items(page.items) if was_loose else self._page(page))
        return rows

    def _is_loose(self, page: Page, place: int) -> bool:
        """Whether nothing is lost when its items stand between groups, as they may have come in."""
        is_bare = page.code == f"page{place}" and not any((page.title, page.intro, page.show_if))
        is_free = self.names[page.id] == page.code and page.code not in self.before
        return is_bare and is_free and bool(page.items) and not any(isinstance(item, Group) for item in page.items)

    def _page(self, page: Page) -> Iterator[Cells]:
        name = self.names[page.id]
        before = self.before.get(name, {})
        code = {CODE: page.code} if page.code != name else {}
        looks = {} if page.id in self.came else {"appearance": FIELD_LIST}
        yield self._begin(page, name, "title", {**before, **code, **looks})
        yield from self._intro(page, name)
        yield from self._items(page.items)
        yield END

    def _items(self, items: Sequence[Item]) -> Iterator[Cells]:
        for item in items:
            yield from self._item(item)

    def _item(self, item: Item) -> Iterator[Cells]:
        match item:
            case Question():
                before = self.before.get(item.code, {})
                yield from QuestionWriter(item, self.lists, self.texts, self.headings, before).rows()
            case Matrix():
                yield from self._matrix(item)
            case Group():
                name = self.names[item.id]
                yield self._begin(item, name, "title", self.before.get(name, {}))
                yield from self._intro(item, name)
                yield from self._items(item.items)
                yield END
            case Note():
                yield self._named(item, "note", self._text(item, "text", "label", RICH))
            case Picture():
                yield self._picture(item)
            case Calculation():
                cells = {"type": "calculate", "name": item.code, "calculation": item.formula, "relevant": item.show_if}
                yield {**self.before.get(item.code, {}), **cells}

    def _begin(self, part: Page | Group | Matrix, name: str, title: str, cells: Cells) -> Cells:
        begun = {"type": "begin group", "name": name, "relevant": part.show_if}
        return {**cells, **begun, **self._text(part, title, "label")}

    def _intro(self, part: Page | Group, name: str) -> Iterator[Cells]:
        if texts := self._text(part, "intro", "label", RICH):
            yield {"type": "note", "name": f"{name}_{INTRO}", KIND: INTRO, **texts}

    def _matrix(self, matrix: Matrix) -> Iterator[Cells]:
        name = self.names[matrix.id]
        before = self.before.get(name, {})
        looks = " ".join([TABLE, *before.get("appearance", "").split()])
        begun = self._begin(matrix, name, "label", {**before, "appearance": looks})
        yield {**begun, **self._text(matrix, "hint", "hint")}
        for row in matrix.rows:
            source = self.lists.sources[matrix.rows[0].code]
            cells = {"type": f"select_one {source.name}", "name": row.code, "relevant": row.show_if}
            if matrix.is_required:
                cells["required"] = YES
            yield {**self.before.get(row.code, {}), **cells, **self._text(row, "label", "label")}
        yield END

    def _picture(self, picture: Picture) -> Cells:
        """Other tools show its words; a row without any is a fault to them."""
        cells = cells_of(picture, [name for name in PICTURE_FIELDS if name not in TEXT_FIELDS])
        for name in PICTURE_FIELDS:
            if name in TEXT_FIELDS:
                cells |= own_cells(self._in_languages(picture, name), name)
        words = PLAIN.write(picture.caption or picture.alt) or _("Picture")
        return self._named(picture, "note", {**cells, KIND: PICTURE, f"label{self.headings[ITS_OWN]}": words})

    def _named(self, part: Note | Picture, type_: str, cells: Cells) -> Cells:
        name = self.names[part.id]
        return {**self.before.get(name, {}), "type": type_, "name": name, "relevant": part.show_if, **cells}

    def _text(self, part: Any, name: str, column: str, wording: Wording = PLAIN) -> Cells:
        return text_cells(self._in_languages(part, name), column, name, self.headings, wording)

    def _in_languages(self, part: Any, name: str) -> dict[str, str]:
        return in_languages(getattr(part, name), f"{part.id}.{name}", self.texts)
