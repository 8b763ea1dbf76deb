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
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from wagtail.admin import messages

from base.admin_head import head
from engagement.core import registry
from engagement.core.enums import Arrival, Channel, ContributionState
from engagement.core.forms import DECISIONS, LEAVE, DecisionForm, QueueFilterForm
from engagement.core.marks import MarkSource, find_source, is_marked, marks_on
from engagement.core.models import Contribution
from engagement.core.queries import (
    counts_of_states,
    matching,
    row_context,
    row_history,
    row_text,
    row_url,
    with_rows,
    with_words_of,
)
from engagement.core.rules import (
    MODERATOR_MOVES,
    arrival_of,
    can_enter,
    can_moderate,
    can_read_contributions,
    is_too_late,
    moves_of,
)
from engagement.core.services.contributing import EditedSince, MoveRefused, TooLate, leave, moderate
from engagement.core.services.entering import is_refused_as_late
from engagement.core.signs import signs_on

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
    """Contributions in one state, waiting ones unless asked otherwise, or those that somebody asks to look at.

    POST decides on the ticked ones.
    """
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
        "signs": signs_on([contribution])[contribution.pk],
        "earlier": row_history(contribution, row),
        "changes": contribution.changes.select_related("by"),
        "asked": [(source.label, source.details(contribution)) for source in _sources(request)],
        "shown_at": timezone.now().isoformat(),
        "form": _form_for([contribution], form, may_leave=is_marked(contribution)),
        "can_moderate": can_moderate(request.user),
        "is_too_late": is_too_late(contribution),
        "may_correct": can_enter(request.user) and is_refused_as_late(contribution),
        **head(contribution.reference, (_("Contributions"), reverse("engagement_queue:index")), icon="comment"),
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
    source = find_source(request.GET.get("marked", "")) if _sources(request) else None
    state = "" if source else _asked_state(request)
    asked = QueueFilterForm(request.GET)
    found = _asked(asked)
    shown_at = timezone.now().isoformat()
    listed = _marked(found, source) if source else _ordered(found.filter(state=state), state)
    page = Paginator(listed, PER_PAGE).get_page(request.GET.get("p"))
    marks = marks_on(list(page.object_list)) if _sources(request) else {}
    signs = signs_on(list(page.object_list))
    entries = [
        {
            "contribution": contribution,
            "text": row_text(contribution, row),
            "context": row_context(contribution, row),
            "url": row_url(contribution, row),
            "unusual": _unusual(contribution),
            "marks": marks.get(contribution.pk, ()),
            "signs": signs[contribution.pk],
        }
        for contribution, row in with_rows(page.object_list)
    ]
    tabs = _tabs(found, _sources(request))
    in_all = sum(count for (kind, _value), _label, count in tabs if kind == "state")
    return {
        "entries": entries,
        "page": page,
        "paginator": page.paginator,
        "state": state,
        "view": ("marked", source.slug) if source else ("state", state),
        "shown_at": shown_at,
        "tabs": tabs,
        "asked": asked,
        "narrowing": asked.narrowing(in_all),
        "scope": _scope(request),
        "form": _form_for(list(page.object_list), form, may_leave=bool(marks)),
        "ticked": request.POST.getlist("contributions"),
        "can_moderate": can_moderate(request.user) and (source is not None or state in MODERATOR_MOVES),
        **head(_("Contributions"), icon="comment"),
    }


def _asked_state(request: HttpRequest) -> str:
    state = request.GET.get("state", ContributionState.PENDING)
    return state if state in ContributionState.values else ContributionState.PENDING


def _sources(request: HttpRequest) -> tuple[MarkSource, ...]:
    """Who asks this user to look at something: what people tell moderators is for moderators alone."""
    return registry.mark_sources() if can_moderate(request.user) else ()


def _tabs(found: QuerySet[Contribution], sources: tuple[MarkSource, ...]) -> list[tuple[tuple[str, str], Any, int]]:
    """Every view of the queue: its place in an address, its label and how many it holds; what people ask for second."""
    counts = counts_of_states(found)
    states = [(("state", str(value)), value.label, counts[value]) for value in IN_ORDER_OF_USE]
    marked = [(("marked", s.slug), s.label, s.marked(found).order_by().count()) for s in sources]
    return [*states[:1], *marked, *states[1:]]


def _marked(found: QuerySet[Contribution], source: MarkSource) -> QuerySet[Contribution]:
    """What people ask about, the longest waiting first."""
    return source.marked(found).order_by("marked_since", "pk")


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
    related = ("activity__placement__timetable", "participant", "batch")
    found: QuerySet[Contribution] = Contribution.objects.select_related(*related)
    if activity := form.cleaned_data.get("activity"):
        found = found.filter(activity=activity)
    if only := form.cleaned_data.get("only"):
        found = found.filter(reference__in=only.split("."))
    if same := form.cleaned_data.get("same"):
        found = with_words_of(found, same)
    query = form.cleaned_data.get("q", "").replace("\x00", "")
    return matching(found, query) if query else found


