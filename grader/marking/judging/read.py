"""Sheets as they come back from graders: rows of strings, with the place each stands at."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from grader.errors import GradebookError
from grader.marking.sheets import MOST_BYTES, MOST_NODES, AsWritten, fused, sheets_at
from grader.rubric.yaml_nodes import QuickLoader, nodes_of


@dataclass(frozen=True, slots=True)
class Row:
    """One judged answer on a sheet; `place` is its file with line or number."""

    place: str
    question: str
    token: str
    points: str
    items: tuple[str, ...]
    comment: str
    why: str
    revision: int

    @property
    def is_blank(self) -> bool:
        """Whether the marker has left it for later."""
        return not self.points and not self.items


def read_sheets(paths: Iterable[Path]) -> list[Row]:
    """Every row of the sheets, or of the sheets in a folder; all that is unreadable at once."""
    rows: list[Row] = []
    mistakes: list[str] = []
    for path in sheets_at(paths):
        try:
            rows += _csv(path) if path.suffix.lower() == ".csv" else _yaml(path)
        except (OSError, UnicodeDecodeError, csv.Error) as error:
            mistakes.append(f"{path}: cannot be read: {error}")
        except yaml.YAMLError as error:
            mistakes.append(f"{path}: is not YAML: {' '.join(str(error).split())}")
        except _Unreadable as error:
            mistakes.append(str(error))
    if mistakes:
        raise GradebookError("\n".join(mistakes) + "\nnothing was changed")
    return rows


class _Unreadable(Exception):
    """A sheet that is not one; the message names the place."""


def _yaml(path: Path) -> list[Row]:
    if path.stat().st_size > MOST_BYTES:
        raise _Unreadable(f"{path}: is larger than any sheet")
    text = path.read_text(encoding="utf-8-sig")
    node = nodes_of(text, QuickLoader)
    reader = AsWritten(MOST_NODES)
    sheet = None if node is None else reader.data(node)
    if reader.mistakes:
        places = (f"{path}:{one.line}:{one.column}: {one.message}" for one in reader.mistakes)
        raise _Unreadable("\n".join(places))
    if not isinstance(sheet, dict) or not isinstance(sheet.get("answers"), list):
        raise _Unreadable(f"{path}: needs `question:` and a list of `answers:`")
    question = str(sheet.get("question", ""))
    rows = []
    for number, entry in enumerate(sheet["answers"], start=1):
        place = f"{path}: answer {number}"
        if not isinstance(entry, dict):
            raise _Unreadable(f"{place}: is not a mapping with `answer:` and `points:`")
        rows.append(_row(place, {"question": question, **entry}))
    return rows


def _csv(path: Path) -> list[Row]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        start = file.read(4096)
        file.seek(0)
        delimiter = (
            ";" if start.split("\n")[0].count(";") > start.split("\n")[0].count(",") else ","
        )
        reader = csv.DictReader(file, delimiter=delimiter)
        if not {"question", "answer", "points"} <= set(reader.fieldnames or ()):
            raise _Unreadable(f"{path}:1: needs the columns question, answer and points")
        return [
            _row(f"{path}:{reader.line_num}", {k: fused(v or "") for k, v in row.items() if k})
            for row in reader
        ]


def _row(place: str, entry: Mapping[Any, Any]) -> Row:
    items = entry.get("items") or ()
    if isinstance(items, str):
        items = items.replace(",", " ").split()
    if not isinstance(items, list | tuple):
        raise _Unreadable(f"{place}: `items` is a list of ids, such as [clear, complete]")
    revision = str(entry.get("revision") or "0")
    if not revision.isdecimal():
        raise _Unreadable(f"{place}: `revision` was changed to {revision!r}; leave it as exported")
    return Row(
        place,
        str(entry.get("question", "")),
        str(entry.get("answer", "")),
        _said(entry.get("points")),
        tuple(str(item) for item in items),
        _said(entry.get("comment")),
        _said(entry.get("why")),
        int(revision),
    )


def _said(value: Any) -> str:
    return "" if value is None else str(value).strip()
