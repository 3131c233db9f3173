"""Spreadsheets and tables in text: every value as it was saved, with its row."""

from __future__ import annotations

import csv
import io
import math

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from grader.intake.reader.documents.document import Unreadable
from grader.intake.reader.documents.sheets import (
    columns,
    read_sheets,
    read_sheets_document,
    workbooks,
)
from grader.intake.reader.documents.sheets.delimited import delimiter_of, rows_of_text
from grader.intake.reader.writeup.markup import blocks_of
from tests.intake.documents.word import image, zipped

_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_KINDS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"


def cell(place: str, value: object, style: int = 0) -> str:
    """A cell of a sheet at a place such as B2."""
    head = f'<c r="{place}" s="{style}"'
    if isinstance(value, bool):
        return f'{head} t="b"><v>{int(value)}</v></c>'
    if isinstance(value, int | float):
        return f"{head}><v>{value!r}</v></c>"
    if str(value).startswith("#"):
        return f'{head} t="e"><v>{value}</v></c>'
    return f'{head} t="inlineStr"><is><t>{value}</t></is></c>'


def xlsx(*sheets: str, more: dict[str, bytes | str] | None = None) -> bytes:
    """A workbook of sheets, each given as its rows in XML."""
    names = "".join(
        f'<sheet name="S{n}" sheetId="{n}" r:id="r{n}"/>' for n in range(1, len(sheets) + 1)
    )
    rows = "".join(
        f'<Relationship Id="r{n}" Type="{_KINDS}/worksheet" Target="worksheets/s{n}.xml"/>'
        for n in range(1, len(sheets) + 1)
    )
    styles = f'<Relationship Id="st" Type="{_KINDS}/styles" Target="styles.xml"/>'
    files: dict[str, bytes | str] = {
        "[Content_Types].xml": "<Types/>",
        "_rels/.rels": f'<Relationships xmlns="{_PACKAGE}"><Relationship Id="w" Type="{_KINDS}'
        '/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": f'<workbook xmlns="{_MAIN}" xmlns:r="{_KINDS}"><sheets>{names}</sheets>'
        "</workbook>",
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{_PACKAGE}">{rows}{styles}'
        "</Relationships>",
        "xl/styles.xml": f'<styleSheet xmlns="{_MAIN}"><cellXfs><xf numFmtId="0"/>'
        '<xf numFmtId="14"/></cellXfs></styleSheet>',
        **{
            f"xl/worksheets/s{n}.xml": f'<worksheet xmlns="{_MAIN}"><sheetData>{sheet}</sheetData>'
            "</worksheet>"
            for n, sheet in enumerate(sheets, 1)
        },
        **(more or {}),
    }
    return zipped(files)


def row(number: int, *cells: str) -> str:
    """A row of a sheet."""
    return f'<row r="{number}">{"".join(cells)}</row>'


TABLE = xlsx(
    row(3, cell("B3", "p"), cell("C3", "when"), cell("D3", "ok"))
    + row(5, cell("B5", 0.1 + 0.2), cell("C5", 45_000, 1), cell("D5", True))
    + row(6, cell("B6", -7), cell("D6", "#DIV/0!"))
)


def test_values_come_as_they_were_saved() -> None:
    """Every digit of a float, whole numbers as such, dates, truth values, errors, empty cells."""
    (sheet,) = read_sheets("a.xlsx", TABLE)
    assert (sheet.name, sheet.first_row, sheet.first_column, sheet.whole) == ("S1", 3, 2, True)
    assert sheet.rows == (
        ("p", "when", "ok"),
        (None, None, None),
        (0.30000000000000004, "2023-03-15", True),
        (-7, None, "#DIV/0!"),
    )
    assert dict(columns(sheet))["p"] == (None, 0.30000000000000004, -7)


def test_a_sheet_is_a_heading_and_a_table() -> None:
    """The table in Markdown has each row at the number the program shows beside it."""
    document = read_sheets_document("a.xlsx", TABLE)
    assert document.whole and document.text.startswith("## S1\n\n| p | when | ok |\n|---|---|---|")
    assert "| 0.30000000000000004 | 2023-03-15 | TRUE |" in document.text
    assert [spot.line for spot in document.places[2:]] == [3, 3, 4, 5, 6]
    assert [block.kind for block in blocks_of(document.text)] == ["heading", "table"]


def test_sheets_follow_one_another() -> None:
    """Each sheet has its own heading, and its number as page."""
    data = xlsx(row(1, cell("A1", "x|y")), "", row(2, cell("A2", "z")))
    document = read_sheets_document("a.xlsx", data)
    assert document.text.split("\n\n") == [
        "## S1", "| x\\|y |\n|---|", "## S2", "## S3", "| z |\n|---|",
    ]  # fmt: skip
    assert {spot.page for spot in document.places} == {1, 2, 3}


def test_a_formula_without_its_value_is_reported() -> None:
    """A program that saved no values leaves holes, which are not taken for empty cells."""
    data = xlsx(row(1, cell("A1", 1), '<c r="B1"><f>A1+1</f></c>'))
    assert not read_sheets("a.xlsx", data)[0].whole
    assert not read_sheets_document("a.xlsx", data).whole
    good = xlsx(row(1, cell("A1", 1), '<c r="B1"><f>A1+1</f><v>2</v></c>'))
    assert read_sheets("a.xlsx", good)[0].rows == ((1, 2),)
    assert read_sheets_document("a.xlsx", good).whole


