"""Notebooks without a kernel: cells in order, old formats upgraded, damaged ones salvaged."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import Any

from ..decoding import plain_newlines
from ..result import Place, Result
from ..writeup import known_of, read_cells
from .magics import parses, plain_python
from .only_words import only_words
from .paths import mapped_paths
from .pictures import photos_shown, with_attachments
from .pieces import looks_like_code, pieces_of
from .python2 import methods_of_today, python_3
from .python2_signs import is_for_python_2, note_python_2
from .salvage import salvaged_cells
from .scripts import in_pieces, without_hashes
from .stored import failed, stored_of, stored_pictures

MAX_CELLS = 3_000
MAX_CELL = 1_000_000


def read_notebook(file: str, data: bytes, hints: Mapping[str, Any], result: Result) -> None:
    """Add the notebook's code as units, its Markdown cells' answers, and what was noticed."""
    cells = _cells(file, data, result)
    if cells is not None:
        add_cells(file, cells, hints, result)


def add_cells(
    file: str, cells: list[dict[str, Any]], hints: Mapping[str, Any], result: Result
) -> None:
    """Add a notebook's cells, in the shape of the newest format.

    They are counted from one over the whole notebook, Markdown cells included, as they stand.
    """
    if len(cells) > MAX_CELLS:
        message = f"{file} has more than {MAX_CELLS} cells; the rest is not read."
        result.note("notebook-too-long", message, file)
    units: list[dict[str, Any]] = []
    known = known_of(hints, result)
    prose: list[tuple[int, str, str]] = []
    for number, cell in enumerate(cells[:MAX_CELLS], 1):
        source = _source(cell)
        if len(source) > MAX_CELL:
            message = f"Cell {number} is longer than {MAX_CELL} characters and is not read."
            result.note("cell-too-long", message, file, None, number)
        elif cell.get("cell_type") == "code" and source.strip():
            unit = _unit(file, number, source, hints, result)
            units += in_pieces(unit, known)
            _keep_stored(file, number, source, cell, result)
            if hints.get("pictures"):
                for png in stored_pictures(cell):
                    if (kept := result.picture(png.pixels, png.png)) is not None:
                        result.store_picture(file, number, kept)
            said = _as_text(source, unit["source"])
            if said or not is_all_comment(source):
                prose.append((number, "text" if said else "code", said or source))
            if photos := photos_shown(cell, source, number, result):
                prose.append((number, "text", photos))
        elif cell.get("cell_type") in ("markdown", "heading", "raw") and source.strip():
            level = cell.get("level")
            source = with_attachments(cell, source, number, result)
            text = f"{'#' * level} {source}" if isinstance(level, int) else source
            prose.append((number, "text", text))
    if units:
        _mark_python_2(file, units, result)
        result.forms.append({"form": "notebook", "file": file, "units": units})
    elif not prose:
        result.note("empty-file", f"{file} has no cell with anything in it.", file)
    if prose:
        result.read_texts += [source for _, _, source in prose]
        read_cells(file, prose, hints, result)


def _unit(
    file: str, number: int, source: str, hints: Mapping[str, Any], result: Result
) -> dict[str, Any]:
    code = plain_python(source, Place("notebook", file, None, number), result)
    code = mapped_paths(
        code,
        hints["data"],
        lambda line, said: result.note("path-mapped", said, file, line, number),
    )
    unit: dict[str, Any] = {"cell": number, "line": 1, "source": code}
    if parses(code):
        return unit
    if (older := python_3(code)) is not None:
        unit.update(source=older, python2=True)
    elif looks_like_code(source):
        result.broken[file, number] = pieces_of(code)
    return unit


def _mark_python_2(file: str, units: list[dict[str, Any]], result: Result) -> None:
    """A notebook is of one language: where one cell is Python 2, all of them are."""
    plain = [unit for unit in units if not unit.get("python2") and parses(unit["source"])]
    is_older = any(unit.get("python2") for unit in units) or file in result.python_2
    if is_older or is_for_python_2(unit["source"] for unit in plain):
        for unit in plain:
            unit["source"] = methods_of_today(unit["source"])
        for unit in units:
            unit["python2"] = True
        note_python_2(file, result)


def _keep_stored(
    file: str, number: int, source: str, cell: Mapping[str, Any], result: Result
) -> None:
    displayed, printed = stored_of(cell)
    if not failed(cell):
        last = source.rstrip().rpartition("\n")[2].strip()
        result.store(file, number, last, displayed, printed)


_PROMPTS = re.compile(
    r"your (code|answer|solution|work)|code here|answer here|to-?do\b|fill|write|insert|"
    r"implement|replace|complete",
    re.IGNORECASE,
)


def is_all_comment(source: str) -> bool:
    """Whether a code cell does nothing, such as one with the starter's prompt alone."""
    return all(line.lstrip().startswith("#") for line in source.split("\n") if line.strip())


