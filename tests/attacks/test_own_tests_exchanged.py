"""Submissions that exchange what an instructor's tests rest on, without touching a test itself."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.questions.test_pytest_run import asked, told

pytestmark = [pytest.mark.attack, pytest.mark.sandbox]

TESTS = """
import math
import unittest
import numpy as np
import pytest
from hw import *
import hw


def test_approx():
    assert hw.f(3) == pytest.approx(9)


def test_close():
    assert math.isclose(hw.f(3), 9)


def test_arrays():
    np.testing.assert_allclose(hw.g(3), [9, 10])


def test_all_close():
    assert np.allclose(g(3), [9, 10])


def test_small():
    assert abs(f(3) - 9) < 1e-6


def test_raises():
    with pytest.raises(ValueError):
        hw.h(1)


class TestOfOld(unittest.TestCase):
    def test_almost(self):
        self.assertAlmostEqual(hw.f(3), 9)

    def test_refused(self):
        with self.assertRaises(ValueError):
            hw.h(1)
"""
WRONG = """
import numpy as _n
def f(x):
    return 1.0
def g(x):
    return _n.array([1.0, 2.0])
def h(x):
    return 1
"""
RIGHT = """
import numpy as _n
def f(x):
    return x * x
def g(x):
    return _n.array([9.0, 10.0])
def h(x):
    raise ValueError(x)
"""
IN_A_FUNCTION = {
    "defaults of a comparison": """
import numpy.testing
numpy.testing.assert_allclose.__defaults__ = (1e9, 1e9, True, "", True)
""",
    "defaults by name": """
import numpy.testing
numpy.testing.assert_allclose.__kwdefaults__ = {"strict": None}
""",
    "what lies below a function of NumPy": """
import numpy
numpy.allclose._implementation.__defaults__ = (1e9, 1e9, False)
numpy.isclose._implementation.__code__ = (lambda a, b, rtol=0, atol=0, equal_nan=0: True).__code__
""",
    "places that count": """
import unittest
unittest.TestCase.assertAlmostEqual.__defaults__ = (-9, None, None)
""",
    "what a failure is": """
import unittest
unittest.TestCase.failureException = ZeroDivisionError
""",
    "what is near": """
import pytest as _p
type(_p.approx(1.0)).DEFAULT_ABSOLUTE_TOLERANCE = 1e9
""",
    "how a test is called": """
import _pytest.runner
_pytest.runner.CallInfo.from_call.__func__.__defaults__ = (BaseException,)
""",
    "a tracer": """
import sys
def _step(frame, event, argument):
    return _step
sys.settrace(_step)
""",
    "Python's own names": "def abs(x):\n    return 0\n",
    "the globals of a test": """
import sys
def f(x):
    caller = sys._getframe(1).f_globals
    caller["math"] = type("math", (), {"isclose": staticmethod(lambda *a: True)})
    caller["pytest"] = type("pytest", (), {"approx": staticmethod(lambda *a: 1.0)})
    return 1.0
""",
}
BY_A_STAR = {
    "the libraries of the tests": """
import unittest as _u, contextlib as _c
class pytest:
    approx = staticmethod(lambda *a: 1.0)
    raises = staticmethod(lambda *a: _c.nullcontext())
class math:
    isclose = staticmethod(lambda *a: True)
class np:
    allclose = staticmethod(lambda *a: True)
    class testing:
        assert_allclose = staticmethod(lambda *a: None)
class unittest:
    class TestCase(_u.TestCase):
        def assertAlmostEqual(self, *a):
            pass
        def assertRaises(self, *a):
            return _c.nullcontext()
""",
    "what runs before the tests": """
def setup_module(module):
    module.hw = type("hw", (), {"f": staticmethod(lambda x: x * x),
                                "g": staticmethod(lambda x: [9, 10])})
""",
    "a fixture for all": """
import pytest as _p
@_p.fixture(autouse=True)
def close(monkeypatch):
    monkeypatch.setattr("math.isclose", lambda *a, **k: True)
""",
    "marks and hooks": """
import pytest as _p
pytestmark = _p.mark.xfail
def pytest_pyfunc_call(pyfuncitem):
    return True
__all__ = ["f", "g", "h", "pytestmark", "pytest_pyfunc_call"]
""",
    "tests of its own": "".join(f"def test_{n}():\n    pass\n" for n in ("small", "one", "two")),
}


def marked(folder: Path, source: str) -> dict[str, Any]:
    """What a submission of this source earns in the best sandbox of this machine."""
    return asked(folder, source, tests=TESTS, isolation="auto")


@pytest.mark.parametrize("name", IN_A_FUNCTION)
def test_what_is_exchanged_is_put_right_and_told(tmp_path: Path, name: str) -> None:
    """Wrong work earns nothing by it, and a person looks at it."""
    source = IN_A_FUNCTION[name] + (WRONG if "def f" not in IN_A_FUNCTION[name] else "")
    found = marked(tmp_path, source)
    assert (found["status"], found["score"]) == ("awaiting", None), told(found)


@pytest.mark.parametrize("name", BY_A_STAR)
def test_a_star_brings_nothing_that_the_tests_have(tmp_path: Path, name: str) -> None:
    """Names that the test file imports, defines or leaves to the library stay its own."""
    found = marked(tmp_path, BY_A_STAR[name] + WRONG)
    assert (found["status"], found["score"]) == ("incorrect", 0), told(found)


@pytest.mark.parametrize(
    "before",
    ["", "from math import *\nfrom numpy import *\n", "import math, unittest, pytest\nnp = 3\n",
     "__all__ = ['f', 'g', 'h']\n"],
)  # fmt: skip
def test_right_work_passes_whatever_it_imports(tmp_path: Path, before: str) -> None:
    """Stars of libraries, which bring other names of Python's, among it."""
    found = marked(tmp_path, before + RIGHT)
    assert found["status"] == "correct", told(found)
