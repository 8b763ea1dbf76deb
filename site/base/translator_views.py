"""The button that has a machine translate: does what the package does, and says how much that was.

wagtail-localize says “Successfully translated” in any case (its 1.14, `machine_translate`), also where the translator
knew next to nothing.
"""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.text import capfirst
from django.utils.translation import ngettext
from wagtail_localize.machine_translators import get_machine_translator
from wagtail_localize.models import Translation
from wagtail_localize.views import edit_translation

from base.admin_messages import say_instead
from base.unfinished_translations import missing_from


def machine_translate(request: HttpRequest, translation_id: int) -> HttpResponse:
    """In the place of the package's view of the same name and address, which also looks who may do it."""
    translation = get_object_or_404(Translation, pk=translation_id)
    before = len(missing_from(translation))
    response: HttpResponse = edit_translation.machine_translate(request, translation_id)
    known = before - len(missing_from(translation))
    if before:
        say_instead(request, messages.SUCCESS if known else messages.WARNING, known_words(known, before))
    return response


def known_words(known: int, asked: int) -> str:
    """How many of the passages that were missing the translator knew, and what that leaves to people."""
    if known:
        words = ngettext(
            "%(translator)s knew %(known)d of the %(count)d passages that were missing. Read it before you publish.",
            "%(translator)s knew %(known)d of the %(count)d passages that were missing. Read them before you publish.",
            known,
        )
    else:
        words = ngettext(
            "%(translator)s does not know the passage that is missing.",
            "%(translator)s knows none of the %(count)d passages that are missing.",
            asked,
        )
    return words % {"translator": capfirst(str(get_machine_translator().display_name)), "known": known, "count": asked}
