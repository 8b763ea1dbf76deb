"""Several clients at once, each with a database connection of its own."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import TypeVar

from django.db import connection

T = TypeVar("T")


def in_threads(work: Callable[[], T], times: int) -> list[T]:
    """What `work` returned to each of `times` clients, who begin together once all are connected."""
    ready = Barrier(times)

    def run() -> T:
        try:
            connection.ensure_connection()
            ready.wait(timeout=120)
            return work()
        finally:
            connection.close()

    with ThreadPoolExecutor(times) as pool:
        return [future.result() for future in [pool.submit(run) for _ in range(times)]]
