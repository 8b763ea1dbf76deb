"""Looking at all answers once more, and sending them."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _

from base.guards import KEY_FIELD, see_other
from engagement.plugin import Visit
from engagement.surveys.definition import Definition
from engagement.surveys.equality import equality_definition
from engagement.surveys.forms import AddressForm, AnswersForm, SendForm
from engagement.surveys.kinds import kind_of
from engagement.surveys.models import Draft, Survey
from engagement.surveys.paths import Path, walk
from engagement.surveys.polls import note_part
from engagement.surveys.queries import current_version, definition_in, survey_of
from engagement.surveys.rendering import check_rows, page_context
from engagement.surveys.services.drafting import begin, find_draft
from engagement.surveys.services.quotas import PlacesTaken
from engagement.surveys.services.submitting import AlreadySent, Answered, NotComplete, find_sent, submit
from engagement.surveys.telling import is_poll
from engagement.surveys.views.addresses import check_url, page_url
from engagement.surveys.views.answering import path_of
from engagement.surveys.views.lost import sent_or_gone
from engagement.surveys.views.starting import show_poll, told
from engagement.surveys.views.thanking import thank

EQUALITY = "equality"
"""In the form: that the questions about equality were on the page it came from. Also the prefix of their fields."""


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
    if sent := find_sent(visit):
        return thank(visit, sent)
    survey, draft = survey_of(visit.activity), find_draft(visit)
    if draft is None:
        return _send_poll(visit, survey)
    if must_confirm_first(visit, survey):
        return see_other(check_url(visit, draft))
    path = path_of(definition_in(draft.version, visit.language), draft)
    form = _form(visit, survey, path, visit.request.POST)
    if not form.is_valid():
        return _check(visit, draft, path, form)
    equality = _equality_form(visit) if survey.asks_equality and not draft.replaces_id else None
    if equality is not None and (EQUALITY not in visit.request.POST or not equality.is_valid()):
        return _ask_about_equality(visit, draft, equality)
    said = {code: value for code, value in equality.answers.items() if value} if equality else {}
    answered = Answered(draft.version, draft.answers, draft.seed, draft.organisation, equality=said, **_given(form))
    return _submit(visit, answered, draft)


def must_confirm_first(visit: Visit, survey: Survey) -> bool:
    """Whether somebody has to show their address before they send: afterwards nothing may tie it to the answers."""
    return survey.is_anonymous and visit.needs_email


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
    return thank(visit, sent)


def _send_poll(visit: Visit, survey: Survey) -> HttpResponse:
    version = current_version(survey)
    definition = definition_in(version, visit.language) if version else None
    if version is None or definition is None or not is_poll(definition):
        return sent_or_gone(visit)
    today = timezone.localdate(visit.now)
    form = AnswersForm(visit.request.POST, questions=walk(definition, {}, today=today).by_code.values())
    path = walk(definition, form.answers if form.is_valid() else {}, today=today)
    sending = _form(visit, survey, path, visit.request.POST)
    form.hold_against(path, today)
    [shown] = path.by_code.values()
    if not form.errors and shown.stored is None:
        form.add_error(shown.question.code, _("Choose an answer"))
    if form.errors or not sending.is_valid():
        return show_poll(visit, survey, definition, form, sending)
    answers = dict(path.kept)
    if must_confirm_first(visit, survey):
        return see_other(check_url(visit, begin(visit=visit, survey=survey, version=version, answers=answers)))
    return _submit(visit, Answered(version, answers, **_given(sending)), None)


def _form(visit: Visit, survey: Survey, path: Path, data: Any = None) -> SendForm:
    has_words = any(one.other or (one.stored and kind_of(one.question).is_free) for one in path.by_code.values())
    return SendForm(data, visit=visit, survey=survey, has_words=has_words)


def _given(form: SendForm) -> dict[str, Any]:
    return {name: form.cleaned_data.get(name, "") for name in ("name", "email", "publishing")}


def _check(visit: Visit, draft: Draft, path: Path, form: SendForm | None) -> HttpResponse:
    survey = survey_of(visit.activity)
    must_confirm = must_confirm_first(visit, survey)
    context = {
        **told(visit, survey, definition_in(draft.version, visit.language)),
        "rows": check_rows(path, lambda code: page_url(visit, draft, code, back=True)),
        "form": AddressForm() if must_confirm else form or _form(visit, survey, path),
        "must_confirm": must_confirm,
        "draft": draft,
        "back_url": page_url(visit, draft, path.pages[-1].code) if path.pages else visit.url("start"),
    }
    return visit.render("engagement/surveys/check.html", context)


# About equality


def _equality_path() -> tuple[Definition, Path]:
    definition = equality_definition()
    return definition, walk(definition, {}, today=timezone.localdate())


def _equality_form(visit: Visit) -> AnswersForm:
    _definition, path = _equality_path()
    data = visit.request.POST if EQUALITY in visit.request.POST else None
    return AnswersForm(data, questions=path.by_code.values(), prefix=EQUALITY)


def _ask_about_equality(visit: Visit, draft: Draft, form: AnswersForm) -> HttpResponse:
    """The questions, with what was filled in on the page before and its key: it is one form in two steps."""
    _definition, path = _equality_path()
    carried = {name: visit.request.POST.get(name, "") for name in ("name", "email", "publishing", "draft", KEY_FIELD)}
    context = {
        **told(visit, survey_of(visit.activity), definition_in(draft.version, visit.language)),
        **page_context(path, path.pages[0], form),
        "form": form,
        "carried": {name: value for name, value in carried.items() if value},
        "back_url": check_url(visit, draft),
    }
    return visit.render("engagement/surveys/equality.html", context)


def _refuse_place(visit: Visit, draft: Draft | None, taken: PlacesTaken) -> HttpResponse:
    """Somebody was quicker. Everything else stays as it is."""
    words = _("“%(label)s” is taken: no more people can choose it. Choose another answer; the others are stored.")
    messages.error(visit.request, words % {"label": taken.option.label})
    if draft is None:
        return see_other(visit.url("start"))
    path = path_of(definition_in(draft.version, visit.language), draft)
    page = path.page_of(taken.shown.question.code)
    return see_other(page_url(visit, draft, page.code if page else "", back=True))
