"""Where staff begin, try and look over the questions of a survey."""

from typing import Any

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe
from wagtail.permissions import policy_registry

from base.admin_head import head
from engagement.plugin import Activity
from engagement.surveys.definition import Definition, changed
from engagement.surveys.designing_forms import BeginForm
from engagement.surveys.models import Survey
from engagement.surveys.paths.checks import warnings
from engagement.surveys.paths.listing import paths
from engagement.surveys.services.designing import source_design, write_design
from engagement.surveys.starters import find_starter

MOST_WAYS = 100
"""How many ways are listed; beyond that nobody reads them."""
EDIT = "wagtailsnippets_engagement_surveys_surveydesign:edit"


def survey_for(request: HttpRequest, pk: int) -> Survey:
    """The survey with that key.

    Raises:
        Http404: there is none.
        PermissionDenied: this user may not change it.
    """
    survey = get_object_or_404(Survey, pk=pk)
    activity = Activity.objects.get(pk=pk)
    if not policy_registry.get_by_type(Activity).user_has_permission_for_instance(request.user, "change", activity):
        raise PermissionDenied
    return survey


def crumbs(survey: Survey) -> tuple[Any, ...]:
    """The screens above those of one survey."""
    return (
        (_("Surveys and polls"), reverse("engagement_surveys:index")),
        (survey.title, reverse("engagement_surveys:edit", args=[survey.pk])),
    )


@require_http_methods(["GET", "HEAD", "POST"])
def questions(request: HttpRequest, pk: int) -> HttpResponse:
    """To the questions; where there are none yet, what to begin with."""
    survey = survey_for(request, pk)
    if design := source_design(survey):
        return redirect(EDIT, design.pk)
    form = BeginForm(request.POST if request.method == "POST" else None, survey=survey)
    if form.is_valid():
        design = write_design(survey=survey, definition=_chosen(survey, form), by=request.user)
        return redirect(EDIT, design.pk)
    title = _("What do the questions begin with?")
    context = {"form": form, "survey": survey, **head(title, *crumbs(survey), icon="list-ul")}
    return TemplateResponse(request, "engagement/surveys/admin/begin.html", context)


@require_safe
def ways(request: HttpRequest, pk: int) -> HttpResponse:
    """The ways through the draft, what stands between it and the public, and what to know besides."""
    survey = survey_for(request, pk)
    design = source_design(survey)
    if design is None:
        return redirect("survey_design:questions", pk)
    draft = design.get_latest_revision_as_object()
    in_the_way = draft.findings_in_the_way()
    context = {
        "survey": survey,
        "edit_url": reverse(EDIT, args=[design.pk]),
        "problems": in_the_way,
        "warnings": warnings(draft.definition),
        "ways": None if in_the_way else paths(draft.definition, most=MOST_WAYS),
        "try_url": reverse("survey_design:try", args=[pk]),
        **head(_("Ways through the survey"), *crumbs(survey), icon="view"),
    }
    return TemplateResponse(request, "engagement/surveys/admin/ways.html", context)


def _chosen(survey: Survey, form: BeginForm) -> Definition:
    copied = form.cleaned_data["copy_of"]
    design = source_design(copied) if copied else None
    if design is not None:
        definition: Definition = design.get_latest_revision_as_object().definition
        return changed(definition, {"title": survey.title})
    starter = find_starter(form.cleaned_data["starter"])
    return starter.definition(title=survey.title, language=settings.LANGUAGE_CODE)
