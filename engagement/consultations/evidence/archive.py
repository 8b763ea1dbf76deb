"""A zip whose bytes depend on nothing but what is put into it."""

import hashlib
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any

from base.spreadsheets import csv_lines

EPOCH = (1980, 1, 1, 0, 0, 0)
"""The first moment that a zip can name (APPNOTE.TXT 4.4.6): when a file was written would differ each time."""
UNIX, READABLE = 3, 0o100644 << 16
LEVEL = 6
SUMS = "sha256sums.txt"
"""Checked by `sha256sum --check sha256sums.txt` (GNU coreutils): two spaces between digest and name."""


class Archive:
    """Written to a disk piece by piece, so that its size costs no memory. Close it to have its list of digests."""

    def __init__(self, path: Path) -> None:
        self._zip = zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=LEVEL)
        self._digests: dict[str, str] = {}

    def add(self, name: str, pieces: Iterable[bytes]) -> str:
        """Add one file; its SHA-256 as hexadecimal digits.

        Raises:
            ValueError: the name does not come after those before it: the order is part of the bytes.
        """
        if self._digests and name <= next(reversed(self._digests)):
            raise ValueError(f"{name} comes too late")
        digest = hashlib.sha256()
        with self._entry(name) as entry:
            for piece in pieces:
                digest.update(piece)
                entry.write(piece)
        self._digests[name] = digest.hexdigest()
        return self._digests[name]

    def add_text(self, name: str, text: str) -> str:
        """Add a text file, UTF-8 with line feeds."""
        return self.add(name, [text.encode()])

    def add_table(self, name: str, headings: Sequence[str], rows: Iterable[Sequence[Any]]) -> str:
        """Add a CSV file, with formulas disarmed (`base.spreadsheets`)."""
        return self.add(name, (line.encode() for line in csv_lines(headings, rows)))

    @property
    def names(self) -> list[str]:
        """What is in it so far."""
        return list(self._digests)

    def close(self) -> None:
        """Add the list of digests, and finish."""
        self.add_text(SUMS, "".join(f"{digest}  {name}\n" for name, digest in self._digests.items()))
        self._zip.close()

    def abandon(self) -> None:
        """Finish without caring for what it holds."""
        self._zip.close()

    @contextmanager
    def _entry(self, name: str) -> Iterator[IO[bytes]]:
        info = zipfile.ZipInfo(name, EPOCH)
        info.compress_type, info.create_system, info.external_attr = zipfile.ZIP_DEFLATED, UNIX, READABLE
        # Named for the older Pythons: from 3.13 on the level of the archive is not taken over by an entry of ours.
        info._compresslevel = LEVEL  # type: ignore[attr-defined]
        with self._zip.open(info, "w", force_zip64=True) as entry:
            yield entry


def file_digest(path: Path) -> str:
    """The SHA-256 of a file as hexadecimal digits."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
