"""Run as a process of its own: make an evidence pack, and die by SIGKILL before one of its writes to the database."""

import os
import signal
import sys
from collections.abc import Callable
from typing import Any

import django


def main(pack: int, write: int) -> None:
    django.setup()
    from django.db import connection

    from engagement.consultations.evidence.making import make_pack
    from engagement.consultations.models import EvidencePack

    left = [write]

    def die(execute: Callable[..., Any], sql: str, *rest: Any) -> Any:
        if sql.startswith(f'UPDATE "{EvidencePack._meta.db_table}"'):
            left[0] -= 1
        if not left[0]:
            os.kill(os.getpid(), signal.SIGKILL)
        return execute(sql, *rest)

    with connection.execute_wrapper(die):
        make_pack.func(pack)


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]))
