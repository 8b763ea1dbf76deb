from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from engagement.surveys.definition import Option, Question
from engagement.surveys.expressions import Value, ValueType
from engagement.surveys.kinds.base import BAR, AnswerKind, Reader, Stored, Written, option_reader

PLACE = ":"
"""Between the code of an option and its place in the cells of a table: `parks:1` are those who put it first."""


class PlacesInput(forms.Widget):
    """A small field for a number beside each option. Buttons that move an option up are enhanced from it by script."""

    template_name = "engagement/surveys/widgets/places.html"

    def __init__(self, options: Sequence[Option]) -> None:
        super().__init__()
        self.offered = options

    def get_context(self, name: str, value: Any, attrs: Any) -> dict[str, Any]:
        """With a field for each option, for forms of staff; those of residents are in `questions/ranking.html`."""
        context: dict[str, Any] = super().get_context(name, value, attrs)
        typed = value if isinstance(value, dict) else {}
        places = [
            {"name": f"{name}:{one.code}", "label": one.label, "value": typed.get(one.code, "")} for one in self.offered
        ]
        return {**context, "places": places}

    def format_value(self, value: Any) -> Any:
        """As it is: places by code."""
        return value

    def value_from_datadict(self, data: Any, files: Any, name: str) -> dict[str, str]:
        """What was typed, by the code of the option."""
        begin = f"{name}:"
        return {key.removeprefix(begin): data.get(key, "").strip() for key in data if key.startswith(begin)}

    def value_omitted_from_data(self, data: Any, files: Any, name: str) -> bool:
        return not any(key.startswith(f"{name}:") for key in data)


class PlacesField(forms.Field):
    """Options put in order by their numbers; those without one are left out."""

    def __init__(self, options: Sequence[Option]) -> None:
        super().__init__(required=False, widget=PlacesInput(options))
        self.offered = options

    def clean(self, value: Mapping[str, str]) -> list[str]:
        """Codes in the order of their numbers, the first first.

        Raises:
            ValidationError: something is no place, or two have the same.
        """
        typed = {one.code: value[one.code] for one in self.offered if (value or {}).get(one.code)}
        last = len(self.offered)
        places: dict[int, Option] = {}
        for one in self.offered:
            if one.code not in typed:
                continue
            place = _place(typed[one.code])
            if place is None or not 1 <= place <= last:
                raise ValidationError(
                    _("Give “%(label)s” a place from 1 to %(last)s") % {"label": one.label, "last": last}
                )
            if place in places:
                words = {"one": places[place].label, "other": one.label, "place": place}
                raise ValidationError(_("“%(one)s” and “%(other)s” cannot both have place %(place)s") % words)
            places[place] = one
        return [places[place].code for place in sorted(places)]


def _place(text: str) -> int | None:
    return int(text) if text.isdecimal() and len(text) < 4 else None


def moved_in(order: list[str], code: str, *, is_up: bool) -> list[str]:
    """The order once an option has been moved one place. What has none comes in at the end, and goes out there."""
    if code not in order:
        return [*order, code] if is_up else order
    place = order.index(code)
    if not is_up and place == len(order) - 1:
        return order[:-1]
    other = max(0, place - 1) if is_up else place + 1
    order[place], order[other] = order[other], order[place]
    return order


class Ranked(AnswerKind):
    """Options in an order, the best first. Not all of them need a place."""

    value_type = ValueType.CHOICES
    template = "ranking"

    def field(self, question: Question, options: Sequence[Option]) -> forms.Field:
        return PlacesField(options)

    def initial(self, stored: Stored | None) -> Any:
        """The place of each option by its code."""
        return {code: str(place) for place, code in enumerate(stored, 1)} if isinstance(stored, list) else {}

    def fitting(self, stored: Any, options: Iterable[Option]) -> Stored | None:
        offered = {one.code for one in options}
        return [code for code in stored if code in offered] or None if isinstance(stored, list) else None

    def problem(self, question: Question, stored: Stored) -> str:
        if question.is_required and len(stored) < (question.least or 0):  # type: ignore[arg-type]
            return _("Give a place to at least %(count)d of them") % {"count": int(question.least or 0)}
        return ""

    def value(self, stored: Stored | None) -> Value:
        return tuple(stored) if isinstance(stored, list) else None

    def words(self, question: Question, stored: Stored) -> str:
        labels = {one.code: one.label for one in question.options}
        ranked = stored if isinstance(stored, list) else []
        return "; ".join(f"{place}. {labels.get(code, code)}" for place, code in enumerate(ranked, 1))

    def written(self, question: Question, stored: Stored, options: Sequence[Option]) -> Written:
        """The best first."""
        return BAR.join(stored) if isinstance(stored, list) else ""

    def reader(self, question: Question) -> Reader:
        option = option_reader(question.options)

        def read(text: str) -> Stored | None:
            ranked = [option(code) for code in text.split(BAR) if code.strip()]
            twice = next((code for code in ranked if ranked.count(code) > 1), None)
            if twice is not None:
                raise ValidationError(_("“%(code)s” stands twice; each has one place") % {"code": twice})
            return ranked or None

        return read

    def cells(self, question: Question, stored: Stored) -> Sequence[str]:
        ranked = stored if isinstance(stored, list) else []
        return tuple(f"{code}{PLACE}{place}" for place, code in enumerate(ranked, 1))
