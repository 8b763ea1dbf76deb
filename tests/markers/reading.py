"""What came out of an address: everything in it, also inside of archives and workbooks."""

import io
import zipfile
from typing import Any

ZIP = b"PK\x03\x04"


def everything_in(response: Any) -> str:
    """Its headers and all that it holds, as one text."""
    headers = "\n".join(f"{name}: {value}" for name, value in response.items())
    content = response.getvalue() if response.streaming else response.content
    return "\n".join([headers, response.cookies.output(), text_in(content)])


def text_in(content: bytes) -> str:
    """The text of a file; of an archive, which a workbook is too, the names and texts of all members."""
    if not content.startswith(ZIP):
        return content.decode("utf-8", errors="replace")
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        members = [f"{name}\n{text_in(archive.read(name))}" for name in archive.namelist()]
    return "\n".join(members)
