"""A proof that two equations differ: an interval that holds a root of one and none of the other."""

from collections.abc import Iterator
from fractions import Fraction
from typing import Any

from grader.equivalence.comparison import Comparison, Options
from grader.equivalence.deciding.points import Point, at, place, points
from grader.equivalence.deciding.preparation import Prepared
from grader.equivalence.errors import Undecidable, Undefined, Undetermined
from grader.equivalence.numbers.arithmetic import LOCK, field_at
from grader.equivalence.numbers.evaluator import Evaluator
from grader.equivalence.trees.tree import Expr

LINES = 3
GRID = tuple(Fraction(k, 2) + Fraction(1, 7) for k in range(-12, 13))
HALVINGS = 40
BITS = 256


def only_root_of_one(
    pair: tuple[Expr, ...], prepared: Prepared, options: Options
) -> Comparison | None:
    """A witness near which only one of ``f = 0`` and ``g = 0`` has a solution, or None."""
    if options.domain == "complex" or prepared.integer:
        return None
    starts = points(prepared.names, prepared.positive, prepared.integer, options.seed)[:LINES]
    with LOCK, field_at(BITS, options) as field:
        if not hasattr(field, "ball"):
            return None
        for point in starts:
            for name in prepared.names:
                for one, other in (pair, pair[::-1]):
                    found = _on_line(one, other, point, name, prepared, field)
                    if found is not None:
                        side = "first" if one is pair[0] else "second"
                        message = f"{place(found)}(about) only the {side} equation holds"
                        return Comparison("different", message, found)
    return None


def _on_line(
    one: Expr, other: Expr, point: Point, name: str, prepared: Prepared, field: Any
) -> Point | None:
    """A root of one expression along a line at which the other is proved not to vanish."""
    for low, high in _changes(one, point, name, prepared, field):
        low, high = _narrowed(one, at(point, name, low), name, high, field)
        if _encloses(one, other, point, name, (low, high), field):
            return at(point, name, (low + high) / 2)
    return None


def _changes(
    expr: Expr, point: Point, name: str, prepared: Prepared, field: Any
) -> Iterator[tuple[Fraction, Fraction]]:
    """The intervals of the grid over which the sign changes."""
    before: tuple[Fraction, int] | None = None
    for value in GRID:
        if name in prepared.positive and value <= 0:
            continue
        sign = _sign(expr, at(point, name, value), field)
        if sign and before and before[1] == -sign:
            yield before[0], value
        before = (value, sign) if sign else None


def _sign(expr: Expr, point: Point, field: Any) -> int:
    """The proved sign at a point, or 0."""
    try:
        return int(field.sign(Evaluator(field, point).value(expr)))
    except (Undefined, Undetermined, Undecidable):
        return 0


def _narrowed(
    expr: Expr, point: Point, name: str, high: Fraction, field: Any
) -> tuple[Fraction, Fraction]:
    """The interval halved again and again around its sign change."""
    low = point[name]
    below = _sign(expr, point, field)
    for _ in range(HALVINGS):
        middle = (low + high) / 2
        sign = _sign(expr, at(point, name, middle), field)
        if sign == 0:
            break
        if sign == below:
            low = middle
        else:
            high = middle
    return low, high


def _encloses(
    one: Expr,
    other: Expr,
    point: Point,
    name: str,
    ends: tuple[Fraction, Fraction],
    field: Any,
) -> bool:
    """Whether ``one`` is continuous over the interval and ``other`` has no zero in it."""
    low, high = (field.ball(field.number(end)) for end in ends)
    whole = low.union(high)
    values = []
    for expr in (one, other):
        evaluator = Evaluator(field, point)
        evaluator.point[name] = whole
        try:
            values.append(field.ball(evaluator.value(expr)))
        except (Undefined, Undetermined, Undecidable):
            return False
    finite = all(value.is_finite() for value in values)
    return finite and not values[1].contains(0)
