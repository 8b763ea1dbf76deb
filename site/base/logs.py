"""What is written to the log: one JSON object a line, without e-mail addresses, form data or what people wrote.

https://www.structlog.org/en/stable/standard-library.html - our own code and every library log through the standard
library's `logging`; structlog renders all of it in one way.
"""

import re
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import structlog
from django.http import HttpRequest
from structlog.types import EventDict, Processor

ADDRESS = re.compile(r"[^\s<>\"'(),;:@\[\]{}=/]{1,64}(?:@|%40)[^\s<>\"'(),;:@\[\]{}=/&]+", re.IGNORECASE)
"""Anything that looks like an address, on the generous side: `user@host` of a database URL goes too.
Before the @ are 64 characters at most (RFC 5321, 4.5.3.1.1), so that a long line without one is soon read."""

ROW_CONTENT = re.compile(
    r"DETAIL:.*?(?:(?<!\s)(?=[^\S\n]*\n\s*(?:CONTEXT:|Traceback |The above exception|During handling))|\Z)", re.DOTALL
)
"""PostgreSQL repeats the refused row, and with it what somebody wrote, after this word. Spaces are looked
through from the first of them only: many empty lines take no longer than others."""

SECRET_ARGUMENT = re.compile(r"key|token|uidb36|uidb64|signed|secret", re.IGNORECASE)
"""Names of parts of an address that let whoever reads the log act for somebody else."""

PLAIN = (str, int, float, bool, type(None))

COMMAND_LINES = {"manage.py", "django-admin"}
SERVERS = {"db_worker", "runserver"}
"""Commands that run until they are ended; all others answer on standard output."""


def is_command(words: Sequence[str] | None = None) -> bool:
    """Whether this process is a command whose standard output is its answer, and no server.

    Args:
        words: those it was started with, by default `sys.argv`.
    """
    program, *rest = sys.argv if words is None else words
    return Path(program).name in COMMAND_LINES and not SERVERS.intersection(rest[:1])


def without_addresses(text: str) -> str:
    """The text with every e-mail address, and every row that PostgreSQL quotes in an error, replaced."""
    return ADDRESS.sub("[e-mail]", ROW_CONTENT.sub("DETAIL: [row]", text))


def path_without_secrets(request: HttpRequest) -> str:
    """The path of the request with every key and token in it replaced by an ellipsis."""
    path = request.path
    arguments = request.resolver_match.kwargs if request.resolver_match else {}
    for name, value in arguments.items():
        if SECRET_ARGUMENT.search(name) and str(value):
            path = path.replace(str(value), "…")
    return path


def hide_secrets_of_path(_logger: Any, _method: str, event: EventDict) -> EventDict:
    """structlog processor: `path_without_secrets` for what Django logs about a request."""
    request = event.get("request")
    if isinstance(request, HttpRequest):
        event["event"] = str(event["event"]).replace(request.path, path_without_secrets(request))
    return event


def remove_addresses(_logger: Any, _method: str, event: EventDict) -> EventDict:
    """structlog processor: `without_addresses` on every text in the event, however deep."""
    return {key: _cleaned(value) for key, value in event.items()}


def keep_plain_extras(_logger: Any, _method: str, event: EventDict) -> EventDict:
    """structlog processor: drop objects that libraries attach to a record, such as Django's whole request."""
    return {key: value for key, value in event.items() if key.startswith("_") or key == "exc_info" or _is_plain(value)}


def _cleaned(value: Any) -> Any:
    if isinstance(value, str):
        return without_addresses(value)
    if isinstance(value, dict):
        return {_cleaned(key): _cleaned(item) for key, item in value.items()}
    if isinstance(value, list | tuple | set | frozenset):
        return [_cleaned(item) for item in value]
    return value if isinstance(value, PLAIN) else without_addresses(str(value))


def _is_plain(value: Any) -> bool:
    if isinstance(value, dict):
        return all(map(_is_plain, value.values()))
    if isinstance(value, list | tuple | set | frozenset):
        return all(map(_is_plain, value))
    return isinstance(value, PLAIN)


SHARED: list[Processor] = [
    structlog.contextvars.merge_contextvars,
    structlog.stdlib.add_logger_name,
    structlog.stdlib.add_log_level,
    structlog.processors.TimeStamper(fmt="iso", utc=True),
]


def _rendering(json: bool) -> list[Processor]:
    renderer = structlog.processors.JSONRenderer() if json else structlog.dev.ConsoleRenderer(colors=False)
    return [
        structlog.stdlib.ProcessorFormatter.remove_processors_meta,
        structlog.processors.StackInfoRenderer(),
        # As text: structlog's other forms of a traceback show the values of local variables.
        structlog.processors.format_exc_info,
        remove_addresses,
        renderer,
    ]


def logging_config(*, json: bool, level: str = "INFO") -> dict[str, Any]:
    """Django's `LOGGING`.

    Args:
        json: one JSON object a line for machines, on standard output, or on standard error where a command answers on
            the other; otherwise lines on standard error for people, without those of each background task.
        level: the lowest level that is written.
    """
    formatter = {
        "()": structlog.stdlib.ProcessorFormatter,
        "foreign_pre_chain": [*SHARED, structlog.stdlib.ExtraAdder(), hide_secrets_of_path, keep_plain_extras],
        "processors": _rendering(json),
    }
    stream = "ext://sys.stdout" if json and not is_command() else "ext://sys.stderr"
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {"line": formatter},
        "handlers": {"lines": {"class": "logging.StreamHandler", "stream": stream, "formatter": "line"}},
        "root": {"handlers": ["lines"], "level": level},
        "loggers": {
            # Django's own handlers go: one writes to the console in its own form, the other mails whole requests.
            "django": {"handlers": [], "level": level, "propagate": True},
            "django.server": {"handlers": [], "level": level, "propagate": True},
            # base.middleware writes one line for every request, without the secrets some addresses hold.
            "django.request": {"level": "ERROR"},
            # Scanners ask for hosts that are not ours all day; the line of the request tells enough.
            "django.security.DisallowedHost": {"handlers": [], "propagate": False},
            # Three lines for each task are for machines to follow; a person looks for what failed.
            "django_tasks": {"level": level if json else "WARNING"},
        },
    }


def configure_structlog() -> None:
    """Send what is logged through `structlog.get_logger()` to the standard library, once at start."""
    structlog.configure(
        processors=[
            structlog.stdlib.filter_by_level,
            *SHARED,
            structlog.stdlib.PositionalArgumentsFormatter(),
            structlog.stdlib.ProcessorFormatter.wrap_for_formatter,
        ],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=True,
    )
