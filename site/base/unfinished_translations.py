"""Asks before a translation is published in which passages are missing.

wagtail-localize publishes at once and says only afterwards that something is missing (its 1.14, `edit_translation`): by
then those who read Welsh have an English text before them, and hear it read out as Welsh.
"""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from wagtail.models import Page, TranslatableMixin
from wagtail_localize.models import StringSegment, Translation

from base.admin_head import head

CONFIRMED = "unfinished"
"""What the form of the question sends along when the answer is yes."""


def ask_first(request: HttpRequest, instance: TranslatableMixin) -> HttpResponse | None:
    """A `before_edit_page` and `before_edit_snippet` hook that goes before those that publish.

    Returns:
        The question; nothing where there is none.
    """
    if request.method != "POST" or request.POST.get("action") != "publish" or CONFIRMED in request.POST:
        return None
    translation = translation_into(instance)
    missing = missing_from(translation) if translation else []
    return _question(request, instance, translation, missing) if translation and missing else None


def translation_into(instance: Any) -> Translation | None:
    """The translation that ends in this page or snippet; nothing for originals and those that go their own way."""
    return Translation.objects.filter(
        source__object_id=instance.translation_key, target_locale=instance.locale_id, enabled=True
    ).first()


def missing_from(translation: Translation) -> list[StringSegment]:
    """The passages without a translation that can be published, in the order of the page."""
    segments = translation.source.stringsegment_set.annotate_translation(translation.target_locale)
    return list(segments.filter(translation=None).select_related("string").order_by("order"))


def _question(
    request: HttpRequest, instance: Any, translation: Translation, missing: list[StringSegment]
) -> TemplateResponse:
    total = translation.source.stringsegment_set.count()
    words = ngettext(
        "%(done)d of %(count)d passage is translated. Publish it all the same?",
        "%(done)d of %(count)d passages are translated. Publish it all the same?",
        total,
    )
    title = instance.get_admin_display_title() if isinstance(instance, Page) else str(instance)
    language = translation.target_locale.get_display_name()
    here = _("Publish in %(language)s") % {"language": language}
    names = {
        "question": words % {"done": total - len(missing), "count": total},
        "language": language,
        "original": translation.source.locale,
        "missing": [segment.string.as_value().render_text() for segment in missing],
        "confirmed": CONFIRMED,
        **head(here, (title, request.path), icon="warning"),
    }
    return TemplateResponse(request, "base/admin/unfinished_translation.html", names)
