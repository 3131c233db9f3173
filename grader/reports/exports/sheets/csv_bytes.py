"""A CSV file somebody else wrote, in which single cells are replaced and every other byte stays."""

import re
from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell: its text, and where it stands in the file's text, quotes included."""

    text: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Sheet:
    """A CSV file as rows of cells over its untouched text."""

    text: str
    encoding: str
    rows: tuple[tuple[Cell, ...], ...]

    def with_cells(self, changes: Mapping[tuple[int, int], str]) -> bytes:
        """The file's bytes with the cells at (row, column) replaced; quoted ones stay quoted."""
        pieces, end = [], 0
        for (row, column), text in sorted(changes.items()):
            cell = self.rows[row][column]
            if self.text.startswith('"', cell.start) and cell.end > cell.start:
                text = '"' + text.replace('"', '""') + '"'
            pieces += [self.text[end : cell.start], text]
            end = cell.end
        return "".join([*pieces, self.text[end:]]).encode(self.encoding)


def read_sheet(data: bytes) -> Sheet:
    """Take a CSV file apart; `,`, `;` or a tab separates, whichever the first line has most of.

    Bytes that are neither UTF-8 nor the UTF-16 of Excel are read as Latin-1, so that they come
    back as they were.
    """
    text, encoding = _decoded(data)
    separator = max(",;\t", key=text.partition("\n")[0].count)
    return Sheet(text, encoding, _rows(text, separator))


def _decoded(data: bytes) -> tuple[str, str]:
    marks = {b"\xff\xfe": "utf-16-le", b"\xfe\xff": "utf-16-be"}
    for encoding in (marks.get(data[:2]), "utf-8"):
        if encoding is not None:
            try:
                return data.decode(encoding), encoding
            except UnicodeDecodeError:
                continue
    return data.decode("latin-1"), "latin-1"


def _rows(text: str, separator: str) -> tuple[tuple[Cell, ...], ...]:
    """Every row with its cells; a quoted cell may hold separators and line breaks."""
    rows: list[tuple[Cell, ...]] = []
    row: list[Cell] = []
    stop = re.compile(f"[{separator}\r\n]")
    at = 1 if text.startswith("\ufeff") else 0
    while at < len(text):
        cell = _cell(text, at, stop)
        row.append(cell)
        at = cell.end
        if at < len(text) and text[at] == separator:
            at += 1
            if at < len(text):
                continue
            row.append(Cell("", at, at))
        at += 2 if text.startswith("\r\n", at) else 1
        rows.append(tuple(row))
        row = []
    return tuple(rows)


def _cell(text: str, start: int, stop: re.Pattern[str]) -> Cell:
    """The cell that starts here, up to the separator or the end of its line."""
    at, content = start, ""
    if text.startswith('"', at):
        at += 1
        while at < len(text):
            close = text.find('"', at)
            close = len(text) if close < 0 else close
            content += text[at:close]
            at = close + 1
            if not text.startswith('"', at):
                break
            content += '"'
            at += 1
    found = stop.search(text, at)
    end = found.start() if found else len(text)
    return Cell(content + text[min(at, end) : end], start, end)
