"""What authors and reporters are told by mail. Each mail has a key, so that it goes out once."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.core import signing
from django.urls import reverse
from django.utils import translation

from base.mail import queue_mail
from base.mailboxes import mailbox_counts
from base.models import BrandSettings
from base.ratelimit import Tally, take_each
from base.timewords import day_words
from engagement.moderation.enums import Told
from engagement.moderation.models import Report
from engagement.moderation.queries import rules_url
from engagement.moderation.rules import LINK_WORKS, looked_at_by
from engagement.plugin import Contribution, Host, StateChange, find_host, own_url, row_text, with_rows, words_in_mail

SECOND_LOOK = "second-look"
"""The name of the action to which the link in a decision's mail leads."""
_SALT = "engagement.moderation.second_look"


def key_of(change: StateChange) -> str:
    """What shows that its holder got the mail about this decision, for `LINK_WORKS`."""
    return signing.dumps(change.pk, salt=_SALT)


def change_of(key: str, *, works_for: timedelta = LINK_WORKS) -> int | None:
    """The primary key of the decision that a key is about, or None: expired, or not one of ours."""
    try:
        found = signing.loads(key, salt=_SALT, max_age=works_for)
    except signing.BadSignature:
        return None
    return int(found)


def address_for(report: Report) -> str:
    """Where its sender hears of it: the confirmed address of somebody we know, else the one they wrote, or ""."""
    person = report.participant
    return (person.email if person is not None else None) or report.email


def confirm_report(report: Report, lane: Sequence[Tally] = ()) -> bool:
    """Tell its sender that we have it.

    Args:
        lane: more counts that mail to an address nobody has confirmed is held to (`Visit.lane_to`).

    Returns:
        False when too much mail has gone to an address that nobody has confirmed: then none may follow either.
    """
    address = address_for(report)
    if not address:
        return True
    is_unproved = address == report.email
    if take_each([*mailbox_counts(address), *(lane if is_unproved else ())]):
        return not is_unproved
    with translation.override(report.language):
        host = find_host(report.contribution.activity)
        day = day_words(looked_at_by(report.created_at))
    _queue(
        key=f"report:{report.reference}",
        to=address,
        template="engagement/moderation/mail/report",
        language=report.language,
        host=host,
        context={"title": _title(report.contribution, host), "report": report, "day": day},
    )
    return True


def tell_reporter(report: Report, host: Host | None) -> None:
    """Tell its sender what was decided, once; nothing without an address."""
    address = address_for(report)
    if address:
        _queue(
            key=f"report-outcome:{report.reference}",
            to=address,
            template="engagement/moderation/mail/outcome",
            language=report.language,
            host=host,
            context={"title": _title(report.contribution, host), "report": report},
        )


def tell_author(contribution: Contribution, change: StateChange, told: Told, *, may_ask: bool = False) -> None:
    """Tell the author of a contribution what was decided on it, why, and what they can do.

    Nothing without a confirmed address, when they decided themselves, or when what they took part in is gone.

    Args:
        may_ask: whether they may ask for a second look.
    """
    person = contribution.participant
    if person is None or not person.email or (person.user_id is not None and person.user_id == change.by_id):
        return
    language = person.language or contribution.language
    with translation.override(language):
        host = find_host(contribution.activity)
        [(_contribution, row)] = with_rows([contribution])
        if host is None or row is None:
            return
        path, ask = own_url(contribution, row), reverse("engage", args=[contribution.activity.uuid, SECOND_LOOK])
    _queue(
        key=f"decision:{change.pk}",
        to=person.email,
        template="engagement/moderation/mail/decision",
        language=language,
        host=host,
        context={
            "told": told.value,
            "title": host.title,
            "words": words_in_mail(row_text(contribution, row)),
            "reason": change.get_reason_display() if change.reason else "",
            "reference": contribution.reference,
            "link": f"{settings.WAGTAILADMIN_BASE_URL}{path}" if path else "",
            "ask_link": f"{settings.WAGTAILADMIN_BASE_URL}{ask}?key={key_of(change)}" if may_ask else "",
            "days": LINK_WORKS.days,
        },
    )


def _title(contribution: Contribution, host: Host | None) -> str:
    return host.title if host else contribution.activity.title


def _queue(*, key: str, to: str, template: str, language: str, host: Host | None, context: dict[str, Any]) -> None:
    page = host.page if host else None
    brand = BrandSettings.for_page(page)
    names = {"brand": brand, "rules": rules_url(page), **context}
    queue_mail(key=key, to=to, template=template, context=names, language=language, sender=brand.site_name)
