"""The 34 formulas of a real submission, each read rightly (printed back in infix, by hand)."""

import pytest

from grader.equivalence import Options, compare_expressions, define, read, to_text
from grader.equivalence.trees.tree import Relation, Statements

FUNCTIONS = ("C", "u", "w", "J", "KL", "p", "q", "L")
FORMULAS = [
    (
        r"C(\theta_1, \theta_2) = 2\theta_1^2 + 3\theta_2\theta_1",
        "C(theta_1, theta_2) = 2*theta_1^2 + 3*theta_2*theta_1",
    ),
    (r"\nabla C(\theta_1, \theta_2)", "grad C(theta_1, theta_2)"),
    (
        r"\frac{\partial C}{\partial \theta_1} = 4\theta_1 + 3\theta_2",
        "diff(C, theta_1) = 4*theta_1 + 3*theta_2",
    ),
    (r"\frac{\partial C}{\partial \theta_2} = 3\theta_1", "diff(C, theta_2) = 3*theta_1"),
    (
        r"\nabla C(\theta_1, \theta_2) = (4\theta_1 + 3\theta_2, 3\theta_1)",
        "grad C(theta_1, theta_2) = (4*theta_1 + 3*theta_2, 3*theta_1)",
    ),
    (
        r"\theta_t = \theta_{t-1} - \alpha \nabla C(\theta_t) \quad "
        r"\alpha = 0.1, \theta_1 = 2, \theta_2 = 9",
        "theta_t = theta_{t-1} - alpha*grad C(theta_t); alpha = 0.1; theta_1 = 2; theta_2 = 9",
    ),
    (
        r"\nabla C(2, 9) = (4 \cdot 2 + 3 \cdot 9, 3 \cdot 2) = (35, 6)",
        "grad C(2, 9) = (4*2 + 3*9, 3*2) = (35, 6)",
    ),
    (r"\theta_1 = 2 - 0.1(35) = -1.5", "theta_1 = 2 - 0.1*35 = -1.5"),
    (r"\theta_2 = 9 - 0.1(6) = 8.4", "theta_2 = 9 - 0.1*6 = 8.4"),
    (
        r"\nabla C(-1.5, 8.4) = (4(-1.5) + 3(8.4), 3(-1.5)) = (19.2, -4.5)",
        "grad C(-1.5, 8.4) = (4*(-1.5) + 3*8.4, 3*(-1.5)) = (19.2, -4.5)",
    ),
    (r"\theta_1 = -1.5 - 0.1(19.2) = -3.42", "theta_1 = -1.5 - 0.1*19.2 = -3.42"),
    (r"\theta_2 = 8.4 - 0.1(-4.5) = 8.85", "theta_2 = 8.4 - 0.1*(-4.5) = 8.85"),
    (
        r"\nabla C(-3.42, 8.85) = (4(-3.42) + 3(8.85), 3(-3.42)) = (12.87, -10.26)",
        "grad C(-3.42, 8.85) = (4*(-3.42) + 3*8.85, 3*(-3.42)) = (12.87, -10.26)",
    ),
    (r"\theta_1 = -3.42 - 0.1(12.87) = -4.707", "theta_1 = -3.42 - 0.1*12.87 = -4.707"),
    (r"\theta_2 = 8.85 - 0.1(-10.26) = 9.876", "theta_2 = 8.85 - 0.1*(-10.26) = 9.876"),
    (r"u(x, y) = x^2 - y^2", "u(x, y) = x^2 - y^2"),
    (r"w(x, y) = 2xy + e^x", "w(x, y) = 2*x*y + e^x"),
    (
        r"J(x, y) = \begin{bmatrix} \frac{\partial f_1}{\partial x} & "
        r"\frac{\partial f_1}{\partial y} \\ \frac{\partial f_2}{\partial x} & "
        r"\frac{\partial f_2}{\partial y} \end{bmatrix} = \begin{bmatrix} "
        r"\frac{\partial u}{\partial x} & \frac{\partial u}{\partial y} \\ "
        r"\frac{\partial w}{\partial x} & \frac{\partial w}{\partial y} \end{bmatrix} = "
        r"\begin{bmatrix} 2x & -2y \\ 2y + e^x & 2x \end{bmatrix} = J(x, y)",
        "J(x, y) = [[diff(f_1, x), diff(f_1, y)], [diff(f_2, x), diff(f_2, y)]] = "
        "[[diff(u, x), diff(u, y)], [diff(w, x), diff(w, y)]] = "
        "[[2*x, -2*y], [2*y + e^x, 2*x]] = J(x, y)",
    ),
    (
        r"\frac{\partial u}{\partial x} = 2x \quad \frac{\partial u}{\partial y} = -2y",
        "diff(u, x) = 2*x; diff(u, y) = -2*y",
    ),
    (
        r"\frac{\partial w}{\partial x} = 2y + e^x \quad \frac{\partial w}{\partial y} = 2x",
        "diff(w, x) = 2*y + e^x; diff(w, y) = 2*x",
    ),
    (
        r"J(1, 1) = \begin{bmatrix} 2(1) & -2(1) \\ 2(1) + e^1 & 2(1) \end{bmatrix} = "
        r"\begin{bmatrix} 2 & -2 \\ 2 + e & 2 \end{bmatrix}",
        "J(1, 1) = [[2*1, -2*1], [2*1 + e^1, 2*1]] = [[2, -2], [2 + e, 2]]",
    ),
    (
        r"J(0, 0) = \begin{bmatrix} 2(0) & -2(0) \\ 2(0) + e^0 & 2(0) \end{bmatrix} = "
        r"\begin{bmatrix} 0 & 0 \\ 1 & 0 \end{bmatrix}",
        "J(0, 0) = [[2*0, -2*0], [2*0 + e^0, 2*0]] = [[0, 0], [1, 0]]",
    ),
    (
        r"KL(p^* || p) = \int p^*(x) \log \frac{p^*(x)}{p(x|\theta)} dx",
        "KL(p* || p) = integrate(p*(x)*log(p*(x)/p(x | theta)), x)",
    ),
    (
        r"KL(p^* || p) = \int p^*(x) \log p^*(x) dx - \int p^*(x) \log(x|\theta) dx",
        "KL(p* || p) = integrate(p*(x)*log(p*(x)), x) - integrate(p*(x)*log(x | theta), x)",
    ),
    (
        r"KL(p^* || p) = c - \int p^*(x) \log(x|\theta) dx",
        "KL(p* || p) = c - integrate(p*(x)*log(x | theta), x)",
    ),
    (r"\int p^*(x) \log(x|\theta) dx", "integrate(p*(x)*log(x | theta), x)"),
    (
        r"\frac{1}{N} \sum_{i=1}^N \log p(x_i|\theta) \quad "
        r"L(\theta) = \sum_{i=1}^N \log p(x_i|\theta)",
        "(1/N)*sum(log(p(x_i | theta)), i, 1, N); L(theta) = sum(log(p(x_i | theta)), i, 1, N)",
    ),
    (
        r"\theta_{MLE} = \arg \min_{\theta} KL(p^*(x) || p(x|\theta)) = "
        r"\arg \max_{\theta} \sum_{i=1}^N \log p(x_i|\theta)",
        "theta_MLE = argmin_{theta} KL(p*(x) || p(x | theta)) = "
        "argmax_{theta} sum(log(p(x_i | theta)), i, 1, N)",
    ),
    (
        r"KL(p || q) = \int p(x) \log \frac{p(x)}{q(x)} dx",
        "KL(p || q) = integrate(p(x)*log(p(x)/q(x)), x)",
    ),
    (r"KL(p || q) \neq KL(q || p)", "KL(p || q) != KL(q || p)"),
    (
        r"KL(q || p) = \int q(x) \log \frac{q(x)}{p(x)} dx",
        "KL(q || p) = integrate(q(x)*log(q(x)/p(x)), x)",
    ),
    (
        r"KL(p || q) = \int p(x) \log \frac{p(x)}{q(x)} dx",
        "KL(p || q) = integrate(p(x)*log(p(x)/q(x)), x)",
    ),
    (r"p(x) = q(x)", "p(x) = q(x)"),
    (
        r"KL(p || q) = \int p(x) \log(1) dx = \int p(x) \cdot 0 dx = 0",
        "KL(p || q) = integrate(p(x)*log(1), x) = integrate(p(x)*0, x) = 0",
    ),
]


