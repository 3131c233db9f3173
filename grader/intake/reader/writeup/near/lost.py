"""Where an answer may stand whose label was not found: outside, at an end, by another number."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Any

from ..labels import Path
from ..markup import Block
from ..sections import Placed, under
from ..statements import words_outside
from ..truth.lists import truth_list


def outside(rows: Sequence[Placed], asked: Iterable[Path]) -> list[Placed]:
    """The blocks under no label, or under a heading that names nothing.

    Where no label asked for is a number, the number of a heading names nothing either.
    """
    numbered = any(isinstance(path[0], int) for path in asked if path)

    def names(path: Path) -> bool:
        if path and isinstance(path[0], int) and not numbered:
            return False
        return any(not str(part).startswith("?") for part in path)

    return [row for row in rows if not names(row.path)]


def where_lost(
    rows: Sequence[Placed], path: Path, take: str, asked: Sequence[Path]
) -> list[Placed]:
    """What stands before the place of a label that is not there, where it says more than one thing.

    Its answer may stand at the end of that, as far as anybody can tell. A problem's may stand at
    the end of the problem `asked` for before it, where that looks like what is to be taken.
    """
    for size in range(len(path) - 1, 0, -1):
        if within := under(rows, path[:size]):
            met = [row.path[size] for row in within if len(row.path) > size]
            before = _before(rows, path[:size], path[size], met)
            said = said_in(before)
            text = "".join(block.text.strip() for block in said if block.kind == "paragraph")
            return before if len(said) > 1 or _SEVERAL.search(text) else []
    met = [row.path[0] for row in rows if row.path]
    before = _before(rows, (), path[0], met) if path else []
    if not before and path in asked:
        earlier = [one[:1] for one in asked[: asked.index(path)] if one[:1] != path[:1]]
        before = next((found for one in reversed(earlier) if (found := under(rows, one))), [])
    last = [row for row in before if row.path == before[-1].path]
    said = said_in(last)
    pieces = [line for block in said for line in block.text.strip().split("\n") if line.strip()]
    if len(pieces) < 2:
        return []
    if take == "truth_list":
        return last if truth_list(last, path) is not None else []
    is_pick = _LETTER.fullmatch(pieces[-1]) or not re.search(r"[=\d]", pieces[-1])
    return last if take == "prose" and (words_outside(pieces[-1]) > 3 or is_pick) else []


def numbered_otherwise(
    rows: Sequence[Placed], path: Path, asked: Sequence[Path], starter: Any
) -> list[Placed]:
    """What stands under numbers beyond those that are asked for, where a problem was not found.

    It may be that problem by the book's number, or by another where one was cut in two.
    """
    numbers = [one[0] for one in asked if one and isinstance(one[0], int)]
    is_named = bool(path) and isinstance(path[0], str)
    if not path or (not is_named and under(rows, path[:1])):
        return []
    found = []
    for row in rows:
        number = row.path[0] if row.path else None
        if not isinstance(number, int) or number <= max(numbers, default=0):
            continue
        on_sheet = starter is not None and any(
            f" {word} {number} " in starter.text for word in ("problem", "question", "exercise")
        )
        if not on_sheet:
            found.append(row)
    return found if said_in(found) else []


def _before(
    rows: Sequence[Placed], above: Path, last: int | str, met: Sequence[int | str]
) -> list[Placed]:
    """The section before one that is not there, by the numbers of those that are."""
    earlier = [one for one in met if isinstance(one, int)]
    if isinstance(last, int):
        earlier = [one for one in earlier if one < last]
    return under(rows, (*above, max(earlier))) if earlier else []


def said_in(rows: Sequence[Placed]) -> list[Block]:
    """The blocks in which something is said: no headings, and no listings."""
    return [row.block for row in rows if row.block.kind not in ("heading", "code")]


_LETTER = re.compile(r"\W*[A-Ha-h1-9]\W*")
_SEVERAL = re.compile(r"\n|[.!?]\s+(?=[*_(]*[^\W\d_])|!\[")
"""What a text of one block has in it where it says more than one thing, or shows a picture."""
