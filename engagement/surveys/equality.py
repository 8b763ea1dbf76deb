"""What people may say about themselves after their answers: the same questions everywhere, and seen in sums only.

The categories and their order are those of the equality information pattern of the GOV.UK Design System
(https://design-system.service.gov.uk/patterns/equality-information/), which takes them from the harmonised standards of
the Government Statistical Service.
"""

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext as _

from engagement.surveys.definition import Definition, Option, Page, Question
from engagement.surveys.enums import Kind

AT_LEAST = 10
"""So many people must have answered before sums are shown: of fewer, somebody could be recognised. Ten is the least
count that may leave the UK Longitudinal Linkage Collaboration and the ONS Longitudinal Study."""

Choice = tuple[str, Any]


def equality_definition() -> Definition:
    """The questions in the active language. They are asked with the same forms as those of a survey."""
    page = Page(id="equality", code="equality", items=tuple(_questions()))
    return Definition(language="", title=_("About you"), pages=(page,))


def _questions() -> Iterable[Question]:
    yield _ask("age", _("How old are you?"), _ages())
    yield _ask(
        "health",
        _("Do you have any physical or mental health conditions or illnesses lasting or expected to last 12 months?"),
        _yes_no(),
    )
    yield _ask(
        "disability",
        _("If so, do any of them reduce your ability to carry out day-to-day activities?"),
        [("a_lot", _("Yes, a lot")), ("a_little", _("Yes, a little")), ("not", _("Not at all"))],
    )
    yield _ask("ethnic_group", _("What is your ethnic group?"), _ethnic_groups())
    yield _ask("marriage", _("What is your legal marital or registered civil partnership status?"), _marriages())
    yield _ask("religion", _("What is your religion?"), _religions())
    yield _ask("sex", _("What is your sex?"), [("female", _("Female")), ("male", _("Male"))])
    yield _ask("gender", _("Is the gender you identify with the same as your sex registered at birth?"), _yes_no())
    yield _ask("orientation", _("Which of these best describes your sexual orientation?"), _orientations())


def _ask(code: str, label: str, choices: list[Choice]) -> Question:
    options = [Option(id=f"{code}.{value}", code=value, label=str(words)) for value, words in choices]
    silent = Option(id=f"{code}.no_answer", code="no_answer", label=_("Prefer not to say"), is_exclusive=True)
    return Question(id=code, code=code, kind=Kind.CHOICE, label=label, options=(*options, silent))


def _yes_no() -> list[Choice]:
    return [("yes", _("Yes")), ("no", _("No"))]


def _ages() -> list[Choice]:
    bands = [("16_24", "16–24"), ("25_34", "25–34"), ("35_44", "35–44"), ("45_54", "45–54"), ("55_64", "55–64")]
    return [("0_15", _("Under 16")), *bands, ("65_74", "65–74"), ("75_84", "75–84"), ("85", _("85 or over"))]


def _ethnic_groups() -> list[Choice]:
    """The five groups of the census of England and Wales, 2021."""
    return [
        ("white", _("White")),
        ("mixed", _("Mixed or multiple ethnic groups")),
        ("asian", _("Asian or Asian British")),
        ("black", _("Black, Black British, Caribbean or African")),
        ("other", _("Another ethnic group")),
    ]


def _marriages() -> list[Choice]:
    return [
        ("never", _("Never married and never registered in a civil partnership")),
        ("married", _("Married")),
        ("partnership", _("In a registered civil partnership")),
        ("separated", _("Separated, but still legally married or in a civil partnership")),
        ("divorced", _("Divorced, or formerly in a civil partnership which is now legally dissolved")),
        ("widowed", _("Widowed, or the surviving partner from a civil partnership")),
    ]


def _religions() -> list[Choice]:
    return [
        ("none", _("No religion")),
        ("christian", _("Christian")),
        ("buddhist", _("Buddhist")),
        ("hindu", _("Hindu")),
        ("jewish", _("Jewish")),
        ("muslim", _("Muslim")),
        ("sikh", _("Sikh")),
        ("other", _("Any other religion")),
    ]


def _orientations() -> list[Choice]:
    return [
        ("straight", _("Straight or heterosexual")),
        ("gay", _("Gay or lesbian")),
        ("bisexual", _("Bisexual")),
        ("other", _("Other sexual orientation")),
    ]
