"""What an editor does to a public consultation: other dates, a pause and its end, the archive.

Each asks first, then shows what people will read, and does it when that is confirmed.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods
from wagtail.admin import messages
from wagtail.models import Locale

from base.admin_head import head
from base.publication import PublishRefused
from engagement.consultations import admin_forms, archiving, changes, dating, rules
from engagement.consultations.audience import audience_of
from engagement.consultations.models import ConsultationPage, DateChange
from engagement.consultations.queries import people_words
from engagement.consultations.rewording_views import told_changes
from engagement.consultations.telling import number_of_rounds
from engagement.consultations.telling_examples import examples_of
from engagement.consultations.telling_mail import answered
from engagement.consultations.telling_views import say_of_new_round
from engagement.plugin import people_at

NAME = "consultation_action"


@dataclass(frozen=True)
class EditorAction:
    """One thing to do. `is_possible` gets a Standing and a moment; `note` gives what would be written down.

    `answer` gives, of a form that holds, the page whose answer people will read and get by mail, None without any.
    """

    name: str
    label: Any
    icon: str
    lead: Any
    button: Any
    done: Any
    form: type[admin_forms.ActionForm]
    is_possible: Callable[[Any, Any], bool]
    act: Callable[..., Any]
    note: Callable[..., DateChange] | None = None
    answer: Callable[[Any], Any] | None = None


def _dates(form: Any) -> dict[str, Any]:
    cleaned = form.cleaned_data
    dates = {name: cleaned.get(name) for name in ("closes_at", "answer_by", "late_until")}
    return {**dates, "reasons": form.reasons}


def _move(page: ConsultationPage, form: Any, by: Any, told: Any) -> None:
    dating.change_dates(page=page, by=by, told=told, **_dates(form))


def _pause(page: ConsultationPage, form: Any, by: Any, told: Any) -> None:
    dating.pause(page=page, by=by, reasons=form.reasons, expected_on=form.cleaned_data["expected_on"])


def _resume(page: ConsultationPage, form: Any, by: Any, told: Any) -> None:
    dating.resume(page=page, by=by, **_dates(form))


def _archive(page: ConsultationPage, form: Any, by: Any, told: Any) -> None:
    archiving.archive(page=page, by=by, **form.cleaned_data)


def _take_out(page: ConsultationPage, form: Any, by: Any, told: Any) -> None:
    archiving.take_out(page=page, by=by)


ACTIONS = (
    EditorAction(
        "dates",
        gettext_lazy("Change the dates"),
        "date",
        gettext_lazy("People were told these dates. They read why they change, on the page and in the feed."),
        gettext_lazy("Publish these dates"),
        gettext_lazy("The new dates are public, with the reason."),
        admin_forms.DatesForm,
        rules.can_move_dates,
        _move,
        lambda page, form, by: dating.note_of_dates(page=page, by=by, **_dates(form)),
    ),
    EditorAction(
        "pause",
        gettext_lazy("Pause"),
        "lock",
        gettext_lazy(
            "From now on nobody can take part, until you let it go on. The page and its closing date stay as they are."
        ),
        gettext_lazy("Pause now"),
        gettext_lazy("It is paused. Nobody can take part until you let it go on."),
        admin_forms.PauseForm,
        rules.can_pause,
        _pause,
        lambda page, form, by: dating.note_of_pause(
            page=page, by=by, reasons=form.reasons, expected_on=form.cleaned_data["expected_on"]
        ),
    ),
    EditorAction(
        "resume",
        gettext_lazy("Let it go on"),
        "lock-open",
        gettext_lazy("People can take part again at once."),
        gettext_lazy("Let it go on now"),
        gettext_lazy("People can take part again."),
        admin_forms.ResumeForm,
        rules.can_resume,
        _resume,
        lambda page, form, by: dating.note_of_resuming(page=page, by=by, **_dates(form)),
    ),
    EditorAction(
        "archive",
        gettext_lazy("Archive"),
        "folder",
        gettext_lazy("It leaves the lists and stands under “Archived”. The page stays public, and search finds it."),
        gettext_lazy("Archive it"),
        gettext_lazy("It is archived."),
        admin_forms.ArchiveForm,
        rules.can_archive,
        _archive,
        answer=lambda form: form.candidate if form.cleaned_data.get("no_decision_reason") else None,
    ),
    EditorAction(
        "unarchive",
        gettext_lazy("Take out of the archive"),
        "folder-open-1",
        gettext_lazy("It stands in the lists again."),
        gettext_lazy("Take it out"),
        gettext_lazy("It stands in the lists again."),
        admin_forms.TakeOutForm,
        lambda standing, now: standing.archived_on is not None,
        _take_out,
    ),
)


def links_for(page: Any, user: Any) -> list[tuple[EditorAction, str]]:
    """What this user can do to a public page as it stands, each with its address; none on a translation."""
    first = ConsultationPage.objects.filter(translation_key=page.translation_key).order_by("pk").first()
    if first is None or first.pk != page.pk or not first.live or not rules.may_act(page, user):
        return []
    standing, now = first.standing, timezone.now()
    return [
        (action, reverse(NAME, args=[page.pk, action.name])) for action in ACTIONS if action.is_possible(standing, now)
    ]


@require_http_methods(["GET", "HEAD", "POST"])
def editor_action(request: HttpRequest, pk: int, name: str) -> HttpResponse:
    """Ask, show what people will read, do it.

    Raises:
        PermissionDenied: this user may not publish the page, or it is locked.
    """
    page = get_object_or_404(ConsultationPage, pk=pk)
    if not rules.may_act(page, request.user):
        raise PermissionDenied
    action = next(one for one in ACTIONS if one.name == name)
    back = redirect("wagtailadmin_pages:edit", page.pk)
    if (action, request.path) not in links_for(page, request.user):
        messages.error(request, _("This cannot be done as it stands now. Look at where it stands."))
        return back
    form = action.form(request.POST if request.method == "POST" else None, page=page)
    told = _told(page)
    is_valid = request.method == "POST" and form.is_valid()
    before = number_of_rounds(page)
    is_seen = is_valid and request.POST.get("checked") == f"{form.digest}{told}" and "again" not in request.POST
    if is_seen and _done(request, action, page, form):
        messages.success(request, action.done)
        say_of_new_round(request, page, before=before)
        return back
    is_valid = is_valid and not form.errors
    context = _context(page, action, form) | {
        "told_changes": told_changes(page, request.user),
        "checked": f"{form.digest}{told}" if is_valid else "",
        "preview": list(_preview(page, action, form, request.user)) if is_valid else [],
        **(_answer(action, form, request.user) if is_valid else {}),
    }
    return TemplateResponse(request, "engagement/admin/consultation_action.html", context)


def _told(page: ConsultationPage) -> str:
    """The dates that were on the screen, so that what somebody else changes meanwhile is looked at again."""
    return f":{page.closes_at}:{page.answer_by}:{page.late_until}:{page.standing.window}"


def _done(request: HttpRequest, action: EditorAction, page: ConsultationPage, form: Any) -> bool:
    try:
        action.act(page, form, request.user, (page.closes_at, page.answer_by, page.late_until))
    except dating.ChangeRefused as refusal:
        form.add_error(None, str(refusal))
        return False
    except PublishRefused as refusal:
        for problem in refusal.problems:
            form.add_problem(problem)
        return False
    return True


def _context(page: ConsultationPage, action: EditorAction, form: Any) -> dict[str, Any]:
    people = people_at([page.translation_key]).get(page.translation_key, 0)
    title, edit_url = page.get_admin_display_title(), reverse("wagtailadmin_pages:edit", args=[page.pk])
    return {
        "page": page,
        "action": action,
        "form": form,
        "people": people_words(people) if people else _("Nobody has taken part in public yet."),
        "warning": _warning(page, form),
        "edit_url": edit_url,
        **head(action.label, (title, edit_url), icon=action.icon),
        "header_title": f"{action.label}: {title}",
    }


def _warning(page: ConsultationPage, form: Any) -> str:
    closes_at = form.cleaned_data.get("closes_at") if form.is_bound and form.is_valid() else None
    if closes_at and page.closes_at and timezone.now() < page.closes_at and closes_at < page.closes_at:
        return _("Closing earlier than people were told shuts some of them out.")
    return ""


def _preview(
    page: ConsultationPage, action: EditorAction, form: Any, by: Any
) -> Iterable[tuple[Locale, changes.ShownChange]]:
    """What people will read, in each language in which the page is public."""
    if action.note is None:
        return
    note = action.note(page, form, by)
    for locale in form.locales:
        with translation.override(locale.language_code):
            yield locale, changes.shown(note)


def _answer(action: EditorAction, form: Any, reader: Any) -> dict[str, Any]:
    """What people will read of an answer, how many get it by mail, and that mail; {} where there is none."""
    page = action.answer(form) if action.answer else None
    if page is None:
        return {}
    told = audience_of(page).told if page.tells_at_once else 0
    outcome = answered(page) if told else None
    return {"answer": page, "told": told, "examples": list(examples_of(page, outcome, reader)) if outcome else []}
