from collections.abc import Iterable, Sequence

from django.utils.translation import gettext as _

from engagement.surveys.xlsform.faults import Fault, FormRefused

SURVEY = "survey"
READ = frozenset({SURVEY, "choices", "settings", "entities"})

Raw = tuple[str, Iterable[Sequence[str]]]
"""A sheet as its format gives it: its name, and every row from the first, empty ones among them."""


def bare(name: str) -> str:
    """The name of a sheet, however it is spelt."""
    return name.strip().lower()


def wanted(names: Sequence[str]) -> list[bool]:
    """Which sheets of a file belong to the form; one that is alone does, as in every tool.

    Raises:
        FormRefused: two of them have one name.
    """
    read = [bare(name) for name in names if bare(name) in READ]
    if twice := next((name for name in read if read.count(name) > 1), None):
        sentence = _("There are two sheets called {name}. Put all their rows on one.")
        raise FormRefused([Fault(twice, None, "", sentence.format(name=twice))])
    return [len(names) == 1 or bare(name) in READ for name in names]
