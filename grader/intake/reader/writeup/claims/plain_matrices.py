"""Matrices as people draw them in plain text, a row below the other or with semicolons."""

from __future__ import annotations

import re
from collections.abc import Sequence

_TOP = re.compile(r"^(?P<lead>[^=]*=\s*)?[\[|⎡(]\s*(?P<row>[^\[\]|⎤=]+?)\s*[\]|⎤)]\s*$")
_NEXT = re.compile(r"^\s*[\[|⎢⎣(]\s*(?P<row>[^\[\]|⎥⎦=]+?)\s*[\]|⎥⎦)]\s*$")
_OPEN = re.compile(r"^[^=\[\]|(]{1,40}=\s*$")
"""A name whose matrix begins on the line below."""
_TURNED = re.compile(r"(?<=[\])])['\u2019\u1d40](?=\s|[.,;]|$)")
"""The transposed of a list, as programs for matrices write it."""
_SEMICOLONS = re.compile(r"\[(?P<rows>[^\[\]=;]+(?:;[^\[\]=;]+)+)\]")


def plain_matrices(lines: Sequence[str]) -> list[str]:
    """As many lines; a drawn matrix stands in its first one as `[[a, b], [c, d]]`."""
    written = [_SEMICOLONS.sub(_of_semicolons, _TURNED.sub("^T", line)) for line in lines]
    for place in range(len(written) - 1):
        if _OPEN.match(written[place]) and _NEXT.match(written[place + 1]):
            row = written[place + 1].strip()
            written[place : place + 2] = ["", f"{written[place].rstrip()} {row}"]
    place = 0
    while place < len(written):
        rows, lead, count = _drawn(written, place)
        if count > 1:
            inner = ", ".join(f"[{', '.join(row)}]" for row in rows)
            written[place : place + count] = [f"{lead}[{inner}]", *[""] * (count - 1)]
        place += max(count, 1)
    return written


def _drawn(lines: Sequence[str], place: int) -> tuple[list[list[str]], str, int]:
    """The rows of a matrix drawn from `place` on, what stands before it, and its lines."""
    top = _TOP.match(lines[place])
    if top is None:
        return [], "", 0
    rows = [_cells(top["row"])]
    for line in lines[place + 1 : place + 10]:
        following = _NEXT.match(line)
        if following is None or len(_cells(following["row"])) != len(rows[0]):
            break
        rows.append(_cells(following["row"]))
    return rows, top["lead"] or "", len(rows) if len(rows[0]) > 1 else 0


def _cells(row: str) -> list[str]:
    """The entries of a row: between commas, else between wide spaces, else between words."""
    for mark in (r"\s*,\s*", r"\s{2,}|\t+", r"\s+"):
        found = [cell for cell in re.split(mark, row.strip()) if cell]
        if len(found) > 1 and (mark != r"\s+" or not re.search(r"[-+*/]\s", row)):
            return found
    return [row.strip()]


def _of_semicolons(match: re.Match[str]) -> str:
    rows = [_cells(row) for row in match["rows"].split(";")]
    if len({len(row) for row in rows}) > 1 or len(rows[0]) < 2:
        return match[0]
    return f"[{', '.join('[' + ', '.join(row) + ']' for row in rows)}]"
