"""An editor walks through the draft as a resident will. The answers are in the session, and go nowhere."""

from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from base.guards import see_other
from engagement.surveys.forms import AnswersForm
from engagement.surveys.models import Survey, SurveyDesign
from engagement.surveys.paths import Path, ShownPage, walk
from engagement.surveys.paths.listing import paths
from engagement.surveys.rendering import check_rows, page_context
from engagement.surveys.services.designing import source_design
from engagement.surveys.telling import privacy_words
from engagement.surveys.views.designing import EDIT, MOST_WAYS, survey_for

TRYING = "surveys_trying"
"""Session key: the answers of the survey that is being tried, with the survey's key. One at a time."""
END = "-"
"""In place of the code of a page: all answers once more."""


@require_http_methods(["GET", "HEAD", "POST"])
def trying(request: HttpRequest, pk: int) -> HttpResponse:
    """One page of the draft; a POST goes on."""
    survey = survey_for(request, pk)
    design = source_design(survey)
    if design is None:
        return redirect("survey_design:questions", pk)
    draft = design.get_latest_revision_as_object()
    if draft.findings_in_the_way():
        return redirect("survey_design:ways", pk)
    return Trial(request, survey, draft).respond()


class Trial:
    """One request of somebody who tries a survey."""

    def __init__(self, request: HttpRequest, survey: Survey, design: SurveyDesign) -> None:
        self.request, self.survey, self.design, self.definition = request, survey, design, design.definition
        kept = request.session.get(TRYING, {})
        self.answers: dict[str, Any] = kept.get("answers", {}) if kept.get("survey") == survey.pk else {}

    def respond(self) -> HttpResponse:
        if "again" in self.request.GET:
            self._keep({})
            return see_other(self._url(""))
        if "way" in self.request.GET:
            self._keep(self._way(self.request.GET["way"]))
            return see_other(self._url(""))
        path = self._path()
        code = self.request.GET.get("page", "")
        if code == END or not path.pages:
            return self._end(path)
        page = path.page(code) or path.pages[0]
        if self.request.method != "POST":
            return self._show(path, page, AnswersForm(questions=page.questions))
        return self._take(path, page)

    def _take(self, path: Path, page: ShownPage) -> HttpResponse:
        form = AnswersForm(self.request.POST, questions=page.questions)
        form.is_valid()
        self._keep({**self.answers, **form.answers})
        path = self._path()
        form.hold_against(path, timezone.localdate())
        found = path.page(page.code)
        if form.errors:
            return self._show(path, found or page, form)
        if found and any(one.question.code not in form.asked for one in found.questions):
            return see_other(self._url(page.code))
        after = path.after(page.code)
        return see_other(self._url(after.code if after else END))

    def _way(self, number: str) -> dict[str, Any]:
        """The answers of one of the ways that the screen of ways lists, by its number there."""
        listed = paths(self.definition, most=MOST_WAYS).ways
        chosen = int(number) - 1 if number.isdecimal() and len(number) < 5 else -1
        return dict(listed[chosen].answers) if 0 <= chosen < len(listed) else {}

    def _keep(self, answers: dict[str, Any]) -> None:
        self.answers = {code: value for code, value in answers.items() if value is not None}
        self.request.session[TRYING] = {"survey": self.survey.pk, "answers": self.answers}

    def _path(self) -> Path:
        return walk(self.definition, self.answers, today=timezone.localdate())

    def _url(self, page: str) -> str:
        url = reverse("survey_design:try", args=[self.survey.pk])
        return f"{url}?{urlencode({'page': page})}" if page else url

    def _show(self, path: Path, page: ShownPage, form: AnswersForm) -> HttpResponse:
        before = path.before(page.code)
        back = self._url(before.code) if before else reverse(EDIT, args=[self.design.pk])
        names = {**page_context(path, page, form), "form": form, "back_url": back}
        return render(
            self.request, "engagement/surveys/page.html", {**self._shared(), **names, "action": self._url(page.code)}
        )

    def _end(self, path: Path) -> HttpResponse:
        back = self._url(path.pages[-1].code) if path.pages else reverse(EDIT, args=[self.design.pk])
        names = {"rows": check_rows(path, self._url), "back_url": back}
        return render(self.request, "engagement/surveys/trial_end.html", {**self._shared(), **names})

    def _shared(self) -> dict[str, Any]:
        again = f"{reverse('survey_design:try', args=[self.survey.pk])}?again=1"
        return {
            "definition": self.definition,
            "survey": self.survey,
            "privacy": privacy_words(self.survey),
            "trial": {"again_url": again, "close_url": reverse(EDIT, args=[self.design.pk])},
        }
