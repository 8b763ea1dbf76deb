"""Reads consultations and calls for evidence as GOV.UK publishes them: content items of the Content API.

Format: https://docs.publishing.service.gov.uk/content-schemas/consultation.html and …/call_for_evidence.html. Dates,
not the type of document, say whether one is planned, open or closed.
"""

from collections.abc import Iterator, Mapping
from datetime import date, datetime
from typing import Any

from bs4 import BeautifulSoup
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import override

from engagement.consultations.enums import EntryStatus
from engagement.consultations.foreign_html import absolute, blocks_of, plain, prose, stream
from engagement.consultations.records import LONGEST_ADDRESS, YEARS, Record, Unreadable, dicts_in, email_in, text_in

SITE = "https://www.gov.uk"
SCHEMAS = ("consultation", "call_for_evidence")
ASKING = ("open_", "unopened_")
"""How the types of documents begin in which people are asked to answer."""


def read_item(item: Any) -> Record:
    """A content item as a record.

    Raises:
        Unreadable: it is no consultation, or lacks what a consultation cannot be without.
    """
    if not isinstance(item, dict) or item.get("schema_name") not in SCHEMAS:
        raise Unreadable("This is no content item of a consultation or a call for evidence.")
    language = text_in(item, "locale") or "en"
    with override(language if language.isascii() else "en"):
        return Reader(item, language).record()


