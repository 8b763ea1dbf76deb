"""Looking at all answers once more, sending them, and what comes after."""

from typing import Any

from django.contrib import messages
from django.core import signing
from django.http import HttpResponse
from django.utils.translation import gettext as _

from base.guards import see_other
from engagement.plugin import ContributionState, Visit
from engagement.surveys.forms import AnswersForm, SendForm
from engagement.surveys.kinds import kind_of
from engagement.surveys.models import Draft, Survey
from engagement.surveys.paths import Path, walk
from engagement.surveys.polls import note_part
from engagement.surveys.queries import current_version, definition_in, survey_of
from engagement.surveys.rendering import check_rows
from engagement.surveys.services.drafting import find_draft
from engagement.surveys.services.quotas import PlacesTaken
from engagement.surveys.services.submitting import AlreadySent, Answered, NotComplete, Sent, submit
from engagement.surveys.telling import is_poll
from engagement.surveys.views.addresses import page_url
from engagement.surveys.views.answering import path_of
from engagement.surveys.views.lost import sent_or_gone
from engagement.surveys.views.starting import show_poll, told

SENT_COOKIE = "fm_sent"
SENT_FOR = 10 * 60
"""Seconds for which the page after sending can be shown again. The secret of an anonymous response is in no address and
in no row: only in this cookie and on the screen."""


def check(visit: Visit) -> HttpResponse:
    """All answers on one page, each with a way to change it."""
    draft = find_draft(visit)
    if draft is None:
        return sent_or_gone(visit)
    path = path_of(definition_in(draft.version, visit.language), draft)
    if path.first_missing:
        return see_other(page_url(visit, draft, path.first_missing.code, back=True))
    return _check(visit, draft, path, None)


def send(visit: Visit) -> HttpResponse:
    """Take in the answers: of a draft, or of the card of a quick poll."""
    survey = survey_of(visit.activity)
    draft = find_draft(visit)
    if draft is None:
        return _send_poll(visit, survey)
    path = path_of(definition_in(draft.version, visit.language), draft)
    form = _form(visit, survey, path, visit.request.POST)
    if not form.is_valid():
        return _check(visit, draft, path, form)
    answered = Answered(draft.version, draft.answers, draft.seed, draft.organisation, **_given(form))
    return _submit(visit, answered, draft)


def _submit(visit: Visit, answered: Answered, draft: Draft | None) -> HttpResponse:
    try:
        sent = submit(visit=visit, answered=answered, draft=draft)
    except AlreadySent:
        return sent_or_gone(visit)
    except NotComplete as missing:
        page = missing.path.first_missing
        return see_other(page_url(visit, draft, page.code, back=True) if draft and page else visit.url("start"))
    except PlacesTaken as taken:
        return _refuse_place(visit, draft, taken)
    note_part(visit.request, survey_of(visit.activity))
    return _thank(visit, sent)


def _send_poll(visit: Visit, survey: Survey) -> HttpResponse:
    version = current_version(survey)
    definition = definition_in(version, visit.language) if version else None
    if version is None or definition is None or not is_poll(definition):
        return sent_or_gone(visit)
    path = walk(definition, {}, today=visit.now.date())
    form = AnswersForm(visit.request.POST, questions=path.by_code.values())
    sending = _form(visit, survey, path, visit.request.POST)
    is_sound = form.is_valid() and sending.is_valid()
    path = walk(definition, form.answers if form.is_valid() else {}, today=visit.now.date())
    form.hold_against(path, visit.now.date())
    [shown] = path.by_code.values()
    if is_sound and not form.errors and shown.stored is None:
        form.add_error(shown.question.code, _("Choose an answer"))
    if form.errors or sending.errors:
        return show_poll(visit, survey, definition, form, sending)
    return _submit(visit, Answered(version, dict(path.kept), **_given(sending)), None)


