"""What a hint takes from the blocks under its label, one function for each kind of answer."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from . import formulas
from .candidates import matrices, numbers_or_formulas
from .claims.at_points import at_points
from .claims.conditions import conditions
from .claims.named import matches
from .claims.plain_matrices import plain_matrices
from .claims.said import said
from .claims.standing import alone, standing
from .claims.told import several_told
from .formulas import Chain
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
        yield from _claims(rows, hint["of"])
    elif kind == "formulas":
        yield from _as("text", statements(rows))
    elif kind in ("formula", "matrix"):
        of, parts = hint["of"], hint.get("parts", ())
        lone = hint.get("lone", False)
        if kind == "formula" and hint.get("conditions"):
            stands = [] if _names_among_others(rows, of) else alone(rows)
            yield from stands
            if stands:
                return
            rows_of = conditions(rows, of, lone=lone, several=hint["conditions"] == "several")
        elif kind == "formula":
            units = hint.get("units", False)
            rows_of = numbers_or_formulas(rows, of, parts, lone=lone, units=units)
        else:
            rows_of = matrices(rows, of, parts, lone=lone, units=hint.get("units", False))
        yield from ((one.value, one.line, one.how) for one in rows_of)
        if not rows_of:
            bare = (one for one in alone(rows) if "=" not in one[0])
            yield from (one for one in bare if kind == "formula" or "[" in one[0])
    else:
        found = list(all_chains(rows))
        if kind == "table":
            yield from tables(rows, found, hint["of"])
        elif kind == "matrices_at":
            yield from at_points(rows, hint["of"])


def _claims(rows: Sequence[Placed], of: Sequence[str]) -> Iterator[Taken]:
    """What stands there; of several things the vector first that is defined as asked."""
    stands = list(standing(rows))
    guessed = [(value, line, "any") for value, line, _ in stands]
    if of and len(stands) > 1 and all(how == "any" for _, _, how in stands):
        found = [one for one in matrices(rows, of) if one.how in ("defined", "earlier")]
        if found and found[0].how == "defined":
            yield from ((one.value, one.line, one.how) for one in found)
            yield from guessed
            return
    worded = [one for name in of for one in several_told(rows, name)]
    if worded and not any(how in ("boxed", "answer", "defined") for _, _, how in stands):
        yield from ((value, line, "told") for value, line in worded)
        yield from guessed
        return
    yield from stands


def _names_among_others(rows: Sequence[Placed], of: Sequence[str]) -> bool:
    """Whether one of several statements defines an asked name: `rank(A) = 2, v = 3u`."""
    statements = [one for one in said(rows) if one.left]
    named = [one for one in statements if matches(one.left, of) or matches(one.parts[-1], of)]
    texts = [row.block.text for row in rows if row.block.kind == "paragraph"]
    pieces = [piece for text in texts for piece in formulas.segments(text)]
    beside = any("=" in piece.text for piece in pieces if not piece.math)
    return len(named) == 1 and (len(statements) > 1 or (beside and named[0].typeset))


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
