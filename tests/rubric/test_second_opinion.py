"""The second opinion: SymPy derives keys again, and wrong keys made of a rubric lose marks."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from grader.equivalence.errors import Undecidable, Undefined
from grader.equivalence.reading import read
from grader.equivalence.trees.building import plus, raise_to, times
from grader.equivalence.trees.differentiation import differentiate
from grader.equivalence.trees.tree import Apply, Expr, Symbol, number
from grader.errors import RubricError
from grader.questions.descent import Descent
from grader.questions.formulas.exact import value_at
from grader.questions.key import Partial
from grader.rubric import load_rubric
from grader.rubric.second_opinion import Opinion, Trial, derive_again, try_wrong_keys
from grader.rubric.second_opinion.derive import differ, difference
from grader.rubric.second_opinion.symbols import Open, to_sympy

ROOT = Path(__file__).parents[2]
SHIPPED = (ROOT / "rubric/homework2.yaml", ROOT / "tests/cases/mathematics/rubric.yaml")
NONE: frozenset[str] = frozenset()
GRADIENT = """title: t
questions:
  - id: g
    kind: symbolic
    points: 1
    variables: [a, b]
    key: ["4*a + 3*b", "{second}"]
    gradient_of: "2*a^2 + 3*b*a"
"""


def opinion(tmp_path: Path, text: str) -> Opinion:
    """SymPy's opinion on a rubric of that text."""
    file = tmp_path / "rubric.yaml"
    file.write_text(text, encoding="utf-8")
    return derive_again(load_rubric(file), file)


def trial(tmp_path: Path, *questions: str) -> Trial:
    """What becomes of wrong keys of a rubric of these questions, each written in one line."""
    file = tmp_path / "rubric.yaml"
    rows = "".join(f"  - {{{question}}}\n" for question in questions)
    file.write_text(f"title: t\nquestions:\n{rows}", encoding="utf-8")
    return try_wrong_keys(load_rubric(file))


@pytest.mark.parametrize("file", SHIPPED, ids=lambda file: file.parent.name)
def test_a_shipped_rubric_is_right_and_lets_nothing_wrong_through(file: Path) -> None:
    """Two entries of a gradient, one table, four formulas, twelve at two points; no survivor."""
    rubric = load_rubric(file)
    assert derive_again(rubric, file) == Opinion(19, ())
    found = try_wrong_keys(rubric)
    assert found.lines() == [] and found.tried > 150


def test_a_typed_key_that_is_wrong_is_told_at_its_place(tmp_path: Path) -> None:
    """File, line and column, what stands there, and what SymPy gives."""
    assert opinion(tmp_path, GRADIENT.format(second="a + a*2")) == Opinion(2, ())
    with pytest.raises(RubricError) as told:
        opinion(tmp_path, GRADIENT.format(second="3*b"))
    assert str(told.value) == (
        f"{tmp_path / 'rubric.yaml'}:7:24: questions.0.key.1: the derivative of gradient_of by b "
        "is 3*a by SymPy's account; here stands 3*b"
    )


def test_what_sympy_cannot_derive_is_said(tmp_path: Path) -> None:
    """An unknown function is no reason to refuse a rubric, and none to call it proved."""
    text = GRADIENT.replace("variables:", "functions: [f]\n    variables:")
    found = opinion(tmp_path, text.format(second="3*a").replace("2*a^2 +", "2*a^2 + f(1) +"))
    assert found == Opinion(0, ("g",)) and "cannot derive g" in found.line()
    assert Opinion(0, ()).line() == ""


TASK = {
    "kind": "descent", "id": "d", "points": 1, "variables": ["x", "y"], "steps": 3,
    "objective": "x^2 + 2*y^2 + x*y + e^x", "start": [1, 2], "step_size": "1/10",
}  # fmt: skip


