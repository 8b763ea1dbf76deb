"""The way through a survey that a person's answers make: which pages, questions and options there are for them."""

from engagement.surveys.paths.walking import Path, ShownItem, ShownPage, ShownQuestion, walk

__all__ = ["Path", "ShownItem", "ShownPage", "ShownQuestion", "walk"]
