"""What the public page of a consultation shows, made ready for its template."""

from collections import Counter
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from django.contrib.humanize.templatetags.humanize import apnumber
from django.http import HttpRequest
from django.template import Context
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from base.blocks.places import phone_link
from base.sites import site_root
from base.templatetags.navigation import page_trail
from base.timewords import day_words, last_moment, moment_words, period_words
from engagement.consultations import words
from engagement.consultations.changes import latest_pause, shown, shown_changes
from engagement.consultations.enums import ConsultationState
from engagement.consultations.next_steps import steps_of
from engagement.consultations.outcome import Entry, Led, entries_of, led_to
from engagement.consultations.rules import Standing
from engagement.consultations.sharing import sharing_context
from engagement.plugin import Audience, Module, Presence, people_at

if TYPE_CHECKING:
    from engagement.consultations.models import ConsultationPage

FILES = (".pdf", ".doc", ".docx", ".odt", ".rtf", ".xls", ".xlsx", ".ods", ".csv", ".ppt", ".pptx", ".odp", ".zip")
WIDEST_FIRST = (Audience.EVERYONE, Audience.CONFIRMED, Audience.MEMBERS)


@dataclass(frozen=True)
class Way:
    """One row of "ways to take part"."""

    presence: Presence
    title: str
    is_main: bool
    is_shut: bool


@dataclass(frozen=True)
class Fact:
    """One line of `components/glance.html`."""

    label: str
    value: str
    note: str = ""


@dataclass(frozen=True)
class Paper:
    """One line of `components/documents.html`."""

    title: str
    url: str
    filename: str = ""
    size: int | None = None


def consultation_context(page: "ConsultationPage", request: HttpRequest, context: dict[str, Any]) -> dict[str, Any]:
    """The names for the template.

    Args:
        context: from `HostPage.get_context()`, with `presences` and `under_page`.
    """
    now = timezone.now()
    standing = page.drafted_standing if getattr(request, "is_preview", False) else page.standing
    state = standing.state_at(now)
    ways = ways_of(page, context["presences"], is_open=state == ConsultationState.OPEN)
    status_line = words.status_line(standing, now)
    stops = words.timeline(
        standing,
        now,
        published_at=page.first_published_at,
        decision_on=page.decision_on,
        steps=steps_of(page),
    )
    return {
        "state": state,
        "archived": day_words(standing.archived_on) if standing.archived_on else "",
        "is_over": state not in (ConsultationState.OPEN, ConsultationState.PLANNED),
        "tag_kind": words.tag_kind(standing, now),
        "also": words.also(standing, now),
        "status_line": status_line,
        "time_left": words.time_left(standing, now),
        "stops": stops,
        "is_row": len(stops) <= STOPS_IN_A_ROW,
        **changes_context(page, standing, now),
        "trail": trail_of(page, request),
        "about_label": about_label(page, state),
        "ways": ways,
        "ways_title": ways_title(len(ways), state),
        "action": next((way for way in ways if way.is_main), None),
        "facts": facts_of(page, standing, [way.presence for way in ways], now),
        "papers": papers_of(page.documents),
        "answer": answer_of(page, standing, now),
        "told": [row for row in context["under_page"] if is_told_in_full(row)],
        "has_contact": bool(page.contact_phone or page.contact_email or page.contact_address or page.contact_other),
        "phone_link": phone_link(page.contact_phone),
        "address": ", ".join(filter(None, map(str.strip, page.contact_address.splitlines()))),
        **sharing_context(page, request, status_line),
    }


STOPS_IN_A_ROW = 4
"""A longer timeline stands in a column, also on a desktop."""


def changes_context(page: Any, standing: Standing, now: datetime) -> dict[str, Any]:
    """`pause`, while it lasts, and the other `changes` of its dates, the newest first."""
    rows = shown_changes(page)
    pause = latest_pause(rows) if standing.is_paused_at(now) else None
    return {
        "pause": shown(pause) if pause else None,
        "changes": [shown(row) for row in rows if row is not pause],
    }


def ways_of(page: Any, presences: dict[int, Presence], *, is_open: bool) -> list[Way]:
    """The activities at home here, those in the text first; the first open one leads."""
    here = [presences[key] for key in page.hosted_keys if key in presences]
    here = [presence for presence in here if presence.is_here and presence.module]
    main = next((presence for presence in here if is_open and presence.is_open and presence.url), None)
    invitations = Counter(str(presence.summary.invitation) for presence in here)
    return [Way(presence, way_title(presence, invitations), presence is main, presence.is_shut) for presence in here]


