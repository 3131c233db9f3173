"""Cells out of a notebook whose JSON is damaged: each cell that is still whole is kept."""

from __future__ import annotations

import json
import re
from typing import Any

MAX_TRIES = 5_000
_CELL = re.compile(r'\{\s*"(?:cell_type|attachments|execution_count|id|metadata|source)"')
_SOURCE = re.compile(r'"source"\s*:\s*(\[|")')


def salvaged_cells(text: str) -> list[dict[str, Any]]:
    """Every object in `text` that is a whole cell, and the source of one that is cut off."""
    decoder = json.JSONDecoder()
    cells: list[dict[str, Any]] = []
    position = text.find('"cells"')
    position = max(position, 0)
    for _ in range(MAX_TRIES):
        match = _CELL.search(text, position)
        if match is None:
            break
        try:
            found, position = decoder.raw_decode(text, match.start())
        except (ValueError, RecursionError):
            following = _CELL.search(text, match.end())
            end = following.start() if following else len(text)
            cell = _cut_off(text[match.start() : end])
            if cell is not None:
                cells.append(cell)
            position = match.end()
            continue
        if isinstance(found, dict) and "source" in found and "cell_type" in found:
            cells.append({"cell_type": found["cell_type"], "source": found["source"]})
    return cells


def _cut_off(text: str) -> dict[str, Any] | None:
    """The whole lines of a cell whose end is missing."""
    kind = re.search(r'"cell_type"\s*:\s*"(\w+)"', text)
    source = _SOURCE.search(text)
    if source is None or kind is None:
        return None
    lines: list[str] = []
    decoder = json.JSONDecoder()
    position = source.end() if source[1] == "[" else source.end() - 1
    while True:
        start = re.compile(r"[\s,]*").match(text, position)
        position = start.end() if start else position
        try:
            line, position = decoder.raw_decode(text, position)
        except ValueError:
            break
        if not isinstance(line, str):
            break
        lines.append(line)
        if source[1] == '"':
            break
    return {"cell_type": kind[1], "source": "".join(lines)} if lines else None
