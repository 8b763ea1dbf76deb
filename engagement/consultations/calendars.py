"""The forward plan for calendars: iCalendar, RFC 5545.

Each consultation gives up to three whole days: when it opens, when it closes, and by when the answer is promised. One
event from opening to closing would lie across six weeks of a telephone and tell nobody when to act.
"""

import re
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta

from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from engagement.consultations import queries
from engagement.consultations.changes import numbers_of
from engagement.consultations.models import ConsultationIndexPage, ConsultationPage
from engagement.consultations.plan import Milestone, asked_for, first_of_month, milestones_of

LINE = 75
"""Octets of a line without its end (RFC 5545, 3.1)."""
CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")


def plan_calendar(index: ConsultationIndexPage, request: HttpRequest) -> HttpResponse:
    """What everybody may see from this month on, narrowed as the plan is; calendars share what they fetch.

    In one language: whoever follows the calendars of two would else have each day twice.
    """
    now = timezone.now()
    _form, _filters, pages, _subjects = asked_for(index, request, queries.listed(index, AnonymousUser()))
    found = sorted(queries.on_plan(pages, first_of_month(timezone.localdate(now))), key=lambda page: page.pk)
    changed = numbers_of(page.translation_key for page in found)
    events = [line for page in found for line in _events(page, request, now, changed.get(page.translation_key, 0))]
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Folkmoot//Forward plan//EN", *_head(index), *events]
    body = "".join(folded(line) for line in [*lines, "END:VCALENDAR"])
    return HttpResponse(body, content_type="text/calendar; charset=utf-8")


def _head(index: ConsultationIndexPage) -> Iterator[str]:
    """The name and how often to ask again (RFC 7986), and the name as most calendars know it."""
    yield f"NAME:{escaped(index.title)}"
    yield f"X-WR-CALNAME:{escaped(index.title)}"
    yield "REFRESH-INTERVAL;VALUE=DURATION:PT12H"


def _events(page: ConsultationPage, request: HttpRequest, now: datetime, changed: int) -> Iterator[str]:
    """Up to three events. `changed` is how often the dates have: calendars take a higher SEQUENCE for the newer one."""
    address = page.get_full_url(request)
    written = f"{(page.last_published_at or now).astimezone(UTC):%Y%m%dT%H%M%SZ}"
    for milestone in milestones_of(page.standing, now):
        yield "BEGIN:VEVENT"
        yield f"UID:{page.translation_key}-{milestone.kind}-{get_language()}"
        yield f"DTSTAMP:{written}"
        yield f"LAST-MODIFIED:{written}"
        yield f"SEQUENCE:{changed}"
        yield f"DTSTART;VALUE=DATE:{_day(milestone.day)}"
        if milestone.day < date.max:
            # Without an end it lasts that day (RFC 5545, 3.6.1): the last day there is has none after it.
            yield f"DTEND;VALUE=DATE:{_day(milestone.day + timedelta(days=1))}"
        yield f"SUMMARY:{escaped(_summary(milestone.kind) % {'title': page.title})}"
        yield f"DESCRIPTION:{escaped(_description(page, milestone, address))}"
        if page.place:
            yield f"LOCATION:{escaped(page.place)}"
        yield f"URL:{address}"
        yield "TRANSP:TRANSPARENT"
        yield "END:VEVENT"


def _summary(kind: str) -> str:
    return {
        "opens": _("Opens: %(title)s"),
        "closes": _("Closes: %(title)s"),
        "answer": _("Answer promised: %(title)s"),
        "answered": _("Answered: %(title)s"),
    }[kind]


def _description(page: ConsultationPage, milestone: Milestone, address: str) -> str:
    return "\n".join(part for part in (milestone.words, page.question, address) if part)


def _day(day: date) -> str:
    return day.isoformat().replace("-", "")


def escaped(text: str) -> str:
    """A value of type TEXT (RFC 5545, 3.3.11)."""
    text = CONTROL.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))
    return re.sub(r"([\\;,])", r"\\\1", text).replace("\n", "\\n")


def folded(line: str) -> str:
    """A line with its end, broken where it is too long, never inside a letter (RFC 5545, 3.1)."""
    parts, part = [], b""
    for letter in line:
        octets = letter.encode()
        if len(part) + len(octets) > LINE:
            parts.append(part)
            part = b" "
        part += octets
    return b"\r\n".join([*parts, part, b""]).decode()
