"""Printing, differentiating, substituting and evaluating trees, on trees drawn at random."""

import math
from fractions import Fraction

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from grader.equivalence import (
    Undecidable,
    Undefined,
    Undetermined,
    canonical,
    compare_expressions,
    define,
    differentiate,
    evaluate,
    evaluate_exact,
    free_symbols,
    read,
    resolve,
    same_form,
    substitute,
    to_latex,
    to_text,
)
from grader.equivalence.trees.tree import Add, Apply, Expr, Mul, Number, Pow, Symbol, number

leaves: st.SearchStrategy[Expr] = st.one_of(
    st.integers(-9, 9).map(number),
    st.sampled_from([Symbol("x"), Symbol("y"), Symbol("theta_1")]),
    st.fractions(-3, 3, max_denominator=8).map(Number),
)


def larger(trees: st.SearchStrategy[Expr]) -> st.SearchStrategy[Expr]:
    """Trees one level higher."""
    some = st.lists(trees, min_size=2, max_size=3).map(tuple)
    return st.one_of(
        some.map(Add),
        some.map(Mul),
        st.tuples(trees, st.integers(-2, 3).map(number)).map(lambda pair: Pow(*pair)),
        st.tuples(st.sampled_from(["sin", "cos", "log", "sqrt", "abs"]), trees).map(
            lambda pair: Apply(pair[0], (pair[1],))
        ),
    )


trees = st.recursive(leaves, larger, max_leaves=8)
POINT = {"x": Fraction(7, 5), "y": Fraction(3, 4), "theta_1": Fraction(-2, 3)}


def value(tree: Expr) -> float | None:
    """The value at the fixed point, or None."""
    try:
        return evaluate(tree, POINT)
    except (Undefined, Undetermined, Undecidable):
        return None


@given(trees)
def test_infix_text_reads_back(tree: Expr) -> None:
    """What is printed has the same value when it is read again."""
    again = read(to_text(tree))
    assert value(again) == pytest.approx(value(tree))


@given(trees)
def test_latex_reads_back(tree: Expr) -> None:
    """LaTeX output is LaTeX input with the same value."""
    again = read(to_latex(tree), syntax="latex")
    assert value(again) == pytest.approx(value(tree))


@given(trees)
def test_the_canonical_form_is_stable_and_keeps_the_value(tree: Expr) -> None:
    """Sorting and folding literals changes neither the value nor, twice, the form."""
    form = canonical(tree)
    assert canonical(form) == form
    if value(tree) is not None:
        assert value(form) == pytest.approx(value(tree))


@given(trees)
def test_derivatives_agree_with_difference_quotients(tree: Expr) -> None:
    """The exact derivative is the slope of a secant over a tiny interval."""
    slope = value(differentiate(tree, "x"))
    step = Fraction(1, 10**6)
    ends = []
    for point in ({**POINT, "x": POINT["x"] + sign * step} for sign in (1, -1)):
        try:
            ends.append(evaluate(tree, point))
        except (Undefined, Undetermined, Undecidable):
            return
    assume(slope is not None and abs(slope) < 1e4 and max(map(abs, ends)) < 1e4)
    assert slope == pytest.approx((ends[0] - ends[1]) / (2 * float(step)), rel=1e-3, abs=1e-3)


@given(trees, trees)
def test_substitution_is_evaluation_at_the_value(tree: Expr, inner: Expr) -> None:
    """Putting in an expression is the same as evaluating at its exact value."""
    exact = evaluate_exact(inner, POINT)
    assume(exact is not None)
    assert exact is not None
    put_in = evaluate_exact(substitute(tree, {"x": inner}), POINT)
    assert put_in == evaluate_exact(tree, {**POINT, "x": exact})


def test_names() -> None:
    """Free symbols leave out what is bound."""
    assert free_symbols(read("sum_{i=1}^n a i")) == {"a", "n"}
    assert free_symbols(read("∫_0^a x dx")) == {"a"}
    assert same_form(read("sum_{i=1}^n x_i"), read("sum_{k=1}^n x_k"))
    assert substitute(read("x_i + i"), {"i": number(3)}) == read("x_3 + 3")


def test_functions_are_replaced_by_their_bodies() -> None:
    """Applied, bare and primed function names stand for their definitions."""
    bodies = {"f": (("x",), read("x^3")), "C": (("a", "b"), read("a b^2"))}
    functions = ("f", "C")
    assert evaluate(define(read("f(2) + C(1, 3)", functions=functions), bodies)) == 17
    assert evaluate(define(read("f'(2)", functions=functions), bodies)) == 12
    assert same_form(define(read("∂C/∂b", functions=functions), bodies), read("diff(a b^2, b)"))


def test_matrix_arithmetic_is_worked_out() -> None:
    """Sums, multiples and products of matrices become entries."""
    tree = resolve(read("[[1, 2], [3, 4]]*[[x], [y]] + 2*[[1], [1]]"))
    assert compare_expressions(tree, read("(x + 2y + 2, 3x + 4y + 2)")).verdict == "equal"


def test_values() -> None:
    """Floats are right to the last bit, fractions exact, and what has no value says why."""
    assert evaluate(read("e^2 - 7")) == pytest.approx(math.exp(2) - 7, rel=1e-15)
    assert evaluate_exact(read("1/3 + x"), {"x": 0.1}) == Fraction(13, 30)
    assert evaluate_exact(read("sqrt(x)"), {"x": 9}) == 3
    assert evaluate_exact(read("sqrt(x)"), {"x": 2}) is None
    with pytest.raises(Undefined):
        evaluate(read("1/x"), {"x": 0})
    with pytest.raises(Undecidable):
        evaluate(read("x + y"), {"x": 0})
