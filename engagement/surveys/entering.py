"""Responses that came by letter, by telephone or at an event, as staff type them in."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from engagement.plugin import Contribution, Entry, EntryForm, contribute
from engagement.surveys.definition import Definition, Question
from engagement.surveys.definition.parts import OTHER
from engagement.surveys.forms import PREFIX, problem_of
from engagement.surveys.kinds import kind_of
from engagement.surveys.kinds.writing import ExactField
from engagement.surveys.models import Response
from engagement.surveys.paths import Path, walk
from engagement.surveys.queries import current_version, source_of, survey_of
from engagement.surveys.reading import path_of
from engagement.surveys.services.quotas import take_places
from engagement.surveys.services.tallying import count
from engagement.surveys.wording import condition_words


def field_name(code: str) -> str:
    """The name of a question's field, as in the forms of residents."""
    return f"{PREFIX}-{code}"


class SurveyEntryForm(EntryForm):
    """All questions on one page, whatever their conditions: these are held against the whole when it is saved.

    What is corrected keeps the version that it was answered in.
    """

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.survey = survey_of(self.batch.activity)
        self.version = self._version()
        self.definition = source_of(self.version) if self.version else Definition(language="")
        own = dict(self._own_fields())
        self.fields = {**own, **self.fields}
        if first := next(iter(own.values()), None):
            first.widget.attrs["autofocus"] = not self.is_bound

    def _version(self) -> Any:
        if self.correcting is None:
            return current_version(self.survey)
        response = Response.objects.select_related("version").defer("version__definition")
        return response.get(contribution=self.correcting).version

    def _own_fields(self) -> Any:
        for question in self.definition.questions:
            options = tuple(kind_of(question).options(question))
            field = kind_of(question).field(question, options)
            field.required, field.label = False, question.label
            field.help_text = self._only_if(question)
            yield field_name(question.code), field
            if any(option.asks_more for option in options):
                words = ExactField(required=False, label=_("Words beside “Other”"))
                words.widget = forms.TextInput()
                yield field_name(question.code + OTHER), words

    def _only_if(self, question: Question) -> str:
        words = condition_words(question.show_if, self.definition)
        return _("Asked only if %(condition)s.") % {"condition": words} if words else ""

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        given = answers_in(self.definition, data)
        path = walk(self.definition, given, today=data.get("received_on") or timezone.localdate())
        for question in self.definition.questions:
            if field_name(question.code) not in self.errors:
                self._hold(question, path, given)
        if not given and not self.errors:
            raise forms.ValidationError(_("Nothing is filled in. Type in at least one answer."))
        return data

    def _hold(self, question: Question, path: Path, given: Mapping[str, Any]) -> None:
        """Say what is wrong with one answer. Leaving out what a screen would insist on is no fault on paper."""
        shown = path.by_code.get(question.code)
        if shown is None:
            if question.code in given:
                sentence = _("By the other answers this is not asked. Check them, or empty this one.")
                self.add_error(field_name(question.code), sentence)
        elif shown.stored is not None and (problem := problem_of(shown, path, timezone.localdate())):
            self.add_error(field_name(question.code), problem)


def entry_data_of(response: Response) -> dict[str, Any]:
    """What a response holds, as the form shows it."""
    found: dict[str, Any] = {}
    for question in source_of(response.version).questions:
        found[field_name(question.code)] = kind_of(question).initial(response.answers.get(question.code))
        found[field_name(question.code + OTHER)] = response.answers.get(question.code + OTHER, "")
    return found


@transaction.atomic
def enter_response(entry: Entry, form_data: dict[str, Any]) -> tuple[Contribution, bool]:
    """Store what was typed in. Places of options with a limit do not stop it: what is on paper has been chosen."""
    survey = survey_of(entry.activity)
    version = current_version(survey)
    assert version is not None  # noqa: S101 - the form has its questions
    contribution, is_new = contribute(
        activity=survey,
        participant=None if survey.is_anonymous else entry.participant,
        state=entry.state,
        language=entry.language,
        channel=entry.batch.channel,  # type: ignore[arg-type]  # the text of a Channel
        retry_key=entry.retry_key,
        is_only=not survey.is_repeatable and not survey.is_anonymous,
        received_at=entry.received_at,
        batch=entry.batch,
    )
    if not is_new:
        return contribution, False
    if survey.is_anonymous and not entry.participant.contributions.exists():
        entry.participant.delete()
    path = walk(
        source_of(version), answers_in(source_of(version), form_data), today=timezone.localdate(entry.received_at)
    )
    take_places(survey=survey, path=path, is_bound=False)
    response = Response.objects.create(contribution=contribution, version=version, answers=dict(path.kept))
    if contribution.is_published:
        count(response, contribution)
    return contribution, True


def answers_in(definition: Definition, data: Mapping[str, Any]) -> dict[str, Any]:
    """The answers of cleaned data as they are kept."""
    found: dict[str, Any] = {}
    for question in definition.questions:
        if (stored := kind_of(question).stored(data.get(field_name(question.code)))) is not None:
            found[question.code] = stored
        if other := data.get(field_name(question.code + OTHER)):
            found[question.code + OTHER] = other
    return found


@transaction.atomic
def correct_response(response: Response, data: dict[str, Any]) -> None:
    """Write the answers as they stand on the paper. They are counted again by `follow_words`, once the day is right."""
    response = Response.objects.select_related("contribution", "version__survey").get(pk=response.pk)
    contribution, survey = response.contribution, response.version.survey
    if contribution.is_published:
        count(response, contribution, -1)
    take_places(survey=survey, path=path_of(response, contribution), times=-1)
    path = walk(source_of(response.version), answers_in(source_of(response.version), data), today=data["received_on"])
    response.answers = dict(path.kept)
    response.save(update_fields=["answers"])
    take_places(survey=survey, path=path, is_bound=False)
