import re
from typing import Any

from django import forms
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms.choosers import BaseFilterForm

from engagement.core.enums import ContributionState, Reason
from engagement.core.models import Activity, Contribution
from engagement.core.queries import with_host_title

LEAVE = "leave"
"""The decision that moves nothing: it answers those who asked to look at a contribution."""

DECISIONS = [
    ("", _("Choose")),
    (LEAVE, _("Leave it as it is: what was asked is answered")),
    (ContributionState.PUBLISHED.value, _("Approve: everybody can read it")),
    (ContributionState.HIDDEN.value, _("Hide for now: only staff can read it")),
    (ContributionState.REMOVED.value, _("Remove: a neutral line with the reason stays")),
]

READ = re.compile(r"(\d{1,18})\.(\d{1,5})", re.ASCII)


class ActivityField(forms.ModelChoiceField):
    """An activity, told from others of the same title by its page. The queryset is `with_host_title`."""

    def label_from_instance(self, obj: Any) -> str:
        """Its title and where it is at home."""
        words = {"activity": obj.title, "page": obj.host_title}
        return _("%(activity)s, on the page “%(page)s”") % words if obj.host_title else str(obj)


class QueueFilterForm(forms.Form):
    """What of the queue to show; whatever cannot be read shows everything."""

    q = forms.CharField(label=_("Reference, name or words"), required=False, max_length=100, widget=forms.SearchInput)
    activity = ActivityField(
        label=_("Activity"),
        queryset=with_host_title(Activity.objects.all()),
        required=False,
        empty_label=_("All activities"),
    )
    only = forms.CharField(required=False, max_length=2000)
    """References, with points between them: what was decided together."""
    same = forms.CharField(required=False, max_length=9)
    """A reference: everything with the same words."""

    def narrowing(self, count: int) -> str:
        """In words, what narrows the queue to this many and no field of the form shows; "" for nothing."""
        if self.cleaned_data.get("only"):
            return ngettext(
                "Only the one that was decided on just now is listed, and the numbers count it alone.",
                "Only the %(count)d that were decided on just now are listed, and the numbers count these alone.",
                count,
            ) % {"count": count}
        if same := self.cleaned_data.get("same"):
            words = gettext("Only what has the same words as %(reference)s is listed and counted.")
            return words % {"reference": same}
        return ""


class ActivityFilterForm(BaseFilterForm):
    """The search box of the activity chooser."""

    q = forms.CharField(
        label=_("Search term"), required=False, widget=forms.TextInput(attrs={"placeholder": _("Search")})
    )

    def filter(self, objects: Any) -> Any:
        query = self.cleaned_data.get("q")
        if not query:
            return objects
        self.is_searching, self.search_query = True, query
        return objects.filter(title__icontains=query)


class ReadField(forms.Field):
    """Which texts the screen showed: for each contribution "primary key.number of edits". A number by primary key."""

    widget = forms.MultipleHiddenInput

    def to_python(self, value: Any) -> dict[int, int]:
        found = (READ.fullmatch(one) for one in value or [])
        return {int(one[1]): int(one[2]) for one in found if one}


class DecisionForm(forms.Form):
    """One decision on one or more contributions."""

    contributions = forms.ModelMultipleChoiceField(
        queryset=Contribution.objects.all(), error_messages={"required": _("Tick at least one contribution.")}
    )
    seen = forms.ChoiceField(choices=ContributionState.choices, required=False)
    """The state in which the screen showed them: a colleague may have decided since."""
    read = ReadField(required=False)
    shown_at = forms.DateTimeField(required=False)
    """When the screen showed them, for the same reason."""
    to = forms.ChoiceField(
        label=_("Decision"),
        choices=DECISIONS,
        error_messages={"required": _("Choose what to do.")},
    )
    reason = forms.ChoiceField(
        label=_("Reason"),
        choices=[("", "---"), *Reason.choices],
        required=False,
        help_text=_("Residents read it: “taken down here because …”."),
    )
    note = forms.CharField(
        label=_("Note for colleagues"), required=False, widget=forms.Textarea(attrs={"rows": 2}), max_length=2000
    )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("to") == ContributionState.REMOVED and not cleaned.get("reason"):
            self.add_error("reason", _("Say why it is removed: its author and everybody else will read it."))
        if cleaned.get("to") == ContributionState.HIDDEN and not cleaned.get("reason"):
            self.add_error("reason", _("Say why it is hidden: its author will read it."))
        if cleaned.get("to") in (ContributionState.PUBLISHED, LEAVE) and cleaned.get("reason"):
            self.add_error("reason", _("A reason belongs to hiding or removing. Choose one of them, or empty it."))
        return cleaned
