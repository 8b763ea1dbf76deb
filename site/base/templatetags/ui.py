"""What templates of the theme use: icons, pictures, words for dates and files, and typographic care.

Components are templates in `site/templates/components/`; include them with named variables.
"""

import re
import zlib
from datetime import date, datetime
from functools import cache, lru_cache
from pathlib import PurePath
from typing import Any

from django import template
from django.conf import settings
from django.template.defaultfilters import stringfilter
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language_info, pgettext
from django.utils.translation import gettext as _

from base import timewords
from base.art import PLATES, hill
from base.art.icons import ICONS, MIRRORED
from base.pure import pure_component

register = template.Library()

DRAWING = '<svg{} viewBox="{}" preserveAspectRatio="{}" aria-hidden="true" focusable="false"><use href="{}#{}"/></svg>'
TINTS = ("", "fm-face--b", "fm-face--c", "fm-face--d", "fm-face--e")
SHORT_WORD = re.compile(r"(?<![^\s(“‘\"'>])(\w{1,2}) (?=[^\s<])(\S+)")
TAG_OR_TEXT = re.compile(r"(<[^<>]*>)")


# Pictures


@register.simple_tag
@cache
def icon(name: str, classes: str = "") -> SafeString:
    """One icon of the sprite, hidden from screen readers: it always stands beside a word.

    Raises:
        KeyError: there is no such icon.
    """
    if name not in ICONS:
        raise KeyError(name)
    classes = " ".join(filter(None, ("fm-i", "fm-i--dir" if name in MIRRORED else "", classes)))
    return drawing("icons.svg", f"i-{name}", "0 0 24 24", classes)


@cache
def drawing(sheet: str, name: str, box: str, classes: str = "", ratio: str = "xMidYMid meet") -> SafeString:
    """A picture of one of the sprite files, by reference."""
    css = format_html(' class="{}"', classes) if classes else ""
    return format_html(DRAWING, css, box, ratio, static(f"img/{sheet}"), name)


@register.simple_tag
def plate(name: str, size: str = "plate", classes: str = "fm-card__plate") -> SafeString:
    """The illustration of a subject; an unknown or empty name gives the ring of people.

    `size` is "plate" (480 by 180) or "wide" (480 by 340, for the leading card).
    """
    name = name if name in PLATES else PLATES[0]
    box = "0 0 480 340" if size == "wide" else "0 0 480 180"
    return drawing("plates.svg", f"{name}-{size}", box, classes, "xMidYMid slice")


@register.simple_tag
def contours(seed: Any = 1) -> SafeString:
    """The hill behind a page's hero; `seed` is the page's id, so that each place has its own."""
    number = seed if isinstance(seed, int) else zlib.crc32(str(seed).encode())
    return format_html(
        '<svg class="fm-hero__art" viewBox="0 0 900 420" preserveAspectRatio="xMaxYMid slice" aria-hidden="true" '
        'focusable="false"><path d="{}" fill="none" stroke="currentColor" stroke-width="1.75"/></svg>',
        hill(number),
    )


SCENES = {
    "home": ("plates.svg", "0 0 900 660", "fm-hero__art", "xMaxYMid slice"),
    "empty": ("icons.svg", "0 0 160 160", "", "xMidYMid meet"),
    "lost": ("icons.svg", "0 0 320 300", "fm-lost", "xMidYMid meet"),
    "mark": ("icons.svg", "0 0 48 48", "", "xMidYMid meet"),
    "foot": ("icons.svg", "0 0 500 300", "fm-footer__art", "xMidYMid meet"),
}


@register.simple_tag
def scene(name: str) -> SafeString:
    """A picture that stands alone: home, empty, lost, mark, foot."""
    sheet, box, classes, ratio = SCENES[name]
    return drawing(sheet, name, box, classes, ratio)


# Words


@register.filter(is_safe=True)
@stringfilter
def bind_short_words(text: str) -> str:
    """Bind a word of one or two letters to the next with a no-break space. Leaves tags of safe HTML alone."""
    return mark_safe(_bound(text)) if isinstance(text, SafeString) else _bound(text)


@lru_cache(maxsize=1000)
def _bound(text: str) -> str:
    """Kept for the texts that every page repeats; never a `SafeString`, for which a plain text is the same key."""
    parts = TAG_OR_TEXT.split(text)
    parts[::2] = [SHORT_WORD.sub("\\1\u00a0\\2", part) for part in parts[::2]]
    return "".join(["", *parts])


