"""Notebooks as other graders write them, made in a few words."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any


def text(source: str, **metadata: Any) -> dict[str, Any]:
    """A cell of text."""
    return {"cell_type": "markdown", "metadata": metadata, "source": source.splitlines(True)}


def raw(source: str) -> dict[str, Any]:
    """A raw cell."""
    return {"cell_type": "raw", "metadata": {}, "source": source.splitlines(True)}


def code(source: str, shown: str = "", **metadata: Any) -> dict[str, Any]:
    """A cell of code, with what it showed when it was saved."""
    outputs = []
    if shown:
        data = {"text/plain": shown.splitlines(True)}
        outputs = [
            {"output_type": "execute_result", "execution_count": 1, "metadata": {}, "data": data}
        ]
    return {
        "cell_type": "code",
        "execution_count": None,
        "metadata": metadata,
        "outputs": outputs,
        "source": source.splitlines(True),
    }


def graded(id_: str, *, points: float | None = None, solution: bool = False) -> dict[str, Any]:
    """What nbgrader writes beside a cell."""
    marks = {
        "grade": points is not None,
        "grade_id": id_,
        "locked": not solution,
        "schema_version": 3,
        "solution": solution,
        "task": False,
    }
    return {"nbgrader": marks if points is None else {**marks, "points": points}}


def write(path: Path, cells: list[dict[str, Any]], **metadata: Any) -> Path:
    """A notebook on the disk."""
    book = {"cells": cells, "metadata": metadata, "nbformat": 4, "nbformat_minor": 4}
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(book), encoding="utf-8")
    return path
