"""What is looked at before any parser sees a file: its size, what it would grow to, and what its XML begins with."""

import zlib
from io import BytesIO
from xml.parsers import expat
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, ZipFile, ZipInfo

from django.utils.translation import gettext as _

from engagement.surveys.xlsform.faults import FormRefused, refusal

MAX_BYTES = 5 * 1024 * 1024
MAX_ROWS = 5_000
"""Of all sheets together, empty ones aside."""
MAX_COLUMNS = 200
MAX_CHARACTERS = 32_767
"""Of one cell. https://support.microsoft.com/office/1672b34d-7043-467e-8e27-269d656771c3"""

MAX_UNPACKED = 40 * 1024 * 1024
MAX_PARTS = 500
MAX_TAGS = 600_000
"""Of all parts of a workbook together. Five thousand rows of twenty cells have fewer; each costs a parser up to a
kilobyte, however few bytes it has in the file."""
MAX_TAGS_ASIDE = 100_000
"""Of all that are no sheets and no texts, such as styles: these become heavier things."""
CHUNK = 64 * 1024
ENCODINGS = {None, "utf-8", "utf-16", "us-ascii"}
"""In which the XML of a workbook may be: the first two after ECMA-376 part 2, 6.2.5; what is ASCII is UTF-8 as well."""


def check_size(content: bytes) -> None:
    """Raise FormRefused for an empty file or one that is too large."""
    if not content:
        raise refusal(_("This file is empty."))
    if len(content) > MAX_BYTES:
        most = MAX_BYTES // (1024 * 1024)
        raise refusal(
            _("This file is larger than {most} MB. Take pictures and other sheets out of it.").format(most=most)
        )


def check_archive(content: bytes) -> None:
    """Look into a workbook that is a zip file, as .xlsx is, without unpacking more than a bounded amount.

    Raises:
        FormRefused: it is damaged, it would grow beyond all measure, or its XML declares entities.
    """
    try:
        with ZipFile(BytesIO(content)) as archive:
            parts = archive.infolist()
            _check_sizes(parts)
            _check_parts(archive, parts)
    except FormRefused:
        raise
    except (BadZipFile, EOFError, NotImplementedError, OSError, RuntimeError, ValueError, zlib.error) as error:
        raise damaged() from error  # RuntimeError is how zipfile says that a part is encrypted


def damaged() -> FormRefused:
    """The refusal of a file that cannot be opened."""
    return refusal(_("This file is damaged or no spreadsheet. Open it, save it anew as .xlsx, and try again."))


def locked() -> FormRefused:
    """The refusal of a file that nobody can open without a password."""
    return refusal(_("This file needs a password. Save it without one."))


def _too_large() -> FormRefused:
    return refusal(
        _("There is far more in this file than a form needs. Copy its sheets into a new workbook, and save that.")
    )


def _check_sizes(parts: list[ZipInfo]) -> None:
    """The sizes are what the file says, and zipfile unpacks no more than that of a part."""
    if len(parts) > MAX_PARTS or sum(part.file_size for part in parts) > MAX_UNPACKED:
        raise _too_large()
    if any(part.compress_type not in (ZIP_STORED, ZIP_DEFLATED) for part in parts):
        raise damaged()


def _check_parts(archive: ZipFile, parts: list[ZipInfo]) -> None:
    tags, aside = 0, 0
    for part in parts:
        with archive.open(part) as unpacked:
            found = 0
            beginning = True
            while chunk := unpacked.read(CHUNK):
                if beginning:
                    _check_beginning(chunk)
                beginning = False
                found += chunk.count(b"<")
                if tags + found > MAX_TAGS:
                    raise _too_large()
        tags += found
        aside += 0 if _is_sheet(part.filename) else found
        if aside > MAX_TAGS_ASIDE:
            raise _too_large()


def _is_sheet(name: str) -> bool:
    return "sharedstrings" in name.lower() or "/worksheets/" in name.lower()


class _Begun(Exception):
    """The first element was reached, so nothing can be declared any more."""


def _check_beginning(chunk: bytes) -> None:
    """Refuse a document type, with which entities are declared (CWE-776), as the parser itself sees it.

    Parts that are no XML are passed: whoever reads them as XML fails where we do.
    """
    parser = expat.ParserCreate()
    parser.XmlDeclHandler = _check_encoding
    parser.StartDoctypeDeclHandler = _refuse_doctype
    parser.StartElementHandler = _begin
    try:
        parser.Parse(chunk, False)
    except (_Begun, expat.ExpatError):
        return
    if len(chunk) == CHUNK:
        raise damaged()  # so long a prologue hides something


def _check_encoding(version: str, encoding: str | None, standalone: int) -> None:
    if (encoding.lower() if encoding else None) not in ENCODINGS:
        raise damaged()


def _refuse_doctype(*args: object) -> None:
    raise refusal(_("This file declares XML entities, which spreadsheets never do. Save it anew as .xlsx."))


def _begin(*args: object) -> None:
    raise _Begun
