"""Wrong derivatives that students write: what one slip makes of the derivative of an expression."""

from __future__ import annotations

import functools
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

from grader.equivalence.errors import Undecidable
from grader.equivalence.printing import to_text
from grader.equivalence.trees.building import plus, raise_to, times
from grader.equivalence.trees.differentiation import differentiate
from grader.equivalence.trees.structure import free_symbols, substitute
from grader.equivalence.trees.tree import (
    MINUS_ONE,
    ZERO,
    Add,
    E,
    Expr,
    Mul,
    Number,
    Pow,
    Symbol,
    number,
)
from grader.questions.formulas.slip_table import told
from grader.questions.mistake import Mistake


@dataclass(frozen=True, slots=True)
class Mutant:
    """A wrong formula, and the slip that leads to it with a sentence for the student."""

    expr: Expr
    slip: Mistake


def terms_of(expr: Expr) -> tuple[Expr, ...]:
    """The terms of a sum, or the expression alone."""
    return expr.terms if isinstance(expr, Add) else (expr,)


def derivative_mutants(body: Expr, variable: str, variables: tuple[str, ...]) -> list[Mutant]:
    """What slips make of the derivative of `body` by `variable`, the likeliest first."""
    return list(_derivative_mutants(body, variable, variables))


@functools.lru_cache(512)
def _derivative_mutants(
    body: Expr, variable: str, variables: tuple[str, ...]
) -> tuple[Mutant, ...]:
    """The same, worked out once a formula: a whole class is asked about the same few."""
    terms = terms_of(body)
    try:
        parts = [differentiate(term, variable) for term in terms]
    except Undecidable:
        return ()
    found: list[Mutant] = []
    for index, (term, part) in enumerate(zip(terms, parts, strict=True)):
        for wrong, slip in _term_slips(term, part, variable, variables):
            changed = [*parts[:index], wrong, *parts[index + 1 :]]
            found.append(Mutant(plus(*changed), slip))
    found += _whole_slips(body, variable, variables)
    return tuple(found)


def _term_slips(
    term: Expr, part: Expr, variable: str, variables: tuple[str, ...]
) -> Iterator[tuple[Expr, Mistake]]:
    """Wrong derivatives of one term, with their names."""
    text = to_text(term)
    shown = f"the derivative of {text} by {variable}"
    names = sorted(free_symbols(term))
    others = [name for name in names if name != variable and name in variables]
    if variable not in free_symbols(term):
        by_other = [differentiate(term, name) for name in others]
        for kept in (*by_other, term):
            if kept != ZERO and not isinstance(kept, Number):
                yield kept, told("kept_other_term", term=text, variable=variable)
        return
    for power in _exponents(term, variable):
        yield times(number(1 / power), part), told("lost_factor", shown=shown, power=power)
    for wrong in _power_rule_on_exponential(term, variable):
        yield wrong, told("power_rule_on_exponential")
    yield times(MINUS_ONE, part), told("sign", shown=shown)
    mixed = "dropped_cross_term" if others else "missing_term"
    yield ZERO, told(mixed, term=text, variable=variable, shown=shown)
    for name in others:
        slip = told("wrong_variable", shown=shown, name=name, variable=variable)
        yield substitute(part, {name: Symbol(variable)}), slip
        slip = told("lost_variable", shown=shown, name=name)
        yield substitute(part, {name: number(1)}), slip
    yield term, told("not_differentiated", term=text, variable=variable)


def _exponents(term: Expr, variable: str) -> list[Fraction]:
    factors = term.factors if isinstance(term, Mul) else (term,)
    return [
        factor.exponent.value
        for factor in factors
        if isinstance(factor, Pow)
        and factor.base == Symbol(variable)
        and isinstance(factor.exponent, Number)
        and factor.exponent.value not in (0, 1)
    ]


def _power_rule_on_exponential(term: Expr, variable: str) -> Iterator[Expr]:
    """`e^x` differentiated as if it were a power: `x e^(x-1)`."""
    factors = term.factors if isinstance(term, Mul) else (term,)
    for index, factor in enumerate(factors):
        if isinstance(factor, Pow) and variable in free_symbols(factor.exponent):
            if variable in free_symbols(factor.base) or factor.base != E:
                continue
            lower = raise_to(factor.base, plus(factor.exponent, MINUS_ONE))
            yield times(*factors[:index], factor.exponent, lower, *factors[index + 1 :])


def _whole_slips(body: Expr, variable: str, variables: tuple[str, ...]) -> list[Mutant]:
    """Slips that concern the entry as a whole."""
    right = differentiate(body, variable)
    found = [Mutant(times(MINUS_ONE, right), told("sign", "entry"))]
    for name in variables:
        if name != variable:
            slip = told("other_partial", name=name, variable=variable)
            found.append(Mutant(differentiate(body, name), slip))
    found.append(Mutant(body, told("not_differentiated", "entry", variable=variable)))
    return found


def formula_mutants(key: Expr) -> list[Mutant]:
    """What one slip makes of any expression: a sign, a lost term, an exponent off by one."""
    terms = terms_of(key)
    found: list[Mutant] = []
    for index, term in enumerate(terms):
        before, after = terms[:index], terms[index + 1 :]
        if len(terms) > 1:
            turned = plus(*before, times(MINUS_ONE, term), *after)
            found.append(Mutant(turned, told("sign", "term")))
            found.append(Mutant(plus(*before, *after), told("missing_term", "term")))
        factors = term.factors if isinstance(term, Mul) else (term,)
        for place, factor in enumerate(factors):
            if isinstance(factor, Pow) and isinstance(factor.exponent, Number):
                for step in (1, -1):
                    power = raise_to(factor.base, number(factor.exponent.value + step))
                    changed = times(*factors[:place], power, *factors[place + 1 :])
                    found.append(Mutant(plus(*before, changed, *after), told("exponent")))
    found.append(Mutant(times(MINUS_ONE, key), told("sign", "formula")))
    return found
