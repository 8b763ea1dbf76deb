"""Typed readers for environment variables. A value that cannot be read stops the start with a sentence."""

import os
import re
from typing import Any

import dj_database_url
from django.core.exceptions import ImproperlyConfigured

HOST = re.compile(r"\.?[A-Za-z0-9]([A-Za-z0-9.-]*[A-Za-z0-9])?|\[[0-9A-Fa-f:.]+\]")
ORIGIN = re.compile(r"\*|https?://(\*\.)?[A-Za-z0-9]([A-Za-z0-9.-]*[A-Za-z0-9])?(:[0-9]{1,5})?")
TRUE = {"1", "true", "yes", "on"}
FALSE = {"0", "false", "no", "off"}


class _Required:
    pass


REQUIRED = _Required()


def text(name: str, default: str | _Required = REQUIRED) -> str:
    """The variable as text, stripped.

    Raises:
        ImproperlyConfigured: it is missing or empty and there is no default.
    """
    value = os.environ.get(name, "").strip()
    if value:
        return value
    if isinstance(default, _Required):
        raise ImproperlyConfigured(f"Set the environment variable {name}: the site cannot start without it.")
    return default


def flag(name: str, default: bool | _Required = REQUIRED) -> bool:
    """The variable as yes or no: 1, true, yes, on or 0, false, no, off in any case.

    Raises:
        ImproperlyConfigured: it is missing without a default, or any other word.
    """
    if isinstance(default, bool) and not os.environ.get(name, "").strip():
        return default
    value = text(name).lower()
    if value in TRUE:
        return True
    if value in FALSE:
        return False
    raise ImproperlyConfigured(f"{name} must be one of true, false, yes, no, on, off, 1, 0, not {value!r}.")


def number(name: str, default: int | _Required = REQUIRED, *, least: int = 0) -> int:
    """The variable as a whole number of at least `least`.

    Raises:
        ImproperlyConfigured: it is missing without a default, no whole number, or too small.
    """
    if isinstance(default, int) and not os.environ.get(name, "").strip():
        return default
    value = text(name)
    try:
        result = int(value)
    except ValueError:
        raise ImproperlyConfigured(f"{name} must be a whole number, not {value!r}.") from None
    if result < least:
        raise ImproperlyConfigured(f"{name} must be at least {least}, not {result}.")
    return result


def names(name: str, default: list[str] | _Required = REQUIRED) -> list[str]:
    """The variable as a list of words separated by commas, empty ones left out.

    Raises:
        ImproperlyConfigured: it is missing without a default.
    """
    if isinstance(default, list) and not os.environ.get(name, "").strip():
        return default
    return [part.strip() for part in text(name).split(",") if part.strip()]


def choice(name: str, options: list[str], default: str | _Required = REQUIRED) -> str:
    """The variable as one of these words, which are in capitals; it may be in any case itself.

    Raises:
        ImproperlyConfigured: it is missing without a default, or any other word.
    """
    value = text(name, default).upper()
    if value not in options:
        raise ImproperlyConfigured(f"{name} must be one of {', '.join(options)}, not {value!r}.")
    return value


def hosts(name: str) -> list[str]:
    """The variable as Django's ALLOWED_HOSTS: host names, with a dot before them for all their subdomains.

    Raises:
        ImproperlyConfigured: it is missing, or lets in every host, or names a port, a path or a scheme.
    """
    result = names(name)
    for host in result:
        if not HOST.fullmatch(host):
            raise ImproperlyConfigured(f"{name} must list host names such as folkmoot.example.org, not {host!r}.")
    if not result:
        raise ImproperlyConfigured(f"{name} lists no host: the site cannot start without one.")
    return result


def pairs(name: str, default: dict[str, str] | _Required = REQUIRED) -> dict[str, str]:
    """The variable as names with values, such as `URL=https://example.org,KEY=secret`; a value holds no comma.

    Raises:
        ImproperlyConfigured: it is missing without a default, or one of them has no name. Values are not repeated.
    """
    if isinstance(default, dict) and not os.environ.get(name, "").strip():
        return default
    found = [part.partition("=") for part in names(name)]
    if not all(key.strip() and sign for key, sign, _value in found):
        raise ImproperlyConfigured(f"{name} must list names with values, such as URL=https://example.org,KEY=secret.")
    return {key.strip(): value.strip() for key, _sign, value in found}


def origins(name: str, default: list[str] | _Required = REQUIRED) -> list[str]:
    """The variable as websites in the words of a Content-Security-Policy (https://www.w3.org/TR/CSP3/#host-source).

    A scheme and a host, with `*.` before it for all its subdomains and a port if need be; `*` alone is every website.

    Raises:
        ImproperlyConfigured: it is missing without a default, or lists anything else.
    """
    result = names(name, default)
    for origin in result:
        if not ORIGIN.fullmatch(origin):
            raise ImproperlyConfigured(f"{name} must list websites such as https://www.example.org, not {origin!r}.")
    return result


def database(name: str, default: str | _Required = REQUIRED) -> dict[str, Any]:
    """The variable as one entry of Django's DATABASES, from a URL such as `postgres://user@host/db`.

    SQLite is put into write-ahead logging with immediate transactions, so that a writer waits for the
    other writer instead of failing. PostgreSQL binds the parameters and keeps the plans of statements that come again:
    planning the queries of a page takes it longer than running them.

    Raises:
        ImproperlyConfigured: it is missing without a default, or is no address of SQLite or PostgreSQL.
    """
    url = text(name, default)
    try:
        config: dict[str, Any] = dict(dj_database_url.parse(url, conn_max_age=60, conn_health_checks=True))
    except ValueError as error:
        raise ImproperlyConfigured(f"{name} is not a database address: {error}") from None
    if config["ENGINE"] == "django.db.backends.sqlite3":
        config["OPTIONS"] = {
            "transaction_mode": "IMMEDIATE",
            "timeout": 20,
            "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;",
        }
    elif config["ENGINE"] == "django.db.backends.postgresql":
        config["OPTIONS"] = config.get("OPTIONS", {}) | {"server_side_binding": True, "prepare_threshold": 5}
    else:
        raise ImproperlyConfigured(f"{name} must begin with sqlite:/// or postgres://.")
    return config
