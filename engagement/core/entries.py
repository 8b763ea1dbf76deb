"""How staff type in what somebody gave elsewhere: the form that a module extends, and what the core hands it."""

import uuid
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django import forms
from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from base.fields import NameField
from base.timewords import day_words
from engagement.accounts.models import Participant
from engagement.core.enums import Arrival, ContributionState
from engagement.core.models import Activity, Batch, Contribution
from engagement.core.queries import same_words_in
from engagement.core.rules import arrival_on, is_too_late, reference_in

NAME_LENGTH = 60


@dataclass(frozen=True)
class Entry:
    """One answer from elsewhere, everything but its words. `state` is what the core has decided on."""

    activity: Activity
    batch: Batch
    participant: Participant
    state: ContributionState
    language: str
    received_at: datetime
    retry_key: uuid.UUID | None = None


class EntryForm(forms.Form):
    """One answer from elsewhere. A module's subclass adds the fields with what was given.

    The field of the module's `words_field`, if it has one, is compared with what is in the batch already.
    """

    name = NameField(
        label=gettext_lazy("Name to show"),
        required=False,
        max_length=NAME_LENGTH,
        help_text=gettext_lazy("Only if the person agreed that everybody reads it. Empty: “A resident”."),
    )
    language = forms.ChoiceField(label=gettext_lazy("Language of the words"), choices=lambda: settings.LANGUAGES)
    received_on = forms.DateField(
        label=gettext_lazy("Arrived on"),
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
        help_text=gettext_lazy("The day on the stamp or of the call. It decides whether the answer counts."),
        error_messages={"required": gettext_lazy("Give the day on which it arrived: it decides whether it counts.")},
    )
    same_as = forms.CharField(
        label=gettext_lazy("From the same person as"),
        required=False,
        max_length=40,
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
        help_text=gettext_lazy(
            "The reference of another answer that was typed in. Otherwise every answer counts as one more person."
        ),
    )
    hold = forms.BooleanField(
        label=gettext_lazy("Hold it until a moderator has read it"),
        required=False,
        help_text=gettext_lazy("For what you are not sure about. It waits in the list of contributions."),
    )
    are_two = forms.BooleanField(label=gettext_lazy("Two people gave the same words: save it"), required=False)
    is_not_counted = forms.BooleanField(
        label=gettext_lazy("Save it as too late: kept on record, not public, not counted"), required=False
    )

    is_early = forms.BooleanField(
        label=gettext_lazy("It came before the opening: save it all the same"), required=False
    )

    QUESTIONS = ("are_two", "is_not_counted", "is_early")
    """Asked only when there is a reason to."""

    def __init__(
        self,
        *args: Any,
        batch: Batch,
        correcting: Contribution | None = None,
        retry_key: uuid.UUID | None = None,
        **kwargs: Any,
    ) -> None:
        """
        Args:
            correcting: what was typed in before and is mended now; who gave it stays.
            retry_key: `base.guards.form_key`, where something new is typed in.
        """
        super().__init__(*args, **kwargs)
        self.batch = batch
        self.retry_key = retry_key
        self.correcting = correcting
        if correcting is not None:
            for name in ("same_as", "hold"):
                del self.fields[name]
            self.fields["received_on"].initial = timezone.localdate(correcting.created_at)
        else:
            self.fields["received_on"].initial = batch.received_on
        if self.is_bound:  # what is wrong comes first
            for field in self.fields.values():
                field.widget.attrs.pop("autofocus", None)
        own = [name for name in self.fields if name not in EntryForm.base_fields]
        self.order_fields([*own, *EntryForm.base_fields])

    @property
    def answers(self) -> list[forms.BoundField]:
        """What is asked of every answer."""
        return [self[name] for name in self.fields if name not in self.QUESTIONS]

    @property
    def questions(self) -> list[forms.BoundField]:
        """What is asked of this one."""
        asked = [self[name] for name in self.QUESTIONS if name in self.fields]
        return [field for field in asked if self.is_bound and (field.errors or field.value())]

    @property
    def arrival(self) -> Arrival:
        """Whether an answer that arrived on the day given is in time."""
        day: date = self.cleaned_data["received_on"]
        return arrival_on(day, self.batch.activity.window, self.batch.activity.late_until)

    @property
    def participant(self) -> Participant | None:
        """Whose it is, if they gave something before."""
        known: Contribution | None = self.cleaned_data.get("same_as") or None
        return known.participant if known else None

    def clean_received_on(self) -> date:
        day: date = self.cleaned_data["received_on"]
        if day > timezone.localdate():
            raise forms.ValidationError(_("This day is still to come. Give the day on which it arrived."))
        return day

    def clean_same_as(self) -> Contribution | None:
        """Only somebody whom staff typed in: an account, and what was given with it, stays with its owner."""
        typed = self.cleaned_data["same_as"]
        if not typed.strip():
            return None
        found = Contribution.objects.select_related("participant").filter(reference=reference_in(typed)).first()
        if found is None:
            raise forms.ValidationError(_("There is no answer with this reference. Look it up in the list."))
        if found.batch_id is None or (found.participant and found.participant.is_known):
            raise forms.ValidationError(
                _("This one was given online, and belongs to its author. Only typed-in answers can be joined.")
            )
        return found

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        self._ask_about_double(data)
        is_known = self.correcting is not None and is_too_late(self.correcting)
        is_late = bool(data.get("received_on")) and self.arrival == Arrival.TOO_LATE
        if is_late and not is_known and not data["is_not_counted"]:
            self.add_error("is_not_counted", self._too_late_words())
        self._ask_about_opening(data)
        return data

    def _ask_about_opening(self, data: dict[str, Any]) -> None:
        """Whether what is said to be from before the opening is, or the day is mistyped."""
        opens_at = self.batch.activity.window.opens_at
        opening = timezone.localdate(opens_at) if opens_at else None
        day, known = (
            data.get("received_on"),
            timezone.localdate(self.correcting.created_at) if self.correcting else None,
        )
        if opening and day and day < opening and day != known and not data["is_early"]:
            sentence = _(
                "People can answer here from %(day)s on. Check the day. If it is right, tick: it is shown and counted "
                "with the others."
            )
            self.add_error("is_early", sentence % {"day": day_words(opening)})

    def _ask_about_double(self, data: dict[str, Any]) -> None:
        double = None if data.get("are_two") else same_words_in(self.batch, data, but=self.correcting)
        # The same form sent twice is no second letter: who stores it says so.
        if double and (self.retry_key is None or double.retry_key != self.retry_key):
            sentence = _("The same words are in this batch already, as %(reference)s. Tick if two people gave them.")
            self.add_error("are_two", sentence % {"reference": double.reference})

    def _too_late_words(self) -> str:
        until = self.batch.activity.late_until
        why = (
            _("Answers counted if they arrived by %(day)s, and this one came later.") % {"day": day_words(until)}
            if until
            else _("This arrived after closing, and nothing counts here that arrives then.")
        )
        what = _("It can be kept on record and in the evidence, but it is not public and not counted. Check the day.")
        return f"{why} {what}"
