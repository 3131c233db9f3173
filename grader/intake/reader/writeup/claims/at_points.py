"""Matrices at several points, each of which is named before or behind it, or stands in its turn."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from .. import formulas
from ..formulas import Chain, has_matrix, listed_in, matrices_in
from ..markup import Block
from ..sections import Placed
from .plain_matrices import plain_matrices
from .said import AND, PLAIN, leaves

_NUMBER = r"-?[\d./]+"
_POINT = re.compile(rf"\(\s*({_NUMBER}(?:\s*,\s*{_NUMBER})+)\s*\)")
_COORDINATE = rf"[a-z](?:_\w)?\s*=\s*{_NUMBER}"
_NAMED = re.compile(
    rf"{_COORDINATE}(?:(?:\s*(?:,|\\[,;! ]|\\quad|\band\b|\$)\s*)+{_COORDINATE})+"
)
_SIDE = re.compile(rf"=\s*({_NUMBER})")
MOST_LINES = 4
"""How far above its matrix a point may stand."""

Event = tuple[int, str, str]
"""A line, the point that is named there, and the matrix that stands there: one of both."""
Mapped = tuple[dict[str, str] | list[str], int, str]


def at_points(rows: Sequence[Placed], of: Sequence[str]) -> Iterator[Mapped]:
    """A mapping of "x,y" to the matrix there, its line, and how surely it was come by.

    Where points and matrices do not take turns, or no point is named, the matrices in the order
    in which they stand may be meant.
    """
    events = list(_events(rows, of))
    own = [(line, point, matrix) for line, point, matrix in events if point and matrix]
    turns = [bool(matrix) for _, point, matrix in events if not (point and matrix)]
    matrices = [(line, matrix) for line, _, matrix in events if matrix]
    if not matrices:
        return
    if own and (len(own) == len(matrices) or not any(turns)):
        yield _mapping(own), own[0][0], "defined"
        return
    pairs = _in_turns([event for event in events if not (event[1] and event[2])])
    if pairs:
        yield _mapping(sorted(own + pairs)), min(own + pairs)[0], "defined"
    elif own:
        yield _mapping(own), own[0][0], "defined"
    elif len(matrices) > 1:
        yield [matrix for _, matrix in matrices], matrices[0][0], "several"


def _mapping(rows: Sequence[Event]) -> dict[str, str]:
    """The first matrix of each point."""
    found: dict[str, str] = {}
    for _, point, matrix in rows:
        found.setdefault(point, matrix)
    return found


def _in_turns(events: Sequence[Event]) -> list[Event]:
    """Each matrix with the point right before it, or each with the one right behind it.

    What stands before the first point is the matrix for any.
    """
    kinds = "".join("P" if point else "M" for _, point, _ in events)
    before = re.fullmatch("(M*)(?:P+M)+|(?:P+M)+P+", kinds)
    if not before and not re.fullmatch("(?:MP)+", kinds):
        return []
    found: list[Event] = []
    last: tuple[int, str] | None = None
    general = len(before[1] or "") if before else 0
    for line, point, matrix in events[general:] if before else events[::-1]:
        if point:
            last = line, point
        elif last is not None and abs(line - last[0]) <= MOST_LINES:
            found.append((line, last[1], matrix))
        else:
            return []
    return found


def _events(rows: Sequence[Placed], of: Sequence[str]) -> Iterator[Event]:
    for row in rows:
        for block in leaves(row.block):
            if block.kind == "math":
                for chain in formulas.chains(block.text, block.line):
                    yield from _of_chain(chain, of)
            elif block.kind == "table":
                for cells in block.rows:
                    yield from _of_cells(cells, block.line)
            elif block.kind in ("paragraph", "heading") or block.info.lower() in PLAIN:
                yield from _of_text(block, of)


def _of_text(block: Block, of: Sequence[str]) -> Iterator[Event]:
    text = "\n".join(plain_matrices(block.text.split("\n")))
    position = 0
    for piece in formulas.segments(text):
        position = text.index(piece.text, position)
        number = block.line + text.count("\n", 0, position)
        position += len(piece.text)
        for line, part in enumerate([piece.text] if piece.math else piece.text.split("\n"), number):
            if piece.math or listed_in(part) or has_matrix(part):
                for statement in [part] if piece.math else AND.split(part):
                    for chain in formulas.chains(statement, line):
                        yield from _of_chain(chain, of)
            else:
                yield from ((line, point, "") for point in _points(part))


def _of_cells(cells: Sequence[str], line: int) -> Iterator[Event]:
    for cell in cells:
        matrix = last_matrix([cell])
        if matrix:
            yield line, "", formulas.tidy(matrix)
        else:
            yield from ((line, point, "") for point in _points(cell))


def _of_chain(chain: Chain, of: Sequence[str]) -> Iterator[Event]:
    matrix = last_matrix(chain.parts[1:] or chain.parts)
    if not matrix:
        yield from ((chain.line, point, "") for point in _points(" = ".join(chain.parts)))
        return
    point = _point_of(chain, of)
    lead = "" if point else chain.parts[0].partition("\\begin")[0].partition("[[")[0]
    if named := _points(lead):
        yield chain.line, named[-1], ""
    yield chain.line, point, formulas.tidy(matrix)


def last_matrix(parts: Sequence[str]) -> str:
    """The last part that is a matrix, better one without derivatives left in it."""
    sides = [part for part in parts if has_matrix(part) or listed_in(part)]
    explicit = [part for part in sides if "\\partial" not in part and "∂" not in part]
    best = (explicit or sides or [""])[-1]
    return next(matrices_in(best), "") or listed_in(best)


def _point_of(chain: Chain, of: Sequence[str]) -> str:
    """The point in a left-hand side such as J(1, 1), J_{(1,1)} or J|_{x=1,y=1}, or nothing."""
    for wanted in of:
        name = formulas.key(wanted).partition("(")[0]
        if chain.left.startswith(name):
            rest = chain.left[len(name) :].strip("|_\\").removeprefix("bigg").strip("|_.")
            inner = re.sub(r"[a-z]=", "", rest.strip("()[]"))
            if inner and "," in inner and formulas.is_point(inner):
                return inner
    return next(iter(_points(chain.left)), "")


def _points(text: str) -> list[str]:
    """The points that a text names, as (1, 1) or as x = 1, y = 1, in order."""
    found = [(m.start(), re.sub(r"\s", "", m[1])) for m in _POINT.finditer(text[:5_000])]
    found += [(m.start(), ",".join(_SIDE.findall(m[0]))) for m in _NAMED.finditer(text[:5_000])]
    return [point for _, point in sorted(found)]
