"""Names that an answer makes its own: what it defines, and constants for what is free of the
parameter.
"""

from __future__ import annotations

from grader.equivalence.errors import Undecidable
from grader.equivalence.trees.building import negate
from grader.equivalence.trees.structure import substitute
from grader.equivalence.trees.traversal import bound_name, walk
from grader.equivalence.trees.tree import MINUS_ONE, Add, Apply, Expr, Mul, Pow, Symbol, number
from grader.questions.derivation.checks import Setting, turned_divergence
from grader.questions.derivation.claims import Argument, Claim
from grader.questions.derivation.names import (
    ENTROPY_NAMES,
    KL_NAMES,
    PLAIN_FUNCTIONS,
    POINT_NAMES,
    SIZE_NAMES,
)
from grader.questions.derivation.slips import repaired_pairs, swapped
from grader.questions.derivation.text import Piece


def definition(first: Expr, second: Expr, setting: Setting) -> bool:
    """Take in `L(theta) = ...` or `c = ...`: an unknown name alone on one side."""
    for name_side, body in ((first, second), (second, first)):
        name = _lone_unknown(name_side, setting)
        if name and name not in unknown_names(body, setting):
            setting.given[name] = body
            return True
    return False


def _lone_unknown(expr: Expr, setting: Setting) -> str:
    if isinstance(expr, Symbol | Apply) and expr.name in unknown_names(expr, setting):
        return expr.name
    return ""


def unknown_names(expr: Expr, setting: Setting) -> set[str]:
    """Names in a tree that are neither densities, points, the parameter nor defined."""
    names, known = setting.names, {setting.names.parameter, *setting.given}
    bound = {name for node in walk(expr) for name in bound_name(node)}
    found = set()
    for node in walk(expr):
        if isinstance(node, Apply):
            plain = node.name in PLAIN_FUNCTIONS or node.name in KL_NAMES | ENTROPY_NAMES
            if not plain and names.density(node.name) is None and node.name not in known:
                found.add(node.name)
        if isinstance(node, Symbol):
            usual = node.name in POINT_NAMES | SIZE_NAMES | bound | known
            index = node.name.replace("^(", "_(").partition("_")[2].strip("{}()")
            if not usual and names.density(node.name) is None and index not in bound:
                found.add(node.name)
    return found


def is_symbol(name: str, *exprs: Expr) -> bool:
    """Whether a name stands in one of the trees as a variable, not as a function."""
    return any(node == Symbol(name) for expr in exprs for node in walk(expr))


def absorb(
    name: str, first: Expr, second: Expr, piece: Piece, found: Argument
) -> tuple[Claim, list[Expr]]:
    """`KL = c - ...`: c stands for what is free of the parameter, if that is all it has to be."""
    setting = found.setting
    try:
        if _take_in(name, first, second, setting):
            found.absorbed.append(name)
            return Claim(piece.text, "constant", True), []
        turned = turned_divergence(first)
        if turned != first and _take_in(name, turned, second, setting):
            found.absorbed.append(name)
            return Claim(piece.text, "claim", False, "reversed_kl"), [
                swapped(second, setting.names, found.model)
            ]
        for cause, (left, right) in repaired_pairs(first, second, setting, found.model):
            if is_symbol(name, left, right) and _take_in(name, left, right, setting):
                found.absorbed.append(name)
                return Claim(piece.text, "claim", False, cause), [left, right]
    except Undecidable:
        return Claim(piece.text, "claim", None), []
    return Claim(piece.text, "claim", False, "broken_step"), []


def _take_in(name: str, first: Expr, second: Expr, setting: Setting) -> bool:
    """Define a constant by the claim that holds it, where it comes out free of the parameter."""
    gap = Add((first, negate(second)))
    without, once = (substitute(gap, {name: number(k)}) for k in (0, 1))
    weight = Add((once, negate(without)))
    body = Mul((MINUS_ONE, without, Pow(weight, MINUS_ONE)))
    values = setting.values(body)
    steady = all(abs(v - v[:1]).max() <= 1e-7 * max(1.0, abs(v).max()) for v in values)
    if steady:
        setting.given[name] = body
    return bool(steady)


def absorb_again(
    first: Expr, second: Expr, piece: Piece, found: Argument
) -> tuple[Claim, list[Expr]] | None:
    """A constant used a second time for another constant, as `const` is."""
    setting = found.setting
    for name in list(setting.given):
        if name in found.absorbed and is_symbol(name, first, second):
            kept = setting.given.pop(name)
            try:
                if _take_in(name, first, second, setting):
                    return Claim(piece.text, "constant", True), []
            except Undecidable:
                pass
            setting.given[name] = kept
    return None
