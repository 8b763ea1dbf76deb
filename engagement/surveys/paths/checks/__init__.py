"""What stands between a survey and the public, and what its editors should know besides: each with the place named."""

from collections.abc import Iterable, Sequence

from engagement.surveys.definition import Definition
from engagement.surveys.paths.checks.advice import advise, advise_on_reach
from engagement.surveys.paths.checks.bounds import check_bounds
from engagement.surveys.paths.checks.codes import check_codes
from engagement.surveys.paths.checks.conditions import check_conditions
from engagement.surveys.paths.checks.findings import Finding, FindingKind
from engagement.surveys.paths.checks.history import check_history
from engagement.surveys.paths.checks.options import check_options
from engagement.surveys.paths.checks.reach import check_reach, unreachable
from engagement.surveys.paths.checks.subject import Subject
from engagement.surveys.paths.checks.texts import check_texts

__all__ = ["Finding", "FindingKind", "problems", "unreachable", "warnings"]


def problems(definition: Definition, *, earlier: Sequence[Definition] = ()) -> list[Finding]:
    """What must be put right before this survey is published, in the order of its parts.

    Ways are only looked at once codes and conditions are in order.

    Args:
        earlier: the versions that were published before, the first one first.
    """
    subject = Subject(definition)
    unsound = _unsound(subject)
    found = [*unsound, *check_texts(subject), *check_options(subject), *check_bounds(subject)]
    found += check_history(subject, earlier)
    if not unsound:
        found += check_reach(definition)
    return _in_order(found, subject)


def warnings(definition: Definition) -> list[Finding]:
    """What editors should know and may ignore, in the order of the survey's parts."""
    subject = Subject(definition)
    found = list(advise(subject))
    if not _unsound(subject):
        found += advise_on_reach(definition)
    return _in_order(found, subject)


def _unsound(subject: Subject) -> list[Finding]:
    """What keeps the ways through from being looked at."""
    return [*check_codes(subject), *check_conditions(subject)]


def _in_order(found: Iterable[Finding], subject: Subject) -> list[Finding]:
    order = {"": -1} | {place.part.id: number for number, place in reversed(list(enumerate(subject.places)))}
    return sorted(found, key=lambda one: order[one.part_id])
