"""What a name may hold, in a real plain process: plain data comes whole, the rest described."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import pytest

from grader.evidence import Answer, Malformed, Outcome
from grader.sandbox.job import Ask, Code, Job
from grader.sandbox.process import ProcessLauncher
from grader.sandbox.supervise import collect
from grader.values import Array, Expression, Opaque

PLAIN = """
from collections import OrderedDict, defaultdict, namedtuple
from decimal import Decimal
from enum import IntEnum
from fractions import Fraction

class Text(str):
    def __str__(self):
        return "not what it holds"

class Whole(int):
    pass

class Real(float):
    pass

class Rude:
    def __str__(self):
        raise SystemExit("no")

class Color(IntEnum):
    RED = 2

Pair = namedtuple("Pair", "p q")
nothing, yes, whole, real, word = None, True, 7, 0.1, "a\\ud800b"
big = 10 ** 40
nested = [1, (2, [3]), range(3)]
mapping = {1: "a", (2, 3): [4], "k": {"x": None}}
ordered = OrderedDict(b=1, a=2)
grown = defaultdict(list, {"a": [1]})
pair = Pair(1, 2)
several = {3}
frozen = frozenset({"a"})
complex_number = 1 + 2j
third = Fraction(1, 3)
tenth = Decimal("0.10")
text, sub_int, sub_float, color = Text("held"), Whole(4), Real(2.5), Color.RED
unlimited = [float("inf"), float("-inf")]
rude = Rude()
function = len
deep = []
for _ in range(100):
    deep = [deep]
ring = []
ring.append(ring)
"""

NUMPY = """
import numpy as np
matrix = np.array([[1, 2], [3, 4]], dtype="int32")
turned = np.arange(6.0).reshape(2, 3).T
big_endian = np.array([1.5, 2.5], dtype=">f8")
half = np.array([0.5], dtype="float16")
truth = np.array([True, False])
scalar, single, truth_scalar = np.float64(0.1), np.float32(0.1), np.bool_(True)
zero_d = np.array(3.5)
empty = np.zeros((0, 3))
words = np.array(["a", "b"])
objects = np.array([1, "a", None], dtype=object)
complexes = np.array([1 + 2j])
masked = np.ma.array([1.5, 2.5], mask=[False, True])
longer, longest = np.array([0.5], dtype=np.longdouble), np.longdouble(0.25)
longer_complex = np.array([1 + 2j], dtype=np.clongdouble)
bytes_scalar = np.bytes_(b"ab")
beside = {"weights": np.array([1.0]), "n": np.int64(3)}
"""

SYMPY = """
import sympy
x, y = sympy.symbols("x y")
formula = x**2 + sympy.Rational(1, 3)
matrix = sympy.Matrix([[x, 1], [0, y]])
certain = sympy.true
array = sympy.Array([x, y])
"""

TORCH = """
import torch
tensor = torch.tensor([[1.0, 2.0]], requires_grad=True)
brain = torch.tensor([1.5], dtype=torch.bfloat16)
scalar = torch.tensor(3)
"""

FRAMES = """
import sys
import types

class DataFrame:
    def __init__(self, rows):
        self.rows = rows
    def to_numpy(self):
        import numpy
        return numpy.array(self.rows)

