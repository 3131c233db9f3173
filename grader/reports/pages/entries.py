"""An answer's entries in their places, so that a wrong one is marked where it is."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup

from grader.reports.pages.mathml import formula
from grader.reports.records import PartResult
from grader.reports.text import clean_line

_MATRIX = re.compile(r"\\begin\{([bpv]?matrix|array)\}(?:\{[lcr]*\})?(.*)\\end\{\1\}", re.DOTALL)
_TUPLE = re.compile(r"\s*(?:\\left)?[(\[](.*?)(?:\\right)?[)\]]\s*", re.DOTALL)
_PLACE = re.compile(r"(\d+)\.(\d+)|(\d+)")
_LINE = re.compile(r"(\d{1,3})[.:] +(.*)")
_MOST = 144


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry of a matrix or vector as it was written, and how it ended."""

    shown: Markup
    status: str


def entries_of(
    read: str, understood: str, parts: Sequence[PartResult], question: str
) -> list[list[Entry]]:
    """The rows of a matrix or vector whose entries are the parts; nothing where they are not."""
    places: dict[tuple[int, int], str] = {}
    for part in parts:
        found = _PLACE.fullmatch(str(part["id"]).removeprefix(f"{question}."))
        if found is None:
            return []
        row, column = (found[1], found[2]) if found[1] else ("1", found[3])
        places[int(row), int(column)] = str(part["status"])
    if not 1 < len(places) <= _MOST or all(status == "correct" for status in places.values()):
        return []
    for rows, is_latex in ((_latex(understood), True), (_latex(read), True), (_rows(read), False)):
        shape = {(i, j) for i, row in enumerate(rows, 1) for j, _ in enumerate(row, 1)}
        if shape == set(places):
            return [
                [Entry(_set(cell, is_latex), places[i, j]) for j, cell in enumerate(row, 1)]
                for i, row in enumerate(rows, 1)
            ]
    return []


def _set(cell: str, is_latex: bool) -> Markup:
    text = cell.strip().strip("\"'")
    if is_latex and text:
        return formula(text)
    return Markup("<code>{}</code>").format(clean_line(text, 80))


def _latex(text: str) -> list[list[str]]:
    """The entries of a matrix, or of a tuple, in LaTeX."""
    if "\\" not in text or len(text) > 2_000:
        return []
    found = _MATRIX.search(text)
    if found is not None:
        rows = [row for row in re.split(r"\\\\(?:\[[^\]]*\])?", found[2]) if row.strip()]
        return [row.split("&") for row in rows]
    whole = _TUPLE.fullmatch(text)
    return [split(whole[1])] if whole is not None else []


def _rows(text: str) -> list[list[str]]:
    """The entries of `[[a, b], [c, d]]` or `[a, b]`."""
    text = text.strip()
    if len(text) > 2_000 or text[:1] not in ("[", "(") or text[-1:] not in ("]", ")"):
        return []
    outer = split(text[1:-1])
    inner = [one.strip() for one in outer]
    if all(one[:1] in ("[", "(") and one[-1:] in ("]", ")") for one in inner):
        return [split(one[1:-1]) for one in inner]
    return [outer]


def split(text: str) -> list[str]:
    """The pieces between commas that stand in no bracket."""
    pieces, depth, start = [], 0, 0
    for place, sign in enumerate(text):
        depth += (sign in "([{") - (sign in ")]}")
        if sign == "," and depth == 0:
            pieces.append(text[start:place])
            start = place + 1
    return [*pieces, text[start:]]


def rows_written(read: str, parts: Sequence[PartResult], question: str) -> list[str]:
    """What was written for each part, where the echo has a numbered line for each."""
    numbers = [str(n) for n in range(1, len(parts) + 1)]
    if [str(part["id"]).removeprefix(f"{question}.") for part in parts] != numbers or not numbers:
        return []
    lines = [found for line in read.splitlines() if (found := _LINE.fullmatch(line))]
    if [line[1] for line in lines] != numbers or len(lines) != len(read.splitlines()):
        return []
    return [line[2] for line in lines]
