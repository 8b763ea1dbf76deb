"""Fixtures of the surveys' tests."""

import pytest

from engagement.surveys import queries
from engagement.testing.clock import noon

__all__ = ["noon"]


@pytest.fixture(autouse=True)
def forget_versions() -> None:
    """Begin with no version kept: what a test wrote is undone, and the next one gives its keys to others."""
    queries.source_of.cache_clear()
    queries._translated.cache_clear()
