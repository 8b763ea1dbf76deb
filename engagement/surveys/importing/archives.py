"""What is looked at before a parser sees a workbook: what it would grow to, and what its XML declares.

A workbook is a zip file of XML (ECMA-376). Both can be small and grow without end: zip bombs, and entities that repeat
each other (CWE-409, CWE-776).
"""

import re
import zlib
from typing import IO
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, ZipFile, ZipInfo

from django.utils.translation import gettext as _

from engagement.surveys.importing.faults import ImportRefused, refusal

MAX_UNPACKED = 400 * 1024 * 1024
MAX_PARTS = 500
MAX_TEXTS = 8_000_000
"""Tags of the list of texts, which the parser keeps in memory: four for each text."""
MAX_BETWEEN_ROWS = 150_000
"""Tags between the beginnings of two rows, or of a part without rows: the parser keeps them until the next one."""
MAX_RUN = 512 * 1024
"""Bytes without a tag: the longest cell has a tenth."""
CHUNK = 256 * 1024
BEGINNING = 1024
OVERLAP = 16
ROW = re.compile(rb"<(?:\w+:)?row[\s/>]")
DECLARES = re.compile(rb"<!(?:DOCTYPE|ENTITY)")
UTF_8_MARK = b"\xef\xbb\xbf"
OTHER_ENCODINGS = (b"\xff\xfe", b"\xfe\xff", b"<\0", b"\0<")
"""How XML begins in which nobody would see what it declares."""
ENCODED = re.compile(rb"<\?xml[^>]*encoding\s*=\s*[\"'](?!utf-?8[\"'])", re.IGNORECASE)


def check_archive(file: IO[bytes]) -> None:
    """Look through a workbook without keeping it.

    Raises:
        ImportRefused: it is damaged, it would grow beyond all measure, or its XML declares something.
    """
    try:
        with ZipFile(file) as archive:
            _check_sizes(archive.infolist())
            for part in archive.infolist():
                with archive.open(part) as unpacked:
                    _check_part(part.filename, unpacked)
    except ImportRefused:
        raise
    except (BadZipFile, EOFError, NotImplementedError, OSError, RuntimeError, ValueError, zlib.error) as error:
        raise damaged() from error  # RuntimeError is how zipfile says that a part is encrypted
    finally:
        file.seek(0)


def damaged() -> ImportRefused:
    """The refusal of a file that cannot be opened."""
    return refusal(_("This file is damaged or no workbook. Open it, save it anew as .xlsx, and try again."))


def _too_large() -> ImportRefused:
    return refusal(_("There is far more in this file than rows of answers. Copy them into a new workbook."))


def _check_sizes(parts: list[ZipInfo]) -> None:
    """The sizes are what the file says, and zipfile unpacks no more than that of a part."""
    if len(parts) > MAX_PARTS or sum(part.file_size for part in parts) > MAX_UNPACKED:
        raise _too_large()
    if any(part.compress_type not in (ZIP_STORED, ZIP_DEFLATED) for part in parts):
        raise damaged()


def _check_part(name: str, unpacked: IO[bytes]) -> None:
    beginning = unpacked.read(BEGINNING)
    if beginning.startswith(OTHER_ENCODINGS) or ENCODED.search(beginning):
        raise _declaring()
    if beginning.lstrip(UTF_8_MARK).lstrip().startswith(b"<"):  # anything else, such as a picture, is no XML
        _check_xml(beginning, unpacked, most=MAX_TEXTS if "sharedstrings" in name.lower() else MAX_BETWEEN_ROWS)


def _check_xml(chunk: bytes, unpacked: IO[bytes], *, most: int) -> None:
    before, tags, run = b"", 0, 0
    while chunk:
        if DECLARES.search(before + chunk):
            raise _declaring()
        first_row, *rows = ROW.split(chunk)
        counts = [tags + first_row.count(b"<"), *(row.count(b"<") for row in rows)]
        first, last = chunk.find(b"<"), chunk.rfind(b"<")
        run += len(chunk) if first < 0 else first
        if max(counts) > most or run > MAX_RUN:
            raise _too_large()
        tags, run = counts[-1], run if last < 0 else len(chunk) - last
        before, chunk = chunk[-OVERLAP:], unpacked.read(CHUNK)


def _declaring() -> ImportRefused:
    return refusal(_("This file declares things in its XML that workbooks never do. Save it anew as .xlsx."))
