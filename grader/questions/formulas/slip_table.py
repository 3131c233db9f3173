"""Slips in one formula, and what is said of each: shared by the kinds that ask for formulas."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from fractions import Fraction

from grader.questions.mistake import Example, Known, Mistake

SLIPS: Mapping[str, Mapping[str, str]] = {
    "lost_factor": {"": "Check {shown}: the exponent {power} comes down as a factor."},
    "power_rule_on_exponential": {"": "The power rule does not apply to e^x."},
    "sign": {
        "": "Check the sign of {shown}.",
        "entry": "Every sign of this entry is turned around.",
        "term": "One term has the wrong sign.",
        "formula": "The whole expression has the opposite sign.",
        "entries": "Every entry has the opposite sign.",
    },
    "dropped_cross_term": {"": "{term} depends on {variable}, so {shown} is not zero."},
    "missing_term": {
        "": "{term} depends on {variable}, so {shown} is not zero.",
        "term": "One term is missing.",
    },
    "wrong_variable": {
        "": "Check {shown}: it keeps {name} and does not become a multiple of {variable}."
    },
    "lost_variable": {"": "Check {shown}: {name} stays as a factor."},
    "not_differentiated": {
        "": "The term {term} was left as it is; it has to be differentiated by {variable}.",
        "entry": "This is the function itself; its derivative by {variable} is asked.",
    },
    "kept_other_term": {"": "{term} does not depend on {variable}, so it drops out."},
    "other_partial": {"": "This is the derivative by {name}; the one by {variable} is asked here."},
    "exponent": {"": "One exponent is off by one."},
    "constant_factor": {
        "": "It is {factor} times what was expected.",
        "entries": "Every entry is {factor} times what was expected.",
    },
    "swapped_components": {"": "The entries are right but stand in another order."},
    "offset": {"": "It differs from what was expected by the constant {offset}."},
}
"""The sentences of each slip, by the case they are for."""


def told(slip: str, case: str = "", /, **words: object) -> Mistake:
    """A slip as recognised, its sentence filled in."""
    return Mistake(slip, SLIPS[slip][case].format(**words))


def known(
    slip: str,
    example: Example,
    keeps: Fraction | None = None,
    part_keeps: Fraction | None = None,
    *,
    cases: Collection[str] = ("", "entry"),
) -> Known:
    """A slip as a row of a kind's table, with the sentences of those of its cases that it meets."""
    says = {case: sentence for case, sentence in SLIPS[slip].items() if case in cases}
    return Known(slip, says, example, keeps, part_keeps)
