"""Walks addresses of the Wagtail admin as anybody and says in one letter what each lets them do."""

import html
import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from bs4 import BeautifulSoup
from django.conf import settings
from django.db import connection, transaction
from django.http import HttpResponseBase
from django.test import Client
from django.urls import URLResolver, get_resolver
from wagtail.test.utils.form_data import querydict_from_html

SHUT, OPENS, WRITES = ".", "r", "w"

HOME = f"/{settings.ADMIN_PATH}"
ENTRANCE = f"{HOME}login/"
LEAVING = f"{HOME}logout/"
"""Whoever goes there walks no further."""

PASSING = ("django_session", "wagtailadmin_editingsession")
"""Tables that remember who is there, whatever they do."""


def admin_addresses(
    resolver: URLResolver | None = None, *, route: str = "/", spaces: tuple[str, ...] = ()
) -> Iterator[tuple[str, set[str]]]:
    """Every address of the admin, ours and Wagtail's: its full name, or its route if it has none, and its arguments."""
    for pattern in (resolver or get_resolver()).url_patterns:
        below = route + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            inside = (*spaces, pattern.namespace) if pattern.namespace else spaces
            yield from admin_addresses(pattern, route=below, spaces=inside)
        elif below.startswith(HOME):
            yield ":".join((*spaces, pattern.name or below)), set(pattern.pattern.regex.groupindex)


class Walker:
    """One person's browser. Whatever it does is undone at once."""

    def __init__(self, person: Any) -> None:
        self.client = Client()
        if person is not None:
            self.client.force_login(person)

    def may(self, url: str, data: Mapping[str, Any]) -> str:
        """WRITES if sending these fields changes rows; OPENS if there is an answer, but nothing changes; or SHUT."""
        for value in data.values():
            if hasattr(value, "seek"):  # a file that another walker has sent
                value.seek(0)
        with undone() as changed:
            is_open = is_answer(finished(self.client.post(url, data)))
        if changed:
            return WRITES
        with undone() as changed:
            is_open |= is_answer(finished(self.client.get(url)))
        assert is_open or not changed, f"{url} refuses, yet {changed}"
        return OPENS if is_open else SHUT

    def form_at(self, url: str) -> dict[str, Any]:
        """What a browser would send from that screen if this person changed nothing; no fields without a form."""
        with undone():
            soup = BeautifulSoup(text_of(self.client.get(url)), "html.parser")
        token = soup.find("input", attrs={"name": "csrfmiddlewaretoken"})
        return dict(querydict_from_html(str(token.find_parent("form"))).lists()) if token else {}

    def doors(self, *, steps: int) -> dict[str, bool]:
        """Each address that this person is shown so many steps from the start of the admin, and whether it opens."""
        seen: dict[str, bool] = {}
        ahead = {HOME}
        for _step in range(steps + 1):
            shown: set[str] = set()
            for url in ahead:
                with undone():
                    response = finished(self.client.get(url))
                seen[url] = not is_refusal(response)
                shown.update(re.findall(rf'(?:href=|"url": ?)"({HOME}[^"?#]*)', html.unescape(text_of(response))))
            ahead = shown - seen.keys() - {LEAVING}
        return seen


def finished(response: HttpResponseBase) -> HttpResponseBase:
    """With a download written to its end."""
    if response.streaming:
        response.getvalue()
    return response


def text_of(response: HttpResponseBase) -> str:
    """The page, or nothing where this is none."""
    return response.content.decode() if response["Content-Type"].startswith("text/html") else ""


def is_refusal(response: HttpResponseBase) -> bool:
    """Ours, Wagtail's way back to its start, or the way to the entrance."""
    where = response.get("Location", "").partition("?")[0]
    return response.status_code == 403 or where in {HOME, ENTRANCE}


def is_answer(response: HttpResponseBase) -> bool:
    """Neither a refusal, nor nothing there, nor a wrong method."""
    return response.status_code not in {404, 405} and not is_refusal(response)


@contextmanager
def undone() -> Iterator[list[str]]:
    """Gives the statements that change rows as they come, and takes back what they changed."""
    changes: list[str] = []

    def note(execute: Any, sql: str, *rest: Any) -> Any:
        if sql.startswith(("INSERT", "UPDATE", "DELETE")) and not any(table in sql for table in PASSING):
            changes.append(sql)
        return execute(sql, *rest)

    with transaction.atomic(), connection.execute_wrapper(note):
        yield changes
        transaction.set_rollback(True)
