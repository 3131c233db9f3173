"""What a letter usually stands for: functions by their customary names, and `σ` that is `σ(x)`."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from grader.equivalence.comparison import Comparison
from grader.equivalence.errors import ReadError, Undecidable
from grader.equivalence.reading import read
from grader.equivalence.trees.differentiation import differentiate
from grader.equivalence.trees.structure import free_symbols, substitute
from grader.equivalence.trees.traversal import replace_nodes, transform, walk
from grader.equivalence.trees.tree import Add, Apply, Expr, Mul, Relation, Symbol

_LOGISTIC = "sigmoid(z)"
_NORMAL = "(1 + erf(z/sqrt(2)))/2"
_BELL = "exp(-z^2/2)/sqrt(2*pi)"
_USUAL = {
    "sigma": (_LOGISTIC, "tanh(z)"), "sig": (_LOGISTIC,), "s": (_LOGISTIC,), "S": (_LOGISTIC,),
    "g": (_LOGISTIC, "tanh(z)"), "h": (_LOGISTIC, "tanh(z)"), "a": (_LOGISTIC, "tanh(z)"),
    "phi": (_BELL, _LOGISTIC, "tanh(z)"), "varphi": (_BELL, _LOGISTIC), "n": (_BELL,),
    "Phi": (_NORMAL,), "N": (_NORMAL,), "Gamma": ("factorial(z - 1)",), "Theta": ("Heaviside(z)",),
    "H": ("Heaviside(z)", "-z*log(z) - (1 - z)*log(1 - z)"), "delta": (),
}  # fmt: skip
"""What a function of one argument may be by its name; nothing is said of any other."""


_CALLED = re.compile(
    r"([A-Za-zα-ωΑ-Ω]+)\s*(?:\\left\s*)?\(\s*\\?([A-Za-zα-ωΑ-Ω]+)\s*(?:\\right\s*)?\)"
)


def is_usual(
    given: Expr,
    key: Expr,
    functions: frozenset[str],
    compare: Callable[[Expr, Expr], Comparison],
) -> str:
    """The declared function, if any, with whose customary meaning a different answer is right.

    `σ(x) σ(-x)` is not `σ(x)(1 - σ(x))` for every σ; it is where σ is the logistic function.
    """
    used = {
        node.name.rstrip("'")
        for tree in (given, key)
        for node in walk(tree)
        if isinstance(node, Apply) and len(node.arguments) == 1
    }
    for name in sorted(used & functions):
        for body in _USUAL.get(name, ()):
            meant = read(body, symbols=("z",))
            try:
                here, there = (_with(tree, name, meant) for tree in (given, key))
            except Undecidable:
                continue
            if compare(here, there).is_equal:
                return name
    return ""


def _with(tree: Expr, name: str, body: Expr) -> Expr:
    """The tree with a function in place of its name, differentiated once for each prime."""

    def change(node: Expr) -> Expr:
        if not isinstance(node, Apply) or node.name.rstrip("'") != name:
            return node
        derived = body
        for _ in range(len(node.name) - len(name)):
            derived = differentiate(derived, "z")
        return substitute(derived, {"z": node.arguments[0]})

    return transform(tree, change)


def of_its_variable(tree: Expr, functions: frozenset[str], variable: str) -> Expr:
    """The tree in which a function that stands alone is taken of the one variable that there is:
    `f'g + fg'`, and `σ(1 - σ)`, which is a product.
    """

    def is_one(name: str) -> bool:
        return name.rstrip("'") in functions

    def change(node: Expr) -> Expr | None:
        if isinstance(node, Symbol) and is_one(node.name):
            return Apply(node.name, (Symbol(variable),))
        if isinstance(node, Apply) and is_one(node.name) and any(
            isinstance(inner, Symbol) and is_one(inner.name)
            for part in node.arguments
            for inner in walk(part)
        ):  # fmt: skip
            factors = (replace_nodes(part, change) for part in node.arguments)
            return Mul((Apply(node.name, (Symbol(variable),)), *factors))
        return None

    return replace_nodes(tree, change)


def called(text: str, names: tuple[str, ...]) -> frozenset[str]:
    """The variables that a text writes as functions of one other, `σ(x)` or `y(t)`."""
    found = _CALLED.findall(text)
    spelled: set[str] = set()
    for name, inner in found:
        try:
            function, argument = read(name), read(inner)
        except ReadError:
            continue
        if isinstance(function, Symbol) and isinstance(argument, Symbol):
            spelled |= {function.name} if function.name != argument.name else set()
    return frozenset(spelled & {*names})


def as_values(tree: Expr, names: frozenset[str]) -> Expr:
    """The tree in which `σ(x)` is the variable σ."""

    def change(node: Expr) -> Expr:
        return Symbol(node.name) if isinstance(node, Apply) and node.name in names else node

    return transform(tree, change)


_FITS = {"x": ("X",), "y": ("Y", "y_hat", "Y_hat")}
"""What the coordinates of a line are called as well."""
_CONSTANT = "C"
_CONSTANTS = ("c", "K", "k", "C_1", "c_1", "C_0", "c_0", "const")


def in_letters_of(given: Expr, key: Expr, strangers: frozenset[str]) -> Expr | None:
    """The answer with another usual name for a letter of the key as that letter; None without one.

    `Y = 2x` and `ŷ = 2x` are the line `y = 2x`, and `x² + c` is `x² + C`, where the rubric has no
    letter of that name and the answer none of the key's.
    """
    names = dict(_pairs(strangers, free_symbols(key) - free_symbols(given), given, key))
    if not names:
        return None
    return substitute(given, {other: Symbol(name) for other, name in names.items()})


def _pairs(
    others: frozenset[str], lacking: frozenset[str], given: Expr, key: Expr
) -> Iterator[tuple[str, str]]:
    if isinstance(given, Relation) and isinstance(key, Relation):
        for name, usual in _FITS.items():
            written = [one for one in usual if one in others]
            if name in lacking and len(written) == 1:
                yield written[0], name
    written = [one for one in _CONSTANTS if one in others]
    is_term = _CONSTANT in lacking and _is_added(_CONSTANT, key)
    if is_term and len(written) == 1 and _is_added(written[0], given):
        yield written[0], _CONSTANT


def _is_added(name: str, expr: Expr) -> bool:
    """Whether a letter is a term of its own in a sum."""
    if isinstance(expr, Relation):
        return any(_is_added(name, side) for side in expr.sides)
    return isinstance(expr, Add) and Symbol(name) in expr.terms