class Reader:
    """Takes one content item apart."""

    def __init__(self, item: Mapping[str, Any], language: str) -> None:
        self.item, self.language = item, language
        self.details: Mapping[str, Any] = item["details"] if isinstance(item.get("details"), dict) else {}
        path = text_in(item, "base_path")
        if not path.startswith("/") or path.startswith("//"):
            raise Unreadable("It has no base_path, the address it was published under.")
        self.source = f"{SITE}{path}"
        if len(self.source) > LONGEST_ADDRESS:
            raise Unreadable("Its base_path is too long.")

    def record(self) -> Record:
        """Everything in it that a page of ours has a field for."""
        title = text_in(self.item, "title")[:255]
        if not title:
            raise Unreadable("It has no title.")
        opens_at, closes_at = self.moment("opening_date"), self.moment("closing_date")
        if closes_at <= opens_at:
            raise Unreadable("Its closing_date is not after its opening_date.")
        fields = {
            "title": title,
            "question": text_in(self.item, "description"),
            "opens_at": opens_at,
            "closes_at": closes_at,
            "decided_by": self.organisations(),
            "body": self.body(),
            "documents": self.documents(),
            **self.contact(),
            **self.withdrawal(),
            **self.answer(),
        }
        slug = slugify(self.source.rsplit("/", 1)[-1])[:200] or slugify(title)[:200] or "consultation"
        first = self.moment("first_public_at") if self.details.get("first_public_at") else opens_at
        return Record(self.source, self.language, slug, first, fields)

    def moment(self, name: str) -> datetime:
        """A time among the details.

        Raises:
            Unreadable: it is missing, has no time zone, or is no time.
        """
        found = _moment(self.details.get(name))
        if found is None:
            raise Unreadable(f"It has no {name} that can be read, with its time zone, such as 2026-03-02T09:00:00Z.")
        return found

    def organisations(self) -> str:
        """Who asks, the first one leading."""
        links = self.item.get("links") if isinstance(self.item.get("links"), dict) else {}
        named = (text_in(one, "title") for one in dicts_in((links or {}).get("organisations")))
        return ", ".join(filter(None, named))[:200]

    def body(self) -> list[dict[str, object]]:
        """The text, and where people answer if that is elsewhere."""
        text = blocks_of(text_in(self.details, "body"), SITE, f"{self.source}#body")
        address = self.ways.get("link_url") or self.details.get("held_on_another_website_url")
        url = absolute(str(address or ""), SITE)
        if not url or not text_in(self.item, "document_type").startswith(ASKING):
            return text
        call = {
            "title": _("This consultation is held on another website"),
            "text": "",
            "button": _("Go to the questionnaire"),
            "link": {"page": None, "document": None, "address": url},
        }
        return [*text, *stream(f"{self.source}#elsewhere", ("call_to_action", call))]

    @property
    def ways(self) -> Mapping[str, Any]:
        """How to respond."""
        ways = self.details.get("ways_to_respond")
        return ways if isinstance(ways, dict) else {}

    def contact(self) -> dict[str, str]:
        """Ways to respond; what the source does not say is left to the editor."""
        email, address = email_in(self.ways, "email"), text_in(self.ways, "postal_address")
        return {name: value for name, value in (("contact_email", email), ("contact_address", address)) if value}

    def documents(self) -> list[dict[str, object]]:
        """What to read before answering, and the form to send in."""
        form = absolute(text_in(self.ways, "attachment_url"), SITE)
        forms = [(_("Response form"), form)] if form else []
        told_elsewhere = {link for name in ("final_outcome", "outcome", "public_feedback") for link in self.links(name)}
        every = [*self.html_links("documents"), *self.links("featured"), *self.all_attachments()]
        return self.papers("documents", [*forms, *(link for link in every if link not in told_elsewhere)])

    def withdrawal(self) -> dict[str, Any]:
        """Whether it was called off, since when and why."""
        notice = self.item.get("withdrawn_notice")
        if not isinstance(notice, dict) or not notice:
            return {"withdrawn_on": None, "withdrawn_reason": ""}
        at = _moment(notice.get("withdrawn_at"))
        if at is None:
            raise Unreadable("Its withdrawn_notice has no withdrawn_at that can be read.")
        return {"withdrawn_on": timezone.localdate(at), "withdrawn_reason": plain(text_in(notice, "explanation"))}

    def answer(self) -> dict[str, Any]:
        """What people said and what came of it."""
        heard = prose(text_in(self.details, "public_feedback_detail"), SITE)
        heard_links = self.links("public_feedback")
        if heard_links and not heard:
            sentence = _("The report on the answers is among the documents.")
            heard = f"<p>{sentence}</p>"
        kinds = ("final_outcome", "outcome")
        came = "".join(prose(text_in(self.details, f"{kind}_detail"), SITE) for kind in kinds)
        came_links = [link for kind in kinds for link in self.links(kind)]
        return {
            "you_said": stream(f"{self.source}#said", ("text", heard)) if heard else [],
            "we_did": stream(f"{self.source}#did", ("entry", self.entry(came))) if came or came_links else [],
            "answer_papers": self.papers("answer", [*came_links, *heard_links]),
        }

    def entry(self, html: str) -> dict[str, object]:
        """The whole outcome as one decision."""
        return {
            "title": _("The outcome as it was published"),
            "status": EntryStatus.DECIDED.value,
            "why_not": "",
            "details": html,
            "day": self.answered_on().isoformat(),
            "decided_by": self.organisations(),
            "references": "",
        }

    def answered_on(self) -> date:
        """The day of its last public change: with that the outcome was published."""
        at = _moment(self.item.get("public_updated_at")) or _moment(self.item.get("updated_at"))
        return timezone.localdate(at or self.moment("closing_date"))

    def links(self, kind: str) -> list[tuple[str, str]]:
        """The attachments of one kind, title and address, in the older form and the newer."""
        keys = self.details.get(f"{kind}_attachments")
        wanted = [str(key) for key in keys] if isinstance(keys, list) else []
        known = {str(one.get("id")): one for one in dicts_in(self.details.get("attachments"))}
        newer = [link for key in wanted if key in known for link in self.attachment(known[key])]
        return list(dict.fromkeys([*self.html_links(f"{kind}_documents"), *newer]))

    def all_attachments(self) -> list[tuple[str, str]]:
        return [link for one in dicts_in(self.details.get("attachments")) for link in self.attachment(one)]

    def attachment(self, one: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
        """An attachment in the newer form."""
        url = absolute(text_in(one, "url"), SITE)
        if url:
            yield text_in(one, "title") or text_in(one, "filename") or url, url

    def html_links(self, name: str) -> list[tuple[str, str]]:
        """Attachments in the older form: pieces of HTML, in which the title is the link."""
        pieces = self.details.get(name)
        found = []
        for piece in pieces if isinstance(pieces, list) else []:
            soup = BeautifulSoup(str(piece), "html.parser")
            link = soup.select_one(".title a[href], h2 a[href]") or soup.select_one("a[href]")
            url = absolute(str(link["href"]), SITE) if link else ""
            if link and url:
                found.append((" ".join(link.get_text(" ").split()) or url, url))
        return found

    def papers(self, name: str, links: list[tuple[str, str]]) -> list[dict[str, object]]:
        """Links as the list of documents keeps them, each once."""
        once = {url: title for title, url in reversed(links)}
        rows = [
            ("web_page", {"title": title[:200], "link": {"page": None, "document": None, "address": url}})
            for url, title in reversed(once.items())
        ]
        return stream(f"{self.source}#{name}", *rows)


def _moment(value: Any) -> datetime | None:
    try:
        found = datetime.fromisoformat(value)
    except (TypeError, ValueError):
        return None
    return found if found.tzinfo is not None and found.year in YEARS else None
