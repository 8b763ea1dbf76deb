"""A clock that stands still where a test puts it."""

from collections.abc import Iterator
from contextlib import AbstractContextManager
from datetime import UTC, datetime

import pytest
import time_machine

NOON = datetime(2026, 6, 15, 12, 0, tzinfo=UTC)
"""A Monday in June at midday, one in the afternoon in London."""


def at(moment: datetime) -> AbstractContextManager[object]:
    """Stop the clock at an aware moment for the length of a `with` block."""
    return time_machine.travel(moment, tick=False)


@pytest.fixture
def noon() -> Iterator[datetime]:
    """Stop the clock at `NOON` for a whole test."""
    with at(NOON):
        yield NOON
