"""Load on a server on this machine: a fixed number of connections, each asking again as soon as it is answered."""

import selectors
import socket
import time

HOST = "127.0.0.1"


class Load:
    """Asks one server for one path. Every answer must be 200; each request has a connection of its own."""

    def __init__(self, *, port: int, path: str, connections: int) -> None:
        self.port = port
        self.connections = connections
        self.request = f"GET {path} HTTP/1.1\r\nHost: {HOST}\r\nConnection: close\r\n\r\n".encode()
        self.selector = selectors.DefaultSelector()
        self.answered = 0

    def requests_a_second(self, seconds: float) -> float:
        """Ask for that long and return how many answers came each second.

        Raises:
            SystemExit: an answer was not 200.
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
        connection.sendall(self.request)
        self.selector.register(connection, selectors.EVENT_READ, data=bytearray())

    def _read(self, key: selectors.SelectorKey) -> None:
        piece = key.fileobj.recv(262_144)  # type: ignore[union-attr]
        if piece:
            key.data.extend(piece)
            return
        status = bytes(key.data[9:12])
        if status != b"200":
            raise SystemExit(f"{self.request.decode().splitlines()[0]} was answered {status.decode() or 'nothing'}")
        self.answered += 1
        self._close(key)
        self._ask()

    def _close(self, key: selectors.SelectorKey) -> None:
        self.selector.unregister(key.fileobj)
        key.fileobj.close()  # type: ignore[union-attr]
