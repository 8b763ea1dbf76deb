"""The documents that people could read, as files with their digests where they are still there."""

import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from wagtail.documents import get_document_model
from wagtail.models import CollectionViewRestriction

from engagement.consultations.evidence.archive import Archive
from engagement.consultations.evidence.texts import blocks_in, moment_text

if TYPE_CHECKING:
    from engagement.consultations.evidence.publications import Survey

PIECE = 64 * 1024
LISTS = ("body", "documents", "answer_papers")
"""Fields in which an editor lists documents."""
HEADINGS = ("number", "title", "file", "bytes", "sha256", "available_from", "pages", "what_is_here")


@dataclass(frozen=True)
class Mention:
    """A document that a publication lists: by its number in the library, or by its address elsewhere."""

    number: int | None
    title: str
    address: str = ""


@dataclass
class Listed:
    """A document with when and in which languages people first could find it."""

    mention: Mention
    since: datetime
    pages: list[str]
    file_name: str = ""
    """Its name in the pack, "" where its file is not in it."""
    title: str = ""
    size: int = 0
    sha256: str = ""
    what: str = "an address elsewhere, not copied"


def mentions_in(content: dict[str, Any]) -> Iterator[Mention]:
    """Every document that a publication lists."""
    for name in LISTS:
        for block in blocks_in(content, name):
            yield from _mentions(block)


def _mentions(node: Any) -> Iterator[Mention]:
    if isinstance(node, list):
        for inner in node:
            yield from _mentions(inner)
        return
    if not isinstance(node, dict):
        return
    if node.get("type") == "web_page" and isinstance(node.get("value"), dict):
        yield _linked(node["value"])
    elif isinstance(node.get("document"), int):
        yield Mention(node["document"], str(node.get("title") or ""))
    else:
        for inner in node.values():
            yield from _mentions(inner)


def _linked(value: dict[str, Any]) -> Mention:
    """What a row leads to: a document of ours, one of our pages, or an address elsewhere (`base.blocks.LinkBlock`)."""
    link, title = value.get("link") or {}, str(value.get("title") or "")
    if isinstance(link.get("document"), int):
        return Mention(link["document"], title)
    return Mention(None, title, f"page no. {link['page']}" if link.get("page") else str(link.get("address") or ""))


def listed_in(found: "Survey") -> list[Listed]:
    """Each document once, with its file as it is now. What only some may open is named and not copied."""
    listed: dict[Any, Listed] = {}
    for published, mention in sorted(found.mentions, key=lambda pair: (pair[0].at, pair[0].place.folder)):
        key = mention.number if mention.number is not None else (mention.title, mention.address)
        one = listed.setdefault(key, Listed(mention, published.at, []))
        if published.place.folder not in one.pages:
            one.pages.append(published.place.folder)
    for one in listed.values():
        if one.mention.number is not None:
            _look_at_file(one)
    return sorted(listed.values(), key=_order)


def _order(one: Listed) -> tuple[Any, ...]:
    return (one.mention.number is None, one.mention.number or 0, one.mention.title, one.mention.address)


def _look_at_file(one: Listed) -> None:
    document = get_document_model().objects.filter(pk=one.mention.number).select_related("collection").first()
    if document is None:
        one.what = "missing: it is no longer in the library"
        return
    one.title = document.title
    if CollectionViewRestriction.objects.filter(collection__in=document.collection.get_ancestors(inclusive=True)):
        one.what = "not copied: only some people may open it"
        return
    try:
        digest = hashlib.sha256()
        for piece in pieces_of(document):
            digest.update(piece)
            one.size += len(piece)
    except FileNotFoundError:
        one.size, one.what = 0, "missing: its file is gone"
        return
    one.sha256 = digest.hexdigest()
    one.file_name = f"documents/{one.mention.number:08}-{_safe(document.filename)}"
    one.what = "the file as it is in the library now"


def pieces_of(document: Any) -> Iterator[bytes]:
    """The bytes of a document's file, piece by piece.

    Raises:
        FileNotFoundError: it is gone.
    """
    with document.file.storage.open(document.file.name, "rb") as file:
        while piece := file.read(PIECE):
            yield piece


def add_documents(archive: Archive, listed: list[Listed]) -> None:
    """Write `documents.csv`, then the files."""
    archive.add_table("documents.csv", HEADINGS, map(_row, listed))
    for one in listed:
        if one.file_name:
            archive.add(one.file_name, pieces_of(get_document_model().objects.get(pk=one.mention.number)))


def _row(one: Listed) -> tuple[Any, ...]:
    title = one.mention.title or one.title
    file = one.file_name or one.mention.address
    return (
        *(one.mention.number or "", title, file, one.size or "", one.sha256),
        *(moment_text(one.since), " ".join(one.pages), one.what),
    )


def _safe(name: str) -> str:
    """A file name that every system can write."""
    return re.sub(r"[^A-Za-z0-9._-]+", "-", name).strip(".-") or "document"
