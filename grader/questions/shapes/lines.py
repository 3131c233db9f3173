"""A text of several numbers as rows: tables ruled with bars, tuples, equations, columns of blanks.

Each line is read by the first of these that fits; lines of prose beside a table do not count.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from grader.questions.shapes.cells import read_cell
from grader.questions.shapes.texts import last_side, one_blank, pieces

_GROUP = re.compile(r"\(([^()\[\]]*)\)|\[([^()\[\]]*)\]")
_LAYOUT = re.compile(r"\\(?:begin|end)\{\w+\*?\}(?:\{[lcr|]*\})?|\\hline")
_NUMBER = re.compile(r"[-+−]?\d+(?:\.\d*)?(?:/\d+)?|[-+−]?\.\d+")
_COMMA = re.compile(r"(?<=\d)(?:,|\{,\})(?=\d)")
_POINT = re.compile(r"\d\.\d")
_RULE = re.compile(r"[-|:+\s=]+")
_BETWEEN = re.compile(r"[\s,;:.]*")
_PRINTED = ("dtype", "Name:", "Length")
"""How lines begin that a data frame prints below its numbers."""


@dataclass(slots=True)
class Lines:
    """The rows of a text, by how they stand."""

    ruled: list[list[Any]] = field(default_factory=list)
    tuples: list[list[Any]] = field(default_factory=list)
    loose: list[list[Any]] = field(default_factory=list)
    unread: int = 0
    """Lines in which something stands beside what was read."""

    @property
    def rows(self) -> list[list[Any]]:
        """The rows of the surest kind that there is."""
        return self.ruled or self.tuples or self.loose

    @property
    def is_mixed(self) -> bool:
        """Whether rows stand in two ways, of which only one counts."""
        return sum(map(bool, (self.ruled, self.tuples, self.loose))) > 1


def lines_of(text: str, names: Sequence[str] = (), name_of: Callable[[Any], str] = str) -> Lines:
    """The rows of a text; `names` are heads of columns, or of numbers in a line, to look for."""
    found = Lines()
    text = _LAYOUT.sub("\n", text).replace("\\\\", "\n")
    for line in one_blank(text).splitlines():
        line = line.strip().strip("$").strip()
        if not line or _RULE.fullmatch(line) or line.startswith(_PRINTED):
            continue
        if "|" in line or "&" in line:
            found.ruled.append(flat_row([c.strip() for c in re.split(r"[|&]", line.strip("|"))]))
        elif groups := tuples_in(line):
            label = re.match(r"\s*(\w[\w ]*?)\s*[:=.)-]", line) if len(groups) == 1 else None
            found.tuples += [[label[1], *cells] if label else cells for cells in groups]
            named = label is not None and label[0][-1] != "-"  # which takes away
            beside = _GROUP.sub("", line[label.end() :] if label and named else line)
            found.unread += _BETWEEN.fullmatch(beside) is None
        else:
            rows, whole = _loose(line, names, name_of)
            found.loose += rows
            found.unread += not whole
    return found


def tuples_in(line: str) -> list[list[Any]]:
    """The cells of every pair of brackets that holds numbers."""
    groups = [
        re.split(r"[,;]", _with_points(group[1] or group[2] or ""))
        for group in _GROUP.finditer(line)
    ]
    return [
        [cell.strip() for cell in cells]
        for cells in groups
        if len(cells) > 1 and all(read_cell(cell) is not None for cell in cells)
    ]


def _with_points(text: str) -> str:
    """A text whose numbers semicolons part, with points for the commas of its decimals."""
    return _COMMA.sub(".", text) if ";" in text and not _POINT.search(text) else text


def flat_row(row: Sequence[Any]) -> list[Any]:
    """`[1, [a, b]]` as `[1, a, b]`, and column vectors `[[a], [b]]` as rows."""
    cells: list[Any] = []
    for item in row:
        tuples = tuples_in(item) if isinstance(item, str) and item.strip()[:1] in ("(", "[") else []
        cells += item if isinstance(item, list) else tuples[0] if len(tuples) == 1 else [item]
    return cells


def _loose(
    line: str, names: Sequence[str], name_of: Callable[[Any], str]
) -> tuple[list[list[Any]], bool]:
    """The rows of a line such as `step 1: a = -1.5, b = 8.4` or `1.5  8.4`, or the names of a
    header; and whether nothing else stands in it.
    """
    width, line = len(names), _with_points(line)
    parts = [part for part in pieces(line, r"[,;]|\band\b") if part]
    named = [part.rpartition("=")[2].strip() for part in parts if "=" in part]
    whole = len(named) == len(parts) and all(read_cell(value) is not None for value in named)
    if width and len(named) > width and len(named) % width == 0:
        return [named[k : k + width] for k in range(0, len(named), width)], whole
    if named and len(named) >= width:
        label = re.match(r"\D*?(\d+)\s*:", line)
        return [[*([label[1]] if label else []), *named[-width:]]], whole
    words = [part for part in re.split(r"[,;\s]+", line) if part]
    if width and sum(name_of(name) in names for name in words[:20]) >= width:
        return [list(words)], True
    for cells in (words, [last_side(part) for part in parts]):
        if cells and all(read_cell(cell) is not None for cell in cells):
            return [list(cells)], True
    head, colon, tail = line.partition(":")
    numbers = _NUMBER.findall(tail if colon else line)
    return [[head, *numbers] if colon and numbers else list(numbers) or [line]], False
