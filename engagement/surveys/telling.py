"""What people are told about a survey before they answer it: how long it takes, who sees what, how often they may."""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from engagement.plugin import Audience
from engagement.surveys.definition import Definition, Note, Option
from engagement.surveys.enums import Kind, Privacy
from engagement.surveys.kinds import kind_of
from engagement.surveys.models import Survey

SECONDS = {"words": 25, "one_of": 15, "some_of": 20, "ranking": 40, "number": 15, "day": 15, "agreement": 10}
"""How long people take for a question, by how it is shown. A rule of thumb, rounded up to minutes: five to fifteen
seconds for a closed question is the usual figure of survey research, and writing takes longer."""
LONG_WORDS = 75

POLL_KINDS = frozenset({Kind.CHOICE, Kind.CHOICES, Kind.YES_NO, Kind.SCALE, Kind.RATING, Kind.NPS})


def is_poll(definition: Definition) -> bool:
    """Whether it is one question to choose an answer to, with nothing around it: it then has a card of its own."""
    items = [item for page in definition.pages for item in page.items]
    if len(items) != 1 or len(definition.questions) != 1:
        return False
    [question] = definition.questions
    return question.kind in POLL_KINDS and items[0].type == "question" and not any(map(_asks, question.options))


def _asks(option: Option) -> bool:
    return option.asks_more


def minutes_of(definition: Definition) -> int:
    """About how many minutes the whole takes."""
    seconds = sum(
        LONG_WORDS if question.kind == Kind.LONG_TEXT else SECONDS[kind_of(question).template]
        for question in definition.questions
    )
    notes = sum(isinstance(item, Note) for page in definition.pages for item in page.items)
    return max(1, -(-(seconds + 10 * notes) // 60))


def effort_words(definition: Definition) -> str:
    """How much it is, as a sentence."""
    questions, minutes = len(definition.questions), minutes_of(definition)
    many = ngettext("%(count)d question", "%(count)d questions", questions) % {"count": questions}
    long = ngettext("about %(count)d minute", "about %(count)d minutes", minutes) % {"count": minutes}
    return _("%(questions)s, %(minutes)s.") % {"questions": many, "minutes": long}


def privacy_words(survey: Survey) -> dict[str, Any]:
    """What we promise about who says what: a title and sentences, the same on the first page and beside the answers."""
    if survey.privacy == Privacy.NAMED:
        return {
            "title": _("Your name goes with your answers"),
            "sentences": [
                _("The team that reads the answers sees who gave them."),
                _("What you write is published with your name only if you say so at the end."),
            ],
        }
    if survey.privacy == Privacy.CONFIDENTIAL:
        return {
            "title": _("Your answers are confidential"),
            "sentences": [
                _("We know who answers, but your name is kept apart. Only people with a reason to can see it."),
                _("Each time somebody looks, that is written down. Your name is never published."),
            ],
        }
    return {
        "title": _("Your answers are anonymous"),
        "sentences": [
            _("We store that you took part, and apart from that what was answered. Nothing ties the two together."),
            _("Of your answers we keep the day, not the time, and no address of your computer."),
            _("So we cannot find your answers for you. You get a secret to change them with: keep it."),
            _("What you write yourself can still tell who you are. Leave out names if you do not want that."),
        ],
    }


def once_words(survey: Survey) -> str:
    """How often one person counts, as it is enforced."""
    if survey.is_repeatable:
        return _("You may answer more than once.")
    if survey.audience == Audience.EVERYONE:
        return _(
            "Please answer once. We ask for no address, so we count by this browser: whoever uses it after you can "
            "answer too."
        )
    if survey.audience == Audience.MEMBERS:
        return _("One response for each member.")
    return _("One response for each e-mail address.")
