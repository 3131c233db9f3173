"""Pairs of what was given and what is asked, in any order."""

from __future__ import annotations

from collections import deque
from collections.abc import Sequence


def matching(fits: Sequence[Sequence[bool]]) -> list[int | None]:
    """For each row the column that it is given, so that as many as can be have one that fits.

    Augmenting paths, the shortest first (Berge 1957); no recursion, whatever the number of rows.
    """
    owner: dict[int, int] = {}
    column_of: dict[int, int] = {}
    for start in range(len(fits)):
        came: dict[int, int] = {}
        pending = deque([start])
        free: int | None = None
        while pending and free is None:
            row = pending.popleft()
            for column, is_fit in enumerate(fits[row]):
                if not is_fit or column in came:
                    continue
                came[column] = row
                if column not in owner:
                    free = column
                    break
                pending.append(owner[column])
        while free is not None:
            row = came[free]
            before = column_of.get(row)
            owner[free], column_of[row] = row, free
            free = before
    return [column_of.get(row) for row in range(len(fits))]


def matched(fits: Sequence[Sequence[bool]]) -> int:
    """How many rows have a column of their own at most."""
    return sum(column is not None for column in matching(fits))
