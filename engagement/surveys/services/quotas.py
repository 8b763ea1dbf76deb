"""Options that only so many people may choose: counted under a lock, so that never one too many is taken in."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from engagement.surveys.definition import Option
from engagement.surveys.models import QuotaCount, Survey
from engagement.surveys.paths import Path, ShownQuestion


class PlacesTaken(Exception):
    """An option is full. Carries the question and the option."""

    def __init__(self, shown: ShownQuestion, option: Option) -> None:
        super().__init__(f"{shown.question.code}={option.code}")
        self.shown = shown
        self.option = option


def limited(path: Path) -> Iterator[tuple[ShownQuestion, Option]]:
    """The chosen options with a limit, in the order in which their counts are locked."""
    for code in sorted(path.by_code):
        shown = path.by_code[code]
        chosen = shown.stored if isinstance(shown.stored, list) else [shown.stored]
        for option in sorted(shown.options, key=lambda one: one.code):
            if option.limit is not None and option.code in chosen:
                yield shown, option


def take_places(*, survey: Survey, path: Path, times: int = 1, is_bound: bool = True) -> None:
    """Count a response under the options with a limit that it chose, or with -1 give its places back.

    Call it in the transaction that stores the response: the counts stay locked until it ends.

    Args:
        is_bound: whether a limit holds; not for what was given elsewhere, where nobody could say that it was reached.

    Raises:
        PlacesTaken: one is full; the caller's transaction must be undone.
    """
    for shown, option in limited(path):
        QuotaCount.objects.get_or_create(survey=survey, question=shown.question.code, option=option.code)
        place = QuotaCount.objects.select_for_update().get(
            survey=survey, question=shown.question.code, option=option.code
        )
        if is_bound and times > 0 and place.taken >= (option.limit or 0):
            raise PlacesTaken(shown, option)
        place.taken = max(0, place.taken + times)
        place.save(update_fields=["taken"])


def take_many(*, survey: Survey, wanted: Mapping[tuple[str, str], Sequence[int]]) -> dict[tuple[str, str], list[int]]:
    """Count many responses under the options with a limit that they chose.

    Call it in the transaction that stores them: the counts stay locked until it ends. They are locked in the order in
    which `limited` has them, so that no two transactions wait for each other.

    Args:
        wanted: by the codes of question and option the limit that held for each response, in their order.

    Returns:
        The places in those lists of responses for whom nothing is left; the caller's transaction must then be undone.
    """
    full = {}
    for question, option in sorted(wanted):
        QuotaCount.objects.get_or_create(survey=survey, question=question, option=option)
        place = QuotaCount.objects.select_for_update().get(survey=survey, question=question, option=option)
        full[question, option] = beyond(place.taken, wanted[question, option])
        place.taken += len(wanted[question, option])
        place.save(update_fields=["taken"])
    return full


def beyond(taken: int, limits: Sequence[int]) -> list[int]:
    """Which of several who want the same come too late, when so many have it already."""
    return [place for place, limit in enumerate(limits) if taken + place >= limit]


def taken_places(survey: Survey) -> dict[tuple[str, str], int]:
    """How many have chosen each option with a limit, by the codes of question and option."""
    counts = QuotaCount.objects.filter(survey=survey).values_list("question", "option", "taken")
    return {(question, option): taken for question, option, taken in counts}


def first_full(*, survey: Survey, path: Path, held: Mapping[str, Any]) -> tuple[ShownQuestion, Option] | None:
    """The first chosen option that is full, for those who have not sent yet; nothing is locked.

    Args:
        held: the answers of the response that is being changed, which keeps its places.
    """
    chosen = [(shown, option) for shown, option in limited(path) if not _holds(held, shown, option)]
    if not chosen:
        return None
    taken = taken_places(survey)
    return next(((s, o) for s, o in chosen if taken.get((s.question.code, o.code), 0) >= (o.limit or 0)), None)


def _holds(held: Mapping[str, Any], shown: ShownQuestion, option: Option) -> bool:
    before = held.get(shown.question.code)
    return option.code in (before if isinstance(before, list) else [before])
