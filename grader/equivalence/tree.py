"""The expression tree that both readers build: frozen records, compared by structure.

Every node says what was written, not what it is worth: ``2(1)`` is `Mul` of 2 and 1. A difference
is an `Add` with a factor -1, a quotient a `Mul` with a power -1. Names of bound variables are
plain strings.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from fractions import Fraction


@dataclass(frozen=True, slots=True)
class Expr:
    """Any node of the tree."""


@dataclass(frozen=True, slots=True)
class Number(Expr):
    """An exact rational; a decimal literal is read as the fraction it names."""

    value: Fraction


@dataclass(frozen=True, slots=True)
class Constant(Expr):
    """One of ``e``, ``pi``, ``i`` (complex domain only) and ``oo``."""

    name: str


@dataclass(frozen=True, slots=True)
class Symbol(Expr):
    """A variable under its normal name, such as ``theta_1``, ``x'`` or ``p*``."""

    name: str


@dataclass(frozen=True, slots=True)
class Add(Expr):
    """A sum of two or more terms."""

    terms: tuple[Expr, ...]


@dataclass(frozen=True, slots=True)
class Mul(Expr):
    """A product of two or more factors."""

    factors: tuple[Expr, ...]


@dataclass(frozen=True, slots=True)
class Pow(Expr):
    """A power."""

    base: Expr
    exponent: Expr


@dataclass(frozen=True, slots=True)
class Apply(Expr):
    """A function at its arguments; an unknown name is a function nothing is known about."""

    name: str
    arguments: tuple[Expr, ...]


@dataclass(frozen=True, slots=True)
class Conditional(Expr):
    """``x | theta`` inside a function's parentheses."""

    left: tuple[Expr, ...]
    right: tuple[Expr, ...]


@dataclass(frozen=True, slots=True)
class Divergence(Expr):
    """``p || q`` inside a function's parentheses."""

    left: Expr
    right: Expr


@dataclass(frozen=True, slots=True)
class Tuple(Expr):
    """An ordered list: a point, a vector, a gradient, the bounds of nothing else."""

    items: tuple[Expr, ...]


@dataclass(frozen=True, slots=True)
class Set(Expr):
    """An unordered collection in braces."""

    items: tuple[Expr, ...]


@dataclass(frozen=True, slots=True)
class Matrix(Expr):
    """Rows of equal length."""

    rows: tuple[tuple[Expr, ...], ...]


@dataclass(frozen=True, slots=True)
class Relation(Expr):
    """A chain ``a = b < c``: an operator (``= != < <= > >= ~ in -> :=``) between any two sides."""

    sides: tuple[Expr, ...]
    operators: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Logic(Expr):
    """Statements joined by ``and`` or ``or``."""

    operator: str
    items: tuple[Expr, ...]


@dataclass(frozen=True, slots=True)
class PlusMinus(Expr):
    """``± x``: the two values x and -x."""

    body: Expr


@dataclass(frozen=True, slots=True)
class Derivative(Expr):
    """The body differentiated by each named variable in turn."""

    body: Expr
    variables: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Gradient(Expr):
    """``nabla f``, by the variables below the sign or, with none, by those the caller means."""

    body: Expr
    variables: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Integral(Expr):
    """An integral over one variable; without bounds it is over the whole space."""

    body: Expr
    variable: str
    lower: Expr | None = None
    upper: Expr | None = None


@dataclass(frozen=True, slots=True)
class Sum(Expr):
    """A sum over an integer index; without bounds it is over the whole space."""

    body: Expr
    index: str
    lower: Expr | None = None
    upper: Expr | None = None


@dataclass(frozen=True, slots=True)
class Product(Expr):
    """A product over an integer index."""

    body: Expr
    index: str
    lower: Expr | None = None
    upper: Expr | None = None


@dataclass(frozen=True, slots=True)
class ArgExtremum(Expr):
    """``arg min`` or ``arg max`` (``kind``) of the body over the named variables; ``kind`` may be
    ``value min``.
    """

    kind: str
    variables: tuple[str, ...]
    body: Expr


@dataclass(frozen=True, slots=True)
class Piecewise(Expr):
    """Values with conditions, first true one wins; a condition of None is "otherwise"."""

    branches: tuple[tuple[Expr, Expr | None], ...]


@dataclass(frozen=True, slots=True)
class Text(Expr):
    """Words between formulas, such as ``if`` in ``\\text{if}``."""

    words: str


@dataclass(frozen=True, slots=True)
class Statements(Expr):
    """Several statements in one formula, separated by a comma, a semicolon or a wide space."""

    items: tuple[Expr, ...]


ZERO = Number(Fraction(0))
ONE = Number(Fraction(1))
MINUS_ONE = Number(Fraction(-1))
E = Constant("e")
PI = Constant("pi")


def number(value: int | Fraction) -> Number:
    """The number node of an exact value."""
    return Number(Fraction(value))


