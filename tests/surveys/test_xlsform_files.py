"""What is let in at all: formats, limits, and files that are made to do harm or are simply broken."""

import io
import random
import struct
import time
import warnings
import zipfile
from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engagement.surveys.xlsform import Fault, FormRefused, read_form
from engagement.surveys.xlsform.files.safety import MAX_BYTES, MAX_TAGS
from tests.surveys.forms import REAL, needs_real, workbook

GOOD = workbook(survey=[["type", "name", "label"], ["text", "a", "A"]])
SHEET, STYLES = "xl/worksheets/sheet1.xml", "xl/styles.xml"
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
DAMAGED = "This file is damaged or no spreadsheet. Open it, save it anew as .xlsx, and try again."
TOO_MUCH = "There is far more in this file than a form needs. Copy its sheets into a new workbook, and save that."
ENTITIES = "This file declares XML entities, which spreadsheets never do. Save it anew as .xlsx."


def said_of(content: bytes, name: str = "f.xlsx") -> str:
    """The one thing that is wrong with a file."""
    with pytest.raises(FormRefused) as caught:
        read_form(content, name)
    (fault,) = caught.value.faults
    return fault.sentence


def repacked(method: int = zipfile.ZIP_DEFLATED, **changes: bytes | Callable[[bytes], bytes]) -> bytes:
    """A workbook with other parts: `sheet`, `styles`, or one more called `more`."""
    parts = {"sheet": SHEET, "styles": STYLES, "more": "xl/media/picture.bin"}
    changed = {parts[name]: change for name, change in changes.items()}
    file = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(GOOD)) as source, zipfile.ZipFile(file, "w", method) as target:
        for name in [*source.namelist(), *(changed.keys() - set(source.namelist()))]:
            change = changed.get(name) or source.read(name)
            target.writestr(name, change(source.read(name)) if callable(change) else change)
    return file.getvalue()


def rows(xml: str) -> bytes:
    return f'<worksheet xmlns="{MAIN}"><sheetData>{xml}</sheetData></worksheet>'.encode()


@pytest.mark.parametrize(
    ("content", "name", "sentence"),
    [
        (b"", "f.xlsx", "This file is empty."),
        (b"x" * (MAX_BYTES + 1), "f.csv", "This file is larger than 5 MB. Take pictures and other sheets out of it."),
        (b'{"survey": []}', "f.json", "This is not a form spreadsheet. Forms are read from .xlsx, .xls, .csv, .md."),
        (b"type,name", "f", "This is not a form spreadsheet. Forms are read from .xlsx, .xls, .csv, .md."),
        (b"type,name", "f.xlsx", "This is not a form spreadsheet. Forms are read from .xlsx, .xls, .csv, .md."),
        (b"PK\x03\x04 and no more", "f.xlsx", DAMAGED),
        (GOOD[:-200], "f.xlsx", DAMAGED),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 and no more", "f.xls", DAMAGED),
        ("é,è,à".encode("latin-1"), "f.csv", "This file is not in UTF-8. Save it as “CSV UTF-8”, or as .xlsx."),
        (
            b"survey;;\n;type;name\n",
            "f.csv",
            "The cells of this file are not divided by commas. Save it as “CSV UTF-8”, or as .xlsx.",
        ),
        (b"type, name", "f.md", "There is no table in this file. Cells stand between upright bars: | type | name |."),
        (
            b"settings,,\n,form_title,\n,T,\nchoices,,\n,list_name,\n",
            "f.csv",
            "There is no sheet called survey. Put the questions on one.",
        ),
    ],
)
def test_file_that_is_no_form(content: bytes, name: str, sentence: str) -> None:
    assert said_of(content, name) == sentence


END, FREE = 0xFFFFFFFE, 0xFFFFFFFF


def compound(name: str, *, table: list[int], size: int = 9000) -> bytes:
    """A compound file: its table in sector 0, its directory in sector 1, one stream from sector 2 on."""
    header = bytearray(512)
    header[:8] = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
    header[24:34] = struct.pack("<5H", 0x3E, 3, 0xFFFE, 9, 6)
    header[44:76] = struct.pack("<8I", 1, 1, 0, 4096, END, 0, END, 0)
    header[76:512] = struct.pack("<109I", 0, *[FREE] * 108)
    entries = b"".join(
        called.encode("utf-16-le").ljust(64, b"\0")
        + struct.pack("<HBB", 2 * len(called) + 2, sort, 1).ljust(52, b"\0")
        + struct.pack("<3I", start, length, 0)
        for called, sort, start, length in [("Root Entry", 5, END, 0), (name, 2, 2, size)]
    )
    sectors = struct.pack("<128I", *[*table, *[FREE] * (128 - len(table))]), entries.ljust(512, b"\0"), bytes(512)
    return bytes(header) + b"".join(sectors)


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (compound("EncryptedPackage", table=[END, END, END]), "This file needs a password. Save it without one."),
        (compound("Else", table=[END, END, END]), DAMAGED),
        (compound("Workbook", table=[END, END, END]), DAMAGED),
        (compound("Workbook", table=[END, END, 2]), DAMAGED),  # the stream leads to its own beginning
        (compound("Workbook", table=[END, 1, END]), DAMAGED),  # and so does the directory
        (compound("Workbook", table=[END, END, 77]), DAMAGED),
        (compound("Workbook", table=[END, END, 2], size=100), DAMAGED),
    ],
)
def test_compound_file_that_leads_nowhere(content: bytes, sentence: str) -> None:
    assert said_of(content, "f.xls") == sentence


