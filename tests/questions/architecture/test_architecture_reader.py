"""A model's source text is followed as Python would run it, or left unknown; it never raises."""

from __future__ import annotations

import ast
import warnings
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from grader.questions.architecture.network import Network
from grader.questions.architecture.source import SourceMistake, network_in
from grader.questions.architecture.source.follow import TooMuch
from grader.questions.architecture.source.reader import Reader
from grader.questions.architecture.source.values import UNKNOWN

EXACT = st.sampled_from(["+", "-", "*", "//"])
COMPARED = st.sampled_from(["==", "!=", "<", "<=", ">", ">="])
LEAVES = st.one_of(
    st.integers(0, 40).map(str),
    st.sampled_from(["True", "None", "'ab'", "''", "2.5", "n", "sizes", "table"]),
)
TESTS = st.one_of(LEAVES, st.builds("{} {} {}".format, LEAVES, COMPARED, LEAVES)).filter(
    lambda text: "sizes" not in text and "table" not in text  # a list's length may be unknown
)
"""Conditions; an unknown one is taken to hold."""
NAMES = {"n": 3, "sizes": [20, 128, 1], "table": {"a": 5, 2: [7]}}


def _larger(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    """Expressions of what describes a network, one level deeper."""
    return st.one_of(
        st.builds("({} {} {})".format, inner, EXACT, inner),
        st.builds("({} {} {})".format, inner, COMPARED, inner),
        st.builds("(-{})".format, inner),
        st.builds("[{}, {}]".format, inner, inner),
        st.builds("[*{}, {}]".format, inner, inner),
        st.builds("{{'a': {}, 'b': {}}}".format, inner, inner),
        st.builds("{}[{}]".format, inner, inner),
        st.builds("{}[{}:{}]".format, inner, inner, inner),
        st.builds("({} if {} else {})".format, inner, TESTS, inner),
        st.builds("[x for x in {} if {}]".format, inner, TESTS),
        st.builds("[[x, y] for x, y in zip({}, {})]".format, inner, inner),
        st.builds("list(enumerate({}))".format, inner),
        st.builds("list(reversed({}))".format, inner),
        st.builds("len({})".format, inner),
        st.builds("list(range({}, {}, {}))".format, inner, inner, inner),
        st.builds("(lambda x, y=2: [x, y, n])({})".format, inner),
    )


EXPRESSIONS = st.recursive(LEAVES, _larger, max_leaves=8)
SAFE: dict[str, Any] = {
    "__builtins__": {
        **{f.__name__: f for f in (len, list, range, reversed, zip, enumerate)},
    }
}


def plain(value: Any) -> Any:
    """A value with its tuples as lists, as the reader knows them."""
    if isinstance(value, list | tuple):
        return [plain(item) for item in value]
    if isinstance(value, dict):
        return {name: plain(item) for name, item in value.items()}
    return value


def is_known(value: Any) -> bool:
    """Whether no part of a value is unknown."""
    if isinstance(value, list):
        return all(map(is_known, value))
    if isinstance(value, dict):
        return all(map(is_known, value.values()))
    return isinstance(value, int | float | str | bool | None)


@settings(max_examples=400, deadline=None)
@given(EXPRESSIONS)
def test_what_python_computes_the_reader_finds_or_leaves_unknown(text: str) -> None:
    """Sizes written as expressions come out as Python has them, never as something else."""
    try:
        with warnings.catch_warnings(action="ignore"):
            wanted = plain(eval(text, {**SAFE, **NAMES}))
    except (TypeError, IndexError, KeyError, ValueError, ZeroDivisionError, OverflowError):
        return  # the text would fail in Python too; the next test says that nothing happens here
    try:
        found = Reader().value(ast.parse(text, mode="eval").body, dict(NAMES))
    except TooMuch:
        return
    if is_known(found):
        assert found == wanted, text


@settings(max_examples=300, deadline=None)
@given(EXPRESSIONS, EXPRESSIONS, st.sampled_from(["units=", "input_shape=", "activation=", ""]))
def test_any_expression_may_stand_in_a_model(first: str, second: str, name: str) -> None:
    """Whatever a student writes for a size, the text is read or refused with a sentence."""
    text = f"""
n, sizes, table = 3, [20, 128, 1], {{"a": 5, 2: [7]}}
size = {first}
model = Sequential([Dense(4, input_shape=(3,)), Dense({name}{second}), Dense(size)])
"""
    try:
        assert isinstance(network_in(text), Network)
    except SourceMistake as refusal:
        assert str(refusal)


@pytest.mark.parametrize(
    ("line", "last"),
    [
        ("size = range(1, 5, 0) or 2", None),
        ("size = len(range(1, 2, 3, 4))", 0),
        ("size = 1e308 + 1" + "0" * 400, None),
        ("size = [4, 6, 8][1]", 6),
        ("size = (4, 6, 8)[-1:][0]", 8),
        ("size = 6 if 3 < 4 else 7", 6),
        ("size = 6 if 'a' < 4 else 7", 6),
        ("size = [n for n in range(2, 9, 2)][-1]", 8),
        ("size = {'hidden': 12}['hidden']", 12),
        ("size = dict(hidden=12)['hidden']", None),
        ("size, *rest = [9, 8, 7]", 9),
        ("first, (size, _) = 1, (5, 6)", 5),
        ("size = len([1, *[2, 3]])", 3),
        ("size: int = 3\nsize += 4", 7),
        ("size = 1\nfor n in [2, 3]:\n    size = size * n", 6),
        ("size = 1\nif size == 1:\n    size = 5\nelse:\n    size = 6", 5),
        ("def pick(a, *more, b=4):\n    return more[0] + b\nsize = pick(1, 2)", 6),
        ("def pick(a, b=4):\n    return a * b\nsize = pick(b=2, a=5)", 10),
        ("try:\n    size = 5\nexcept ValueError:\n    size = 6", 5),
        ("sizes = []\nsizes.append(3)\nsizes.extend([4, 5])\nsize = sizes[-1]", 5),
        ("size = list(OrderedDict([('a', 7)]))[0]", None),
        ("size = OrderedDict([('a', 7)])['a']", 7),
        ("size = [b for a, b in enumerate([5, 6])][1]", 6),
        ("size = [a + b for a, b in zip([1, 2], [3, 4])][1]", 6),
        ("size = list(reversed([3, 4]))[0]", 4),
        ("from sizes import WIDTH as size", None),
        ("size = missing", None),
        ("size = 7 // 2", 3),
        ("size = -(-8)", 8),
        ("class Sizes: pass\nsizes = Sizes()\nsizes.hidden = 4\nsize = sizes.hidden", 4),
    ],
)
def test_a_size_is_followed_to_where_it_comes_from(line: str, last: int | None) -> None:
    """Constants, lists, loops, functions and objects of the text; None where it stays unknown."""
    found = network_in(f"{line}\nmodel = Sequential([Dense(2, input_dim=3), Dense(size)])\n")
    outputs = found.layers[-1].outputs
    assert outputs == last or (last is None and not isinstance(outputs, int))


TORCH = """
class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.first = nn.Linear(20, 128)
        self.last = nn.Linear(128, 1)
    def forward(self, x):
        {}
        return torch.sigmoid(self.last(x))
"""


@pytest.mark.parametrize(
    ("line", "layers"),
    [
        ("x = torch.tanh(self.first(x))", ["dense 20-128", "tanh", "dense 128-1", "sigmoid"]),
        ("x = self.first(x.float()).tanh()", ["dense 20-128", "tanh", "dense 128-1", "sigmoid"]),
        (
            "x = F.dropout(self.first(x.view(-1, 20)), 0.1)",
            ["dense 20-128", "dense 128-1", "sigmoid"],
        ),
        (
            "h = self.first(x)\n        x = h + h",
            ["dense 20-128", "sum of two branches", "dense 128-1", "sigmoid"],
        ),
        (
            "x = self.first(x) / 2",
            ["dense 20-128", "an unknown function (quotient)", "dense 128-1", "sigmoid"],
        ),
        (
            "x = F.linear(self.first(x), self.w)",
            ["dense 20-128", "a product with weights", "dense 128-1", "sigmoid"],
        ),
        (
            "x = self.first(x).squeeze(-1)",
            ["dense 20-128", "dense 128-1", "sigmoid"],
        ),
    ],
)
def test_what_happens_to_the_data_is_a_step(line: str, layers: list[str]) -> None:
    """Layers, functions and methods on the data, and arithmetic, come in the order they run."""
    found = network_in(TORCH.format(line))
    steps = [
        f"dense {layer.inputs}-{layer.outputs}" if layer.kind == "dense" else layer.name
        for layer in found.layers
    ]
    assert steps == layers


@pytest.mark.parametrize(
    "text",
    [
        "def f():\n    return f()\nmodel = f()",
        "f = lambda: f()\nmodel = f()",
        "class A(A):\n    pass\nmodel = A()",
        "class A(Module):\n    def forward(self, x):\n        return self.forward(x)\nmodel = A()",
        "model = Sequential()\nmodel.add(model)",
        "a = []\na.append(a)\nmodel = Sequential(a)",
    ],
)
def test_what_goes_in_circles_is_refused(text: str) -> None:
    """A function, class or list that holds itself ends with a sentence."""
    with pytest.raises(SourceMistake):
        network_in(text)


def test_an_endless_list_is_too_much() -> None:
    """Lists longer than any network are refused before they are made."""
    for text in ("range(10**9)", "range(1000000000000)", "[0] * 999999999", "'x' * 999999"):
        reader = Reader()
        tree = ast.parse(text, mode="eval").body
        if "**" in text:
            assert reader.value(tree, {}) == []  # a power is not followed
        else:
            with pytest.raises(TooMuch):
                reader.value(tree, {})
    assert Reader().value(ast.parse("2 ** 3", mode="eval").body, {}) is UNKNOWN
