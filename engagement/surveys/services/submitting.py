"""Takes in what people answered: once, whole, and as its survey promised."""

from dataclasses import dataclass, replace
from datetime import datetime, time
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils import timezone

from base.guards import form_key, posted_key
from engagement.plugin import (
    Contribution,
    ContributionState,
    Participant,
    Visit,
    contribute,
    find_earlier,
    first_state,
)
from engagement.surveys.models import Draft, EqualityAnswer, Receipt, Response, Survey, SurveyVersion
from engagement.surveys.paths import Path, walk
from engagement.surveys.queries import definition_in, survey_of
from engagement.surveys.reading import path_of
from engagement.surveys.rules import digest_of, person_hash, secret_of
from engagement.surveys.services.quotas import take_places
from engagement.surveys.services.redacting import drop_outdated
from engagement.surveys.services.tallying import count


class AlreadySent(Exception):
    """These answers were sent before, in another tab say, or this person has answered."""


class NotComplete(Exception):
    """A question on the way needs an answer. `path` is the way."""

    def __init__(self, path: Path) -> None:
        super().__init__("an answer is missing")
        self.path = path


@dataclass(frozen=True)
class Answered:
    """What somebody sends.

    Attributes:
        name: to show, of a stranger; `email`, their address to confirm.
        publishing: one of `enums.Publishing`.
        equality: what they said about themselves; empty where nothing was asked or answered.
    """

    version: SurveyVersion
    answers: dict[str, Any]
    seed: int = 0
    organisation: str = ""
    name: str = ""
    email: str = ""
    publishing: str = ""
    equality: dict[str, Any] | None = None


@dataclass(frozen=True)
class Sent:
    """What its author is told: the reference, and in an anonymous survey the secret to change it with."""

    reference: str
    state: str
    secret: str = ""


def submit(*, visit: Visit, answered: Answered, draft: Draft | None = None) -> Sent:
    """Take in a response. Ask `find_sent` first: the same form sent twice gives the same reference.

    Places of options with a limit are taken last: what the same person gave before has left its own by then.

    Raises:
        AlreadySent: the draft was sent in another form, or somebody who may answer once has answered an anonymous
            survey.
        NotComplete: a question needs an answer.
        quotas.PlacesTaken: an option that was chosen is full.
        Refusal, ProofNeeded: as `Visit.take_in`.
    """
    survey = survey_of(visit.activity)
    with transaction.atomic():
        if draft is not None:
            answered = replace(answered, answers=_locked_answers(draft))
        path = walk(
            definition_in(answered.version, visit.language),
            answered.answers,
            today=timezone.localdate(),
            seed=answered.seed,
        )
        if path.first_missing:
            raise NotComplete(path)
        store = _store_anonymously if survey.is_anonymous else _store
        contribution = store(visit, survey, answered, path, draft)
        if draft is not None:
            draft.delete()
    return _sent(visit, survey, contribution)


def find_sent(visit: Visit) -> Sent | None:
    """What the same form brought the first time, or None."""
    survey = survey_of(visit.activity)
    earlier = find_earlier(activity=survey, retry_key=form_key(visit.request))
    return _sent(visit, survey, earlier) if earlier else None


def _locked_answers(draft: Draft) -> dict[str, Any]:
    """What the draft holds now; nobody writes to it until this transaction ends."""
    locked = Draft.objects.select_for_update(of=("self",)).filter(pk=draft.pk).first()
    if locked is None:
        raise AlreadySent
    answers: dict[str, Any] = locked.answers
    return answers


def _store(visit: Visit, survey: Survey, answered: Answered, path: Path, draft: Draft | None) -> Contribution:
    contribution, is_new = visit.take_in(name=answered.name, email=answered.email, words=_summary(path), is_told=True)
    if is_new:
        _add_response(survey, contribution, answered, path)
    return contribution


def _store_anonymously(
    visit: Visit, survey: Survey, answered: Answered, path: Path, draft: Draft | None
) -> Contribution:
    """The receipt and the response, tied by nothing: no time on the one, no person on the other."""
    if draft is not None and draft.replaces_id:
        return _change_in_place(survey, answered, path, draft.replaces_id)
    visit.ask_for_proof()
    _give_receipt(survey, visit.author() if visit.user.is_authenticated else visit.participant)
    key = form_key(visit.request)
    day = start_of_day(visit.now)
    contribution, _is_new = contribute(
        activity=survey,
        participant=None,
        state=first_state(activity=survey, participant=visit.participant, user=None),
        language=visit.language,
        retry_key=key,
        received_at=day,
    )
    Contribution.objects.filter(pk=contribution.pk).update(state_changed_at=day)
    _add_response(survey, contribution, answered, path, secret=secret_of(str(posted_key(visit.request))))
    return contribution


def _give_receipt(survey: Survey, participant: Participant | None) -> None:
    """Note that a known person took part. Strangers in a survey for everyone cannot be told apart, and are told so."""
    if survey.is_repeatable or participant is None:
        return
    try:
        with transaction.atomic():
            Receipt.objects.create(survey=survey, person_hash=person_hash(participant=participant, survey=survey))
    except IntegrityError:
        raise AlreadySent from None


def _change_in_place(survey: Survey, answered: Answered, path: Path, replaced: UUID) -> Contribution:
    """An anonymous response changes where it stands: a second one, with a day of its own, would tell when."""
    response = (
        Response.objects.select_for_update(of=("self",)).select_related("contribution", "version").get(pk=replaced)
    )
    contribution = response.contribution
    if contribution.is_published:
        count(response, contribution, -1)
    take_places(survey=survey, path=path_of(response, contribution), times=-1)
    before, response.answers, response.publishing = response.answers, dict(path.kept), answered.publishing
    response.save(update_fields=["answers", "publishing"])
    drop_outdated(response=response, before=before)
    take_places(survey=survey, path=path)
    if contribution.is_published:
        count(response, contribution)
    return contribution


def _add_response(
    survey: Survey, contribution: Contribution, answered: Answered, path: Path, *, secret: str = ""
) -> Response:
    take_places(survey=survey, path=path)
    response = Response.objects.create(
        contribution=contribution,
        version=answered.version,
        answers=dict(path.kept),
        seed=answered.seed,
        organisation="" if survey.is_anonymous else answered.organisation,
        publishing=answered.publishing,
        secret_digest=digest_of(secret) if secret else "",
    )
    if answered.equality:
        EqualityAnswer.objects.create(response=response, answers=answered.equality)
    if contribution.is_published:
        count(response, contribution)
    return response


def _sent(visit: Visit, survey: Survey, contribution: Contribution) -> Sent:
    secret = ""
    if survey.is_anonymous and contribution.retry_key == form_key(visit.request):
        secret = secret_of(str(posted_key(visit.request)))
    return Sent(contribution.reference, ContributionState(contribution.state), secret)


def _summary(path: Path) -> str:
    """What a mail that asks to confirm it says of it: the first answers, in words."""
    lines = (f"{one.question.label} {one.words}" for one in path.by_code.values() if one.words)
    return "\n".join(lines)


def start_of_day(moment: datetime) -> datetime:
    """The midnight with which the local day of a moment begins."""
    return timezone.make_aware(datetime.combine(timezone.localdate(moment), time.min))
