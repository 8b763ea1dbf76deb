import re
from collections.abc import Iterable, Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from base.fields import CleanTextField, EmailField, WordsField
from engagement.surveys.definition import Option, Question
from engagement.surveys.enums import Kind
from engagement.surveys.kinds.base import AnswerKind, Stored

LONGEST = {Kind.TEXT: 200, Kind.LONG_TEXT: 4000}
"""Characters, where the survey says nothing else."""
MOST_LONGEST = 20_000

POSTCODE = re.compile(r"([A-Z]{1,2}\d[A-Z\d]?)\s*(\d[A-Z]{2})")
"""The pattern of a UK postcode, from its outward and its inward half: "ILR specification 2020 to 2021, Appendix C"
(Education and Skills Funding Agency); whether there is such a place is not asked."""
PARTS = re.compile(r"\d+|\D+")


def longest_of(question: Question) -> int:
    """How many characters an answer may have."""
    asked = int(question.most) if question.most is not None else LONGEST.get(Kind(question.kind), LONGEST[Kind.TEXT])
    return min(asked, MOST_LONGEST)


class ExactField(WordsField):
    """Words as they were written: what somebody answers is evidence, so nothing is tidied but the line breaks, which
    browsers send as two characters (HTML, "Constructing the entry list")."""

    def to_python(self, value: Any) -> str:
        return (value or "").replace("\r\n", "\n").replace("\r", "\n")


class Words(AnswerKind):
    """What somebody writes."""

    template = "words"
    is_free = True
    is_counted = False

    def field(self, question: Question, options: Sequence[Option]) -> forms.Field:
        longest = longest_of(question)
        field = ExactField(required=False)
        if question.kind == Kind.LONG_TEXT:
            field.limit_to(longest, _("Up to %(count)s characters."))
        else:
            field.widget = forms.TextInput()
        return field

    def stored(self, cleaned: Any) -> Stored | None:
        """As it was written, so that it comes out as it went in; what is nothing but spaces is no answer."""
        return cleaned if cleaned and cleaned.strip() else None

    def problem(self, question: Question, stored: Stored) -> str:
        longest, length = longest_of(question), len(str(stored))
        if length > longest:
            words = ngettext(
                "This has %(over)d character too many: %(longest)d fit",
                "This has %(over)d characters too many: %(longest)d fit",
                length - longest,
            )
            return words % {"over": length - longest, "longest": longest}
        if question.least is not None and length < question.least:
            return _("Write at least %(count)d characters") % {"count": int(question.least)}
        return ""


class Email(AnswerKind):
    """An e-mail address."""

    template = "words"
    is_free = True
    is_counted = False

    def field(self, question: Question, options: Sequence[Option]) -> forms.Field:
        return EmailField(required=False)


class PostcodeField(CleanTextField):
    """A UK postcode in any spelling, kept as AB1 2CD."""

    default_error_messages = {"invalid": gettext_lazy("Write a whole postcode, such as WX4 2LN")}

    def __init__(self) -> None:
        attrs = {"autocomplete": "postal-code", "class": "govuk-input--width-10", "spellcheck": "false"}
        super().__init__(required=False, widget=forms.TextInput(attrs=attrs))

    def clean(self, value: Any) -> str:
        text = super().clean(value)
        if not text:
            return text
        found = POSTCODE.fullmatch(re.sub(r"[\s.-]", "", text).upper())
        if found is None:
            raise ValidationError(self.error_messages["invalid"], code="invalid")
        return f"{found[1]} {found[2]}"


class Postcode(AnswerKind):
    """A postcode. Tables count its first half, which thousands share."""

    template = "words"
    is_free = True

    def field(self, question: Question, options: Sequence[Option]) -> forms.Field:
        return PostcodeField()

    def cells(self, question: Question, stored: Stored) -> Sequence[str]:
        return (str(stored).split(" ", maxsplit=1)[0],)

    def in_order(self, cells: Iterable[str]) -> list[str]:
        """WX2 before WX10."""
        return sorted(cells, key=lambda cell: [(part.isdecimal(), part.zfill(4)) for part in PARTS.findall(cell)])
