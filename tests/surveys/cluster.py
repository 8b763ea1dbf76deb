"""A PostgreSQL server of its own, which a test may bring down."""

import os
import shutil
import socket
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

PROGRAMS = next((path.parent for path in sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), reverse=True)), None)
"""Where Debian keeps them; None where there are none."""


class Cluster:
    """Where it listens, and how it is killed and started again."""

    def __init__(self, folder: Path, port: int, programs: Path) -> None:
        self.folder, self.port, self.programs = folder, port, programs

    @property
    def url(self) -> str:
        return f"postgres://postgres@127.0.0.1:{self.port}/postgres"

    def control(self, *command: str) -> None:
        """Run `pg_ctl` as its owner."""
        subprocess.run(
            self._as_owner([str(self.programs / "pg_ctl"), "--pgdata", str(self.folder / "data"), *command]),
            check=True,
            stdout=subprocess.DEVNULL,
            timeout=120,
        )

    def make(self) -> None:
        """Make it and start it, with every write forced to the disk, as in production."""
        words = [str(self.programs / "initdb"), "--auth=trust", "--username=postgres", "--encoding=UTF8"]
        subprocess.run(self._as_owner([*words, str(self.folder / "data")]), check=True, stdout=subprocess.DEVNULL)
        options = f"-p {self.port} -k {self.folder} -c listen_addresses=127.0.0.1 -c max_connections=60"
        self.control("--wait", "--log", str(self.folder / "log"), "--options", options, "start")

    def crash(self) -> None:
        """Stop without writing anything more, and start again: recovery reads what was committed from the log."""
        self.control("--wait", "--mode", "immediate", "--log", str(self.folder / "log"), "restart")

    def _as_owner(self, command: list[str]) -> list[str]:
        return ["runuser", "-u", "postgres", "--", *command] if os.geteuid() == 0 else command


@contextmanager
def cluster(folder: Path) -> Iterator[Cluster]:
    """A running server in this folder, empty."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    if os.geteuid() == 0:
        shutil.chown(folder, "postgres")
        for above in folder.parents[:3]:
            above.chmod(above.stat().st_mode | 0o011)
    made = Cluster(folder, port, PROGRAMS or Path())
    made.make()
    try:
        yield made
    finally:
        made.control("--mode", "immediate", "stop")
