from collections.abc import Iterable, Sequence

SURVEY = "survey"
KNOWN = frozenset({SURVEY, "choices", "settings", "external_choices", "osm", "entities"})

Raw = tuple[str, Iterable[Sequence[str]]]
"""A sheet as its format gives it: its name, and every row from the first, empty ones among them."""


def bare(name: str) -> str:
    """The name of a sheet, however it is spelt."""
    return name.strip().lower()


def is_read(name: str, beside: int) -> bool:
    """Whether a sheet belongs to the form.

    Args:
        beside: how many sheets the file has.
    """
    return beside == 1 or bare(name) in KNOWN
