"""When a consultation may leave the lists or the site: once people were answered, or told that nobody will decide."""

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from base.publication import Problem, StaysPublic
from engagement.consultations.rules import WAITING
from engagement.plugin import STANDING, Contribution, is_source

if TYPE_CHECKING:
    from engagement.consultations.models import ConsultationPage

OWED = _(
    "People took part here and have not been answered. Publish what came of it, or say under Outcome, with a day, why "
    "no decision will be made."
)


def no_decision_problems(page: "ConsultationPage") -> Iterator[Problem]:
    """What the dated reason lacks that stands in place of an outcome."""
    if page.no_decision_on is None:
        if page.no_decision_reason.strip():
            yield Problem("no_decision_on", _("Give the day on which you say so."))
        return
    if not page.no_decision_reason.strip():
        yield Problem("no_decision_reason", _("Say why no decision will be made. People gave their time to it."))
    if page.no_decision_on > timezone.localdate():
        yield Problem("no_decision_on", _("This day is still to come. Say so on the day itself."))
    if page.we_did:
        yield Problem("no_decision_on", _("There are decisions under “we did”. Keep those, or this."))


def archive_problems(page: "ConsultationPage") -> Iterator[Problem]:
    """Why it cannot stand among what is archived."""
    if page.archived_on is None or page.withdrawn_on:
        return
    if page.shut_at is None or page.shut_at > timezone.now():
        yield Problem("archived_on", _("It has not closed yet. Archive it once people have been answered."))
    elif not page.says_outcome:
        yield Problem("archived_on", OWED)


def is_owed(page: "ConsultationPage") -> bool:
    """Whether people took part in a closed consultation, as published, and wait for what came of it. Two queries."""
    return page.standing.state_at(timezone.now()) in WAITING and has_contributions(page)


def has_contributions(page: Any) -> bool:
    """Whether somebody has something standing here, public or still waiting."""
    given = Contribution.objects.filter(activity__placement__host_key=page.translation_key)
    return given.filter(state__in=STANDING).exists()


def refuse_to_leave(page: Any) -> None:
    """Called before a page is saved: what people took part in does not leave the site unanswered, on whatever road.

    Args:
        page: a consultation, or the plain `Page` of one, as bulk actions have it.

    Raises:
        StaysPublic: it is public, written first, closed, and people wait for its answer.
    """
    from engagement.consultations.models import ConsultationPage

    if page.live or page.pk is None:
        return
    if public := ConsultationPage.objects.filter(pk=page.pk, live=True).first():
        refuse_to_go(public)


def refuse_to_go(page: "ConsultationPage") -> None:
    """Called before a page is deleted, on whatever road, alone or with what is above it.

    Raises:
        StaysPublic: as `refuse_to_leave`.
    """
    if page.live and is_source(page) and is_owed(page):
        raise StaysPublic(page, [Problem("", OWED)])
