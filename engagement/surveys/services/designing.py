"""Makes the questions of a survey: from a starter, from another survey, from a spreadsheet."""

from typing import Any

from django.db import transaction
from wagtail.log_actions import log
from wagtail.models import Locale

from engagement.surveys.composing import TEXTS, blocks_of
from engagement.surveys.definition import Definition
from engagement.surveys.models import Survey, SurveyDesign


def source_design(survey: Survey) -> SurveyDesign | None:
    """The questions in the language they were written in first, as they are stored; None for a survey without any."""
    return SurveyDesign.objects.filter(survey=survey.pk).order_by("pk").first()


@transaction.atomic
def write_design(*, survey: Survey, definition: Definition, by: Any = None) -> SurveyDesign:
    """Give a survey these questions, as a draft: the ones it has become an earlier version in its history.

    Args:
        definition: in its own language, for which there is a locale.
    """
    locale = Locale.objects.get_or_create(language_code=definition.language)[0]
    design = source_design(survey)
    is_new = design is None
    if design is None:
        design = SurveyDesign(survey=survey, locale=locale, live=False)
    for name in TEXTS:
        setattr(design, name, getattr(definition, name))
    design.title = definition.title or survey.title
    design.body = blocks_of(definition)  # type: ignore[assignment]
    if is_new:
        design.save()
        log(instance=design, action="wagtail.create", user=by)
    design.save_revision(user=by, log_action=not is_new)
    return design
