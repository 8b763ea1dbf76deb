"""Raw bodies for the tests of blocks, as they stand in the database."""

from typing import Any

from wagtail.blocks import StreamValue

from base.blocks import BodyBlocks

RAW: dict[str, Any] = {
    "heading": {"text": "What can still change", "level": "2", "anchor": "what"},
    "text": "<p>About <b>4,100</b> vehicles.</p>",
    "key_facts": {
        "title": "",
        "facts": [{"type": "item", "id": "f1", "value": {"label": "Who", "value": "Streets", "note": "22 April"}}],
    },
    "quote": {"text": "I could let them walk.", "name": "Nadia", "role": "Ferrygate"},
    "notice": {"title": "The drop-in has moved", "text": "<p>To the Old Corn Hall.</p>"},
    "call_to_action": {
        "title": "Not sure?",
        "text": "Answer four questions.",
        "button": "Start",
        "link": {"page": None, "document": None, "address": "https://example.org/start"},
    },
    "contact": {
        "title": "",
        "name": "Streets team",
        "text": "Weekdays.",
        "phone": "01632 960 147",
        "email": "streets@example.org",
    },
    "image": {
        "picture": {"image": None, "alt_text": "A plan", "decorative": False},
        "caption": "Layout B",
        "credit": "Streets team",
    },
    "video": {
        "title": "A walk",
        "address": "https://www.youtube.com/watch?v=dQw4w9WgXcQ",
        "duration": "4 minutes",
        "poster": None,
        "transcript": {"page": None, "document": None, "address": "https://example.org/words"},
    },
    "documents": {"title": "", "documents": [{"type": "item", "id": "d1", "value": {"document": None, "title": ""}}]},
    "table": {
        "table": {
            "caption": "Vehicles",
            "columns": [{"type": "text", "heading": "Hour"}, {"type": "number", "heading": "Passing"}],
            "rows": [{"values": ["8am", "1612.5"]}, {"values": ["9am", None]}],
        },
        "row_headings": True,
        "source": "Count of October",
    },
    "address": {
        "name": "Old Corn Hall",
        "address": "Market Street\nWX1",
        "directions": "<p>Bus 14.</p>",
        "latitude": "51.5",
        "longitude": "-0.125",
    },
    "steps": {
        "title": "",
        "steps": [
            {
                "type": "item",
                "id": "s1",
                "value": {"title": "Plans", "starts_on": "2026-01-05", "ends_on": None, "when": ""},
            },
            {
                "type": "item",
                "id": "s2",
                "value": {"title": "Open", "starts_on": None, "ends_on": None, "when": "In spring"},
            },
        ],
    },
    "details": {"summary": "For somebody else?", "text": "<p>Yes.</p>"},
}
"""One of each block; the picture and the document are gone from the library."""


def body(*blocks: tuple[str, Any]) -> StreamValue:
    """A body from `(name, raw value)` pairs, with ids b0, b1 and so on."""
    raw = [{"type": name, "value": value, "id": f"b{i}"} for i, (name, value) in enumerate(blocks)]
    return BodyBlocks().to_python(raw)


def render(*blocks: tuple[str, Any], **context: Any) -> str:
    """The body as a page shows it."""
    return body(*blocks).render_as_block(context)
