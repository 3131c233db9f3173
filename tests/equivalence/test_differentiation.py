"""Derivatives of trees: every rule against a numerical derivative with many digits."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from fractions import Fraction
from typing import Any

import mpmath
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from grader.equivalence.errors import Undecidable
from grader.equivalence.printing import to_text
from grader.equivalence.reading import read
from grader.equivalence.trees.differentiation import differentiate
from grader.equivalence.trees.tree import (
    Add,
    Apply,
    Constant,
    Derivative,
    Expr,
    Mul,
    Number,
    Piecewise,
    Pow,
    Relation,
    Symbol,
    Tuple,
)

PLAIN = ("sin", "cos", "tan", "cot", "sec", "csc", "asin", "acos", "atan", "sinh", "cosh", "tanh")
MORE = ("asinh", "acosh", "atanh", "sqrt", "cbrt", "log1p", "expm1", "erf", "gamma", "loggamma")
OWN: dict[str, Callable[..., Any]] = {
    "abs": mpmath.fabs,
    "log": mpmath.log,
    "sigmoid": lambda x: 1 / (1 + mpmath.exp(-x)),
    "softplus": lambda x: mpmath.log(1 + mpmath.exp(x)),
    "relu": lambda x: max(x, mpmath.mpf(0)),
    "Heaviside": lambda x: mpmath.mpf(x > 0),
    "root": lambda x, n: mpmath.root(x, int(n)),
    "max": max,
    "min": min,
}
FUNCTIONS = (*PLAIN, *MORE, "abs", "log", "sigmoid", "softplus", "relu")


def value(tree: Expr, point: Mapping[str, Any]) -> Any:
    """The value of a tree with mpmath's functions."""
    match tree:
        case Number(exactly):
            return mpmath.mpf(exactly.numerator) / exactly.denominator
        case Symbol(name):
            return point[name]
        case Constant(name):
            return {"e": mpmath.e, "pi": mpmath.pi}[name] * mpmath.mpf(1)
        case Add(terms):
            return mpmath.fsum(value(term, point) for term in terms)
        case Mul(factors):
            return mpmath.fprod(value(factor, point) for factor in factors)
        case Pow(base, exponent):
            return mpmath.power(value(base, point), value(exponent, point))
        case Apply(name, arguments):
            function = OWN.get(name) or getattr(mpmath, name)
            return function(*(value(argument, point) for argument in arguments))
        case Piecewise(branches):
            chosen = next(v for v, test in branches if test is None or _holds(test, point))
            return value(chosen, point)
    raise AssertionError(f"a {type(tree).__name__} in a derivative")


def _holds(test: Expr, point: Mapping[str, Any]) -> bool:
    assert isinstance(test, Relation)
    first, second = (value(side, point) for side in test.sides)
    return bool(first >= second if test.operators == (">=",) else first <= second)


def agrees(tree: Expr, x: Fraction) -> bool:
    """Compare the derivative by x with a numerical one; False where there is no value."""
    with mpmath.workdps(40):
        at = {"x": mpmath.mpf(x.numerator) / x.denominator, "y": mpmath.mpf("0.41421356")}
        try:
            here = value(tree, at)
            wanted = mpmath.diff(lambda v: value(tree, {**at, "x": v}), at["x"], h="1e-12")
            found = value(differentiate(tree, "x"), at)
        except (ValueError, ZeroDivisionError, TypeError):  # complex numbers have no order
            return False
        if any(mpmath.im(v) != 0 or not abs(v) < 1e12 for v in (here, wanted, found)):
            return False
        assert abs(found - wanted) <= mpmath.mpf("1e-6") * max(1, abs(wanted)), to_text(tree)
        return True


POINTS = st.fractions(-3, 3, max_denominator=13).filter(lambda x: x.denominator > 3)


