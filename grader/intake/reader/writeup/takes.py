"""What a hint takes from the blocks under its label, one function for each kind of answer."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from . import formulas
from .candidates import matrices, numbers_or_formulas
from .claims.conditions import conditions
from .claims.plain_matrices import plain_matrices
from .claims.standing import alone, standing
from .formulas import Chain, has_matrix, listed_in, matrices_in
from .labels import Path
from .markup import Block
from .sections import Placed
from .statements import prose, statements
from .tables import all_tables, tables
from .truth.lists import truth_list

Taken = tuple[Any, int, str]
"""A value as a module would have held it, the line where it stands, and how it was come by."""

_PLAIN = ("", "text", "txt", "plaintext", "plain", "none")
_AND = re.compile(r",?\s+and\s+(?=[^=]{1,30}=)|;\s+(?=[^=\]]{1,30}=)")
_LEAD = re.compile(r"^[^=:$]{0,40}:\s+")
_POINT = re.compile(r"\(\s*(-?[\d./]+)\s*,\s*(-?[\d./]+)\s*\)")
_NAMED_POINT = re.compile(r"[a-z]=(-?[\d./]+),[a-z]=(-?[\d./]+)")


def candidates(rows: Sequence[Placed], hint: Mapping[str, Any], path: Path) -> Iterator[Taken]:
    """What `hint` may ask for among `rows`, best first; `take: code` is read with the listings.

    `cells` asks for nothing that is written, `tables` for every table as it stands.
    """
    kind = hint["take"]
    if kind == "cells":
        return
    if kind == "tables":
        yield from ((one.rows, one.line, "table") for one in all_tables(rows))
        return
    if kind == "truth_list":
        yield from _as("list", truth_list(rows, path))
    elif kind == "prose":
        yield from _as("text", prose(rows))
    elif kind == "claim":
        yield from standing(rows)
    elif kind == "formulas":
        yield from _as("text", statements(rows))
    elif kind in ("formula", "matrix"):
        of, parts = hint["of"], hint.get("parts", ())
        lone = hint.get("lone", False)
        if kind == "formula" and hint.get("conditions"):
            yield from (stands := alone(rows))
            if stands:
                return
            rows_of = conditions(rows, of, lone=lone, several=hint["conditions"] == "several")
        elif kind == "formula":
            units = hint.get("units", False)
            rows_of = numbers_or_formulas(rows, of, parts, lone=lone, units=units)
        else:
            rows_of = matrices(rows, of, lone=lone, units=hint.get("units", False))
        yield from ((one.value, one.line, one.how) for one in rows_of)
        if not rows_of:
            bare = (one for one in alone(rows) if "=" not in one[0])
            yield from (one for one in bare if kind == "formula" or "[" in one[0])
    else:
        found = list(all_chains(rows))
        if kind == "table":
            yield from tables(rows, found, hint["of"])
        elif kind == "matrices_at":
            yield from _as("defined", _matrices_at(rows, found, hint["of"]))


def _as(how: str, taken: tuple[Any, int] | None) -> Iterator[Taken]:
    if taken is not None:
        yield (*taken, how)


def all_chains(rows: Sequence[Placed]) -> Iterator[Chain]:
    """Every statement in the blocks: displays, formulas in text, and plain lines with an equals."""
    for row in rows:
        for block in _leaves(row.block):
            if block.kind == "math":
                yield from formulas.chains(block.text, block.line)
            elif block.kind in ("paragraph", "heading") or (
                block.kind == "code" and block.info.lower() in _PLAIN
            ):
                yield from _in_text(block)


def _leaves(block: Block) -> Iterator[Block]:
    if block.kind != "list":
        yield block
        return
    for item in block.items:
        for inner in item.blocks:
            yield from _leaves(inner)


def _in_text(block: Block) -> Iterator[Chain]:
    lines = block.text.split("\n")
    for number, line in enumerate(plain_matrices(lines), block.line):
        pieces = formulas.segments(line)
        for before, piece in zip([None, *pieces], pieces, strict=False):
            lead = _lead(before.text) if before is not None and not before.math else ""
            if piece.math and lead:
                first, *more = formulas.chains(piece.text, number)
                yield Chain((lead, *first.parts), number)
                yield from more
            elif piece.math:
                yield from formulas.chains(piece.text, number)
        if "=" in line and not any(piece.math for piece in pieces):
            for statement in _AND.split(_LEAD.sub("", line).strip(" `*")):
                yield from formulas.chains(statement, number)
    if "\n" in block.text and "$" in block.text:  # a formula that runs over several lines
        for piece in formulas.segments(block.text):
            if piece.math and "\n" in piece.text:
                yield from formulas.chains(piece.text, block.line)


def _lead(text: str) -> str:
    """What text before a formula defines: the word before "=", ":" or "is", or a point at ..."""
    if not text.rstrip().endswith(("=", ":", " is")):
        return ""
    clause = (
        re.split(r"[.;]\s|,\s+(?=[A-Za-z])", text.rstrip(" =:\t"))[-1].removesuffix(" is").strip()
    )
    if _POINT.search(clause):
        return clause
    word = re.sub(r"\W+$", "", clause.split()[-1]) if clause.split() else ""
    return word if re.search(r"[^\W\d]", word) else ""


def _last_matrix(parts: Sequence[str]) -> str:
    """The last part that is a matrix, better one without derivatives left in it."""
    sides = [part for part in parts if has_matrix(part) or listed_in(part)]
    explicit = [part for part in sides if "\\partial" not in part and "∂" not in part]
    best = (explicit or sides or [""])[-1]
    return next(matrices_in(best), "") or listed_in(best)


def _matrices_at(
    rows: Sequence[Placed], found: Sequence[Chain], of: Sequence[str]
) -> tuple[Any, int] | None:
    """A mapping of "x,y" to the last matrix of the chain for that point."""
    result: dict[str, str] = {}
    lines: list[int] = []
    points = _points_by_line(rows)
    for chain in found:
        side = _last_matrix(chain.parts[1:] or chain.parts)
        point = _point_of(chain, of) or (points(chain.line) if side else "")
        if side and point and point not in result:
            result[point] = formulas.tidy(side)
            lines.append(chain.line)
    return (result, min(lines)) if result else None


def _point_of(chain: Chain, of: Sequence[str]) -> str:
    """The point in a left-hand side such as J(1, 1), J_{(1,1)} or J|_{x=1,y=1}, or nothing."""
    for wanted in of:
        name = formulas.key(wanted).partition("(")[0]
        if chain.left.startswith(name):
            rest = chain.left[len(name) :].strip("|_\\").removeprefix("bigg").strip("|_.")
            inner = re.sub(r"[a-z]=", "", rest.strip("()[]"))
            if inner and "," in inner and formulas.is_point(inner):
                return inner
    return _point_in(chain.left)


def _point_in(left: str) -> str:
    """The point somewhere in a left-hand side, as (1, 1) or as x = 1, y = 1; else nothing."""
    match = _POINT.search(left) or _NAMED_POINT.search(left)
    return f"{match[1]},{match[2]}" if match else ""


def _points_by_line(rows: Sequence[Placed]) -> Callable[[int], str]:
    """The point that the text names last before a line, in it or a few lines above."""
    named: list[tuple[int, str]] = []
    for row in rows:
        if row.block.kind in ("paragraph", "heading"):
            for number, line in enumerate(row.block.text.split("\n"), row.block.line):
                for match in _POINT.finditer(line):
                    named.append((number, f"{match[1]},{match[2]}"))

    def before(line: int) -> str:
        near = [point for number, point in named if line - 4 <= number <= line]
        return near[-1] if near else ""

    return before
