"""Answers from elsewhere: staff type in the letters, calls or notes of a batch one by one, and correct them."""

from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.admin import messages
from wagtail.log_actions import log

from base.guards import KEY_FIELD, form_key, new_key
from base.timewords import day_words, last_moment, moment_words
from engagement.core import registry
from engagement.core.entries import EntryForm
from engagement.core.enums import Arrival, TimeState
from engagement.core.exports import headings, rows
from engagement.core.models import Activity, Batch, Contribution
from engagement.core.queries import row_text, row_url, with_rows
from engagement.core.rules import arrival_of
from engagement.core.services.batches import BatchRefused
from engagement.core.services.contributing import MoveRefused
from engagement.core.services.entering import (
    correct_answer,
    enter_answer,
    may_correct,
    may_take_out,
    take_out,
)
from engagement.core.views.batches import above, above_all, entry_form_of, entry_head, find_batch, let_in
from engagement.core.views.exporting import WRITERS

PER_PAGE = 25


def batch(request: HttpRequest, pk: int) -> HttpResponse:
    """One form for each answer, and below it what this batch holds already."""
    let_in(request)
    found = find_batch(pk)
    form_class = entry_form_of(found)
    if request.method == "POST":
        form = form_class(request.POST, batch=found, retry_key=form_key(request))
        if form.is_valid() and _enter(request, form):
            return redirect(request.path)
    else:
        form = form_class(batch=found, initial={"language": _last_language(found)})
    context = {
        "batch": found,
        "form": form,
        "key_field": KEY_FIELD,
        "key": request.POST.get(KEY_FIELD) or new_key(),
        "rule": _rule_words(found.activity),
        "export_urls": {kind: reverse("engagement_entry:export", args=[found.pk, kind]) for kind in WRITERS},
        **_running_list(request, found),
        **entry_head(found.title, above_all()),
    }
    return TemplateResponse(request, "engagement/admin/entering/batch.html", context)


def answer(request: HttpRequest, uuid: Any) -> HttpResponse:
    """Mend what was mistyped, or take out what should not be there."""
    let_in(request)
    contribution = _typed(uuid)
    batch = find_batch(contribution.batch_id)
    [(_contribution, row)] = with_rows([contribution])
    module = registry.find_module(batch.activity.module)
    form_class = entry_form_of(batch)
    may = may_correct(contribution=contribution, user=request.user)
    person = contribution.participant
    initial = {"language": contribution.language, "name": person.display_name if person else ""}
    form = form_class(
        request.POST or None,
        batch=batch,
        correcting=contribution,
        initial=initial | (module.entry_data(row) if module and row is not None else {}),
    )
    if request.method == "POST" and form.is_valid():
        return _correct(request, contribution, form)
    context = {"contribution": contribution, "batch": batch, "form": form, "may_correct": may}
    context |= entry_head(contribution.reference, above_all(), above(batch))
    return TemplateResponse(request, "engagement/admin/entering/answer.html", context)


def take_out_answer(request: HttpRequest, uuid: Any) -> HttpResponse:
    """Asks first; a POST takes it out."""
    let_in(request)
    contribution = _typed(uuid)
    if request.method != "POST":
        [(_contribution, row)] = with_rows([contribution])
        context = {"contribution": contribution, "text": row_text(contribution, row)}
        context |= entry_head(contribution.reference, above_all())
        return TemplateResponse(request, "engagement/admin/entering/take_out.html", context)
    try:
        take_out(contribution=contribution, user=request.user)
    except MoveRefused:
        messages.warning(request, _("Nothing was changed: it had been taken out already."))
    else:
        messages.success(request, _("%(reference)s is taken out.") % {"reference": contribution.reference})
    return redirect("engagement_entry:batch", contribution.batch_id)


def export(request: HttpRequest, pk: int, kind: str) -> HttpResponseBase:
    """One batch as a spreadsheet, to tell its people by post what came of it; who took it away is logged."""
    let_in(request)
    if kind not in WRITERS:
        raise Http404("no such format")
    found = find_batch(pk)
    log(instance=found, action="engagement.export", user=request.user, data={"format": kind})
    activity = found.activity
    return WRITERS[kind](f"batch-{found.pk}.{kind}", headings(activity), rows(activity, batch=found))


def _typed(uuid: Any) -> Contribution:
    found = Contribution.objects.filter(batch__isnull=False).select_related("activity", "participant", "batch")
    return get_object_or_404(found, uuid=uuid)


def _enter(request: HttpRequest, form: EntryForm) -> bool:
    """Whether the answer is saved; if not, the form says why."""
    try:
        contribution, is_new = enter_answer(form=form, user=request.user, retry_key=form.retry_key)
    except BatchRefused:
        form.add_error(None, _("A colleague has changed or deleted this batch meanwhile. Open it anew."))
        return False
    _say_saved(request, contribution, is_new=is_new, arrival=form.arrival)
    return True


def _correct(request: HttpRequest, contribution: Contribution, form: EntryForm) -> HttpResponse:
    try:
        correct_answer(contribution=contribution, form=form, user=request.user)
    except MoveRefused:
        messages.error(request, _("Nothing was changed: a moderator has to read what is public before it changes."))
    else:
        messages.success(request, _("%(reference)s is corrected.") % {"reference": contribution.reference})
    return redirect("engagement_entry:batch", contribution.batch_id)


def _say_saved(request: HttpRequest, contribution: Contribution, *, is_new: bool, arrival: Arrival) -> None:
    reference = {"reference": contribution.reference}
    if not is_new:
        messages.info(request, _("This was sent twice and is saved once, as %(reference)s.") % reference)
        return
    came_of_it = {
        Arrival.IN_TIME: _("Saved as %(reference)s. Write this on the paper."),
        Arrival.LATE: _("Saved as %(reference)s, marked as arrived after closing. Write this on the paper."),
        Arrival.TOO_LATE: _("Kept on record as %(reference)s, not public and not counted. Write this on the paper."),
    }
    messages.success(request, came_of_it[arrival] % reference)


def _last_language(batch: Batch) -> str | None:
    """Letters in one language often lie together."""
    last = batch.contributions.order_by("-pk").values_list("language", flat=True)
    return last.first()


def _running_list(request: HttpRequest, batch: Batch) -> dict[str, Any]:
    related = batch.contributions.select_related("activity__placement__timetable", "participant")
    typed = related.prefetch_related("changes").order_by("-pk")
    page = Paginator(typed, PER_PAGE).get_page(request.GET.get("p"))
    entries = [
        {
            "contribution": contribution,
            "text": row_text(contribution, row),
            "url": row_url(contribution, row),
            "arrival": arrival_of(contribution, batch.activity),
            "may_correct": may_correct(contribution=contribution, user=request.user),
            "may_take_out": may_take_out(contribution),
        }
        for contribution, row in with_rows(page.object_list)
    ]
    return {"entries": entries, "page": page, "count": page.paginator.count, "arrivals": Arrival}


def _rule_words(activity: Activity) -> str:
    """What becomes of answers that arrive after closing, for those who type them in; "" while there is no end."""
    closes_at = activity.window.closes_at
    if closes_at is None:
        return ""
    is_closed = activity.state_at(timezone.now()) == TimeState.CLOSED
    closing = _("Closed on %(when)s.") if is_closed else _("Closes on %(when)s.")
    until = activity.late_until
    rule = (
        _("What arrives by %(day)s is counted and marked as late; what arrives later is kept, and not counted.")
        % {"day": day_words(until)}
        if until
        else _("What arrives after that day is kept on record, and not counted.")
    )
    return f"{closing % {'when': moment_words(last_moment(closes_at))}} {rule}"
