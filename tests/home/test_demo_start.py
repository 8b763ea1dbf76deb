"""The demo's own page leads to what there is to see, and each of its links leads somewhere."""

import re
from datetime import date
from typing import Any

import pytest
from django.test import Client

from home.demo.loading import load_borough
from home.demo.people import PASSWORD
from home.models import HomePage
from tests.home.reading import words_of

FEW = 2
"""Of the crowd, which other tests are about."""


@pytest.fixture
def start(settings: Any) -> str:
    settings.DEMO = True
    settings.EMBED_FRAME_ANCESTORS = ["*"]  # as the demo has it; without it there is no card
    settings.ROOT_URLCONF = "tests.home.demo_urlconf"
    return "/demo/"


def links_of(client: Client, path: str) -> list[str]:
    content = client.get(path).content.decode()
    return re.findall(r'href="([^"#]+)"', content[content.index("<main") : content.index("</main")])


def test_every_link_leads_somewhere(db: None, client: Client, start: str) -> None:
    load_borough(today=date(2026, 11, 20), crowd=FEW)
    links = links_of(client, start)
    assert {
        "/have-your-say/tanner-street-baths/", "/have-your-say/outcomes/", "/have-your-say/plan/",
        "/have-your-say/plan.ics", "/have-your-say/mill-lane/", "/cy/dweud-eich-dweud/lon-y-felin/",
        "/bn/have-your-say/mill-lane/", "/ar/have-your-say/mill-lane/", "/demo/mail/",
    } <= set(links)  # fmt: skip
    client.login(username="admin@wexbourne.example", password=PASSWORD)
    assert {link: code for link in links if (code := client.get(link, follow=True).status_code) != 200} == {}


@pytest.mark.parametrize(
    ("login", "part"), [("moderator", "/engagement/"), ("analyst", "/evidence/"), ("manager", "/told/")]
)
def test_who_is_named_for_it_may_do_it(db: None, client: Client, start: str, login: str, part: str) -> None:
    load_borough(today=date(2026, 11, 20), crowd=FEW)
    client.login(username=f"{login}@wexbourne.example", password=PASSWORD)
    found = [link for link in links_of(client, start) if part in link]
    assert found
    assert [client.get(link).status_code for link in found] == [200] * len(found)


def test_without_the_borough_there_is_nothing_to_lead_to(client: Client, start: str, home: HomePage) -> None:
    response = client.get(start)
    assert response.status_code == 200
    assert "What else there is to see" not in words_of(response)
