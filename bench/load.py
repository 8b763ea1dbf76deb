"""Load on a server on this machine: a fixed number of connections, each asking again as soon as it is answered."""

import selectors
import socket
import time
from collections.abc import Callable

HOST = "127.0.0.1"


def reading(path: str) -> bytes:
    """The request of somebody who reads a page."""
    return f"GET {path} HTTP/1.1\r\nHost: {HOST}\r\nConnection: close\r\n\r\n".encode()


class Load:
    """Sends one server one kind of request. Each has a connection of its own, and every answer must be the same.

    Args:
        make: makes the next request.
        expected: the status of every answer.
    """

    def __init__(self, *, port: int, make: Callable[[], bytes], connections: int, expected: int = 200) -> None:
        self.port = port
        self.connections = connections
        self.make = make
        self.expected = str(expected).encode()
        self.selector = selectors.DefaultSelector()
        self.answered = 0

    def requests_a_second(self, seconds: float) -> float:
        """Ask for that long and return how many answers came each second.

        Raises:
            SystemExit: an answer had another status.
        """
        for _ in range(self.connections):
            self._ask()
        start = time.perf_counter()
        while (elapsed := time.perf_counter() - start) < seconds:
            for key, _ in self.selector.select(timeout=1):
                self._read(key)
        for key in list(self.selector.get_map().values()):
            self._close(key)
        return self.answered / elapsed

    def _ask(self) -> None:
        connection = socket.create_connection((HOST, self.port))
        request = self.make()
        connection.sendall(request)
        self.selector.register(connection, selectors.EVENT_READ, data=(request, bytearray()))

    def _read(self, key: selectors.SelectorKey) -> None:
        request, answer = key.data
        piece = key.fileobj.recv(262_144)  # type: ignore[union-attr]
        if piece:
            answer.extend(piece)
            return
        status = bytes(answer[9:12])
        if status != self.expected:
            raise SystemExit(f"{request.decode().splitlines()[0]} was answered {status.decode() or 'nothing'}")
        self.answered += 1
        self._close(key)
        self._ask()

    def _close(self, key: selectors.SelectorKey) -> None:
        self.selector.unregister(key.fileobj)
        key.fileobj.close()  # type: ignore[union-attr]
