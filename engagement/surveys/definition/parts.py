"""The parts of a survey. What is frozen when it is published is this, as JSON: fields are added and never renamed."""

import re
from collections.abc import Iterator, Mapping
from decimal import Decimal
from functools import cached_property
from typing import Annotated, Any, Literal, TypeVar

from pydantic import BaseModel, ConfigDict, Field

from engagement.surveys.enums import Kind

CODE = re.compile(r"[A-Za-z_][A-Za-z0-9_.-]{0,63}")
"""The code of a question or a page: the heading of its column, and what conditions call it. XLSForm's, in ASCII."""
OPTION_CODE = re.compile(r"[\w.-]{1,64}")
"""The code of an option. It may begin with a digit, as those of spreadsheets do. It has no space, bar or colon: XLSForm
divides chosen options by a space, exports by a bar, and a ranked option from its place by a colon."""
OTHER = "_other"
"""What the column of the words beside “Other – please say” is called: the code of its question and this."""


class Part(BaseModel):
    """A part of a survey. `id` is that of the block it was made as: it stays, whatever is changed about it."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    id: str
    show_if: str = ""
    """A condition over earlier answers in the language of `engagement.surveys.expressions`; "" shows it always."""


class Option(Part):
    """One of the answers to choose from."""

    code: str
    label: str = ""
    hint: str = ""
    is_exclusive: bool = False
    """Chosen alone, such as “None of these”, where several may be."""
    asks_more: bool = False
    """“Other – please say”: a field for words stands below it."""
    keeps_place: bool = False
    """Where options are shuffled this one is not; nor is one that is exclusive or asks for more."""
    limit: int | None = None
    """How many people may choose it: a quota."""

    @property
    def is_last(self) -> bool:
        """Whether it stays where it is when the others are shuffled."""
        return self.keeps_place or self.is_exclusive or self.asks_more


P = TypeVar("P", bound=BaseModel)


def changed(part: P, changes: Mapping[str, Any]) -> P:
    """The same part with other values in some fields.

    Not pydantic's `model_copy`: that takes along what was computed of the old values, such as the list of questions.
    """
    values = {name: getattr(part, name) for name in type(part).model_fields}
    return type(part).model_construct(**{**values, **changes})


class Asked(Part):
    """What questions and calculations share: they have a code and an answer."""

    code: str


class Question(Asked):
    """One question."""

    type: Literal["question"] = "question"
    kind: Kind
    label: str = ""
    hint: str = ""
    details: str = ""
    """More to read for those who want to, below a line to open."""
    is_required: bool = False
    options: tuple[Option, ...] = ()
    is_shuffled: bool = False
    seed: int | None = None
    """With which everybody gets the same shuffled order (XLSForm's `seed`); None: each person their own."""
    constraint: str = ""
    """A condition that the answer must meet; a full stop stands for the answer."""
    constraint_message: str = ""
    least: Decimal | None = None
    """The smallest number; of options that must be chosen; of characters that must be written."""
    most: Decimal | None = None
    """The largest, likewise. Of a rating, its last step."""
    decimals: int = 0
    """How many places after the point a number may have."""
    unit: str = ""
    """Stands beside a number: £, kg. It is no text to translate."""
    low_label: str = ""
    high_label: str = ""
    """What the two ends of a rating mean."""
    initial: str = ""
    """What is filled in beforehand, as it would be stored."""

    def option(self, code: str) -> Option | None:
        """The option with that code, or None."""
        return next((option for option in self.options if option.code == code), None)


class Row(Part):
    """One line of a matrix: a question of its own with the options of the matrix."""

    code: str
    label: str = ""


class Matrix(Part):
    """Several statements with the same options to choose one from."""

    type: Literal["matrix"] = "matrix"
    label: str = ""
    hint: str = ""
    is_required: bool = False
    options: tuple[Option, ...] = ()
    rows: tuple[Row, ...] = ()

    @cached_property
    def questions(self) -> tuple[Question, ...]:
        """Each row as the question that it is. What hides the matrix hides them all."""
        return tuple(
            Question(
                id=row.id,
                code=row.code,
                kind=Kind.CHOICE,
                label=row.label,
                show_if=row.show_if,
                options=self.options,
                is_required=self.is_required,
            )
            for row in self.rows
        )


class Note(Part):
    """Words to read between questions: rich text."""

    type: Literal["note"] = "note"
    text: str = ""


class Picture(Part):
    """A picture between questions, by the key of the image."""

    type: Literal["picture"] = "picture"
    image: int
    alt: str = ""
    is_decorative: bool = False
    """Whether it shows nothing that somebody who does not see it would miss."""
    caption: str = ""


class Calculation(Asked):
    """A value that is reckoned from earlier answers. People do not see it; it can be asked about, and is exported."""

    type: Literal["calculation"] = "calculation"
    formula: str


class Group(Part):
    """Questions under one heading, on the same page."""

    type: Literal["group"] = "group"
    title: str = ""
    intro: str = ""
    items: "tuple[Item, ...]" = ()


Item = Annotated[Question | Matrix | Note | Picture | Calculation | Group, Field(discriminator="type")]


class Page(Part):
    """What is asked at once."""

    code: str
    title: str = ""
    intro: str = ""
    items: tuple[Item, ...] = ()

    @cached_property
    def questions(self) -> tuple[Question, ...]:
        """All its questions in order, those of groups and the rows of matrices among them."""
        return tuple(one for one in asked_in(self.items) if isinstance(one, Question))


class Definition(BaseModel):
    """A whole survey in one language."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    language: str
    """In which its texts are written."""
    title: str = ""
    intro: str = ""
    """Rich text for the first page."""
    privacy_notice: str = ""
    """Rich text: what is done with the answers. It is frozen with the questions, so each response tells which one its
    author read."""
    thanks: str = ""
    """Rich text for the page after sending."""
    pages: tuple[Page, ...] = ()

    @cached_property
    def asked(self) -> "tuple[Question | Calculation, ...]":
        """Everything that has an answer, in order: the columns of its exports."""
        return tuple(one for page in self.pages for one in asked_in(page.items))

    @cached_property
    def questions(self) -> tuple[Question, ...]:
        """All questions in order, the rows of matrices among them."""
        return tuple(one for one in self.asked if isinstance(one, Question))

    @cached_property
    def by_code(self) -> "dict[str, Question | Calculation]":
        """Everything that has an answer by its code."""
        return {one.code: one for one in self.asked}

    def parts(self) -> Iterator[Part]:
        """Every part, each before those within it."""
        for page in self.pages:
            yield page
            yield from parts_in(page.items)


def asked_in(items: tuple[Item, ...]) -> "Iterator[Question | Calculation]":
    """What has an answer among these, however deep, in order."""
    for item in items:
        if isinstance(item, Group):
            yield from asked_in(item.items)
        elif isinstance(item, Matrix):
            yield from item.questions
        elif isinstance(item, Question | Calculation):
            yield item


def parts_in(items: tuple[Item, ...]) -> Iterator[Part]:
    """These and all within them, each before those within it."""
    for item in items:
        yield item
        if isinstance(item, Group):
            yield from parts_in(item.items)
        elif isinstance(item, Matrix):
            yield from item.rows
            yield from item.options
        elif isinstance(item, Question):
            yield from item.options
