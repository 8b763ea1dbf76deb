"""What consultations add to the Wagtail admin."""

from django.contrib import messages
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.models import Page
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import SnippetViewSet

from engagement.consultations.models import ConsultationPage, Subject
from engagement.consultations.panels import warnings_for


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


@hooks.register("after_publish_page")
def say_what_to_think_about(request: HttpRequest, page: Page) -> None:
    """After publishing or scheduling, the warnings that stopped nothing; a saved draft shows them in its editor."""
    for warning in getattr(request, "second_thoughts", ()):
        messages.warning(request, warning)
