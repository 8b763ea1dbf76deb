"""A publication's content as plain text, so that two of them can be read and compared by anybody."""

import html
import json
import re
from collections.abc import Iterator
from datetime import date, datetime
from functools import cache
from typing import Any

from django.db import models
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.formats import date_format
from django.utils.html import strip_tags
from wagtail.fields import RichTextField
from wagtail.fields import StreamField as AnyStreamField

from base.timewords import time_words
from engagement.consultations.models import ConsultationPage, Subject

LEFT_OUT = frozenset({"page_ptr", "plate", "import_digest"})
"""What is no word of the page."""
LINE_END = re.compile(r"</(?:p|li|h[1-6]|blockquote|tr)>|<br\s*/?>")


def fields_of(content: dict[str, Any]) -> dict[str, str]:
    """What a publication said, by the name of its field and in the order of the editor; what was empty is left out.

    Only what people could read: revisions also hold notes between colleagues, and they are not looked at.
    """
    found = {"title": str(content.get("title") or "")}
    for field in shown_fields():
        found[field.name] = _text(field, content.get(field.name))
    found["page_activities"] = "\n".join(_mentions(content))
    return {name: text for name, text in found.items() if text}


@cache
def shown_fields() -> tuple[Any, ...]:
    """The fields of a consultation in the order in which people read them: the text after question and reasons."""
    fields = [field for field in ConsultationPage._meta.local_fields if field.name not in LEFT_OUT]
    names = [field.name for field in fields]
    text = fields.pop(names.index("body"))
    fields.insert(names.index("why"), text)
    return tuple(fields)


def plain_text(fields: dict[str, str]) -> str:
    """The same as one text, a field below the other."""
    return "".join(f"{label_of(name)}\n{'-' * len(label_of(name))}\n{text}\n\n" for name, text in fields.items())


@cache
def label_of(name: str) -> str:
    """What editors call a field."""
    if name == "page_activities":
        return "ACTIVITIES UNDER THE PAGE"
    return str(ConsultationPage._meta.get_field(name).verbose_name).upper()


def blocks_in(content: dict[str, Any], name: str) -> list[dict[str, Any]]:
    """The blocks of a StreamField as a revision keeps them: JSON in a text."""
    raw = content.get(name) or "[]"
    found = json.loads(raw) if isinstance(raw, str) else raw
    return [block for block in found if isinstance(block, dict)]


def moment_in(content: dict[str, Any], name: str) -> datetime | None:
    """A moment of a publication."""
    value = content.get(name)
    return parse_datetime(value) if isinstance(value, str) else value


def moment_text(moment: datetime | None) -> str:
    """A moment in the site's time zone, ISO 8601 with its offset; "" for none."""
    return timezone.localtime(moment).isoformat(timespec="minutes") if moment else ""


def day_words(day: date) -> str:
    """A day with its year: without it the words would change at New Year."""
    return date_format(day, "l j F Y")


def moment_words(moment: datetime) -> str:
    """The same with the time of day."""
    return f"{day_words(timezone.localdate(moment))}, {time_words(moment)}"


def text_of_html(value: str) -> str:
    """Paragraphs and list items as lines, everything else of HTML gone."""
    lines = html.unescape(strip_tags(LINE_END.sub("\n", value))).splitlines()
    return "\n".join(line for line in (" ".join(line.split()) for line in lines) if line)


def _text(field: Any, value: Any) -> str:
    match field:
        case AnyStreamField():
            return "\n".join(_lines_of_blocks(value))
        case RichTextField():
            return text_of_html(value or "")
        case models.DateTimeField():
            return moment_text(parse_datetime(value) if value else None)
        case models.ForeignKey():
            return _name_of_subject(value) if value else ""
    return str(value or "").replace("\r\n", "\n").strip()


def _name_of_subject(key: Any) -> str:
    subject = Subject.objects.filter(pk=key).first()
    return subject.name if subject else f"no. {key}"


def _lines_of_blocks(raw: Any) -> Iterator[str]:
    for block in json.loads(raw or "[]") if isinstance(raw, str) else raw or []:
        if isinstance(block, dict):
            yield from _lines(block.get("value"), str(block.get("type", "")))


def _lines(value: Any, label: str) -> Iterator[str]:
    if isinstance(value, dict):
        # By name, because the order in which an editor's browser sends them is no change.
        for name, inner in sorted(value.items()):
            yield from _lines(inner, f"{label} {name}")
    elif isinstance(value, list):
        for inner in value:
            is_block = isinstance(inner, dict) and "value" in inner and "type" in inner
            yield from _lines(inner["value"] if is_block else inner, label)
    elif value not in (None, "") and not isinstance(value, bool):
        yield f"{label}: {text_of_html(str(value))}"


def _mentions(content: dict[str, Any]) -> Iterator[str]:
    for row in content.get("page_activities") or []:
        words = ": ".join(filter(None, (row.get("heading"), row.get("intro"))))
        yield f"activity no. {row.get('activity')}{f' - {words}' if words else ''}"
