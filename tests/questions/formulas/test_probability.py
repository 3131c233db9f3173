"""Probabilities and expectations: what is the same in every space is right, whatever its form."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from grader.equivalence import read, to_text
from grader.equivalence.chance.names import USUAL, Chance
from grader.equivalence.comparison import Options
from grader.equivalence.deciding import compare_expressions
from grader.equivalence.trees.mutation import mutants
from grader.questions.base import Question
from tests.questions.answers_marked import ADAPTER, earned, marked

S: dict[str, Any] = {"kind": "symbolic"}
BAYES = {**S, "functions": ["P"], "key": "P(A, B)/P(B)"}
EITHER = {**S, "events": ["A", "B"], "key": "P(A) + P(B) - P(A and B)"}
APART = {**S, "events": ["A", "B"], "independent": [["A", "B"]], "key": "P(A) P(B)"}
VARIANCE = {**S, "functions": ["E", "Var"], "key": "E[X^2] - E[X]^2"}
TWO = {**S, "random": ["X", "Y"], "key": "Var(X) + Var(Y) + 2 Cov(X, Y)"}
BOTH = {**TWO, "independent": [["X", "Y"]], "key": "Var(X) + Var(Y)"}
SCALED = {**S, "random": ["X"], "variables": ["a", "b"], "key": "a^2 Var(X)"}
TOWER = {**S, "random": ["X", "Y"], "key": "E[X]"}
TOTAL = {**S, "random": ["X", "Y"], "key": "E[Var(X|Y)] + Var(E[X|Y])"}
GIVEN = {**S, "random": ["X", "Y"], "key": "E[X | Y] Y"}
OWN = {**S, "events": ["A", "B"], "probability": {"W": "P"}, "key": "W(A | B)"}
CASE = {**S, "functions": ["P"], "key": "P(X = 1 | Y = 0)"}
BELOW = {**S, "functions": ["P"], "key": "P(X <= x)"}

CASES: list[tuple[dict[str, Any], str, list[str]]] = [
    (BAYES, "4", [
        "P(A|B)", "P(A and B)/P(B)", r"P(A \cap B)/P(B)", r"\frac{P(B|A)P(A)}{P(B)}",
        "1 - P(A^c|B)",
        "P(A∩B)/P(B)", r"P(A\mid B)", r"\Pr(A|B)", r"P(A|B) = \frac{P(AB)}{P(B)}", "1 - P(¬A | B)",
        r"\mathbb{P}(A|B)", r"\frac{P(B|A)P(A)}{P(B|A)P(A)+P(B|\bar{A})P(\bar A)}", "Prob(A | B)",
    ]),
    (BAYES, "0", ["P(B|A)", "P(A)", "P(A)P(B)", "P(A or B)/P(B)"]),
    (EITHER, "4", ["P(A or B)", r"P(A \cup B)", "1 - P(not A and not B)", "1 - P(A^c ∩ B^c)"]),
    (EITHER, "0", ["P(A and B)", "P(A) P(B)"]),
    (APART, "4", ["P(A ∩ B)", "P(A|B) P(B)", "P(A) - P(A and B^c)"]), (APART, "0", ["P(A)"]),
    (VARIANCE, "4", [
        "Var(X)", r"\mathbb{E}[X^2] - (\mathbb{E}[X])^2", "E(X^2) - E(X)^2", "E[(X - E[X])^2]",
        r"\operatorname{Var}(X)", r"\mathrm{E}\left[X^2\right] - \mathrm{E}\left[X\right]^2",
        "Cov(X, X)",
    ]),
    (VARIANCE, "0", ["E[X]", "0"]), (VARIANCE, "undecided", ["sigma^2"]),
    (TWO, "4", ["Var(X + Y)", "Var[Y] + Var[X] + 2 Cov[Y, X]", "E[(X+Y)^2] - (E[X]+E[Y])^2"]),
    (TWO, "2", ["Var(X - Y)"]), (TWO, "0", ["Var(X) Var(Y)"]),
    (BOTH, "4", ["Var(X + Y)", "Var(X - Y)", "Var(X) + Var(Y) + Cov(X, Y)"]),
    (SCALED, "4", ["Var(a X + b)", "Var(aX)", "a^2 (E[X^2] - E[X]^2)", "a Cov(a X, X)"]),
    (SCALED, "0", ["Var(X)", "Var(X) + b"]),
    (TOWER, "4", ["E[E[X|Y]]", r"\mathbb{E}[\mathbb{E}[X \mid Y]]"]),
    (TOWER, "0", ["E[X|Y]", "E[Y]"]),
    (TOTAL, "4", ["Var(X)"]), (TOTAL, "0", ["Var(X|Y)", "Var(Y)"]),
    (GIVEN, "4", ["E[X Y | Y]", "Y E[X|Y]"]), (GIVEN, "0", ["E[X Y]", "X Y"]),
    (OWN, "4", ["W(A and B)/W(B)", "W(A ∩ B)/W(B)"]), (OWN, "0", ["W(B | A)"]),
    (CASE, "4", ["P(X = 1, Y = 0)/P(Y = 0)"]), (CASE, "0", ["P(Y = 0 | X = 1)", "P(X = 1)"]),
    (BELOW, "4", ["1 - P(X > x)", "P(X < x) + P(X = x)"]), (BELOW, "0", ["P(X < x)", "P(X >= x)"]),
]  # fmt: skip


@pytest.mark.parametrize(
    ("fields", "worth", "answer"),
    [
        pytest.param(f, worth, a, id=f"{worth}: {a} for {f['key']}"[:90])
        for f, worth, answers in CASES
        for a in answers
    ],
)
def test_a_form_is_worth_what_it_says(fields: dict[str, Any], worth: str, answer: str) -> None:
    """Bayes, total probability, variances: in any notation."""
    assert earned(fields, answer) == worth


def test_a_slip_is_named() -> None:
    """As in any other formula."""
    assert marked(TWO, "Var(X) + Var(Y)").mistakes == ("missing_term",)
    assert marked(VARIANCE, "E[X]^2 - E[X^2]").mistakes == ("sign",)


@pytest.mark.parametrize(
    ("fields", "path", "said"),
    [
        ({**APART, "independent": [["A", "C"]]}, "independent.0", "none of the events"),
        ({**BOTH, "independent": [["X", "Y"], ["Y"]]}, "independent.1", "in two lists"),
        ({**TWO, "events": ["X"]}, "random", "is an event already"),
        ({**TWO, "matrices": ["Q"]}, "random", "cannot stand in one question"),
    ],
)
def test_a_field_that_means_nothing_is_told(fields: dict[str, Any], path: str, said: str) -> None:
    """With what to write."""
    made = ADAPTER.validate_python({"id": "q", "points": 1, **fields}, strict=False)
    assert isinstance(made, Question)
    found = made.problems()
    assert found[0][0] == path and said in found[0][1]


CHANCE = Chance(frozenset("AB"), frozenset("XY"), tuple(USUAL.items()))
EVENT = st.sampled_from(["A", "B", "A and B", "A or B", "complement(A)", "X > 1", "Y = 2"])
VARIABLE = st.recursive(
    st.sampled_from(["X", "Y", "a X", "E[X]", "2"]),
    lambda inner: st.tuples(inner, inner).map(lambda p: f"({p[0]} + {p[1]})")
    | st.tuples(inner, inner).map(lambda p: f"({p[0]})*({p[1]})"),
    max_leaves=3,
)
TERM = st.one_of(
    EVENT.map(lambda e: f"P({e})"),
    st.tuples(EVENT, st.sampled_from(["A", "B"])).map(lambda p: f"P({p[0]} | {p[1]})"),
    VARIABLE.map(lambda v: f"E[{v}]"),
    VARIABLE.map(lambda v: f"Var({v})"),
    st.tuples(VARIABLE, VARIABLE).map(lambda p: f"Cov({p[0]}, {p[1]})"),
    st.tuples(VARIABLE, st.sampled_from(["A", "Y"])).map(lambda p: f"E[E[{p[0]} | {p[1]}]]"),
)
FORMULA = st.tuples(TERM, TERM).map(" - ".join) | st.tuples(TERM, TERM).map(" ".join) | TERM


def verdict(one: Any, other: Any, seed: str) -> str:
    """Of two trees, in the spaces of a seed."""
    functions = frozenset(USUAL)
    options = Options(functions=functions, seed=seed, chance=CHANCE)
    return compare_expressions(one, other, options).verdict


@settings(max_examples=60, deadline=None)
@given(FORMULA, st.data())
def test_a_mutant_is_equal_only_where_it_is_in_other_spaces_too(
    text: str, data: st.DataObject
) -> None:
    """What is called equal holds in twelve more spaces; what is called different never does."""
    key = read(text, functions=USUAL)
    changed = [mutant.expr for mutant in mutants(key)]
    if not changed:
        return
    wrong = data.draw(st.sampled_from(changed))
    first = verdict(wrong, key, "first")
    others = {verdict(wrong, key, seed) for seed in ("second", "third", "fourth")}
    if first in ("equal", "different"):
        assert others == {first}, (text, to_text(wrong))


@settings(max_examples=30, deadline=None)
@given(FORMULA)
def test_a_formula_is_equal_to_itself_with_everything_turned_around(text: str) -> None:
    """P(A) is 1 - P(not A), and Var is the covariance with itself."""
    other = text.replace("P(A)", "(1 - P(complement(A)))").replace("Var(X)", "Cov(X, X)")
    trees = [read(one, functions=USUAL) for one in (text, other)]
    assert verdict(trees[0], trees[1], "0") in ("equal", "unknown")