def test_there_are_thirty_four() -> None:
    """Twenty displayed formulas and fourteen inside lines."""
    assert len(FORMULAS) == 34


@pytest.mark.parametrize(("latex", "infix"), FORMULAS)
def test_formula_is_read_rightly(latex: str, infix: str) -> None:
    """The tree prints as the formula a person reads; dollar signs around it change nothing."""
    assert to_text(read(latex, syntax="latex", functions=FUNCTIONS)) == infix
    assert to_text(read(f"$${latex}$$", syntax="latex", functions=FUNCTIONS)) == infix


@pytest.mark.parametrize(
    "latex", [FORMULAS[k][0] for k in (6, 7, 8, 9, 10, 11, 12, 13, 14, 20, 21)]
)
def test_the_arithmetic_of_its_chains_holds(latex: str) -> None:
    """Each neighbouring pair of numeric sides is equal."""
    chain = read(latex, syntax="latex", functions=FUNCTIONS)
    assert isinstance(chain, Relation)
    for left, right in zip(chain.sides[1:], chain.sides[2:], strict=False):
        assert compare_expressions(left, right).verdict == "equal"


def test_its_derivatives_hold_once_the_functions_are_defined() -> None:
    """With u, w and C put in, every derivative the submission gives is confirmed."""
    bodies = {
        "u": (("x", "y"), read("x^2-y^2")),
        "w": (("x", "y"), read("2x*y+e^x")),
        "C": (("theta_1", "theta_2"), read("2theta_1^2+3theta_2 theta_1")),
    }
    for index in (2, 3, 18, 19):
        whole = read(FORMULAS[index][0], syntax="latex", functions=FUNCTIONS)
        for claim in whole.items if isinstance(whole, Statements) else (whole,):
            assert isinstance(claim, Relation)
            left, right = (define(side, bodies) for side in claim.sides)
            assert compare_expressions(left, right, Options()).verdict == "equal"
