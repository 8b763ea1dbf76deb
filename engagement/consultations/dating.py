"""Changes the dates of a public consultation, pauses it and lets it go on, each with a public reason."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.log_actions import log
from wagtail.models import Page

from base.publication import publishing_as
from engagement.consultations.changes import kind_of
from engagement.consultations.enums import ChangeKind
from engagement.consultations.gate import changing_dates
from engagement.consultations.models import ConsultationPage, DateChange
from engagement.plugin import Timetable, is_source


class ChangeRefused(ValueError):
    """It cannot be done as things stand; the sentence says why, for the editor."""


@transaction.atomic
def change_dates(
    *,
    page: ConsultationPage,
    closes_at: datetime,
    answer_by: date,
    reasons: Mapping[str, str],
    by: Any,
    late_until: date | None = None,
    told: tuple[datetime | None, date | None, date | None] | None = None,
) -> DateChange:
    """Publish other dates for a consultation that has opened, in all its languages at once.

    Args:
        page: the page written first.
        reasons: why, by language code; the language of the page must be there.
        late_until: the last day on which letters count; None leaves it as it is.
        told: the closing time, the promised day and the last day for letters that the editor saw, so that of two
            editors at once one is told.

    Raises:
        ChangeRefused: it is withdrawn, has not opened, was changed by somebody else meanwhile, or nothing would change.
        PublishRefused: the page would not pass the gate with these dates.
    """
    live, timetable = lock(page)
    before = (live.closes_at, live.answer_by, live.late_until)
    late_until = late_until or live.late_until
    _refuse_unless_running(live, timetable)
    if told is not None and told != before:
        raise ChangeRefused(_("Somebody else changed the dates in the meantime. Look at them again."))
    if closes_at != live.closes_at and closes_at < timezone.now():
        raise ChangeRefused(_("This moment is over. People must hear of it before it closes."))
    if (closes_at, answer_by, late_until) == before or live.closes_at is None:
        raise ChangeRefused(_("Nothing would change. Put in another date."))
    dates: dict[str, Any] = {"closes_at": closes_at, "answer_by": answer_by, **_letters(late_until)}
    change = note_of_dates(page=live, reasons=reasons, by=by, **dates)
    with changing_dates():
        republish(page=live, by=by, **dates)
    return _keep(change, live)


@transaction.atomic
def pause(
    *, page: ConsultationPage, reasons: Mapping[str, str], by: Any, expected_on: date | None = None
) -> DateChange:
    """From now on nobody can take part, until somebody lets it go on. What was sent before can still be confirmed.

    Raises:
        ChangeRefused: it is not open, or paused already.
    """
    live, timetable = lock(page)
    now = timezone.now()
    if not live.standing.is_open_at(now):
        raise ChangeRefused(_("Only what people can take part in just now can be paused."))
    change = note_of_pause(page=live, reasons=reasons, by=by, expected_on=expected_on)
    change.at = change.paused_at = now
    Timetable.objects.filter(pk=timetable.pk).update(paused_at=now)
    return _keep(change, live)


@transaction.atomic
def resume(
    *,
    page: ConsultationPage,
    reasons: Mapping[str, str],
    by: Any,
    closes_at: datetime | None = None,
    answer_by: date | None = None,
    late_until: date | None = None,
) -> DateChange:
    """Let people take part again, with other dates if some are given.

    Raises:
        ChangeRefused: it is not paused.
        PublishRefused: the page would not pass the gate with these dates; it stays paused.
    """
    live, timetable = lock(page)
    if timetable.paused_at is None:
        raise ChangeRefused(_("It is not paused."))
    before = {"closes_at": live.closes_at, "answer_by": live.answer_by, **_letters(live.late_until)}
    dates: dict[str, Any] = {
        "closes_at": closes_at or live.closes_at,
        "answer_by": answer_by or live.answer_by,
        **_letters(late_until or live.late_until),
    }
    change = note_of_resuming(page=live, reasons=reasons, by=by, **dates)
    Timetable.objects.filter(pk=timetable.pk).update(paused_at=None)
    if dates != before:
        with changing_dates():
            republish(page=live, by=by, **dates)
    return _keep(change, live)


def later_by_the_pause(*, closes_at: datetime, paused_at: datetime, now: datetime) -> datetime:
    """The closing time with the paused time added, in whole days rounded up, so that it stays at its local hour.

    Where it closed during the pause, the time that was lost is counted from now on.
    """
    day = timedelta(days=1)
    lost = max(min(now, closes_at) - paused_at, timedelta(0))
    over = max(now - closes_at, timedelta(0))
    local = timezone.localtime(closes_at).replace(tzinfo=None)
    try:
        return timezone.make_aware(local + day * (-(-lost // day) + -(-over // day)))
    except OverflowError:
        # A mistyped year, after which no day comes.
        return closes_at


def note_of_dates(
    *,
    page: ConsultationPage,
    closes_at: datetime,
    answer_by: date,
    reasons: Mapping[str, str],
    by: Any,
    late_until: date | None = None,
) -> DateChange:
    """What `change_dates` would write down, unsaved, for a page that has a closing time."""
    change = _note(page, kind_of(closes_from=page.closes_at or closes_at, closes_to=closes_at), reasons, by)
    change.closes_to, change.answer_to, change.late_to = closes_at, answer_by, late_until or page.late_until
    if change.kind == ChangeKind.ANSWER and change.answer_to == change.answer_from:
        change.kind = ChangeKind.LATE
    return change


def note_of_pause(
    *, page: ConsultationPage, reasons: Mapping[str, str], by: Any, expected_on: date | None
) -> DateChange:
    """What `pause` would write down, unsaved."""
    change = _note(page, ChangeKind.PAUSED, reasons, by)
    change.expected_on = expected_on
    return change


def note_of_resuming(
    *,
    page: ConsultationPage,
    reasons: Mapping[str, str],
    by: Any,
    closes_at: datetime | None,
    answer_by: date | None,
    late_until: date | None = None,
) -> DateChange:
    """What `resume` would write down, unsaved, for a page that is paused."""
    change = _note(page, ChangeKind.RESUMED, reasons, by)
    window = page.standing.window
    change.paused_at = window.paused_at if window else None
    change.closes_to, change.answer_to, change.late_to = closes_at, answer_by, late_until or page.late_until
    return change


def lock(page: ConsultationPage) -> tuple[ConsultationPage, Any]:
    """The public version of a page and its timetable, held until the transaction ends.

    The row of the page first, as every publication does, so that two of them wait for each other and nobody for ever.

    Raises:
        ChangeRefused: it is not public, or a translation.
    """
    Page.objects.select_for_update().get(pk=page.pk)
    live = ConsultationPage.objects.filter(pk=page.pk, live=True).first()
    timetable = Timetable.objects.select_for_update().filter(host_key=page.translation_key).first()
    if live is None or timetable is None:
        raise ChangeRefused(_("It is not public, so its dates can be changed in the page itself."))
    if not is_source(live):
        raise ChangeRefused(_("Dates belong to the page written first. Change them there."))
    return live, timetable


def republish(*, page: ConsultationPage, by: Any, **values: Any) -> None:
    """Publish the public version of a page with these fields changed, and nothing of a draft that somebody works on.

    The draft, and a version that is scheduled, get the same fields and stay what they were.

    Raises:
        PublishRefused: see `BasePage.publish()`.
    """
    draft: Any = page.get_latest_revision() if page.has_unpublished_changes else None
    scheduled: Any = page.revisions.filter(approved_go_live_at__isnull=False).first()
    _set(page, values)
    page.go_live_at = None
    with publishing_as(by):
        page.save_revision(user=by).publish(user=by)
    for kept in {revision.pk: revision for revision in (scheduled, draft) if revision}.values():
        version = kept.as_object()
        _set(version, values)
        version.save_revision(
            user=kept.user,
            approved_go_live_at=scheduled.approved_go_live_at if scheduled and kept.pk == scheduled.pk else None,
        )


def _letters(late_until: date | None) -> dict[str, date]:
    """Where no day for letters is public, a draft keeps the one it has."""
    return {"late_until": late_until} if late_until else {}


def _set(page: Any, values: Mapping[str, Any]) -> None:
    for name, value in values.items():
        setattr(page, name, value)


def _refuse_unless_running(page: ConsultationPage, timetable: Any) -> None:
    if timetable.withdrawn_on:
        raise ChangeRefused(_("It is withdrawn. Take that back first."))
    if page.opens_at is None or page.opens_at > timezone.now():
        raise ChangeRefused(_("It has not opened yet, so its dates can be changed in the page itself."))


def _note(page: ConsultationPage, kind: ChangeKind, reasons: Mapping[str, str], by: Any) -> DateChange:
    return DateChange(
        translation_key=page.translation_key,
        kind=kind,
        at=timezone.now(),
        by=by,
        by_name=str(by) if by else "",
        closes_from=page.closes_at,
        closes_to=page.closes_at,
        answer_from=page.answer_by,
        answer_to=page.answer_by,
        late_from=page.late_until,
        late_to=page.late_until,
        language=page.locale.language_code,
        reasons={code: text.strip() for code, text in reasons.items() if text.strip()},
    )


def _keep(change: DateChange, page: ConsultationPage) -> DateChange:
    """Write it down, and say so in the page's history."""
    if not change.reasons.get(change.language):
        raise ChangeRefused(_("Say why. People read it."))
    change.save()
    log(instance=page, action=f"consultations.{change.kind}", user=change.by, data={"change": change.pk})
    return change
