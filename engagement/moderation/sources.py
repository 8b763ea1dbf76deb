"""Reports and requests for a second look as the moderators' queue shows them: `engagement.core.marks`."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any

from django.db.models import Count, Min, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from engagement.moderation.enums import ReportReason
from engagement.moderation.models import Report, SecondLook
from engagement.moderation.queries import standing_looks, standing_reports, with_standing
from engagement.plugin import Contribution, Mark, MarkDetail


class Reports:
    """What people report."""

    slug = "reported"
    label = gettext_lazy("reported")

    def marked(self, contributions: QuerySet[Any]) -> QuerySet[Any]:
        """Those with a standing report."""
        return with_standing(contributions, standing_reports())

    def marks_on(self, contributions: Collection[Contribution]) -> dict[int, Mark]:
        """How many reports stand on each, and why. One query."""
        rows = standing_reports().filter(contribution__in=[c.pk for c in contributions]).order_by()
        found: dict[int, list[tuple[int, str, datetime]]] = {}
        counted = rows.values("contribution", "reason").annotate(count=Count("pk"), since=Min("created_at"))
        for row in counted.order_by("contribution", "-count", "reason"):
            found.setdefault(row["contribution"], []).append((row["count"], row["reason"], row["since"]))
        return {key: _mark(reasons) for key, reasons in found.items()}

    def details(self, contribution: Contribution) -> Sequence[MarkDetail]:
        """Every report with its reason and words; of its sender no more than whether it is a member."""
        reports = Report.objects.filter(contribution=contribution).select_related("participant")
        return [_report_detail(report) for report in reports]

    def waiting_words(self, count: int) -> str:
        """The link of the dashboard."""
        return ngettext("%(count)d was reported", "%(count)d were reported", count) % {"count": count}


class SecondLooks:
    """What authors ask to look at again."""

    slug = "second-look"
    label = gettext_lazy("second look asked for")

    def marked(self, contributions: QuerySet[Any]) -> QuerySet[Any]:
        """Those whose author waits for an answer."""
        return with_standing(contributions, standing_looks())

    def marks_on(self, contributions: Collection[Contribution]) -> dict[int, Mark]:
        """That their author asks. One query."""
        asked = standing_looks().filter(contribution__in=[c.pk for c in contributions]).order_by("-created_at")
        rows = asked.values_list("contribution", "created_at")
        return {key: Mark(_("Its author asks for a second look"), since) for key, since in rows}

    def details(self, contribution: Contribution) -> Sequence[MarkDetail]:
        """Every request, with whose decision it is about."""
        looks = SecondLook.objects.filter(contribution=contribution).select_related("decision__by")
        return [_look_detail(look) for look in looks]

    def waiting_words(self, count: int) -> str:
        """The link of the dashboard."""
        words = ngettext("%(count)d author asks for a second look", "%(count)d authors ask for a second look", count)
        return words % {"count": count}


def _mark(reasons: list[tuple[int, str, datetime]]) -> Mark:
    total = sum(count for count, _reason, _since in reasons)
    words = ngettext("%(count)d report: %(reasons)s", "%(count)d reports: %(reasons)s", total)
    named = (f"{_label(reason)} ({count})" if total > 1 else _label(reason) for count, reason, _since in reasons)
    since = min(since for _count, _reason, since in reasons)
    return Mark(words % {"count": total, "reasons": ", ".join(named)}, since)


def _label(reason: str) -> str:
    return str(ReportReason(reason).label)


def _report_detail(report: Report) -> MarkDetail:
    is_member = report.participant is not None and report.participant.user_id is not None
    return MarkDetail(
        title=(_("A member: %(reason)s") if is_member else _("A visitor: %(reason)s"))
        % {"reason": _label(report.reason)},
        words=report.words,
        at=report.created_at,
        is_standing=report.is_standing,
        answer="" if report.is_standing else str(report.get_outcome_display()).capitalize(),
    )


def _look_detail(look: SecondLook) -> MarkDetail:
    by = look.decision.by
    title = _("Its author, about the decision of %(name)s") % {"name": by} if by else _("Its author")
    answer = "" if look.is_standing else str(look.get_answer_display()).capitalize()
    return MarkDetail(title=title, words=look.words, at=look.created_at, is_standing=look.is_standing, answer=answer)
