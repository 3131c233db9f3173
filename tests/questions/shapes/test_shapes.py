"""Each way of writing a list, a table, a mapping: value in, shape out, for all kinds at once."""

import json
import time
from collections.abc import Callable
from fractions import Fraction
from typing import Any

import pytest
import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from grader.questions.shapes.grids import is_table, lists, rows_of, uncounted
from grader.questions.shapes.items import items
from grader.questions.shapes.lines import lines_of
from grader.questions.shapes.names import all_text, by_name, outcomes
from grader.questions.shapes.points import by_point
from grader.questions.shapes.simple import (
    MAX_CELLS,
    MAX_DEPTH,
    MAX_TEXT,
    shape_of,
    size_in_words,
    too_large,
)
from grader.values import Array, Expression, Opaque, array_of
from tests.questions.mathematics import CASES

POINTS = [(Fraction(1), Fraction(1)), (Fraction(0), Fraction(0))]
TABLE = yaml.safe_load((CASES / "answer-shapes" / "shapes.yaml").read_text("utf-8"))


def _part(value: Any) -> Any:
    return None if value == "bad" or isinstance(value, list) else value


READERS: dict[str, Callable[..., Any]] = {
    "lists": lists,
    "rows": lambda value, names=("a", "b"): rows_of(value, names),
    "items": lambda value: items(value, 3, "tf"),
    "points": lambda value: by_point(value, POINTS, 2),
    "parts": lambda value: by_name(value, ("p", "q"), _part),
    "outcomes": outcomes,
}
NO_TABLE = "which is not a table."
NO_LIST = "which is not a list or a mapping."
ROWS = [(reader, row) for reader, rows in TABLE.items() for row in rows]


@pytest.mark.parametrize(
    ("reader", "row"), ROWS, ids=[f"{reader}: {row['given']!r}"[:60] for reader, row in ROWS]
)
def test_what_is_written_has_its_shape(reader: str, row: dict[str, Any]) -> None:
    """The golden table, row by row."""
    more = {key: row[key] for key in row.keys() - {"given", "gives"}}
    assert READERS[reader](row["given"], **more) == row["gives"]


@pytest.mark.parametrize(
    ("reader", "value", "wanted"),
    [
        ("lists", (1, (2, 3)), [1, [2, 3]]),
        ("lists", array_of([[1.0, 2.0]]), [[1.0, 2.0]]),
        ("lists", [array_of([1.0]), array_of([2.0])], [[1.0], [2.0]]),
        ("lists", Expression("[[1, 2.0]]"), [[Expression("1"), Expression("2.0")]]),
        ("lists", Expression("x"), Expression("x")),
        ("rows", Expression("(1, 2), (3, 4)"), [["1", "2"], ["3", "4"]]),
        ("rows", [Expression("(1, 2)")], [["1", "2"]]),
        ("rows", Opaque("Frame", "..."), f"You handed in an object of type Frame, {NO_TABLE}"),
        ("items", Opaque("Sly", "..."), f"You wrote an object of type Sly, {NO_LIST}"),
        ("items", Expression("T"), f"You wrote Expression(text='T'), {NO_LIST}"),
        ("items", "T" * 100, ["T" * 100, None, None]),
        ("points", {(1, 1): "x", (0, 0): "y"}, ["x", "y"]),
        ("points", {Expression("1"): "x"}, "The key 1 is not one of the points asked for."),
        ("parts", {Expression("p"): 1, "q": 2}, None),
        ("outcomes", Expression("(1/2, 1/2)"), {0: "1/2", 1: "1/2"}),
        ("outcomes", array_of([0.5, 0.5]), {0: 0.5, 1: 0.5}),
    ],
)  # fmt: skip
def test_values_that_no_text_holds(reader: str, value: Any, wanted: Any) -> None:
    """Tuples, arrays, SymPy's objects and things that are no data at all."""
    assert READERS[reader](value) == wanted