@settings(max_examples=300, deadline=None)
@given(st.sampled_from(FUNCTIONS), POINTS)
def test_every_rule_is_the_slope(name: str, x: Fraction) -> None:
    """The rule of each known function, and the chain rule with it."""
    here = agrees(Apply(name, (Symbol("x"),)), x)
    assume(agrees(Apply(name, (read("x^2 / 3 + x*y"),)), x) or here)


GROWN = st.recursive(
    st.sampled_from(["x", "y", "2", "(1/3)", "e", "pi"]),
    lambda inner: st.one_of(
        st.builds("({} + {})".format, inner, inner),
        st.builds("({} - {})".format, inner, inner),
        st.builds("({} * {})".format, inner, inner),
        st.builds("({} / {})".format, inner, inner),
        st.builds("({})^({})".format, inner, inner),
        st.builds("{}({})".format, st.sampled_from(["sin", "exp", "log", "sqrt", "abs"]), inner),
        st.builds("max({}, {})".format, inner, inner),
        st.builds("min({}, {})".format, inner, inner),
        st.builds("log({}, {})".format, inner, inner),
    ),
    max_leaves=6,
)


@settings(max_examples=300, deadline=None)
@given(GROWN, POINTS)
def test_composed_formulas_have_the_right_slope(text: str, x: Fraction) -> None:
    """Sums, products, quotients, powers with x below, above or both, and nested functions."""
    assume(agrees(read(text), x))


def test_roots_and_logarithms_to_a_base() -> None:
    """A root of any degree, and a logarithm whose base is a formula."""
    assert agrees(Apply("root", (read("x^2 + 1"), read("3"))), Fraction(5, 3))
    assert agrees(Apply("log", (read("x"), read("x + 2"))), Fraction(5, 3))


@pytest.mark.parametrize(
    ("text", "derivative"),
    [
        ("y", "0"),
        ("x", "1"),
        ("3*x", "3"),
        ("x^1", "1"),
        ("x^2", "2*x"),
        ("e^x", "e^x"),
        ("x*y", "y"),
        ("(x, y*x)", "(1, y)"),
        ("x^2 = y", "2*x = 0"),
        ("sum_{i=1}^3 x", "sum_{i=1}^3 1"),
        ("integral_0^1 x*t dt", "integral_0^1 t dt"),
    ],
)
def test_no_ones_and_zeros_are_left_over(text: str, derivative: str) -> None:
    """A derivative looks as a person would write it."""
    assert to_text(differentiate(read(text), "x")) == to_text(read(derivative))


def test_unknown_functions_keep_their_name() -> None:
    """f(x) gives f'(x) times the inner slope; of two arguments a derivative left as it is."""
    assert to_text(differentiate(Apply("f", (read("x^2"),)), "x")) == "2*f'(x^2)*x"
    two = Apply("f", (Symbol("x"), Symbol("y")))
    once = differentiate(two, "x")
    assert once == Derivative(two, ("x",))
    assert differentiate(once, "y") == Derivative(two, ("x", "y"))


def test_tables_are_differentiated_entry_by_entry() -> None:
    """A vector's derivative is the vector of derivatives."""
    found = differentiate(Tuple((read("x^2"), read("y"), read("sin(x)"))), "x")
    assert to_text(found) == to_text(read("(2*x, 0, cos(x))"))


@pytest.mark.parametrize(
    "tree",
    [
        *(Apply(name, (Symbol("x"),)) for name in ("floor", "ceiling", "sign", "Heaviside")),
        Apply("factorial", (Symbol("x"),)),
        Apply("mod", (Symbol("x"), read("3"))),
        Apply("atan2", (Symbol("x"), Symbol("y"))),
        Apply("max", (Symbol("x"), Symbol("y"), read("2"))),
        read("integral_0^x t dt"),
        read("sum_{i=1}^x i"),
        read("argmin_y (x - y)^2"),
    ],
    ids=to_text,
)
def test_what_has_no_rule_is_left_open(tree: Expr) -> None:
    """Steps, bounds that move and arg min are never given a wrong derivative."""
    with pytest.raises(Undecidable):
        differentiate(tree, "x")
