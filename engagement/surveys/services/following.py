"""Keeps figures and places in step with what becomes of contributions."""

from typing import Any

from engagement.plugin import STANDING, Contribution, ContributionState, Participant
from engagement.surveys.models import Draft, Response
from engagement.surveys.reading import path_of
from engagement.surveys.services.drafting import give_draft
from engagement.surveys.services.quotas import take_places
from engagement.surveys.services.tallying import count

HOLDING = {ContributionState.UNCONFIRMED, *STANDING}
"""States in which a response keeps its places."""


def follow_contribution(sender: type, contribution: Contribution, change: Any, **kwargs: Any) -> None:
    """Receiver of `contribution_state_changed`, in the transaction that changed it."""
    was, is_now = (state == ContributionState.PUBLISHED for state in (change.from_state, change.to_state))
    held, holds = (state in HOLDING for state in (change.from_state, change.to_state))
    if was == is_now and held == holds:
        return
    response = (
        Response.objects.filter(contribution=contribution)
        .select_related("version__survey")
        .defer("version__definition")
        .first()
    )
    if response is None:
        return
    if was != is_now:
        count(response, contribution, 1 if is_now else -1)
    if held != holds:
        path = path_of(response, contribution)
        take_places(survey=response.version.survey, path=path, times=1 if holds else -1)


def follow_words(sender: type, contribution: Contribution, **kwargs: Any) -> None:
    """Receiver of `contribution_words_changed`: what staff corrected is counted as it stands now, on its day of now."""
    responses = Response.objects.select_related("version").defer("version__definition")
    response = responses.filter(contribution=contribution).first()
    if response is not None and contribution.is_published:
        count(response, contribution)


def follow_joined(sender: Any, kept: Participant, gone: Participant, **kwargs: Any) -> None:
    """Receiver of `participants_joined`: drafts go along."""
    for draft in Draft.objects.filter(participant=gone):
        give_draft(draft=draft, to=kept)


def follow_erased(sender: Any, participant: Participant, **kwargs: Any) -> None:
    """Receiver of `participant_erased`: what was never sent goes with its author."""
    Draft.objects.filter(participant=participant).delete()
