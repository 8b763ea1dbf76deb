"""Batches of answers from elsewhere: staff begin them, edit what they have in common, and delete empty ones."""

from typing import Any, ClassVar

from django import forms
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin import messages

from base.admin_head import head
from engagement.core import registry
from engagement.core.entries import EntryForm
from engagement.core.enums import Channel
from engagement.core.forms import ActivityField
from engagement.core.hosts import PAGE
from engagement.core.models import Activity, Batch
from engagement.core.models.batch import FROM_ELSEWHERE
from engagement.core.queries import batches_with_figures, has_answers, with_host_title
from engagement.core.rules import can_enter
from engagement.core.services.batches import BatchRefused, begin_batch, delete_batch, edit_batch

BATCHES = 50
IN_ALL = gettext_lazy("Answers from elsewhere")
KEPT = gettext_lazy(
    "This batch cannot be deleted: answers were typed in, and the record keeps them, also those that were taken out."
)


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
        self.has_answers = self.instance.pk is not None and has_answers(self.instance)
        self._keep_to_ways_of_typing()
        activity: Any = self.fields["activity"]
        own = Q(pk=self.instance.activity_id)
        if self.has_answers:
            activity.queryset = with_host_title(Activity.objects.filter(own))
            activity.empty_label = None
            activity.help_text = _("Answers were typed in, so the batch stays with what they answer.")
            activity.error_messages["invalid_choice"] = activity.help_text
            return
        # What stands on no public page has no total that an answer could count in.
        public = Q(host_title__isnull=False) | ~Q(placement__host_kind=PAGE)
        placed = Q(module__in=entered_modules(), placement__isnull=False)
        activity.queryset = with_host_title(Activity.objects.all()).filter(placed & public | own)
        activity.empty_label = _("Choose")

    def _keep_to_ways_of_typing(self) -> None:
        """What a file was taken in as stays; nothing else is said to come from another system."""
        channel: Any = self.fields["channel"]
        if self.instance.channel == Channel.IMPORT:
            channel.disabled = True
        else:
            channel.choices = FROM_ELSEWHERE

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
    let_in(request)
    page = Paginator(batches_with_figures(), BATCHES).get_page(request.GET.get("p"))
    context = {"batches": page.object_list, "page": page, "add_url": reverse("engagement_entry:add")}
    return TemplateResponse(request, "engagement/admin/entering/index.html", context | entry_head(IN_ALL))


def add(request: HttpRequest) -> HttpResponse:
    """Begin a batch; `?activity=` chooses what it answers."""
    let_in(request)
    initial = {"received_on": timezone.localdate(), "activity": request.GET.get("activity")}
    form = BatchForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        batch = begin_batch(user=request.user, **form.cleaned_data)
        return redirect("engagement_entry:batch", batch.pk)
    context = {"form": form} | entry_head(_("New batch"), above_all())
    return TemplateResponse(request, "engagement/admin/entering/add.html", context)


def edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Mend what was chosen by mistake, for the batch and all its answers."""
    let_in(request)
    batch = find_batch(pk)
    entry_form_of(batch)
    context = {"batch": batch, "kept": KEPT} | entry_head(_("Edit the batch"), above_all(), above(batch))
    form = BatchForm(request.POST or None, instance=batch)
    if request.method == "POST" and form.is_valid():
        try:
            edit_batch(batch=batch, user=request.user, **form.cleaned_data)
        except BatchRefused:
            form.add_error(None, _("A colleague has typed into this batch or deleted it meanwhile. Open it anew."))
        else:
            messages.success(request, _("The batch is saved."))
            return redirect("engagement_entry:batch", pk)
    return TemplateResponse(request, "engagement/admin/entering/edit.html", context | {"form": form})


def delete(request: HttpRequest, pk: int) -> HttpResponse:
    """Asks first; a POST deletes it, if nothing was ever typed in."""
    let_in(request)
    batch = find_batch(pk)
    entry_form_of(batch)
    if request.method != "POST":
        context = {"batch": batch, "kept": KEPT if has_answers(batch) else ""}
        context |= entry_head(_("Delete the batch"), above_all(), above(batch))
        return TemplateResponse(request, "engagement/admin/entering/delete.html", context)
    try:
        delete_batch(batch=batch, user=request.user)
    except BatchRefused:
        messages.error(request, KEPT)
        return redirect("engagement_entry:batch", pk)
    messages.success(request, _("“%(batch)s” is deleted.") % {"batch": batch.title})
    return redirect("engagement_entry:index")


def let_in(request: HttpRequest) -> None:
    """Nobody but those who may type in answers."""
    if not can_enter(request.user):
        raise PermissionDenied


def find_batch(pk: Any) -> Batch:
    """The batch with what decides whether its answers are in time, or a 404."""
    return get_object_or_404(Batch.objects.select_related("activity__placement__timetable", "created_by"), pk=pk)


def entry_form_of(batch: Batch) -> type[EntryForm]:
    """The form of one of its answers, or a 404: nothing is done with a batch whose module is not installed."""
    module = registry.find_module(batch.activity.module)
    if module is None or module.entry_form is None:
        raise Http404("its module is not installed")
    return module.entry_form


def above_all() -> tuple[Any, str]:
    """The way back to the list of batches, for `entry_head`."""
    return IN_ALL, reverse("engagement_entry:index")


def above(batch: Batch) -> tuple[str, str]:
    """The way back to a batch, for `entry_head`."""
    return batch.title, reverse("engagement_entry:batch", args=[batch.pk])


def entry_head(title: Any, *above: tuple[Any, str]) -> dict[str, Any]:
    """The header of a screen for answers from elsewhere."""
    return head(title, *above, icon="mail")
