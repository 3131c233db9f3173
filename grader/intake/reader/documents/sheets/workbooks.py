"""Workbooks (xlsx, xlsb, xls, ods) opened with python-calamine, once they are known to be sound."""

from __future__ import annotations

import html
import io
import re
import zipfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from ..archives import BROKEN
from ..document import Region, Spot, Unreadable
from ..pictures import region_of

MAX_FILE = 40 << 20
MAX_UNPACKED = 200 << 20
MAX_AREA = 4_000_000
"""Cells in the rectangle around all that are used: the library makes room for each of them."""
MAX_PARTS = 5_000
_CELL = re.compile(rb'<(?:x:)?c [^<>]*?\br="([A-Z]{1,3})(\d{1,7})"')
_ROW = re.compile(rb'<(?:x:)?row [^<>]*?\br="(\d{1,7})"')
_UNSAVED = re.compile(rb"</(?:x:)?f>\s*(?:<(?:x:)?v>\s*</(?:x:)?v>|<(?:x:)?v/>)?\s*</(?:x:)?c>")
_TAG = re.compile(rb"<[^<>]*>")
_REPEATED = re.compile(rb'number-(columns|rows)-repeated="(\d{1,18})\d*"(.*)', re.DOTALL)
_ERROR = re.compile(
    rb'<(?:x:)?c (?=[^<>]*\bt="e")[^<>]*?\br="([A-Z]{1,3})(\d{1,7})"[^<>]*>'
    rb"(?:<(?:x:)?f[^<>]*>[^<]*</(?:x:)?f>|<(?:x:)?f[^<>]*/>)?<(?:x:)?v>(#[A-Z/0!?]{1,12})</(?:x:)?v>"
)
_RELATIONS = "xl/_rels/workbook.xml.rels"
_ID = re.compile(r'(?:\sr:id|\sId)="([^"]*)"')
_TARGET = re.compile(r'\bTarget="([^"]*)"')
_NAME = re.compile(r'\bname="([^"]*)"')
_PICTURE = re.compile(r"(?:xl/media|Pictures)/[^/]+\.\w+$")
_DRAWN_TEXT = re.compile(rb"<a:t>([^<]*)</a:t>")


@dataclass(frozen=True, slots=True)
class RawSheet:
    """A sheet as the library has it."""

    name: str
    start: tuple[int, int]
    height: int
    width: int
    whole: bool
    """False where a formula lacks the value that the program would show, or it is damaged."""
    sheet: Any = None
    errors: Mapping[tuple[int, int], str] = field(default_factory=dict)
    """Row and column of each cell that shows an error: the library leaves those empty."""

    def rows(self, most: int) -> Iterator[list[Any]]:
        """Its rows from the first that is used, empty cells as None."""
        if self.sheet is None:
            return
        with _panics():
            rows = self.sheet.to_python(skip_empty_area=True, nrows=most)
        top, left = self.start
        for number, row in enumerate(rows, top):
            cells = [None if cell == "" else cell for cell in row]
            if self.errors:
                places = enumerate(cells, left)
                cells = [self.errors.get((number, place), cell) for place, cell in places]
            yield cells


class Workbook:
    """A workbook, its sheets and what is drawn on them."""

    def __init__(self, book: Any, archive: zipfile.ZipFile | None, unsaved: bool) -> None:
        self.book = book
        self.archive = archive
        self.unsaved = unsaved
        self.more_sheets = False
        self.errors = _errors(archive) if archive is not None else {}

    def sheets(self, most: int) -> Iterator[RawSheet]:
        """Its sheets in order; sheets of charts have no cells."""
        about = self.book.sheets_metadata
        names = [sheet.name for sheet in about if "WorkSheet" in str(sheet.typ)]
        self.more_sheets = len(names) > most
        for name in names[:most]:
            try:
                with _panics():
                    sheet = self.book.get_sheet_by_name(name)
            except Unreadable:
                yield RawSheet(name, (1, 1), 0, 0, False)
                continue
            first = sheet.start or (0, 0)
            start = (first[0] + 1, first[1] + 1)
            errors = self.errors.get(name, {})
            inside = all(
                0 <= row - start[0] < sheet.height and 0 <= column - start[1] < sheet.width
                for row, column in errors
            )
            whole = inside and not self.unsaved
            yield RawSheet(name, start, sheet.height, sheet.width, whole, sheet, errors)

    def regions(self) -> Iterator[Region]:
        """Pictures, charts and boxes of text that lie on the sheets."""
        names = self.archive.namelist() if self.archive is not None else []
        for name in names:
            if _PICTURE.search(name):
                yield region_of(self._content(name), Spot())
            elif re.match(r"xl/charts/chart\d*\.xml$", name):
                yield Region(Spot(), "picture")
            elif re.match(r"xl/drawings/drawing\d*\.xml$", name):
                words = b" ".join(_DRAWN_TEXT.findall(self._content(name)))
                if words.strip():
                    said = words.decode("utf-8", "replace")[:2_000]
                    yield Region(Spot(), "unread-ink", suggestion=said)

    def _content(self, name: str) -> bytes:
        assert self.archive is not None
        try:
            return self.archive.read(name)
        except BROKEN:
            return b""


