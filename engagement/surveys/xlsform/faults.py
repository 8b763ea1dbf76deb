from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _


@dataclass(frozen=True)
class Fault:
    """What is wrong with a form, or was taken otherwise than it stands there.

    Attributes:
        sheet: its name, such as `survey`; "" where it is the whole file.
        row: as the spreadsheet counts, so the headings are in row 1. In CSV and Markdown, where sheets stand one below
            the other, each begins with 1 again. None where it is the whole sheet.
        column: its heading; "" where it is the whole row.
        sentence: what is wrong and what to do, in plain words.
    """

    sheet: str
    row: int | None
    column: str
    sentence: str

    def __str__(self) -> str:
        place = [self.sheet] if self.sheet else []
        if self.row is not None:
            place.append(_("row {number}").format(number=self.row))
        if self.column:
            place.append(_("column {heading}").format(heading=self.column))
        return f"{', '.join(place)}: {self.sentence}" if place else self.sentence


class FormRefused(ValueError):
    """A form that cannot be taken in, or a survey that cannot be written as one. Nothing of it was.

    Attributes:
        faults: everything that was found, in the order of the sheets.
    """

    def __init__(self, faults: Iterable[Fault]) -> None:
        self.faults = tuple(faults)
        super().__init__("\n".join(map(str, self.faults)))


def refusal(sentence: str) -> FormRefused:
    """A file that is refused as a whole."""
    return FormRefused([Fault("", None, "", sentence)])
