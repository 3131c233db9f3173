"""The cases in which distributions, or words in their place, do not show a claim."""

from __future__ import annotations

from fractions import Fraction

from grader.questions.mistake import Example, Known, MistakeTable

QUESTION = {
    "id": "p4.asymmetry",
    "kind": "counterexample",
    "points": 3,
    "name": "KL_ASYMMETRY",
    "claim": "KL(p || q) != KL(q || p)",
    "distributions": ["p", "q"],
}
_ASSERTED = (
    "You state it; now show it: give one pair of "
    "distributions and the two different values."
)
_FAILS = "There {numbers}: the claim does not hold on them."

MISTAKES = MistakeTable(
    QUESTION,
    (
        Known(
            "only_asserted",
            _ASSERTED,
            Example("KL(p || q) = sum_x p(x) log(p(x)/q(x)) \\neq sum_x q(x) log(q(x)/p(x))"),
            Fraction(1, 2),
        ),
        Known(
            "only_claimed",
            _ASSERTED,
            Example("KL is not symmetric"),
            Fraction(1, 4),
            named_as="only_asserted",
        ),
        Known(
            "witness_fails",
            _FAILS,
            Example({"p": [0.3, 0.7], "q": [0.7, 0.3]}),
            Fraction(1, 2),
        ),
        Known(
            "claim_fails",
            "There {numbers}: the claim does not hold.",
            Example(
                {"A": [[1, 0], [0, 1]], "B": [[2, 0], [0, 3]]},
                {"claim": "A B != B A", "distributions": None,
                 "witness": {"A": "matrix", "B": "matrix"}},
            ),
            Fraction(0),
        ),
        Known(
            "same_distribution",
            _FAILS,
            Example({"p": [0.5, 0.5], "q": [0.5, 0.5]}),
            Fraction(1, 4),
        ),
        Known(
            "different_outcomes",
            "There {numbers}: {apart}; give both over the same outcomes.",
            Example({"p": {"a": 0.5, "b": 0.5}, "q": {"c": 0.3, "d": 0.7}}),
            Fraction(1, 2),
        ),
        Known(
            "not_a_distribution",
            "{read}, which is not a valid witness: {problem}.",
            Example({"p": [0.5, 0.6], "q": [0.9, 0.1]}),
            Fraction(1, 2),
        ),
        Known(
            "one_value_infinite",
            "One value is infinite, since the supports differ; both finite says more.",
            Example({"p": [1, 0], "q": [0.5, 0.5]}),
            Fraction(1),
        ),
        Known(
            "no_witness",
            "No distributions could be read in it. Expected: {entry}.",
            Example("banana"),
            costs="everything",
        ),
    ),
)