@pytest.mark.parametrize("name", ["f.xlsx", "f.xls", "f.csv", "f"])
def test_workbook_is_known_by_its_content_whatever_it_is_called(name: str) -> None:
    assert read_form(GOOD, name).definition.questions[0].code == "a"


# Files that are made to do harm


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (repacked(more=b"0" * 45_000_000), TOO_MUCH),
        (repacked(sheet=rows("<row>" + "<c/>" * MAX_TAGS + "</row>")), TOO_MUCH),
        (repacked(styles=lambda xml: xml.replace(b"</cellXfs>", b"<xf/>" * 110_000 + b"</cellXfs>")), TOO_MUCH),
        (repacked(zipfile.ZIP_LZMA), DAMAGED),
        (repacked(zipfile.ZIP_BZIP2), DAMAGED),
        (repacked(sheet=b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY x "y">]><a/>'), ENTITIES),
        (repacked(styles=b'<!DOCTYPE a SYSTEM "file:///etc/passwd"><a/>'), ENTITIES),
        (repacked(sheet='<?xml version="1.0" encoding="utf-16"?><!DOCTYPE a><a/>'.encode("utf-16")), ENTITIES),
        (repacked(sheet=b'<?xml version="1.0" encoding="cp037"?>' + "<!DOCTYPE a><a/>".encode("cp037")), DAMAGED),
        (repacked(sheet=b"<!--" + b" " * 100_000 + b"--><!DOCTYPE a><a/>"), DAMAGED),
        (repacked(sheet=rows("<row><c t='n'><v>" + "9" * 10_000 + "</v></c></row>")), DAMAGED),
        (repacked(sheet=rows("<row r='0x1'><c t='n'><v>9</v></c></row>")), DAMAGED),
        (
            repacked(sheet=rows("<row r='1048576'><c t='n'><v>9</v></c></row>")),
            "A form has no more than 5000 rows. Divide it, or take out sheets that it does not need.",
        ),
    ],
)
def test_workbook_that_would_take_the_server_down(content: bytes, sentence: str) -> None:
    began = time.perf_counter()
    assert said_of(content) == sentence
    assert time.perf_counter() - began < 30


def test_size_that_lies_is_not_believed():
    content = bytearray(repacked(more=b"0" * 45_000_000))
    at = content.rindex(b"PK\x01\x02", 0, content.rindex(b"xl/media/picture.bin"))
    content[at + 24 : at + 28] = (1000).to_bytes(4, "little")
    assert said_of(bytes(content)) == DAMAGED


@pytest.mark.parametrize(
    ("survey", "row", "sentence"),
    [
        ([["type", "name"]] + [["text", f"a{n}"] for n in range(5000)], 5001, "A form has no more than 5000 rows."),
        ([["type", "name", *(f"c{n}" for n in range(200))]], 1, "A form has no more than 200 columns."),
        ([["type", "name", "label"], ["text", "a", "A" * 32_768]], 2, "A cell has no more than 32767 characters."),
    ],
)
def test_more_than_a_form_may_have(survey: list[list[str]], row: int, sentence: str) -> None:
    for content, name in ((workbook(survey=survey), "f.xlsx"), (csv_of(survey), "f.csv")):
        if name == "f.xlsx" and row == 2:
            continue  # openpyxl writes no such cell
        with pytest.raises(FormRefused) as caught:
            read_form(content, name)
        (fault,) = caught.value.faults
        assert (fault.sheet, fault.row) == ("survey", row)
        assert fault.sentence.startswith(sentence)


def csv_of(survey: list[list[str]]) -> bytes:
    return ("survey\n" + "".join(f",{','.join(row)}\n" for row in survey)).encode()


def test_many_questions_with_one_long_list() -> None:
    survey = [["type", "name", "label"]] + [["select_one l", f"q{n}", "Q"] for n in range(60)]
    choices = [["list_name", "name", "label"]] + [["l", f"c{n}", "C"] for n in range(2000)]
    with pytest.raises(FormRefused) as caught:
        read_form(workbook(survey=survey, choices=choices), "f.xlsx")
    (fault,) = caught.value.faults
    assert (fault.sheet, fault.row, fault.column) == ("survey", 52, "type")


def test_other_sheets_are_not_looked_at() -> None:
    survey = [["type", "name", "label"], ["text", "a", "A"]]
    form = read_form(workbook(survey=survey, data=[["x"] * 10] * 6000), "f.xlsx")
    assert Fault("data", None, "", "This sheet is no part of a survey here. It is left out.") in form.notices