def opened(data: bytes) -> Workbook:
    """A workbook whose size is known to be bearable; raises `Unreadable` for any other."""
    try:
        import python_calamine
    except ImportError as reason:
        message = "Spreadsheets cannot be read here: install homework-grader[grade]."
        raise Unreadable("reader-incomplete", message) from reason
    if len(data) > MAX_FILE:
        raise _too_large()
    archive, unsaved = None, False
    if data.startswith(b"PK"):
        archive = _archive(data)
        unsaved = _measured(archive)
    with _panics():
        book = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(data))
    return Workbook(book, archive, unsaved)


@contextmanager
def _panics() -> Iterator[None]:
    """Turn whatever the library raises into `Unreadable`: a panic in Rust is no `Exception`."""
    try:
        yield
    except BaseException as reason:
        name = type(reason).__name__
        if name == "PasswordError" or "EncryptedPackage" in str(reason):
            message = "The spreadsheet is protected by a password; save it without one."
            raise Unreadable("sheet-encrypted", message) from reason
        if isinstance(reason, Exception) or name == "PanicException":
            raise _damaged() from reason
        raise


def _archive(data: bytes) -> zipfile.ZipFile:
    """The archive, after all of it was unpacked once and counted: what it declares may be a lie."""
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
        infos = archive.infolist()
    except BROKEN as reason:
        raise _damaged() from reason
    if len(infos) > MAX_PARTS or sum(info.file_size for info in infos) > MAX_UNPACKED:
        raise _too_large()
    left = MAX_UNPACKED
    for info in infos:
        info.file_size = 1 << 40
        size = 0
        try:
            with archive.open(info) as stream:
                while chunk := stream.read(1 << 20):
                    size += len(chunk)
                    if size > left:
                        raise _too_large()
        except BROKEN as reason:
            raise _damaged() from reason
        left -= size
        info.file_size = size
    return archive


def _measured(archive: zipfile.ZipFile) -> bool:
    """Refuse sheets that take too much room; tell whether formulas lack their values."""
    unsaved = False
    area = 0
    for name in archive.namelist():
        if re.match(r"(?i)/?xl/worksheets/[^/]+\.xml$", name):
            content = archive.read(name)
            cells = set(_CELL.findall(content))
            rows = [int(row) for _, row in cells] + list(map(int, _ROW.findall(content)))
            wide = [_column(letters) for letters, _ in cells]
            if rows and wide:
                area += (max(rows) - min(rows) + 1) * (max(wide) - min(wide) + 1)
            unsaved = unsaved or _UNSAVED.search(content) is not None
        elif name == "content.xml":
            area += _ods_area(archive.read(name))
    if area > MAX_AREA:
        raise _too_large()
    return unsaved


def _errors(archive: zipfile.ZipFile) -> dict[str, dict[tuple[int, int], str]]:
    """The cells of an xlsx file that show an error, by the name of their sheet."""
    parts = set(archive.namelist())
    if not {"xl/workbook.xml", "xl/_rels/workbook.xml.rels"} <= parts:
        return {}
    targets = {}
    for relation in re.findall(r"<Relationship [^>]*>", _text(archive, _RELATIONS)):
        id_, target = _ID.search(relation), _TARGET.search(relation)
        if id_ and target:
            targets[id_[1]] = "xl/" + target[1].removeprefix("/xl/")
    found = {}
    for sheet in re.findall(r"<(?:x:)?sheet [^>]*>", _text(archive, "xl/workbook.xml")):
        name, id_ = _NAME.search(sheet), _ID.search(sheet)
        part = targets.get(id_[1]) if id_ else None
        if name and part in parts:
            cells = _ERROR.findall(archive.read(str(part)))
            found[html.unescape(name[1])] = {
                (int(row), _column(letters)): value.decode() for letters, row, value in cells
            }
    return found


def _text(archive: zipfile.ZipFile, part: str) -> str:
    return archive.read(part).decode("utf-8", "replace")


def _column(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number


def _ods_area(content: bytes) -> int:
    """Cells that repetitions of cells with a value stand for, and of rows with such cells."""
    area = 0
    for kind, often, more in _repeated(content):
        if (kind == b"columns" and b"value-type" in more) or int(often) > 1_048_576:
            area += int(often)
    for piece in content.split(b"</table:table-row>")[:-1]:
        start = re.search(rb"<table:table-row[^<>]*number-rows-repeated=", piece)
        row = piece[start.start() :] if start else b""
        repeated = re.search(rb'number-rows-repeated="(\d{1,18})', row)
        cells = row.count(b"value-type")
        if repeated and cells:
            times = int(repeated[1])
            inside = sum(int(t) for k, t, m in _repeated(row)
                         if k == b"columns" and b"value-type" in m)  # fmt: skip
            area += times * max(cells, inside)
    return area


def _repeated(content: bytes) -> Iterator[tuple[bytes, bytes, bytes]]:
    """What is repeated (columns, rows), how often, and what else its tag says."""
    for tag in _TAG.findall(content):
        if (match := _REPEATED.search(tag)) is not None:
            yield match[1], match[2], match[3]


def _damaged() -> Unreadable:
    return Unreadable("sheet-damaged", "The spreadsheet is damaged; save it again.")


def _too_large() -> Unreadable:
    return Unreadable("document-too-large", "The spreadsheet is larger than one should be.")