def _as_text(source: str, code: str) -> str:
    """What a code cell says that is no Python, or only a comment; no starter's prompt."""
    lines = [line for line in source.split("\n") if line.strip()]
    commented = is_all_comment(source)
    if any(line.lstrip().startswith(("%", "!", "?")) for line in lines):
        return ""
    if not commented and parses(code):
        said = only_words(source)
        return "" if _PROMPTS.search(said) else said
    said = without_hashes(source)
    return "" if commented and _PROMPTS.search(said) else said


def _cells(file: str, data: bytes, result: Result) -> list[dict[str, Any]] | None:
    """The cells in the newest format's shape; None where nothing is left."""
    try:
        notebook = json.loads(data.decode("utf-8-sig"))
    except (ValueError, RecursionError, MemoryError):
        return _salvage(file, data, result)
    del data
    if not isinstance(notebook, dict):
        result.note("notebook-damaged", f"{file} is JSON, but no notebook.", file)
        return None
    if "worksheets" in notebook or _version(notebook) < 4:
        return _upgraded(file, notebook, result)
    _check_language(file, notebook, result)
    cells = notebook.get("cells")
    if not isinstance(cells, list):
        result.note("notebook-damaged", f"{file} has no list of cells.", file)
        return None
    good = [cell for cell in cells if isinstance(cell, dict)]
    if len(good) < len(cells):
        message = f"{len(cells) - len(good)} cells of {file} are damaged and are left out."
        result.note("notebook-damaged", message, file)
    kept = ("cell_type", "source", "outputs", "attachments")
    return [{key: cell.get(key) for key in kept} for cell in good]


def _check_language(file: str, notebook: Mapping[str, Any], result: Result) -> None:
    """Say so where the notebook names another language than Python."""
    about = notebook.get("metadata")
    info = about.get("language_info") if isinstance(about, dict) else None
    name = info.get("name") if isinstance(info, dict) else None
    if isinstance(info, dict) and re.match(r"2\.\d", str(info.get("version"))):
        result.python_2.add(file)
    if isinstance(name, str) and "python" not in name.lower():
        message = f"{file} is written in {name[:40]}, not in Python; its code cannot be run."
        result.note("notebook-language", message, file)


def _salvage(file: str, data: bytes, result: Result) -> list[dict[str, Any]] | None:
    cells = salvaged_cells(data.decode("utf-8", "replace"))
    if not cells:
        message = f"{file} is not a notebook that can be read; save it again and hand it in."
        result.note("notebook-damaged", message, file)
        return None
    message = f"{file} is damaged; {len(cells)} cell(s) could be saved, others may be lost."
    result.note("notebook-damaged", message, file)
    return cells


def _version(notebook: Mapping[str, Any]) -> int:
    version = notebook.get("nbformat")
    return version if isinstance(version, int) else 4


def _upgraded(file: str, notebook: dict[str, Any], result: Result) -> list[dict[str, Any]] | None:
    """Cells of a notebook in format 1 to 3."""
    cells = _old_cells(notebook)
    if not cells:
        message = f"{file} is an old notebook that cannot be upgraded."
        result.note("notebook-damaged", message, file)
        return None
    version = notebook.get("nbformat", "unknown")
    message = f"{file} is in the old format {version} and was upgraded."
    result.note("notebook-upgraded", message, file)
    return cells


def _old_cells(notebook: dict[str, Any]) -> list[dict[str, Any]]:
    """The cells of an old notebook's sheets; in it, lists of lines become texts, outputs go."""
    cells: list[dict[str, Any]] = []
    sheets = notebook.get("worksheets")
    for sheet in [notebook, *(sheets if isinstance(sheets, list) else [])]:
        found = sheet.get("cells") if isinstance(sheet, dict) else None
        for cell in found if isinstance(found, list) else []:
            if not isinstance(cell, dict):
                continue
            for key in ("input", "source", "code", "text"):
                if isinstance(cell.get(key), list):
                    cell[key] = "".join(line for line in cell[key] if isinstance(line, str))
            kind = cell.get("cell_type")
            outputs = cell.get("outputs")
            if kind == "code":
                cell["outputs"] = []
            elif kind == "heading":
                cell.setdefault("level", 1)
            elif kind in ("text", "html"):
                kind = "markdown"
            source = next((cell[k] for k in ("input", "source", "code", "text") if k in cell), "")
            cells.append({
                "cell_type": kind, "source": source, "level": cell.get("level"), "outputs": outputs,
            })  # fmt: skip
    return cells


def _source(cell: Mapping[str, Any]) -> str:
    source = cell.get("source")
    lines = source if isinstance(source, list) else [source]
    return plain_newlines("".join(line for line in lines if isinstance(line, str)))
