"""When the database goes away in the middle of a request: a page that says so, with what was typed."""

import pytest
from django.db import NotSupportedError, OperationalError, connection, connections
from django.test import Client

from base.views import is_database_trouble
from engagement.accounts.models import User


@pytest.mark.parametrize(
    ("error", "is_trouble"),
    [
        (OperationalError("server closed the connection unexpectedly"), True),
        (NotSupportedError("cached plan must not change result type"), True),
        (NotSupportedError("DISTINCT ON is not supported"), False),
        (ValueError("no such thing"), False),
        (None, False),
    ],
)
def test_trouble_is_told_from_mistakes(error: Exception | None, is_trouble: bool) -> None:
    assert is_database_trouble(error) is is_trouble


@pytest.fixture
def visitor(transactional_db: None) -> Client:
    """A browser that is shown the error page, signed in so that each page asks for its user."""
    client = Client(raise_request_exception=False)
    client.force_login(User.objects.create_user("nadia@example.org", "three quiet herons"))
    return client


def elsewhere(sql: str) -> None:
    """Run a statement in a connection of its own, as another process does."""
    other = connections.create_connection("default")
    with other.cursor() as cursor:
        cursor.execute(sql)
    other.close()


@pytest.mark.postgres
def test_lost_connection_says_try_again_and_keeps_what_was_typed(visitor: Client) -> None:
    visitor.get("/account/")
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        [key] = cursor.fetchone()
    elsewhere(f"SELECT pg_terminate_backend({key}, 5000)")
    response = visitor.post("/account/email/", {"email": "words that were typed", "action_add": ""})
    assert (response.status_code, response["Retry-After"]) == (503, "30")
    assert "words that were typed" in response.content.decode()
    assert visitor.get("/account/").status_code == 200


@pytest.mark.postgres
def test_plan_older_than_a_migration_fails_once(visitor: Client) -> None:
    for _time in range(8):
        assert visitor.get("/account/").status_code == 200
    elsewhere(f"ALTER TABLE {User._meta.db_table} ALTER COLUMN first_name TYPE varchar(151)")
    assert [visitor.get("/account/").status_code for _time in range(3)] == [503, 200, 200]
