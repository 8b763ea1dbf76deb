"""How texts stand in cells: labels as plain words, rich text in the little Markdown that form tools share.

Source: https://docs.getodk.org/form-styling/. Bold words, links to the web and paragraphs are understood; everything
else that somebody writes is text, HTML above all.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from html import escape
from html.parser import HTMLParser

import nh3

from engagement.surveys.definition.piping import PIPED

ESCAPED = r"\\(?P<escaped>[*_#])"
BOLD = r"\*\*(?P<bold>[^\s*](?:[^*]|\*(?!\*))*)\*\*"
LINK = r"\[(?P<words>[^\[\]\n]{1,300})\]\((?P<address>https?://[^\s()<>\"]{1,2000})\)"
MARKED = re.compile(rf"{ESCAPED}|{BOLD}|{LINK}")
PLAINLY = re.compile(rf"\\(?P<escaped>\*)|{BOLD}")
"""Of labels, which are plain words: what stands for an asterisk, and what would be bold."""
LOOSE = re.compile(r"\$\{(?![A-Za-z_][\w.-]*\})")
PARAGRAPHS = re.compile(r"\n[ \t]*\n\s*")
BREAK = re.compile(r"[ \t]*\n")

BOLD_TAGS = re.compile(r"</?(?:b|strong)>", re.IGNORECASE)
LINK_TAG = re.compile(
    r"<a\s[^<>]{0,300}?href=\"(?P<address>https?://[^\s()<>\"]{1,2000})\"[^<>]{0,300}>(?P<words>[^<>\[\]\n]{1,300})</a>",
    re.IGNORECASE,
)

TAGS = {"p", "b", "strong", "i", "em", "a", "br", "ul", "ol", "li", "h2", "h3", "h4", "hr"}
ATTRIBUTES = {"a": {"href", "id", "linktype"}, "*": {"data-block-key"}}
"""Those of our editor; a link to a page or a document names it by `linktype` and `id`."""
SCHEMES = {"http", "https", "mailto", "tel"}


@dataclass(frozen=True)
class Wording:
    """A way in which texts stand in cells.

    Attributes:
        read: a cell as a text of a survey.
        write: a text as a cell, as near as it comes.
        clean: makes a text that stands exactly in a column of ours harmless.
    """

    read: Callable[[str], str]
    write: Callable[[str], str]
    clean: Callable[[str], str]

    def text(self, cell: str, exact: str) -> str:
        """The text of a cell. What our own column says more exactly counts while the cell still says the same, so that
        whoever corrects a word in the spreadsheet need not know of it.

        Args:
            exact: cleaned.
        """
        return exact if exact and self.write(exact) == cell else self.read(cell)

    def is_exact(self, text: str) -> bool:
        """Whether a text comes back from its cell as it was."""
        return self.text(self.write(text), "") == text


def html_of(text: str) -> str:
    """Markdown as rich text."""
    text = LINK_TAG.sub(lambda match: f"[{match['words']}]({match['address']})", text.strip())
    text = BOLD_TAGS.sub("**", text)
    return "".join(f"<p>{_paragraph(part)}</p>" for part in PARAGRAPHS.split(text) if part)


def markdown_of(html: str) -> str:
    """Rich text as Markdown, as near as it comes."""
    reader = _Reader()
    reader.feed(_clean(html))  # well-formed: Python's parser takes a time that grows with the square of loose ends
    reader.close()
    return re.sub(r"\n{3,}", "\n\n", "".join(reader.found)).strip()


def _paragraph(text: str) -> str:
    return BREAK.sub("<br/>", _inline(text.strip()))


def _inline(text: str) -> str:
    made, end = [], 0
    for match in MARKED.finditer(text):
        made.append(escape(text[end : match.start()], quote=False))
        made.append(_mark(match))
        end = match.end()
    return "".join([*made, escape(text[end:], quote=False)])


def _mark(match: re.Match[str]) -> str:
    if match["escaped"]:
        return match["escaped"]
    if match["bold"]:
        return f"<b>{_inline(match['bold'])}</b>"
    return f'<a href="{escape(match["address"])}">{_inline(match["words"])}</a>'


def _plain(text: str) -> str:
    return PLAINLY.sub(lambda match: match["escaped"] or _plain(match["bold"]), text.strip())


def _cell(text: str) -> str:
    """Words as other tools read them: what is said where somebody did not answer is ours, and what only looks like a
    question is a fault to them.
    """
    return LOOSE.sub("$ {", PIPED.sub(lambda match: f"${{{match[1]}}}", text)).strip()


def _clean(html: str) -> str:
    """Only what our editor makes, spelt as it does."""
    cleaned = nh3.clean(html, tags=TAGS, attributes=ATTRIBUTES, url_schemes=SCHEMES, link_rel=None)
    return cleaned.replace("<br>", "<br/>").replace("<hr>", "<hr/>")


class _Reader(HTMLParser):
    """Collects rich text as Markdown."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.found: list[str] = []
        self.links: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        match tag:
            case "a":
                address = dict(attrs).get("href") or ""
                self.links.append(address)
                self.found.append("[" if address else "")
            case "li":
                self.found.append("\n• ")
            case "br":
                self.found.append("\n")
            case "b" | "strong":
                self.found.append("**")
            case "p" | "ul" | "ol" | "h2" | "h3" | "h4" | "hr":
                self.found.append("\n\n")

    def handle_endtag(self, tag: str) -> None:
        match tag:
            case "a":
                address = self.links.pop() if self.links else ""
                self.found.append(f"]({address})" if address else "")
            case "b" | "strong":
                self.found.append("**")
            case "p" | "ul" | "ol" | "h2" | "h3" | "h4":
                self.found.append("\n\n")

    def handle_data(self, data: str) -> None:
        self.found.append(re.sub(r"([*_#])", r"\\\1", data) if "*" in data else data)


PLAIN = Wording(_plain, _cell, str)
RICH = Wording(html_of, lambda html: _cell(markdown_of(html)), _clean)
