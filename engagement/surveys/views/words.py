"""The staff's screens of what people wrote: one question at a time, and taking something out of one answer."""

from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from wagtail.admin import messages

from base.admin_head import head
from engagement.plugin import can_read_contributions
from engagement.surveys.admin_forms import RedactionForm, WordsFilterForm
from engagement.surveys.definition import Question
from engagement.surveys.enums import Privacy
from engagement.surveys.models import Redaction, Response, Survey
from engagement.surveys.queries import union_in
from engagement.surveys.results import to_all
from engagement.surveys.rules import may_redact
from engagement.surveys.services.redacting import redact, undo_redaction
from engagement.surveys.union import United
from engagement.surveys.views.figures import all_surveys, results_of_survey
from engagement.surveys.written import Asked, Slice, find_written, slice_of, words_in

ICON = "openquote"


def words(request: HttpRequest, pk: int, code: str) -> HttpResponse:
    """What people wrote there, narrowed by the address.

    Raises:
        PermissionDenied: this user may not read contributions.
    """
    survey, united = _find(request, pk, code)
    form = WordsFilterForm(request.GET)
    after, before = (_key(request.GET.get(name, "")) for name in ("after", "before"))
    page = slice_of(survey, Asked(code, form.filters, form.allowed, after, before))
    context = {
        "survey": survey,
        "code": code,
        "form": form,
        "narrowing": form.words,
        "page": page,
        "label": _label(code, united),
        "is_named": survey.privacy == Privacy.NAMED,
        "may_redact": may_redact(request.user),
        **_ends(page, form.asked),
        **head(_label(code, united), all_surveys(), results_of_survey(survey), icon=ICON),
    }
    return TemplateResponse(request, "engagement/surveys/admin/words.html", context)


def one(request: HttpRequest, pk: int, code: str, response: UUID) -> HttpResponse:
    """One answer beside what others read of it; a POST takes something out, or with `undo` puts it back.

    Raises:
        PermissionDenied: this user may not see what was taken out.
    """
    survey, united = _find(request, pk, code)
    if not may_redact(request.user):
        raise PermissionDenied
    found = find_written(survey, response, code)
    if found is None:
        raise Http404("nothing was written there")
    redaction = Redaction.objects.select_related("by").filter(response=found, question=code).first()
    back = f"{reverse('engagement_results:words', args=[pk, code])}#answer-{found.pk}"
    form = RedactionForm(request.POST or None, written=str(found.answers[code]), redaction=redaction)
    if request.method == "POST" and _save(request, found, code, form):
        return redirect(back)
    above = (_label(code, united), reverse("engagement_results:words", args=[pk, code]))
    context = {
        "survey": survey,
        "response": found,
        "written": found.answers[code],
        "redaction": redaction,
        "form": form,
        "back": back,
        **head(found.contribution.reference, all_surveys(), results_of_survey(survey), above, icon=ICON),
    }
    return TemplateResponse(request, "engagement/surveys/admin/redact.html", context)


def _save(request: HttpRequest, response: Response, code: str, form: RedactionForm) -> bool:
    """Do what was asked for; whether it was done."""
    reference = {"reference": response.contribution.reference}
    if "undo" in request.POST:
        undo_redaction(response=response, code=code, by=request.user)
        messages.success(request, _("%(reference)s is shown as it was written again.") % reference)
        return True
    if not form.is_valid():
        return False
    redact(response=response, code=code, by=request.user, **form.cleaned_data)
    messages.success(request, _("Others read %(reference)s in your words now. What was written is kept.") % reference)
    return True


def _find(request: HttpRequest, pk: int, code: str) -> tuple[Survey, United]:
    survey = get_object_or_404(Survey, pk=pk)
    if not can_read_contributions(request.user):
        raise PermissionDenied
    united = dict(words_in(union_in(survey))).get(code)
    if united is None:
        raise Http404("no question is answered in words under this code")
    return survey, united


def _key(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None


def _label(code: str, united: United) -> str:
    label = to_all(united.asked.label) if isinstance(united.asked, Question) else united.code
    return label if code == united.code else _("%(question)s Words beside an answer") % {"question": label}


def _ends(page: Slice, asked: dict[str, str]) -> dict[str, Any]:
    """The queries that lead to the pages on either side; "" where there is none."""
    first, last = (page.lines[place].response.pk if page.lines else None for place in (0, -1))
    return {
        "newer": urlencode({**asked, "before": str(first)}) if page.has_previous else "",
        "older": urlencode({**asked, "after": str(last)}) if page.has_more else "",
    }
