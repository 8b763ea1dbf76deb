"""Gives every block of a survey its id, and a short name to those that have none."""

import re
import unicodedata
import uuid
from collections.abc import Iterator
from typing import Any

from wagtail.blocks.list_block import ListValue
from wagtail.blocks.stream_block import StreamValue

MADE_LENGTH = 30
LISTS = ("options", "rows")
OTHER_END = "_other"


def give_codes(pages: StreamValue) -> None:
    """Fill in what is missing, in place. What is there stays: answers are kept under it.

    Made of the words of the label, so that a condition can be read; two that would be the same get a number.
    """
    every = list(_children(pages))
    taken = {child.value["code"].casefold() for child in every if child.value.get("code")}
    for child in every:
        child.id = child.id or str(uuid.uuid4())
        if "code" in child.value and not child.value["code"]:
            child.value["code"] = _free(_made_of(child), taken)
        if "options" in child.value:
            _give_options_codes(child.value["options"])


def _children(stream: StreamValue) -> Iterator[Any]:
    """Pages, items and rows, each before those within it. Options are named within their question."""
    for child in stream:
        yield child
        if "rows" in child.value:
            yield from child.value["rows"].bound_blocks
        if "items" in child.value:
            yield from _children(child.value["items"])


def _give_options_codes(options: ListValue) -> None:
    taken = {one.value["code"].casefold() for one in options.bound_blocks if one.value["code"]}
    for one in options.bound_blocks:
        one.id = one.id or str(uuid.uuid4())
        one.value["code"] = one.value["code"] or _free(_words(one.value["label"] or "") or "option", taken)


def _made_of(child: Any) -> str:
    value = child.value
    return _words(value.get("label") or value.get("title") or "") or getattr(child, "block_type", "") or "line"


def _words(text: str) -> str:
    """Words as a code: `How old are you?` is `how_old_are_you`. "" of a script that has no Latin letters."""
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    made = re.sub(r"[^a-z0-9]+", "_", plain).strip("_")
    made = made[:MADE_LENGTH].rsplit("_", 1)[0] if len(made) > MADE_LENGTH and "_" in made[:MADE_LENGTH] else made
    made = made[:MADE_LENGTH]
    return f"n{made}" if made[:1].isdigit() else made


def _free(wanted: str, taken: set[str]) -> str:
    """The code, with a number where it is taken, and noted as taken itself."""
    number, code = 1, wanted
    while code in taken or code.endswith(OTHER_END):
        number += 1
        code = f"{wanted}_{number}"
    taken.add(code)
    return code
