"""Reads consultations as Citizen Space lists them for everybody: the JSON array of `…/api/2.4/json_search_results`.

Its dates have no time: what closes on a day closes at the end of it. They decide whether something is planned, open or
closed, whatever its status says. `citizenspace_listing` writes the same shape.
"""

import re
from collections.abc import Iterator, Mapping
from datetime import date, datetime, time, timedelta
from typing import Any
from urllib.parse import urlsplit

from bs4 import BeautifulSoup
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext as _

from engagement.consultations.foreign_html import absolute, blocks_of, cleaned, plain, stream
from engagement.consultations.records import LONGEST_ADDRESS, YEARS, Record, Unreadable, dicts_in, email_in, text_in

DAY = re.compile(r"([0-9]{4})[/-]([0-9]{1,2})[/-]([0-9]{1,2})")
LONGEST_QUESTION = 500
"""Characters of a first paragraph that can stand large under a title."""


def read_activity(item: Any) -> Record:
    """An activity of the listing as a record.

    Raises:
        Unreadable: it is none, is not public, or lacks what a consultation cannot be without.
    """
    if not isinstance(item, dict):
        raise Unreadable("This is no activity with a title, an address and dates.")
    return Reader(item).record()


class Reader:
    """Takes one activity apart."""

    def __init__(self, item: Mapping[str, Any]) -> None:
        self.item = item
        self.source = absolute(text_in(item, "url"), "")
        if urlsplit(self.source).scheme not in ("http", "https"):
            raise Unreadable("It has no url, the address it was published under.")
        if len(self.source) > LONGEST_ADDRESS:
            raise Unreadable("Its url is too long.")

    def record(self) -> Record:
        """Everything in it that a page of ours has a field for."""
        for name, public in (("visibility", "public"), ("progress", "published")):
            if self.item.get(name) not in (None, "", public):
                raise Unreadable(f"It is not public: its {name} is not “{public}”.")
        title = " ".join(text_in(self.item, "title").split())[:255]
        if not title:
            raise Unreadable("It has no title.")
        opens_on, closes_on = self.day("startdate"), self.day("enddate")
        if closes_on < opens_on:
            raise Unreadable("Its enddate is before its startdate.")
        question, about = self.question()
        why, why_blocks = self.why()
        fields = {
            "title": title,
            "question": question,
            "why": why,
            "opens_at": start_of(opens_on),
            "closes_at": start_of(closes_on + timedelta(days=1)),
            "answer_by": self.answer_by(closes_on),
            "decided_by": self.department(),
            "body": [*about, *why_blocks, *self.next_steps(), *self.call()],
            "documents": self.documents(),
            **self.place(),
            **self.contact(),
        }
        slug = slugify(text_in(self.item, "id"))[:200] or slugify(title)[:200] or "consultation"
        return Record(self.source, "", slug, min(start_of(opens_on), timezone.now()), fields)

    def day(self, name: str) -> date:
        """A day of the activity.

        Raises:
            Unreadable: it is missing, or is no day.
        """
        found = day_in(self.item, name)
        if found is None:
            raise Unreadable(f"It has no {name} that can be read, such as 2026/03/02.")
        return found

    def question(self) -> tuple[str, list[dict[str, object]]]:
        """The first paragraph, if it can stand under the title, and the rest as blocks of the text."""
        html = cleaned(text_in(self.item, "overview"), self.source)
        soup = BeautifulSoup(html, "html.parser")
        first = soup.find(True)
        if first is None or first.name != "p" or first.find("a"):
            first = None
        words = " ".join(first.get_text(" ").split()) if first else ""
        if not first or not words or len(words) > LONGEST_QUESTION or _before(first):
            return self.bare_question(soup, html)
        first.extract()
        return words, blocks_of(str(soup), self.source, f"{self.source}#overview")

    def bare_question(self, soup: BeautifulSoup, html: str) -> tuple[str, list[dict[str, object]]]:
        """The same for an overview that does not begin with such a paragraph; often it is words without any markup."""
        words = " ".join(soup.get_text(" ").split())
        if not soup.find(True) and words and len(words) <= LONGEST_QUESTION:
            return words, []
        return "", blocks_of(html, self.source, f"{self.source}#overview")

    def why(self) -> tuple[str, list[dict[str, object]]]:
        """Why people are asked: words alone for the field, whatever has more to it as blocks of the text."""
        html = cleaned(text_in(self.item, "why"), self.source)
        if not BeautifulSoup(html, "html.parser").select_one("a, ul, ol, h2, h3, h4"):
            return plain(html), []
        return "", self.part(_("Why we ask"), html, "why")

    def next_steps(self) -> list[dict[str, object]]:
        """What becomes of the answers."""
        return self.part(_("What happens next"), text_in(self.item, "what_happens_next"), "next")

    def part(self, title: str, html: str, key: str) -> list[dict[str, object]]:
        """A piece of HTML under a heading of its own, nothing when it is empty."""
        blocks = blocks_of(html, self.source, f"{self.source}#{key}")
        heading = stream(f"{self.source}#{key}-title", ("heading", {"text": title, "level": "2", "anchor": ""}))
        return [*heading, *blocks] if blocks else []

    def call(self) -> list[dict[str, object]]:
        """Where people answer, while they can or will."""
        url = absolute(text_in(self.item, "participate_url"), self.source)
        if text_in(self.item, "status") == "closed" or not url.startswith("http"):
            return []
        call = {
            "title": _("This consultation is held on another website"),
            "text": "",
            "button": _("Go to the questionnaire"),
            "link": {"page": None, "document": None, "address": url},
        }
        return stream(f"{self.source}#elsewhere", ("call_to_action", call))

    def answer_by(self, closes_on: date) -> date | None:
        """The day for which results are promised, else the first answer; a day before closing promises nothing."""
        days = (day_in(self.item, name) for name in ("resultdate", "resultsdate", "feedbackdate"))
        return next((day for day in days if day and day > closes_on), None)

    def department(self) -> str:
        """Who asks, by the newest of its names."""
        names = (text_in(self.item, name) for name in ("workspace_title", "department", "dept"))
        return next(filter(None, names), "")[:200]

    def place(self) -> dict[str, str]:
        """The area, if it is one; where areas are switched off there, the editor's stays."""
        names = [text_in(area, "name") for area in dicts_in(self.item.get("areas"))]
        return {"place": names[0][:120]} if len(names) == 1 and names[0] else {}

    def contact(self) -> dict[str, str]:
        """Whom to ask; what the source does not say is left to the editor."""
        who = (text_in(self.item, f"contact_{name}") for name in ("name", "jobtitle", "team"))
        found = {
            "contact_name": ", ".join(filter(None, who))[:120],
            "contact_phone": text_in(self.item, "contact_phone")[:40],
            "contact_email": email_in(self.item, "contact_email"),
        }
        return {name: value for name, value in found.items() if value}

    def documents(self) -> list[dict[str, object]]:
        """What to read before answering, as links, each once."""
        once = {url: title for title, url in [*self.links("related_links"), *self.links("supporting_documents")][::-1]}
        rows = [
            ("web_page", {"title": title[:200], "link": {"page": None, "document": None, "address": url}})
            for url, title in reversed(once.items())
        ]
        return stream(f"{self.source}#documents", *rows)

    def links(self, name: str) -> Iterator[tuple[str, str]]:
        """Title and address of what a list links to."""
        for one in dicts_in(self.item.get(name)):
            address = next(filter(None, (text_in(one, key) for key in ("url", "href", "link"))), "")
            url = absolute(address, self.source)
            if url.startswith("http"):
                yield next(filter(None, (text_in(one, key) for key in ("title", "name", "text"))), url), url


def _before(element: Any) -> bool:
    """Whether any words stand before it."""
    return any(str(part).strip() for part in element.previous_siblings)


def day_in(values: Mapping[str, Any], name: str) -> date | None:
    """The day of that name, written `2026/03/02` or `2026-03-02`; None where there is none."""
    found = DAY.fullmatch(text_in(values, name))
    if not found or int(found[1]) not in YEARS:
        return None
    try:
        return date(int(found[1]), int(found[2]), int(found[3]))
    except ValueError:
        return None


def start_of(day: date) -> datetime:
    """Midnight at the beginning of a local day."""
    return timezone.make_aware(datetime.combine(day, time.min))
