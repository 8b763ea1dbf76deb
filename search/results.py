"""What was found, made ready for the page."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.contrib.humanize.templatetags.humanize import apnumber
from django.http import HttpRequest
from django.utils.formats import number_format
from django.utils.html import format_html, strip_tags
from django.utils.safestring import SafeString
from django.utils.text import capfirst
from django.utils.translation import get_language, get_language_info, ngettext
from django.utils.translation import gettext as _
from wagtail.models import Page

from base.timewords import day_words
from engagement.consultations import words
from engagement.consultations.models import ConsultationPage
from search.enums import Kind
from search.extracts import extract, highlight
from search.queries import Found
from search.rules import Query

SEAM = re.compile(r"(?<=[.!?:;…”’\"])(?:\s*,)+ ")
"""Where the index has joined two pieces of a page although the first ended like a sentence."""
GAP = re.compile(r"(?<=[^\s,.!?:;…”’\"])(?:\s*,){2,} ")
"""Where the index has joined two pieces with an empty one between them."""


@dataclass(frozen=True)
class Result:
    """One line of `components/listing.html`."""

    title: SafeString
    url: str
    meta: str = ""
    text: SafeString = SafeString("")
    state: str = ""
    status_text: str = ""
    language: str = ""
    """Of title and text, where it is not the page's."""
    text_language: str = ""
    """Of the text alone."""
    tag: str = ""
    also: str = ""
    """What a second tag beside the state says."""


def results_from(rows: Iterable[Any], query: Query, *, request: HttpRequest, now: datetime) -> list[Result]:
    """A line for each page or contribution, in their order; one query more where there are consultations."""
    rows = list(rows)
    consultations = _consultations([row for row in rows if isinstance(row, Page)])
    return [
        _page_result(row, query, request, consultations.get(row.pk), now)
        if isinstance(row, Page)
        else _said_result(row, query)
        for row in rows
    ]


def in_sentences(indexed: str) -> str:
    """What the index knows of a page, without the joints of its pieces where they can be told from commas."""
    return SEAM.sub(" ", GAP.sub(". ", indexed)).strip(" ,")


def _consultations(pages: list[Page]) -> dict[int, ConsultationPage]:
    kind = ContentType.objects.get_for_model(ConsultationPage).pk
    keys = [page.pk for page in pages if page.content_type_id == kind]
    return ConsultationPage.objects.with_standing().only("question").in_bulk(keys) if keys else {}


def _page_result(
    page: Any, query: Query, request: HttpRequest, consultation: ConsultationPage | None, now: datetime
) -> Result:
    tag = words.tag(consultation.standing, now) if consultation else None
    language = page.locale.language_code
    is_other = language != get_language()
    instead = page.search_description or (consultation.question if consultation else "")
    return Result(
        title=highlight(page.title, query.telling),
        url=page.get_url(request) or "",
        meta=str(get_language_info(language)["name_local"]) if is_other else "",
        text=extract(in_sentences(strip_tags(page.indexed or "")), query.telling, instead),
        state=tag.kind if tag else "",
        status_text=tag.words if tag else "",
        also=words.also(consultation.standing, now) if consultation else "",
        language=language if is_other else "",
    )


def _said_result(contribution: Any, query: Query) -> Result:
    shown, language = contribution.shown, contribution.language
    return Result(
        title=format_html(_("{name} in “{talk}”"), name=_isolated(shown.author), talk=_isolated(contribution.activity)),
        url=shown.url,
        meta=day_words(contribution.created_at, weekday=False),
        text=extract(" ".join(shown.words.split()), query.telling),
        text_language=language if language != get_language() else "",
        tag=_("Official answer") if shown.is_official else "",
    )


def _isolated(text: Any) -> SafeString:
    """A name or title that may be written the other way round."""
    return format_html("<bdi>{}</bdi>", text)


def tabs_for(found: Found, kind: Kind, address: Any) -> list[dict[str, Any]]:
    """The views of the search with how much each holds.

    Args:
        address: gives the address of the search for a kind.
    """
    return [
        {
            "label": _("%(name)s (%(count)s)") % {"name": each.label, "count": number_format(found.counts[each])},
            "url": address(each),
            "current": each == kind,
        }
        for each in Kind
    ]


def count_words(found: Found, query: Query, kind: Kind) -> str:
    """How many there are, as a sentence."""
    if not found.has_every_word:
        return _("Nothing has all of these words. These have some of them.")
    count = len(found)
    number = capfirst(str(apnumber(count))) if count < 10 else number_format(count, force_grouping=True)
    # Translators: %(number)s is a word up to nine ("Three"), a figure from ten on.
    sentence = {
        Kind.EVERYTHING: ngettext("%(number)s result has “%(query)s”.", "%(number)s results have “%(query)s”.", count),
        Kind.PAGES: ngettext("%(number)s page has “%(query)s”.", "%(number)s pages have “%(query)s”.", count),
        Kind.CONSULTATIONS: ngettext(
            "%(number)s consultation has “%(query)s”.", "%(number)s consultations have “%(query)s”.", count
        ),
        Kind.COMMENTS: ngettext("%(number)s comment has “%(query)s”.", "%(number)s comments have “%(query)s”.", count),
    }[kind]
    return sentence % {"number": number, "query": query.said}


def none_words(kind: Kind, query: Query, *, is_narrow: bool) -> str:
    """That none of this kind was found, where others were."""
    sentence = {
        Kind.EVERYTHING: _("Nothing matches “%(query)s”"),
        Kind.PAGES: _("No page has “%(query)s”"),
        Kind.CONSULTATIONS: _("No consultation has “%(query)s”"),
        Kind.COMMENTS: _("No comment has “%(query)s”"),
    }[kind]
    if is_narrow:
        sentence = _("No consultation like that has “%(query)s”")
    return sentence % {"query": query.said}
