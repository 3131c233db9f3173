"""Tables that are sheets of answers: a row, or a column, for each problem that is asked for."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any

from .known import Known
from .labels import Label, Path, find_label, find_number
from .markup import Block
from .sections import Placed

_ASKS = re.compile(
    r"\W*(?:questions?|problems?|exercises?|tasks?|items?|parts?|teil|no\.?|nr\.?|num(?:ber)?|q\.?|#|№|id"
    r"|aufgabe|frage|pregunta|ejercicio|problema|задача|вопрос|题号?|問題?|номер)\W*",
    re.IGNORECASE,
)
_ANSWERS = re.compile(
    r"\W*(?:(?:my|your|final|the) )?(?:answers?|solutions?|results?|values?|response|antwort(?:en)?"
    r"|lösung(?:en)?|ergebnisse?|réponses?|respuestas?|risposte?|答案|解答|回答|ответы?)\W*",
    re.IGNORECASE,
)
_IS_NUMBER = re.compile(r"[-+]?[\d.,]+(?:[eE][-+]?\d+)?")
MOST_ABOVE = 12
FEWEST = 2
"""Labels that some question asks for, where no head says that answers stand beside them."""


def asks(cell: str) -> bool:
    """Whether a cell is the head of a column of labels: "Question", "No."."""
    return _ASKS.fullmatch(cell) is not None


def says_so(rows: Sequence[Sequence[str]]) -> bool:
    """Whether a table's head, or a word in its labels, says that it is one of answers."""
    turned = list(zip(*rows, strict=True))
    worded = any(re.match(r"\W*[^\W\d_]{1,12}[\s.]?\d", row[0]) for row in (*rows, *turned))
    return worded or has_head(rows)


def has_head(rows: Sequence[Sequence[str]]) -> bool:
    """Whether a table's head says that it is one of answers: "Question, Answer"."""
    turned = list(zip(*rows, strict=True))
    heads = [one for table in (rows[behind_titles(rows) :], turned) for one in table[:1]]
    return any(len(h) > 1 and asks(h[0]) and _ANSWERS.fullmatch(h[1]) for h in heads)


def behind_titles(rows: Sequence[Sequence[Any]]) -> int:
    """How many rows with a title and a name stand above the head "Question, Answer"."""
    for number, row in enumerate(rows[:MOST_ABOVE]):
        first, second = (str(cell or "") for cell in row[:2]) if len(row) > 1 else ("", "")
        if asks(first) and _ANSWERS.fullmatch(second):
            return number
    return 0


def is_sheet(rows: Sequence[Sequence[str]], known: Known) -> bool:
    """Whether the rows or columns of a table answer questions by their labels."""
    full = [list(row) for row in rows if any(cell.strip() for cell in row)]
    return bool(full) and len(list(_ways(full, known))) == 1


def _ways(rows: list[list[str]], known: Known) -> Iterator[list[str]]:
    """The lines that a table is by its rows, and those that it is by its columns."""
    below = rows[behind_titles(rows) :]
    turned = [list(column) for column in zip(*below, strict=True)]
    yield from (way for table in (below, turned) if (way := _way(table, known)))


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
    if not rows or len({len(row) for row in rows}) > 1:
        return []
    ways = list(_ways(rows, known))
    if len(ways) != 1:
        return []
    return [
        replace(block, kind="paragraph", text=text, line=line, rows=())
        for line, text in enumerate(ways[0], block.line)
    ]


def _way(rows: list[list[str]], known: Known) -> list[str]:
    """The rows as lines with labels, where their first cells are labels and no others are."""
    headed = asks(rows[0][0])
    body = rows[1:] if headed else rows
    labels = [_label(row[0], known) for row in body]
    paths = [label.path for label in labels if label is not None]
    if not body or len(paths) < len(body) or len(body[0]) < 2 or len(set(paths)) < len(paths):
        return []
    named = [label is not None and bool(label.word) for label in labels]
    worded = headed or all(named) or not any(_IS_NUMBER.fullmatch(row[0].strip()) for row in body)
    in_order = paths == [(number,) for number in range(1, len(paths) + 1)]
    told = headed and _ANSWERS.fullmatch(rows[0][1]) is not None
    fewest = 1 if told else FEWEST
    if not (worded or in_order) or sum(path in known.paths for path in paths) < fewest:
        return []
    cells = [cell.strip() for row in body for cell in row[1:] if cell.strip()]
    if len(body[0]) > 2 and not told and all(map(_IS_NUMBER.fullmatch, cells)):
        return []  # data, counted through
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
