"""Gradients with and without their variables below the sign."""

from grader.equivalence.trees.structure import free_symbols
from grader.equivalence.trees.traversal import transform, walk
from grader.equivalence.trees.tree import Expr, Gradient


def bare_gradients(first: Expr, second: Expr) -> tuple[Expr, Expr]:
    """Two trees with ``nabla_x h(x)`` as ``nabla h(x)`` where the other names no variables."""
    bare = [has_bare_gradient(tree) for tree in (first, second)]
    return (transform(first, _bared) if bare[1] else first), (
        transform(second, _bared) if bare[0] else second
    )


def has_bare_gradient(tree: Expr) -> bool:
    """Whether a gradient stands anywhere whose variables nobody names."""
    return any(isinstance(node, Gradient) and not node.variables for node in walk(tree))


def _bared(node: Expr) -> Expr:
    """A gradient by all the variables that there are without their names."""
    if isinstance(node, Gradient) and set(node.variables) == free_symbols(node.body):
        return Gradient(node.body)
    return node
