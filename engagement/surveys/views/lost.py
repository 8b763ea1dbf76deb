"""What is said where there are no answers on their way any more."""

from django.contrib import messages
from django.http import HttpResponse
from django.utils.translation import gettext as _

from base.guards import see_other
from engagement.plugin import Visit
from engagement.surveys.polls import took_part
from engagement.surveys.queries import survey_of


def has_taken_part(visit: Visit) -> bool:
    """Whether this visitor may not answer again because they have, in an anonymous survey too."""
    survey = survey_of(visit.activity)
    return not survey.is_repeatable and took_part(visit.request, survey, visit.given)


def taken_part_words() -> str:
    """What somebody is told who has answered an anonymous survey."""
    return _("You have taken part already. Your answers are stored, and nothing tells which ones are yours.")


def sent_or_gone(visit: Visit) -> HttpResponse:
    """To the first page, with a sentence on what became of the answers."""
    if visit.given is not None:
        words = _("You have sent these answers already. Your reference is %(reference)s.")
        messages.info(visit.request, words % {"reference": visit.given.reference})
    elif has_taken_part(visit):
        messages.info(visit.request, taken_part_words())
    else:
        messages.info(visit.request, _("There are no answers of yours on their way here. Begin with the first page."))
    return see_other(visit.url("start"))