@pytest.mark.parametrize(
    ("line", "row", "unread"),
    [
        ("step 1: (1, 2)", ["step 1", "1", "2"], 0),
        ("k1 = (1, 2)", ["k1", "1", "2"], 0),
        ("v3) (1, 2);", ["v3", "1", "2"], 0),
        ("(1, 2)", ["1", "2"], 0),
        ("x2 - (1, 2)", ["x2", "1", "2"], 1),
        ("step 1: (1, 2) + x", ["step 1", "1", "2"], 1),
    ],
)
def test_what_stands_beside_a_bracket_is_its_label_or_unread(
    line: str, row: list[str], unread: int
) -> None:
    """A label names a row; what works on the bracket makes it another."""
    found = lines_of(line)
    assert (found.tuples, found.unread) == ([row], unread)


def test_heads_in_other_words() -> None:
    """A kind may say which name a head stands for, in tables and in single rows alike."""
    names = {"first": "a", "second": "b"}

    def name_of(head: Any) -> str:
        return names.get(str(head), str(head))

    rows = [{"second": 2, "first": 1}, {"second": 4, "first": 3}]
    assert rows_of(rows, ("a", "b"), name_of) == [[1, 2], [3, 4]]
    assert rows_of({"second": [2, 4], "first": [1, 3]}, ("a", "b"), name_of) == [[1, 2], [3, 4]]
    assert rows_of("second,first\n2,1\n4,3", ("a", "b"), name_of) == [["1", "2"], ["3", "4"]]


def test_a_long_label_is_cut_in_the_message() -> None:
    """Forty characters are enough to find it again."""
    told = f"The label {'x' * 40!r} is not one of the items 1 to 3."
    assert items({"x" * 60: 1}, 3, "tf") == told


def test_one_point_and_one_row() -> None:
    """A matrix alone belongs to the only point; a row of a matrix of one row is never folded."""
    one = POINTS[:1]
    assert by_point([[1, 2], [3, 4]], one, 2) == [[[1, 2], [3, 4]]]
    assert by_point([[1, 2]], one, 1) == [[[1, 2]]]


@pytest.mark.parametrize(
    ("rows", "left"),
    [
        ([[0, 5], [1, 6]], [5, 6]),
        ([["1", 5, 7], ["2", 6, 8]], [[5, 7], [6, 8]]),
        ([[1, 5], [3, 6]], [[1, 5], [3, 6]]),
        ([[2, 5], [3, 6]], [[2, 5], [3, 6]]),
        ([["a", 5], ["b", 6]], [["a", 5], ["b", 6]]),
        ([["1.5", 5], ["2.5", 6]], [["1.5", 5], ["2.5", 6]]),
        ([[0, 5]], [[0, 5]]),
        ([[0], [1]], [[0], [1]]),
        ([[0, 5], [1]], [[0, 5], [1]]),
        ("no rows", "no rows"),
    ],
)
def test_a_column_that_counts_is_known(rows: Any, left: Any) -> None:
    """Only whole numbers from 0 or 1 on, in every row, count."""
    assert uncounted(rows) == left


@pytest.mark.parametrize(
    ("given", "rows", "is_one"),
    [
        ("1 2\n2 1", 2, True),
        ("| i | A |\n|---|---|\n| 1 | 2 |\n| 2 | 1 |", 2, True),
        ("[[1, 2], [2, 1]]", 2, False),
        ("A = [[1, 2], [2, 1]]", 2, False),
        ("(1, 2), (2, 1)", 2, False),
        ("[[1, 7], [2, 8], [3, 9]]", 3, True),
        ([[1, 2], [2, 1]], 2, False),
        ([[1, 7], [2, 8], [3, 9]], 3, True),
        ("np.array([[1, 7], [2, 8], [3, 9]])", 3, False),
        ("\\left[\\begin{array}{cc} 1 & 7 \\\\ 2 & 8 \\\\ 3 & 9 \\end{array}\\right]", 3, False),
        ("$A = \\begin{pmatrix} 1 & 2 \\\\ 2 & 1 \\end{pmatrix}$", 2, False),
        (Array("|u1", (3, 2), bytes([1, 7, 2, 8, 3, 9])), 3, False),
    ],
)
def test_what_is_written_as_a_matrix_is_no_table(given: Any, rows: int, is_one: bool) -> None:
    """Nor are two rows in brackets: a column 1, 2 may stand there by chance."""
    assert is_table(given, [[1, 2]] * rows) is is_one


