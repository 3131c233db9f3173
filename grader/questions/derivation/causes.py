"""Why a claim does not hold: the slip whose undoing makes it whole."""

from __future__ import annotations

from collections.abc import Iterator

from grader.equivalence.trees.tree import Expr
from grader.questions.derivation.checks import (
    Relationship,
    Setting,
    divergences,
    relate,
    turned_divergence,
)
from grader.questions.derivation.slips import repairs, swapped


def find_cause(
    first: Expr, second: Expr, relation: Relationship, setting: Setting, model: str, mean: bool
) -> tuple[str, list[Expr]]:
    """The named slip behind a broken claim, and the sides as they should have been."""
    if any(divergences(first)) or any(divergences(second)):
        turned = turned_divergence(first), turned_divergence(second)
        if relate(turned[0], second, setting, mean).holds and turned[0] != first:
            return "reversed_kl", [swapped(second, setting.names, model)]
        if relate(first, turned[1], setting, mean).holds and turned[1] != second:
            return "reversed_kl", [turned[1]]
    for cause, pair in repaired_pairs(first, second, setting, model):
        if relate(pair[0], pair[1], setting, mean).holds:
            return _plain_cause(cause, relation), list(pair)
    if relation.kind == "factor":
        return _factor_cause(relation.factor), []
    named = {"sign": "sign", "offset": "theta_free_offset", "negated_offset": "missing_minus"}
    if relation.kind in named:
        return named[relation.kind], []
    if not setting.names.parametric and len(setting.names.densities) == 2:
        left, right = setting.names.densities
        kept, setting.same = setting.same, {right: left}
        holds = relate(first, second, setting, mean).holds
        setting.same = {right: left} if holds else kept
        if holds:
            return "missing_hypothesis", []
    return "broken_step", []


def _plain_cause(cause: str, relation: Relationship) -> str:
    """A flipped term of a single product is a sign, not a missing minus."""
    return "sign" if cause == "missing_minus" and relation.kind == "sign" else cause


def _factor_cause(factor: str) -> str:
    if "ln" in factor:
        return "log_base"
    return "factor_n" if "N" in factor else "constant_factor"


def repaired_pairs(
    first: Expr, second: Expr, setting: Setting, model: str
) -> Iterator[tuple[str, tuple[Expr, Expr]]]:
    """Both sides with one slip undone in either, under the name of the slip."""
    for cause, repair in repairs(setting.names, model).items():
        for new in repair(second):
            yield cause, (first, new)
        for new in repair(first):
            yield cause, (new, second)
