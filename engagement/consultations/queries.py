"""Every reading of consultations that is used more than once: lists, counts and cards."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time
from typing import Any
from uuid import UUID

from django.db.models import Case, Count, Exists, F, OuterRef, Q, When
from django.db.models.functions import Left
from django.utils import timezone
from django.utils.formats import number_format
from django.utils.translation import get_language, get_language_info, ngettext
from django.utils.translation import gettext as _
from wagtail.models import Page

from base.timewords import day_words
from engagement.consultations import words
from engagement.consultations.enums import ConsultationState, ListTab
from engagement.consultations.models import ConsultationPage, Subject
from engagement.consultations.querysets import ConsultationQuerySet, not_over_at
from engagement.consultations.rules import TAB_STATES, Standing
from engagement.plugin import Activity, Module, find_module, people_at

CLOSING = F("timetable__closes_at")
ACTIVE = Q(public_state__in=(ConsultationState.OPEN, ConsultationState.PLANNED))
ORDERS: dict[ListTab, tuple[Any, ...]] = {
    ListTab.OPEN: (CLOSING.asc(nulls_last=True), "pk"),
    ListTab.PLANNED: (F("timetable__opens_at").asc(nulls_last=True), "pk"),
    ListTab.CLOSED: (CLOSING.desc(nulls_last=True), "-pk"),
    ListTab.ARCHIVED: (CLOSING.desc(nulls_last=True), "-pk"),
    ListTab.ALL: (
        Case(When(public_state=ConsultationState.OPEN, then=1), When(ACTIVE, then=2), default=3),
        Case(When(ACTIVE, then=CLOSING)).asc(nulls_last=True),
        CLOSING.desc(nulls_last=True),
        "-pk",
    ),
    ListTab.ANSWERED: (F("timetable__outcome_at").desc(nulls_last=True), "-pk"),
}
"""What is urgent first; what is over or answered, newest first."""


def listed(above: Page, user: Any) -> ConsultationQuerySet:
    """The consultations below a page that this user may see in lists."""
    return ConsultationPage.objects.descendant_of(above).visible_to(user)


def below_in_every_language(above: Page) -> ConsultationQuerySet:
    """The consultations below a page or its translations, public or not; translations stand equally deep."""
    twins = Page.objects.filter(translation_key=above.translation_key, depth=above.depth).order_by()
    pages = ConsultationPage.objects.alias(above_path=Left("path", len(above.path)))
    found: ConsultationQuerySet = pages.filter(above_path__in=twins.values("path"))
    return found


def each_once(pages: ConsultationQuerySet, locale_id: int) -> ConsultationQuerySet:
    """Each live one among the pages once: in one language, or as written first where it is not to be had in that.

    Who may see it is for `visible_to` to say afterwards: a restriction closes a page in all languages.
    """
    live, ours = pages.filter(live=True), Q(locale=locale_id)
    twins = live.filter(translation_key=OuterRef("translation_key")).order_by()
    return live.filter(ours | ~Exists(twins.filter(ours | Q(pk__lt=OuterRef("pk")))))


def listed_once(above: Page, user: Any) -> Any:
    """As `listed`, and with what is there in other languages only."""
    return each_once(below_in_every_language(above), above.locale_id).visible_to(user)


def matching(
    pages: ConsultationQuerySet, *, text: str = "", subject: Subject | None = None, place: str = ""
) -> ConsultationQuerySet:
    """Those of the pages on a subject, in whatever language it was chosen, and for an area, with the text in short."""
    if subject:
        pages = pages.filter(subject__translation_key=subject.translation_key)
    if place:
        pages = pages.filter(place=place)
    if text:
        pages = pages.filter(Q(title__icontains=text) | Q(question__icontains=text) | Q(place__icontains=text))
    return pages


def places_of(pages: ConsultationQuerySet) -> list[str]:
    """The areas that the pages name, each once, in the order of the alphabet; one query."""
    return sorted(set(pages.exclude(place="").order_by().values_list("place", flat=True).distinct()), key=str.casefold)


def on_plan(pages: ConsultationQuerySet, start: date, end: date | None = None) -> ConsultationQuerySet:
    """Those of the pages that run, close or are to be answered from one day on, and open before another, for the plan.

    Args:
        pages: what is withdrawn among them is left out.
        start: a local day.
        end: a local day; None for no end.
    """
    goes_on = Q(timetable__closes_at__gt=_midnight(start)) | Q(timetable__answer_by__gte=start)
    pages = _planned(pages).filter(goes_on)
    return (pages.filter(timetable__opens_at__lt=_midnight(end)) if end else pages).for_plan()


def is_before(pages: ConsultationQuerySet, day: date) -> bool:
    """Whether any of the pages opened before a local day."""
    return _planned(pages).filter(timetable__opens_at__lt=_midnight(day)).exists()


def _planned(pages: ConsultationQuerySet) -> ConsultationQuerySet:
    return pages.filter(timetable__withdrawn_on=None, timetable__opens_at__isnull=False).order_by()


def _midnight(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.min))


def counts_by_tab(pages: ConsultationQuerySet, now: datetime) -> dict[ListTab, int]:
    """How many of the pages stand under each tab at an aware time; one query."""
    stated = pages.with_state(now).annotate(is_archived=Q(timetable__archived_on__isnull=False)).order_by()
    rows = list(stated.values_list("public_state", "is_archived").annotate(count=Count("pk")))
    return {
        tab: sum(count for state, kept, count in rows if state in TAB_STATES[tab] and _shows(tab, kept))
        for tab in ListTab
    }


def _shows(tab: ListTab, is_archived: bool) -> bool:
    """Whether what is archived, or is not, stands under a tab."""
    return tab == ListTab.ALL or is_archived == (tab == ListTab.ARCHIVED)


def in_tab(pages: ConsultationQuerySet, tab: ListTab, now: datetime) -> ConsultationQuerySet:
    """Those of the pages under one tab at an aware time, in its order."""
    if tab == ListTab.ALL:
        return pages.with_state(now).order_by(*ORDERS[tab])
    if tab == ListTab.ARCHIVED:
        return pages.filter(timetable__archived_on__isnull=False).order_by(*ORDERS[tab])
    found = pages.in_states(TAB_STATES[tab], now).filter(timetable__archived_on__isnull=True)
    return found.order_by(*ORDERS[tab])


@dataclass(frozen=True)
class Top:
    """The first pages under a tab, and how many stand there in all; of what is over, one more than asked at most."""

    pages: list[ConsultationPage]
    count: int


def first_in_tabs(pages: ConsultationQuerySet, most: Mapping[ListTab, int], now: datetime) -> dict[ListTab, Top]:
    """As many of the pages as `most` says for each tab but *all*, in its order, ready for `cards_for`; three queries.

    What runs is little, however old the site: it is sorted here. What is over grows every year: the database sorts it.
    """
    over = {
        tab: list(in_tab(pages, tab, now).values_list("pk", flat=True)[: most[tab] + 1])
        for tab in (ListTab.ANSWERED, ListTab.CLOSED)
    }
    # To order rows, Django compares every column that it reads: so keys are ordered, and all cards read together.
    is_over = Q(pk__in=[key for keys in over.values() for key in keys])
    read = {page.pk: page for page in pages.filter(is_over | not_over_at(now)).for_cards()}
    found = {tab: [read[key] for key in keys if key in read] for tab, keys in over.items()}
    running = [page for page in read.values() if not page.standing.withdrawn_on]
    at = {page: page.standing.state_at(now) for page in running}
    found[ListTab.OPEN] = sorted((page for page in running if at[page] == ConsultationState.OPEN), key=_end)
    found[ListTab.PLANNED] = sorted((page for page in running if at[page] == ConsultationState.PLANNED), key=_start)
    return {tab: Top(found[tab][: most[tab]], len(found[tab])) for tab in found}


def _end(page: ConsultationPage) -> tuple[datetime, int]:
    window = page.standing.window
    return (window and window.closes_at) or NEVER, page.pk


def _start(page: ConsultationPage) -> tuple[datetime, int]:
    window = page.standing.window
    return (window and window.opens_at) or NEVER, page.pk


NEVER = datetime.max.replace(tzinfo=UTC)
"""Sorts after every date: where none is set."""


def modules_by_host(keys: Iterable[UUID]) -> dict[UUID, list[Module]]:
    """Which modules have an activity at home in each consultation, by translation key, each once."""
    rows = (
        Activity.objects.filter(placement__host_key__in=set(keys))
        .order_by("placement__placed_at", "pk")
        .values_list("placement__host_key", "module")
    )
    found: dict[UUID, list[Module]] = defaultdict(list)
    for key, slug in rows:
        module = find_module(slug)
        if module and module not in found[key]:
            found[key].append(module)
    return found


@dataclass(frozen=True)
class Bit:
    """A small fact on a card, with its icon."""

    icon: str
    text: str


def other_language(page: ConsultationPage) -> str:
    """The code of the language a page is written in where that is not the visitor's, else ""."""
    code: str = page.locale.language_code
    return code if code != get_language() else ""