def test_shapes_in_words() -> None:
    """What a message calls a shape."""
    assert [shape_of(v) for v in (1, [1], [[1, 2]], [[1], 2], [])] == [(), (1,), (1, 2), None, (0,)]
    assert [*map(size_in_words, [(), (1,), (3,), (2, 3), (1, 2, 3)])] == [
        "a single number", "a list of one number", "a list of 3 numbers", "a matrix of shape 2x3",
        "an array of shape 1x2x3",
    ]  # fmt: skip


def test_all_texts_of_an_answer() -> None:
    """Texts below each other, keys with an equals sign, what is no text left out."""
    assert all_text({"p": ["a", 7, Expression("b")], "q": "c"}) == "p = a\nb\nq = c"


def _deep(depth: int) -> Any:
    value: Any = 1
    for _ in range(depth):
        value = [value]
    return value


LARGE: dict[str, Any] = {
    "a text of more than 65536 characters": ["x" * (MAX_TEXT + 1)],
    "more than 100000 entries": [[0.5]] * MAX_CELLS,
    "a matrix of shape 400x400": array_of([[0.5] * 400] * 400),
    "lists nested more than 60 deep": _deep(100_000),
}


@pytest.mark.parametrize("told", LARGE)
def test_too_much_is_known_before_anything_is_read(told: str) -> None:
    """Each reader says so, and leaves the value unread."""
    value = LARGE[told]
    assert too_large(value) == told
    assert lists(value) is value
    for reader in ("rows", "items", "points"):
        assert READERS[reader](value) == f"You handed in {told}."
    assert outcomes(value) is None and READERS["parts"](value) is None


def test_no_array_is_unpacked_to_count_it() -> None:
    """The shape that an array claims is enough."""
    assert too_large(Array("<f8", (10**9, 10**9), b"")) == "a matrix of shape 1000000000x1000000000"
    assert too_large({"a": [Array("<f8", (10**9,), b"")]}, 10) == "more than 10 entries"
    assert too_large([1, {"b": (2, "x")}]) == ""


def test_as_much_as_is_allowed_is_not_too_much() -> None:
    """Exactly so many entries, so deep, and so long a text."""
    assert too_large([1] * 10, 10) == "" != too_large([1] * 11, 10)
    assert too_large([[1] * 4, [1] * 4], 10) == "" != too_large([[1] * 4, [1] * 5], 10)
    assert too_large(_deep(MAX_DEPTH)) == "" != too_large(_deep(MAX_DEPTH + 1))
    nested: Any = 1
    for _ in range(MAX_DEPTH):
        nested = {"a": nested}
    assert too_large(nested) == "" != too_large({"a": nested})
    assert too_large("x" * MAX_TEXT) == "" != too_large("x" * (MAX_TEXT + 1))


