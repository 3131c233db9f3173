"""Tables that a rule of the rubric looks for in files, such as a submission's predictions."""

from __future__ import annotations

import ast
import math
import struct
from collections.abc import Mapping
from fnmatch import fnmatchcase
from typing import Any

from .result import Place, Result, Section

MAX_CELLS = 150_000
MAX_FILES = 12
_TABLES = (".csv", ".tsv", ".txt", ".xlsx", ".xlsm", ".xlsb", ".xls", ".ods")
_NUMBERS = {"f8": "d", "f4": "f", "f2": "e", "i8": "q", "i4": "i", "i2": "h", "i1": "b",
            "u8": "Q", "u4": "I", "u2": "H", "u1": "B", "b1": "?"}  # fmt: skip


def read_handed_tables(
    files: Mapping[str, bytes], hints: Mapping[str, Any], result: Result
) -> None:
    """Add the tables of every file that a rule names to what is sought for it."""
    for question in hints["questions"]:
        names = question.get("files")
        if names:
            fitting = [name for name in sorted(files) if is_meant(name, names)]
            for name in fitting[:MAX_FILES]:
                result.seek(question["id"], _tables_of(name, files[name], result))


def is_meant(name: str, names: str) -> bool:
    """Whether a file's name fits one of the alternatives, whatever folder it lies in."""
    last = name.rpartition("/")[2].casefold()
    rows = [one.strip().casefold() for one in names.split("|")]
    return any(fnmatchcase(last, one) or fnmatchcase(name.casefold(), one) for one in rows)


def _tables_of(name: str, data: bytes, result: Result) -> Section:
    """The tables of one file as candidates, or a note on what could not be read."""
    place = Place("data", name)
    section = Section(place)
    try:
        tables = _tables(name, data)
    except Exception as reason:  # whatever a damaged file makes of a library
        said = getattr(reason, "message", "") or f"it cannot be read ({type(reason).__name__})"
        result.note("table-damaged", f"{name}: {said}", name)
        section.unseen("damaged", place)
        return section
    for rows in tables:
        if sum(map(len, rows)) > MAX_CELLS:
            result.note("file-too-large", f"{name} has more than {MAX_CELLS} entries.", name)
            section.unseen("unread", place)
        elif rows:
            section.candidate([list(row) for row in rows], place, "file", sure=True)
    return section


def _tables(name: str, data: bytes) -> list[Any]:
    lower = name.lower()
    if lower.endswith(".npy"):
        return [npy_rows(data)]
    if not lower.endswith(_TABLES):
        return []
    from .documents.sheets import read_sheets

    return [sheet.rows for sheet in read_sheets(name, data)]


def npy_rows(data: bytes) -> list[list[Any]]:
    """The rows of an array saved by NumPy; raises `ValueError` where it is none of numbers."""
    if data[:6] != b"\x93NUMPY":
        raise ValueError("no array")
    long = data[6] > 1
    start = 12 if long else 10
    (size,) = struct.unpack("<I" if long else "<H", data[8:start])
    head = ast.literal_eval(data[start : start + min(size, 10_000)].decode("latin-1"))
    kind, shape = str(head["descr"]), tuple(head["shape"])
    order, code = kind[0], _NUMBERS[kind[1:]]
    count = math.prod(shape)
    if not 0 <= count <= MAX_CELLS or len(shape) > 2 or min(shape, default=0) < 0:
        raise ValueError("no table")
    body = data[start + size :][: count * int(kind[2:])]
    flat = list(struct.unpack(f"{'>' if order == '>' else '<'}{count}{code}", body))
    width = shape[1] if len(shape) == 2 else 1
    if head["fortran_order"] and len(shape) == 2:
        return [flat[row :: shape[0]] for row in range(shape[0])]
    return [flat[n : n + width] for n in range(0, count, width)] if width else []
