"""The product entry by entry, written with a dot in a circle: an application of `hadamard`."""

from grader.equivalence.trees.traversal import transform, walk
from grader.equivalence.trees.tree import Apply, Expr, Mul

NAME = "hadamard"


def has_elementwise(tree: Expr) -> bool:
    """Whether entries are multiplied anywhere in a tree."""
    return any(isinstance(node, Apply) and node.name == NAME for node in walk(tree))


def as_products(tree: Expr) -> Expr:
    """The tree with ordinary products instead, as they are where there is one entry only."""

    def change(node: Expr) -> Expr:
        return Mul(node.arguments) if isinstance(node, Apply) and node.name == NAME else node

    return transform(tree, change)
