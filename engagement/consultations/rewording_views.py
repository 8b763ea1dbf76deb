"""Where an editor corrects what people read of why dates changed."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods
from wagtail.admin import messages

from base.admin_head import head
from engagement.consultations.admin_forms import WordsForm
from engagement.consultations.changes import ShownChange, changes_of, shown
from engagement.consultations.dating import ChangeRefused
from engagement.consultations.models import ConsultationPage
from engagement.consultations.rewording import correct_words
from engagement.consultations.rules import may_act
from engagement.plugin import is_source

NAME = "consultation_words"


def told_changes(page: ConsultationPage, user: Any) -> list[tuple[ShownChange, str]]:
    """Every change of the dates of a public page, the newest first, each with the address where it is corrected.

    None on a translation, and for those who may not change the dates.
    """
    if not page.live or not is_source(page) or not may_act(page, user):
        return []
    changes = changes_of(page.translation_key)
    return [(shown(change), reverse(NAME, args=[page.pk, change.pk])) for change in changes]


@require_http_methods(["GET", "HEAD", "POST"])
def reword(request: HttpRequest, pk: int, change: int) -> HttpResponse:
    """The words of one change, in each language.

    Raises:
        PermissionDenied: this user may not publish the page, or it is locked.
    """
    page = get_object_or_404(ConsultationPage, pk=pk)
    if not may_act(page, request.user):
        raise PermissionDenied
    told = get_object_or_404(changes_of(page.translation_key), pk=change)
    form = WordsForm(request.POST if request.method == "POST" else None, page=page, change=told)
    if request.method == "POST" and form.is_valid():
        try:
            correct_words(page=page, change=told, reasons=form.reasons, by=request.user, seen=form.cleaned_data["seen"])
        except ChangeRefused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("People read the new words. What it said before stays on record."))
            return redirect("wagtailadmin_pages:edit", page.pk)
    edit_url = reverse("wagtailadmin_pages:edit", args=[page.pk])
    context = {
        "form": form,
        "change": shown(told),
        "seen": told.corrections.count(),
        "edit_url": edit_url,
        **head(_("Correct the words"), (page.get_admin_display_title(), edit_url), icon="edit"),
    }
    return TemplateResponse(request, "engagement/admin/correct_words.html", context)
