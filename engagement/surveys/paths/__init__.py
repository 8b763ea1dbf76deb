"""The way through a survey that a person's answers make: which pages, questions and options there are for them.

`checks` tells what stands between a survey and the public, `listing` which ways there are through it.
"""

from engagement.surveys.paths.walking import Path, ShownItem, ShownPage, ShownQuestion, walk

__all__ = ["Path", "ShownItem", "ShownPage", "ShownQuestion", "walk"]
