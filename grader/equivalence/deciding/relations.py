"""Equations and inequalities: the same solutions, not the same sides."""

from collections.abc import Callable
from typing import TypeVar

from grader.equivalence.comparison import Comparison, Options
from grader.equivalence.deciding.cells import compare_on_line, difference
from grader.equivalence.deciding.points import Point, place, points
from grader.equivalence.deciding.polynomials import Ring
from grader.equivalence.deciding.preparation import Prepared, prepare
from grader.equivalence.deciding.roots import only_root_of_one
from grader.equivalence.deciding.scalars import compare_scalars
from grader.equivalence.errors import Undecidable, Undefined, Undetermined
from grader.equivalence.numbers.arithmetic import BITS, LOCK, field_at
from grader.equivalence.numbers.evaluator import TESTS, Evaluator
from grader.equivalence.trees.structure import free_symbols, substitute
from grader.equivalence.trees.tree import ZERO, Expr, Logic, Mul, Number, Relation

Found = TypeVar("Found")
_FLIPPED = {"<": ">", "<=": ">=", ">": "<", ">=": "<=", "=": "=", "!=": "!="}


def compare_relations(given: Expr, expected: Expr, options: Options) -> Comparison:
    """The verdict on two relations, chains of them, or ``and``/``or`` of them."""
    names = free_symbols(given) | free_symbols(expected)
    if len(names) == 1 and options.domain == "real" and not options.integer:
        settled = compare_on_line(given, expected, options, min(names))
        if settled is not None:
            return settled
    if _simple(given) and _simple(expected):
        return _compare_simple(given, expected, options)
    return _refute(given, expected, options) or Comparison(
        "unknown", "these conditions are not compared beyond trying points"
    )


def _simple(expr: Expr) -> bool:
    """Whether this is one relation between two sides."""
    return isinstance(expr, Relation) and len(expr.sides) == 2 and expr.operators[0] in TESTS


def _compare_simple(given: Expr, expected: Expr, options: Options) -> Comparison:
    """Two relations ``f op 0`` and ``g op 0``, equal at once where f / g is a suitable constant."""
    assert isinstance(given, Relation) and isinstance(expected, Relation)
    first, second = difference(*given.sides), difference(*expected.sides)
    operators = given.operators[0], expected.operators[0]
    refuted = _refute(given, expected, options)
    if refuted is not None:
        return refuted
    ratio = _constant_ratio(first, second, options)
    if ratio is not None:
        comparison, sign = ratio
        wanted = operators[0] if sign > 0 else _FLIPPED[operators[0]]
        if wanted == operators[1]:
            return comparison
    if operators == ("=", "="):
        return _compare_equations(first, second, options)
    return Comparison(
        "unknown", "these inequalities agree at the points tried, which proves nothing"
    )


def _constant_ratio(first: Expr, second: Expr, options: Options) -> tuple[Comparison, int] | None:
    """Whether one difference is a constant multiple of the other, and the sign of the constant."""
    names = tuple(sorted(free_symbols(first) | free_symbols(second)))
    for point in points(names, options.positive, options.integer, options.seed)[:6]:
        signs = _signs((first, second), point, options)
        if signs is None or 0 in signs:
            continue
        values = {name: Number(value) for name, value in point.items()}
        left = Mul((first, substitute(second, values)))
        right = Mul((second, substitute(first, values)))
        comparison = compare_scalars(left, right, options)
        return (comparison, signs[0] * signs[1]) if comparison.is_equal else None
    return None


def _signs(trees: tuple[Expr, ...], point: Point, options: Options) -> tuple[int, ...] | None:
    """The proved signs of real expressions at a point, or None."""
    return _proved(
        lambda at: tuple(at.arithmetic.sign(at.value(tree)) for tree in trees), point, options
    )


def _refute(given: Expr, expected: Expr, options: Options) -> Comparison | None:
    """A point at which only one of the two holds, proved."""
    try:
        prepared = prepare((given, expected), options)
    except Undecidable:
        return None
    if prepared.opaque or options.domain == "complex":
        return None
    for pair in prepared.variants:
        for point in points(prepared.names, prepared.positive, prepared.integer, options.seed):
            truths = _truths(pair, point, options)
            if truths is not None and truths[0] != truths[1]:
                side = "first" if truths[0] else "second"
                message = f"{place(point)}only the {side} holds"
                return Comparison("different", message, point)
    return None


def _truths(pair: tuple[Expr, ...], point: Point, options: Options) -> tuple[bool, ...] | None:
    """Whether each relation holds at a point; None where that is not proved for both."""
    return _proved(lambda at: tuple(at.truth(tree) for tree in pair), point, options)


def _proved(ask: Callable[[Evaluator], Found], point: Point, options: Options) -> Found | None:
    """What is asked of the values at a point, with as many bits as it takes, or None."""
    with LOCK:
        for bits in BITS[:3]:
            with field_at(bits, options) as field:
                try:
                    return ask(Evaluator(field, point))
                except Undetermined:
                    continue
                except (Undefined, Undecidable):
                    return None
    return None


def _compare_equations(first: Expr, second: Expr, options: Options) -> Comparison:
    """Equations whose difference is no constant multiple: by factors, else by roots."""
    for one, other in ((first, second), (second, first)):
        if compare_scalars(one, ZERO, options).is_equal:
            return _compare_with_truth(other, options)
    try:
        prepared = prepare((first, second), options)
    except Undecidable as reason:
        return Comparison("unknown", str(reason))
    if prepared.opaque:
        return Comparison("unknown", "this holds an integral or sum that is not computed here")
    same = _same_factors(prepared)
    if same is not None:
        return same
    for pair in prepared.variants:
        found = only_root_of_one(pair, prepared, options)
        if found is not None:
            return found
    return Comparison("unknown", "the solutions of these equations could not be compared")


def _compare_with_truth(other: Expr, options: Options) -> Comparison:
    """An equation against one that always holds."""
    against = compare_scalars(other, ZERO, options)
    if against.verdict == "different":
        message = "one of the equations always holds, the other does not"
        return Comparison("different", message, against.witness)
    return against


def _same_factors(prepared: Prepared) -> Comparison | None:
    """Equality where both differences have the same irreducible factors."""
    if len(prepared.variants) != 1:
        return None
    first, second = prepared.variants[0]
    try:
        ring = Ring((first, second))
        left, right = ring.quotient(first), ring.quotient(second)
    except (Undecidable, ImportError):
        return None
    if left.top.is_zero() or right.top.is_zero():
        return None
    tops = [{str(f) for f, _ in side.top.factor()[1]} for side in (left, right)]
    bottoms = [{str(f) for f, _ in side.bottom.factor()[1]} for side in (left, right)]
    if tops[0] - bottoms[0] != tops[1] - bottoms[1]:
        return None
    if bottoms[0] - tops[0] == bottoms[1] - tops[1] == set() and tops[0] == tops[1]:
        return Comparison("equal", "the solutions are the same", proved=True)
    return Comparison("equal_on_common_domain", "the solutions are the same where both make sense",
                      proved=True)  # fmt: skip


def as_condition(expr: Expr) -> Expr:
    """A chain ``a = b = c`` as ``a = b and b = c``."""
    if isinstance(expr, Relation) and len(expr.sides) > 2:
        pairs = zip(expr.sides, expr.sides[1:], expr.operators, strict=False)
        return Logic("and", tuple(Relation((a, b), (op,)) for a, b, op in pairs))
    return expr


__all__ = ["as_condition", "compare_relations"]