@pytest.mark.parametrize("method", ["gradient", "momentum", "newton"])
def test_rows_of_every_method_are_derived_again(method: str) -> None:
    """By rules of SymPy's own; one number that is off is seen."""
    more = {"momentum": "1/2"} if method == "momentum" else {}
    question = Descent.model_validate({**TASK, "method": method, **more}, strict=False)
    (entry,) = question.derivable()
    assert difference(entry) == ""
    rows = [list(row) for row in entry.stated]
    rows[1][0] = float(rows[1][0]) + 1e-6
    said = difference(replace(entry, stated=rows))
    assert said.startswith("row 2 is ") and "please report it" in said


def test_a_slip_of_our_own_differentiation_would_be_seen() -> None:
    """A Jacobian is not typed in: where the two differ, one of them has a fault."""
    body, key = read("x^2*y"), read("2*x*y")
    entry = Partial("of.u", "entry (1,1)", key, body, "x")
    assert difference(entry) == ""
    said = difference(replace(entry, stated=read("x*y")))
    assert "2*x*y by SymPy's account and x*y by ours" in said
    at = replace(entry, at={"x": Fraction(1, 3), "y": Fraction(3)}, stated=Fraction(2))
    assert difference(at) == "" != difference(replace(at, stated=2.0001))


def formulas() -> st.SearchStrategy[Expr]:
    """Formulas in x and y that have derivatives everywhere."""
    leaves = st.sampled_from([Symbol("x"), Symbol("y")]) | st.integers(-4, 4).map(number)

    def grown(parts: st.SearchStrategy[Expr]) -> st.SearchStrategy[Expr]:
        pair = st.tuples(parts, parts)
        named = st.sampled_from(["sin", "cos", "tanh", "atan", "sigmoid", "softplus"])
        return (
            pair.map(lambda p: plus(*p))
            | pair.map(lambda p: times(*p))
            | st.tuples(parts, st.integers(2, 3)).map(lambda p: raise_to(p[0], number(p[1])))
            | st.tuples(named, parts).map(lambda p: Apply(p[0], (p[1],)))
        )

    return st.recursive(leaves, grown, max_leaves=5)


@given(formulas(), st.sampled_from("xy"))
@settings(max_examples=60, deadline=None)
def test_our_derivatives_are_sympys(body: Expr, name: str) -> None:
    """Two programs that share nothing derive the same."""
    try:
        assert difference(Partial("k", "it", differentiate(body, name), body, name)) == ""
    except Open:
        assume(False)


@given(formulas(), st.fractions(-2, 2, max_denominator=9), st.fractions(-2, 2, max_denominator=9))
@settings(max_examples=100, deadline=None)
def test_a_translated_formula_has_our_values(body: Expr, x: Fraction, y: Fraction) -> None:
    """No node means another thing on the other side."""
    try:
        ours = float(value_at(body, {"x": x, "y": y}))
    except (Undecidable, Undefined):
        assume(False)
    theirs = to_sympy(body, NONE)
    point = {s: x if s.name == "x" else y for s in theirs.free_symbols}
    found = complex(theirs.subs({s: str(v) for s, v in point.items()}).evalf(30))
    assert abs(found - ours) <= 1e-9 * max(1.0, abs(ours))


@pytest.mark.parametrize(
    "text", ["9^(9^(9^9))", "x^100000", "100000000!", "binomial(10^9, 5*10^8)", "diff(f(x), x)"]
)
def test_what_would_keep_sympy_busy_is_not_asked(text: str) -> None:
    """A rubric may hold what no computer works out."""
    with pytest.raises(Open):
        to_sympy(read(text, functions=("f",)), NONE)


def test_formulas_without_a_common_value_are_left_open() -> None:
    """Nothing is called equal that was compared nowhere."""
    with pytest.raises(Open):
        differ(read("log(-x^2 - 1)"), read("log(-x^2 - 2)"), NONE)
    assert differ(read("sqrt(x^2)"), read("x"), NONE)
    assert not differ(read("sqrt(x^2)"), read("x"), frozenset("x"))


