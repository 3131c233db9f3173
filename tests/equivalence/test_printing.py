"""Formulas written out again: what is printed reads back as the same formula, in both notations."""

from __future__ import annotations

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from grader.equivalence.deciding import compare_expressions
from grader.equivalence.printing import to_text
from grader.equivalence.printing.latex import to_latex
from grader.equivalence.reading import read

LATEX = [
    ("x/2", r"\frac{x}{2}"),
    ("-x/2", r"-\frac{x}{2}"),
    ("1/3 - x", r"\frac{1}{3} - x"),
    ("0.5*x", r"0.5 x"),
    ("2*3", r"2 \cdot 3"),
    ("2*x*3", r"2 x \cdot 3"),
    ("(x+1)*(x-1)", r"\left(x + 1\right) \left(x - 1\right)"),
    ("x^2^y", r"x^{2^{y}}"),
    ("(x^2)^y", r"\left(x^{2}\right)^{y}"),
    ("1/x", r"\frac{1}{x}"),
    ("theta_1*alpha", r"\theta_{1} \alpha"),
    ("x_12", r"x_{12}"),
    ("speed", r"\mathrm{speed}"),
    ("p*(x)", r"p^*\left(x\right)"),
    ("sin(x)", r"\sin\left(x\right)"),
    ("asin(x)", r"\arcsin\left(x\right)"),
    ("sigmoid(x)", r"\operatorname{sigmoid}\left(x\right)"),
    ("sqrt(x+1)", r"\sqrt{x + 1}"),
    ("abs(x)", r"\left|x\right|"),
    ("norm(x)", r"\left\|x\right\|"),
    ("(x+1)!", r"\left(x + 1\right)!"),
    ("log(x, 2)", r"\log_{2}\left(x\right)"),
    ("binomial(n, k)", r"\binom{n}{k}"),
    ("pi*e", r"\pi e"),
    ("(x, y)", r"\left(x, y\right)"),
    ("{1, 2}", r"\left\{1, 2\right\}"),
    ("[[1, x], [0, 1]]", r"\begin{bmatrix} 1 & x \\ 0 & 1 \end{bmatrix}"),
    ("x != 1", r"x \neq 1"),
    ("x <= 1", r"x \leq 1"),
    ("x = 1 or x = 2", r"x = 1 \text{ or } x = 2"),
    ("integral_0^1 x^2 dx", r"\int_{0}^{1} x^{2} \, dx"),
    ("sum_{i=1}^n i^2", r"\sum_{i=1}^{n} i^{2}"),
    ("prod_{i=1}^n x_i", r"\prod_{i=1}^{n} x_{i}"),
    ("argmin_theta L(theta)", r"\arg\min_{\theta} L\left(\theta\right)"),
    ("KL(p || q)", r"\operatorname{KL}\left(p \,\|\, q\right)"),
    ("p(x | theta)", r"p\left(x \mid \theta\right)"),
    ("diff(f(x), x)", r"\frac{\partial f\left(x\right)}{\partial x}"),
    (
        "Piecewise((x, x > 0), (-x, True))",
        r"\begin{cases} x & x > 0 \\ -x & \text{otherwise} \end{cases}",
    ),
]


@pytest.mark.parametrize(("text", "latex"), LATEX)
def test_a_formula_in_latex(text: str, latex: str) -> None:
    """Fractions, scripts, brackets and big operators as a textbook sets them."""
    assert to_latex(read(text, functions=("L", "f", "p*", "p", "KL"))) == latex


GROWN = st.recursive(
    st.sampled_from(["x", "y", "theta_1", "2", "0.5", "(1/3)", "pi"]),
    lambda inner: st.one_of(
        st.builds("({} + {})".format, inner, inner),
        st.builds("({} - {})".format, inner, inner),
        st.builds("({})*({})".format, inner, inner),
        st.builds("({})/({})".format, inner, inner),
        st.builds("({})^({})".format, inner, st.sampled_from(["2", "x", "(-1)", "(1/2)"])),
        st.builds("(-({}))".format, inner),
        st.builds(
            "{}({})".format, st.sampled_from(["sin", "exp", "log", "sqrt", "abs", "tanh"]), inner
        ),
        st.builds("max({}, {})".format, inner, inner),
        st.builds("log({}, 2)".format, inner),
    ),
    max_leaves=7,
)


@settings(max_examples=150, deadline=None)
@given(GROWN)
def test_printed_formulas_read_back_as_themselves(text: str) -> None:
    """Brackets are there where they are needed: the same formula comes back from both notations."""
    tree = read(text)
    for printed, syntax in ((to_text(tree), "infix"), (to_latex(tree), "latex")):
        again = read(printed, syntax=syntax)  # type: ignore[arg-type]
        found = compare_expressions(again, tree)
        assume(found.verdict != "unknown")
        assert found.verdict == "equal", (printed, found.message)


@pytest.mark.parametrize(
    "text",
    [text for text, _ in LATEX if not any(word in text for word in ("Piecewise", "|", " or "))],
)
def test_what_is_set_in_latex_is_still_that(text: str) -> None:
    """The reader of write-ups takes what the reports print."""
    names = ("L", "f", "p*", "p")
    tree = read(text, functions=names)
    assert to_text(read(to_latex(tree), syntax="latex", functions=names)) == to_text(tree)


@pytest.mark.parametrize("text", ["1e9999", "-1e9999", "1e-9999", "1e9999/3", "7^9999"])
def test_numbers_that_python_does_not_print_are_rounded(text: str) -> None:
    """A number of thousands of digits is shown with six of them, in both languages."""
    expr = read(text)
    assert len(to_text(expr)) < 40
    assert len(to_latex(expr)) < 60
