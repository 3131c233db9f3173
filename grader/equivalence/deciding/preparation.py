"""Before points are drawn: unknown functions become known ones, derivatives are taken, the rest is
hidden.

A node whose value cannot be had (an indefinite integral, ``KL(p || q)``) becomes a variable of its
own, the same one wherever the same node stands; agreement then still proves equality, but nothing
is refuted.
"""

import random
from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise

from grader.equivalence.comparison import Options
from grader.equivalence.errors import Undecidable
from grader.equivalence.reading.notation import KNOWN_FUNCTIONS
from grader.equivalence.trees.differentiation import differentiate
from grader.equivalence.trees.structure import canonical, free_symbols, substitute
from grader.equivalence.trees.traversal import (
    bound_name,
    children,
    larger_than,
    replace_nodes,
    transform,
    walk,
)
from grader.equivalence.trees.tree import (
    Add,
    Apply,
    ArgExtremum,
    Conditional,
    Constant,
    Derivative,
    Divergence,
    Expr,
    Gradient,
    Integral,
    Mul,
    Number,
    PlusMinus,
    Pow,
    Product,
    Sum,
    Symbol,
    number,
)

VARIANTS = 3
MAX_NODES = 2_000
"""A tree larger than this is not differentiated (once more)."""
_SIMPLE = frozenset((Number, Symbol, Constant, Add, Mul, Pow))
_OPAQUE = (ArgExtremum, Divergence, Gradient, Conditional, PlusMinus)
_UNKNOWN_VALUE = frozenset(("norm", "transpose", "det", "trace", "inverse", "re", "im", "conjugate",
                            "lim",
                            "arg"))  # fmt: skip


@dataclass(frozen=True, slots=True)
class Prepared:
    """Several trees made ready together, once for each choice of the unknown functions."""

    variants: tuple[tuple[Expr, ...], ...]
    names: tuple[str, ...]
    integer: frozenset[str]
    positive: frozenset[str]
    opaque: bool
    """Whether something was hidden, so that a difference proves nothing."""


def prepare(trees: tuple[Expr, ...], options: Options) -> Prepared:
    """The trees as the evaluator can take them."""
    nodes = {type(node) for tree in trees for node in walk(tree)}
    integer, positive, opaque = options.integer, options.positive, False
    variants: tuple[tuple[Expr, ...], ...] = (trees,)
    if not nodes <= _SIMPLE:
        if options.log_base is not None:
            trees = tuple(transform(tree, _Logarithms(options.log_base)) for tree in trees)
        trees = _index_names(trees)
        counts = _counting(trees)
        integer, positive = integer | counts, positive | counts
        unknown = _unknown_functions(trees)
        choices = range(VARIANTS) if unknown else range(1)
        variants = tuple(
            tuple(_expand(_instantiate(tree, options.seed, k)) for tree in trees) for k in choices
        )
        hidden = tuple(tuple(_hide(tree) for tree in variant) for variant in variants)
        opaque = hidden != variants
        variants = hidden
    names = frozenset().union(*(free_symbols(tree) for tree in variants[0]))
    return Prepared(variants, tuple(sorted(names)), integer, positive, opaque)


@dataclass(frozen=True, slots=True)
class _Logarithms:
    """Gives a bare ``log`` its base."""

    base: Fraction

    def __call__(self, node: Expr) -> Expr:
        if isinstance(node, Apply) and node.name == "log" and len(node.arguments) == 1:
            return Apply("log", (node.arguments[0], Number(self.base)))
        return node


def _index_names(trees: tuple[Expr, ...]) -> tuple[Expr, ...]:
    """``x_i`` below a sum over i is a function of i, and so is every other ``x_...`` beside it."""
    indices = {name for tree in trees for node in walk(tree) for name in _indices(node)}
    bases = {
        node.name.partition("_")[0]
        for tree in trees
        for node in walk(tree)
        if isinstance(node, Symbol) and node.name.partition("_")[2] in indices
    }
    if not bases:
        return trees

    def change(node: Expr) -> Expr:
        if not isinstance(node, Symbol):
            return node
        base, separator, subscript = node.name.partition("_")
        if not separator or base not in bases:
            return node
        index = number(int(subscript)) if subscript.isdigit() else Symbol(subscript)
        return Apply(f"{base}[]", (index,))

    return tuple(transform(tree, change) for tree in trees)


def _indices(node: Expr) -> tuple[str, ...]:
    return bound_name(node) if isinstance(node, Sum | Product) else ()