@register.filter
def initial(name: Any) -> str:
    """The first letter of a name, for its disc."""
    return next((letter.upper() for letter in str(name) if letter.isalnum()), "?")


@register.filter
def initial_tint(name: Any) -> str:
    """The class that tints a name's disc; the same name has the same tint everywhere."""
    return TINTS[zlib.crc32(str(name).strip().casefold().encode()) % len(TINTS)]


@register.filter
def when(value: date | datetime | None, style: str = "") -> str:
    """A moment or a day in words: "Sunday 21 March, 11:59pm".

    `style`: "" a moment with its time (a plain date without one), "day" only the day, "short" the day without weekday,
    "end" a closing time (midnight is said as 11:59pm of the day before), "time" the time alone.
    """
    if value is None or value == "":
        return ""
    if style == "short":
        return timewords.day_words(value, weekday=False)
    if style == "day" or not isinstance(value, datetime):
        return timewords.day_words(value)
    if style == "time":
        return timewords.time_words(value)
    return timewords.moment_words(timewords.last_moment(value) if style == "end" else value)


@register.filter
def time_left(closes_at: datetime | None) -> str:
    """ "19 days left", "Closes tomorrow, 5pm", "Closed"; nothing without an end."""
    return timewords.time_left_words(closes_at) if closes_at else ""


@register.filter
def ago(moment: datetime | None) -> str:
    """When it was said: "2 hours ago", "yesterday at 7:40pm", "Sunday", "8 February"."""
    return timewords.ago_words(moment) if moment else ""


@register.simple_tag
def moment(value: date | datetime | None, style: str = "") -> SafeString | str:
    """The words of `when` (or, with style "ago", of `ago`) in a `<time>` element."""
    if not value:
        return ""
    words = ago(value) if style == "ago" and isinstance(value, datetime) else when(value, style)
    return format_html('<time datetime="{}">{}</time>', value.isoformat(), words)


# Files


FILE_TYPES = {
    "csv": lambda: _("Spreadsheet (CSV)"),
    "doc docx odt rtf": lambda: _("Text document"),
    "ods xls xlsx": lambda: _("Spreadsheet"),
    "odp ppt pptx": lambda: _("Slides"),
    "pdf": lambda: "PDF",
    "txt": lambda: _("Plain text"),
    "zip": lambda: _("ZIP archive"),
}


@register.filter
def file_type(name: str) -> str:
    """What a person calls a file of this name: "PDF", "Spreadsheet", "Text document"."""
    extension = PurePath(str(name)).suffix.lower().lstrip(".")
    return next((words() for group, words in FILE_TYPES.items() if extension in group.split()), extension.upper())


@register.filter
def file_size(size: int | None) -> str:
    """A size in bytes as people read it: "40 KB", "1.2 MB"."""
    if not size:
        return ""
    if size < 1_000_000:
        return pgettext("file size", "%(number)s KB") % {"number": max(1, round(size / 1000))}
    number = f"{size / 1_000_000:.1f}".removesuffix(".0")
    return pgettext("file size", "%(number)s MB") % {"number": number}


# Components whose variables are at hand as a dict, and those that take content between their tags


@register.simple_tag
def component(name: str, variables: dict[str, Any], **more: Any) -> SafeString:
    """A component with the variables of a dict and nothing else of the page.

    The same as `include … with a=line.a b=line.b … only`, which takes longer to find its variables than to show them.
    """
    return pure_component(name, {**variables, **more} if more else variables)


@register.simple_block_tag
def panel(content: str, title: str = "", kind: str = "", level: str = "2") -> str:
    """A quiet panel around content; `kind` may be "tint"."""
    return render_to_string("components/panel.html", {"title": title, "kind": kind, "level": level, "content": content})


@register.simple_block_tag
def table(content: str, caption: str = "") -> str:
    """A table that scrolls sideways by itself when it is wider than the page."""
    return render_to_string("components/table.html", {"caption": caption, "content": content})


# Small things


@register.simple_tag
def site_name() -> str:
    """The installation's name, for pages that must not ask the database."""
    return settings.WAGTAIL_SITE_NAME


@register.filter
def direction(language: str) -> str:
    """The direction of a language's script, "rtl" or "ltr"."""
    try:
        return "rtl" if get_language_info(language)["bidi"] else "ltr"
    except KeyError:
        return "ltr"


@register.filter
def in_its_language(text: Any, language: str) -> SafeString:
    """A text as HTML that says which language it is in; where none is given, it is that of the page."""
    if not language:
        return format_html("{}", text)
    return format_html('<span lang="{}" dir="{}">{}</span>', language, direction(language), text)
