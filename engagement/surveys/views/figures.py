"""The staff's screen of results: every figure of a survey, and what of it everybody sees."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.admin import messages

from base.admin_head import head
from engagement.plugin import action_url
from engagement.surveys.admin_forms import FilterForm
from engagement.surveys.headline import entry_of
from engagement.surveys.models import Survey
from engagement.surveys.queries import drafts_on_their_way, union_in
from engagement.surveys.results import Result, channels_of, figures_of, responses_in, results_of
from engagement.surveys.rules import may_change, may_see_results
from engagement.surveys.services.releasing import NothingToShow, release
from engagement.surveys.showing import when_words
from engagement.surveys.written import words_in

ICON = "view"


def figures(request: HttpRequest, pk: int) -> HttpResponse:
    """Everything that was counted, narrowed by the address; a POST shows a result to everybody, or to staff alone.

    Raises:
        PermissionDenied: this user may neither read nor export contributions, or tries to change what is public and may
            not change this survey.
    """
    survey = get_object_or_404(Survey, pk=pk)
    if not may_see_results(request.user):
        raise PermissionDenied
    if request.method == "POST":
        return _release(request, survey)
    return TemplateResponse(request, "engagement/surveys/admin/results.html", _context(request, survey))


def _release(request: HttpRequest, survey: Survey) -> HttpResponse:
    if not may_change(request.user, survey):
        raise PermissionDenied
    codes, is_public = request.POST.getlist("question"), request.POST.get("show") == "1"
    try:
        release(survey=survey, codes=codes, is_public=is_public, by=request.user)
    except NothingToShow:
        messages.error(request, _("This cannot be shown to everybody: it has no figures. Nothing was changed."))
        return redirect(request.get_full_path())
    said = _("This result is public now. %(when)s") if is_public else _("Only staff sees this result now.")
    messages.success(request, said % {"when": when_words(survey, survey.state_at(timezone.now()))})
    return redirect(f"{request.get_full_path()}#q-{codes[0]}")


def _context(request: HttpRequest, survey: Survey) -> dict[str, Any]:
    form = FilterForm(request.GET)
    union, found = union_in(survey), figures_of(survey, form.filters)
    written = {code for code, _united in words_in(union)}
    can_change = may_change(request.user, survey)
    return {
        "survey": survey,
        "form": form,
        "narrowing": form.words,
        "scope": form.asked,
        "responses": responses_in(found),
        "channels": channels_of(survey, form.filters),
        "drafts": drafts_on_their_way(survey),
        "entries": [_entry(survey, result, written) for result in results_of(found, union)],
        "can_change": can_change,
        "when": when_words(survey, survey.state_at(timezone.now())),
        "public_url": action_url(survey, "results") if survey.public_questions and survey.placed else "",
        "settings_url": reverse("engagement_surveys:edit", args=[survey.pk]) if can_change else "",
        **head(_("Results of “%(title)s”") % {"title": survey.title}, all_surveys(), icon=ICON),
    }


def _entry(survey: Survey, result: Result, written: set[str]) -> dict[str, Any]:
    """A question with what the template says about it."""
    words = [code for table in result.tables for code in (table.code, f"{table.code}_other") if code in written]
    return {
        **entry_of(result),
        "words": words,
        "is_public": set(result.codes) <= set(survey.public_questions),
        "may_be_public": all(table.is_counted for table in result.tables),
    }


def all_surveys() -> tuple[Any, str]:
    """The way back to the list of surveys, for `head`."""
    return _("Surveys"), reverse("engagement_surveys:index")


def results_of_survey(survey: Survey) -> tuple[Any, str]:
    """The way back to the results of a survey, for `head`."""
    words = _("Results of “%(title)s”") % {"title": survey.title}
    return words, reverse("engagement_results:index", args=[survey.pk])
