from typing import Any, ClassVar

from django.db import models
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel
from wagtail.models import Page
from wagtail.search import index
from wagtail_localize.fields import SynchronizedField

from engagement.plugin import HostPage


class HomePage(HostPage):
    """The front page: one sentence, what is open now, what is coming and what waits for an answer."""

    headline = models.CharField(
        _("headline"), max_length=120, blank=True, help_text=_("One sentence, large. Empty: the title of the page.")
    )
    lead = models.TextField(_("lead"), blank=True, help_text=_("Two or three short sentences under the headline."))
    link_page = models.ForeignKey(
        Page,
        verbose_name=_("page of the link"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        help_text=_("Beside the button, for people who want to know more first."),
    )
    link_text = models.CharField(
        _("words of the link"), max_length=80, blank=True, help_text=_("Empty: the title of that page.")
    )

    template = "home/home_page.html"
    parent_page_types: ClassVar[list[str]] = ["wagtailcore.Page"]
    page_description = _("The front page of a site: shows by itself what is open, planned and closed.")
    content_panels = [
        *HostPage.content_panels[:1],
        MultiFieldPanel(
            [
                FieldPanel("headline"),
                FieldPanel("lead"),
                FieldRowPanel([FieldPanel("link_page"), FieldPanel("link_text")]),
            ],
            heading=_("Welcome"),
        ),
        *HostPage.content_panels[1:],
    ]
    search_fields = [*HostPage.search_fields, index.SearchField("headline"), index.SearchField("lead")]
    override_translatable_fields = [SynchronizedField("link_page", overridable=False)]

    class Meta:
        verbose_name = _("home page")
        verbose_name_plural = _("home pages")

    @classmethod
    def can_create_at(cls, parent: Page) -> bool:
        """At the top only: the type of the root is that of every page without a type."""
        return super().can_create_at(parent) and parent.is_root()

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        from home.presentation import home_context

        return {**super().get_context(request, *args, **kwargs), **home_context(self, request)}


class StandardPage(HostPage):
    """A page of text: the accessibility statement, the house rules, anything without dates."""

    lead = models.TextField(_("lead"), blank=True, help_text=_("One or two sentences under the title."))
    show_in_footer = models.BooleanField(
        _("show in the footer"), default=False, help_text=_("For pages that must be found from everywhere.")
    )

    template = "home/standard_page.html"
    parent_page_types: ClassVar[list[str]] = ["home.HomePage", "home.StandardPage"]
    subpage_types: ClassVar[list[str]] = ["home.StandardPage"]
    page_description = _("A page of text, composed from blocks.")
    content_panels = [
        *HostPage.content_panels[:1],
        FieldPanel("lead"),
        *HostPage.content_panels[1:],
    ]
    promote_panels: ClassVar[list[object]] = [*HostPage.promote_panels, FieldPanel("show_in_footer")]
    search_fields = [*HostPage.search_fields, index.SearchField("lead")]
    override_translatable_fields = [SynchronizedField("show_in_footer", overridable=False)]

    class Meta:
        verbose_name = _("standard page")
        verbose_name_plural = _("standard pages")
