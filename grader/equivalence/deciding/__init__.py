"""`compare_expressions`: what kinds of thing the two sides are, and the test for that kind."""

from grader.equivalence.chance.comparing import compare_chances
from grader.equivalence.comparison import Comparison, Options
from grader.equivalence.deciding.entries import compare_grids, compare_sets
from grader.equivalence.deciding.noncommuting import compare_noncommuting
from grader.equivalence.deciding.scalars import compare_scalars
from grader.equivalence.deciding.systems import both_signs, compare_conditions
from grader.equivalence.errors import Undecidable
from grader.equivalence.trees.elementwise import as_products, has_elementwise
from grader.equivalence.trees.gradients import bare_gradients, has_bare_gradient
from grader.equivalence.trees.matrices import resolve
from grader.equivalence.trees.structure import canonical, has_matrix_names
from grader.equivalence.trees.traversal import walk
from grader.equivalence.trees.tree import (
    Add,
    Apply,
    Expr,
    Logic,
    Matrix,
    PlusMinus,
    Relation,
    Set,
    Statements,
    Text,
    Tuple,
)

_CONDITIONS = frozenset(("equation", "inequality", "relation", "statements"))
_ARTICLES = {
    "scalar": "a single expression",
    "vector": "a vector",
    "matrix": "a matrix",
    "set": "a set",
    "equation": "an equation",
    "inequality": "an inequality",
    "relation": "a relation",
    "statements": "several statements",
}


def kind_of(expr: Expr) -> str:
    """The word for what an expression is: scalar, vector, matrix, set, equation, inequality, ..."""
    match expr:
        case Tuple(items):
            rows = [item for item in items if isinstance(item, Tuple)]
            square = rows and len(rows) == len(items) and len({len(r.items) for r in rows}) == 1
            return "matrix" if square else "vector"
        case Matrix():
            return "matrix"
        case Set() | PlusMinus():
            return "set"
        case Add(terms) if any(isinstance(term, PlusMinus) for term in terms):
            return "set"
        case Relation(_, operators):
            if set(operators) == {"="}:
                return "equation"
            return "inequality" if set(operators) <= set(("<", "<=", ">", ">=")) else "relation"
        case Logic():
            return "inequality"
        case Statements() | Text():
            return "statements"
        case Apply("transpose", (inner,)) if isinstance(inner, Tuple | Matrix):
            return kind_of(inner)
        case _:
            return "scalar"


def compare_expressions(given: Expr, expected: Expr, options: Options | None = None) -> Comparison:
    """The verdict on two trees of any kind."""
    try:
        return _compared(given, expected, options or Options())
    except Undecidable as reason:
        return Comparison("unknown", str(reason))
    except RecursionError:
        return Comparison("unknown", "the formulas are nested too deeply")


def _compared(given: Expr, expected: Expr, options: Options) -> Comparison:
    """Find what kinds of thing the two are, and compare them as that."""
    if options.unwrap_assignment:
        given = unwrapped(given, expected)
    if options.chance is not None:
        return compare_chances(given, expected, options, compare_expressions)
    if options.grids:
        return compare_noncommuting(given, expected, options)
    named = has_matrix_names(given) or has_matrix_names(expected)
    if not named and canonical(given) == canonical(expected):
        return Comparison("equal", "the two are the same up to order", proved=True)
    given, expected = bare_gradients(given, expected)
    given, expected = resolve(given), resolve(expected)
    if has_elementwise(given) or has_elementwise(expected):
        return _compared_elementwise(given, expected, options)
    kinds = kind_of(given), kind_of(expected)
    if kinds == ("scalar", "scalar"):
        return compare_scalars(given, expected, options)
    if set(kinds) <= {"vector", "matrix"}:
        return compare_grids(given, expected, options)
    if kinds == ("set", "set"):
        return compare_sets(_as_set(given), _as_set(expected), options, compare_expressions)
    if set(kinds) <= _CONDITIONS:
        return compare_conditions(given, expected, options, compare_expressions)
    message = f"{_ARTICLES[kinds[1]]} is expected and {_ARTICLES[kinds[0]]} was given"
    if "statements" in kinds or any(map(has_bare_gradient, (given, expected))):
        return Comparison("unknown", message)
    return Comparison("different", message)


def _compared_elementwise(given: Expr, expected: Expr, options: Options) -> Comparison:
    """The verdict where entries are multiplied: refuted for single entries, else left open."""
    if any(isinstance(n, Tuple | Matrix) for tree in (given, expected) for n in walk(tree)):
        return Comparison("unknown", "this product of entries is not worked out")
    found = _compared(as_products(given), as_products(expected), options)
    if found.verdict == "different":
        return found
    return Comparison("unknown", "an elementwise product is not told from other products here")


def _as_set(expr: Expr) -> Set:
    """A set, or the two values of ``± x``."""
    return expr if isinstance(expr, Set) else Set(both_signs(expr))


def unwrapped(given: Expr, expected: Expr) -> Expr:
    """The last side of ``y = ... = value`` where a value and no equation is expected."""
    equation = isinstance(given, Relation) and set(given.operators) <= {"=", ":=", "~"}
    if isinstance(given, Relation) and equation and not isinstance(expected, Relation):
        return given.sides[-1]
    return given
