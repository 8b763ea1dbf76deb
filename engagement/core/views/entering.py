"""Answers from elsewhere: staff begin a batch of letters, calls or notes of an event, and type them in one by one."""

from typing import Any, ClassVar

from django import forms
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin import messages
from wagtail.log_actions import log

from base.guards import KEY_FIELD, form_key, new_key
from base.timewords import day_words, last_moment, moment_words
from engagement.core import registry
from engagement.core.entries import EntryForm
from engagement.core.enums import Arrival, TimeState
from engagement.core.exports import headings, rows
from engagement.core.forms import ActivityField
from engagement.core.hosts import PAGE
from engagement.core.models import Activity, Batch, Contribution
from engagement.core.queries import batches_with_figures, row_text, row_url, with_host_title, with_rows
from engagement.core.rules import arrival_of, can_enter
from engagement.core.services.contributing import MoveRefused
from engagement.core.services.entering import (
    begin_batch,
    correct_answer,
    enter_answer,
    may_correct,
    may_take_out,
    take_out,
)
from engagement.core.views.exporting import WRITERS

PER_PAGE = 25
BATCHES = 50
IN_ALL = gettext_lazy("Answers from elsewhere")


class BatchForm(forms.ModelForm):
    """What letters, calls or notes have in common."""

    class Meta:
        model = Batch
        fields = ("activity", "channel", "title", "received_on", "note")
        widgets = {
            "received_on": forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
            "note": forms.Textarea(attrs={"rows": 2}),
        }
        field_classes: ClassVar[dict[str, Any]] = {"activity": ActivityField}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        activity: Any = self.fields["activity"]
        # What stands on no public page has no total that an answer could count in.
        public = Q(host_title__isnull=False) | ~Q(placement__host_kind=PAGE)
        placed = with_host_title(Activity.objects.filter(module__in=entered_modules(), placement__isnull=False))
        activity.queryset = placed.filter(public)
        activity.empty_label = _("Choose")

    def clean_received_on(self) -> Any:
        day = self.cleaned_data["received_on"]
        if day > timezone.localdate():
            raise forms.ValidationError(_("This day is still to come. Give the day on which they arrived."))
        return day


def entered_modules() -> list[str]:
    """The slugs of the modules whose answers can be typed in."""
    return [slug for slug, module in registry.modules().items() if module.entry_form is not None]


def index(request: HttpRequest) -> HttpResponse:
    """Every batch, the newest first."""
    _let_in(request)
    page = Paginator(batches_with_figures(), BATCHES).get_page(request.GET.get("p"))
    context = {"batches": page.object_list, "page": page, "add_url": reverse("engagement_entry:add")}
    return TemplateResponse(request, "engagement/admin/entering/index.html", context | _head(IN_ALL))


def add(request: HttpRequest) -> HttpResponse:
    """Begin a batch; `?activity=` chooses what it answers."""
    _let_in(request)
    initial = {"received_on": timezone.localdate(), "activity": request.GET.get("activity")}
    form = BatchForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        batch = begin_batch(user=request.user, **form.cleaned_data)
        return redirect("engagement_entry:batch", batch.pk)
    context = {"form": form} | _head(_("New batch"), (IN_ALL, reverse("engagement_entry:index")))
    return TemplateResponse(request, "engagement/admin/entering/add.html", context)


def batch(request: HttpRequest, pk: int) -> HttpResponse:
    """One form for each answer, and below it what this batch holds already."""
    _let_in(request)
    found = _batch(pk)
    form_class = _form_class(found)
    if request.method == "POST":
        form = form_class(request.POST, batch=found)
        if form.is_valid():
            contribution, is_new = enter_answer(form=form, user=request.user, retry_key=form_key(request))
            _say_saved(request, contribution, is_new=is_new, arrival=form.arrival)
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
        **_head(found.title, (IN_ALL, reverse("engagement_entry:index"))),
    }
    return TemplateResponse(request, "engagement/admin/entering/batch.html", context)


def answer(request: HttpRequest, uuid: Any) -> HttpResponse:
    """Mend what was mistyped, or take out what should not be there."""
    _let_in(request)
    contribution = _typed(uuid)
    batch = _batch(contribution.batch_id)
    [(_contribution, row)] = with_rows([contribution])
    module = registry.find_module(batch.activity.module)
    form_class = _form_class(batch)
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
    context = {"contribution": contribution, "batch": batch, "form": form, "may_correct": may} | _head(
        contribution.reference,
        (IN_ALL, reverse("engagement_entry:index")),
        (batch.title, reverse("engagement_entry:batch", args=[batch.pk])),
    )
    return TemplateResponse(request, "engagement/admin/entering/answer.html", context)


def take_out_answer(request: HttpRequest, uuid: Any) -> HttpResponse:
    """Asks first; a POST takes it out."""
    _let_in(request)
    contribution = _typed(uuid)
    if request.method != "POST":
        [(_contribution, row)] = with_rows([contribution])
        head = _head(contribution.reference, (IN_ALL, reverse("engagement_entry:index")))
        context = {"contribution": contribution, "text": row_text(contribution, row)} | head
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
    _let_in(request)
    if kind not in WRITERS:
        raise Http404("no such format")
    found = _batch(pk)
    log(instance=found, action="engagement.export", user=request.user, data={"format": kind})
    activity = found.activity
    return WRITERS[kind](f"batch-{found.pk}.{kind}", headings(activity), rows(activity, batch=found))


def _let_in(request: HttpRequest) -> None:
    if not can_enter(request.user):
        raise PermissionDenied


def _batch(pk: Any) -> Batch:
    return get_object_or_404(Batch.objects.select_related("activity__placement__timetable", "created_by"), pk=pk)


def _typed(uuid: Any) -> Contribution:
    found = Contribution.objects.filter(batch__isnull=False).select_related("activity", "participant", "batch")
    return get_object_or_404(found, uuid=uuid)


def _form_class(batch: Batch) -> type[EntryForm]:
    module = registry.find_module(batch.activity.module)
    if module is None or module.entry_form is None:
        raise Http404("its module is not installed")
    return module.entry_form


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


def _head(title: Any, *above: tuple[Any, str]) -> dict[str, Any]:
    crumbs = [{"url": reverse("wagtailadmin_home"), "label": _("Home")}]
    crumbs += [{"url": url, "label": label} for label, url in above]
    return {
        "header_title": title,
        "header_icon": "mail",
        "breadcrumbs_items": [*crumbs, {"url": "", "label": title}],
    }
