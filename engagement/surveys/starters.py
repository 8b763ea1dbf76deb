"""What a new survey may begin with: questions that work, to be changed."""

import uuid
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from engagement.surveys.definition import Definition, Option, Page, Question, changed
from engagement.surveys.definition.parts import Part
from engagement.surveys.enums import Kind


@dataclass(frozen=True)
class Starter:
    """One beginning. `pages` makes its questions, in the editor's language."""

    slug: str
    label: Any
    description: Any
    pages: Callable[[], tuple[Page, ...]]

    def definition(self, *, title: str, language: str) -> Definition:
        """The survey, with ids of its own."""
        made = Definition(language=language, title=title, pages=self.pages())
        return changed(made, {"pages": tuple(map(_with_new_ids, made.pages))})


def _with_new_ids(part: Any) -> Any:
    """The part and all within it, each with a new id: two surveys from one starter are two."""
    changes: dict[str, Any] = {"id": str(uuid.uuid4())}
    for name in type(part).model_fields:
        value = getattr(part, name)
        if isinstance(value, tuple) and value and isinstance(value[0], Part):
            changes[name] = tuple(map(_with_new_ids, value))
    return changed(part, changes)


def _page(code: str, *questions: Question, title: str = "") -> Page:
    return Page(id="", code=code, title=title, items=questions)


def _ask(code: str, kind: Kind, label: str, **settings: Any) -> Question:
    return Question(id="", code=code, kind=kind, label=label, **settings)


def _options(*pairs: tuple[str, str]) -> tuple[Option, ...]:
    return tuple(Option(id="", code=code, label=label) for code, label in pairs)


def _agreement() -> tuple[Option, ...]:
    return _options(
        ("strongly_agree", _("Strongly agree")),
        ("agree", _("Agree")),
        ("neither", _("Neither agree nor disagree")),
        ("disagree", _("Disagree")),
        ("strongly_disagree", _("Strongly disagree")),
    )


def _empty() -> tuple[Page, ...]:
    return (_page("page_1"),)


def _poll() -> tuple[Page, ...]:
    options = _options(("first", _("The first answer")), ("second", _("The second answer")))
    return (_page("page_1", _ask("choice", Kind.CHOICE, _("Your question?"), options=options)),)


def _proposal() -> tuple[Page, ...]:
    return (
        _page("view", _ask("view", Kind.SCALE, _("Do you agree with the proposal?"), options=_agreement())),
        _page("why", _ask("why", Kind.LONG_TEXT, _("Why do you say that?"))),
        _page("change", _ask("change", Kind.LONG_TEXT, _("What would you change about it?"))),
        _page("place", _ask("postcode", Kind.POSTCODE, _("Your postcode"), hint=_("So that we see where you live."))),
    )


def _event() -> tuple[Page, ...]:
    return (
        _page(
            "event",
            _ask("rating", Kind.RATING, _("How was it?"), low_label=_("Poor"), high_label=_("Excellent")),
            _ask("heard", Kind.YES_NO, _("Did you feel heard?")),
            _ask("better", Kind.LONG_TEXT, _("What should we do better next time?")),
            title=_("Your view of the event"),
        ),
    )


def _service() -> tuple[Page, ...]:
    ends = {"low_label": _("Not at all likely"), "high_label": _("Extremely likely")}
    return (
        _page("rating", _ask("rating", Kind.RATING, _("How satisfied are you with the service?"))),
        _page("why", _ask("why", Kind.LONG_TEXT, _("What is the main reason?"))),
        _page("recommend", _ask("recommend", Kind.NPS, _("How likely are you to recommend it?"), **ends)),
    )


STARTERS = (
    Starter("empty", gettext_lazy("An empty page"), gettext_lazy("You write everything yourself."), _empty),
    Starter(
        "poll",
        gettext_lazy("A quick poll"),
        gettext_lazy("One question with a few answers. It shows as a card on the page and takes one tap."),
        _poll,
    ),
    Starter(
        "proposal",
        gettext_lazy("Views on a proposal"),
        gettext_lazy("Agreement, reasons, changes and where people live: four short pages."),
        _proposal,
    ),
    Starter(
        "event",
        gettext_lazy("After an event"),
        gettext_lazy("Three questions for people who took part in something."),
        _event,
    ),
    Starter(
        "service",
        gettext_lazy("Satisfaction with a service"),
        gettext_lazy("A rating, the reason, and whether people would recommend it."),
        _service,
    ),
)


def find_starter(slug: str) -> Starter:
    """The starter of that slug; the empty page for one that there is not."""
    return next((one for one in STARTERS if one.slug == slug), STARTERS[0])
