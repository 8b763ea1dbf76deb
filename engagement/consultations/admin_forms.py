"""The forms of what an editor does to a public consultation. Each is looked at once more before it is done."""

import hashlib
from collections.abc import Iterator
from datetime import date, datetime
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.models import Locale

from base.fields import CleanTextField
from base.publication import Problem, publish_problems
from base.timewords import day_words, same_minute
from base.widgets import DayField, DayInput, MomentField, MomentInput
from engagement.consultations.changes import reason_of_pause
from engagement.consultations.dating import later_by_the_pause
from engagement.consultations.gate import changing_dates, closing_day, is_far_off
from engagement.consultations.models import ConsultationPage, DateChange
from engagement.consultations.panels import tab_of
from engagement.consultations.warnings import decided_before_closing
from engagement.plugin import Answer

REASON = "reason_"


class ActionForm(forms.Form):
    """What is to be done to a public page; `digest` tells whether it was looked at as it stands.

    Attributes:
        candidate: the page as it would be public, once it was checked.
    """

    candidate: Any = None

    def __init__(self, *args: Any, page: ConsultationPage, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.page = page

    @property
    def digest(self) -> str:
        """SHA-256, as hexadecimal digits, of what was understood."""
        return hashlib.sha256(repr(sorted(self.cleaned_data.items())).encode()).hexdigest()

    def check_page(self, **values: Any) -> None:
        """Say what would stop the page from being published with these values, beside the field where there is one."""
        candidate: Any = ConsultationPage.objects.get(pk=self.page.pk)
        for name, value in values.items():
            setattr(candidate, name, value)
        self.candidate = candidate
        for problem in self.problems_of(candidate):
            self.add_problem(problem)

    def add_problem(self, problem: Problem) -> None:
        """Show a problem beside its field; one of a field that is not here with the tab of the editor where it is."""
        if problem.field in self.fields:
            self.add_error(problem.field, problem.message)
            return
        tab = tab_of(self.page, problem.field)
        named = _("In the editor, under “%(tab)s”: %(sentence)s") % {"tab": tab, "sentence": problem.message}
        self.add_error(None, named if tab else problem.message)

    def problems_of(self, candidate: Any) -> list[Problem]:
        """What would stop this version of the page from being published."""
        return publish_problems(candidate)


class ReasonForm(ActionForm):
    """Asks why, in each language in which the page is public; the first one must be there."""

    reason_help = _("People read it as you write it. One or two plain sentences.")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.locales = self.languages()
        is_alone = len(self.locales) == 1
        for number, locale in enumerate(self.locales):
            self.fields[f"{REASON}{locale.language_code}"] = CleanTextField(
                label=_("Why") if is_alone else _("Why, in %(language)s") % {"language": locale.get_display_name()},
                help_text=self.reason_help if number == 0 else _("Left empty, they read the first one."),
                required=number == 0,
                error_messages={"required": _("Say why. People read it.")},
                max_length=600,
                widget=forms.Textarea(attrs={"rows": 3, "lang": locale.language_code}),
            )

    def languages(self) -> list[Locale]:
        """In which people can read why, that of the page first."""
        return public_locales(self.page)

    @property
    def reasons(self) -> dict[str, str]:
        """What was written, by language code."""
        return {locale.language_code: self.cleaned_data[f"{REASON}{locale.language_code}"] for locale in self.locales}


class WordsForm(ReasonForm):
    """Other words for a reason that people read already."""

    seen = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, change: DateChange, **kwargs: Any) -> None:
        self.change = change
        initial = {f"{REASON}{language}": text for language, text in change.reasons.items()}
        super().__init__(*args, initial=initial, **kwargs)

    def languages(self) -> list[Locale]:
        """Also those in which it was said and the page is public no more: lists in these show it all the same."""
        public = super().languages()
        said = Locale.objects.filter(language_code__in=self.change.reasons)
        return [*public, *said.exclude(pk__in=[locale.pk for locale in public]).order_by("pk")]


