from nose.tools import assert_almost_equal, assert_equal
from submission import *


def test_steps():
    """The walk that was handed out has five steps."""
    assert_equal(steps(walk), 5)


def test_distance():
    assert_almost_equal(distance(walk), 5.0)
    assert np.isclose(distance(walk[:1]), 0)
