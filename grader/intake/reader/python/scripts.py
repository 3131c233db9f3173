"""Modules that are more than Python 3: saved from a notebook, with kernel lines, of Python 2."""

from __future__ import annotations

import functools
from collections.abc import Mapping
from typing import Any

from ..documents.notebooks.cells import Notebook
from ..documents.notebooks.scripts import cells_of_script
from ..result import Place, Result
from ..writeup import known_of
from ..writeup.copied.comments import cut_at_labels
from ..writeup.known import Known
from .magics import parses, plain_python
from .paths import mapped_paths
from .pieces import pieces_of, with_tabs_read
from .python2 import methods_of_today, python_3
from .python2_signs import is_for_python_2, note_python_2


def module_text(text: str, place: Place, result: Result) -> tuple[str, bool]:
    """A module, or a cell of one, as plain Python 3, and whether it was Python 2."""
    plain = text if parses(text) else plain_python(text, place, result)
    if not parses(plain):
        older = python_3(plain)
    else:
        older = methods_of_today(plain) if is_for_python_2([plain]) else None
    if older is None:
        return plain, False
    note_python_2(place.file, result)
    return older, True


def readable_text(file: str, text: str, result: Result) -> str:
    """A module without the lines that are no Python, which are kept apart as unread."""
    if parses(text):
        return text
    tidy = with_tabs_read(text)
    if tidy is not None:
        message = f"{file} mixes tabs and blanks, which Python 3 refuses; it is read all the same."
        result.note("mixed-tabs", message, file)
        return tidy
    pieces = pieces_of(text)
    result.broken[file, None] = pieces
    return pieces.source


def cells_of(
    file: str, text: str, known: Known, result: Result
) -> tuple[list[dict[str, Any]], list[tuple[int, str, str]]]:
    """(units, cells with their kind) of a module that was a notebook; nothing where it was none.

    Cells are counted from one; a unit's lines are those of the file. A script whose comments are
    labels is one cell.
    """
    notebook = cells_of_script(text)
    if notebook is None and "__future__" not in text and parses(text):
        labelled = in_pieces({"cell": 1, "line": 1, "source": text}, known)
        is_labelled = len(labelled) > 1 or cut_at_labels(text.split("\n"), known)[0].label
        return (labelled, [(1, "code", text)]) if is_labelled else ([], [])
    if notebook is None:
        return [], []
    return units_of(file, notebook, "module", {}, result, known)


def units_of(
    file: str,
    notebook: Notebook,
    form: str,
    hints: Mapping[str, Any],
    result: Result,
    known: Known | None = None,
) -> tuple[list[dict[str, Any]], list[tuple[int, str, str]]]:
    """(units, cells with their kind) of a text with cells; `hints` map paths not yet mapped."""
    known = known or known_of(hints, result)
    units: list[dict[str, Any]] = []
    cells: list[tuple[int, str, str]] = []
    for number, cell in enumerate(notebook.cells, 1):
        if cell.kind != "code":
            cells.append((number, "text", cell.source))
            continue
        cells.append((number, "code", cell.source))
        place = Place(form, file, cell.line, number)
        source, older = module_text(cell.source, place, result)
        if hints:
            note = functools.partial(_note_path, result, place)
            source = mapped_paths(source, hints["data"], note)
        unit: dict[str, Any] = {"cell": number, "line": 1, "source": source}
        unit |= {"python2": True} if older else {}
        above = "\n" * (cell.line - 1)
        units += [{**one, "source": above + one["source"]} for one in in_pieces(unit, known)]
        if not parses(source):
            result.broken[file, number] = pieces_of(source)
    return units, cells


def _note_path(result: Result, place: Place, line: int, said: str) -> None:
    result.note("path-mapped", said, place.file, line, place.cell)


def in_pieces(unit: dict[str, Any], known: Known) -> list[dict[str, Any]]:
    """A cell's unit, or one for each label in its comments, so that what each shows is known."""
    pieces = cut_at_labels(unit["source"].split("\n"), known)
    if len(pieces) < 2 or not all(parses("\n".join(piece.rows)) for piece in pieces):
        return [unit]
    return [
        {
            **unit,
            "source": "\n" * piece.first + "\n".join(piece.rows),
            "from": piece.first + 1,
        }
        for piece in pieces
    ]


def without_hashes(text: str) -> str:
    """The text of comments."""
    return "\n".join(line.strip().lstrip("#").strip() for line in text.strip("\n").split("\n"))
