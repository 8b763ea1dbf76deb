"""Components that are kept: the same variables are the same HTML, so a page that is read often is not written anew.

A comment costs a template more than a database, and the first page of a talk shows forty. What is kept is told apart by
everything that it shows, so nothing of it is ever out of date and nobody sees what was written for another.
"""

from collections import OrderedDict
from datetime import datetime
from threading import Lock
from typing import Any

from django.conf import settings
from django.template import Context
from django.template.loader import get_template
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from base.timewords import ago_words

MOST = 2_000_000
"""How many characters are kept in each process, keys left aside; two to eight megabytes."""
LONGEST = 20_000
"""Characters of a piece that is kept. What is longer is made of shorter ones: a whole conversation, which shows in as
many ways as there are links into it."""

Key = tuple[Any, ...]


class _Pieces:
    """HTML by what made it; the longest unused goes first."""

    def __init__(self) -> None:
        self.html: OrderedDict[Key, SafeString] = OrderedDict()
        self.length = 0
        self.lock = Lock()

    def get(self, key: Key) -> SafeString | None:
        with self.lock:
            if key in self.html:
                self.html.move_to_end(key)
            return self.html.get(key)

    def keep(self, key: Key, html: SafeString) -> None:
        with self.lock:
            if len(html) > LONGEST or key in self.html:
                return
            self.html[key] = html
            self.length += len(html)
            while self.length > MOST:
                self.length -= len(self.html.popitem(last=False)[1])


_pieces = _Pieces()


class _Unknown(Exception):
    """A value that can change without anybody seeing it from here, such as a row of the database."""


def pure_component(name: str, variables: dict[str, Any]) -> SafeString:
    """The HTML of a component, kept where all of its variables are plain values.

    Args:
        name: of a template that shows nothing but its variables, and moments only as `ago` or as `when` says them.
        variables: its words, numbers and moments, in lists and dicts.
    """
    if settings.DEBUG:  # where templates are being written
        return _write(name, variables)
    try:
        key = (name, get_language(), timezone.localdate(), _key(variables))
    except _Unknown:
        return _write(name, variables)
    html = _pieces.get(key)
    if html is None:
        html = _write(name, variables)
        _pieces.keep(key, html)
    return html


def _write(name: str, variables: dict[str, Any]) -> SafeString:
    html: SafeString = get_template(name).template.render(Context(variables))  # type: ignore[attr-defined]
    return html


def _key(value: Any) -> Any:
    """What tells a value from every other: its type too, because safe HTML and a text of the same letters are equal.

    Raises:
        _Unknown: it, or something in it, is no plain value.
    """
    kind = type(value)
    if kind is str or kind is SafeString or kind is int or kind is bool or value is None:
        return kind, value
    if kind is dict:
        return tuple([(name, _key(one)) for name, one in value.items()])
    if kind is list or kind is tuple:
        return (kind, *[_key(one) for one in value])
    if kind is datetime:
        # What is said of it changes while the moment does not.
        return value, ago_words(value)
    raise _Unknown
