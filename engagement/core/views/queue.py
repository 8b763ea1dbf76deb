"""The moderators' queue: what people gave, oldest waiting first, decided one by one or in bulk."""

from typing import Any, cast

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.forms import ChoiceField
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from wagtail.admin import messages

from engagement.core.enums import Arrival, Channel, ContributionState
from engagement.core.forms import DECISIONS, DecisionForm, QueueFilterForm
from engagement.core.models import Contribution
from engagement.core.queries import counts_of_states, matching, row_context, row_text, row_url, with_rows
from engagement.core.rules import MODERATOR_MOVES, arrival_of, can_moderate, can_read_contributions
from engagement.core.services.contributing import MoveRefused, moderate

PER_PAGE = 50
IN_ORDER_OF_USE = (
    ContributionState.PENDING,
    ContributionState.PUBLISHED,
    ContributionState.HIDDEN,
    ContributionState.REMOVED,
    ContributionState.UNCONFIRMED,
    ContributionState.WITHDRAWN,
)


def queue(request: HttpRequest) -> HttpResponse:
    """Contributions in one state, waiting ones unless asked otherwise; POST decides on the ticked ones."""
    form, is_decided = _receive(request)
    if is_decided:
        return redirect(request.get_full_path())
    return TemplateResponse(request, "engagement/admin/queue.html", _context(request, form))


def detail(request: HttpRequest, uuid: Any) -> HttpResponse:
    """One contribution with everything that was decided on it."""
    form, is_decided = _receive(request)
    if is_decided:
        return redirect(request.path)
    contribution = get_object_or_404(
        Contribution.objects.select_related("activity__placement__timetable", "participant", "batch"), uuid=uuid
    )
    [(_contribution, row)] = with_rows([contribution])
    context = {
        "contribution": contribution,
        "state": contribution.state,
        "text": row_text(contribution, row),
        "context": row_context(contribution, row),
        "public_url": row_url(contribution, row),
        "unusual": _unusual(contribution),
        "changes": contribution.changes.select_related("by"),
        "form": _form_for([contribution], form),
        "can_moderate": can_moderate(request.user),
        "header_title": contribution.reference,
        "header_icon": "comment",
        "breadcrumbs_items": [
            {"url": reverse("wagtailadmin_home"), "label": _("Home")},
            {"url": reverse("engagement_queue:index"), "label": _("Contributions")},
            {"url": "", "label": contribution.reference},
        ],
    }
    return TemplateResponse(request, "engagement/admin/contribution.html", context)


def _receive(request: HttpRequest) -> tuple[DecisionForm, bool]:
    """The form of this screen, and whether a decision that came with it was carried out.

    Raises:
        PermissionDenied: this user may not read contributions, or tries to decide and may not.
    """
    if not can_read_contributions(request.user):
        raise PermissionDenied
    form = DecisionForm(request.POST or None)
    if request.method != "POST":
        return form, False
    if not can_moderate(request.user):
        raise PermissionDenied
    is_valid = form.is_valid()
    if is_valid:
        _decide(request, form.cleaned_data)
    return form, is_valid


def _context(request: HttpRequest, form: DecisionForm) -> dict[str, Any]:
    state = request.GET.get("state", ContributionState.PENDING)
    if state not in ContributionState.values:
        state = ContributionState.PENDING
    asked = QueueFilterForm(request.GET)
    found = _asked(asked)
    page = Paginator(_ordered(found.filter(state=state), state), PER_PAGE).get_page(request.GET.get("p"))
    entries = [
        {
            "contribution": contribution,
            "text": row_text(contribution, row),
            "context": row_context(contribution, row),
            "url": row_url(contribution, row),
            "unusual": _unusual(contribution),
        }
        for contribution, row in with_rows(page.object_list)
    ]
    counts = counts_of_states(found)
    return {
        "entries": entries,
        "page": page,
        "paginator": page.paginator,
        "state": state,
        "states": [(value, value.label, counts[value]) for value in IN_ORDER_OF_USE],
        "asked": asked,
        "scope": _scope(request),
        "form": _form_for(list(page.object_list), form),
        "ticked": request.POST.getlist("contributions"),
        "can_moderate": can_moderate(request.user) and bool(MODERATOR_MOVES.get(ContributionState(state))),
        "header_title": _("Contributions"),
        "header_icon": "comment",
        "breadcrumbs_items": [
            {"url": reverse("wagtailadmin_home"), "label": _("Home")},
            {"url": "", "label": _("Contributions")},
        ],
    }


