"""Deriving with SymPy what a key states, and where the two differ."""

from __future__ import annotations

import itertools
from fractions import Fraction
from typing import Any

import sympy

from grader.equivalence.trees.tree import Expr
from grader.questions.key import Derivable, Iterates, Partial, shown
from grader.rubric.second_opinion.symbols import Open, rational, symbol, to_sympy

DIGITS = 40
NOISE = sympy.Float("1e-25", DIGITS)
BINARY_NOISE = sympy.Float("1e-9", DIGITS)
PLACES = tuple(Fraction(n, 10) for n in (7, -13, 19, -4, 23, -27, 31, 13, -37))
ENOUGH = 4
"""Points at which both have a value and agree."""


def difference(entry: Derivable) -> str:
    """What is wrong with an entry by SymPy's account, or nothing; raises `Open`."""
    return _rows(entry) if isinstance(entry, Iterates) else _partial(entry)


def differ(first: Expr, second: Expr, positive: frozenset[str]) -> bool:
    """Whether two formulas have different values somewhere; raises `Open`."""
    return _gap(to_sympy(first, positive), to_sympy(second, positive)) is not None


def _partial(entry: Partial) -> str:
    derived = sympy.diff(
        to_sympy(entry.body, entry.positive), symbol(entry.variable, entry.positive)
    )
    if isinstance(entry.stated, Expr):
        if _gap(to_sympy(entry.stated, entry.positive), derived) is None:
            return ""
        gives = _text(derived)
    else:
        here = {symbol(name, entry.positive): rational(x) for name, x in entry.at.items()}
        number = _number(derived.subs(here))
        if number is None:
            raise Open
        if _near(rational(entry.stated), number):
            return ""
        gives = _text(number)
    if entry.typed:
        return f"{entry.name} is {gives} by SymPy's account; here stands {shown(entry.stated)}"
    return (
        f"{entry.name} is {gives} by SymPy's account and {shown(entry.stated)} by ours: "
        "one of the two is wrong; please report it"
    )


def _rows(entry: Iterates) -> str:
    names = [symbol(name, frozenset()) for name in entry.variables]
    objective = to_sympy(entry.objective, frozenset())
    slope = sympy.Matrix([sympy.diff(objective, name) for name in names])
    curvature = sympy.hessian(objective, names) if entry.method == "newton" else None
    size, kept = rational(entry.step_size), rational(entry.momentum)
    row = sympy.Matrix([rational(x) for x in entry.start])
    speed = sympy.zeros(len(names), 1)
    for number, stated in enumerate(entry.stated, 1):
        here = dict(zip(names, row, strict=True))
        direction = slope.subs(here)
        if curvature is not None:
            direction = curvature.subs(here).LUsolve(direction)
        if entry.method == "momentum":
            direction = speed = kept * speed + direction
        row = (row - size * direction).applyfunc(_exact)
        if not all(map(_near, map(rational, stated), row)):
            ours = ", ".join(map(shown, stated))
            return (
                f"row {number} is {', '.join(map(_text, row))} by SymPy's account and {ours} by "
                "ours: one of the two is wrong; please report it"
            )
    return ""


def _exact(value: Any) -> Any:
    """A rational as it is, anything else to many digits; raises `Open` where it has no value."""
    number = _number(value)
    if number is None:
        raise Open
    return number


def _number(value: Any) -> Any | None:
    """The real, finite number that a SymPy object without variables is, or None."""
    if value.is_Rational:
        return value
    found = value.evalf(DIGITS)
    real, imaginary = found.as_real_imag()
    if not (real.is_Float or real.is_Rational) or abs(imaginary) > NOISE:
        return None
    return real if real.is_finite else None


def _near(stated: Any, derived: Any) -> bool:
    """Whether two numbers are one, the noise of binary arithmetic aside."""
    return bool(abs(stated - derived) <= BINARY_NOISE * max(sympy.Integer(1), abs(derived)))


def _gap(first: Any, second: Any) -> dict[Any, Any] | None:
    """A point at which two formulas differ, or None; raises `Open` where too few have a value."""
    if sympy.expand(first - second) == 0:
        return None
    names = sorted(first.free_symbols | second.free_symbols, key=str)
    agreed = 0
    for shift in range(len(PLACES)):
        places = itertools.islice(itertools.cycle(PLACES), shift, None)
        point = {name: _place(name, next(places)) for name in names}
        one, other = _number(first.subs(point)), _number(second.subs(point))
        if one is None or other is None:
            continue
        if abs(one - other) > NOISE * max(sympy.Integer(1), abs(one)):
            return point
        agreed += 1
        if agreed == ENOUGH:
            return None
    raise Open


def _place(name: Any, value: Fraction) -> Any:
    return rational(abs(value) if name.is_positive else value)


def _text(value: Any) -> str:
    """A SymPy object as a rubric would have it."""
    if value.is_Float:
        return f"{float(value):.10g}"
    return str(sympy.sstr(value)).replace("**", "^")


__all__ = ["Open", "differ", "difference"]
