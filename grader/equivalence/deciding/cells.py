"""Relations in one variable over the rationals, decided completely.

All polynomials that occur cut the real line into points and open intervals on which no sign
changes. Two relations have the same solutions exactly when they agree on one sample of each; that
is a proof.
"""

from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise
from typing import Any

from grader.equivalence.comparison import Comparison, Options
from grader.equivalence.deciding.polynomials import Quotient, Ring
from grader.equivalence.errors import Undecidable
from grader.equivalence.numbers.arithmetic import LOCK
from grader.equivalence.numbers.evaluator import TESTS
from grader.equivalence.printing import decimal_text
from grader.equivalence.trees.building import negate
from grader.equivalence.trees.tree import Add, Expr, Logic, Relation

MAX_DEGREE = 40
MAX_FACTORS = 30
ROOT_BITS = 256


@dataclass(frozen=True, slots=True)
class Cell:
    """A sample of the line: a rational point, or a root of one irreducible factor."""

    place: Any
    factor: Any = None


class Line:
    """The signs of polynomials in one variable, at samples of every cell."""

    def __init__(self, ring: Ring) -> None:
        self.ring = ring
        self.known: dict[Expr, Quotient] = {}
        self.factors: list[Any] = []

    def add(self, expr: Expr) -> None:
        """Take one expression's polynomials into account."""
        if expr in self.known:
            return
        found = self.ring.quotient(expr)
        quotient = Quotient(self._univariate(found.top), self._univariate(found.bottom))
        self.known[expr] = quotient
        for poly in (quotient.top, quotient.bottom):
            if poly.degree() > MAX_DEGREE or len(self.factors) > MAX_FACTORS:
                raise Undecidable("a polynomial of too high a degree")
            for factor, _ in poly.factor()[1] if poly.degree() > 0 else ():
                if factor not in self.factors:
                    self.factors.append(factor)

    def _univariate(self, poly: Any) -> Any:
        """A polynomial of the ring as one in a single variable."""
        from flint import fmpq_poly

        coefficients: dict[int, Any] = {power[0]: c for power, c in poly.to_dict().items()}
        if max(coefficients, default=0) > MAX_DEGREE:
            raise Undecidable("a polynomial of too high a degree")
        size = max(coefficients, default=0) + 1
        return fmpq_poly([coefficients.get(k, 0) for k in range(size)])

    def cells(self) -> list[Cell]:
        """A sample of every point and interval, from left to right."""
        from flint import ctx

        outer, ctx.prec = ctx.prec, ROOT_BITS
        try:
            roots = [Cell(root, f) for f in self.factors for root in _real_roots(f)]
            roots.sort(key=lambda cell: float(cell.place))
            edges = [_fraction(cell.place.mid()) for cell in roots]
        finally:
            ctx.prec = outer
        if not roots:
            return [Cell(Fraction(0))]
        found = [Cell(edges[0] - 1)]
        for k, root in enumerate(roots):
            found.append(root)
            last = k + 1 == len(roots)
            found.append(Cell(edges[k] + 1 if last else (edges[k] + edges[k + 1]) / 2))
        return found

    def sign(self, expr: Expr, cell: Cell) -> int | None:
        """The sign of a taken expression in a cell; None where it has no value."""
        quotient = self.known[expr]
        below = _sign(quotient.bottom, cell)
        return None if below == 0 else _sign(quotient.top, cell) * below


def _real_roots(factor: Any) -> list[Any]:
    """The real roots of an irreducible polynomial as narrow balls."""
    return [root.real for root, _ in factor.numer().complex_roots() if root.imag.is_zero()]


def _fraction(value: Any) -> Fraction:
    """An exact ball as a fraction, rounded to something short."""
    mantissa, exponent = value.man_exp()
    exact = Fraction(int(mantissa)) * Fraction(2) ** int(exponent)
    return exact.limit_denominator(10**30)


def _sign(poly: Any, cell: Cell) -> int:
    """The sign of a polynomial at a sample, exact at roots too."""
    from flint import arb_poly, ctx, fmpq

    if isinstance(cell.place, Fraction):
        value = poly(fmpq(cell.place.numerator, cell.place.denominator))
        return int(value > 0) - int(value < 0)
    if (poly % cell.factor).is_zero():
        return 0
    outer, ctx.prec = ctx.prec, ROOT_BITS
    try:
        value = arb_poly(poly)(cell.place)
    finally:
        ctx.prec = outer
    if value > 0 or value < 0:
        return 1 if value > 0 else -1
    raise Undecidable("a sign at a root could not be determined")


def compare_on_line(first: Expr, second: Expr, options: Options, name: str) -> Comparison | None:
    """The proved verdict on two relations in one real variable; None where this does not apply."""
    try:
        gaps = [gap for tree in (first, second) for gap in _gaps(tree)]
        ring = Ring(tuple(gaps))
        if not ring.rational or len(ring.generators) != 1:
            return None
        line = Line(ring)
        for gap in gaps:
            line.add(gap)
        with LOCK:
            return _compared(first, second, line, options, name)
    except (Undecidable, ImportError):
        return None


def _compared(first: Expr, second: Expr, line: Line, options: Options, name: str) -> Comparison:
    """Compare the two relations on every cell; where a side has no value they need not agree."""
    lonely: Comparison | None = None
    for cell in line.cells():
        place = _inside(cell, name, options)
        if place is None:
            continue
        holds = _truth(first, line, cell)
        if holds == _truth(second, line, cell):
            continue
        side = "first" if holds else "second"
        message = f"at {name} = {_shown(place)} only the {side} holds"
        if any(line.sign(gap, cell) is None for gap in line.known):
            lonely = Comparison("equal_on_common_domain", message, {name: place}, proved=True)
        else:
            return Comparison("different", message, {name: place})
    return lonely or Comparison("equal", "the solutions are the same", proved=True)


def _inside(cell: Cell, name: str, options: Options) -> Fraction | None:
    """The sample as a fraction, if the variable may lie there."""
    place = cell.place if isinstance(cell.place, Fraction) else _fraction(cell.place.mid())
    if name in options.positive and place <= 0:
        return None
    return place


def _shown(place: Fraction) -> str:
    return decimal_text(place) if place.denominator < 10**6 else f"{float(place):.6g}"


def difference(left: Expr, right: Expr) -> Expr:
    """``left - right``."""
    return Add((left, negate(right)))


def _gaps(expr: Expr) -> list[Expr]:
    """The differences of all neighbouring sides."""
    if isinstance(expr, Logic):
        return [gap for item in expr.items for gap in _gaps(item)]
    if not isinstance(expr, Relation) or not set(expr.operators) <= TESTS.keys():
        raise Undecidable("an ordinary relation is expected")
    return [difference(*pair) for pair in pairwise(expr.sides)]


def _truth(expr: Expr, line: Line, cell: Cell) -> bool:
    """Whether a relation holds in a cell; where a side has no value it does not."""
    if isinstance(expr, Logic):
        combine: Callable[[list[bool]], bool] = all if expr.operator == "and" else any
        return combine([_truth(item, line, cell) for item in expr.items])
    if not isinstance(expr, Relation):
        raise Undecidable("a relation is expected")
    signs = [line.sign(gap, cell) for gap in _gaps(expr)]
    return all(
        sign is not None and operator in TESTS and TESTS[operator](sign)
        for operator, sign in zip(expr.operators, signs, strict=True)
    )
