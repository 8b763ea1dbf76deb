"""Makes the questions of a survey: from a starter, from another survey, from a spreadsheet."""

from typing import Any

from django.conf import settings
from django.db import transaction
from wagtail.log_actions import log
from wagtail.models import Locale

from engagement.surveys.composing import TEXTS, blocks_of
from engagement.surveys.definition import Definition
from engagement.surveys.models import Survey, SurveyDesign


def source_design(survey: Survey) -> SurveyDesign | None:
    """The questions in the language they were written in first, as they are stored; None for a survey without any."""
    return SurveyDesign.objects.filter(survey=survey.pk).order_by("pk").first()


def locale_of(language: str) -> Locale:
    """The locale of a language of the site; of its first one for a language that it has not."""
    known = language if language in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE
    return Locale.objects.get_or_create(language_code=known)[0]


@transaction.atomic
def write_design(*, survey: Survey, definition: Definition, by: Any = None) -> SurveyDesign:
    """Give a survey these questions, as a draft: the ones it has become an earlier version in its history."""
    return _write(source_design(survey), survey, definition, by=by)


@transaction.atomic
def write_translation(*, survey: Survey, definition: Definition, by: Any = None) -> SurveyDesign:
    """Give a survey its questions in another language, as a draft.

    Args:
        definition: the survey with its texts in that language.
    """
    source = survey.designs.order_by("pk").first()
    assert source is not None  # noqa: S101 - a translation is of something
    found = survey.designs.filter(locale=locale_of(definition.language)).first()
    return _write(found, survey, definition, by=by, translation_key=source.translation_key)


def _write(
    design: SurveyDesign | None, survey: Survey, definition: Definition, *, by: Any, **values: Any
) -> SurveyDesign:
    is_new = design is None
    if design is None:
        design = SurveyDesign(survey=survey, locale=locale_of(definition.language), live=False, **values)
    for name in TEXTS:
        setattr(design, name, getattr(definition, name))
    design.title = definition.title or survey.title
    design.body = blocks_of(definition)  # type: ignore[assignment]
    if is_new:
        design.save()
        log(instance=design, action="wagtail.create", user=by)
    design.save_revision(user=by, log_action=not is_new)
    return design
