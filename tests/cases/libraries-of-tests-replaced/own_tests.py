from nose.tools import assert_equal
from numpy.testing import assert_allclose

from hw import double


def test_double():
    assert_equal(double(2), 4)


def test_half():
    assert_allclose(double(0.5), 1.0)
