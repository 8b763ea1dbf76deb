"""How the editor of a consultation is laid out, and the panel at its top that says where it stands."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, HelpPanel, MultiFieldPanel, Panel
from wagtail.models import Page

from base.models import BrandSettings
from base.publication import publish_problems
from engagement.consultations import warnings, words
from engagement.consultations.posting import posts_for


class TellingPanel(Panel):
    """How many people are told when the outcome is published, or how far that has come."""

    class BoundPanel(Panel.BoundPanel):
        template_name = "engagement/consultations/panels/telling.html"

        def get_context_data(self, parent_context: dict[str, Any] | None = None) -> dict[str, Any]:
            context = super().get_context_data(parent_context)
            return {**context, **telling_of(self.instance, self.request)}


def telling_of(page: Any, request: Any) -> dict[str, Any]:
    """The names for `panels/telling.html`; none for a page that was never saved."""
    from engagement.consultations.audience import audience_of
    from engagement.consultations.models import Telling
    from engagement.consultations.telling import is_told_of, source_page

    source = source_page(page.translation_key) if page.pk else None
    if source is None:
        return {}
    rounds = Telling.objects.filter(translation_key=source.translation_key).order_by("number")
    may_see = source.permissions_for_user(request.user).can_publish()
    return {
        "audience": audience_of(source),
        "telling": rounds.last(),
        "is_answered": is_told_of(source),
        "was_answered": source.standing.outcome_at is not None,
        "told_url": reverse("consultation_told", args=[source.pk]) if may_see else "",
    }


QUESTION = [
    MultiFieldPanel(
        [FieldPanel("question"), FieldPanel("why")],
        heading=_("The question"),
        help_text=_("What people read first. Short, plain, and honest about what is open."),
    ),
    MultiFieldPanel(
        [FieldRowPanel([FieldPanel("subject"), FieldPanel("place")]), FieldPanel("plate")],
        heading=_("Where it is found"),
        help_text=_("People look for what concerns them: their subject and their area."),
    ),
]
DATES = [
    MultiFieldPanel(
        [
            FieldRowPanel([FieldPanel("opens_at"), FieldPanel("closes_at")]),
            FieldPanel("late_until"),
            FieldPanel("answer_by"),
        ],
        heading=_("Dates"),
        help_text=_("In local time. They open and close every activity of this page, in all languages."),
    ),
    FieldPanel("next_steps"),
    MultiFieldPanel(
        [FieldPanel("decided_by"), FieldRowPanel([FieldPanel("decision_on"), FieldPanel("decision_details")])],
        heading=_("Decision"),
        help_text=_("People answer more readily when they know who reads them, and when."),
    ),
    MultiFieldPanel(
        [FieldPanel("open_points"), FieldPanel("settled_points")],
        heading=_("What can still change"),
        help_text=_("At least one line in each. It tells people where their words can make a difference."),
    ),
    MultiFieldPanel(
        [FieldPanel("withdrawn_on"), FieldPanel("withdrawn_reason")],
        heading=_("Calling it off"),
        classname="collapsed",
    ),
]
PAPERS = [
    FieldPanel("documents"),
    FieldPanel("privacy_notice"),
    MultiFieldPanel(
        [
            FieldPanel("contact_name"),
            FieldRowPanel([FieldPanel("contact_phone"), FieldPanel("contact_email")]),
            FieldPanel("contact_address"),
            FieldPanel("contact_other"),
        ],
        heading=_("Rather talk or write?"),
        help_text=_("Not everybody fills in forms. Give at least a telephone number, an e-mail or a postal address."),
    ),
]


OUTCOME = [
    HelpPanel(
        content=_(
            "We asked, you said, we did. Silence after taking part is what people mind most: tell them what they said, "
            "what you do, and what you do not do and why. It can be published once the consultation has closed; the "
            "page then says that you have answered."
        )
    ),
    FieldPanel("you_said"),
    FieldPanel("we_did"),
    FieldPanel("answer_papers"),
    MultiFieldPanel(
        [FieldPanel("no_decision_on"), FieldPanel("no_decision_reason")],
        heading=_("If no decision will be made"),
        help_text=_("People would rather hear that than nothing."),
        classname="collapsed",
    ),
    MultiFieldPanel(
        [FieldPanel("tells_at_once"), TellingPanel()],
        heading=_("Telling those who took part"),
        help_text=_("Each gets one message, in their language: what they said, and what it led to."),
    ),
]


class StandingPanel(Panel):
    """The public state, what is missing before publishing, and what to think about twice."""

    class BoundPanel(Panel.BoundPanel):
        template_name = "engagement/consultations/panels/standing.html"

        def get_context_data(self, parent_context: dict[str, Any] | None = None) -> dict[str, Any]:
            context = super().get_context_data(parent_context)
            page, now = self.instance, timezone.now()
            standing = page.standing if is_public(page) else page.drafted_standing
            return {
                **context,
                "is_public": is_public(page),
                "state": standing.state_at(now),
                "status_line": words.status_line(standing, now),
                "problems": self.problems_by_tab(),
                "warnings": warnings_for(page, self.request.user),
                **sharing_of(page, self.request, now),
                **(telling_of(page, self.request) if page.says_outcome else {}),
                "actions": actions_for(page, self.request.user),
                "told_changes": told_for(page, self.request.user),
                "also": words.also(standing, now),
            }

        def problems_by_tab(self) -> dict[str, list[Any]]:
            """The sentences of the gate under the tab where each is mended, in the order of the tabs."""
            problems = publish_problems(self.instance)
            tabs = self.panel.model.get_edit_handler().children
            grouped = {str(tab.heading): [p.message for p in problems if p.field in field_names(tab)] for tab in tabs}
            return {heading: messages for heading, messages in grouped.items() if messages}


def tab_of(page: Any, field: str) -> str:
    """The heading of the tab of the editor in which a field of the page is filled in; "" for none."""
    tabs = page.get_edit_handler().children
    return next((str(tab.heading) for tab in tabs if field in field_names(tab)), "")


def field_names(panel: Any) -> set[str]:
    """The fields that a panel and those inside it edit."""
    return set(_field_names(panel))


def _field_names(panel: Any) -> Iterator[str]:
    if name := getattr(panel, "field_name", None):
        yield name
    for child in getattr(panel, "children", ()):
        yield from _field_names(child)


def actions_for(page: Any, user: Any) -> list[tuple[Any, str]]:
    """What can be done to the public page, each with its address."""
    from engagement.consultations.admin_views import links_for

    return links_for(page, user) if is_public(page) else []


def told_for(page: Any, user: Any) -> list[tuple[Any, str]]:
    """What people were told of other dates, each with the address where its words are corrected."""
    from engagement.consultations.rewording_views import told_changes

    return told_changes(page, user) if is_public(page) else []


def sharing_of(page: Any, request: Any, now: datetime) -> dict[str, Any]:
    """The short address of what is public, how many came by it from where, and what to post; nothing of a draft.

    What people post tells what is public, not what is being written.
    """
    from engagement.consultations.embedding import snippet_for
    from engagement.consultations.short_links import address_of, counts_by_source, public_page

    public = public_page(page) if is_public(page) else None
    if public is None or not public.short_code:
        return {}
    return {
        "short_link": {
            "address": address_of(public.short_code, request),
            "counts": counts_by_source(page.translation_key),
        },
        "posts": posts_for(public, request, now),
        "embed_snippet": snippet_for(public, request),
    }


def warnings_for(page: Any, reader: Any) -> list[str]:
    """What this editor of the page should think about twice, by the rules of its site."""
    from engagement.consultations.overlaps import neighbours_of
    from engagement.consultations.telling import told_of

    window = page.standing.window if is_public(page) else None
    announced = window.closes_at if window else None
    return warnings.warnings_of(
        page,
        BrandSettings.for_page(page),
        announced,
        was_public=was_public(page),
        neighbours=neighbours_of(page, reader),
        told=None if page.says_outcome else told_of(page),
    )


def was_public(page: Any) -> bool:
    """Whether people have ever seen this page, in any language."""
    twins = Page.objects.filter(translation_key=page.translation_key, first_published_at__isnull=False)
    return page.pk is not None and twins.exists()


def is_public(page: Any) -> bool:
    """Whether some version of the page is public; a page that was never saved says `live` too."""
    return page.pk is not None and page.live
