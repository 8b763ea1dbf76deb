"""What consultations add to the Wagtail admin."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest
from django.urls import path, reverse
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from wagtail import hooks
from wagtail.models import Page
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import SnippetViewSet

from engagement.consultations.audience import audience_of
from engagement.consultations.models import ConsultationPage, Subject, Telling
from engagement.consultations.panels import warnings_for
from engagement.consultations.telling_views import told


class SubjectViewSet(SnippetViewSet):
    """What consultations are sorted by."""

    model = Subject
    icon = "tag"
    menu_label = _("Subjects")
    list_display = ["name", "slug"]


register_snippet(SubjectViewSet)


@hooks.register("before_publish_page")
def remember_what_to_think_about(request: HttpRequest, page: Page) -> None:
    """Look before publishing: afterwards nobody knows what people had been told until then."""
    if isinstance(page, ConsultationPage):
        request.second_thoughts = warnings_for(page.get_latest_revision_as_object())  # type: ignore[attr-defined]
        request.rounds_before = _rounds(page)  # type: ignore[attr-defined]


@hooks.register("after_publish_page")
def say_what_to_think_about(request: HttpRequest, page: Page) -> None:
    """After publishing or scheduling, the warnings that stopped nothing; a saved draft shows them in its editor."""
    for warning in getattr(request, "second_thoughts", ()):
        messages.warning(request, warning)


@hooks.register("after_publish_page")
def say_who_is_told(request: HttpRequest, page: Page) -> None:
    """After the publication that made an outcome public: how many people are being told of it."""
    if isinstance(page, ConsultationPage) and _rounds(page) > getattr(request, "rounds_before", 0):
        people = audience_of(page).told
        sentence = ngettext(
            "%(count)s person is being told what came of it.",
            "%(count)s people are being told what came of it.",
            people,
        ) % {"count": people}
        url = reverse("consultation_told", args=[page.pk])
        messages.info(request, format_html('{} <a href="{}">{}</a>', sentence, url, _("Who is told")))


def _rounds(page: Page) -> int:
    return Telling.objects.filter(translation_key=page.translation_key).count()


@hooks.register("register_admin_urls")
def register_telling() -> list[Any]:
    return [path("consultations/<int:page_id>/told/", told, name="consultation_told")]


@hooks.register("register_log_actions")
def register_log_actions(actions: Any) -> None:
    actions.register_action("consultations.tell", _("Tell participants"), _("Participants told what came of it"))
    actions.register_action("consultations.stop_telling", _("Stop telling"), _("Telling participants stopped"))
