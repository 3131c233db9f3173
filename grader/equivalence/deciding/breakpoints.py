"""Where expressions may break: poles, kinks and ends of domains, exact where they are rational.

Two expressions that are not analytic everywhere can agree on every ordinary point and differ
beyond 5000, as ``|x - 5000|`` and ``5000 - x`` do. So each inner expression at which something can
break is solved for zero, piece by piece, and points are added at, beside and far beyond its zeros.
"""

from collections.abc import Iterator
from fractions import Fraction
from itertools import pairwise
from math import isqrt

from grader.equivalence.deciding.cells import difference
from grader.equivalence.deciding.points import Point, at
from grader.equivalence.deciding.preparation import Prepared
from grader.equivalence.errors import Undecidable, Undefined, Undetermined
from grader.equivalence.numbers.arithmetic import Arithmetic
from grader.equivalence.numbers.evaluator import Evaluator
from grader.equivalence.trees.traversal import children
from grader.equivalence.trees.tree import (
    Apply,
    E,
    Expr,
    Logic,
    Mul,
    Number,
    Piecewise,
    Pow,
    Relation,
)

MAX_INNER = 24
"""Inner expressions looked at."""
MAX_BREAKS = 12
"""Breaks kept for one variable."""
MAX_POINTS = 60
_ENTIRE = frozenset(("sin", "cos", "sinh", "cosh", "exp", "erf", "erfc", "expm1"))
_SMOOTH = frozenset(("sigmoid", "softplus", "atan", "asinh", "tanh"))
"""Analytic on the real line, though not in the plane."""
_SCALES = (2, 3, 4, 6, 9, 13, 20, -3, -6, -9)


def inner_expressions(expr: Expr) -> Iterator[Expr]:
    """The expressions whose zeros are breaks of this one, innermost first."""
    for part in children(expr):
        yield from inner_expressions(part)
    match expr:
        case Pow(base, Number(value)) if value.denominator == 1 and value >= 0:
            return
        case Pow(base, _) if base != E and not isinstance(base, Number):
            yield base
        case Apply(name, arguments) if name in ("max", "min"):
            for pair in pairwise(arguments):
                yield difference(*pair)
        case Apply(name, arguments) if name not in _ENTIRE and name not in _SMOOTH:
            yield arguments[0]
        case Piecewise(branches):
            for _, condition in branches:
                yield from _gaps(condition)


def _gaps(condition: Expr | None) -> Iterator[Expr]:
    """The differences of the sides in a condition."""
    if isinstance(condition, Logic):
        for item in condition.items:
            yield from _gaps(item)
    elif isinstance(condition, Relation):
        for pair in pairwise(condition.sides):
            yield difference(*pair)


def extra_points(prepared: Prepared, base: Point, field: Arithmetic) -> list[Point]:
    """Points at, beside and between the breaks of these trees, and at scales far from 1.

    There are none where nothing can break.
    """
    inner = _distinct(expr for tree in prepared.variants[0] for expr in inner_expressions(tree))
    if not inner or not prepared.names:
        return []
    found: list[Point] = []
    for name in prepared.names[:4]:
        if name in prepared.integer:
            continue
        places = _breaks(inner, base, name, field)
        beside = [place + step for place in places for step in (0, Fraction(-1, 7), Fraction(1, 9))]
        between = [(low + high) / 2 for low, high in pairwise(places)]
        found += [
            at(base, name, value)
            for value in (*beside, *between)
            if value > 0 or name not in prepared.positive
        ]
    return found[:MAX_POINTS] + _scaled(prepared, base)


def _scaled(prepared: Prepared, base: Point) -> list[Point]:
    """The base point stretched and shrunk by powers of ten, with both signs."""
    free = [name for name in prepared.names if name not in prepared.integer]
    found: list[Point] = []
    for power in _SCALES if free else ():
        scale = Fraction(10) ** power
        for sign in (1, -1):
            if sign < 0 and set(free) <= prepared.positive:
                continue
            moved = {
                name: base[name] * scale * (1 if name in prepared.positive else sign)
                for name in free
            }
            found.append({**base, **moved})
    return found


def _distinct(exprs: Iterator[Expr]) -> list[Expr]:
    kept: dict[Expr, None] = {}
    for expr in exprs:
        for part in expr.factors if isinstance(expr, Mul) else (expr,):
            if not isinstance(part, Number):
                kept.setdefault(part)
        if len(kept) >= MAX_INNER:
            break
    return list(kept)


def _breaks(inner: list[Expr], base: Point, name: str, field: Arithmetic) -> list[Fraction]:
    """The rational zeros along one variable, each sought between those of what stands deeper."""
    places: list[Fraction] = []
    for expr in inner:
        edges = sorted(set(places))
        far = max((abs(edge) for edge in edges), default=Fraction(0)) + 8
        spans = list(pairwise([-far, *edges, far]))
        for low, high in spans[: MAX_BREAKS + 1]:
            for root in _roots(expr, base, name, (low, high), field):
                inside = low < root < high or root < -far or root > far or not edges
                if inside and root not in places:
                    places.append(root)
        if len(places) >= MAX_BREAKS:
            break
    return sorted(places)[:MAX_BREAKS]


def _roots(
    expr: Expr, base: Point, name: str, span: tuple[Fraction, Fraction], field: Arithmetic
) -> list[Fraction]:
    """The rational zeros of an expression that is linear or quadratic on a span."""
    low, high = span
    step = (high - low) / 7
    places = [low + step * k for k in (1, 2, 3, 4)]
    values = [_exact(expr, at(base, name, place), field) for place in places]
    v0, v1, v2, v3 = values
    if v0 is None or v1 is None or v2 is None or v3 is None:
        return []
    first, second = v1 - v0, v2 - 2 * v1 + v0
    if v3 - 3 * v2 + 3 * v1 - v0 != 0:
        return []
    # v(k) = v0 + k first + k (k-1)/2 second, with k counted in steps from the first place
    a, b = second / 2, first - second / 2
    return [places[0] + k * step for k in _quadratic(a, b, v0)]


def _quadratic(a: Fraction, b: Fraction, c: Fraction) -> list[Fraction]:
    """The rational solutions of ``a k^2 + b k + c = 0``."""
    if a == 0:
        return [-c / b] if b else []
    square = b * b - 4 * a * c
    if square < 0:
        return []
    top, bottom = isqrt(square.numerator), isqrt(square.denominator)
    if top * top != square.numerator or bottom * bottom != square.denominator:
        return []
    root = Fraction(top, bottom)
    return sorted({(-b + root) / (2 * a), (-b - root) / (2 * a)})


def _exact(expr: Expr, point: Point, field: Arithmetic) -> Fraction | None:
    """The exact rational value, or None."""
    try:
        found: Fraction | None = field.fraction(Evaluator(field, point).value(expr))
    except (Undefined, Undetermined, Undecidable):
        return None
    return found
