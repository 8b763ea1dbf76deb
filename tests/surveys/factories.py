"""Surveys in the database, for tests."""

from typing import Any

from wagtail.models import Locale

from base.publication import publishing_history
from engagement.surveys.blocks import give_codes
from engagement.surveys.models import Survey, SurveyDesign

Item = tuple[str, dict[str, Any]]


def options(*labels: str, **settings: Any) -> list[dict[str, Any]]:
    """Answers to choose from, with their words in small letters as their codes."""
    return [{"label": label, "code": label.lower(), **settings} for label in labels]


def page(*items: Item, **settings: Any) -> Item:
    """A page of a design. Items are pairs: `("text", {"label": "Why?", "code": "why"})`."""
    return ("page", {"items": [{"type": kind, "value": value} for kind, value in items], **settings})


def make_design(survey: Survey, *pages: Item, is_published: bool = True, **settings: Any) -> SurveyDesign:
    """The questions of a survey in English; published unless told otherwise."""
    locale = Locale.objects.get_or_create(language_code="en")[0]
    design = SurveyDesign(survey=survey, locale=locale, live=False, **{"title": survey.title, **settings})
    design.body = [{"type": kind, "value": value} for kind, value in pages]
    give_codes(design.body)
    design.save()
    revision = design.save_revision()
    if is_published:
        with publishing_history():  # most tests need no whole survey, and the gate has tests of its own
            revision.publish()
    return design


def make_survey(*pages: Item, is_published: bool = True, **settings: Any) -> Survey:
    """A survey with a published design: one question of three colours unless told otherwise."""
    settings = {"title": "Colours", "audience": "everyone", "moderation": "at_once", **settings}
    survey = Survey.objects.create(**settings)
    colours = {"label": "Which colour?", "code": "colour", "options": options("Red", "Blue")}
    make_design(survey, *(pages or [page(("choice", colours))]), is_published=is_published)
    return survey