class DatesForm(ReasonForm):
    """Other dates."""

    closes_at = MomentField(label=_("Closes"), widget=MomentInput)
    late_until = DayField(label=_("Letters count until"), widget=DayInput, required=False)
    answer_by = DayField(label=_("You answer by"), widget=DayInput)

    def __init__(self, *args: Any, page: ConsultationPage, **kwargs: Any) -> None:
        initial = {"closes_at": page.closes_at, "answer_by": page.answer_by} | kwargs.pop("initial", {})
        super().__init__(*args, page=page, initial=initial, **kwargs)
        if page.late_until is None:
            del self.fields["late_until"]
        else:
            said = _("People were told %(day)s. Left empty, it moves by as many days as closing.")
            self.fields["late_until"].help_text = said % {"day": day_words(page.late_until)}
        self.dates = [name for name in ("closes_at", "answer_by", "late_until") if name in self.fields]

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        if same_minute(cleaned.get("closes_at"), self.page.closes_at):
            cleaned["closes_at"] = self.page.closes_at
        if "late_until" in cleaned and not cleaned["late_until"] and cleaned.get("closes_at"):
            cleaned["late_until"] = later_for_letters(self.page, cleaned["closes_at"])
        dates = {name: cleaned[name] for name in self.dates if name in cleaned}
        if len(dates) == len(self.dates):
            self.check_dates(**dates)
        return cleaned

    def check_dates(self, **dates: Any) -> None:
        """All dates are there: whether they change anything, and whether the page may be public with them."""
        is_same = same_minute(dates["closes_at"], self.page.closes_at)
        if all(dates[name] == getattr(self.page, name) for name in self.dates):
            self.add_error(None, _("Nothing would change. Put in another date."))
        if not is_same and dates["closes_at"] < timezone.now():
            self.add_error("closes_at", _("This moment is over. People must hear of it before it closes."))
        self.check_page(**dates)

    def problems_of(self, candidate: Any) -> list[Problem]:
        """What the gate says, and what a later closing would contradict: an answer that is public, and its decision."""
        with changing_dates():
            found = super().problems_of(candidate)
        if same_minute(candidate.closes_at, self.page.closes_at):
            return found
        found += [Problem("closes_at", sentence) for sentence in decided_before_closing(candidate)]
        if candidate.drafted_answer == Answer.NONE or candidate.shut_at <= timezone.now():
            return found
        rest = [problem for problem in found if problem.field not in ("you_said", "we_did", "no_decision_on")]
        return [Problem("closes_at", ANSWERED), *rest]


ANSWERED = _("It has been answered. Take “You said” and “We did” off first, in the tab “Outcome”.")


class PauseForm(ReasonForm):
    """A pause."""

    expected_on = DayField(
        label=_("Goes on by"), required=False, widget=DayInput, help_text=_("If you know. It goes on when you say so.")
    )

    def clean_expected_on(self) -> Any:
        day = self.cleaned_data["expected_on"]
        if day and day < timezone.localdate():
            raise forms.ValidationError(_("This day is over."))
        return day


class ResumeForm(DatesForm):
    """The end of a pause, with the paused time added unless somebody puts the old dates back."""

    reason_help = _("People read it as you write it, also why it stays open longer.")

    def __init__(self, *args: Any, page: ConsultationPage, **kwargs: Any) -> None:
        offered = dict(_after_the_pause(page))
        super().__init__(*args, page=page, initial=offered, **kwargs)
        self.fields["answer_by"].required = page.answer_by is not None
        if offered:
            self.fields["closes_at"].help_text = _("Later by the time it was paused. You may put the old day back.")

    def check_dates(self, **dates: Any) -> None:
        if dates != {name: getattr(self.page, name) for name in self.dates}:
            self.check_page(**dates)


def later_for_letters(page: ConsultationPage, closes_at: datetime) -> date | None:
    """The last day for letters, as many days after another closing time as it was after the one before."""
    if page.late_until is None or page.closes_at is None:
        return page.late_until
    return page.late_until + (closing_day(closes_at) - closing_day(page.closes_at))


def _after_the_pause(page: ConsultationPage) -> Iterator[tuple[str, Any]]:
    window, now = page.standing.window, timezone.now()
    if page.closes_at is None or is_far_off(page.closes_at) or window is None or window.paused_at is None:
        return
    closes_at = later_by_the_pause(closes_at=page.closes_at, paused_at=window.paused_at, now=now)
    yield "closes_at", closes_at
    yield "late_until", later_for_letters(page, closes_at)
    if page.answer_by:
        moved = closing_day(closes_at) - closing_day(page.closes_at)
        yield "answer_by", page.answer_by + moved
    for locale in public_locales(page):
        language = locale.language_code
        yield f"{REASON}{language}", reason_of_pause(paused_at=window.paused_at, until=now, language=language)


class ArchiveForm(ActionForm):
    """What is archived; where people have no answer, the dated reason why there will be none."""

    no_decision_on = DayField(label=_("Said on"), widget=DayInput)
    no_decision_reason = CleanTextField(
        label=_("Why no decision will be made"),
        help_text=_("There is no outcome yet. People read this in its place."),
        widget=forms.Textarea(attrs={"rows": 4}),
        max_length=2000,
        error_messages={"required": _("Say why no decision will be made, or publish what came of it first.")},
    )
    tells_at_once = forms.BooleanField(
        label=_("Tell everyone who took part by mail"),
        help_text=_("One message each, once. Without the tick you start it later, under “Who is told”."),
        required=False,
    )

    def __init__(self, *args: Any, page: ConsultationPage, **kwargs: Any) -> None:
        initial = {"no_decision_on": timezone.localdate(), "tells_at_once": page.tells_at_once}
        super().__init__(*args, page=page, initial=initial, **kwargs)
        if page.says_outcome or page.withdrawn_on:
            self.fields.clear()

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        if not self.errors:
            self.check_page(archived_on=timezone.localdate(), **cleaned)
        return cleaned


class TakeOutForm(ActionForm):
    """Back among the others: nothing to fill in."""


def public_locales(page: ConsultationPage) -> list[Locale]:
    """The languages in which the page is public, the one it was written in first."""
    twins = ConsultationPage.objects.filter(translation_key=page.translation_key, live=True)
    return [twin.locale for twin in twins.select_related("locale").only("locale").order_by("pk")]
