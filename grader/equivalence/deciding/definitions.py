"""Functions replaced by what they are defined as."""

from collections.abc import Mapping

from grader.equivalence.trees.differentiation import differentiate
from grader.equivalence.trees.structure import substitute
from grader.equivalence.trees.traversal import transform
from grader.equivalence.trees.tree import Apply, Expr, Symbol


def define(expr: Expr, definitions: Mapping[str, tuple[tuple[str, ...], Expr]]) -> Expr:
    """The tree with functions replaced by their bodies: ``{"u": (("x", "y"), body)}``.

    A bare function name, as below ``∂u/∂x``, stands for the body itself; ``f'`` is differentiated.
    """

    def change(node: Expr) -> Expr:
        """The body of a defined function at its arguments; any other node as it is."""
        if isinstance(node, Symbol) and node.name in definitions:
            return definitions[node.name][1]
        if not isinstance(node, Apply):
            return node
        primes = len(node.name) - len(node.name.rstrip("'"))
        known = definitions.get(node.name) or definitions.get(node.name.rstrip("'"))
        if known is None or len(known[0]) != len(node.arguments):
            return node
        names, body = known
        if node.name not in definitions:
            for _ in range(primes):
                body = differentiate(body, names[0])
        return substitute(body, dict(zip(names, node.arguments, strict=True)))

    return transform(expr, change)
