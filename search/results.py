"""What was found, made ready for the page."""

from dataclasses import dataclass
from typing import Any

from django.contrib.humanize.templatetags.humanize import apnumber
from django.utils.html import strip_tags
from django.utils.safestring import SafeString
from django.utils.text import capfirst
from django.utils.translation import get_language, get_language_info, ngettext
from django.utils.translation import gettext as _
from wagtail.models import Page

from search.extracts import extract, highlight, text_of
from search.queries import Found
from search.rules import Query


@dataclass(frozen=True)
class Result:
    """One line of `components/listing.html`."""

    title: SafeString
    url: str
    meta: str
    text: SafeString


def results_from(pages: list[Page], query: Query) -> list[Result]:
    """A line for each page; a page in another language says so."""
    return [_result(page, query) for page in pages]


def _result(page: Any, query: Query) -> Result:
    return Result(
        title=highlight(page.title, query.words),
        url=page.url or "",
        meta=_language_name(page.locale.language_code),
        text=extract(page.search_description or strip_tags(text_of(page)), query.words),
    )


def _language_name(code: str) -> str:
    return "" if code == get_language() else str(get_language_info(code)["name_local"])


def count_words(found: Found, query: Query) -> str:
    """How many there are, as a sentence."""
    count = len(found)
    number = capfirst(str(apnumber(count)))
    if not found.has_every_word:
        return _("No page has all of these words. These have some of them.")
    # Translators: %(number)s is a word up to nine ("Three"), a figure from ten on.
    return ngettext("%(number)s page has “%(query)s”.", "%(number)s pages have “%(query)s”.", count) % {
        "number": number,
        "query": query.plain,
    }