library = types.ModuleType("pandas")
library.DataFrame = library.Series = library.Index = DataFrame
sys.modules["pandas"] = library
frame = DataFrame([[1, 2], [3, 4]])
"""


def outcomes(source: str, *names: str) -> dict[str, Outcome]:
    """What came back for names of a module, all from the one child that ran it."""
    asks = tuple(Ask(name, {"do": "value", "names": [name], "forms": ["module"]}) for name in names)
    form = Code("module", "work.py", ({"file": "work.py"},))
    found = collect(ProcessLauncher(), Job({"work.py": source.encode()}, (form,), asks))
    assert found.usage.children == 1
    return {name: found.outcomes[name] for name in names}


def values(source: str, *names: str) -> dict[str, Any]:
    """The values of names of a module."""
    found = {}
    for name, outcome in outcomes(source, *names).items():
        assert isinstance(outcome, Answer), (name, outcome)
        found[name] = outcome.value
    return found


def test_plain_data_comes_whole() -> None:
    """Every kind of plain value, subclasses by what they hold and never by what they say."""
    wanted = {
        "nothing": None,
        "yes": True,
        "whole": 7,
        "real": 0.1,
        "big": 10**40,
        "nested": [1, [2, [3]], [0, 1, 2]],
        "mapping": {1: "a", (2, 3): [4], "k": {"x": None}},
        "ordered": {"b": 1, "a": 2},
        "grown": {"a": [1]},
        "pair": [1, 2],
        "complex_number": 1 + 2j,
        "third": Fraction(1, 3),
        "tenth": "0.10",
        "text": "held",
        "sub_int": 4,
        "sub_float": 2.5,
        "color": 2,
        "unlimited": [float("inf"), float("-inf")],
    }
    found = values(PLAIN, *wanted, "word")
    assert found.pop("word") == "a?b"  # half a character is replaced
    assert found == wanted
    assert type(found["yes"]) is bool


def test_what_is_not_plain_is_described() -> None:
    """Functions and objects that refuse to be printed are a type and a text."""
    found = values(PLAIN, "rude", "function", "several", "frozen")
    assert isinstance(found["rude"], Opaque)
    assert found["rude"].type.endswith(".Rude") and found["rude"].text == ""
    assert found["function"].text == "<built-in function len>"
    assert list(found["several"]) == [3] and list(found["frozen"]) == ["a"]


@pytest.mark.parametrize("name", ["deep", "ring"])
def test_what_has_no_end_is_malformed(name: str) -> None:
    """A list in itself, or a hundred lists deep, ends with a reason and not with the child."""
    assert outcomes(PLAIN, name)[name] == Malformed("the answer is nested more than 60 levels deep")


def test_arrays_come_as_their_numbers() -> None:
    """Any order of bytes and strides, scalars as numbers, arrays of objects as lists."""
    pytest.importorskip("numpy")
    wanted = {
        "matrix": [[1, 2], [3, 4]],
        "turned": [[0.0, 3.0], [1.0, 4.0], [2.0, 5.0]],
        "big_endian": [1.5, 2.5],
        "half": [0.5],
        "truth": [True, False],
        "scalar": 0.1,
        "single": 0.1,
        "truth_scalar": True,
        "zero_d": 3.5,
        "empty": [],
        "words": ["a", "b"],
        "objects": [1, "a", None],
        "complexes": [1 + 2j],
        "masked": [1.5, None],
        "longer": [0.5],
        "longest": 0.25,
        "longer_complex": [1 + 2j],
    }
    found = values(NUMPY, *wanted, "beside", "bytes_scalar")
    shown = {k: v.tolist() if isinstance(v, Array) else v for k, v in found.items()}
    assert shown.pop("beside")["n"] == 3
    assert "ab" in shown.pop("bytes_scalar")
    assert {name: shown[name] for name in wanted} == wanted
    assert found["matrix"].dtype == "<i4" and found["empty"].shape == (0, 3)
    weights = found["beside"]["weights"]
    assert isinstance(weights, Array) and weights.tolist() == [1.0]


def test_symbolic_objects_come_as_text() -> None:
    """A formula is its text, a matrix the rows of its entries, SymPy's truth a truth value."""
    pytest.importorskip("sympy")
    found = values(SYMPY, "formula", "matrix", "certain", "array")
    assert found["formula"] == Expression("x**2 + 1/3")
    assert found["matrix"] == [
        [Expression("x"), Expression("1")],
        [Expression("0"), Expression("y")],
    ]
    assert found["certain"] is True
    assert found["array"] == Expression("[x, y]")


def test_tensors_come_as_arrays() -> None:
    """A tensor with a gradient or in the format of accelerators is its numbers."""
    pytest.importorskip("torch")
    found = values(TORCH, "tensor", "brain", "scalar")
    assert found["tensor"].tolist() == [[1.0, 2.0]]
    assert found["brain"].tolist() == [1.5]
    assert found["scalar"].tolist() == 3


def test_tables_of_a_library_come_as_arrays() -> None:
    """A data frame is its numbers, by the library's own method."""
    pytest.importorskip("numpy")
    assert values(FRAMES, "frame")["frame"].tolist() == [[1, 2], [3, 4]]


def test_telling_an_array_loads_no_library() -> None:
    """What a child has to import for itself costs twice what it does: NumPy's masks did."""
    source = "import sys, numpy\nA = numpy.eye(3)\n"
    asks = (
        Ask("a", {"do": "value", "names": ["A"], "forms": ["module"]}),
        Ask("b", {"do": "call", "names": ["loaded"], "forms": ["module"], "arguments": [[]]}),
    )
    source += "def loaded():\n    return 'numpy.ma' in sys.modules\n"
    form = Code("module", "s.py", ({"file": "s.py"},))
    found = collect(ProcessLauncher(), Job({"s.py": source.encode()}, (form,), asks))
    assert isinstance(found.outcomes["a"], Answer)
    told = found.outcomes["b"]
    assert isinstance(told, Answer) and isinstance(told.value, list)
    assert told.value[0] == {"ok": True, "value": False}
