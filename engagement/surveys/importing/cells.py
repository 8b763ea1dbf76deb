"""What stands in the cells that are no answers to questions."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _

from base.fields import NameField
from engagement.surveys.forms import OTHER_LENGTH
from engagement.surveys.kinds.dating import FIRST_YEAR, day_in
from engagement.surveys.kinds.writing import ExactField


@dataclass(frozen=True)
class Received:
    """When something arrived: on a day, and at a moment of it where that is known."""

    day: date
    moment: datetime | None = None


def received_in(text: str) -> Received:
    """When a row says that it arrived.

    Raises:
        ValidationError: it is neither a day nor a moment.
    """
    try:
        return Received(date.fromisoformat(day_in(text)))
    except ValidationError:
        pass
    try:
        moment = datetime.fromisoformat(text)
        moment = moment if timezone.is_aware(moment) else timezone.make_aware(moment)
        day = timezone.localdate(moment)
    except (ValueError, OverflowError):
        day = date.min
    if day.year < FIRST_YEAR:
        raise ValidationError(_("Write the day like 2026-03-27, or the moment like 2026-03-27T17:30"))
    return Received(day, moment)


def other_in(text: str) -> str | None:
    """The words beside "Other – please say".

    Raises:
        ValidationError: they are too long.
    """
    found: str = OTHER_FIELD.clean(text)
    return found or None


OTHER_FIELD = ExactField(required=False, max_length=OTHER_LENGTH)


def name_reader(longest: int) -> Callable[[str], str]:
    """What reads a name of so many characters at most."""
    return NameField(required=False, max_length=longest).clean


def one_of(values: Iterable[str]) -> Callable[[str], str]:
    """What reads one of these words."""
    known = [*values]

    def read(text: str) -> str:
        if text not in known:
            sentence = _("“%(text)s” cannot stand here; there are %(words)s")
            raise ValidationError(sentence % {"text": text, "words": ", ".join(known)})
        return text

    return read


def refused(sentence: str) -> Callable[[str], str]:
    """What reads nothing, because this survey does not take it."""

    def read(text: str) -> str:
        raise ValidationError(sentence)

    return read
