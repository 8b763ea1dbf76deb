from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _


@dataclass(frozen=True)
class Fault:
    """What is wrong with a file.

    Attributes:
        row: as the spreadsheet counts, so the headings are in row 1; None where it is the whole file.
        column: its heading; "" where it is the whole row.
        sentence: what is wrong and what to do, in plain words.
    """

    row: int | None
    column: str
    sentence: str

    def __str__(self) -> str:
        place = [] if self.row is None else [_("row %(number)d") % {"number": self.row}]
        if self.column:
            place.append(_("column %(heading)s") % {"heading": self.column})
        return f"{', '.join(place)}: {self.sentence}" if place else self.sentence


class ImportRefused(ValueError):
    """A row, or a whole file, that is not taken in. `faults` is everything that was found."""

    def __init__(self, faults: Iterable[Fault]) -> None:
        self.faults = tuple(faults)
        super().__init__("\n".join(map(str, self.faults)))


def refusal(sentence: str) -> ImportRefused:
    """A file that is refused as a whole."""
    return ImportRefused([Fault(None, "", sentence)])
