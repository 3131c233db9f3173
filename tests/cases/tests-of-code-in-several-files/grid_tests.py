from handed_in import *


def test_grid():
    """Four rows of noughts and ones."""
    assert [sum(row) for row in GRID] == [1, 2, 2, 1]


def test_neighbours():
    """A corner has two neighbours."""
    assert sorted(neighbours(4, 0, 0)) == [(0, 1), (1, 0)]
