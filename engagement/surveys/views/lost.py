"""What is said where there are no answers on their way any more."""

from django.contrib import messages
from django.http import HttpResponse
from django.utils.translation import gettext as _

from base.guards import see_other
from engagement.plugin import Visit


def sent_or_gone(visit: Visit) -> HttpResponse:
    """To the first page, with a sentence on what became of the answers."""
    if visit.given is not None:
        words = _("You have sent these answers already. Your reference is %(reference)s.")
        messages.info(visit.request, words % {"reference": visit.given.reference})
    else:
        messages.info(visit.request, _("There are no answers of yours on their way here. Begin with the first page."))
    return see_other(visit.url("start"))