def _unusual(contribution: Contribution) -> list[str]:
    """The channel with its batch and day, and the language, where they are not those of most."""
    words = [] if contribution.channel == Channel.WEB else [contribution.get_channel_display()]
    if contribution.batch:
        words.append(contribution.batch.title)
    if (arrival := arrival_of(contribution, contribution.activity)) != Arrival.IN_TIME:
        words.append(str(arrival.label))
    if contribution.language != settings.LANGUAGE_CODE:
        words.append(str(dict(settings.LANGUAGES).get(contribution.language, contribution.language)))
    return words


def _asked(form: QueueFilterForm) -> QuerySet[Contribution]:
    form.is_valid()
    found = Contribution.objects.select_related("activity__placement__timetable", "participant", "batch")
    if activity := form.cleaned_data.get("activity"):
        found = found.filter(activity=activity)
    if only := form.cleaned_data.get("only"):
        found = found.filter(reference__in=only.split("."))
    query = form.cleaned_data.get("q", "").replace("\x00", "")
    return matching(found, query) if query else found


def _scope(request: HttpRequest) -> str:
    """The filters as part of a link to another state."""
    kept = {name: request.GET[name] for name in QueueFilterForm.base_fields if request.GET.get(name)}
    return f"&{urlencode(kept)}" if kept else ""


def _ordered(found: QuerySet[Contribution], state: str) -> QuerySet[Contribution]:
    """What waits, the longest waiting first; everything else, the newest first."""
    return found.order_by("created_at", "pk") if state == ContributionState.PENDING else found


def _form_for(contributions: list[Contribution], form: DecisionForm) -> DecisionForm:
    """Offer only the decisions that some contribution on this screen allows."""
    allowed = {to for c in contributions for to in MODERATOR_MOVES.get(ContributionState(c.state), ())}
    to = cast(ChoiceField, form.fields["to"])
    to.choices = [choice for choice in DECISIONS if choice[0] in {"", *allowed}]
    return form


def _decide(request: HttpRequest, decision: dict[str, Any]) -> None:
    moved = [c.reference for c in decision["contributions"] if _decide_one(request, c, decision)]
    done, left = len(moved), len(decision["contributions"]) - len(moved)
    if done:
        url = f"{reverse('engagement_queue:index')}?{urlencode({'state': decision['to'], 'only': '.'.join(moved)})}"
        see = messages.button(url, _("See it, or decide again"))
        messages.success(request, _done_words(decision["to"], done), buttons=[see])
    if left:
        words = ngettext(
            "%(count)d was left as it is: somebody else has decided on it, or its author has changed it.",
            "%(count)d were left as they are: somebody else has decided on them, or their authors have changed them.",
            left,
        )
        messages.warning(request, words % {"count": left})


def _done_words(to: str, count: int) -> str:
    words = {
        ContributionState.PUBLISHED: ngettext(
            "%(count)d contribution approved: everybody can read it now.",
            "%(count)d contributions approved: everybody can read them now.",
            count,
        ),
        ContributionState.HIDDEN: ngettext(
            "%(count)d contribution hidden: only staff can read it.",
            "%(count)d contributions hidden: only staff can read them.",
            count,
        ),
        ContributionState.REMOVED: ngettext(
            "%(count)d contribution removed: the reason stands in its place.",
            "%(count)d contributions removed: the reason stands in their place.",
            count,
        ),
    }
    return words[ContributionState(to)] % {"count": count}


def _decide_one(request: HttpRequest, contribution: Contribution, decision: dict[str, Any]) -> bool:
    try:
        moderate(
            contribution=contribution,
            to=ContributionState(decision["to"]),
            by=request.user,
            reason=decision["reason"],
            note=decision["note"],
            seen=decision["seen"],
        )
    except MoveRefused:
        return False
    return True
