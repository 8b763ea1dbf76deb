"""What the editor of a consultation should think about twice; what stops a publication is in `gate`."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from django.utils import timezone
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from base.timewords import day_words, last_moment, moment_words, period_words
from engagement.consultations.gate import closing_day, seen_from
from engagement.consultations.next_steps import steps_of

if TYPE_CHECKING:
    from engagement.consultations.models import ConsultationPage


@dataclass(frozen=True)
class Neighbour:
    """Another consultation that asks the same people in the same weeks; days are local, both included."""

    title: str
    """"" where whoever reads the warning may not know it."""
    url: str
    first_day: date
    last_day: date


NAMED = 5
"""How many neighbours a warning names; of more it says the number."""


def warnings_of(
    page: "ConsultationPage",
    brand: Any,
    announced: datetime | None = None,
    *,
    was_public: bool = False,
    neighbours: Sequence[Neighbour] = (),
    told: tuple[int, datetime] | None = None,
) -> list[str]:
    """Sentences for the editor that stop nothing. Each needs its own dates only: a missing one silences no other.

    Args:
        brand: the `BrandSettings` of the page's site.
        announced: the closing time that is public already, if any.
        was_public: whether it was ever public, in any language.
        neighbours: from `overlaps.neighbours_of()`.
        told: how many people got a mail about the outcome that is public, and when; None where nobody did.
    """
    return [
        *_taken_back(page, told),
        *_nowhere_to_answer(page),
        *([] if was_public else _over_already(page)),
        *(_of_its_span(page, brand) if _is_in_order(page) else []),
        *_at_the_same_time(neighbours),
        *decided_before_closing(page),
        *_late_steps(page),
        *_out_of_step(page),
        *_brought_forward(page, announced),
        *_opened_again(page, announced),
    ]


def _is_in_order(page: Any) -> bool:
    return bool(page.opens_at and page.closes_at and page.opens_at < page.closes_at)


def _taken_back(page: Any, told: tuple[int, datetime] | None) -> Iterator[str]:
    if told is None or page.says_outcome:
        return
    people, moment = told
    sentence = ngettext(
        "%(count)s person was told by mail on %(day)s what came of it. Publishing this takes it off the page.",
        "%(count)s people were told by mail on %(day)s what came of it. Publishing this takes it off the page.",
        people,
    )
    yield sentence % {"count": people, "day": day_words(moment)}


def _nowhere_to_answer(page: Any) -> Iterator[str]:
    is_over = page.shut_at is not None and page.shut_at <= timezone.now()
    if not is_over and not page.hosted_keys:
        yield str(_("Nobody can answer on this page: it has no activity. Put one in the text or under Engagement."))


def _over_already(page: Any) -> Iterator[str]:
    first_seen = seen_from(page)
    if page.closes_at and page.closes_at <= first_seen:
        day = day_words(last_moment(page.closes_at), weekday=False)
        if page.closes_at <= timezone.now():
            sentence = _(
                "It closed on %(day)s, before anybody could see it. "
                "Check the dates; a copy keeps those of its original."
            )
        else:
            sentence = _("It closes on %(day)s, before anybody can see it. Check the dates and when it goes public.")
        yield sentence % {"day": day}


def _of_its_span(page: Any, brand: Any) -> Iterator[str]:
    yield from _short(page, brand)
    yield from _quiet(page, brand)


def _short(page: Any, brand: Any) -> Iterator[str]:
    days = (page.closes_at - page.opens_at).days
    if days < brand.minimum_days:
        yield ngettext(
            "It is open for %(count)s day; this site aims at %(least)s or more. Many people hear of it late.",
            "It is open for %(count)s days; this site aims at %(least)s or more. Many people hear of it late.",
            days,
        ) % {"count": days, "least": brand.minimum_days}


def _quiet(page: Any, brand: Any) -> Iterator[str]:
    for period in brand.quiet_period_at(timezone.localdate(page.opens_at), closing_day(page.closes_at)):
        yield _("It runs into a quiet period, when few people are reached: %(name)s, %(days)s.") % {
            "name": period.name,
            "days": period_words(period.starts_on, period.ends_on),
        }


def _at_the_same_time(neighbours: Sequence[Neighbour]) -> Iterator[str]:
    if not neighbours:
        return
    named = format_html_join("; ", "{}, {}", (_named(neighbour) for neighbour in neighbours[:NAMED]))
    more = len(neighbours) - NAMED
    if more > 0:
        rest = ngettext("and %(count)s more", "and %(count)s more", more) % {"count": more}
        named = format_html("{}; {}", named, rest)
    yield format_html(
        str(_("The same people are asked in the same weeks: {others}. Could one of them come later, or both be one?")),
        others=named,
    )


def _named(neighbour: Neighbour) -> tuple[str, str]:
    link = format_html('<a href="{}">{}</a>', neighbour.url, neighbour.title) if neighbour.title else ""
    return link or str(_("a draft of colleagues")), period_words(neighbour.first_day, neighbour.last_day)


def decided_before_closing(page: Any) -> Iterator[str]:
    """A sentence where people can still answer after the day on which it is decided."""
    if page.decision_on and page.closes_at and page.decision_on < closing_day(page.closes_at):
        day = day_words(page.decision_on)
        yield _("It closes after the day of the decision (%(day)s). Change that day in the editor first.") % {
            "day": day
        }


def _out_of_step(page: Any) -> Iterator[str]:
    if page.go_live_at and page.opens_at and page.go_live_at > page.opens_at:
        yield _("The page goes public on %(public)s, after it has opened on %(opens)s.") % {
            "public": moment_words(page.go_live_at),
            "opens": moment_words(page.opens_at),
        }
    if page.expire_at and page.answer_by and timezone.localdate(page.expire_at) <= page.answer_by:
        yield _("The page is taken down on %(day)s, before people can read your answer.") % {
            "day": day_words(page.expire_at)
        }


def _late_steps(page: Any) -> Iterator[str]:
    for step in steps_of(page):
        if step.day and step.is_late_at(timezone.now()):
            yield _("“%(step)s” was to be done by %(day)s. Tick that it is done, or give another day.") % {
                "step": step.title,
                "day": day_words(step.day),
            }


def _brought_forward(page: Any, announced: datetime | None) -> Iterator[str]:
    if announced and page.closes_at and page.closes_at < announced and timezone.now() < announced:
        yield _(
            "People were told that it closes on %(moment)s. Closing earlier shuts some of them out. "
            "Put that time back, or say on the page why it closes earlier."
        ) % {"moment": moment_words(last_moment(announced))}


def _opened_again(page: Any, announced: datetime | None) -> Iterator[str]:
    now = timezone.now()
    has_opened = page.opens_at is None or page.opens_at <= now
    if has_opened and announced and page.shut_at and announced <= now < page.shut_at:
        yield str(_("It has closed already. Publishing this opens it again."))
