"""`compare_expressions`: what kinds of thing the two sides are, and the test for that kind."""

from grader.equivalence.comparison import Comparison, Options
from grader.equivalence.scalars import compare_scalars
from grader.equivalence.structure import canonical
from grader.equivalence.tree import (
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
    options = options or Options()
    if options.unwrap_assignment:
        given = unwrapped(given, expected)
    if canonical(given) == canonical(expected):
        return Comparison("equal", "the two are the same up to order", proved=True)
    kinds = kind_of(given), kind_of(expected)
    match kinds:
        case ("scalar", "scalar"):
            return compare_scalars(given, expected, options)
        case _:
            return Comparison("unknown", "not compared yet")


def unwrapped(given: Expr, expected: Expr) -> Expr:
    """The last side of ``y = ... = value`` where a value and no equation is expected."""
    equation = isinstance(given, Relation) and set(given.operators) <= {"=", ":=", "~"}
    if isinstance(given, Relation) and equation and not isinstance(expected, Relation):
        return given.sides[-1]
    return given
