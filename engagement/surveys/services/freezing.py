"""Publishing a design freezes what people answer."""

import hashlib
import json
from typing import Any

from django.db import transaction

from base.publication import current_publisher
from engagement.surveys.definition import Definition, texts_of
from engagement.surveys.models import Survey, SurveyDesign, SurveyVersion, VersionTexts


def follow_published(sender: type, instance: Any, **kwargs: Any) -> None:
    """Receiver of Wagtail's `published`, which is sent in the transaction that publishes."""
    freeze(design=instance, by=current_publisher())


@transaction.atomic
def freeze(*, design: SurveyDesign, by: Any = None) -> SurveyVersion | None:
    """Freeze what a published design asks.

    Returns:
        The version that people answer from now on: a new one where the source changed, and the newest with the texts
        of a translation. None for a translation of what was never published.
    """
    survey = Survey.objects.select_for_update(of=("self",)).get(pk=design.survey_id)
    newest = survey.versions.order_by("-number").first()
    if not design.is_source:
        return _add_texts(newest, design) if newest else None
    definition = design.definition
    content = definition.model_dump(mode="json")
    digest = content_digest(content)
    if newest is not None and newest.digest == digest:
        return newest
    made = SurveyVersion.objects.create(
        survey=survey,
        number=newest.number + 1 if newest else 1,
        definition=content,
        digest=digest,
        published_by=by if by is not None and by.is_authenticated else None,
    )
    _carry_texts_over(newest, made, definition)
    return made


def content_digest(content: Any) -> str:
    """SHA-256 of what a version asks, as 64 hexadecimal digits."""
    return hashlib.sha256(json.dumps(content, sort_keys=True).encode()).hexdigest()


def _add_texts(version: SurveyVersion, design: SurveyDesign) -> SurveyVersion:
    source = texts_of(Definition.model_validate(version.definition))
    texts = {place: text for place, text in texts_of(design.definition).items() if place in source}
    VersionTexts.objects.update_or_create(
        version=version, language=design.locale.language_code, defaults={"texts": texts}
    )
    return version


def _carry_texts_over(before: SurveyVersion | None, now: SurveyVersion, definition: Definition) -> None:
    """Translations stay where the text that they translate does; what was changed is read in the source until a
    translator has seen it."""
    if before is None:
        return
    was, is_now = texts_of(Definition.model_validate(before.definition)), texts_of(definition)
    same = {place for place, text in is_now.items() if was.get(place) == text}
    for translated in before.texts.all():
        texts = {place: text for place, text in translated.texts.items() if place in same}
        if texts:
            VersionTexts.objects.create(version=now, language=translated.language, texts=texts)
