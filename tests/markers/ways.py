"""Every way out of the site: each address that the URL configuration knows, with all that it can be asked."""

from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

from django.urls import URLResolver, get_resolver, reverse
from django.utils import timezone, translation
from wagtail.contrib.routable_page.models import RoutablePageMixin
from wagtail.models import Page, PageViewRestriction

from engagement.accounts.answers import answers_url
from engagement.accounts.services import participant_for_user
from engagement.comments.enums import Sort
from engagement.consultations.admin_views import ACTIONS
from engagement.consultations.enums import EntryStatus, LinkSource, ListTab
from engagement.consultations.models import ConsultationPage, DateChange, ShortLink, Subject
from engagement.core import registry
from engagement.core.models import Activity
from engagement.core.viewsets import url_name
from engagement.moderation.mails import key_of
from engagement.plugin import ContributionState
from engagement.surveys.models import Response
from search.enums import Kind
from tests.core.admin_walk import HOME, admin_addresses
from tests.core.test_admin_roles import WITHOUT_A_ROW, is_ours
from tests.markers.planting import KEY, Planted

Way = tuple[str, str]
"""A label, which is a row of the table, and an address."""


def public_routes(resolver: URLResolver | None = None, *, route: str = "/", spaces: tuple[str, ...] = ()) -> set[str]:
    """The full names of every address outside the admin; its route where it has none."""
    found = set()
    for pattern in (resolver or get_resolver()).url_patterns:
        below = route + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            inside = (*spaces, pattern.namespace) if pattern.namespace else spaces
            found |= public_routes(pattern, route=below, spaces=inside)
        elif not below.startswith(HOME):
            found.add(":".join((*spaces, pattern.name or below)))
    return found


def asked(address: str, *queries: str) -> list[str]:
    """The address alone, and with each of these queries."""
    return [address, *(f"{address}?{query}" for query in queries)]


IN_WELSH = ("wagtailcore_login", "embed", "poster", "search", "search_suggest", "site_listing")
"""Routes that show what is in a language: they are asked in the second one too."""

BY_PAGES_AND_ACTIONS = {"wagtail_serve", "listing", "calendar", "engage"}
"""Routes whose ways are named by the type of the page and by the action."""


def public_ways(planted: Planted) -> list[Way]:
    """All that a resident could ask the site for."""
    ways = [(name, address) for name, addresses in _by_route(planted).items() for address in addresses]
    with translation.override("cy"):
        found = _by_route(planted)
        ways += [(name, address) for name in IN_WELSH for address in found[name]]
    return list(dict.fromkeys([*ways, *_pages(), *_door(planted)]))


def _by_route(planted: Planted) -> dict[str, list[str]]:
    """The addresses of every route but those of pages and of the door, by its name."""
    keys = sorted(set(ConsultationPage.objects.values_list("translation_key", flat=True)), key=str)
    contributions = [given.uuid for given in planted.contributions]
    codes = list(ShortLink.objects.values_list("code", flat=True))
    restrictions = PageViewRestriction.objects.values_list("pk", "page_id")
    document = planted.document
    plain = sorted(name for name in public_routes() if name.startswith(("account_", "mfa_", "socialaccount_")))
    with_arguments = {
        "account_answers": [urlsplit(answers_url(participant_for_user(planted.writer), "en")).path],
        "account_confirm_email": [reverse("account_confirm_email", args=["key"])],
        "account_reset_password_from_key": [reverse("account_reset_password_from_key", args=["a", "b-c"])],
    }
    return {
        **{name: [reverse(name)] for name in plain if name not in with_arguments},
        **with_arguments,
        "brand_css": asked(reverse("brand_css"), f"accent={KEY}"),
        "health_live": [reverse("health_live")],
        "health_ready": [reverse("health_ready")],
        "sitemap": [reverse("sitemap")],
        "robots": [reverse("robots")],
        "wagtaildocs_serve": [document.url],
        "wagtaildocs_authenticate_with_password": [reverse("wagtaildocs_authenticate_with_password", args=[1])],
        "short_link": [
            *(reverse("short_link", args=[code]) for code in codes),
            reverse("short_link", args=[codes[0], LinkSource.POSTER.value]),
            *(f"{reverse('short_link', args=[code])}?lang=cy" for code in codes[:3]),
        ],
        "openid_connect_login": [reverse("openid_connect_login", args=["council"])],
        "openid_connect_callback": [reverse("openid_connect_callback", args=["council"])],
        "confirm": [reverse("confirm", args=["token"])],
        "confirmed": [reverse("confirmed", args=[uuid]) for uuid in contributions],
        "poster": [reverse("poster", args=[key]) for key in keys],
        "social_picture": [reverse("social_picture", args=[key]) for key in keys],
        "embed": [reverse("embed", args=[key]) for key in keys],
        "search": [address for kind in Kind for address in _searches(kind, planted)],
        "search_suggest": asked(reverse("search_suggest"), f"q={KEY[:4]}", f"q={KEY}", "q=page"),
        "wagtailcore_authenticate_with_password": [
            reverse("wagtailcore_authenticate_with_password", args=pair) for pair in restrictions
        ],
        "wagtailcore_login": asked(reverse("wagtailcore_login"), "next=/have-your-say/"),
        "site_listing": asked(reverse("site_listing"), *LISTINGS),
    }


