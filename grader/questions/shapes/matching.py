"""Pairs of what was given and what is asked, in any order."""

from __future__ import annotations

from collections.abc import Sequence


def matching(fits: Sequence[Sequence[bool]]) -> list[int | None]:
    """For each row the column that it is given, so that as many as can be have one that fits."""
    owner: dict[int, int] = {}

    def place(row: int, tried: set[int]) -> bool:
        for column, is_fit in enumerate(fits[row]):
            if not is_fit or column in tried:
                continue
            tried.add(column)
            if column not in owner or place(owner[column], tried):
                owner[column] = row
                return True
        return False

    for row in range(len(fits)):
        place(row, set())
    by_row = {row: column for column, row in owner.items()}
    return [by_row.get(row) for row in range(len(fits))]
