"""The site behind gunicorn on this test's database, and a visitor who tries again when the line goes dead."""

import http.client
import os
import re
import signal
import socket
import subprocess
import sys
import time
import uuid
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from urllib.parse import urlencode

from django.db import connections

from base.guards import KEY_FIELD
from config.paths import ROOT
from tests.base.outbox import database_url

DEAD = (OSError, http.client.HTTPException)


@contextmanager
def gunicorn(workers: int, database: str = "") -> Iterator["Server"]:
    """A running server; it trusts one proxy, so that each visitor can come from an address of their own.

    Args:
        database: its address, if it is not this test's.
    """
    connections.close_all()
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    environment = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "config.settings.test",
        "DATABASE_URL": database or database_url(),
        "PROXY_COUNT": "1",
    }
    command = [sys.executable, "-m", "gunicorn", "--pythonpath", f"{ROOT},{ROOT / 'site'}", "--no-control-socket"]
    command += ["--workers", str(workers), "--bind", f"127.0.0.1:{port}", "config.wsgi"]
    process = subprocess.Popen(command, cwd=ROOT, env=environment, stderr=subprocess.DEVNULL)
    server = Server(process.pid, port)
    try:
        server.wait()
        yield server
    finally:
        process.terminate()
        process.wait(20)


class Server:
    """Where it listens, and its worker processes."""

    def __init__(self, pid: int, port: int) -> None:
        self.pid = pid
        self.port = port

    def wait(self) -> None:
        """Until it answers."""
        for _attempt in range(240):
            with suppress(*DEAD):
                if Visitor(self, 0).ask("GET", "/health/live")[0] == 200:
                    return
            time.sleep(0.25)
        raise AssertionError("gunicorn did not answer")

    def kill_a_worker(self) -> None:
        """Kill one of its workers, at once and without warning."""
        children = Path(f"/proc/{self.pid}/task/{self.pid}/children").read_text().split()
        if children:
            with suppress(ProcessLookupError):
                os.kill(int(children[0]), signal.SIGKILL)


class Visitor:
    """One browser: it keeps its cookie and its form, and sends the form until it is answered."""

    def __init__(self, server: Server, number: int) -> None:
        self.server = server
        self.headers = {"X-Forwarded-For": f"10.1.{number // 250}.{number % 250 + 1}"}
        self.key = str(uuid.uuid4())
        self.token = ""

    def open(self, path: str) -> None:
        """Read the page with the form."""
        _status, cookie, page = self.insist("GET", path)
        self.headers["Cookie"] = cookie
        self.token = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', page)[1]  # type: ignore[index]

    def post(self, path: str, text: str) -> int:
        """Send it, again and again until there is an answer; its status."""
        body = {"csrfmiddlewaretoken": self.token, KEY_FIELD: self.key, "comment": text, "name": "Ann"}
        return self.insist("POST", path, urlencode(body))[0]

    def insist(self, method: str, path: str, body: str = "") -> tuple[int, str, str]:
        """What it answers, at the latest after a minute."""
        for _attempt in range(120):
            with suppress(*DEAD):
                answer = self.ask(method, path, body)
                if answer[0] < 500:
                    return answer
            time.sleep(0.5)
        raise AssertionError("no answer")

    def ask(self, method: str, path: str, body: str = "") -> tuple[int, str, str]:
        """One request: status, cookies and body."""
        line = http.client.HTTPConnection("127.0.0.1", self.server.port, timeout=30)
        try:
            headers = self.headers | ({"Content-Type": "application/x-www-form-urlencoded"} if body else {})
            line.request(method, path, body or None, headers)
            response = line.getresponse()
            cookies = "; ".join(value.split(";")[0] for value in response.headers.get_all("Set-Cookie", []))
            return response.status, cookies, response.read().decode()
        finally:
            line.close()
