"""What is read of surveys."""

from functools import lru_cache
from typing import Any

from engagement.surveys.definition import Definition, in_language
from engagement.surveys.models import Survey, SurveyVersion, VersionTexts


def survey_of(activity: Any) -> Survey:
    """The activity as the survey that it is.

    Raises:
        TypeError: it is another one.
    """
    if not isinstance(activity, Survey):
        raise TypeError(f"{activity!r} is no survey")
    return activity


def find_survey(code: str) -> Survey | None:
    """The survey with that short name."""
    return Survey.objects.select_related("placement__timetable").filter(code=code).first()


def current_version(survey: Survey) -> SurveyVersion | None:
    """What is asked now, without its questions; None while nothing was published."""
    newest = SurveyVersion.objects.filter(survey=survey.pk).defer("definition").order_by("-number")
    return next(iter(newest[:1]), None)


def definition_in(version: SurveyVersion, language: str) -> Definition:
    """What a version asks, in this language where there is one; read once in each process."""
    if language == source_of(version.pk).language:
        return source_of(version.pk)
    texts = VersionTexts.objects.filter(version=version.pk, language=language)
    stamp = next(iter(texts.values_list("updated_at", flat=True)[:1]), None)
    return _translated(version.pk, language, stamp) if stamp else source_of(version.pk)


@lru_cache(maxsize=200)
def source_of(version: int) -> Definition:
    """What the version with this key asks, in the language it was written in. Versions never change, so it is kept."""
    return Definition.model_validate(SurveyVersion.objects.values_list("definition", flat=True).get(pk=version))


@lru_cache(maxsize=400)
def _translated(version: int, language: str, stamp: Any) -> Definition:
    """Texts may be mended; `stamp` says when they were."""
    texts = VersionTexts.objects.values_list("texts", flat=True).get(version=version, language=language)
    return in_language(source_of(version), language, texts)


def languages_of(version: SurveyVersion) -> list[str]:
    """The languages that a version can be read in, the one it was written in first."""
    translated = VersionTexts.objects.filter(version=version).order_by("language").values_list("language", flat=True)
    return [source_of(version.pk).language, *translated]


def definitions_of(survey: Survey) -> list[Definition]:
    """Every version of a survey, oldest first: its exports are their union."""
    versions = SurveyVersion.objects.filter(survey=survey.pk).order_by("number").values_list("pk", flat=True)
    return [source_of(pk) for pk in versions]


def versions_in(surveys: Any) -> dict[int, Definition]:
    """What each of these surveys asks now, in its own language, by its key; in one query once they are known."""
    keys = [survey.pk for survey in surveys]
    newest = SurveyVersion.objects.filter(survey__in=keys).order_by("survey", "number").values_list("survey", "pk")
    return {survey: source_of(version) for survey, version in newest}
