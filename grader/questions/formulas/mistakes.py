"""Naming what is wrong with a formula: the slip whose result it is."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence
from fractions import Fraction

from grader.equivalence.errors import Undecidable, Undefined
from grader.equivalence.trees.building import plus, times
from grader.equivalence.trees.structure import free_symbols
from grader.equivalence.trees.tree import Expr, Number
from grader.questions.formulas import FormulaQuestion, compare_trees
from grader.questions.formulas.exact import Number_, value_at
from grader.questions.formulas.slip_table import told
from grader.questions.formulas.slips import Mutant
from grader.questions.mistake import Mistake

MAX_ENTRIES = 6
_PLACES = (Fraction(7, 10), Fraction(-13, 10), Fraction(19, 10), Fraction(4, 10), Fraction(-8, 10))


def name_slip(
    given: Expr, key: Expr, slips: Sequence[Mutant], question: FormulaQuestion, seed: int
) -> Mistake | None:
    """The slip that leads from the key to the student's entry, or None; `slips` come first."""
    found = first_equal(given, slips, question, seed)
    return found.slip if found is not None else constant_relation(given, key, question, seed)


def first_equal(
    given: Expr, mutants: Sequence[Mutant], question: FormulaQuestion, seed: int
) -> Mutant | None:
    """The first mutant that equals the student's formula."""
    for mutant in mutants:
        if (
            may_be_equal(given, mutant.expr)
            and compare_trees(given, mutant.expr, question, seed).is_equal
        ):
            return mutant
    return None


def may_be_equal(first: Expr, second: Expr) -> bool:
    """A quick look at a few fixed points; False only where the two surely differ."""
    agreed = [
        abs(float(a - b)) <= 1e-9 * max(1.0, abs(float(a))) for a, b in _values(first, second)
    ]
    return all(agreed)


def _values(first: Expr, second: Expr) -> Iterator[tuple[Number_, Number_]]:
    """Values of both at points where both have one."""
    names = sorted(free_symbols(first) | free_symbols(second))
    for shift in range(6):
        point = {n: _PLACES[(i + shift) % len(_PLACES)] + shift for i, n in enumerate(names)}
        try:
            yield value_at(first, point), value_at(second, point)
        except (Undefined, Undecidable):
            continue


def constant_relation(
    given: Expr, key: Expr, question: FormulaQuestion, seed: int
) -> Mistake | None:
    """A constant factor or a constant offset between the two, proved by comparing."""
    pairs = list(_values(given, key))[:2]
    if not pairs or not (free_symbols(given) and free_symbols(key)):
        return None
    (first, second) = pairs[0]
    if second:
        factor = _simple(first / second)
        if factor is not None and factor != 0:
            scaled = times(Number(factor), key)
            if compare_trees(given, scaled, question, seed).is_equal:
                return told("constant_factor", factor=factor)
    offset = _simple(first - second)
    if offset is not None:
        shifted = plus(given, Number(-offset))
        if compare_trees(shifted, key, question, seed).is_equal:
            return told("offset", offset=offset)
    return None


def _simple(value: Number_) -> Fraction | None:
    """The fraction with a small denominator that a value is, if it is one."""
    near = Fraction(value).limit_denominator(60)
    return near if abs(Fraction(value) - near) < Fraction(1, 10**9) else None


def name_whole(
    question: FormulaQuestion, given: Sequence[Expr], keys: Sequence[Expr], seed: int
) -> Mistake | None:
    """One slip that explains all entries at once: another order, or one factor throughout."""
    if len(given) != len(keys) or len(keys) > MAX_ENTRIES:
        return None
    equal = [
        [may_be_equal(g, k) and compare_trees(g, k, question, seed).is_equal for k in keys]
        for g in given
    ]
    if all(equal[i][i] for i in range(len(keys))):
        return None
    for order in itertools.permutations(range(len(keys))):
        if all(equal[i][j] for i, j in enumerate(order)):
            return told("swapped_components")
    factors = [_factor(g, k) for g, k in zip(given, keys, strict=True)]
    factor = factors[0]
    if not factor or set(factors) != {factor}:
        return None
    for g, k in zip(given, keys, strict=True):
        if not compare_trees(g, times(Number(factor), k), question, seed).is_equal:
            return None
    if factor == -1:
        return told("sign", "entries")
    return told("constant_factor", "entries", factor=factor)


def _factor(given: Expr, key: Expr) -> Fraction | None:
    """The simple ratio of two formulas at one point."""
    for first, second in _values(given, key):
        if second:
            return _simple(first / second)
    return None
