"""Going through an argument: definitions and hypotheses taken in, claims tested, causes named."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from grader.equivalence.errors import Undecidable
from grader.equivalence.trees.tree import Apply, ArgExtremum, Expr, Relation, Symbol
from grader.questions.derivation.checks import (
    Relationship,
    Setting,
    has_sample,
    relate,
    same_extremum,
    turned_divergence,
    with_densities,
)
from grader.questions.derivation.claims import Argument, Claim, Line
from grader.questions.derivation.constants import (
    absorb,
    absorb_again,
    definition,
    is_symbol,
    unknown_names,
)
from grader.questions.derivation.slips import find_cause, repairs
from grader.questions.derivation.text import Piece

EQUALS = frozenset(("=", ":=", "~", "->"))


def go_through(pieces: Sequence[Piece], setting: Setting, model: str) -> Argument:
    """Test every statement; hypotheses are in force wherever they stand in the answer."""
    found = Argument(setting, model)
    formulas: list[tuple[Piece, Expr]] = []
    for piece in pieces:
        found.lines.append(Line(piece.text, piece.expr is not None or bool(piece.problem)))
        if piece.expr is None:
            if piece.problem:
                found.unread.append(piece)
            else:
                found.words.append(piece.text)
            continue
        expr, lacked = with_densities(piece.expr, model)
        if lacked and piece.text not in found.lacking:
            found.lacking.append(piece.text)
        formulas.append((piece, expr))
        found.texts.append(piece.text)
        if isinstance(expr, Relation):
            _note_hypothesis(expr, setting)
    for piece, expr in formulas:
        if isinstance(expr, Relation):
            _chain(expr, piece, found)
        else:
            found.statements.append((expr,))
            found.stated.append(piece.text)
    return found


def _note_hypothesis(relation: Relation, setting: Setting) -> None:
    """`p(x) = q(x)` for densities without the parameter: both are one from here on."""
    names = [_density_of(side, setting) for side in relation.sides]
    if set(relation.operators) != {"="} or any(name is None for name in names):
        return
    if any(name in setting.names.parametric for name in names):
        return
    first = names[0]
    for name in names[1:]:
        if name is not None and first is not None and name != first:
            setting.same[name] = first


def _density_of(expr: Expr, setting: Setting) -> str | None:
    """The density that a bare `p` or `p(x)` is."""
    return setting.names.density(expr.name) if isinstance(expr, Apply | Symbol) else None


def is_hypothesis(relation: Relation, setting: Setting) -> bool:
    """Whether a relation only sets densities equal."""
    return all(_density_of(side, setting) is not None for side in relation.sides)


def _chain(relation: Relation, piece: Piece, found: Argument) -> None:
    """Every link of a chain of equalities, and the trees it shows."""
    if is_hypothesis(relation, found.setting):
        found.claims.append(Claim(piece.text, "hypothesis", True))
        return
    trees: list[Expr] = list(relation.sides)
    links = zip(relation.sides, relation.operators, relation.sides[1:], strict=False)
    for first, operator, second in links:
        if (first, operator, second) in found.seen:
            continue
        found.seen.add((first, operator, second))
        claim, repaired = _link(first, operator, second, piece, found)
        if claim is not None:
            found.claims.append(claim)
        trees += repaired
    found.statements.append(tuple(trees))
    found.stated.append(piece.text)


def _link(
    first: Expr, operator: str, second: Expr, piece: Piece, found: Argument
) -> tuple[Claim | None, list[Expr]]:
    """Test one `first = second`; with it come the trees a repair would have written."""
    setting = found.setting
    if isinstance(first, ArgExtremum) or isinstance(second, ArgExtremum):
        return _arg_link(first, second, piece, found)
    if operator not in EQUALS:
        return _other_link(first, operator, second, piece, setting), []
    defined = definition(first, second, setting)
    if defined:
        return Claim(piece.text, "definition", True), []
    unknown = unknown_names(first, setting) | unknown_names(second, setting)
    constants = {name for name in unknown if is_symbol(name, first, second)}
    if unknown and (len(unknown) > 1 or not constants):
        return Claim(piece.text, "claim", None), []
    if constants:
        return absorb(constants.pop(), first, second, piece, found)
    return _claim(first, second, piece, found, operator)


def _claim(
    first: Expr, second: Expr, piece: Piece, found: Argument, operator: str
) -> tuple[Claim, list[Expr]]:
    """Test an equality in every world, then as a limit, then for its cause."""
    setting = found.setting
    relation = _relate(first, second, setting)
    if relation.holds:
        return Claim(piece.text, "claim", True), []
    if relation.kind == "unknown":
        return Claim(piece.text, "claim", None), []
    limit = has_sample(setting.expanded(first)) != has_sample(setting.expanded(second))
    if limit or operator in ("~", "->"):
        relation = _relate(first, second, setting, mean=True)
        if relation.holds:
            return Claim(piece.text, "limit", True), []
    again = absorb_again(first, second, piece, found)
    if again is not None:
        return again
    cause, repaired = find_cause(first, second, relation, setting, found.model, mean=limit)
    return Claim(piece.text, "claim", False, cause, relation.factor), repaired


def _relate(first: Expr, second: Expr, setting: Setting, mean: bool = False) -> Relationship:
    """`relate`, first for all densities, then under the hypotheses in force."""
    same, setting.same = setting.same, {}
    relation = relate(first, second, setting, mean)
    setting.same = same
    if relation.holds or not same:
        return relation
    under = relate(first, second, setting, mean)
    return under if under.holds else relation


def _arg_link(
    first: Expr, second: Expr, piece: Piece, found: Argument
) -> tuple[Claim | None, list[Expr]]:
    """`arg min f = arg max g`: both must name the same parameter."""
    if not (isinstance(first, ArgExtremum) and isinstance(second, ArgExtremum)):
        return Claim(piece.text, "definition", True), []
    first, second = _over(first, found), _over(second, found)
    try:
        if same_extremum(first, second, found.setting):
            return Claim(piece.text, "arg", True), []
        other = replace(second, kind=_flipped(second.kind))
        if same_extremum(first, other, found.setting):
            return Claim(piece.text, "arg", False, "arg_not_flipped"), [other]
        turned = replace(first, body=turned_divergence(first.body))
        if turned != first and same_extremum(turned, second, found.setting):
            return Claim(piece.text, "arg", False, "reversed_kl"), [
                replace(first, body=turned_divergence(first.body)), first
            ]  # fmt: skip
        for cause, repair in repairs(found.setting.names, found.model).items():
            for body in repair(second.body):
                if same_extremum(first, replace(second, body=body), found.setting):
                    return Claim(piece.text, "arg", False, cause), [replace(second, body=body)]
    except Undecidable:
        return Claim(piece.text, "arg", None), []
    return Claim(piece.text, "arg", False, "broken_step"), []


def _over(expr: ArgExtremum, found: Argument) -> ArgExtremum:
    """An arg min over the parameter; the sides of a chain inside it are not part of its body."""
    return replace(expr, variables=(found.setting.names.parameter,))


def _flipped(kind: str) -> str:
    return kind.replace("min", "MAX").replace("max", "min").replace("MAX", "max")


def _other_link(first: Expr, operator: str, second: Expr, piece: Piece, setting: Setting) -> Claim:
    """`KL(p || q) != KL(q || p)` and `KL >= 0`."""
    if operator == "!=":
        relation = relate(first, second, setting)
        if relation.kind == "unknown":
            return Claim(piece.text, "non_identity", None)
        holds = not relation.holds
        return Claim(piece.text, "non_identity", holds, "" if holds else "not_different")
    if operator not in (">=", "<=", ">", "<"):
        return Claim(piece.text, "relation", None)
    try:
        pairs = zip(setting.values(first), setting.values(second), strict=True)
        sign = 1 if operator.startswith(">") else -1
        holds = all((sign * (a - b)).min() >= -1e-9 for a, b in pairs)
    except Undecidable:
        return Claim(piece.text, "inequality", None)
    return Claim(piece.text, "inequality", holds, "" if holds else "inequality")
