"""The file in which an .xls lies, which is a little file system: "[MS-CFB]: Compound File Binary File Format", 2024.

xlrd reads it as well, and goes round and round where a file is made to lead it in a circle.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from struct import error as struct_error
from struct import unpack_from

HEADER, ENTRY = 512, 128
LAST_REGULAR = 0xFFFFFFFA
MINI_SECTOR, MINI_BELOW = 64, 4096
STREAM, ROOT = 2, 5


class CompoundError(ValueError):
    """It is not as the format says."""


@dataclass(frozen=True)
class Entry:
    """What the directory says of a stream."""

    name: str
    sort: int
    start: int
    size: int


class CompoundFile:
    """A compound file in memory. No chain is followed for more steps than the file has sectors."""

    def __init__(self, content: bytes) -> None:
        self.content = content
        try:
            (shift,) = unpack_from("<H", content, 30)
            if shift not in (9, 12):
                raise CompoundError("sector size")
            self.size = 1 << shift
            directory, _signature, _cutoff, mini = unpack_from("<4I", content, 48)
            self.table = self._table()
            self.entries = list(self._entries(self._chained(directory)))
            self.mini_start = mini
        except struct_error as error:
            raise CompoundError("truncated") from error

    def stream(self, names: Iterable[str]) -> bytes:
        """The content of the first stream with one of these names.

        Raises:
            CompoundError: there is none, or it is broken.
        """
        wanted = {name.casefold() for name in names}
        found = next((one for one in self.entries if one.sort == STREAM and one.name.casefold() in wanted), None)
        if found is None:
            raise CompoundError("no such stream")
        if found.size >= MINI_BELOW:
            return self._chained(found.start)[: found.size]
        root = next((one for one in self.entries if one.sort == ROOT), None)
        if root is None:
            raise CompoundError("no root")
        whole = self._chained(root.start)
        table = _numbers(self._chained(self.mini_start))
        places = (place * MINI_SECTOR for place in _chain(found.start, table))
        return b"".join(whole[place : place + MINI_SECTOR] for place in places)[: found.size]

    def _table(self) -> list[int]:
        """Which sector follows which."""
        sectors = list(unpack_from("<109I", self.content, 76))
        following, count = unpack_from("<2I", self.content, 68)
        steps = 0
        while count and following < LAST_REGULAR:
            more = _numbers(self._sector(following))
            if not more:
                raise CompoundError("truncated")
            following = more.pop()
            sectors.extend(more)
            steps += 1
            if steps > len(self.content) // self.size:
                raise CompoundError("circle")
        sectors = [sector for sector in sectors if sector < LAST_REGULAR]
        if len(sectors) * self.size > len(self.content):
            raise CompoundError("more than there is")
        return _numbers(b"".join(map(self._sector, sectors)))

    def _sector(self, number: int) -> bytes:
        begin = (number + 1) * self.size if self.size > HEADER else HEADER + number * self.size
        return self.content[begin : begin + self.size]

    def _chained(self, start: int) -> bytes:
        return b"".join(self._sector(number) for number in _chain(start, self.table))

    def _entries(self, directory: bytes) -> Iterator[Entry]:
        for at in range(0, len(directory) - ENTRY + 1, ENTRY):
            length, sort = unpack_from("<HB", directory, at + 64)
            start, size = unpack_from("<2I", directory, at + 116)
            name = directory[at : at + min(length, 64)].decode("utf-16-le", "replace").rstrip("\0")
            yield Entry(name, sort, start, size)


def _chain(start: int, table: Sequence[int]) -> Iterator[int]:
    number, steps = start, 0
    while number < LAST_REGULAR:
        if number >= len(table) or steps > len(table):
            raise CompoundError("circle")
        yield number
        number, steps = table[number], steps + 1


def _numbers(data: bytes) -> list[int]:
    return list(unpack_from(f"<{len(data) // 4}I", data))