FRAGMENTS = st.sampled_from(
    [*"()[]{}⟨⟩<>,;:=|&$^T'\n\\ .-_0123456789abpqxJ", "\\\\", "\\begin{bmatrix}", "\\end{bmatrix}",
     "\\begin{array}{cc}", "\\left(", "\\right)", "\\{", "\\langle", "np.array(", "Matrix(",
     "dtype=", "\\frac12", "\\hline", "step ", "and", "p = ", "J(1,1)=", "1.", "|---|",
     "0.5", "-1,5", "≈", ":="]
)  # fmt: skip
TEXTS = st.lists(FRAGMENTS, max_size=40).map("".join)
LEAVES = st.one_of(
    st.none(), st.booleans(), st.integers(), st.floats(), st.fractions(), st.complex_numbers(),
    TEXTS, TEXTS.map(Expression), st.just(Opaque("Thing", "<thing>")),
    st.just(array_of([[1.0, 2.0], [3.0, 4.0]])), st.just(Array("|b1", (0, 2), b"")),
)  # fmt: skip
KEYS = st.one_of(
    TEXTS, st.integers(-2, 5), st.booleans(), st.none(), st.tuples(st.integers(), TEXTS)
)
VALUES = st.recursive(
    LEAVES,
    lambda inner: st.one_of(
        st.lists(inner, max_size=4),
        st.lists(inner, max_size=3).map(tuple),
        st.dictionaries(KEYS, inner, max_size=4),
    ),
    max_leaves=15,
)


@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(VALUES)
def test_any_value_has_a_shape_or_none(value: Any) -> None:
    """Nothing raises, and what comes back is what each reader says that it gives."""
    assert lists(value) is not NotImplemented
    rows = READERS["rows"](value)
    assert isinstance(rows, str) or all(isinstance(row, list) for row in rows)
    found = READERS["items"](value)
    assert isinstance(found, str) or len(found) == 3
    matrices = READERS["points"](value)
    assert isinstance(matrices, str) or len(matrices) == 2
    parts = READERS["parts"](value)
    assert parts is None or parts.keys() == {"p", "q"}
    chances = outcomes(value)
    assert chances is None or len(chances) >= 2


@settings(max_examples=100, deadline=None)
@given(
    st.integers(1, 4).flatmap(
        lambda width: st.lists(
            st.lists(st.integers(-99, 99), min_size=width, max_size=width), min_size=2, max_size=4
        )
    )
)
def test_every_way_to_write_a_matrix_is_the_same_matrix(matrix: list[list[int]]) -> None:
    """Python, MATLAB, Mathematica, NumPy, LaTeX and a ruled table hold the same cells."""
    cells = [[str(x) for x in row] for row in matrix]
    rows = {mark: [mark.join(row) for row in cells] for mark in (", ", " ", " & ")}
    written = [
        json.dumps(matrix),
        f"A = {matrix}",
        "[" + "; ".join(rows[", "]) + "]",
        "[" + ";".join(rows[" "]) + "]",
        "{{" + "}, {".join(rows[", "]) + "}}",
        "[[" + "]\n [".join(rows[" "]) + "]]",
        "\\begin{pmatrix}" + "\\\\".join(rows[" & "]) + "\\end{pmatrix}",
        "$\\begin{array}{c}" + "\\\\ \n".join(rows[" & "]) + "\\end{array}$",
    ]
    for text in written:
        assert lists(text) == cells, text
    if len(matrix[0]) > 1:
        assert lists("\n".join(f"| {' | '.join(row)} |" for row in cells)) == cells
        assert lists("\n".join(rows[" "])) == cells


@pytest.mark.parametrize(
    "piece",
    [" ", " \n", "1", "-", "\n-", "J ", "a ", "~", "(", "[1, ", "((1, 2), ", "1 ", "1;", "1\n",
     "\\\\", "\\begin{bmatrix}", "=", "a = 1, ", "|", "&", "p = (", "p(0) = 1", "J(", "J(1,1)=", 
     "1. ", "x: ", "$", "\\left", "[[1]]^T", "array(", "-|"],
)  # fmt: skip
def test_the_longest_texts_take_bounded_work(piece: str) -> None:
    """Half as many characters as are read at all, in orders that lead patterns astray."""
    for end in ("", "]"):
        text = f"p{piece * MAX_TEXT}"[: MAX_TEXT // 2 - len(end)] + end
        start = time.process_time()
        for reader in READERS.values():
            reader(text)
        READERS["items"]({text: True})
        assert time.process_time() - start < 15
