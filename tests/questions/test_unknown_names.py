"""Names in a formula that neither the rubric nor its key has: what they mean, a person knows."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import pytest

from tests.questions.answers_marked import earned, marked

RAMP: dict[str, Any] = {"kind": "symbolic", "key": "x*Heaviside(x)"}
LINE: dict[str, Any] = {"kind": "symbolic", "key": "a*x + b"}
LOGISTIC: dict[str, Any] = {"kind": "symbolic", "key": "1/(1+exp(-x))", "variables": ["x"]}
PAIR: dict[str, Any] = {"kind": "symbolic", "key": ["2*x", "3*y"]}
CUBE: dict[str, Any] = {"kind": "symbolic", "key": "x^3/3"}
ROOTS: dict[str, Any] = {"kind": "symbolic", "key": ["a", "-a"], "order": "any"}
AXIS: dict[str, Any] = {"kind": "symbolic", "key": ["a", "b"], "up_to": "scale"}
FORM: dict[str, Any] = {
    "kind": "symbolic", "key": "x^T A x", "matrices": ["A"], "vectors": ["x"],
}  # fmt: skip
BELOW: dict[str, Any] = {"kind": "symbolic", "key": "x < a"}
SLOPES: dict[str, Any] = {"kind": "jacobian", "variables": ["x", "y"], "of": {"u": "c*x*y"}}

OPEN: list[tuple[dict[str, Any], list[Any]]] = [
    (RAMP, ["x·H(x)", "x H(x)", "x*u(x)", r"x\,\theta(x)", "xΘ(x)", "x*foo(x)", "x U(x)"]),
    (LINE, ["w*x + b", "m x + c", r"\theta_1 x + \theta_0", "a X + b"]),
    (LOGISTIC, ["S(x)", "s(x)", "g(x)", "f(x)", "1/(1+exp(-z))"]),
    (PAIR, [["2*u", "3*y"], ["2*x", "3*v"]]),
    (CUBE, ["x^3/3 + C", "x^3/3 + c_1", r"\frac{x^3}{3} + K", "F(x)", "x^3/3 m"]),
    (ROOTS, [["c", "-c"], "a or q"]),
    (AXIS, [["p", "q"], ["a", "q"]]),
    (FORM, ["x^T B x", "f(A)"]),
    (BELOW, ["x < c"]),
    (SLOPES, [[["c*y", "k*x"]]]),
]
WRONG: list[tuple[dict[str, Any], list[Any]]] = [
    (RAMP, ["x", "x^2", "Heaviside(x)"]), (LINE, ["a*x - b", "b*x + a"]),
    (LOGISTIC, ["1/(1+exp(x))", "tanh(x)"]), (CUBE, ["x^2", "x^3"]), (PAIR, [["2*y", "3*x"]]),
    (ROOTS, [["a", "a"]]), (AXIS, [["b", "a"]]), (FORM, ["x^T A"]), (BELOW, ["x > a"]),
    (SLOPES, [[["c*x", "c*y"]]]),
]  # fmt: skip


@pytest.mark.parametrize(
    ("fields", "answer"),
    [pytest.param(f, a, id=f"{a} for {f['kind']}") for f, answers in OPEN for a in answers],
)
def test_a_name_that_nobody_declared_goes_to_a_person(fields: dict[str, Any], answer: Any) -> None:
    """Which is told what is not known, and earns neither nothing nor everything unseen."""
    mark = marked(fields, answer)
    assert mark.reason == "undecided" and mark.score != mark.points
    said = [*mark.feedback, *(line for part in mark.parts for line in part.feedback)]
    assert any("not known here; a person looks at it" in line for line in said)


@pytest.mark.parametrize(
    ("fields", "answer"),
    [pytest.param(f, a, id=f"{a} for {f['kind']}") for f, answers in WRONG for a in answers],
)
def test_a_wrong_formula_of_known_names_is_wrong(fields: dict[str, Any], answer: Any) -> None:
    """Decided by the machine."""
    assert Fraction(earned(fields, answer)) < 4
