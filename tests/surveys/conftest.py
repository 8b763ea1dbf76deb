"""Fixtures of the surveys' tests."""

from engagement.testing.clock import noon

__all__ = ["noon"]
