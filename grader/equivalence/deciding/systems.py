"""Several equations at once: linear systems by elimination, others statement by statement."""

from typing import Any

from grader.equivalence.comparison import Comparison, Options, Verdict
from grader.equivalence.deciding.cells import difference
from grader.equivalence.deciding.entries import Compare
from grader.equivalence.deciding.matching import matched
from grader.equivalence.deciding.polynomials import Ring
from grader.equivalence.deciding.relations import as_condition, compare_relations
from grader.equivalence.errors import Undecidable
from grader.equivalence.trees.building import negate
from grader.equivalence.trees.structure import free_symbols, substitute
from grader.equivalence.trees.traversal import transform, walk
from grader.equivalence.trees.tree import (
    Expr,
    Logic,
    Number,
    PlusMinus,
    Relation,
    Statements,
    Symbol,
    Text,
)

MAX_STATEMENTS = 20


def both_signs(expr: Expr) -> tuple[Expr, Expr]:
    """The tree with every ``±`` as plus, and with every one as minus."""

    def plus(node: Expr) -> Expr:
        return node.body if isinstance(node, PlusMinus) else node

    def minus(node: Expr) -> Expr:
        return negate(node.body) if isinstance(node, PlusMinus) else node

    return transform(expr, plus), transform(expr, minus)


def compare_conditions(
    given: Expr, expected: Expr, options: Options, compare: Compare
) -> Comparison:
    """The verdict on equations, inequalities, and several of them together."""
    ours, theirs = _normal(given), _normal(expected)
    if not _is_system(ours) and not _is_system(theirs):
        return compare_relations(ours, theirs, options)
    if len(free_symbols(ours) | free_symbols(theirs)) == 1:
        found = compare_relations(ours, theirs, options)
        if found.verdict != "unknown":
            return found
    first, second = _members(ours), _members(theirs)
    if max(len(first), len(second)) > MAX_STATEMENTS:
        return Comparison("unknown", "too many statements at once")
    linear = _compare_linear(first, second)
    limited = options.positive or options.integer
    if linear is not None and (linear.verdict == "equal" or not limited):
        return linear
    return _one_by_one(first, second, options, compare)


def _normal(expr: Expr) -> Expr:
    """Chains and lists as ``and``, ``±`` as ``or``, and ``x = 1, x = -1`` as ``or`` too."""
    if isinstance(expr, Relation) and any(isinstance(node, PlusMinus) for node in walk(expr)):
        return Logic("or", both_signs(expr))
    if isinstance(expr, Statements):
        items = tuple(item for item in expr.items if not isinstance(item, Text))
        if len(items) == 1:
            return _normal(items[0])
        return Logic("or" if _alternatives(items) else "and", tuple(_normal(i) for i in items))
    return as_condition(expr)


def _alternatives(items: tuple[Expr, ...]) -> bool:
    """Whether every statement gives the same variable a number: solutions of an equation."""
    names: set[str] = set()
    for item in items:
        match item:
            case Relation((Symbol(name), value), ("=",)) if not free_symbols(value):
                names.add(name)
            case _:
                return False
    return len(names) == 1


def _is_system(expr: Expr) -> bool:
    """Whether several statements must hold together."""
    return isinstance(expr, Logic) and expr.operator == "and"


def _members(expr: Expr) -> tuple[Expr, ...]:
    """The statements of a system, nested ones included."""
    if not _is_system(expr) or not isinstance(expr, Logic):
        return (expr,)
    return tuple(member for item in expr.items for member in _members(item))


def _compare_linear(first: tuple[Expr, ...], second: tuple[Expr, ...]) -> Comparison | None:
    """The proved verdict on two systems of linear equations with rational coefficients, or None."""
    gaps: list[list[Expr]] = []
    for system in (first, second):
        found: list[Expr] = []
        for item in system:
            if not isinstance(item, Relation) or item.operators != ("=",):
                return None
            found.append(difference(*item.sides))
        gaps.append(found)
    try:
        ring = Ring((*gaps[0], *gaps[1]))
        if not ring.rational or not ring.generators:
            return None
        reduced = [_reduced(ring, system) for system in gaps]
    except (Undecidable, ImportError):
        return None
    inconsistent = [_inconsistent(rows) for rows in reduced]
    if reduced[0] == reduced[1] or all(inconsistent):
        return Comparison("equal", "the two systems have the same solutions", proved=True)
    return Comparison("different", "the two systems have different solutions", proved=True)


def _reduced(ring: Ring, gaps: list[Expr]) -> list[list[Any]]:
    """The reduced row echelon form of a linear system, zero rows left out."""
    from flint import fmpq_mat

    count = len(ring.generators)
    rows = []
    for gap in gaps:
        found = ring.quotient(gap)
        if not found.bottom.is_constant() or (len(found.top) and found.top.total_degree() > 1):
            raise Undecidable("not a linear equation")
        row = [0] * (count + 1)
        for power, coefficient in found.top.to_dict().items():
            row[power.index(1) if 1 in power else count] = coefficient
        rows.append(row)
    matrix, rank = fmpq_mat(rows).rref()
    return [[matrix[i, j] for j in range(count + 1)] for i in range(rank)]


def _inconsistent(rows: list[list[Any]]) -> bool:
    """Whether a row says that 0 equals 1."""
    return any(all(entry == 0 for entry in row[:-1]) for row in rows)


def _one_by_one(
    first: tuple[Expr, ...], second: tuple[Expr, ...], options: Options, compare: Compare
) -> Comparison:
    """Statements matched with statements; else a solved system tried in the other."""
    table = [[compare(a, b, options) for b in second] for a in first]
    full = len(first) == len(second)
    if full and matched([[cell.is_equal for cell in row] for row in table]) == len(first):
        common = all(any(cell.verdict == "equal" for cell in row) for row in table)
        verdict: Verdict = "equal" if common else "equal_on_common_domain"
        return Comparison(verdict, "the statements match one to one")
    for one, other in ((first, second), (second, first)):
        failed = _solution_fails(one, other, options, compare)
        if failed is not None:
            return failed
    return Comparison("unknown", "these statements could not be matched with each other")


def _solution_fails(
    solved: tuple[Expr, ...], other: tuple[Expr, ...], options: Options, compare: Compare
) -> Comparison | None:
    """The proof that a solved system does not satisfy the other one, or None."""
    values: dict[str, Expr] = {}
    for item in solved:
        match item:
            case Relation((Symbol(name), Number() as value), ("=",)):
                values[name] = value
            case _:
                return None
    for item in other:
        match item:
            case Relation((left, right), ("=",)):
                sides = substitute(left, values), substitute(right, values)
                found = compare(*sides, options)
                if found.verdict == "different" and not free_symbols(sides[0]):
                    witness = {n: v.value for n, v in values.items() if isinstance(v, Number)}
                    return Comparison("different", "the values do not satisfy both", witness)
    return None
