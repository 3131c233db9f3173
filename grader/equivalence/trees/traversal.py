"""Going through a tree: what stands below a node, the same node over something else, every node."""

from collections.abc import Callable, Iterable

from grader.equivalence.trees.tree import (
    Add,
    Apply,
    ArgExtremum,
    Conditional,
    Derivative,
    Divergence,
    Expr,
    Gradient,
    Integral,
    Logic,
    Matrix,
    Mul,
    Piecewise,
    PlusMinus,
    Pow,
    Product,
    Relation,
    Set,
    Statements,
    Sum,
    Tuple,
)


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


def replace_nodes(expr: Expr, change: Callable[[Expr], Expr | None]) -> Expr:
    """The tree with the outermost nodes for which ``change`` gives something replaced by it."""
    replaced = change(expr)
    if replaced is not None:
        return replaced
    parts = children(expr)
    if not parts:
        return expr
    return rebuild(expr, tuple(replace_nodes(part, change) for part in parts))


def walk(expr: Expr) -> Iterable[Expr]:
    """Every node, parents first, without recursion."""
    stack = [expr]
    while stack:
        node = stack.pop()
        yield node
        stack.extend(reversed(children(node)))


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
