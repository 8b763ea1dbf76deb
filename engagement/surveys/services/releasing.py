"""Decides question by question what everybody sees of the results."""

from collections.abc import Iterable
from typing import Any

from django.db import transaction
from wagtail.log_actions import log

from engagement.surveys.models import Survey
from engagement.surveys.queries import union_in
from engagement.surveys.results import has_figures

RELEASED, HELD_BACK = "surveys.release", "surveys.hold_back"
"""What the log calls it."""


class NothingToShow(ValueError):
    """There is no such question, or it has no figures: of what people write, only chosen and redacted words are
    published."""


@transaction.atomic
def release(*, survey: Survey, codes: Iterable[str], is_public: bool, by: Any) -> None:
    """Make the results of these questions public, or not; logged, whenever it changes something.

    Two colleagues at once wait for each other, so that neither undoes what the other did.

    Raises:
        NothingToShow: one of them has no results that could be public. Nothing was changed.
    """
    wanted = set(codes)
    countable = {one.code for one in union_in(survey) if has_figures(one)}
    if not wanted or not wanted <= countable:
        raise NothingToShow(", ".join(sorted(wanted - countable)))
    locked = Survey.objects.select_for_update(of=("self",)).get(pk=survey.pk)
    before = set(locked.public_questions)
    after = before | wanted if is_public else before - wanted
    if after == before:
        return
    locked.public_questions = sorted(after)
    locked.save(update_fields=["public_questions"])
    survey.public_questions = locked.public_questions
    log(
        instance=locked,
        action=RELEASED if is_public else HELD_BACK,
        user=by,
        data={"questions": sorted(before ^ after)},
    )
