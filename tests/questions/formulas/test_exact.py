"""The value of a formula at a point: exact while it can be, close to the truth after."""

from __future__ import annotations

import math
from fractions import Fraction

import mpmath
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from grader.equivalence.errors import Undecidable, Undefined
from grader.equivalence.reading import read
from grader.equivalence.trees.tree import Apply, Expr, Symbol
from grader.questions.formulas import exact
from grader.questions.formulas.exact import value_at

WHOLE = st.integers(-9, 9)
RATIONAL = st.recursive(
    st.one_of(WHOLE.map("({})".format), st.sampled_from("xy")),
    lambda inner: st.one_of(
        st.builds("({} + {})".format, inner, inner),
        st.builds("({} - {})".format, inner, inner),
        st.builds("({} * {})".format, inner, inner),
        st.builds("({} / {})".format, inner, inner),
        st.builds("({})^{}".format, inner, st.integers(0, 3)),
    ),
    max_leaves=6,
)
FRACTIONS = st.fractions(-9, 9, max_denominator=20)


class Exactly:
    """Python's own arithmetic on a text, with numbers as fractions and `^` as a power."""

    def __init__(self, x: Fraction, y: Fraction) -> None:
        self.names = {"x": x, "y": y, "F": Fraction}

    def of(self, text: str) -> Fraction:
        """The value of a rational formula."""
        for digit in "0123456789":
            text = text.replace(f"({digit})", f"F({digit})").replace(f"(-{digit})", f"F(-{digit})")
        found: Fraction = eval(text.replace("^", "**"), {"__builtins__": {}}, dict(self.names))
        return found


@settings(deadline=None)
@given(RATIONAL, FRACTIONS, FRACTIONS)
def test_rational_formulas_have_exact_values(text: str, x: Fraction, y: Fraction) -> None:
    """Sums, products, quotients and whole powers of fractions are fractions, and right."""
    try:
        wanted = Exactly(x, y).of(text)
    except ZeroDivisionError:
        with pytest.raises(Undefined):
            value_at(read(text), {"x": x, "y": y})
        return
    assert value_at(read(text), {"x": x, "y": y}) == wanted


FUNCTIONS = {
    **{name: name for name in ("sin", "cos", "tan", "asin", "acos", "atan", "sinh", "cosh")},
    **{name: name for name in ("tanh", "asinh", "acosh", "atanh", "sqrt", "cbrt", "exp", "log")},
    **{name: name for name in ("log1p", "expm1", "erf", "erfc", "gamma", "loggamma", "sign")},
    "abs": "fabs",
}


def by_mpmath(name: str, x: Fraction) -> float:
    """The real value of a function to far more digits; NaN where there is none."""
    number = mpmath.mpf(x.numerator) / x.denominator
    if name == "loggamma":
        return float(mpmath.log(abs(mpmath.gamma(number))))
    if name == "cbrt" and number < 0:
        return -float(mpmath.cbrt(-number))
    found = getattr(mpmath, FUNCTIONS[name])(number)
    return float(found) if mpmath.im(found) == 0 else math.nan


@settings(max_examples=400, deadline=None)
@given(st.sampled_from(sorted(FUNCTIONS)), FRACTIONS)
def test_functions_have_the_values_of_mpmath(name: str, x: Fraction) -> None:
    """Every function agrees with many digits, and has no value where there is no real one."""
    tree = read("exp(x)") if name == "exp" else Apply(name, (Symbol("x"),))
    try:
        with mpmath.workdps(40):
            wanted = by_mpmath(name, x)
    except (ValueError, ZeroDivisionError):
        wanted = math.nan
    if not math.isfinite(wanted):
        with pytest.raises(Undefined):
            value_at(tree, {"x": x})
        return
    assume(abs(wanted) < 1e300)
    assert float(value_at(tree, {"x": x})) == pytest.approx(wanted, rel=1e-12, abs=1e-13)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("sqrt(9/4)", Fraction(3, 2)),
        ("(9/4)^(1/2)", Fraction(3, 2)),
        ("log(1)", Fraction(0)),
        ("abs(-3/7)", Fraction(3, 7)),
        ("max(1/3, 1/2, -2)", Fraction(1, 2)),
        ("min(1/3, 1/2, -2)", Fraction(-2)),
        ("2^100", Fraction(2**100)),
    ],
)
def test_what_can_be_exact_is(text: str, value: Fraction) -> None:
    """Roots of squares, a logarithm of one and the largest of several stay fractions."""
    found = value_at(read(text), {})
    assert isinstance(found, Fraction) and found == value


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("e^2", math.e**2),
        ("2*pi", 2 * math.pi),
        ("sqrt(2)", 2**0.5),
        ("2^(1/2)", 2**0.5),
        ("log(8, 2)", 3.0),
        ("sigmoid(2)", 1 / (1 + math.exp(-2))),
        ("sigmoid(-800)", 0.0),
        ("softplus(-40)", math.exp(-40)),
        ("relu(-2)", 0.0),
        ("relu(2)", 2.0),
        ("Heaviside(0)", 0.5),
        ("Heaviside(3)", 1.0),
        ("sign(0)", 0.0),
        ("pi^2", math.pi**2),
        ("x^1000", 2.0**1000),
        ("2^x", 4.0),
    ],
)
def test_what_is_not_exact_is_a_close_float(text: str, value: float) -> None:
    """Constants, irrational roots and named functions of machine learning."""
    assert float(value_at(read(text), {"x": Fraction(2)})) == pytest.approx(value, rel=1e-13)


@pytest.mark.parametrize(
    "text",
    ["1/x", "log(x)", "log(-1)", "(-8)^(1/3)", "sqrt(-2)", "(-2)^(1/2)", "exp(9999)", "x^(-1)"],
)
def test_where_there_is_no_value_that_is_said(text: str) -> None:
    """Division by zero, roots of negative numbers and what is beyond every float."""
    with pytest.raises(Undefined):
        value_at(read(text), {"x": Fraction(0)})


@pytest.mark.parametrize("text", ["y", "f(2)", "integral x dx", "sum_{i=1}^n i"])
def test_what_is_not_computed_here_is_left_open(text: str) -> None:
    """Unknown names and functions, integrals and sums of unknown length are no mistake."""
    with pytest.raises(Undecidable):
        value_at(read(text, functions=("f",)), {"x": Fraction(0)})


def test_work_is_counted(monkeypatch: pytest.MonkeyPatch) -> None:
    """A formula with more nodes than the bound is left open."""
    tree: Expr = read("1 + 2 + 3*4")
    assert value_at(tree, {}) == 15
    monkeypatch.setattr(exact, "MAX_NODES", 3)
    with pytest.raises(Undecidable):
        value_at(tree, {})


def test_long_fractions_go_on_as_floats() -> None:
    """No product or power of fractions grows without bound."""
    found = value_at(read("x*x*x*x"), {"x": Fraction(3**250, 2**300)})
    assert isinstance(found, float)
    assert found == pytest.approx((3**250 / 2**300) ** 4)
    assert isinstance(value_at(read("(1/3)^5000"), {}), float)
