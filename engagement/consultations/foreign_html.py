"""HTML from elsewhere as our blocks: what an editor could have written, and nothing else."""

import uuid
from collections.abc import Iterator
from urllib.parse import urljoin, urlsplit

import nh3
from bs4 import BeautifulSoup, Tag

TAGS = {"p", "ul", "ol", "li", "a", "b", "br", "h2", "h3", "h4"}
PARAGRAPHS = {"p", "ul", "ol"}
HEADINGS = {"h2": 2, "h3": 3, "h4": 4}
SAME_AS = {"strong": "b", "h1": "h2", "h5": "h4", "h6": "h4", "blockquote": "p", "dt": "p", "dd": "p"}
SCHEMES = {"http", "https", "mailto"}


def cleaned(html: str, base: str) -> str:
    """Paragraphs, lists, bold words, headings and links that lead somewhere; the words of all else.

    Args:
        base: the address that links without a host are relative to.
    """
    soup = BeautifulSoup(html, "html.parser")
    for link in soup.find_all("a", href=True):
        if address := absolute(str(link["href"]), base):
            link["href"] = address
        else:
            link.unwrap()
    for row in soup.find_all("tr"):
        cells = (" ".join(cell.get_text(" ").split()) for cell in row.find_all(["th", "td"]))
        row.replace_with(_paragraph(soup, ", ".join(filter(None, cells))))
    for name, ours in SAME_AS.items():
        for found in soup.find_all(name):
            found.name = ours
    return nh3.clean(str(soup), tags=TAGS, attributes={"a": {"href"}}, url_schemes=SCHEMES, link_rel=None)


def _paragraph(soup: BeautifulSoup, words: str) -> Tag:
    paragraph = soup.new_tag("p")
    paragraph.string = words
    return paragraph


def absolute(address: str, base: str) -> str:
    """An address as it is from outside, "" when it is none that a page may lead to."""
    if not address.strip():
        return ""
    try:
        found = urljoin(base, address.strip())
        parts = urlsplit(found)
    except ValueError:
        return ""
    return found if parts.scheme in SCHEMES and (parts.netloc or parts.scheme == "mailto") else ""


def prose(html: str, base: str) -> str:
    """The same as running text: headings are paragraphs in bold."""
    return "".join(f"<p><b>{words}</b></p>" if level else words for level, words in _parts(html, base))


def blocks_of(html: str, base: str, key: str) -> list[dict[str, object]]:
    """The same as blocks of a body, with ids that are the same each time.

    Args:
        key: what the ids are made from.
    """
    made: list[tuple[str, object]] = []
    last = 1
    for level, words in _parts(html, base):
        if level:
            last = min(level, last + 1)
            made.append(("heading", {"text": _plain(words)[:200], "level": str(last), "anchor": ""}))
        elif made and made[-1][0] == "text":
            made[-1] = ("text", f"{made[-1][1]}{words}")
        else:
            made.append(("text", words))
    return stream(key, *made)


def stream(key: str, *blocks: tuple[str, object]) -> list[dict[str, object]]:
    """Blocks as the database keeps them, with ids that are the same each time."""
    return [
        {"type": kind, "id": str(uuid.uuid5(uuid.NAMESPACE_URL, f"{key}/{number}")), "value": value}
        for number, (kind, value) in enumerate(blocks)
    ]


def plain(html: str) -> str:
    """The words alone, a line for each paragraph."""
    return "\n".join(_plain(words) for _level, words in _parts(html, "https://example.org/"))


def _plain(html: str) -> str:
    return " ".join(BeautifulSoup(html, "html.parser").get_text(" ").split())


def _parts(html: str, base: str) -> Iterator[tuple[int, str]]:
    """Headings with their level and the rest with 0, in order; nothing that is empty."""
    loose = ""
    for child in BeautifulSoup(cleaned(html, base), "html.parser").contents:
        name = child.name if isinstance(child, Tag) else ""
        if name not in PARAGRAPHS and name not in HEADINGS:
            loose += str(child)
            continue
        if _plain(loose):
            yield 0, f"<p>{loose.strip()}</p>"
        loose = ""
        if isinstance(child, Tag) and _plain(str(child)):
            yield HEADINGS.get(name, 0), child.decode_contents() if name in HEADINGS else str(child)
    if _plain(loose):
        yield 0, f"<p>{loose.strip()}</p>"