def way_title(presence: Presence, invitations: Counter[str]) -> str:
    """What one does there; where several say the same, what each is about."""
    invitation = str(presence.summary.invitation)
    return invitation if invitations[invitation] == 1 else presence.activity.title


def ways_title(count: int, state: ConsultationState) -> str:
    """The heading above the rows: "Three ways to take part"."""
    if state not in (ConsultationState.OPEN, ConsultationState.PLANNED):
        return _("How people took part")
    # Translators: %(number)s is a word up to nine ("Three"), a figure from ten on.
    return ngettext("One way to take part", "%(number)s ways to take part", count) % {
        "number": capfirst(str(apnumber(count)))
    }


def facts_of(page: Any, standing: Standing, presences: list[Presence], now: datetime) -> list[Fact]:
    """At a glance: when it closes, who decides, when people hear back, who can answer."""
    facts = [
        date_fact(standing, now, is_record=bool(page.imported_from)),
        Fact(_("Who decides"), page.decided_by, decision_note(page.decision_on, page.decision_details)),
        answer_fact(standing, now),
        audience_fact(presences),
    ]
    return [fact for fact in facts if fact and fact.value]


def answer_fact(standing: Standing, now: datetime) -> Fact | None:
    """By when people hear back, unless it was withdrawn."""
    state = standing.state_at(now)
    if state == ConsultationState.OUTCOME and standing.outcome_at:
        return Fact(_("We answered"), day_words(standing.outcome_at), _("On this page"))
    if standing.answer_by is None or state == ConsultationState.WITHDRAWN:
        return None
    return Fact(_("You hear back"), words.answer_words(standing.answer_by), _("On this page"))


def date_fact(standing: Standing, now: datetime, *, is_record: bool = False) -> Fact | None:
    """The next moment that matters: opening, closing, or when it closed.

    Args:
        is_record: it was published elsewhere first, so that we know no rule for letters.
    """
    window = standing.window
    if window is None or window.opens_at is None or window.closes_at is None:
        return None
    state, closing = standing.state_at(now), moment_words(last_moment(window.closes_at))
    if state == ConsultationState.WITHDRAWN:
        return None
    if state == ConsultationState.PLANNED:
        return Fact(_("Opens"), moment_words(window.opens_at), _("Closes %(moment)s") % {"moment": closing})
    label = _("Closes") if state == ConsultationState.OPEN else _("Closed")
    return Fact(label, closing, "" if is_record else late_rule_words(standing, state))


def late_rule_words(standing: Standing, state: ConsultationState) -> str:
    """What becomes of letters that arrive after closing: said as long as somebody may still post one."""
    if standing.late_until:
        return _("Letters count if they arrive by %(day)s") % {"day": day_words(standing.late_until)}
    return _("Letters that arrive later do not count") if state == ConsultationState.OPEN else ""


def decision_note(day: date | None, details: str) -> str:
    """When and where the decision is made, as far as it is known."""
    if day and details:
        return _("%(day)s: %(details)s") % {"day": day_words(day), "details": details}
    return day_words(day) if day else details


def audience_fact(presences: list[Presence]) -> Fact | None:
    """Who can answer: the widest audience, and a note when some ways ask for more."""
    audiences = {Audience(presence.activity.audience): presence for presence in presences}
    widest = next((audience for audience in WIDEST_FIRST if audience in audiences), None)
    if widest is None:
        return None
    note = _("Some of the ways ask for more") if len(audiences) > 1 else ""
    return Fact(_("Who can answer"), str(audiences[widest].who_can_answer), note)


def papers_of(blocks: Any) -> list[Paper]:
    """The documents and pages to read, without those that are gone."""
    papers = [_paper(block.block_type, block.value) for block in blocks]
    return [paper for paper in papers if paper and paper.url]


def _paper(kind: str, value: Any) -> Paper | None:
    if kind == "web_page":
        href = value["link"].href
        return Paper(value["title"], href, file_name(href))
    document = value["document"]
    return Paper(value.name, document.url, document.filename, value.size) if document else None


