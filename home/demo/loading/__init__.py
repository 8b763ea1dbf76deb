"""Loads the borough. Everything is found again by a stable key, so loading twice changes nothing."""

from home.demo.loading.borough import Loaded, load_borough
from home.demo.loading.claim import DemoRefused

__all__ = ["DemoRefused", "Loaded", "load_borough"]