def _form(visit: Visit, survey: Survey, path: Path, data: Any = None) -> SendForm:
    has_words = any(one.other or (one.stored and kind_of(one.question).is_free) for one in path.by_code.values())
    return SendForm(data, visit=visit, survey=survey, has_words=has_words)


def _given(form: SendForm) -> dict[str, Any]:
    return {name: form.cleaned_data.get(name, "") for name in ("name", "email", "publishing")}


def _check(visit: Visit, draft: Draft, path: Path, form: SendForm | None) -> HttpResponse:
    survey = survey_of(visit.activity)
    definition = definition_in(draft.version, visit.language)
    context = {
        **told(visit, survey, definition),
        "rows": check_rows(path, lambda code: page_url(visit, draft, code, back=True)),
        "form": form or _form(visit, survey, path),
        "draft": draft,
        "back_url": page_url(visit, draft, path.pages[-1].code) if path.pages else visit.url("start"),
    }
    return visit.render("engagement/surveys/check.html", context)


def _refuse_place(visit: Visit, draft: Draft | None, taken: PlacesTaken) -> HttpResponse:
    """Somebody was quicker. Everything else stays as it is."""
    words = _("“%(label)s” is taken: no more people can choose it. Choose another answer; the others are stored.")
    messages.error(visit.request, words % {"label": taken.option.label})
    if draft is None:
        return see_other(visit.url("start"))
    path = path_of(definition_in(draft.version, visit.language), draft)
    page = path.page_of(taken.shown.question.code)
    return see_other(page_url(visit, draft, page.code if page else "", back=True))


def _thank(visit: Visit, sent: Sent) -> HttpResponse:
    if "from_page" in visit.request.POST:
        return _thank_on_page(visit, sent)
    response = see_other(visit.url("done"))
    value = signing.dumps([str(visit.activity.uuid), sent.reference, sent.state, sent.secret], salt=SENT_COOKIE)
    response.set_cookie(
        SENT_COOKIE,
        value,
        max_age=SENT_FOR,
        path=visit.url("done"),
        httponly=True,
        samesite="Lax",
        secure=visit.request.is_secure(),
    )
    return response


def _thank_on_page(visit: Visit, sent: Sent) -> HttpResponse:
    """Back to the page with the card, which now shows what came of it."""
    if sent.state == ContributionState.UNCONFIRMED:
        words = _(
            "We have sent you a link. Your answer counts once you have opened it. Your reference is %(reference)s."
        )
    else:
        words = _("Thank you, your answer is counted. Your reference is %(reference)s.")
    messages.success(visit.request, words % {"reference": sent.reference})
    return see_other(f"{visit.host.url}#survey-{visit.activity.uuid}")


def just_sent(visit: Visit) -> Sent | None:
    """What this browser sent a moment ago, or None."""
    try:
        value = signing.loads(visit.request.COOKIES.get(SENT_COOKIE, ""), salt=SENT_COOKIE, max_age=SENT_FOR)
    except signing.BadSignature:
        return None
    uuid, reference, state, secret = value
    return Sent(reference, state, secret) if uuid == str(visit.activity.uuid) else None


def done(visit: Visit) -> HttpResponse:
    """Thanks, with the reference and what happens next."""
    survey = survey_of(visit.activity)
    sent = just_sent(visit)
    version = current_version(survey)
    if version is None or (sent is None and visit.given is None):
        return sent_or_gone(visit)
    definition = definition_in(version, visit.language)
    reference = sent.reference if sent else visit.given.reference  # type: ignore[union-attr]
    context = {
        **told(visit, survey, definition),
        "reference": reference,
        "secret": sent.secret if sent else "",
        "is_unconfirmed": bool(sent) and sent.state == ContributionState.UNCONFIRMED,  # type: ignore[union-attr]
        "is_held": bool(sent) and sent.state == ContributionState.PENDING,  # type: ignore[union-attr]
        "can_change": survey.allows_changes and visit.is_open and visit.given is not None,
    }
    return visit.render("engagement/surveys/done.html", context)