def language_bits(code: str) -> list[Bit]:
    """What a list says of a page in another language; nothing for the code ""."""
    if not code:
        return []
    # Translators: beside a title that is not translated: "In English".
    return [Bit("info", _("In %(language)s") % {"language": get_language_info(code)["name_translated"]})]


@dataclass(frozen=True)
class ConsultationCard:
    """A consultation in a list; `engagement/consultations/card.html` shows it."""

    title: str
    url: str
    lead: str
    state: ConsultationState
    tag_kind: str
    status_words: str
    plate: str
    also: str = ""
    activities: list[Bit] = field(default_factory=list)
    took_part: str = ""
    language: str = ""
    """Of title and lead, where it is not the visitor's."""


def cards_for(pages: Iterable[ConsultationPage], now: datetime | None = None) -> list[ConsultationCard]:
    """A card for each page, in the same order, in a number of queries that does not grow with them.

    Args:
        pages: from `for_cards()`.
        now: an aware time; this moment when None.
    """
    pages, now = list(pages), now or timezone.now()
    keys = [page.translation_key for page in pages]
    people, modules = people_at(keys), modules_by_host(keys)

    return [_card(page, now, modules.get(key, []), people.get(key, 0)) for page, key in zip(pages, keys, strict=True)]


def _card(page: ConsultationPage, now: datetime, modules: list[Module], people: int) -> ConsultationCard:
    standing = page.standing
    tag, language = words.tag(standing, now), other_language(page)
    return ConsultationCard(
        title=page.title,
        url=page.url or "",
        lead=page.question,
        state=standing.state_at(now),
        tag_kind=tag.kind,
        status_words=tag.words,
        plate=page.plate,
        also=words.also(standing, now),
        activities=[*language_bits(language), *_bits(page, standing, modules, now)],
        took_part=took_part_words(people, standing, now),
        language=language,
    )


def _bits(page: ConsultationPage, standing: Standing, modules: list[Module], now: datetime) -> list[Bit]:
    is_planned = standing.state_at(now) == ConsultationState.PLANNED
    opens_at = standing.window.opens_at if standing.window else None
    when = [Bit("cal", words.days_until_words(opens_at, now))] if is_planned and opens_at else []
    where = [Bit("pin", page.place)] if page.place else []
    return [*when, *(Bit(module.public_icon, str(module.label)) for module in modules), *where]


def took_part_words(people: int, standing: Standing, now: datetime) -> str:
    """How many took part and when they hear back: "1,204 people have taken part. We answer by 30 April." """
    parts = [people_words(people)] if people else []
    if standing.state_at(now) == ConsultationState.OPEN and standing.answer_by:
        parts.append(_("We answer by %(day)s.") % {"day": day_words(standing.answer_by, weekday=False)})
    if standing.is_late_at(now) and standing.answer_by:
        parts.append(words.late_words(standing.answer_by))
    return " ".join(parts)


def people_words(people: int) -> str:
    """The number with its base: everyone who took part."""
    return ngettext("%(count)s person has taken part.", "%(count)s people have taken part.", people) % {
        "count": number_format(people, force_grouping=True)
    }
