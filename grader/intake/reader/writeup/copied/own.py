"""Blocks of a section without what the sheet or a starter file says in them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from ..labels import Path
from ..sections import Placed
from .marked import marked

_ROMANS = ("i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x", "xi", "xii")


def own_of(rows: Sequence[Placed], starter: Any) -> list[Placed]:
    """The blocks, and the lines of them, that are the student's own."""
    if starter is None or starter.is_empty:
        return list(rows)
    kept: list[Placed] = []
    copies = _copies(rows, starter)
    for number, row in enumerate(rows):
        block = row.block
        if block.kind == "code":
            if starter.is_code(block.text):
                continue
        elif block.kind == "heading":
            row = replace(row, block=replace(block, text=starter.own_text(block.text)))
        elif block.kind == "math" and starter.is_formula(block.text):
            continue
        elif block.kind in ("paragraph", "math"):
            lines = block.text.split("\n")
            chosen = [one for n, one in enumerate(lines) if copies.get((number, n)) is False]
            others = ["" if (number, n) in copies else one for n, one in enumerate(lines)]
            text = "\n".join([starter.own_text("\n".join(others)), *chosen])
            if not text.strip() and block.text.strip():
                continue
            row = replace(row, block=replace(block, text=text))
        elif (
            block.kind == "list"
            and all(starter.is_line(item.text, listed=True) for item in block.items)
            and not marked(block.items)
        ):
            continue
        kept.append(row)
    return kept


def _copies(rows: Sequence[Placed], starter: Any) -> dict[tuple[int, int], bool]:
    """The lines that the sheet has with their label, "(iv) 15.9": whether each is a copy.

    One with nothing else of the sheet is somebody's choice, and so is one that stands there a
    second time; that whose label is the section's own is the sheet's.
    """
    found: dict[tuple[int, int], str] = {}
    headed: set[str] = set()
    is_sheet = False
    for number, row in enumerate(rows):
        if row.block.kind not in ("paragraph", "math"):
            continue
        for place, line in enumerate(row.block.text.split("\n")):
            labelled = [line, *_with_label(line, row.path if place == 0 else ())]
            option = next((one for one in labelled if starter.is_labelled(one)), "")
            if option:
                found[number, place] = option
                headed |= {option} - {line}
            is_sheet = is_sheet or (not option and starter.is_line(line))
    first = {option: place for place, option in reversed(found.items())}
    several = is_sheet or len(first) > 1
    return {at: first[one] == at and (several or one in headed) for at, one in found.items()}


def _with_label(line: str, path: Path) -> list[str]:
    """The first line under a label as it may stand in the sheet, behind (d), (4) or (iv)."""
    part = path[-1] if path else ""
    if not isinstance(part, int) or part > 26:
        return []
    return [f"({one}) {line}" for one in (chr(96 + part), str(part), *_ROMANS[part - 1 : part])]


def behind_statement(rows: Sequence[Placed], path: Path, starter: Any) -> list[Placed]:
    """What follows a label that only repeats the sheet, where its parts are counted anew below it.

    Students copy "a) ... b) ..." from the sheet and answer below: what has no label of its own
    there stands under that of another part.
    """
    places = [n for n, row in enumerate(rows) if path and row.path[: len(path)] == path]
    if not places or len(path) < 2 or any(_says(row) for row in own_of(_at(rows, places), starter)):
        return []
    if together := _listed_together(rows, path, places, starter):
        return together
    after = [row for row in rows[places[-1] + 1 :] if row.path[: len(path) - 1] == path[:-1]]
    parts = [row.path[len(path) - 1] for row in after if len(row.path) >= len(path)]
    last = path[-1]
    again = any(isinstance(p, int) and isinstance(last, int) and p < last for p in parts)
    return after if again else []


def _listed_together(
    rows: Sequence[Placed], path: Path, places: Sequence[int], starter: Any
) -> list[Placed]:
    """What stands below the last of labels that were copied line by line, with no room between.

    It may answer any of them, such as a picture of all their answers.
    """
    if starter is None or starter.is_empty or not any(_says(row) for row in _at(rows, places)):
        return []
    line = max(row.block.line for row in _at(rows, places))
    end = places[-1]
    while end + 1 < len(rows) and rows[end + 1].path[:-1] == path[:-1]:
        there = rows[end + 1].path
        section = [n for n, row in enumerate(rows) if n > end and row.path[: len(there)] == there]
        if rows[section[0]].block.line > line + 1:
            return []
        if own := [row for row in own_of(_at(rows, section), starter) if _says(row)]:
            return own
        line = max(row.block.line for row in _at(rows, section))
        end = section[-1]
    return []


def _at(rows: Sequence[Placed], places: Sequence[int]) -> list[Placed]:
    return [rows[place] for place in places]


def _says(row: Placed) -> bool:
    """Whether anything but a heading stands in a block."""
    return row.block.kind != "heading" and bool(row.block.text.strip() or row.block.items)
