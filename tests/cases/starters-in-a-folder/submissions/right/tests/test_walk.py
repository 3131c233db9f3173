from src.walk import drift, spread


def test_drift():
    assert drift([0, 2, 4]) == 2


def test_spread():
    result = spread([0, 2, 5])
    assert result == 1
    assert spread([0, 1]) == 0


def test_more():
    assert drift([1, 0]) == -1
