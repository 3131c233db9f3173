"""As many pairs as can be, however many rows there are."""

from __future__ import annotations

from itertools import permutations

from hypothesis import given
from hypothesis import strategies as st

from grader.equivalence.deciding.matching import matched, matching

TABLES = st.integers(0, 5).flatmap(
    lambda width: st.lists(st.lists(st.booleans(), min_size=width, max_size=width), max_size=5)
)


@given(TABLES)
def test_as_many_as_can_be_have_a_column_of_their_own(fits: list[list[bool]]) -> None:
    """The size is that of the best of all pairings, and each pair is one that fits."""
    found = matching(fits)
    columns = [column for column in found if column is not None]
    assert len(set(columns)) == len(columns) == matched(fits)
    assert all(fits[row][column] for row, column in enumerate(found) if column is not None)
    width = len(fits[0]) if fits else 0
    places = [*range(width), *[None] * len(fits)]
    best = max(
        sum(c is not None and fits[r][c] for r, c in enumerate(chosen))
        for chosen in permutations(places, len(fits))
    )
    assert len(columns) == best


def test_a_chain_of_a_thousand_rows_is_no_recursion() -> None:
    """Each row takes the place of the next one: the last has to move them all."""
    count = 1500
    rows = [[column in (row - 1, row) for column in range(count)] for row in range(count)]
    assert matched(rows[::-1]) == count
