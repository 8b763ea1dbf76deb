"""Two documents of the demo, made here: a PDF of one page and a spreadsheet."""

HOURS = [
    ("06:00", 148, 39), ("07:00", 402, 121), ("08:00", 612, 204), ("09:00", 301, 188), ("10:00", 176, 170),
    ("11:00", 169, 182), ("12:00", 188, 231), ("13:00", 171, 190), ("14:00", 182, 176), ("15:00", 286, 213),
]  # fmt: skip
"""Start of the hour, vehicles passing through and vehicles stopping, Mill Lane, mean of five weekdays."""

LAYOUTS = [
    "Mill Lane: the three layouts in words",
    "",
    "Layout A: one way for cars, from Tanner Street towards the river.",
    "   Pavement 3.2 m wide on the school side, 11 trees, cycle lane against the traffic.",
    "   Deliveries at any hour, leaving by the river end.",
    "",
    "Layout B: no way through in the middle.",
    "   Four planters and two posts between the bakery and the school.",
    "   Both halves two-way from their own end, turning space at Weir Court, 16 trees.",
    "",
    "Layout C: a school street.",
    "   Closed to cars on school days, 8am to 9am and 2:45pm to 3:45pm.",
    "   People who live here and blue badge holders may drive at walking pace.",
    "",
    "All layouts: a 3.7 m way for emergency vehicles, bus 14 keeps its stops.",
    "",
    "Wexbourne Borough Council, Streets team, 01632 960 147",
]


def traffic_csv() -> bytes:
    """The traffic count as RFC 4180 text."""
    rows = ["hour,passing_through,stopping", *(f"{hour},{through},{stopping}" for hour, through, stopping in HOURS)]
    return ("\r\n".join(rows) + "\r\n").encode()


def layouts_pdf() -> bytes:
    """The layouts as a PDF 1.4 of one A4 page (ISO 32000-1), with the reader's own Helvetica."""
    lines = "".join(f"({_escaped(line)}) Tj T*\n" for line in LAYOUTS)
    content = f"BT /F1 12 Tf 17 TL 56 770 Td\n{lines}ET".encode("latin-1")
    return _pdf(
        [
            b"<< /Type /Catalog /Pages 2 0 R /Lang (en-GB) >>",
            b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R "
            b"/Resources << /Font << /F1 5 0 R >> >> >>",
            b"<< /Length %d >>\nstream\n%s\nendstream" % (len(content), content),
            b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
        ]
    )


def _escaped(text: str) -> str:
    return text.replace("\\", "\\\\").replace("(", "\\(").replace(")", "\\)")


def _pdf(objects: list[bytes]) -> bytes:
    body, places = b"%PDF-1.4\n", []
    for number, content in enumerate(objects, start=1):
        places.append(len(body))
        body += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    size = len(objects) + 1
    return body + (
        b"xref\n0 %d\n0000000000 65535 f \n%strailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n"
        % (size, table, size, len(body))
    )


PAPERS = {
    "mill-lane-layouts": ("Mill Lane: the three layouts", "mill-lane-layouts.pdf", layouts_pdf),
    "mill-lane-traffic": ("Mill Lane: traffic counts", "mill-lane-traffic.csv", traffic_csv),
}
"""Title, file name and maker by key."""
