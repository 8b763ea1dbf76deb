"""The pages of questions. Every step is stored before anything else is said about it."""

from dataclasses import dataclass
from typing import Any

from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _

from base.guards import see_other
from engagement.plugin import Visit
from engagement.surveys.definition import Definition, Question
from engagement.surveys.forms import AnswersForm, shown_codes
from engagement.surveys.kinds import kind_of
from engagement.surveys.kinds.ranking import PLACE, moved_in
from engagement.surveys.models import Draft
from engagement.surveys.paths import Path, ShownPage, ShownQuestion, walk
from engagement.surveys.queries import current_version, definition_in, survey_of
from engagement.surveys.rendering import page_context
from engagement.surveys.services.drafting import begin, find_draft, save_answers
from engagement.surveys.services.quotas import first_full
from engagement.surveys.views.addresses import check_url, page_url
from engagement.surveys.views.lost import sent_or_gone
from engagement.surveys.views.starting import told


@dataclass
class Step:
    """One request for a page of questions."""

    visit: Visit
    draft: Draft
    definition: Definition
    path: Path
    page: ShownPage

    @property
    def goes_back_to_check(self) -> bool:
        return self.visit.request.GET.get("back") == "check"

    def url_of(self, page: ShownPage | None) -> str:
        """The address of a page of the way; of the check after the last."""
        return page_url(self.visit, self.draft, page.code) if page else check_url(self.visit, self.draft)


def answer(visit: Visit) -> HttpResponse:
    """Show a page of questions, or take its answers."""
    draft = find_draft(visit)
    if draft is None:
        return _without_draft(visit)
    step = _step(visit, draft, visit.request.GET.get("page", ""))
    if visit.request.method != "POST":
        return _show(step, AnswersForm(questions=step.page.questions))
    return _take(step)


def _step(visit: Visit, draft: Draft, code: str) -> Step:
    definition = definition_in(draft.version, visit.language)
    path = path_of(definition, draft)
    return Step(visit, draft, definition, path, path.page(code) or path.pages[0])


def path_of(definition: Definition, draft: Draft) -> Path:
    """The way that the answers of a draft make."""
    return walk(definition, draft.answers, today=timezone.localdate(), seed=draft.seed)


def _take(step: Step) -> HttpResponse:
    """Store what can be read, then look at it: what is wrong is shown again as it was typed."""
    form = AnswersForm(step.visit.request.POST, questions=_on_screen(step))
    form.is_valid()
    answers = form.answers
    moved = _move(step, form, answers)
    save_answers(draft=step.draft, answers=answers)
    if moved:
        return see_other(f"{step.visit.request.get_full_path()}#q-{moved}")
    path = path_of(step.definition, step.draft)
    form.hold_against(path, timezone.localdate())
    _refuse_full(step, form, path)
    page = path.page(step.page.code)
    step.path = path
    if form.errors:
        step.page = page or step.page
        return _show(step, form)
    if page is not None and (revealed := _revealed(page, form)):
        return see_other(f"{step.visit.request.get_full_path()}#q-{revealed.question.code}")
    return see_other(_next(step, page))


def _refuse_full(step: Step, form: AnswersForm, path: Path) -> None:
    """Say so at once where an option is full: at the end it would be too late to choose at ease."""
    held = step.draft.replaces.answers if step.draft.replaces else {}
    full = first_full(survey=survey_of(step.visit.activity), path=path, held=held)
    if full is not None and full[0].question.code in form.asked:
        words = _("“%(label)s” is taken: no more people can choose it. Choose another answer")
        form.add_error(full[0].question.code, words % {"label": full[1].label})


def _move(step: Step, form: AnswersForm, answers: dict[str, Any]) -> str:
    """Move an option of a ranking up or down, where one of its buttons was pressed; the code of the question, or ""."""
    code, _divided, rest = step.visit.request.POST.get("move", "").partition(PLACE)
    option, _divided, direction = rest.partition(PLACE)
    shown = form.asked.get(code)
    if shown is None or option not in {one.code for one in shown.options}:
        return ""
    order = answers.get(code, shown.stored) or []
    answers[code] = moved_in(list(order), option, is_up=direction != "down") or None
    return code


def _on_screen(step: Step) -> list[ShownQuestion]:
    """The questions that the form showed, also those that are not on the way any more."""
    every = {question.code: question for question in step.page.page.questions}
    codes = shown_codes(step.visit.request.POST, [one.question.code for one in step.page.questions], every)
    return [step.path.by_code.get(code) or _off_the_way(every[code]) for code in codes]


def _off_the_way(question: Question) -> ShownQuestion:
    return ShownQuestion(question, tuple(kind_of(question).options(question)), None)


def _revealed(page: ShownPage, form: AnswersForm) -> ShownQuestion | None:
    """The first question on the same page that the answers have brought up."""
    return next((one for one in page.questions if one.question.code not in form.asked), None)


def _next(step: Step, page: ShownPage | None) -> str:
    if step.goes_back_to_check:
        return step.url_of(step.path.first_missing)
    after = step.path.after(step.page.code) if page else step.path.first_missing
    return step.url_of(after)


def _show(step: Step, form: AnswersForm) -> HttpResponse:
    before = step.path.before(step.page.code)
    back = check_url(step.visit, step.draft) if step.goes_back_to_check else ""
    context: dict[str, Any] = {
        **told(step.visit, survey_of(step.visit.activity), step.definition),
        **page_context(step.path, step.page, form),
        "draft": step.draft,
        "form": form,
        "back_url": back or (step.url_of(before) if before else step.visit.url("start")),
        "action": step.visit.request.get_full_path(),
        "error_kept": _("Everything else on this page is stored."),
    }
    return step.visit.render("engagement/surveys/page.html", context)


def _without_draft(visit: Visit) -> HttpResponse:
    """The session has ended, or the answers were sent in another tab. What was typed now begins a new draft."""
    if visit.request.method != "POST" or visit.given is not None:
        return sent_or_gone(visit)
    survey = survey_of(visit.activity)
    version = current_version(survey)
    if version is None:
        return sent_or_gone(visit)
    step = _step(visit, begin(visit=visit, survey=survey, version=version), visit.request.GET.get("page", ""))
    return _take(step)