@dataclass(frozen=True)
class ShownEntry:
    """One thing that was decided, with the public contributions that led to it."""

    entry: Entry
    verdict: str
    day: str
    led: list[Led]


@dataclass(frozen=True)
class NoDecision:
    """Why no decision will be made, and the day on which that was said. `language` is "" where it is the page's own."""

    reason: str
    day: str
    language: str = ""


@dataclass(frozen=True)
class ShownAnswer:
    """What `engagement/consultations/answer.html` shows: we asked, you said, we did."""

    asked_when: str
    people: int
    said: Any
    entries: list[ShownEntry]
    papers: list[Paper]
    no_decision: NoDecision | None = None


def answer_of(page: Any, standing: Standing, now: datetime) -> ShownAnswer | None:
    """What people said and what came of it, once it is public; None before that, whatever the page holds."""
    state = standing.state_at(now)
    if state not in (ConsultationState.FEEDBACK, ConsultationState.OUTCOME):
        return None
    entries = entries_of(page) if state == ConsultationState.OUTCOME else []
    led = led_to(page, entries)
    return ShownAnswer(
        asked_when=asked_words(standing),
        people=people_at([page.translation_key]).get(page.translation_key, 0),
        said=page.you_said,
        entries=[_shown(entry, led) for entry in entries],
        papers=papers_of(page.answer_papers),
        no_decision=no_decision_of(page) if state == ConsultationState.OUTCOME and not entries else None,
    )


def no_decision_of(page: Any) -> NoDecision | None:
    """What stands in place of decisions; a translation that lacks it says what the page written first says."""
    source = page
    if not page.no_decision_reason.strip() or page.no_decision_on is None:
        first = type(page).objects.filter(translation_key=page.translation_key).select_related("locale")
        source = first.order_by("pk").first()
    if source is None or source.no_decision_on is None:
        return None
    language = "" if source.locale_id == page.locale_id else source.locale.language_code
    return NoDecision(source.no_decision_reason, day_words(source.no_decision_on), language)


def asked_words(standing: Standing) -> str:
    """From when until when people could answer."""
    window = standing.window
    if window is None or window.opens_at is None or window.closes_at is None:
        return ""
    days = (timezone.localdate(window.opens_at), timezone.localdate(last_moment(window.closes_at)))
    return _("Open %(days)s") % {"days": period_words(*days)}


def _shown(entry: Entry, led: dict[str, Led]) -> ShownEntry:
    return ShownEntry(
        entry,
        words.verdict_words(entry.status) if entry.status else "",
        day_words(entry.day) if entry.day else "",
        [led[reference] for reference in entry.references if reference in led],
    )


def about_label(page: Any, state: ConsultationState) -> str:
    """The heading above the text, "" when there is none."""
    if not page.why and not page.body:
        return ""
    return _("What it was about") if state == ConsultationState.OUTCOME else _("What this is about")


def file_name(address: str) -> str:
    """The name of the file that an address elsewhere leads to, "" for a page."""
    name = urlsplit(address).path.rsplit("/", 1)[-1]
    return name if name.lower().endswith(FILES) else ""


def is_told_in_full(row: dict[str, Any]) -> bool:
    """Whether an activity under the page has more to show than its row among the ways to take part."""
    presence = row["presence"]
    is_plain = presence.module is not None and presence.module.inline_template == Module.inline_template
    return not (is_plain and presence.is_here and not row["intro"])


def trail_of(page: Any, request: HttpRequest) -> list[dict[str, str]]:
    """The crumbs: the pages above, then the subject as a filtered list."""
    trail = _short_trail(page, request) or page_trail(Context({"request": request}), page)
    if trail and page.subject:
        trail.append({"title": subject_name(page), "url": f"{trail[-1]['url']}?subject={page.subject.slug}"})
    return trail


def _short_trail(page: Any, request: HttpRequest) -> list[dict[str, str]]:
    """The usual case without a query: home, and the list that led to the page."""
    home, above = site_root(request), getattr(page, "_cached_parent_obj", None)
    if home is None or above is None or not above.is_child_of(home):
        return []
    return [{"title": title, "url": page.get_url(request)} for title, page in ((_("Home"), home), (above.title, above))]


def subject_name(page: Any) -> str:
    """The name of the page's subject in the page's language, else in its own. One query on translated pages."""
    return page.subject.localized.name if page.subject.locale_id != page.locale_id else page.subject.name