def _counting(trees: Iterable[Expr]) -> frozenset[str]:
    """The variables that bound a sum or product: small positive whole numbers."""
    found: set[str] = set()
    for tree in trees:
        for node in walk(tree):
            if isinstance(node, Sum | Product):
                for bound in (node.lower, node.upper):
                    found |= free_symbols(bound) if bound is not None else set()
    return frozenset(found)


def _is_unknown(node: Expr) -> bool:
    if not isinstance(node, Apply) or node.name in KNOWN_FUNCTIONS or node.name == "gamma":
        return False
    return not any(isinstance(part, Divergence) for part in node.arguments)


def _unknown_functions(trees: Iterable[Expr]) -> bool:
    """Whether any function occurs about which nothing is known."""
    return any(_is_unknown(node) for tree in trees for node in walk(tree))


def _instantiate(tree: Expr, seed: str, variant: int) -> Expr:
    """The tree with every unknown function replaced by a random smooth one."""

    def change(node: Expr) -> Expr:
        """The function's body at its arguments, differentiated once for each prime."""
        if not _is_unknown(node) or not isinstance(node, Apply):
            return node
        arguments: list[Expr] = []
        for part in node.arguments:
            arguments.extend(children(part) if isinstance(part, Conditional) else (part,))
        base = node.name.rstrip("'")
        body = random_function(base, len(arguments), seed, variant)
        for _ in range(len(node.name) - len(base)):
            body = differentiate(body, "$0")
        inserted = substitute(body, {f"${k}": part for k, part in enumerate(arguments)})
        if larger_than(inserted, MAX_NODES):
            raise Undecidable("unknown functions are nested too deeply")
        return inserted

    return transform(tree, change)


def random_function(name: str, arity: int, seed: str, variant: int) -> Expr:
    """A smooth function of ``$0``, ``$1`` ..., fixed by name and seed; variant 0 is positive."""
    source = random.Random(f"grader.function:{seed}:{variant}:{name}:{arity}")

    def coefficient(low: int, high: int) -> Expr:
        return Number(Fraction(source.randint(low * 97, high * 97) * 2 + 1, 2 * 97))

    inner: list[Expr] = [coefficient(-2, 2)]
    places = [Symbol(f"${k}") for k in range(arity)]
    for place in places:
        inner.append(Mul((coefficient(1, 2), place)))
    scale = number(1000) if variant == 2 else number(1)
    waves: list[Expr] = [coefficient(4, 6) if variant == 0 else coefficient(-1, 1)]
    waves.append(Mul((coefficient(1, 2), Apply("sin", (Add(tuple(inner)),)))))
    for place in places:
        wave = Add((coefficient(-3, 3), Mul((coefficient(1, 3), place))))
        waves.append(Mul((coefficient(0, 1), Apply("cos", (wave,)))))
    for first, second in pairwise(places):
        waves.append(Mul((coefficient(0, 1), Apply("sin", (Mul((first, second)),)))))
    return Mul((scale, Add(tuple(waves))))


def _expand(tree: Expr) -> Expr:
    """The tree with every derivative taken."""
    return transform(tree, _taken)


def _taken(node: Expr) -> Expr:
    """A derivative worked out; the node itself where it is none or that is not possible."""
    if not isinstance(node, Derivative) or _has_hidden(node.body):
        return node
    body = node.body
    try:
        for name in node.variables:
            if larger_than(body, MAX_NODES):
                return node
            body = differentiate(body, name)
    except Undecidable:
        return node
    return body


def _has_hidden(tree: Expr) -> bool:
    """Whether a tree holds a node without a value."""
    return any(_is_hidden(node) for node in walk(tree))


def _is_hidden(node: Expr) -> bool:
    """Whether this very node has no value here."""
    if isinstance(node, _OPAQUE) or (isinstance(node, Apply) and node.name in _UNKNOWN_VALUE):
        return True
    if isinstance(node, Apply) and any(
        isinstance(a, Conditional | Divergence) for a in node.arguments
    ):
        return True
    if isinstance(node, Integral | Sum | Product):
        return node.lower is None or node.upper is None or _infinite(node)
    return isinstance(node, Derivative)


def _infinite(node: Integral | Sum | Product) -> bool:
    bounds = (node.lower, node.upper)
    return any(
        isinstance(part, Constant) and part.name == "oo"
        for bound in bounds
        if bound is not None
        for part in walk(bound)
    )


def _hide(tree: Expr) -> Expr:
    """The tree with every node that has no value as a variable; binders around one go with it."""

    def change(node: Expr) -> Expr | None:
        binds = isinstance(node, Integral | Sum | Product) and _has_hidden(node)
        if binds or _is_hidden(node):
            return Symbol(f"<{canonical(node)!r}>")
        return None

    return replace_nodes(tree, change)
