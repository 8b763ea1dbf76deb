"""The admin's screen on who is told what came of a consultation: numbers, the mail itself, and how far it has come."""

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import get_language_info, ngettext
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods
from wagtail.log_actions import log

from base.mail import Progress, progress_of, queue_prepared
from engagement.consultations.audience import Audience, audience_of
from engagement.consultations.models import ConsultationPage, Telling
from engagement.consultations.telling import (
    TellingRefused,
    go_on_telling,
    is_told_of,
    number_of_rounds,
    source_page,
    start_telling,
    stop_telling,
)
from engagement.consultations.telling_examples import examples_of
from engagement.consultations.telling_forms import AgainForm, StartForm
from engagement.consultations.telling_mail import Answered, answered
from engagement.plugin import can_read_contributions


@dataclass(frozen=True)
class Round:
    """A round and how far its mails have come."""

    telling: Telling
    progress: Progress
    total: int
    """How many mails there are or will be."""

    @property
    def done(self) -> int:
        """Sent or given up."""
        return self.progress.sent + self.progress.failed


@dataclass(frozen=True)
class Spoken:
    """How many mails are in a language, and whether the outcome can be read in it."""

    name: str
    people: int
    is_published: bool


@require_http_methods(["GET", "HEAD", "POST"])
def told(request: HttpRequest, page_id: int) -> HttpResponse:
    """Numbers, preview and progress; those who may publish the page may start, stop and repeat."""
    page = _page_for(request, page_id)
    rounds = list(Telling.objects.filter(translation_key=page.translation_key).order_by("number"))
    last = rounds[-1] if rounds else None
    form = _form(request, page, last)
    if request.method == "POST" and (done := _act(request, page, last, form)):
        return done
    audience, outcome = audience_of(page), answered(_shown(page), reason=_("(what has changed)") if last else "")
    progress = [_round(telling, audience) for telling in rounds]
    context = {
        "page": page,
        "audience": audience,
        "languages": _languages(audience, outcome),
        "rounds": progress,
        "current": progress[-1] if progress else None,
        "is_answered": is_told_of(page),
        "form": form,
        "examples": list(examples_of(page, outcome, request.user)) if outcome else [],
        "outcome": outcome,
        "may_read": can_read_contributions(request.user),
    }
    return render(request, "engagement/admin/told.html", context)


def say_of_new_round(request: HttpRequest, page: ConsultationPage, *, before: int) -> None:
    """Say how many people are being told, where a round has begun since there were so many."""
    if number_of_rounds(page) <= before:
        return
    people = audience_of(page).told
    sentence = ngettext(
        "%(count)s person is being told what came of it.", "%(count)s people are being told what came of it.", people
    ) % {"count": people}
    url = reverse("consultation_told", args=[page.pk])
    messages.info(request, format_html('{} <a href="{}">{}</a>', sentence, url, _("Who is told")))


def _page_for(request: HttpRequest, page_id: int) -> ConsultationPage:
    """The page written first, whichever language was asked for.

    Raises:
        Http404: there is no such consultation.
        PermissionDenied: this member of staff may not publish it.
    """
    asked = ConsultationPage.objects.filter(pk=page_id).first()
    page = source_page(asked.translation_key) if asked else None
    if page is None:
        raise Http404("no such consultation")
    if not page.permissions_for_user(request.user).can_publish():
        raise PermissionDenied
    return page


def _shown(page: ConsultationPage) -> Any:
    """The page whose outcome is shown: what is public, else what is drafted."""
    return page if is_told_of(page) else page.get_latest_revision_as_object()


def _form(request: HttpRequest, page: ConsultationPage, last: Telling | None) -> Any:
    """The form for a round that can begin now, or None."""
    if not is_told_of(page) or (last and last.finished_at is None):
        return None
    data = request.POST if request.POST.get("action") == "start" else None
    return AgainForm(data) if last else StartForm(data)


def _act(request: HttpRequest, page: ConsultationPage, last: Telling | None, form: Any) -> HttpResponse | None:
    """Do what a button says; None where the form has to be shown again."""
    action = request.POST.get("action")
    if action == "start" and form is not None and not form.is_valid():
        return None
    try:
        if action == "start":
            reason = form.cleaned_data.get("reason", "") if form else ""
            telling = start_telling(page=page, by=request.user, reason=reason)
            _note(page, "consultations.tell", telling)
            messages.success(request, _("It has begun. This page says how far it has come."))
        elif action == "stop" and last and stop_telling(telling=last):
            _note(page, "consultations.stop_telling", last)
            messages.success(request, _("Stopped. Those who were not written to yet are not."))
        elif action == "go_on" and last:
            go_on_telling(telling=last, page=page)
            _note(page, "consultations.tell", last)
            messages.success(request, _("It goes on. Who was told already is not told twice."))
        elif action == "preview":
            _send_preview(request, page)
        else:
            messages.error(request, _("Nothing was done: it has changed since this page was opened."))
    except TellingRefused:
        messages.error(request, _("Nothing was done: it has changed since this page was opened."))
    return redirect("consultation_told", page.pk)


def _note(page: ConsultationPage, action: str, telling: Telling) -> None:
    log(instance=page, action=action, data={"round": telling.number})


def _send_preview(request: HttpRequest, page: ConsultationPage) -> None:
    outcome = answered(_shown(page))
    examples = list(examples_of(page, outcome, request.user)) if outcome else []
    wanted = next((one for one in examples if one.kind == request.POST.get("which")), None)
    if wanted is None:
        messages.error(request, _("There is nobody to show it for."))
        return
    mail = wanted.mail
    mail.to = request.user.email  # type: ignore[union-attr]
    mail.subject = (_("Preview: %(subject)s") % {"subject": mail.subject})[:255]
    mail.headers = {name: value for name, value in mail.headers.items() if name == "From"}
    queue_prepared([mail])
    messages.success(request, _("It is on its way to %(address)s.") % {"address": mail.to})


def _round(telling: Telling, audience: Audience) -> Round:
    progress = progress_of(telling.key)
    total = sum(progress)
    return Round(telling, progress, max(total, audience.told) if telling.is_running else total)


def _languages(audience: Audience, outcome: Answered | None) -> list[Spoken]:
    published = outcome.versions if outcome else {}
    return [
        Spoken(get_language_info(code)["name_translated"], people, code in published)
        for code, people in audience.by_language
    ]
