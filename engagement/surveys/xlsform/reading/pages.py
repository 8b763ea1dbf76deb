"""Pages, out of the groups that stand on their own and of what stands between them."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import groupby

from django.utils.translation import gettext as _

from engagement.surveys.definition import Page
from engagement.surveys.xlsform.ids import id_of
from engagement.surveys.xlsform.owned import CODE
from engagement.surveys.xlsform.reading.items import ItemReader
from engagement.surveys.xlsform.reading.matrices import is_table
from engagement.surveys.xlsform.reading.nodes import Node, Outline
from engagement.surveys.xlsform.reading.state import Reading

PAGE_CODE = re.compile(r"[\w.-]{1,64}")


@dataclass
class PageReader:
    """Makes the pages of a form; `codes` are those of the pages that are made already."""

    reading: Reading
    items: ItemReader
    outline: Outline
    codes: set[str] = field(default_factory=set)

    def pages(self) -> tuple[Page, ...]:
        """All of them. What stands between two groups is a page, and so is each group that is no table."""
        made: list[Page] = []
        for is_page, nodes in groupby(self.outline.nodes, self._is_page):
            for page in self._groups(list(nodes), made) if is_page else self._loose(list(nodes), made):
                made.append(page)
                self.codes.add(page.code)
        return tuple(made)

    def _is_page(self, node: Node) -> bool:
        return node.is_group and not (is_table(node) and self.items.fits_table(node))

    def _loose(self, nodes: list[Node], made: list[Page]) -> Iterator[Page]:
        code = self._code_by_place(made)
        if items := tuple(self.items.items(nodes)):
            yield Page(id=id_of("page", code), code=code, items=items)

    def _groups(self, nodes: list[Node], made: list[Page]) -> Iterator[Page]:
        for node in nodes:
            code = self._code(node, made)
            part = id_of("page", code)
            title = self.reading.words(node.row, "label", part, "title")
            show_if = self.reading.condition(node.row, "relevant")
            intro = self.items.intro(node.below, part)
            items = tuple(self.items.items(node.below))
            self._keep(node, code)
            if items or intro:
                yield Page(id=part, code=code, title=title, intro=intro, show_if=show_if, items=items)
            else:
                self.reading.notice(node.row, "type", _("There is nothing in this group. It is left out."))

    def _keep(self, node: Node, code: str) -> None:
        node.row.leave("appearance", node.row.text("appearance"))
        self.reading.keep(node.row, node.name or code)
        self.reading.extras["names"][id_of("page", code)] = node.name or code

    def _code(self, node: Node, made: list[Page]) -> str:
        """Our own column counts before the name, which has fewer characters to choose from."""
        own = node.row.text(CODE)
        if own and PAGE_CODE.fullmatch(own) and own not in self.codes:
            return own
        return node.name or self._code_by_place(made)

    def _code_by_place(self, made: list[Page]) -> str:
        number = len(made) + 1
        while f"page{number}" in self.outline.names or f"page{number}" in self.codes:
            number += 1
        return f"page{number}"
