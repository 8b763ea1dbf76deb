from datetime import timedelta

import pytest
from django.db import DatabaseError, connection
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from base import health
from base.models import OutboxMessage


@pytest.fixture(autouse=True)
def fresh_checks() -> None:
    health.check_migrations.cache_clear()


def test_live_answers_without_the_database(client: Client) -> None:
    response = client.get("/health/live")
    assert (response.status_code, response.json()) == (200, {"status": "ok"})
    assert "no-store" in response["Cache-Control"]


def test_ready_with_everything_in_place(db: None, client: Client) -> None:
    response = client.get("/health/ready")
    checks = {"database": "ok", "migrations": "ok", "mail": "ok"}
    assert (response.status_code, response.json()) == (200, {"status": "ok", "checks": checks})
    assert "no-store" in response["Cache-Control"]


def test_ready_without_a_database_names_it_and_nothing_more(
    db: None, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*args: object) -> None:
        raise DatabaseError("password of folkmoot@10.0.0.5 refused")

    with monkeypatch.context() as patch:
        patch.setattr(connection, "cursor", broken)
        response = client.get("/health/ready")
    assert response.status_code == 503
    assert response.json() == {"status": "not ready", "checks": {"database": "unreachable"}}


def test_ready_with_a_migration_pending_names_it(db: None, client: Client) -> None:
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM django_migrations WHERE app = 'base'")
    response = client.get("/health/ready")
    assert response.status_code == 503
    assert response.json() == {"status": "not ready", "checks": {"database": "ok", "migrations": "pending"}}


def test_ready_asks_for_migrations_until_none_is_pending(
    db: None, client: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    client.get("/health/ready")
    with django_assert_num_queries(2):
        client.get("/health/ready")


def test_ready_with_mail_nobody_takes_tells_and_stays_open(db: None, client: Client) -> None:
    since = timezone.now() - health.MAIL_PATIENCE - timedelta(seconds=1)
    OutboxMessage.objects.create(key="hello", to="ann@example.org", due_at=since)
    response = client.get("/health/ready")
    assert (response.status_code, response.json()["checks"]["mail"]) == (200, "late")


@pytest.mark.parametrize("address", ["/health/live", "/health/ready"])
def test_health_takes_no_forms(db: None, client: Client, address: str) -> None:
    assert client.post(address).status_code == 405
