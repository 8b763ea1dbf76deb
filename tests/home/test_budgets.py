"""No page of the demo borough asks the database more often than bench/limits.toml allows."""

import tomllib
from pathlib import Path

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from home.demo.loading import load_borough

LIMITS = tomllib.loads((Path(__file__).parents[2] / "bench" / "limits.toml").read_text())


def queries_of(path: str) -> int:
    """The queries of a visitor who is not signed in, once what a process keeps is warm."""
    assert Client().get(path).status_code == 200
    with CaptureQueriesContext(connection) as queries:
        Client().get(path)
    return len(queries)


@pytest.mark.django_db
def test_queries_stay_within_the_limits() -> None:
    load_borough(today=timezone.localdate())
    counted = {
        name: queries_of(limit["path"]) for name, limit in LIMITS.items() if "path" in limit and not limit.get("seeded")
    }
    over = {name: count for name, count in counted.items() if count > LIMITS[name]["queries"]}
    assert over == {}


@pytest.mark.django_db
def test_pages_travel_compressed() -> None:
    response = Client(headers={"accept-encoding": "gzip"}).get("/account/login/")
    assert response.headers["Content-Encoding"] == "gzip"
