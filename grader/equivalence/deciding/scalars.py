"""Deciding whether two scalars are equal: exact points, rigorous balls, more bits while it is
open.
"""

from collections.abc import Iterator
from typing import Any

from grader.equivalence.comparison import Comparison, Options
from grader.equivalence.deciding.breakpoints import extra_points
from grader.equivalence.deciding.points import Point, further_points, place, points
from grader.equivalence.deciding.polynomials import is_identity
from grader.equivalence.deciding.preparation import Prepared, prepare
from grader.equivalence.errors import Undecidable, Undefined, Undetermined
from grader.equivalence.numbers.arithmetic import BITS, LAST_BITS, LOCK, field_at
from grader.equivalence.numbers.evaluator import Evaluator
from grader.equivalence.trees.structure import canonical, has_matrix_names, sums_sorted
from grader.equivalence.trees.tree import Expr

AGREEMENTS = 10
"""Points that must agree before two expressions with variables count as equal."""
MAX_WORK = 200_000
"""Nodes evaluated for one decision, weighted by precision; what takes more is left to a person."""

SAME, DIFFERENT, OPEN, LEFT_ONLY, RIGHT_ONLY, NEITHER = range(6)


class Budget:
    """What one decision may still spend."""

    def __init__(self) -> None:
        self.left = MAX_WORK

    def spend(self, work: int, bits: int) -> None:
        """Pay for nodes evaluated at a precision, or refuse."""
        self.left -= work * max(1, bits // 256)
        if self.left < 0:
            raise Undecidable("this takes too much work to compare")


def compare_scalars(first: Expr, second: Expr, options: Options) -> Comparison:
    """The verdict on two scalar expressions."""
    if has_matrix_names(first) or has_matrix_names(second):
        return _compare_ordered(first, second)
    if canonical(first) == canonical(second):
        return Comparison("equal", "the two are the same up to order", proved=True)
    try:
        prepared = prepare((first, second), options)
    except Undecidable as reason:
        return Comparison("unknown", str(reason))
    with LOCK:
        try:
            return _decide(prepared, options)
        except Undecidable as reason:
            return Comparison("unknown", str(reason))


class Tally:
    """How two expressions related at the points looked at so far."""

    def __init__(self, prepared: Prepared, options: Options) -> None:
        self.prepared = prepared
        self.options = options
        self.budget = Budget()
        self.agreed = 0
        self.lonely: Point | None = None
        """The first point at which only one side has a value."""
        self.side = 0

    def look(self, point: Point, pair: tuple[Expr, ...]) -> Comparison | None:
        """Take one point into account; the refutation if there the two differ."""
        outcome, values = at_point(pair, point, self.options, self.budget)
        if outcome == DIFFERENT:
            return _different(point, values, self.prepared)
        if outcome == SAME:
            self.agreed += 1
        elif outcome in (LEFT_ONLY, RIGHT_ONLY) and self.lonely is None:
            self.lonely, self.side = point, outcome
        return None


def _compare_ordered(first: Expr, second: Expr) -> Comparison:
    """Products of named matrices, which do not commute: the same form or no verdict."""
    if sums_sorted(first) == sums_sorted(second):
        return Comparison("equal", "the two are the same up to order", proved=True)
    return Comparison("unknown", "products of matrices without entries are not compared")


def _decide(prepared: Prepared, options: Options) -> Comparison:
    """Go through the points until one differs or enough agree, then through the unusual ones."""
    tally = Tally(prepared, options)
    wanted = AGREEMENTS if prepared.names else len(prepared.variants)
    for count, (point, pair) in enumerate(_trials(prepared, options)):
        if tally.agreed >= wanted and count >= _required(prepared):
            break
        refuted = tally.look(point, pair)
        if refuted is not None:
            return refuted
    if tally.agreed < wanted:
        where = tally.lonely
        return Comparison("unknown", "the two could not be compared at enough points", where)
    usual = points(prepared.names, prepared.positive, prepared.integer, options.seed)
    with field_at(BITS[0], options) as field:
        extra = extra_points(prepared, usual[0], field)
    for point in (*extra, *usual[_required(prepared) :]) if extra else ():
        refuted = tally.look(point, prepared.variants[0])
        if refuted is not None:
            return refuted
    return _agreed(prepared, options, tally)


def _required(prepared: Prepared) -> int:
    """How many points are looked at in any case: the random ones and the whole ones after them."""
    return len(prepared.variants) if not prepared.names else 19 + 3 * min(len(prepared.names), 6)


def _trials(prepared: Prepared, options: Options) -> Iterator[tuple[Point, tuple[Expr, ...]]]:
    """Points, each with one choice of the unknown functions."""
    asked = (prepared.names, prepared.positive, prepared.integer, options.seed)
    found, variants = points(*asked), prepared.variants
    if not prepared.names:
        yield from ((found[0], pair) for pair in variants)
        return
    for k, point in enumerate(found):
        yield point, variants[k % len(variants)]
    for k, point in enumerate(further_points(*asked)):
        yield point, variants[k % len(variants)]


def _different(point: Point, values: tuple[str, str], prepared: Prepared) -> Comparison:
    if prepared.opaque:
        message = "this holds an integral or sum that is not computed here"
        return Comparison("unknown", message)
    shown = {name: value for name, value in point.items() if not name.startswith("<")}
    message = f"{place(shown)}the values are {values[0]} and {values[1]}"
    return Comparison("different", message, shown, values=values)


def _agreed(prepared: Prepared, options: Options, tally: Tally) -> Comparison:
    """The verdict when no point differs."""
    proved = all(is_identity(*pair) for pair in prepared.variants)
    if not proved:
        doubt = _doubt(prepared, options)
        if doubt is not None:
            return doubt
    lonely = tally.lonely
    if lonely is not None:
        which = "first" if tally.side == LEFT_ONLY else "second"
        message = f"{place(lonely)}only the {which} has a value; elsewhere they agree"
        return Comparison("equal_on_common_domain", message, lonely, proved)
    return Comparison("equal", "the two agree", None, proved)


def _doubt(prepared: Prepared, options: Options) -> Comparison | None:
    """What the highest precision says against equality; None where two points agree there too.

    A term lost in rounding even then, such as ``e^(-10000)`` beside 1, leaves the matter open.
    """
    found = points(prepared.names, prepared.positive, prepared.integer, options.seed)
    confirmed, budget = 0, Budget()
    pair = prepared.variants[-1]
    for point in (*found[:8], *found[-46:]):
        with field_at(LAST_BITS, options) as field:
            try:
                outcome, values = _values(pair, point, field, budget)
            except (Undetermined, Undecidable):
                continue
            if outcome == DIFFERENT:
                return _different(point, values, prepared)
            confirmed += outcome == SAME and not field.absorbed
        if confirmed == 2 or (confirmed and not prepared.names):
            return None
        if not prepared.names:
            break
    return Comparison("unknown", "the two are too close to tell apart by computing")


def at_point(
    pair: tuple[Expr, ...], point: Point, options: Options, budget: Budget
) -> tuple[int, tuple[str, str]]:
    """How two expressions relate at one point, with as many bits as it takes."""
    for bits in BITS:
        with field_at(bits, options) as field:
            try:
                outcome, values = _values(pair, point, field, budget)
            except Undetermined:
                continue
            except OverflowError:
                return OPEN, ("", "")
            if outcome != OPEN:
                return outcome, values
    return OPEN, ("", "")


def _values(
    pair: tuple[Expr, ...], point: Point, field: Any, budget: Budget
) -> tuple[int, tuple[str, str]]:
    """The relation of two values in one arithmetic."""
    left, right = (_value_or_none(tree, point, field, budget) for tree in pair)
    if left is None or right is None:
        if left is right:
            return NEITHER, ("", "")
        return (RIGHT_ONLY if left is None else LEFT_ONLY), ("", "")
    gap = field.difference(left, right)
    if gap == 1:
        return DIFFERENT, (_shown(left, field), _shown(right, field))
    return (SAME if gap == 0 else OPEN), ("", "")


def _value_or_none(tree: Expr, point: Point, field: Any, budget: Budget) -> Any:
    """The value, or None where the expression has provably none."""
    evaluator = Evaluator(field, point)
    try:
        return evaluator.value(tree)
    except Undefined:
        return None
    finally:
        budget.spend(evaluator.work, field.bits)


def _shown(value: Any, field: Any) -> str:
    """A value for a message."""
    try:
        number = field.approximate(value)
    except (Undetermined, OverflowError, ValueError):
        return "too large to show"
    if not isinstance(number, complex) and abs(number) > 1e300:
        return "too large to show"
    return f"{number:.6g}"
