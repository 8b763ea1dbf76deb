"""Surveys from form spreadsheets, and back."""

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils.text import slugify

from engagement.surveys.definition import changed, in_language, texts_of
from engagement.surveys.models import Survey, SurveyDesign
from engagement.surveys.models.survey import CODE_LENGTH
from engagement.surveys.services.designing import source_design, write_design, write_translation
from engagement.surveys.xlsform import Form, write_form


@dataclass(frozen=True)
class Taken:
    """What became of a form: `created`, `updated` or `unchanged`."""

    survey: Survey
    outcome: str


def code_of(form: Form) -> str:
    """The short name of the survey that a form is for."""
    return slugify(form.code)[: CODE_LENGTH - 4] or "survey"


@transaction.atomic
def take_form(*, form: Form, publish: bool = False, by: Any = None) -> Taken:
    """Make a survey of a form, or write the form's questions into the survey of the same short name.

    Languages that the site has not are left to the extras; a form in one of them is taken in as the site's first.

    Args:
        publish: whether people answer it from now on; otherwise the questions are a draft.

    Raises:
        PublishRefused: it is to be published and has problems; nothing was changed.
    """
    form = _at_home(form)
    survey = Survey.objects.filter(code=code_of(form)).first()
    if survey is not None and _is_same(survey, form, publish=publish):
        return Taken(survey, "unchanged")
    outcome = "updated" if survey else "created"
    survey = survey or Survey.objects.create(title=form.definition.title[:200] or form.code, code=code_of(form))
    Survey.objects.filter(pk=survey.pk).update(form_extras=_kept(form))
    designs = [write_design(survey=survey, definition=form.definition, by=by)]
    for language, texts in form.translations.items():
        translated = in_language(form.definition, language, texts)
        designs.append(write_translation(survey=survey, definition=translated, by=by))
    for design in designs if publish else ():
        design.get_latest_revision().publish(user=by)
    survey.refresh_from_db()
    return Taken(survey, outcome)


def form_of(survey: Survey) -> bytes | None:
    """The questions of a survey, as they were last saved, as an XLSForm workbook; None for a survey without any."""
    design = source_design(survey)
    if design is None:
        return None
    definition = _draft(design).definition
    others = survey.designs.exclude(pk=design.pk).select_related("locale")
    translations = {one.locale.language_code: texts_of(_draft(one).definition) for one in others}
    kept = survey.form_extras
    definition = changed(definition, {"language": kept.get("language") or definition.language})
    foreign = kept.get("translations", {})
    extras = kept.get("extras", {})
    return write_form(definition, code=survey.code, translations={**foreign, **translations}, extras=extras)


def _at_home(form: Form) -> Form:
    """The form with what the site can keep in its tables; the rest is in `_kept`."""
    spoken = dict(settings.LANGUAGES)
    definition = form.definition
    language = definition.language if definition.language in spoken else settings.LANGUAGE_CODE
    translations = {code: texts for code, texts in form.translations.items() if code in spoken and code != language}
    foreign = {code: texts for code, texts in form.translations.items() if code not in translations}
    kept = {"language": definition.language, "translations": foreign, "extras": form.extras}
    return Form(form.code, changed(definition, {"language": language}), translations, form.notices, kept)


def _kept(form: Form) -> dict[str, Any]:
    return form.extras


def _draft(design: SurveyDesign) -> SurveyDesign:
    draft: SurveyDesign = design.get_latest_revision_as_object()
    return draft


def _is_same(survey: Survey, form: Form, *, publish: bool) -> bool:
    design = source_design(survey)
    if design is None or (publish and (not design.live or design.has_unpublished_changes)):
        return False
    if _draft(design).definition != changed(form.definition, {"title": form.definition.title or survey.title}):
        return False
    others = {
        one.locale.language_code: texts_of(_draft(one).definition) for one in survey.designs.exclude(pk=design.pk)
    }
    wanted = {code: texts_of(in_language(form.definition, code, texts)) for code, texts in form.translations.items()}
    return others == wanted and survey.form_extras == _kept(form)