def test_what_lies_on_a_sheet_is_a_region() -> None:
    """Pictures, charts and boxes of text on a sheet are shown to a person."""
    more: dict[str, bytes | str] = {
        "xl/media/image1.png": image(),
        "xl/charts/chart1.xml": "<c/>",
        "xl/drawings/drawing1.xml": "<a:t>my answer</a:t>",
    }
    document = read_sheets_document("a.xlsx", xlsx(row(1, cell("A1", 1)), more=more))
    assert [(r.why, bool(r.png), r.suggestion) for r in document.regions] == [
        ("picture", True, ""), ("picture", False, ""), ("unread-ink", False, "my answer"),
    ]  # fmt: skip
    assert document.text.count("](region:") == 3


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (b"", "sheet-damaged"),
        (b"PK\x03\x04nothing", "sheet-damaged"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(900), "sheet-damaged"),
        (xlsx(row(1, cell("A1", 1)) + row(1_048_576, cell("XFD1048576", 1))),
         "document-too-large"),
        (zipped({"content.xml": '<table:table-cell office:value-type="float" '
                 'table:number-columns-repeated="900000000" office:value-type="float">'}),
         "document-too-large"),
    ],
)  # fmt: skip
def test_damage_and_bombs_are_refused(data: bytes, kind: str) -> None:
    """Neither noise nor a sheet that would fill the memory gets any further."""
    with pytest.raises(Unreadable) as caught:
        read_sheets("a.xlsx", data)
    assert caught.value.kind == kind


def test_an_archive_that_lies_about_its_size(monkeypatch: pytest.MonkeyPatch) -> None:
    """What counts is what comes out, not what the archive declares."""
    monkeypatch.setattr(workbooks, "MAX_UNPACKED", 3_000_000)
    data = bytearray(xlsx(row(1, cell("A1", "x" * 4_000_000))))
    size = len(f'<worksheet xmlns="{_MAIN}"><sheetData></sheetData></worksheet>')
    real = next(n for n in range(4_000_000, 4_000_400) if n.to_bytes(4, "little") in data)
    assert real > size
    lied = bytes(data).replace(real.to_bytes(4, "little"), (500).to_bytes(4, "little"))
    for archive in (bytes(data), lied):
        with pytest.raises(Unreadable):
            read_sheets("a.xlsx", archive)


@given(st.integers(0, len(TABLE) - 1), st.binary(min_size=1, max_size=5))
@settings(max_examples=120, deadline=None)
def test_damage_anywhere_is_refused_or_read(place: int, noise: bytes) -> None:
    """The library's own panics do not pass through."""
    try:
        read_sheets_document("a.xlsx", TABLE[:place] + noise + TABLE[place + len(noise) :])
    except Unreadable:
        return


VALUES = st.one_of(
    st.none(),
    st.integers(-(10**12), 10**12),
    st.floats(allow_nan=False, allow_infinity=False),
    st.text("abc xyz", min_size=1).filter(lambda text: text == text.strip() != ""),
)


@given(st.lists(st.lists(VALUES, min_size=3, max_size=3), min_size=1, max_size=6),
       st.sampled_from(",;\t|"))
@settings(max_examples=100, deadline=None)
def test_tables_in_text_come_back(rows: list[list[object]], delimiter: str) -> None:
    """Whatever the delimiter, numbers come back exactly and texts as they were."""
    rows = [["first", "second", "third"], *rows]
    buffer = io.StringIO()
    csv.writer(buffer, delimiter=delimiter).writerows(
        [["" if value is None else repr(value) if isinstance(value, float) else value
          for value in line] for line in rows]
    )  # fmt: skip
    (sheet,) = read_sheets("p.csv", buffer.getvalue().encode())
    kept = [tuple(line) for line in rows]
    while len(kept) > 1 and all(value is None for value in kept[-1]):
        kept.pop()
    assert sheet.rows == tuple(kept)
    for got, sent in zip(sheet.rows, kept, strict=True):
        assert [math.copysign(1, v) for v in got if isinstance(v, float)] == [
            math.copysign(1, v) for v in sent if isinstance(v, float)
        ]


@pytest.mark.parametrize(
    ("text", "rows"),
    [
        ("a;b\n0,5;1\n", (("a", "b"), (0.5, 1))),
        ("a,b\n007,+3\n", (("a", "b"), ("007", 3))),
        ("sep=;\na;b\n", (("a", "b"),)),
        ("\ufeffa,b\n1,\n", (("a", "b"), (1, None))),
        ('a,b\n"x, y",2\n', (("a", "b"), ("x, y", 2))),
        ("0.1\n0.9\n", ((0.1,), (0.9,))),
        ("a\tb\n1\t2,5\n", (("a", "b"), (1, 2.5))),
        ("\n\n", ()),
    ],
)
def test_dialects(text: str, rows: tuple[tuple[object, ...], ...]) -> None:
    """Semicolons, tabs, decimal commas, names that begin with zeros, a byte order mark."""
    assert read_sheets("p.csv", text.encode("utf-8"))[0].rows == rows


def test_the_delimiter_is_the_one_that_agrees() -> None:
    """A comma inside the text of two lines does not win over a semicolon in all."""
    assert delimiter_of("a;b\nx, y;1\nz;2\nu, v;3\n") == ";"


def test_reading_a_table_leaves_the_limit_of_fields_as_it_is() -> None:
    """That limit is of the whole process, in which rosters are read as well."""
    before = csv.field_size_limit()
    assert rows_of_text(b"a,b\n1,2\n", 100)[0][1] == [1, 2]
    with pytest.raises(Unreadable):
        rows_of_text(b"a,b\n" + b"x" * 2_000_000 + b",1\n", 100)
    assert csv.field_size_limit() == before
