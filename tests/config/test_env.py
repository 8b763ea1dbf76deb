from collections.abc import Callable
from typing import Any

import pytest
from django.core.exceptions import ImproperlyConfigured

from config import env

SetEnv = Callable[[str | None], None]


@pytest.fixture
def value(monkeypatch: pytest.MonkeyPatch) -> SetEnv:
    """Set the variable THING, or unset it with None."""

    def put(text: str | None) -> None:
        monkeypatch.delenv("THING", raising=False)
        if text is not None:
            monkeypatch.setenv("THING", text)

    return put


READERS = [
    *(env.text, env.flag, env.number, env.names, env.hosts, env.origins, env.pairs, env.database),
    lambda name: env.choice(name, ["A"]),
]


@pytest.mark.parametrize("reader", READERS)
@pytest.mark.parametrize("text", [None, "", "   "])
def test_variable_missing_without_a_default_stops_with_its_name(
    value: SetEnv, reader: Callable[[str], Any], text: str | None
) -> None:
    value(text)
    with pytest.raises(ImproperlyConfigured, match="Set the environment variable THING: "):
        reader("THING")


@pytest.mark.parametrize(
    ("reader", "default"),
    [
        (env.text, ""),
        (env.flag, False),
        (env.flag, True),
        (env.number, 0),
        (env.names, []),
        (env.names, ["a"]),
        (env.pairs, {}),
    ],
)
def test_variable_missing_with_a_default_is_the_default(
    value: SetEnv, reader: Callable[..., Any], default: Any
) -> None:
    value(None)
    assert reader("THING", default) == default


@pytest.mark.parametrize(
    ("reader", "text", "result"),
    [
        (env.text, " a b ", "a b"),
        (env.flag, "Yes", True),
        (env.flag, "1", True),
        (env.flag, "OFF", False),
        (env.flag, "0", False),
        (env.number, " 587 ", 587),
        (env.names, "a, b,,c ", ["a", "b", "c"]),
        (env.hosts, "a.example.org,.b.org,[::1],10.0.0.1", ["a.example.org", ".b.org", "[::1]", "10.0.0.1"]),
        (lambda name: env.choice(name, ["INFO", "ERROR"]), "error", "ERROR"),
    ],
)
def test_variable_is_read_as_its_type(value: SetEnv, reader: Callable[[str], Any], text: str, result: Any) -> None:
    value(text)
    assert reader("THING") == result


@pytest.mark.parametrize(
    ("reader", "text", "sentence"),
    [
        (env.flag, "maybe", "THING must be one of true, false, yes, no, on, off, 1, 0, not 'maybe'."),
        (env.number, "many", "THING must be a whole number, not 'many'."),
        (env.number, "-1", "THING must be at least 0, not -1."),
        (env.hosts, "*", "THING must list host names such as folkmoot.example.org, not '*'."),
        (
            env.hosts,
            "a.org,https://b.org",
            "THING must list host names such as folkmoot.example.org, not 'https://b.org'.",
        ),
        (env.hosts, "a.org:8000", "THING must list host names such as folkmoot.example.org, not 'a.org:8000'."),
        (env.hosts, ",", "THING lists no host: the site cannot start without one."),
        (lambda name: env.choice(name, ["INFO", "ERROR"]), "loud", "THING must be one of INFO, ERROR, not 'LOUD'."),
        (env.database, "mysql://a@b/c", "THING must begin with sqlite:/// or postgres://."),
    ],
)
def test_variable_that_cannot_be_read_stops_with_a_sentence(
    value: SetEnv, reader: Callable[[str], Any], text: str, sentence: str
) -> None:
    value(text)
    with pytest.raises(ImproperlyConfigured) as caught:
        reader("THING")
    assert str(caught.value) == sentence


@pytest.mark.parametrize("text", ["nonsense", "oracle://a@b/c", "unknown://x"])
def test_database_of_another_kind_stops_with_its_name(value: SetEnv, text: str) -> None:
    value(text)
    with pytest.raises(ImproperlyConfigured, match=r"^THING "):
        env.database("THING")


def test_database_address_with_a_wrong_password_is_not_repeated(value: SetEnv) -> None:
    value("postgrs://folkmoot:s3cret@db/folkmoot")
    with pytest.raises(ImproperlyConfigured) as caught:
        env.database("THING")
    assert "s3cret" not in str(caught.value)


def test_database_on_sqlite_waits_for_other_writers(value: SetEnv) -> None:
    value("sqlite:////srv/my site/folkmoot.sqlite3")
    config = env.database("THING")
    assert config["NAME"] == "/srv/my site/folkmoot.sqlite3"
    assert config["OPTIONS"]["transaction_mode"] == "IMMEDIATE"
    assert "journal_mode=WAL" in config["OPTIONS"]["init_command"]


def test_database_on_postgresql_keeps_its_connections_and_plans(value: SetEnv) -> None:
    value("postgres://folkmoot:pw@db:5433/folkmoot?sslmode=require")
    config = env.database("THING")
    assert (config["HOST"], config["PORT"], config["NAME"], config["PASSWORD"]) == ("db", 5433, "folkmoot", "pw")
    assert config["OPTIONS"]["sslmode"] == "require"
    assert (config["CONN_MAX_AGE"], config["CONN_HEALTH_CHECKS"]) == (60, True)
    assert (config["OPTIONS"]["server_side_binding"], config["OPTIONS"]["prepare_threshold"]) == (True, 5)
