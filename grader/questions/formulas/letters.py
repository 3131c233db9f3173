"""Letters that a student writes for those of the key: of a fitted line, of an antiderivative."""

from __future__ import annotations

from collections.abc import Iterator

from grader.equivalence.trees.structure import free_symbols, substitute
from grader.equivalence.trees.tree import Add, Expr, Relation, Symbol

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
