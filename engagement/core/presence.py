"""How activities show on a page: each with its module, its state and its summary, in a constant number of queries."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from base.timewords import last_moment, moment_words
from engagement.core import registry
from engagement.core.enums import TimeState
from engagement.core.hosts import home_urls
from engagement.core.models import Activity
from engagement.core.module import Module, Summary
from engagement.core.rules import Window, who_can_answer


@dataclass(frozen=True)
class Presence:
    """An activity as a page shows it. `module` is None when it is no longer installed."""

    activity: Activity
    module: Module | None
    summary: Summary
    state: TimeState
    window: Window
    is_here: bool
    """Whether this page is its host; elsewhere it is a card that links home."""
    home_url: str
    url: str
    """Where one takes part, "" when it cannot be reached."""
    inline: dict[str, Any]

    @property
    def is_open(self) -> bool:
        return self.state == TimeState.OPEN

    @property
    def is_shut(self) -> bool:
        return self.state in (TimeState.CLOSED, TimeState.PAUSED)

    @property
    def words(self) -> str:
        """When it opens or has closed, what it takes and how many took part, as one line."""
        parts = (self.dates_words, self.summary.effort, self.summary.base)
        return " ".join(str(part) for part in parts if part)

    @property
    def dates_words(self) -> str:
        """A sentence on opening, a pause or closing; "" while it is open."""
        if self.state == TimeState.SCHEDULED and self.window.opens_at:
            return _("Opens on %(when)s.") % {"when": moment_words(self.window.opens_at)}
        if self.state == TimeState.PAUSED and self.window.paused_at:
            return _("Paused since %(when)s.") % {"when": moment_words(self.window.paused_at)}
        if self.state == TimeState.CLOSED and self.window.closes_at:
            return _("Closed on %(when)s.") % {"when": moment_words(last_moment(self.window.closes_at))}
        return ""

    @property
    def who_can_answer(self) -> Any:
        return who_can_answer(self.activity.audience)


def specific_activities(keys: Iterable[int], rows: Iterable[Any] = ()) -> dict[int, Activity]:
    """Activities by primary key, each of its module's own type and with its placement, in one query.

    Args:
        rows: `PageActivity` rows; from `with_activities()` they bring theirs along, and where all do there is no query.
    """
    links = _links()
    found = [row.activity for row in rows if row._meta.get_field("activity").is_cached(row)]
    if missing := set(keys) - {activity.pk for activity in found}:
        found += Activity.objects.filter(pk__in=missing).select_related("placement__timetable", *links.values())
    return {activity.pk: _specific(activity, links.get(activity.module, "")) for activity in found}


def activity_with(uuid: Any) -> Activity | None:
    """The activity of that uuid, of its module's own type and with its placement, or None. One query."""
    links = _links()
    found = Activity.objects.filter(uuid=uuid).select_related("placement__timetable", *links.values())
    return next((_specific(activity, links.get(activity.module, "")) for activity in found), None)


def with_activities(rows: Any) -> Any:
    """`PageActivity` rows with all that `specific_activities()` wants of their activities."""
    return rows.select_related(*(f"activity__{name}" for name in ("placement__timetable", *_links().values())))


def _links() -> dict[str, str]:
    """For each module the name by which an activity leads to the module's own row."""
    return {slug: _link_to(module.activity_model) for slug, module in registry.modules().items()}


def _link_to(activity_type: type[Activity]) -> str:
    """The name by which an activity leads to its module's row."""
    link: Any = activity_type._meta.get_ancestor_link(Activity)
    return link.remote_field.get_accessor_name()


def _specific(activity: Activity, link: str) -> Activity:
    """The module's row of an activity, knowing the placement that was read with it; itself when there is none."""
    found: Activity = getattr(activity, link, activity) if link else activity
    Activity._meta.get_field("placement").set_cached_value(found, activity.placed)
    return found


def presences(
    *, keys: Iterable[int], host_key: Any, request: HttpRequest, rows: Iterable[Any] = ()
) -> dict[int, Presence]:
    """What the page with that host key shows for these activities.

    Args:
        keys: primary keys of activities, in any order.
        rows: of `PageActivity` that may bring some of them along.
        host_key: translation key of the page that is being shown.
    """
    activities = specific_activities(keys, rows)
    summaries: dict[int, Summary] = {}
    for slug in {activity.module for activity in activities.values()}:
        if module := registry.find_module(slug):
            summaries.update(module.summarise([a for a in activities.values() if a.module == slug]))
    shown = activities.values()
    is_preview = getattr(request, "is_preview", False)
    here = {a.pk for a in shown if is_preview or (a.placed and a.placed.host_key == host_key)}
    homes = home_urls([a.placed for a in shown if a.placed and a.pk not in here], request)
    return {
        activity.pk: _presence(
            activity,
            summaries.get(activity.pk),
            is_here=activity.pk in here,
            home_url=homes.get(activity.placed.host_key, "") if activity.placed else "",
            request=request,
        )
        for activity in shown
    }


def _presence(
    activity: Activity, summary: Summary | None, *, is_here: bool, home_url: str, request: HttpRequest
) -> Presence:
    module = registry.find_module(activity.module)
    reachable = is_here and module is not None and activity.placed is not None
    return Presence(
        activity=activity,
        module=module,
        summary=summary or Summary(invitation=activity.title),
        state=activity.state_at(timezone.now()),
        window=activity.window,
        is_here=is_here,
        home_url=home_url,
        url=entrance_url(activity) if reachable else "",
        inline=module.inline_context(activity, request) if module and is_here else {},
    )


def entrance_url(activity: Activity) -> str:
    """The address, path only, where residents start; "" when the module offers none."""
    module = registry.find_module(activity.module)
    if module is None or not module.actions:
        return ""
    return action_url(activity, module.entrance or module.actions[0].name)


def action_url(activity: Activity, name: str) -> str:
    """The address, path only, of one of the activity's actions."""
    return reverse("engage", args=[activity.uuid, name])
