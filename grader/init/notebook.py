"""Notebooks of the instructor's own as cells, whatever version of the format they have."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from grader.errors import UsageMistake

_HEADING = re.compile(r"^#{1,6}\s+(.+?)\s*#*\s*$", re.M)


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell: its kind (code, markdown or raw), its text and what was saved with it."""

    kind: str
    source: str
    metadata: Mapping[str, Any]
    outputs: tuple[Mapping[str, Any], ...] = ()

    @property
    def headings(self) -> list[str]:
        """Headings in a cell of text, in order."""
        return _HEADING.findall(self.source) if self.kind == "markdown" else []

    def with_source(self, source: str) -> Cell:
        """The same cell with another text, and without outputs."""
        return replace(self, source=source, outputs=())

    def to_plain(self) -> dict[str, Any]:
        """The cell as version 4 of the format writes it."""
        kept = {"nbgrader", "tags", "otter"}
        plain: dict[str, Any] = {
            "cell_type": self.kind,
            "metadata": {key: one for key, one in self.metadata.items() if key not in kept},
            "source": self.source.splitlines(keepends=True),
        }
        if self.kind == "code":
            plain.update(execution_count=None, outputs=[])
        return plain


@dataclass(frozen=True, slots=True)
class Book:
    """A notebook: its cells, its metadata, and where it lies."""

    path: Path
    cells: tuple[Cell, ...]
    metadata: Mapping[str, Any]

    def with_cells(self, cells: list[Cell]) -> dict[str, Any]:
        """A notebook of these cells, as it is written."""
        kept = ("kernelspec", "language_info")
        return {
            "cells": [cell.to_plain() for cell in cells],
            "metadata": {key: self.metadata[key] for key in kept if key in self.metadata},
            "nbformat": 4,
            "nbformat_minor": 4,
        }


def read_notebook(path: Path) -> Book:
    """The notebook in a file; raises `UsageMistake` where there is none."""
    try:
        data = json.loads(path.read_text(encoding="utf-8-sig"))
    except OSError as error:
        raise UsageMistake(f"{path}: {error.strerror or error}") from None
    except (ValueError, RecursionError) as error:
        raise UsageMistake(f"{path}: is no notebook ({error})") from None
    rows: Any = data.get("cells") if isinstance(data, dict) else None
    if rows is None and isinstance(data, dict) and data.get("worksheets"):
        rows = [cell for sheet in data["worksheets"] for cell in sheet.get("cells", [])]
    if not isinstance(rows, list):
        raise UsageMistake(f"{path}: is no notebook: it has no cells")
    metadata = data.get("metadata")
    cells = tuple(_cell(row) for row in rows if isinstance(row, dict))
    return Book(path, cells, metadata if isinstance(metadata, dict) else {})


def _cell(row: Mapping[str, Any]) -> Cell:
    kind = str(row.get("cell_type", "raw"))
    source = _text(row.get("source", row.get("input", "")))
    if kind == "heading":
        kind, source = "markdown", f"{'#' * int(row.get('level', 1))} {source}"
    metadata = row.get("metadata")
    outputs = row.get("outputs")
    return Cell(
        kind if kind in ("code", "markdown") else "raw",
        source,
        metadata if isinstance(metadata, dict) else {},
        tuple(one for one in outputs if isinstance(one, dict)) if isinstance(outputs, list) else (),
    )


def _text(source: Any) -> str:
    if isinstance(source, list):
        return "".join(line for line in source if isinstance(line, str))
    return source if isinstance(source, str) else ""


def shown(cell: Cell) -> str:
    """What a code cell printed and displayed as text when it was saved."""
    found = []
    for output in cell.outputs:
        data = output.get("data")
        text = output.get("text")
        if isinstance(data, dict):
            text = data.get("text/plain", text)
        if output.get("output_type") in ("stream", "execute_result", "display_data", "pyout"):
            found.append(_text(text).rstrip("\n"))
    return "\n".join(one for one in found if one)
