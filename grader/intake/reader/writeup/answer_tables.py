"""Tables that are sheets of answers: a row, or a column, for each problem that is asked for."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from .known import Known
from .labels import Label, Path, find_label, find_number
from .markup import Block
from .sections import Placed

_ASKS = re.compile(
    r"\W*(?:questions?|problems?|exercises?|tasks?|items?|no\.?|nr\.?|num(?:ber)?|q\.?|#|№|id"
    r"|aufgabe|frage|pregunta|ejercicio|problema|задача|вопрос|题号?|問題?|номер)\W*",
    re.IGNORECASE,
)
FEWEST = 2


def spread(blocks: Sequence[Block], rows: Sequence[Placed], known: Known) -> list[Block]:
    """The blocks with each table that stands under no label as lines that begin with labels."""
    placed = {row.block.line for row in rows if any(not _is_other(part) for part in row.path)}
    out: list[Block] = []
    for block in blocks:
        found = _lines(block, known) if block.kind == "table" and block.line not in placed else []
        out += found or [block]
    return out


def _is_other(part: int | str) -> bool:
    return str(part).startswith("?")


def _lines(block: Block, known: Known) -> list[Block]:
    """A paragraph for each row below a head such as "Question", or for each column.

    A table that may be meant in both ways, or counts otherwise than by its labels, is left alone.
    """
    rows = [list(row) for row in block.rows if any(cell.strip() for cell in row)]
    if len(rows) < FEWEST or len({len(row) for row in rows}) > 1:
        return []
    turned = [list(column) for column in zip(*rows, strict=True)]
    ways = [way for table in (rows, turned) if (way := _way(table, known))]
    if len(ways) != 1:
        return []
    return [
        replace(block, kind="paragraph", text=text, line=line, rows=())
        for line, text in enumerate(ways[0], block.line)
    ]


def _way(rows: list[list[str]], known: Known) -> list[str]:
    """The rows as lines with labels, where their first cells are labels and no others are."""
    headed = _ASKS.fullmatch(rows[0][0]) is not None
    body = rows[1:] if headed else rows
    labels = [_label(row[0], known) for row in body]
    paths = [label.path for label in labels if label is not None]
    if len(paths) < len(body) or len(body[0]) < 2 or len(set(paths)) < len(paths):
        return []
    worded = headed or all(label is not None and label.word for label in labels)
    in_order = paths == [(number,) for number in range(1, len(paths) + 1)]
    if not (worded or in_order) or sum(path in known.paths for path in paths) < FEWEST:
        return []
    others = (_label(cell, known) for row in body for cell in row[1:])
    if any(label is not None and label.word for label in others):
        return []
    return [_said(path, row) for path, row in zip(paths, body, strict=True)]


def _label(cell: str, known: Known) -> Label | None:
    """The label that a cell is, and nothing else."""
    text = cell.strip(" *_`$")
    label = find_label(text, known.words, heading=True) or find_number(text)
    return None if label is None or label.rest or label.relative else label


def _said(path: Path, row: Sequence[str]) -> str:
    name = ".".join(map(str, path))
    cells = [cell.strip() for cell in row[1:] if cell.strip()]
    return f"Problem {name}: {' - '.join(cells)}"
