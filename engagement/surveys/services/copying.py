"""Gives a survey the questions of another one."""

from django.db import transaction

from engagement.surveys.models import Survey, SurveyDesign

COPIED = ("title", "intro", "privacy_notice", "thanks", "body")
"""Not what people said."""


@transaction.atomic
def copy_designs(*, source: Survey, twin: Survey) -> None:
    """Copy what is asked, in every language; what was published is published again as version 1.

    Blocks keep their ids, so answers of both can be laid beside each other.
    """
    key = None
    for design in source.designs.order_by("pk"):
        copied = SurveyDesign(survey=twin, locale=design.locale, live=False)
        for name in COPIED:
            setattr(copied, name, getattr(design, name))
        copied.translation_key = key or copied.translation_key
        key = copied.translation_key
        copied.save()
        revision = copied.save_revision()
        if design.live:
            revision.publish()