LOOSE = [
    ("kind: numeric, id: n, points: 1, key: 2, tolerance: {absolute: 1}", "3 is accepted for 2"),
    ("kind: numeric, id: n, points: 1, key: [5, 2], tolerance: {relative: 2}", "n: entry 1: "),
    ("kind: numeric, id: n, points: 1, key: 4, credit: {wrong_sign: 1}", "-4 is accepted for 4"),
    ('kind: symbolic, id: n, points: 1, variables: [x], key: "2*x", credit: {sign: 1}', "n: the f"),
    (
        'kind: jacobian, id: n, points: 1, variables: [x], of: {u: "x^2"}, credit: {sign: 1}',
        "n: entry (1,1): ",
    ),
    (
        'kind: jacobian, id: n, points: 1, variables: [x], of: {u: "x^3"}, at: [[2]], '
        "credit: {lost_factor: 1}",
        "n: entry (1,1) at point 1: ",
    ),
    (
        'kind: descent, id: n, points: 1, variables: [x, y], objective: "x^2 + 3*x*y", '
        "start: [1, 2], steps: 2, step_size: 0.1, credit: {sign: 1}",
        "n: the table: ",
    ),
]


@pytest.mark.parametrize(("question", "said"), LOOSE)
def test_a_rubric_that_lets_a_wrong_key_through_is_caught(
    tmp_path: Path, question: str, said: str
) -> None:
    """With its question, its place, and what is accepted for what."""
    lines = trial(tmp_path, question).lines(most=100)
    assert any(line.startswith("n: ") and said in line for line in lines), lines


TIGHT = [
    "kind: numeric, id: n, points: 1, key: 1/3, tolerance: {decimal_places: 2}",
    "kind: numeric, id: n, points: 1, key: 2.5, tolerance: {sig_figs: 3}",
    "kind: numeric, id: n, points: 2, key: [[1, 0], [0, 2]], tolerance: {absolute: 0.01}",
    'kind: symbolic, id: n, points: 1, variables: [x], positive: [x], key: "sqrt(x^2) + log(x)"',
    'kind: symbolic, id: n, points: 1, variables: [x], key: [["x", "1"], ["0", "x^2"]]',
    'kind: descent, id: n, points: 1, variables: [x], objective: "x^4", start: [3], steps: 2, '
    "method: newton",
]


@pytest.mark.parametrize("question", TIGHT)
def test_an_honest_rubric_has_no_survivor(tmp_path: Path, question: str) -> None:
    """Its key is full as it is written, and every wrong one loses marks."""
    found = trial(tmp_path, question)
    assert found.lines() == [] and found.tried > 3 and found.questions == 1


def test_a_range_is_no_loose_tolerance(tmp_path: Path) -> None:
    """It takes in more than its key, as it is meant to."""
    loose = "kind: numeric, id: n, points: 1, key: 1, tolerance: {range: {low: -9, high: 9}}"
    assert trial(tmp_path, loose).lines() == []


def test_a_key_that_is_refused_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody can be full where the key is not."""
    monkeypatch.setattr(Descent, "own_key", lambda self: [["1"], ["2"]])
    asked = 'kind: descent, id: d, points: 1, variables: [x], objective: "x^2", start: [1]'
    lines = trial(tmp_path, f"{asked}, steps: 2").lines()
    assert lines == ["d: the key itself, handed in, is not full"]


def test_many_survivors_are_counted() -> None:
    """A few lines are enough to know what is wrong."""
    keys: Iterator[Any] = iter(try_wrong_keys(load_rubric(SHIPPED[1])).survivors)
    assert list(keys) == []
    from grader.questions.key import WrongKey

    many = tuple(("q", WrongKey("the number", "1", str(k), str(k))) for k in range(5))
    lines = Trial(5, 1, many).lines()
    assert lines[:2] == [f"q: the number: {k} is accepted for 1" for k in range(2)]
    assert lines[-1] == "q: and 2 more" and len(lines) == 4
