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

SLIPS = frozenset(
    (
        *("lost_factor", "power_rule_on_exponential", "sign", "dropped_cross_term"),
        *("missing_term", "wrong_variable", "lost_variable", "not_differentiated"),
        *("kept_other_term", "other_partial", "exponent", "constant_factor", "offset"),
    )
)
"""Every name a slip in one formula may have."""


@dataclass(frozen=True, slots=True)
class Mutant:
    """A wrong formula, the name of the slip that leads to it, and a sentence for the student."""

    id: str
    expr: Expr
    says: str


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
        for name, wrong, says in _term_slips(term, part, variable, variables):
            changed = [*parts[:index], wrong, *parts[index + 1 :]]
            found.append(Mutant(name, plus(*changed), says))
    found += _whole_slips(body, variable, variables)
    return tuple(found)


def _term_slips(
    term: Expr, part: Expr, variable: str, variables: tuple[str, ...]
) -> Iterator[tuple[str, Expr, str]]:
    """Wrong derivatives of one term, with their names."""
    shown = f"the derivative of {to_text(term)} by {variable}"
    names = sorted(free_symbols(term))
    others = [name for name in names if name != variable and name in variables]
    if variable not in free_symbols(term):
        by_other = [differentiate(term, name) for name in others]
        for kept in (*by_other, term):
            if kept != ZERO and not isinstance(kept, Number):
                says = f"{to_text(term)} does not depend on {variable}, so it drops out."
                yield "kept_other_term", kept, says
        return
    for power in _exponents(term, variable):
        says = f"Check {shown}: the exponent {power} comes down as a factor."
        yield "lost_factor", times(number(1 / power), part), says
    for wrong in _power_rule_on_exponential(term, variable):
        yield "power_rule_on_exponential", wrong, "The power rule does not apply to e^x."
    yield "sign", times(MINUS_ONE, part), f"Check the sign of {shown}."
    mixed = "dropped_cross_term" if others else "missing_term"
    says = f"{to_text(term)} depends on {variable}, so {shown} is not zero."
    yield mixed, ZERO, says
    for name in others:
        swapped = substitute(part, {name: Symbol(variable)})
        says = f"Check {shown}: it keeps {name} and does not become a multiple of {variable}."
        yield "wrong_variable", swapped, says
        says = f"Check {shown}: {name} stays as a factor."
        yield "lost_variable", substitute(part, {name: number(1)}), says
    says = f"The term {to_text(term)} was left as it is; it has to be differentiated by {variable}."
    yield "not_differentiated", term, says


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
    found = [Mutant("sign", times(MINUS_ONE, right), "Every sign of this entry is turned around.")]
    for name in variables:
        if name != variable:
            says = f"This is the derivative by {name}; the one by {variable} is asked here."
            found.append(Mutant("other_partial", differentiate(body, name), says))
    says = f"This is the function itself; its derivative by {variable} is asked."
    found.append(Mutant("not_differentiated", body, says))
    return found


def formula_mutants(key: Expr) -> list[Mutant]:
    """What one slip makes of any expression: a sign, a lost term, an exponent off by one."""
    terms = terms_of(key)
    found: list[Mutant] = []
    for index, term in enumerate(terms):
        before, after = terms[:index], terms[index + 1 :]
        if len(terms) > 1:
            says = "One term has the wrong sign."
            found.append(Mutant("sign", plus(*before, times(MINUS_ONE, term), *after), says))
            found.append(Mutant("missing_term", plus(*before, *after), "One term is missing."))
        factors = term.factors if isinstance(term, Mul) else (term,)
        for place, factor in enumerate(factors):
            if isinstance(factor, Pow) and isinstance(factor.exponent, Number):
                for step in (1, -1):
                    power = raise_to(factor.base, number(factor.exponent.value + step))
                    changed = times(*factors[:place], power, *factors[place + 1 :])
                    says = "One exponent is off by one."
                    found.append(Mutant("exponent", plus(*before, changed, *after), says))
    says = "The whole expression has the opposite sign."
    found.append(Mutant("sign", times(MINUS_ONE, key), says))
    return found
