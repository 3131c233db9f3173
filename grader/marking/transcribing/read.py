"""Transcripts as they come back: each entry by itself, so that one slip costs no other."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from grader.marking.sheets import MOST_BYTES, MOST_NODES, AsWritten, fused, sheets_at
from grader.rubric.yaml_nodes import QuickLoader, nodes_of

_ENTRY = re.compile(r"^([ \t]*)- +answer[ \t]*:", re.MULTILINE)
_QUESTION = re.compile(r"^question[ \t]*:[ \t]*[\"']?([\w.]*)", re.MULTILINE)
_KNOWN = frozenset(
    {
        *("question", "asked", "answer", "count", "pictures", "who", "suggested", "grid"),
        *("transcript", "perhaps", "instead", "questions", "why", "revision"),
    }
)


@dataclass(frozen=True, slots=True)
class Row:
    """One entry of a sheet as it was filled in; `place` is its file and line."""

    place: str
    question: str
    token: str
    suggested: str
    transcript: str
    grid: tuple[tuple[str, ...], ...]
    instead: str
    questions: tuple[str, ...]
    why: str
    revision: int

    @property
    def is_blank(self) -> bool:
        """Whether it was left for later."""
        cells = any(cell.strip() for row in self.grid for cell in row)
        return not (self.transcript or cells or self.instead or self.questions)


@dataclass(slots=True)
class Sheets:
    """Everything that could be read of the sheets, and what is wrong with the rest."""

    rows: list[Row] = field(default_factory=list)
    mistakes: list[str] = field(default_factory=list)


def read_transcripts(paths: Iterable[Path]) -> Sheets:
    """Every entry of the sheets, or of the sheets in a folder."""
    sheets = Sheets()
    for path in sheets_at(paths):
        try:
            if path.stat().st_size > MOST_BYTES:
                sheets.mistakes.append(f"{path}: is larger than any sheet")
            elif path.suffix.lower() == ".csv":
                _csv(path, sheets)
            else:
                _yaml(path, sheets)
        except (OSError, UnicodeDecodeError, csv.Error) as error:
            sheets.mistakes.append(f"{path}: cannot be read: {error}")
    return sheets


def _yaml(path: Path, sheets: Sheets) -> None:
    """A sheet in YAML as a whole; entry by entry where a slip keeps it from being read so."""
    text = path.read_text(encoding="utf-8-sig")
    try:
        node = nodes_of(text, QuickLoader)
    except yaml.YAMLError:
        _in_pieces(path, text, sheets)
        return
    question = ""
    answers: yaml.Node | None = None
    if isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            if key.value == "question" and isinstance(value, yaml.ScalarNode):
                question = str(value.value)
            elif key.value == "answers":
                answers = value
    if not isinstance(answers, yaml.SequenceNode):
        sheets.mistakes.append(f"{path}:1: needs `question:` and a list of `answers:`")
        return
    for entry in answers.value:
        _add(path, 0, entry, question, sheets)


def _in_pieces(path: Path, text: str, sheets: Sheets) -> None:
    """Each entry by itself, from its `- answer:` to the next; what is no YAML is told and left."""
    starts = list(_ENTRY.finditer(text))
    if not starts:
        sheets.mistakes.append(f"{path}:1: is not YAML, and has no entry that begins `- answer:`")
        return
    starts = [one for one in starts if one[1] == starts[0][1]]
    named = _QUESTION.search(text[: starts[0].start()])
    question = named[1] if named else ""
    ends = [*(one.start() for one in starts[1:]), len(text)]
    for start, end in zip(starts, ends, strict=True):
        above = text.count("\n", 0, start.start())
        try:
            node = nodes_of(text[start.start() : end])
        except yaml.MarkedYAMLError as error:
            mark = error.problem_mark or error.context_mark
            line = above + 1 + (mark.line if mark else 0)
            said = " ".join(filter(None, (error.context, error.problem)))
            sheets.mistakes.append(
                f"{path}:{line}: is not YAML: {said}; keep the lines of a transcript indented "
                "below `transcript: |`"
            )
            continue
        except yaml.YAMLError as error:
            said = " ".join(str(error).split())
            sheets.mistakes.append(f"{path}:{above + 1}: is not YAML: {said}")
            continue
        if isinstance(node, yaml.SequenceNode):
            for entry in node.value:
                _add(path, above, entry, question, sheets)


def _add(path: Path, above: int, node: yaml.Node, question: str, sheets: Sheets) -> None:
    """One entry, or what is wrong with it; `above` is the number of lines above the text."""
    line = above + node.start_mark.line + 1
    reader = AsWritten(MOST_NODES)
    entry = reader.data(node)
    if reader.mistakes:
        sheets.mistakes += [
            f"{path}:{above + one.line}: {one.path}: {one.message}" for one in reader.mistakes
        ]
    elif not isinstance(entry, dict):
        sheets.mistakes.append(f"{path}:{line}: is no entry with `answer:` and `transcript:`")
    else:
        _row(f"{path}:{line}", {"question": question, **entry}, sheets)


def _csv(path: Path, sheets: Sheets) -> None:
    with path.open(encoding="utf-8-sig", newline="") as file:
        head = file.readline()
        file.seek(0)
        delimiter = ";" if head.count(";") > head.count(",") else ","
        reader = csv.DictReader(file, delimiter=delimiter)
        if not {"question", "answer", "transcript"} <= set(reader.fieldnames or ()):
            told = "needs the columns question, answer and transcript"
            sheets.mistakes.append(f"{path}:1: {told}")
            return
        line = reader.line_num + 1
        for cells in reader:
            entry: dict[str, Any] = {k: fused(v or "") for k, v in cells.items() if k}
            entry["grid"] = list(_piped(str(entry.get("grid", ""))))
            _row(f"{path}:{line}", entry, sheets)
            line = reader.line_num + 1


def _piped(text: str) -> Iterator[list[str]]:
    """The rows of a grid in one cell of a CSV file."""
    for line in text.splitlines():
        if line.strip():
            yield [cell.strip() for cell in line.split("|")]


def _row(place: str, entry: Mapping[Any, Any], sheets: Sheets) -> None:
    """The entry as a row, unless something in it cannot be meant."""
    wrong = [
        *(f"`{name}` is no field of a sheet" for name in entry if name not in _KNOWN),
        *(f"`{name}` is a text" for name in ("transcript", "instead", "why", "suggested")
          if isinstance(entry.get(name), list | dict) and not _is_grid(name, entry[name])),
    ]  # fmt: skip
    revision = str(entry.get("revision") or "0")
    if not revision.isdecimal():
        wrong.append(f"`revision` was changed to {revision!r}; leave it as exported")
    grid, told = _grid(entry)
    wrong += [told] if told else []
    questions = entry.get("questions") or ()
    if isinstance(questions, str):
        questions = questions.replace(",", " ").split()
    if not isinstance(questions, list | tuple):
        wrong.append("`questions` is a list of ids, such as [q1, q2]")
    if wrong:
        sheets.mistakes += [f"{place}: {told}" for told in wrong]
        return
    transcript = entry.get("transcript")
    sheets.rows.append(
        Row(
            place,
            str(entry.get("question") or ""),
            str(entry.get("answer") or ""),
            _said(entry.get("suggested")),
            "" if isinstance(transcript, list) else _said(transcript),
            grid,
            _said(entry.get("instead")).lower(),
            tuple(map(str, questions)),
            _said(entry.get("why")),
            int(revision),
        )
    )


def _is_grid(name: str, value: Any) -> bool:
    return name == "transcript" and isinstance(value, list)


def _grid(entry: Mapping[Any, Any]) -> tuple[tuple[tuple[str, ...], ...], str]:
    """The cells that were filled in, under `grid` or as a list under `transcript`."""
    given = entry.get("transcript") if isinstance(entry.get("transcript"), list) else None
    rows = given if given is not None else entry.get("grid") or []
    if not isinstance(rows, list):
        return (), "`grid` is a list of rows, such as [[1, 2], [3, 4]]"
    lists: Sequence[Any] = [row if isinstance(row, list) else [row] for row in rows]
    if any(isinstance(cell, list | dict) for row in lists for cell in row):
        return (), "`grid` is a list of rows, such as [[1, 2], [3, 4]]"
    if len({len(row) for row in lists}) > 1:
        return (), "the rows of the grid differ in length; leave a cell empty where nothing stands"
    return tuple(tuple(_said(cell) for cell in row) for row in lists), ""


def _said(value: Any) -> str:
    return "" if value is None else str(value).strip()