LISTINGS = ("fields=extended", f"tx={KEY}&st=closed", "page=2")


def _searches(kind: Kind, planted: Planted) -> list[str]:
    address, more = reverse("search"), f"q={KEY}&kind={kind.value}"
    queries = [more, f"{more}&page=2"]
    if kind == Kind.EVERYTHING:
        queries += [f"{more}&in={page.pk}" for page in planted.pages[::2]]
    if kind == Kind.CONSULTATIONS:
        queries += [f"{more}&state={tab.value}" for tab in ListTab]
    return asked(address, *queries)


def _pages() -> Iterator[Way]:
    """Every page, whoever may see it, and everything that a page of its type answers beside itself."""
    tabs = [f"state={tab.value}" for tab in ListTab]
    queries = {
        "list": [*tabs, f"state=all&q={KEY}", "state=all&page=2", f"place={KEY}"],
        "plan": [f"place={KEY}"],
        "outcomes": [*(f"status={status.value}" for status in EntryStatus), f"place={KEY}", "page=2"],
        "listing": list(LISTINGS),
    }
    for page in Page.objects.filter(depth__gt=2).specific().select_related("locale"):
        label, url = type(page).__name__, page.url
        if not isinstance(page, RoutablePageMixin):
            yield label, url
            continue
        yield from ((f"{label} list", address) for address in asked(url, *queries["list"]))
        for pattern in page.get_subpage_urls():
            if not pattern.name or pattern.name == "index_route":
                continue
            below = f"{url}{page.reverse_subpage(pattern.name)}"
            name = pattern.name
            path = below.removesuffix("/") if name.startswith(("calendar", "listing")) else below
            known = "listing" if name.startswith("listing") else name
            yield from ((f"{label} {name}", address) for address in asked(path, *queries.get(known, [])))


ASKED_FOR = {
    "thread": ("comment", "reply"),
    "wall": (),
    "pin": (),
    "post": ("reply",),
    "report": ("of",),
    "second-look": (),
    **dict.fromkeys(("answer",), ("reply",)),
    **dict.fromkeys(("edit", "withdraw", "agree", "agree-no-more", "unpin", "sent"), ("comment",)),
}
"""Under which names an action is asked for something that was given; a new action under all of them."""


def _door(planted: Planted) -> Iterator[Way]:
    """Every action of every activity, asked for each thing that was given there, and in one of them for all others."""
    modules = registry.modules()
    for activity in Activity.objects.all():
        module = modules[activity.module]
        is_main = activity.pk == planted.talk.pk
        given = [one for one in planted.contributions if is_main or one.activity_id == activity.pk]
        for action in [*module.actions, *registry.common_actions()]:
            names = ASKED_FOR.get(action.name, ("comment", "reply", "of"))
            queries = [f"{name}={one.uuid}" for one in given for name in names]
            if action.name == "thread":
                queries += [f"sort={sort.value}" for sort in Sort]
            if action.name == "second-look":
                queries.append(f"key={key_of(planted.decision)}")
            url = reverse("engage", args=[activity.uuid, action.name])
            yield from ((f"door {module.slug}:{action.name}", address) for address in asked(url, *queries))


