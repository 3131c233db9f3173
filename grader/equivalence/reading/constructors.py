"""The text of SymPy and NumPy objects: ``Matrix([[x]])``, ``Rational(1, 2)``, ``Sum(f, (i, 1,
n))``.
"""

from grader.equivalence.trees.building import divide
from grader.equivalence.trees.tree import (
    Add,
    ArgExtremum,
    Derivative,
    Expr,
    Integral,
    Logic,
    Matrix,
    Mul,
    Number,
    Piecewise,
    Product,
    Relation,
    Set,
    Sum,
    Symbol,
    Tuple,
)

_MATRICES = ("Matrix", "ImmutableDenseMatrix", "MutableDenseMatrix", "ImmutableMatrix", "array",
             "tensor", "asarray", "matrix", "Array", "Vector")  # fmt: skip
_RELATIONS = {"Eq": "=", "Ne": "!=", "Lt": "<", "Le": "<=", "Gt": ">", "Ge": ">="}
_BOUNDED = {
    "Integral": Integral, "integrate": Integral, "Sum": Sum, "summation": Sum,
    "Product": Product, "product": Product,
}  # fmt: skip
NAMES = frozenset(
    (*_MATRICES, *_RELATIONS, *_BOUNDED, "Rational", "Fraction", "Integer", "Float", "Tuple",
    "list",
     "tuple", "Derivative", "diff", "Piecewise", "FiniteSet", "set", "And", "Or", "argmin",
     "argmax", "Add", "Mul", "where")
)  # fmt: skip


def construct(name: str, items: tuple[Expr, ...]) -> Expr | None:
    """The tree of a constructor at its arguments, or None where they do not fit."""
    if name in _MATRICES:
        return _matrix(items[0]) if len(items) == 1 else _shaped(items)
    if name in _RELATIONS:
        return Relation(items, (_RELATIONS[name],)) if len(items) == 2 else None
    if name in _BOUNDED:
        return _bounded(name, items)
    match name, items:
        case (("Rational" | "Fraction"), (top, bottom)):
            return divide(top, bottom)
        case (("Rational" | "Fraction" | "Integer" | "Float"), (only,)):
            return only
        case "Float", (only, Number()):
            return only
        case (("Tuple" | "list" | "tuple"), _):
            whole = items[0] if len(items) == 1 and isinstance(items[0], Tuple | Matrix) else None
            return whole or Tuple(items)
        case (("FiniteSet" | "set"), _):
            return Set(items)
        case "Add", (_, _, *_):
            return Add(items)
        case "Mul", (_, _, *_):
            return Mul(items)
        case (("And" | "Or"), _):
            return Logic(name.lower(), items)
        case (("Derivative" | "diff"), (body, *variables)) if variables:
            return _derivative(body, variables)
        case "where", (condition, value, other):
            return Piecewise(((value, condition), (other, None)))
        case "Piecewise", _:
            return _piecewise(items)
        case _:
            return None


def _matrix(value: Expr) -> Expr | None:
    """A matrix from nested lists; a flat list is a vector."""
    if isinstance(value, Matrix | Tuple):
        return value
    return None


def _shaped(items: tuple[Expr, ...]) -> Expr | None:
    """``Matrix(2, 2, [a, b, c, d])``."""
    match items:
        case (Number(rows), Number(columns), Tuple(flat)) if rows * columns == len(flat) > 0:
            wide = int(columns)
            return Matrix(tuple(flat[k : k + wide] for k in range(0, len(flat), wide)))
    return None


def _bounded(name: str, items: tuple[Expr, ...]) -> Expr | None:
    """An integral, sum or product from ``(f, (x, a, b))``, ``(f, x, a, b)`` or ``(f, x)``."""
    if len(items) == 2 and isinstance(items[1], Tuple):
        items = (items[0], *items[1].items)
    if len(items) not in (2, 4) or not isinstance(items[1], Symbol):
        return None
    lower, upper = (items[2], items[3]) if len(items) == 4 else (None, None)
    return _BOUNDED[name](items[0], items[1].name, lower, upper)


def _derivative(body: Expr, variables: list[Expr]) -> Expr | None:
    """``diff(f, x, y)``, ``Derivative(f, (x, 2))`` and ``diff(f, x, 2)``."""
    names: list[str] = []
    for item in variables:
        match item:
            case Symbol(name):
                names.append(name)
            case Tuple((Symbol(name), Number(value))) if value.denominator == 1 and 0 < value < 9:
                names.extend([name] * int(value))
            case Number(value) if names and value.denominator == 1 and 1 < value < 9:
                names.extend([names[-1]] * (int(value) - 1))
            case _:
                return None
    return Derivative(body, tuple(names))


def _piecewise(items: tuple[Expr, ...]) -> Expr | None:
    """Branches of value and condition; the condition True is "otherwise"."""
    branches: list[tuple[Expr, Expr | None]] = []
    for item in items:
        if not isinstance(item, Tuple) or len(item.items) != 2:
            return None
        value, condition = item.items
        branches.append((value, None if condition == Symbol("True") else condition))
    return Piecewise(tuple(branches)) if branches else None


__all__ = ["NAMES", "ArgExtremum", "construct"]
