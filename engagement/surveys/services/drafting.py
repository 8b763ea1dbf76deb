"""Keeps answers while somebody is on their way."""

import uuid
from typing import Any

from django.db import IntegrityError, transaction

from engagement.plugin import Participant, Visit
from engagement.surveys.models import Draft, Response, Survey, SurveyVersion
from engagement.surveys.queries import current_version

KEPT_DRAFTS = "engagement_drafts"
"""Session key: the draft of each survey, by the keys of both. Forgotten with the guest (`accounts.guests`)."""
KEY = "draft"
"""In forms and addresses: the key of a draft whose session may have ended meanwhile."""


def find_draft(visit: Visit) -> Draft | None:
    """The answers that this visitor has begun here: by who they are, by this browser, or by the form they send."""
    drafts = Draft.objects.filter(survey=visit.activity.pk).select_related("version")
    drafts = drafts.defer("version__definition")
    keys = filter(None, (_uuid(key) for key in _keys(visit)))
    found = next((one for key in keys for one in drafts.filter(pk=key)), None)
    draft = _adopted(found, visit.participant) if found else None
    if draft is not None:
        remember_draft(visit, draft)  # the session that did may have ended
    elif visit.participant is not None:
        draft = drafts.filter(participant=visit.participant).first()
    return draft


def _keys(visit: Visit) -> list[Any]:
    request = visit.request
    kept = request.session.get(KEPT_DRAFTS, {}).get(str(visit.activity.uuid))
    return [request.POST.get(KEY), request.GET.get(KEY), kept]


def _uuid(text: Any) -> uuid.UUID | None:
    try:
        return uuid.UUID(str(text))
    except ValueError:
        return None


def _adopted(draft: Draft, participant: Participant | None) -> Draft | None:
    """A stranger's draft becomes that of the person they turn out to be; another person's stays theirs."""
    if draft.participant_id is not None:
        return draft if participant is not None and draft.participant_id == participant.pk else None
    if participant is not None and not _is_apart(draft):
        return give_draft(draft=draft, to=participant)
    return draft


@transaction.atomic
def give_draft(*, draft: Draft, to: Participant) -> Draft:
    """Make a draft that of a person. Where they have one already the two become one: what was written last counts.

    Two versions of a survey are never mixed: then the one that was touched last stays.
    """
    other = Draft.objects.select_for_update(of=("self",)).filter(survey=draft.survey_id, participant=to).first()
    if other is None or other.pk == draft.pk:
        Draft.objects.filter(pk=draft.pk).update(participant=to)
        draft.participant = to
        return draft
    older, newer = sorted((draft, other), key=lambda one: one.updated_at)
    answers = {**older.answers, **newer.answers} if older.version_id == newer.version_id else newer.answers
    older.delete()
    newer.answers, newer.participant = answers, to
    newer.save(update_fields=["answers", "participant", "updated_at"])
    return newer


def _is_apart(draft: Draft) -> bool:
    """Whether nothing may tie it to a person: a change of an anonymous response."""
    return draft.replaces_id is not None and draft.survey.is_anonymous


def begin(
    *, visit: Visit, survey: Survey, version: SurveyVersion | None = None, organisation: str = "", **values: Any
) -> Draft:
    """Begin to answer, or go on where the same person has begun already.

    Args:
        version: what is asked; what is asked now, unless told.
        values: other fields of the draft, such as answers to begin with.

    Raises:
        Survey.DoesNotExist: it was never published.
    """
    version = version or current_version(survey)
    if version is None:
        raise Survey.DoesNotExist("nothing was published")
    values |= {"version": version, "organisation": organisation, "language": visit.language}
    person = visit.author() if visit.user.is_authenticated else visit.participant
    draft = _create(survey, person, values)
    remember_draft(visit, draft)
    return draft


def begin_change(*, visit: Visit, response: Response) -> Draft:
    """Begin to change what was sent: the same answers once more, to the version they were given to."""
    survey = response.version.survey
    given = {
        "answers": response.answers,
        "seed": response.seed,
        "organisation": response.organisation,
        "version": response.version,
        "replaces": response,
    }
    if not survey.is_anonymous:
        return begin(visit=visit, survey=survey, **given)
    # Kept by nobody but whoever holds the address: a session or an account would tell whose response it is.
    return Draft.objects.create(survey=survey, language=visit.language, **given)


def save_answers(*, draft: Draft, answers: dict[str, Any]) -> None:
    """Store the answers of one step beside those of the others.

    Two tabs write to one draft: each its own questions, the last of the same one.

    Args:
        answers: by the code of the question; None takes an answer back.
    """
    with transaction.atomic():
        locked = Draft.objects.select_for_update(of=("self",)).filter(pk=draft.pk).first()
        if locked is None:
            return
        merged = {**locked.answers, **answers}
        locked.answers = {code: value for code, value in merged.items() if value is not None}
        locked.save(update_fields=["answers", "updated_at"])
    draft.answers = locked.answers


def _create(survey: Survey, person: Participant | None, values: dict[str, Any]) -> Draft:
    if person is None:
        return Draft.objects.create(survey=survey, **values)
    try:
        with transaction.atomic():
            return Draft.objects.get_or_create(survey=survey, participant=person, defaults=values)[0]
    except IntegrityError:
        return Draft.objects.get(survey=survey, participant=person)


def remember_draft(visit: Visit, draft: Draft) -> None:
    """In the session of a stranger; a known person's draft is found by who they are."""
    kept, survey = visit.request.session.get(KEPT_DRAFTS, {}), str(visit.activity.uuid)
    if draft.participant_id is None and not _is_apart(draft) and kept.get(survey) != str(draft.pk):
        visit.request.session[KEPT_DRAFTS] = {**kept, survey: str(draft.pk)}
