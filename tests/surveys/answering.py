"""Answering a survey as a browser does it, without JavaScript."""

import re
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

from bs4 import BeautifulSoup
from django.test import Client
from django.urls import reverse

from base.guards import KEY_FIELD
from engagement.surveys.models import Survey
from engagement.testing.consultations import OPENS, make_consultation, make_index
from tests.surveys.factories import Item, make_survey

WHILE_OPEN = OPENS + timedelta(days=10)


def place(*pages: Item, **settings: Any) -> Survey:
    """A survey that stands on a published page."""
    survey = make_survey(*pages, **settings)
    make_consultation(make_index(), under=(survey,))
    return survey


def url(survey: Survey, action: str, query: str = "") -> str:
    """The address of an action."""
    return reverse("engage", args=[survey.uuid, action]) + query


def _filled_in(form: Any) -> Iterator[tuple[str, Any]]:
    """What a browser sends of a form that nobody touched."""
    ticked: dict[str, list[str]] = {}
    for field in form.find_all("input"):
        kind, name = field.get("type", "text"), field.get("name")
        if kind in ("radio", "checkbox"):
            if field.has_attr("checked"):
                ticked.setdefault(name, []).append(field.get("value", "on"))
        elif name and kind != "submit":
            yield name, field.get("value", "")
    yield from ticked.items()
    yield from ((area["name"], area.get_text()) for area in form.find_all("textarea"))


class Visitor:
    """A browser on its way through a survey: it sends the forms that it is shown, hidden fields and all."""

    def __init__(self, survey: Survey, client: Client | None = None) -> None:
        self.survey, self.client = survey, client or Client()
        self.response: Any = None

    def get(self, address: str) -> "Visitor":
        self.response = self.client.get(address, follow=True)
        return self

    def start(self, **fields: str) -> "Visitor":
        self.get(url(self.survey, "start"))
        return self.send(**fields)

    def press(self, label: str, **fields: Any) -> "Visitor":
        """Send the form with the button of that label."""
        forms = self.soup.select("main form[method=post]")
        found = [form for form in forms if label in form.get_text(" ", strip=True).replace("\xa0", " ")][-1]
        pressed = {
            button["name"]: button.get("value", "") for button in found.select("button[name]") if label in str(button)
        }
        return self._send(found, {**pressed, **fields})

    def send(self, **fields: Any) -> "Visitor":
        """Send the form on the page with these fields: `colour="red"` fills in `a-colour`, a name without a question is
        sent as it is."""
        return self._send(self.form, fields)

    def _send(self, form: Any, fields: dict[str, Any]) -> "Visitor":
        data = dict(_filled_in(form))
        named = {self._name(form, name): value for name, value in fields.items()}
        self.response = self.client.post(form.get("action") or self.address, {**data, **named}, follow=True)
        return self

    def _name(self, form: Any, name: str) -> str:
        names = {str(field.get("name")) for field in form.find_all(["input", "textarea", "select", "button"])}
        asked = f"a-{name.replace('__', ':')}"
        return asked if asked in names or not names & {name} else name

    @property
    def soup(self) -> BeautifulSoup:
        return BeautifulSoup(self.response.content, "html.parser")

    @property
    def form(self) -> Any:
        return next(form for form in self.soup.select("main form[method=post]"))

    @property
    def text(self) -> str:
        return self.soup.find("main").get_text(" ", strip=True).replace("\xa0", " ")  # type: ignore[union-attr]

    @property
    def errors(self) -> list[str]:
        return [line.get_text(" ", strip=True) for line in self.soup.select(".govuk-error-summary li")]

    @property
    def address(self) -> str:
        return str(self.response.request["PATH_INFO"]) + "?" + str(self.response.request["QUERY_STRING"])

    @property
    def page(self) -> str:
        """The code of the page of questions that is shown, or the action."""
        found = re.search(r"page=([^&]+)", self.address)
        return found[1] if found else self.address.rstrip("?/").rsplit("/", 1)[-1]

    @property
    def reference(self) -> str:
        found = re.search(r"\b[2-9A-HJ-NP-Z]{4}-[2-9A-HJ-NP-Z]{4}\b", self.text)
        return found[0] if found else ""


__all__ = ["KEY_FIELD", "WHILE_OPEN", "Visitor", "place", "url"]
