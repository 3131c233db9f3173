import pytest
from stats import mean, middle


@pytest.mark.parametrize(("x", "wanted"), [([1, 3], 2), ([5], 5)])
@pytest.mark.points(2)
def test_mean(x, wanted):
    assert mean(x) == wanted


def test_middle():
    """The middle of three."""
    assert middle([9, 1, 5]) == 5
