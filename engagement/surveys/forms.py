"""The forms that residents fill in. What they ask is decided by the way that earlier answers make."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from base.fields import EmailField, NameField, TrapField
from base.forms import PublicForm, control_class
from engagement.plugin import Visit
from engagement.surveys.definition import Option, Question
from engagement.surveys.definition.parts import OTHER
from engagement.surveys.enums import Privacy, Publishing
from engagement.surveys.expressions import Situation, holds, parse
from engagement.surveys.kinds import kind_of
from engagement.surveys.kinds.counting import unit_of
from engagement.surveys.kinds.writing import ExactField
from engagement.surveys.models import Survey
from engagement.surveys.paths import Path, ShownQuestion

PREFIX = "a"
"""Before the code of a question in the names of its fields: `a-age`. No other field begins so."""
OTHER_LENGTH = 500
NAME_LENGTH = 60
ORGANISATION_LENGTH = 200


@dataclass(frozen=True)
class Asked:
    """A question as a form asks it: what the templates of `questions/` are given."""

    shown: ShownQuestion
    field: Any
    """The bound field."""
    other: Any
    """The bound field for the words beside "other", or None."""

    @property
    def question(self) -> Question:
        return self.shown.question

    @property
    def template(self) -> str:
        return f"engagement/surveys/questions/{kind_of(self.question).template}.html"

    @property
    def errors(self) -> list[str]:
        return [*self.field.errors, *(self.other.errors if self.other else ())]

    @property
    def options(self) -> "list[Offered]":
        """What there is to choose from, with what has been chosen."""
        value = self.field.value()
        chosen = set(value) if isinstance(value, list | tuple) else {str(value)}
        places = value if isinstance(value, dict) else {}
        return [
            Offered(option, f"{self.field.auto_id}_{number}", option.code in chosen, places.get(option.code, ""))
            for number, option in enumerate(self.shown.options)
        ]

    @property
    def ranked(self) -> "list[Offered]":
        """The same, those with a place first and in their order."""
        return sorted(self.options, key=lambda one: int(one.place) if one.place.isdecimal() else len(self.options) + 1)

    @property
    def unit(self) -> str:
        """What stands beside a number."""
        return unit_of(self.question)

    @property
    def parts(self) -> dict[str, str]:
        """What was typed into each field of a date."""
        value = self.field.value()
        return value if isinstance(value, dict) else {}


@dataclass(frozen=True)
class Offered:
    """An option in a form."""

    option: Option
    html_id: str
    is_chosen: bool
    place: str = ""


class AnswersForm(PublicForm, forms.Form):
    """The questions of one page. It is valid when everything that was typed can be read and kept."""

    mark_optional = False

    def __init__(self, *args: Any, questions: Iterable[ShownQuestion], prefix: str = PREFIX, **kwargs: Any) -> None:
        """
        Args:
            questions: those that are asked, each with its answer so far.
        """
        self.asked = {shown.question.code: shown for shown in questions}
        initial = {code: kind_of(one.question).initial(one.stored) for code, one in self.asked.items()}
        initial |= {code + OTHER: one.other for code, one in self.asked.items()}
        super().__init__(*args, prefix=prefix, initial=initial, **kwargs)
        for code, shown in self.asked.items():
            field = kind_of(shown.question).field(shown.question, shown.options)
            field.required, field.label = False, shown.question.label
            self.fields[code] = field
            if any(option.asks_more for option in shown.options):
                self.fields[code + OTHER] = _other_field()
        for name in self.fields:
            if classes := control_class(self.fields[name].widget):
                self.fields[name].widget.attrs["class"] = classes

    @property
    def answers(self) -> dict[str, Any]:
        """What was answered, as it is kept, by code; None for what was left empty. What cannot be read is left out."""
        found: dict[str, Any] = {}
        for code, shown in self.asked.items():
            if code in self.cleaned_data:
                found[code] = kind_of(shown.question).stored(self.cleaned_data[code])
            if code + OTHER in self.cleaned_data:
                found[code + OTHER] = self.cleaned_data[code + OTHER] or None
        return found

    def rows(self) -> dict[str, Asked]:
        """Each question with its fields, by code."""
        return {
            code: Asked(shown, self[code], self[code + OTHER] if code + OTHER in self.fields else None)
            for code, shown in self.asked.items()
        }

    def hold_against(self, path: Path, today: date) -> None:
        """Add what is wrong with the answers as the new way has them: missing, too many, not accepted."""
        for code in self.asked:
            shown = path.by_code.get(code)
            if shown is not None and code not in self.errors and (problem := problem_of(shown, path, today)):
                self.add_error(code, problem)


def problem_of(shown: ShownQuestion, path: Path, today: date) -> str:
    """Why an answer will not do, as a sentence; "" where it does, and where none is needed."""
    question = shown.question
    if shown.stored is None:
        return _missing(question) if question.is_required else ""
    if problem := kind_of(question).problem(question, shown.stored):
        return problem
    if _asks_more(shown) and question.is_required and not shown.other:
        return _("Say in a few words what you mean by “%(label)s”") % {"label": _asks_more(shown)}
    if question.constraint:
        itself = path.values.get(question.code)
        if not holds(parse(question.constraint), Situation(path.values, today, itself)):
            return path.say(question.constraint_message) or _("This answer cannot be right. Check it")
    return ""


def _asks_more(shown: ShownQuestion) -> str:
    chosen = shown.stored if isinstance(shown.stored, list) else [shown.stored]
    return next((option.label for option in shown.options if option.asks_more and option.code in chosen), "")


def _missing(question: Question) -> str:
    template = kind_of(question).template
    if template == "agreement":
        return _("Tick the box to go on")
    label = question.label.rstrip("?.: ")
    if template in ("one_of", "some_of"):
        return _("Choose an answer to “%(label)s”") % {"label": label}
    if template == "ranking":
        return _("Give at least one of them a place")
    return _("Answer “%(label)s”") % {"label": label}


def _other_field() -> ExactField:
    field = ExactField(required=False, max_length=OTHER_LENGTH, label=_("Please say"))
    field.widget = forms.TextInput()
    return field


class StartForm(PublicForm, forms.Form):
    """On whose behalf somebody answers."""

    behalf = forms.ChoiceField(
        label=gettext_lazy("How do you answer?"),
        choices=[("", gettext_lazy("For myself")), ("organisation", gettext_lazy("For an organisation"))],
        widget=forms.RadioSelect,
        required=False,
    )
    organisation = NameField(
        label=gettext_lazy("Name of the organisation"),
        required=False,
        max_length=ORGANISATION_LENGTH,
        help_text=gettext_lazy("We may name it when we publish what it said."),
    )
    mark_optional = False

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if data.get("behalf") and not data.get("organisation") and "organisation" not in self.errors:
            self.add_error("organisation", _("Write the name of the organisation, or choose “For myself”"))
        if not data.get("behalf"):
            data["organisation"] = ""
        return data


class SendForm(PublicForm, forms.Form):
    """What is asked besides the questions, when the answers are sent."""

    publishing = forms.ChoiceField(
        label=gettext_lazy("May we publish your words?"),
        help_text=gettext_lazy("For what you wrote yourself. The figures never show who said what."),
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Say whether we may publish your words")},
    )
    name = NameField(
        label=gettext_lazy("Your name"),
        required=False,
        max_length=NAME_LENGTH,
        widget=forms.TextInput(attrs={"autocomplete": "name", "class": "govuk-input--width-20"}),
    )
    email = EmailField(
        label=gettext_lazy("Your e-mail"),
        help_text=gettext_lazy("We send you a link, and your answers count once you have opened it."),
    )
    keep_empty = TrapField()

    def __init__(self, *args: Any, visit: Visit, survey: Survey, has_words: bool, **kwargs: Any) -> None:
        """
        Args:
            has_words: whether anything was written that could be published.
        """
        super().__init__(*args, **kwargs)
        self._leave_out(visit, survey, has_words=has_words)
        if "publishing" in self.fields:
            self.fields["publishing"].choices = publishing_choices(survey)  # type: ignore[attr-defined]

    def _leave_out(self, visit: Visit, survey: Survey, *, has_words: bool) -> None:
        """Ask for nothing that we know, do not need or promised not to ask."""
        person = visit.participant
        is_named = person is not None and bool(person.display_name)
        unwanted = {
            "publishing": not has_words,
            "name": survey.privacy != Privacy.NAMED or is_named,
            "email": not visit.needs_email or survey.is_anonymous,
            "keep_empty": visit.user.is_authenticated,
        }
        for name in [name for name, is_unwanted in unwanted.items() if is_unwanted]:
            del self.fields[name]


class AddressForm(PublicForm, forms.Form):
    """Where a link or a copy goes."""

    email = EmailField(label=gettext_lazy("Your e-mail"))


class SecretForm(PublicForm, forms.Form):
    """What only the author of an anonymous response has."""

    reference = forms.CharField(
        label=gettext_lazy("Your reference"),
        max_length=40,
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false", "class": "govuk-input--width-20"}),
    )
    secret = forms.CharField(
        label=gettext_lazy("Your secret"),
        max_length=60,
        help_text=gettext_lazy("The four groups of letters that stood below the reference."),
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false", "class": "govuk-input--width-20"}),
    )


def publishing_choices(survey: Survey) -> list[tuple[str, Any]]:
    """What people may allow; with a name only where we know it."""
    named = [Publishing.WITH_NAME] if survey.privacy == Privacy.NAMED else []
    return [(kind.value, kind.label) for kind in (*named, Publishing.WITHOUT_NAME, Publishing.NO)]


def shown_codes(typed: Mapping[str, Any], path_codes: Iterable[str], all_codes: Iterable[str]) -> list[str]:
    """The questions that were on the screen when a form was sent: it says so itself."""
    known = set(all_codes)
    sent = [code for code in str(typed.get("shown", "")).split(",") if code in known]
    return sent or list(path_codes)