def negate(expr: Expr) -> Expr:
    """``-expr``; a literal keeps its sign inside."""
    if isinstance(expr, Number):
        return Number(-expr.value)
    if isinstance(expr, Mul):
        return Mul((MINUS_ONE, *expr.factors))
    return Mul((MINUS_ONE, expr))


def divide(top: Expr, bottom: Expr) -> Expr:
    """``top / bottom`` as a product with a power -1."""
    factors = top.factors if isinstance(top, Mul) else (top,)
    return Mul((*factors, Pow(bottom, MINUS_ONE)))


def children(expr: Expr) -> tuple[Expr, ...]:
    """The nodes directly below, in reading order."""
    match expr:
        case Add(items) | Mul(items) | Apply(_, items) | Tuple(items) | Set(items):
            return items
        case Statements(items) | Logic(_, items) | Relation(items, _):
            return items
        case Pow(base, exponent):
            return (base, exponent)
        case Matrix(rows):
            return tuple(entry for row in rows for entry in row)
        case Conditional(left, right):
            return (*left, *right)
        case Divergence(first, second):
            return (first, second)
        case PlusMinus(body) | Derivative(body, _) | Gradient(body, _) | ArgExtremum(_, _, body):
            return (body,)
        case Integral(body, _, lower, upper) | Sum(body, _, lower, upper):
            return (body, *(bound for bound in (lower, upper) if bound is not None))
        case Product(body, _, lower, upper):
            return (body, *(bound for bound in (lower, upper) if bound is not None))
        case Piecewise(branches):
            return tuple(part for branch in branches for part in branch if part is not None)
        case _:
            return ()


def rebuild(expr: Expr, parts: tuple[Expr, ...]) -> Expr:
    """The same kind of node over other children, given in the order of `children`."""
    match expr:
        case Add() | Mul() | Tuple() | Set() | Statements():
            return type(expr)(parts)
        case Apply(name, _):
            return Apply(name, parts)
        case Logic(operator, _):
            return Logic(operator, parts)
        case Relation(_, operators):
            return Relation(parts, operators)
        case Pow():
            return Pow(parts[0], parts[1])
        case Matrix(rows):
            width = len(rows[0]) if rows else 0
            return Matrix(tuple(parts[k * width : (k + 1) * width] for k in range(len(rows))))
        case Conditional(left, _):
            return Conditional(parts[: len(left)], parts[len(left) :])
        case Divergence():
            return Divergence(parts[0], parts[1])
        case PlusMinus():
            return PlusMinus(parts[0])
        case Derivative(_, variables) | Gradient(_, variables):
            return type(expr)(parts[0], variables)
        case ArgExtremum(kind, variables, _):
            return ArgExtremum(kind, variables, parts[0])
        case Integral() | Sum() | Product():
            return _rebuild_bounded(expr, parts)
        case Piecewise(branches):
            rest = iter(parts)
            return Piecewise(
                tuple(
                    (next(rest), None if condition is None else next(rest))
                    for _, condition in branches
                )
            )
        case _:
            return expr


def _rebuild_bounded(expr: Integral | Sum | Product, parts: tuple[Expr, ...]) -> Expr:
    """`rebuild` for the nodes with optional bounds."""
    rest = iter(parts[1:])
    lower = None if expr.lower is None else next(rest)
    upper = None if expr.upper is None else next(rest)
    if isinstance(expr, Integral):
        return Integral(parts[0], expr.variable, lower, upper)
    return type(expr)(parts[0], expr.index, lower, upper)


def bound_name(expr: Expr) -> tuple[str, ...]:
    """The variables a node binds in its body (not in its bounds)."""
    match expr:
        case Integral(_, name, _, _) | Sum(_, name, _, _) | Product(_, name, _, _):
            return (name,)
        case ArgExtremum(_, names, _):
            return names
        case _:
            return ()


def transform(expr: Expr, change: Callable[[Expr], Expr]) -> Expr:
    """The tree with ``change`` applied to every node, leaves first."""
    parts = children(expr)
    if parts:
        changed = tuple(transform(part, change) for part in parts)
        if any(new is not old for new, old in zip(changed, parts, strict=True)):
            expr = rebuild(expr, changed)
    return change(expr)


def depth(expr: Expr) -> int:
    """The number of levels of a tree, without recursion."""
    deepest, stack = 0, [(expr, 1)]
    while stack:
        node, level = stack.pop()
        deepest = max(deepest, level)
        stack.extend((part, level + 1) for part in children(node))
    return deepest


def larger_than(expr: Expr, limit: int) -> bool:
    """Whether a tree has more nodes than this; looks at no more of them."""
    return any(count >= limit for count, _ in enumerate(walk(expr)))


def walk(expr: Expr) -> Iterable[Expr]:
    """Every node, parents first, without recursion."""
    stack = [expr]
    while stack:
        node = stack.pop()
        yield node
        stack.extend(reversed(children(node)))
