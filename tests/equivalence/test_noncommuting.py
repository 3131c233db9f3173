"""Formulas in matrices and vectors: order counts, transposes and inverses are known, sizes too."""

from __future__ import annotations

import random
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from grader.equivalence import read
from grader.equivalence.comparison import Options
from grader.equivalence.deciding import compare_expressions
from grader.equivalence.deciding.grids import inverse, multiplied, reduced

GRIDS = (
    *((name, f"{name}.rows", f"{name}.columns") for name in "ABCX"),
    *((name, f"{name}.rows", "1") for name in "xyb"),
)


def verdict(given_: str, key: str, *, square: bool = False, symmetric: str = "") -> str:
    """The verdict on two texts."""
    names = {"A", "B", "C", "X", "x", "y", "b"}
    answer, wanted = (read(one, symbols=names, functions={"tr", "inv"}) for one in (given_, key))
    grids = tuple((n, "n", c if c == "1" else "n") for n, _, c in GRIDS) if square else GRIDS
    options = Options(grids=grids, symmetric=frozenset(symmetric), functions=frozenset({"tr"}))
    return compare_expressions(answer, wanted, options).verdict


EQUAL = [
    ("A*B", "A B"),
    ("(A B)^T", "B^T A^T"),
    ("A(B + C)", "A B + A C"),
    ("A x + A^T x", "(A + A^T) x"),
    ("(A B)^(-1)", "B^(-1) A^(-1)"),
    ("A' x", "A^T x"),
    ("A^(-T)", "(A^T)^(-1)"),
    ("inv(A) x", "A^(-1) x"),
    ("inverse(A)*x", "A^(-1) x"),
    ("tr(A B)", "trace(B A)"),
    ("tr(A)", "tr(A^T)"),
    ("x^T y", "y^T x"),
    ("x^T A y", "y^T A^T x"),
    ("x (y^T x)", "(x^T y) x"),
    ("x y^T b", "(b^T y) x"),
    ("norm(A x - b)^2", "(A x - b)^T (A x - b)"),
    ("norm(A x)^2", "x^T A^T A x"),
    ("norm(x)", "sqrt(x^T x)"),
    ("2 A x / 2", "A x"),
    ("lambda A x", "A (lambda x)"),
    ("A - A + B", "B"),
    ("A^2", "A A"),
    ("A^(-1) A", "I"),
    ("I x", "x"),
    ("(A + I) x", "A x + x"),
    ("A + 0", "A"),
    ("A B - B A", "-(B A - A B)"),
    ("(X^T X)^(-1) X^T y", "(X^T X)^(-1) X^T y"),
    ("inv(X^T X) (y^T X)^T", "(X^T X)^(-1) X^T y"),
    ("tr(x y^T)", "y^T x"),
    ("exp(x^T y)", "exp(y^T x)"),
]


SQUARE_ALONE = [
    ("B^(-1) A^(-1)", "(A B)^(-1)"),
    ("A - A + B", "B"),
    ("A^(-1) A", "I"),
]


@pytest.mark.parametrize(("given_", "key"), EQUAL)
def test_what_is_the_same_in_matrices(given_: str, key: str) -> None:
    """Whatever identity of linear algebra makes it so, both ways.

    Where only one side says that a matrix is square, a person decides unless the rubric says it.
    """
    for pair in ((given_, key), (key, given_)):
        assert verdict(*pair, square=True) == "equal"
        assert verdict(*pair) == ("unknown" if pair in SQUARE_ALONE else "equal")


DIFFERENT = [
    ("B A", "A B"),
    ("A B^T", "A B"),
    ("A x + A x", "(A + A^T) x"),
    ("(A + B)^2", "A^2 + 2 A B + B^2"),
    ("A^(-1) B^(-1)", "(A B)^(-1)"),
    ("A^T B^T", "(A B)^T"),
    ("tr(A) tr(B)", "tr(A B)"),
    ("det(2 A)", "2 det(A)"),
    ("2 A x", "(A + A^T) x"),
    ("x^T A x", "x^T x"),
    ("A", "tr(A)"),
    ("x^T y", "x y^T"),
    ("X^T y", "(X^T X)^(-1) X^T y"),
    ("A + I", "A"),
]


@pytest.mark.parametrize(("given_", "key"), DIFFERENT)
def test_what_is_not_the_same_is_proved_by_matrices(given_: str, key: str) -> None:
    """A product the other way round, a lost transpose, a rule that holds for numbers alone."""
    assert verdict(given_, key, square=True) == "different"
    assert verdict(given_, key) in ("different", "unknown")


@pytest.mark.parametrize(
    ("given_", "key"),
    [
        ("x A", "A x"),
        ("x^T A", "A x"),
        ("x", "I"),
        ("A + 1", "A"),
        ("x^2", "x^T x"),
        ("x y", "x^T y"),
        ("A^B", "A"),
        ("A^n", "A"),
        ("A^99", "A"),
        ("exp(A)", "A"),
        ("log(x^T y) + log(x^T y)", "log((x^T y)^2)"),
        ("H = A B", "A B"),
        ("A, B", "A"),
        ("[[1, 2], [3, 4]] x", "A x"),
        ("norm(A)", "sqrt(tr(A^T A))"),
        ("(A - A)^(-1)", "A"),
    ],
)
def test_what_is_not_understood_is_for_a_person(given_: str, key: str) -> None:
    """Products that do not fit, powers and functions of matrices, rows for columns."""
    assert verdict(given_, key, square=True) == "unknown"
    assert verdict(given_, key) == "unknown"


def test_the_normal_equations_hold_for_square_matrices_alone() -> None:
    """Where the rubric says that X is square, the short form is right."""
    assert verdict("X^(-1) y", "(X^T X)^(-1) X^T y", square=True) == "equal"
    assert verdict("X^(-1) y", "(X^T X)^(-1) X^T y") == "unknown"


def test_a_symmetric_matrix_is_its_own_transpose() -> None:
    """Which makes the gradient of a quadratic form short."""
    assert verdict("2 A x", "(A + A^T) x", square=True, symmetric="A") == "equal"
    assert verdict("2 A x", "(A + A^T) x", square=True) == "different"


_NAMES = st.sampled_from(["A", "B", "C"])
_WORDS = st.lists(_NAMES, min_size=1, max_size=4)


@settings(max_examples=100, deadline=None)
@given(_WORDS, _WORDS)
def test_products_are_equal_where_they_are_the_same_word(one: list[str], other: list[str]) -> None:
    """Of square matrices nothing commutes."""
    found = verdict(" ".join(one), " ".join(other), square=True)
    assert found == ("equal" if one == other else "different")
    turned = " ".join(f"{name}^T" for name in reversed(one))
    assert verdict(turned, f"({' '.join(one)})^T", square=True) == "equal"


@settings(max_examples=60, deadline=None)
@given(st.integers(1, 4), st.integers(0, 10_000))
def test_inverses_and_determinants_are_exact(size: int, seed: int) -> None:
    """A matrix times its inverse is the identity; a determinant of 0 has none."""
    chance = random.Random(seed)
    rows = tuple(
        tuple(Fraction(chance.randint(-3, 3)) for _ in range(size)) for _ in range(size)
    )
    whole, _ = reduced(rows)
    if not whole:
        return
    identity = tuple(tuple(Fraction(int(i == j)) for j in range(size)) for i in range(size))
    product = multiplied(rows, inverse(rows))
    assert product == (identity if size > 1 else 1)
