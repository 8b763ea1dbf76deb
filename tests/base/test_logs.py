import io
import json
import logging
import logging.config
from collections.abc import Callable, Iterator
from typing import Any

import pytest
import structlog
from django.conf import settings
from django.db import IntegrityError, transaction
from django.http import HttpRequest, HttpResponse
from django.test import Client
from django.urls import path

from base.logs import is_command, logging_config, without_addresses
from base.models import OutboxMessage
from config.urls import urlpatterns as site_urls

Lines = Callable[[], list[dict[str, Any]]]


@pytest.fixture
def lines() -> Iterator[Lines]:
    """Log as in production for one test; calling it gives what was written."""
    config = logging_config(json=True)
    stream = io.StringIO()
    config["handlers"]["lines"]["stream"] = stream
    logging.config.dictConfig(config)
    yield lambda: [json.loads(line) for line in stream.getvalue().splitlines()]
    logging.config.dictConfig(settings.LOGGING)


def test_line_is_json_with_time_level_logger_and_extras(lines: Lines) -> None:
    logging.getLogger("folkmoot.test").warning("%s of %s", 1, 2, extra={"page": 7})
    [line] = lines()
    assert line.pop("timestamp").endswith("Z")
    assert line == {"event": "1 of 2", "level": "warning", "logger": "folkmoot.test", "page": 7}


def test_line_through_structlog_looks_the_same(lines: Lines) -> None:
    structlog.get_logger("folkmoot.test").warning("saved", page=7, to="ann@example.org")
    [line] = lines()
    line.pop("timestamp")
    assert line == {"event": "saved", "level": "warning", "logger": "folkmoot.test", "page": 7, "to": "[e-mail]"}


def test_exception_is_logged_without_the_address_in_it(lines: Lines) -> None:
    try:
        raise ValueError("no mail for <Ann.O'Hara+x@council.example.org>, sorry")
    except ValueError:
        logging.getLogger("folkmoot.test").exception("failed for %s", "ann@example.org", extra={"who": ["b@c.org"]})
    [line] = lines()
    assert line["event"] == "failed for [e-mail]"
    assert line["who"] == ["[e-mail]"]
    assert line["exception"].startswith("Traceback (most recent call last)")
    assert "sorry" in line["exception"]
    assert "council.example.org" not in line["exception"]


def test_object_attached_to_a_record_is_left_out(lines: Lines) -> None:
    logging.getLogger("folkmoot.test").warning("x", extra={"request": HttpRequest(), "data": {"a": object()}, "n": 1})
    [line] = lines()
    line.pop("timestamp")
    assert line == {"event": "x", "level": "warning", "logger": "folkmoot.test", "n": 1}


@pytest.mark.parametrize(
    ("words", "is_one"),
    [
        (["manage.py", "import_consultation", "item.json"], True),
        (["/srv/folkmoot/manage.py", "migrate"], True),
        (["manage.py"], True),
        (["manage.py", "db_worker"], False),
        (["manage.py", "runserver", "8000"], False),
        (["/srv/folkmoot/.venv/bin/gunicorn", "config.wsgi"], False),
    ],
)
def test_commands_are_told_from_servers(words: list[str], is_one: bool) -> None:
    assert is_command(words) is is_one


def test_servers_log_on_standard_output_and_commands_beside_it(monkeypatch: pytest.MonkeyPatch) -> None:
    def stream() -> str:
        return str(logging_config(json=True)["handlers"]["lines"]["stream"])

    monkeypatch.setattr("sys.argv", ["gunicorn", "config.wsgi"])
    assert stream() == "ext://sys.stdout"
    monkeypatch.setattr("sys.argv", ["manage.py", "tidy"])
    assert stream() == "ext://sys.stderr"


@pytest.mark.parametrize(
    ("text", "cleaned"),
    [
        ("to ann@example.org.", "to [e-mail]"),
        ("jos\xe9@ex\xe4mple.org, ben@x.org", "[e-mail], [e-mail]"),
        ("/find?email=ann%40example.org&page=2", "/find?email=[e-mail]&page=2"),
        ("postgres://folkmoot:s3cret@db/folkmoot", "postgres://folkmoot:[e-mail]/folkmoot"),
        ("@decorator, a @ b, 5 @", "@decorator, a @ b, 5 @"),
        (
            "violates check\nDETAIL:  Failing row contains (1, my text\nin two lines).\n\nThe above exception was",
            "violates check\nDETAIL: [row]\n\nThe above exception was",
        ),
        ("violates check\nDETAIL:  Failing row contains (1, my text).", "violates check\nDETAIL: [row]"),
    ],
)
def test_without_addresses_finds_every_form(text: str, cleaned: str) -> None:
    assert without_addresses(text) == cleaned


def fail(request: HttpRequest, token: str) -> HttpResponse:
    raise RuntimeError(f"could not save for {request.POST['email']}")


urlpatterns = [path("fail/<str:token>/", fail), *site_urls]


@pytest.mark.urls(__name__)
def test_failed_request_is_logged_with_its_id_and_without_its_form(db: None, lines: Lines) -> None:
    client = Client(raise_request_exception=False)
    response = client.post("/fail/s3cret/?q=asked", {"email": "ann@example.org", "text": "what was said"})
    assert response.status_code == 500
    written = lines()
    assert [(line["logger"], line["level"]) for line in written] == [
        ("django.request", "error"),
        ("base.middleware", "info"),
    ]
    assert {line["request_id"] for line in written} == {response["X-Request-ID"]}
    assert written[0]["event"] == "Internal Server Error: /fail/…/"
    assert "RuntimeError: could not save for [e-mail]" in written[0]["exception"]
    for secret in ("ann@", "what was said", "asked", "s3cret"):
        assert secret not in json.dumps(written)


@pytest.mark.postgres
def test_row_refused_by_postgresql_is_not_quoted(db: None, lines: Lines) -> None:
    said = "what was said,\nin two lines"
    try:
        with transaction.atomic():
            OutboxMessage.objects.create(key="k", to="ann@example.org", body=said, due_at=None)
    except IntegrityError:
        logging.getLogger("folkmoot.test").exception("failed")
    [line] = lines()
    assert "null value in column" in line["exception"]
    assert "what was said" not in line["exception"]
    assert "in two lines" not in line["exception"]
