"""Our consultations in the shape of Citizen Space's public listing, version 2.4, which tools of councils already read.

What our pages have no equal of is empty. `citizenspace` reads the same shape, and says what its dates mean.
"""

import hashlib
import json
from datetime import date, datetime
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.db.models import F, Q
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.utils import timezone
from django.utils.cache import get_conditional_response
from django.utils.html import linebreaks
from django.utils.text import slugify
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from wagtail.models import Page

from base.timewords import last_moment
from engagement.consultations import queries, words
from engagement.consultations.enums import ConsultationState, ListTab
from engagement.consultations.models import ConsultationIndexPage, ConsultationPage, Subject
from engagement.consultations.presentation import decision_note
from engagement.consultations.querysets import ConsultationQuerySet

PER_PAGE = 200
STATUSES = {ConsultationState.OPEN: "open", ConsultationState.PLANNED: "forthcoming"}
"""Every other state is closed there."""
STATES = {
    "open": [ConsultationState.OPEN],
    "forthcoming": [ConsultationState.PLANNED],
    "closed": [state for state in ConsultationState if state not in STATUSES],
}
KIND = {"activity_type": "basic_survey", "type_string": "Online Survey", "type": "QuickConsult"}
"""Their plainest kind, for programs that know no other."""


def listing_response(above: Page, request: HttpRequest) -> HttpResponseBase:
    """The consultations below a page that everybody may see, as JSON: what is open first, then coming up, then over.

    The query takes `st` (open, forthcoming or closed), `tx` (words in title or overview), `in` (the id of an interest),
    `ar` (the id of an area), and `page`; further pages are named by the header `Link` (RFC 8288).
    """
    now, number = timezone.now(), _number(request.GET.get("page", ""))
    pages = asked_for(above, request, now)[(number - 1) * PER_PAGE : number * PER_PAGE + 1]
    rows = list(pages)
    names = {subject.translation_key: subject.name for subject in Subject.objects.filter(**_in_language())}
    lists = {index.path: index for index in ConsultationIndexPage.objects.descendant_of(above, inclusive=True)}
    activities = [_activity(page, request, lists, names, now) for page in rows[:PER_PAGE]]
    response = HttpResponse(json.dumps(activities, ensure_ascii=False), content_type="application/json; charset=utf-8")
    if len(rows) > PER_PAGE:
        query = request.GET.copy()
        query["page"] = str(number + 1)
        response["Link"] = f'<{request.build_absolute_uri(request.path)}?{query.urlencode()}>; rel="next"'
    response["Access-Control-Allow-Origin"] = "*"
    etag = f'"{hashlib.sha256(response.content).hexdigest()[:32]}"'
    response["ETag"] = etag
    conditional = get_conditional_response(request, etag=etag, response=response)
    return conditional or response


def asked_for(above: Page, request: HttpRequest, now: datetime) -> ConsultationQuerySet:
    """What is listed, in its order; filters that cannot be understood are left out."""
    pages = queries.listed(above, AnonymousUser()).filter(_is_dated())
    query = {name: request.GET.get(name, "").replace("\x00", "").strip()[:200] for name in ("st", "tx", "in", "ar")}
    if query["tx"]:
        pages = pages.filter(Q(title__icontains=query["tx"]) | Q(question__icontains=query["tx"]))
    if query["in"]:
        subjects = Subject.objects.filter(slug=query["in"]).values("translation_key")
        pages = pages.filter(subject__translation_key__in=subjects)
    if query["ar"]:
        pages = pages.filter(place__in=[place for place in queries.places_of(pages) if area_id(place) == query["ar"]])
    pages = queries.in_tab(pages, ListTab.ALL, now)
    if query["st"] in STATES:
        pages = pages.filter(public_state__in=STATES[query["st"]])
    return pages.select_related("locale", "subject").only(*COLUMNS)


COLUMNS = (
    *("title", "slug", "path", "depth", "url_path", "translation_key", "locale__language_code"),
    *("question", "why", "place", "contact_name", "contact_phone", "contact_email"),
    *("decided_by", "decision_on", "decision_details"),
    *("subject__slug", "subject__name", "subject__translation_key"),
)
"""What a listing shows of a page: not its text, its documents and its answer, which are the most of it."""


def _is_dated() -> Q:
    """Whether it has a first and a last moment to list; what was withdrawn before it opened has none."""
    return Q(timetable__opens_at__isnull=False, timetable__closes_at__gt=F("timetable__opens_at"))


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdecimal() and 0 < len(text) < 6 and int(text) else 1


def _in_language() -> dict[str, str]:
    return {"locale__language_code": get_language() or "en"}


def area_id(place: str) -> str:
    """How an area is called in an address."""
    return slugify(place, allow_unicode=True)


def _activity(
    page: ConsultationPage, request: HttpRequest, lists: dict[str, Any], names: dict[Any, str], now: datetime
) -> dict[str, Any]:
    standing, index = page.standing, lists.get(page.path[: -Page.steplen])
    window: Any = standing.window
    address, answer = page.get_full_url(request), _day(standing.answer_by)
    workspace = {"id": index.slug, "title": index.title} if index else {"id": "", "title": ""}
    return {
        "id": page.slug,
        "title": page.title,
        "url": address,
        "status": STATUSES.get(standing.state_at(now), "closed"),
        "overview": _html(page.question),
        "startdate": _day(timezone.localdate(window.opens_at)),
        "enddate": _day(timezone.localdate(last_moment(window.closes_at))),
        **KIND,
        "workspace_id": workspace["id"],
        "workspace_title": workspace["title"],
        "dept": workspace["id"],
        "department": workspace["title"],
        "participate_url": address,
        "progress": "published",
        "visibility": "public",
        "why": _html(page.why) or None,
        "what_happens_next": _html(next_words(page, standing.answer_by)) or None,
        "feedbackdate": answer,
        "resultdate": answer,
        "contact_name": page.contact_name,
        "contact_jobtitle": "",
        "contact_team": "",
        "contact_phone": page.contact_phone,
        "contact_email": page.contact_email,
        "related_links": [],
        "related_consultations": [],
        "supporting_documents": [],
        "audiences": [],
        "interests": _interests(page, names),
        "areas": [{"id": area_id(page.place), "name": page.place}] if page.place else [],
    }


def next_words(page: ConsultationPage, answer_by: date | None) -> str:
    """Who decides and when people hear back, a paragraph each."""
    note = decision_note(page.decision_on, page.decision_details)
    who, when = _("Who decides"), _("You hear back")
    decides = f"{who}: {page.decided_by}{f' ({note})' if note else ''}" if page.decided_by else ""
    hear = f"{when}: {words.answer_words(answer_by)}" if answer_by else ""
    return "\n\n".join(filter(None, (decides, hear)))


def _interests(page: ConsultationPage, names: dict[Any, str]) -> list[dict[str, str]]:
    subject = page.subject
    return [{"id": subject.slug, "name": names.get(subject.translation_key, subject.name)}] if subject else []


def _html(text: str) -> str:
    return linebreaks(text, autoescape=True) if text.strip() else ""


def _day(day: date | None) -> str:
    return f"{day:%Y/%m/%d}" if day else ""
