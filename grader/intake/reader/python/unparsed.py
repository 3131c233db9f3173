"""Code that does not parse was not read: what it may answer is a person's to say.

A written-down value that can be read all the same counts; a function or a computed value beside
lines that nobody could read may not be what its author ran, so a person sees what it would earn.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from ..result import Place, Result, Section
from .near_names import names_given, sources_of
from .pieces import Pieces, literals

_AROUND = 3
"""Lines above what was not read that a person is shown as well."""
_Given = tuple[str, int, frozenset[str]]
"""A file, a cell of it (0 in a module), and the names that it gives."""


def note_unparsed(hints: Mapping[str, Any], result: Result) -> None:
    """Tell of each file and cell that is no Python, and leave open what may stand there."""
    for (file, cell), pieces in result.broken.items():
        kind = "notebook" if file.lower().endswith(".ipynb") else "module"
        first = pieces.gaps[0][0] if pieces.gaps else 1
        result.unreadable("syntax", Place(kind, file, first, cell))
        if cell is None:
            rows = [f"{a}" if a == b else f"{a} to {b}" for a, b, _ in pieces.gaps[:5]]
            where = f"line{'s' if ' ' in ', '.join(rows) else ''} {', '.join(rows)}"
            said = f"{file} is no Python as a whole: {where} cannot be read ({_why(file, result)})."
            result.note("syntax-error", said, file, first)
        for form in result.forms:
            _mark(form, file, cell, pieces)
    given = _given(result) if result.broken else []
    for question in hints["questions"]:
        if question["names"]:
            _leave_open(question, given, result)


def _mark(form: dict[str, Any], file: str, cell: int | None, pieces: Pieces) -> None:
    """Have the runner know which names were lost, and that a module was read in pieces."""
    for unit in form["units"]:
        if unit.get("file") == file or (form["file"] == file and unit.get("cell") == cell):
            where = file if cell is None else f"cell {cell} of {file}"
            unit["lost"] = pieces.lost[:50]
            unit["reason"] = f"it may stand in {where}, which is no Python as a whole"
            unit["salvaged"] = cell is None


def _why(file: str, result: Result) -> str:
    """What Python says of a file."""
    try:
        compile(result.sources.get(file, b"").decode("utf-8", "replace"), file, "exec")
    except SyntaxError as error:
        return f"{error.msg}, line {error.lineno}"
    except (ValueError, RecursionError, MemoryError) as error:
        return type(error).__name__
    return "it is no Python"


def _leave_open(question: Mapping[str, Any], given_by: Sequence[_Given], result: Result) -> None:
    """Note where a question's name stands in code that was read in part, or not at all."""
    names = question["names"]
    latest: dict[str, int] = {}
    """The last cell of each file that was read and gives one of the names."""
    for giver, number, those in given_by:
        if those.intersection(names):
            latest[giver] = max(latest.get(giver, 0), number)
    for (file, cell), pieces in result.broken.items():
        later = cell is None or latest.get(file, -1) >= cell
        if latest and (len(latest) > 1 or file not in latest or later):
            continue
        mentioned = [
            (line, text)
            for line, _, text in pieces.gaps
            if any(_names(name, text) for name in names)
        ]
        given = names_given([(pieces.source, 1, None)])
        known = literals(pieces.source) if cell is None else {}
        rows = [(given[name][1], name) for name in names if name in given]
        if not mentioned and (not rows or all(name in known for _, name in rows)):
            continue
        kind = "notebook" if cell is not None and file.lower().endswith(".ipynb") else "module"
        section = Section(Place(kind, file, None, cell), "own")
        for line, text in mentioned or [(line, "") for line, _ in rows]:
            shown = _around(file, line, text, result) if cell is None else text
            section.unseen("syntax", Place(kind, file, line, cell), text=shown or pieces.source)
        result.seek(question["id"], section)


def _names(name: str, text: str) -> bool:
    return re.search(rf"(?<!\w){re.escape(name)}(?!\w)", text) is not None


def _given(result: Result) -> list[_Given]:
    """The names that code gives which was read as a whole: by file, and by cell."""
    return [
        (form["file"], number or 0, frozenset(names_given([(text, 1, None)])))
        for form in result.forms
        for text, _, number in sources_of(form, result)
        if (form["file"], number) not in result.broken
        and (form["file"], None) not in result.broken
    ]


def _around(file: str, line: int, text: str, result: Result) -> str:
    """Unread lines and a few above them, or the lines at a name."""
    lines = result.sources.get(file, b"").decode("utf-8", "replace").split("\n")
    count = text.count("\n") + 1 if text else 12
    return "\n".join(lines[max(line - 1 - _AROUND, 0) : line - 1 + count])
