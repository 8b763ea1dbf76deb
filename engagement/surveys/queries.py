"""What is read of surveys."""

from functools import lru_cache
from typing import Any

from engagement.surveys.definition import Definition, in_language
from engagement.surveys.models import Draft, Survey, SurveyDesign, SurveyVersion, VersionTexts
from engagement.surveys.union import United, union_of


def survey_of(activity: Any) -> Survey:
    """The activity as the survey that it is.

    Raises:
        Survey.DoesNotExist: it is none.
    """
    return activity if isinstance(activity, Survey) else Survey.objects.get(pk=activity.pk)


def find_survey(code: str) -> Survey | None:
    """The survey with that short name."""
    return Survey.objects.select_related("placement__timetable").filter(code=code).first()


def current_version(survey: Survey) -> SurveyVersion | None:
    """What is asked now, without its questions; None while nothing was published."""
    newest = SurveyVersion.objects.filter(survey=survey.pk).defer("definition").order_by("-number")
    return next(iter(newest[:1]), None)


def definition_in(version: SurveyVersion, language: str) -> Definition:
    """What a version asks, in this language where there is one; read once in each process."""
    source = source_of(version)
    if language == source.language:
        return source
    texts = VersionTexts.objects.filter(version=version.pk, language=language)
    stamp = next(iter(texts.values_list("updated_at", flat=True)[:1]), None)
    return _translated(version.pk, version.digest, language, stamp) if stamp else source


def source_of(version: SurveyVersion) -> Definition:
    """What a version asks, in the language it was written in. Read once in each process: versions never change."""
    return _source(version.pk, version.digest)


@lru_cache(maxsize=200)
def _source(version: int, digest: str) -> Definition:
    """Kept by what it says, too: a key alone comes back after a database was restored."""
    return Definition.model_validate(SurveyVersion.objects.values_list("definition", flat=True).get(pk=version))


@lru_cache(maxsize=400)
def _translated(version: int, digest: str, language: str, stamp: Any) -> Definition:
    """Texts may be mended; `stamp` says when they were."""
    texts = VersionTexts.objects.values_list("texts", flat=True).get(version=version, language=language)
    return in_language(_source(version, digest), language, texts)


def languages_of(version: SurveyVersion) -> list[str]:
    """The languages that a version can be read in, the one it was written in first."""
    translated = VersionTexts.objects.filter(version=version).order_by("language").values_list("language", flat=True)
    return [source_of(version).language, *translated]


def definitions_of(survey: Survey) -> list[Definition]:
    """Every version of a survey, oldest first: its exports are their union."""
    versions = SurveyVersion.objects.filter(survey=survey.pk).order_by("number").values_list("pk", "digest")
    return [_source(pk, digest) for pk, digest in versions]


def union_in(survey: Survey, language: str = "") -> tuple[United, ...]:
    """Everything that a survey asked over all its versions; read once in each process. Two queries at most.

    Args:
        language: in which to say it, where there are texts in it; "" for the one that it was written in.
    """
    versions = SurveyVersion.objects.filter(survey=survey.pk).order_by("number").values_list("pk", "digest")
    texts = VersionTexts.objects.filter(version__survey=survey.pk, language=language)
    stamps = dict(texts.values_list("version", "updated_at")) if language else {}
    return _united(tuple((key, digest, stamps.get(key)) for key, digest in versions), language)


@lru_cache(maxsize=200)
def _united(versions: tuple[tuple[int, str, Any], ...], language: str) -> tuple[United, ...]:
    """Versions as `_translated` knows them; those without texts in the language are read in their own."""
    return union_of(
        [
            _translated(key, digest, language, stamp) if stamp else _source(key, digest)
            for key, digest, stamp in versions
        ]
    )


def drafts_on_their_way(survey: Survey) -> int:
    """How many have begun to answer and not sent it yet; who changes what they sent is none of them."""
    return Draft.objects.filter(survey=survey.pk, replaces=None).count()


def findings_in(survey: Survey, language: str) -> str:
    """What people said, in the words of whoever analysed it: rich text as published, in this language where somebody
    wrote it in it, else in the one that the survey was written in; "" where nobody has."""
    published = SurveyDesign.objects.filter(survey=survey.pk, live=True).exclude(findings="").order_by("pk")
    found = list(published.values_list("locale__language_code", "findings"))
    return dict(found).get(language) or next((words for _language, words in found), "")


def versions_in(surveys: Any) -> dict[int, Definition]:
    """What each of these surveys asks now, in its own language, by its key; in one query once they are known."""
    keys = [survey.pk for survey in surveys]
    versions = SurveyVersion.objects.filter(survey__in=keys).order_by("survey", "number")
    return {survey: _source(pk, digest) for survey, pk, digest in versions.values_list("survey", "pk", "digest")}