def test_sheet_that_is_alone_is_the_survey() -> None:
    assert read_form(workbook(Sheet1=[["type", "name", "label"], ["text", "a", "A"]]), "f.xlsx").definition.questions


def test_two_sheets_of_one_name() -> None:
    content = workbook(**{"survey": [["type", "name"]], "Survey ": [["type", "name"]]})
    assert said_of(content) == "There are two sheets called survey. Put all their rows on one."


def test_formulas_are_not_reckoned() -> None:
    cells = "".join(f"<c t='inlineStr'><is><t>{text}</t></is></c>" for text in ("type", "name", "label"))
    cell = "<c t='str'><f>1+1</f>{}</c>"
    named = "".join(f"<c t='inlineStr'><is><t>{text}</t></is></c>" for text in ("text", "a"))
    for saved, label in (("<v>two</v>", "two"), ("", "=1+1")):
        content = repacked(sheet=rows(f"<row>{cells}</row><row>{named}{cell.format(saved)}</row>"))
        form = read_form(content, "f.xlsx")
        assert form.definition.questions[0].label == label


def test_cells_of_every_type_are_texts() -> None:
    survey = [
        ["type", "name", "label", "required"],
        ["text", "a", 5, True],
        ["text", "b", 2.5, False],
        ["text", "c", "_x000D_x", None],
    ]
    asked = read_form(workbook(survey=survey), "f.xlsx").definition.questions
    assert [(one.label, one.is_required) for one in asked] == [("5", True), ("2.5", False), ("x", False)]


# Files that are broken in every way


def refused_or_read(content: bytes, name: str) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        try:
            read_form(content, name)
        except FormRefused as refusal:
            found = refusal
        else:
            return
    assert found.faults
    assert all(fault.sentence for fault in found.faults)


@given(st.binary(max_size=2000), st.sampled_from(["f.xlsx", "f.xls", "f.csv", "f.md"]))
def test_any_bytes_are_refused_or_read(content: bytes, name: str) -> None:
    refused_or_read(content, name)
    refused_or_read(b"PK\x03\x04" + content, name)
    refused_or_read(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + content, name)


def damaged(content: bytes, chance: random.Random) -> bytes:
    """Some bytes of it changed, some taken out, some twice."""
    made = bytearray(content)
    for _time in range(chance.randint(1, 20)):
        at = chance.randrange(len(made))
        match chance.randrange(3):
            case 0:
                made[at] = chance.randrange(256)
            case 1:
                del made[at : at + chance.randrange(1, 50)]
            case _:
                made[at:at] = made[at : at + chance.randrange(1, 50)]
    return bytes(made)


@needs_real
@pytest.mark.parametrize(
    "name", ["table-list.xls", "tutorial.xls", "choice_filter_test.xlsx", "group.md", "case_insensitivity.csv"]
)
def test_damaged_file_is_refused_or_read(name: str) -> None:
    content = (REAL / name).read_bytes()
    for seed in range(60):
        refused_or_read(damaged(content, random.Random(seed)), name)


def test_workbook_with_damaged_parts_is_refused_or_read() -> None:
    for seed in range(60):
        chance = random.Random(seed)
        part = chance.choice(["sheet", "styles"])
        refused_or_read(repacked(**{part: lambda xml, chance=chance: damaged(xml, chance)}), "f.xlsx")


WORDS = st.sampled_from(
    [
        *(
            "type",
            "name",
            "label",
            "hint",
            "relevant",
            "constraint",
            "choice_filter",
            "parameters",
            "appearance",
            "default",
        ),
        *(
            "list_name",
            "calculation",
            "required",
            "read_only",
            "label::cy",
            "folkmoot_kind",
            "folkmoot_most",
            "form_title",
        ),
        *(
            "text",
            "integer",
            "range",
            "note",
            "calculate",
            "begin group",
            "end group",
            "select_one l",
            "rank l or_other",
            "l",
        ),
        *(
            "yes",
            "no",
            "a",
            "b",
            "${a}",
            "${a} = 'b'",
            ". > 1",
            "1",
            "-",
            "start=1 end=3",
            "table-list",
            "label",
            "list-nolabel",
        ),
        *("jr:", "::", "jr", "picture", "intro", "other", "=1", "true()", "**", "\\|", "#"),
    ]
)
TABLES = st.lists(st.lists(WORDS | st.text(max_size=8), min_size=1, max_size=6), max_size=8)


@settings(max_examples=200)
@given(survey=TABLES, choices=TABLES, settings_=TABLES)
def test_any_table_is_refused_or_read(
    survey: list[list[str]], choices: list[list[str]], settings_: list[list[str]]
) -> None:
    sheets = {"survey": survey, "choices": choices, "settings": settings_}
    text = "\n".join(
        f"| {name} |\n" + "\n".join(f"| | {' | '.join(row)} |" for row in below) for name, below in sheets.items()
    )
    refused_or_read(text.encode(), "f.md")