def admin_ways(planted: Planted) -> list[Way]:
    """Every address that we add to the admin, with all that it can be asked for."""
    ways: list[Way] = []
    modules = {url_name(module): module for module in registry.modules().values()}
    for name, parameters in admin_addresses():
        if not is_ours(name) or name in WITHOUT_A_ROW:
            continue
        space, _, last = name.partition(":")
        label = f"{modules[space].slug}:{last}" if space in modules else name
        for arguments in _arguments(space, last, planted, modules):
            url = reverse(name, kwargs={parameter: arguments[parameter] for parameter in parameters})
            ways += [(label, address) for address in asked(url, *_admin_queries(name))]
    return list(dict.fromkeys(ways))


def _admin_queries(name: str) -> list[str]:
    if name == "engagement_queue:index":
        states = [f"state={state.value}" for state in ContributionState]
        return [*states, "state=all", "marked=reported", "marked=second-look", f"q={KEY}"]
    if name == "engagement_results:words":
        return ["publishing=unasked", "channel=web", "since=2020-01-01"]
    if name == "engagement_answers:index":
        return ["show=settled"]
    if name in {"engagement_decisions", "engagement_participation", "consultations_due"}:
        return ["export=csv", "export=xlsx"]
    return []


def _arguments(space: str, last: str, planted: Planted, modules: dict[str, Any]) -> list[dict[str, Any]]:
    """Everything that an address can be about."""
    if space in modules:
        activities = modules[space].activity_model.objects.order_by("-pk")
        activities = activities if last == "export" else activities[:4]
        return [{"pk": activity.pk, "kind": kind} for activity in activities for kind in KINDS]
    typed = [given.uuid for given in planted.contributions if given.batch_id]
    keys = [page.translation_key for page in planted.pages]
    actions = [action.name for action in ACTIONS]
    subject, _made = Subject.objects.get_or_create(slug="streets", defaults={"name": "Streets"})
    of_space: dict[str, list[dict[str, Any]]] = {
        "engagement_queue": [{"uuid": given.uuid} for given in planted.contributions],
        "engagement_entry": [{"pk": planted.batch.pk, "uuid": uuid, "kind": kind} for uuid in typed for kind in KINDS],
        "evidence": [{"key": key, "pack": planted.pack.uuid} for key in keys],
        "consultation_action": [{"pk": page.pk, "name": name} for page in planted.pages[-3:] for name in actions],
        "consultation_words": [_change_of(page) for page in planted.pages[-3:]],
        "consultation_told": [{"page_id": page.pk} for page in planted.pages],
        "engagement_results": [_written(response) for response in Response.objects.all()],
        "survey_design": [{"pk": response.contribution.activity_id} for response in Response.objects.all()],
        DESIGNS: [_design(response) for response in Response.objects.all()],
        "activity_chooser": [{"pk": planted.talk.pk}],
        SUBJECTS: [{"pk": subject.pk}],
    }
    return of_space.get(space.replace("snippetchoosers", "snippets"), [{}])


def _design(response: Response) -> dict[str, Any]:
    """Of a response, the questions that it answers."""
    design = response.version.survey.designs.get()
    revision = design.latest_revision_id
    revisions = dict.fromkeys(("revision_id", "revision_id_a", "revision_id_b"), revision)
    nothing_waits = {"task_state_id": 1, "workflow_state_id": 1, "task_id": 1, "action_name": "approve"}
    return {"pk": design.pk, **revisions, **nothing_waits}


def _written(response: Response) -> dict[str, Any]:
    """Of a response, the words that it was asked for."""
    return {"pk": response.contribution.activity_id, "code": "why", "response": response.pk}


def _change_of(page: Any) -> dict[str, Any]:
    """Of its dates, whose reason can be corrected."""
    changes = DateChange.objects.filter(translation_key=page.translation_key)
    change = changes.first() or changes.create(
        translation_key=page.translation_key, kind="paused", at=timezone.now(), language="en", reasons={"en": "Ice."}
    )
    return {"pk": page.pk, "change": change.pk}


KINDS = ("csv", "xlsx")
SUBJECTS = "wagtailsnippets_engagement_consultations_subject"
DESIGNS = "wagtailsnippets_engagement_surveys_surveydesign"