def _scope(request: HttpRequest) -> str:
    """The filters as part of a link to another state."""
    kept = {name: request.GET[name] for name in QueueFilterForm.base_fields if request.GET.get(name)}
    return f"&{urlencode(kept)}" if kept else ""


def _ordered(found: QuerySet[Contribution], state: str) -> QuerySet[Contribution]:
    """What waits, the longest waiting first; everything else, the newest first."""
    return found.order_by("created_at", "pk") if state == ContributionState.PENDING else found


def _form_for(contributions: list[Contribution], form: DecisionForm, *, may_leave: bool) -> DecisionForm:
    """Offer only the decisions that some contribution on this screen allows."""
    allowed = {str(to) for c in contributions for to in moves_of(c)}
    if may_leave:
        allowed.add(LEAVE)
    to = cast(ChoiceField, form.fields["to"])
    to.choices = [choice for choice in DECISIONS if choice[0] in {"", *allowed}]
    return form


def _decide(request: HttpRequest, decision: dict[str, Any]) -> None:
    edited: list[str] = []
    late: list[str] = []
    moved = [c.reference for c in decision["contributions"] if _decide_one(request, c, decision, edited, late)]
    done, left = len(moved), len(decision["contributions"]) - len(moved) - len(edited) - len(late)
    if late:
        words = ngettext(
            "%(references)s arrived too late to be counted, so it stays off the page. If the day is wrong, correct it "
            "in its batch.",
            "%(references)s arrived too late to be counted, so they stay off the page. If a day is wrong, correct it "
            "in its batch.",
            len(late),
        )
        messages.warning(request, words % {"references": ", ".join(late)})
    if edited:
        words = ngettext(
            "%(references)s was left as it is: its author has edited it since you read it. Read the new words, then "
            "decide.",
            "%(references)s were left as they are: their authors have edited them since you read them. Read the new "
            "words, then decide.",
            len(edited),
        )
        messages.warning(request, words % {"references": ", ".join(edited)})
    if done:
        messages.success(request, _done_words(decision["to"], done), buttons=_see_again(decision["to"], moved))
    if left:
        words = ngettext(
            "%(count)d was left as it is: somebody else has decided on it, or its author has changed it.",
            "%(count)d were left as they are: somebody else has decided on them, or their authors have changed them.",
            left,
        )
        messages.warning(request, words % {"count": left})


def _see_again(to: str, moved: list[str]) -> list[Any]:
    """The button of the message: what was decided together stands together in its new state."""
    if to == LEAVE:
        return []
    url = f"{reverse('engagement_queue:index')}?{urlencode({'state': to, 'only': '.'.join(moved)})}"
    return [messages.button(url, _("See it, or decide again"))]


def _done_words(to: str, count: int) -> str:
    words = {
        LEAVE: ngettext(
            "%(count)d contribution left as it is: those who asked are answered.",
            "%(count)d contributions left as they are: those who asked are answered.",
            count,
        ),
        ContributionState.PUBLISHED.value: ngettext(
            "%(count)d contribution approved: everybody can read it now.",
            "%(count)d contributions approved: everybody can read them now.",
            count,
        ),
        ContributionState.HIDDEN.value: ngettext(
            "%(count)d contribution hidden: only staff can read it.",
            "%(count)d contributions hidden: only staff can read them.",
            count,
        ),
        ContributionState.REMOVED.value: ngettext(
            "%(count)d contribution removed: the reason stands in its place.",
            "%(count)d contributions removed: the reason stands in their place.",
            count,
        ),
    }
    return words[to] % {"count": count}


def _decide_one(
    request: HttpRequest, contribution: Contribution, decision: dict[str, Any], edited: list[str], late: list[str]
) -> bool:
    """Whether it was carried out. A reference is added to `edited` when its author has changed the words meanwhile, and
    to `late` when it arrived too late to become public.
    """
    made: dict[str, Any] = {
        "contribution": contribution,
        "by": request.user,
        "note": decision["note"],
        "read": decision["read"].get(contribution.pk),
        "shown_at": decision["shown_at"],
    }
    try:
        if decision["to"] == LEAVE:
            leave(**made)
        else:
            to = ContributionState(decision["to"])
            moderate(to=to, reason=decision["reason"], seen=decision["seen"], **made)
    except EditedSince:
        edited.append(contribution.reference)
        return False
    except TooLate:
        late.append(contribution.reference)
        return False
    except MoveRefused:
        return False
    return True
