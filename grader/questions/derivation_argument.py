"""Going through an argument: definitions and hypotheses taken in, claims tested, causes named."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from grader.equivalence.building import negate
from grader.equivalence.errors import Undecidable
from grader.equivalence.structure import substitute
from grader.equivalence.traversal import bound_name, walk
from grader.equivalence.tree import (
    MINUS_ONE,
    Add,
    Apply,
    ArgExtremum,
    Expr,
    Mul,
    Pow,
    Relation,
    Symbol,
    number,
)
from grader.questions.derivation_causes import find_cause, repaired_pairs
from grader.questions.derivation_checks import (
    Relationship,
    Setting,
    has_sample,
    relate,
    same_extremum,
    turned_divergence,
    with_densities,
)
from grader.questions.derivation_names import (
    ENTROPY_NAMES,
    KL_NAMES,
    PLAIN_FUNCTIONS,
    POINT_NAMES,
    SIZE_NAMES,
)
from grader.questions.derivation_repairs import repairs, swapped
from grader.questions.derivation_text import Piece

EQUALS = frozenset(("=", ":=", "~", "->"))


@dataclass(frozen=True, slots=True)
class Claim:
    """One tested step: what was written, what it is, whether it holds and, if not, why."""

    text: str
    kind: str
    holds: bool | None
    cause: str = ""
    factor: str = ""


@dataclass
class Argument:
    """Everything found in an answer."""

    setting: Setting
    model: str
    claims: list[Claim] = field(default_factory=list)
    statements: list[tuple[Expr, ...]] = field(default_factory=list)
    words: list[str] = field(default_factory=list)
    unread: list[Piece] = field(default_factory=list)
    lacking: list[str] = field(default_factory=list)
    """Texts with a bar inside a logarithm and no density before it."""
    seen: set[tuple[Expr, str, Expr]] = field(default_factory=set)
    """Links tested already; a chain that goes on after words repeats its beginning."""
    texts: list[str] = field(default_factory=list)
    """The formulas as they were written."""
    absorbed: list[str] = field(default_factory=list)
    """Names of constants that took in what is free of the parameter."""

    @property
    def broken(self) -> list[Claim]:
        """The steps that do not hold, in order."""
        return [claim for claim in self.claims if claim.holds is False]

    @property
    def undecided(self) -> list[Claim]:
        """The steps nobody could test."""
        return [claim for claim in self.claims if claim.holds is None]


def go_through(pieces: Sequence[Piece], setting: Setting, model: str) -> Argument:
    """Test every statement; hypotheses are in force wherever they stand in the answer."""
    found = Argument(setting, model)
    formulas: list[tuple[Piece, Expr]] = []
    for piece in pieces:
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


def _link(
    first: Expr, operator: str, second: Expr, piece: Piece, found: Argument
) -> tuple[Claim | None, list[Expr]]:
    """Test one `first = second`; with it come the trees a repair would have written."""
    setting = found.setting
    if isinstance(first, ArgExtremum) or isinstance(second, ArgExtremum):
        return _arg_link(first, second, piece, found)
    if operator not in EQUALS:
        return _other_link(first, operator, second, piece, setting), []
    defined = _definition(first, second, setting)
    if defined:
        return Claim(piece.text, "definition", True), []
    unknown = _unknown_names(first, setting) | _unknown_names(second, setting)
    constants = {name for name in unknown if _is_symbol(name, first, second)}
    if unknown and (len(unknown) > 1 or not constants):
        return Claim(piece.text, "claim", None), []
    if constants:
        return _absorb(constants.pop(), first, second, piece, found)
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
    again = _absorb_again(first, second, piece, found)
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


def _definition(first: Expr, second: Expr, setting: Setting) -> bool:
    """Take in `L(theta) = ...` or `c = ...`: an unknown name alone on one side."""
    for name_side, body in ((first, second), (second, first)):
        name = _lone_unknown(name_side, setting)
        if name and name not in _unknown_names(body, setting):
            parameters: tuple[str, ...] = ()
            setting.given[name] = (parameters, body)
            return True
    return False


def _lone_unknown(expr: Expr, setting: Setting) -> str:
    if isinstance(expr, Symbol | Apply) and expr.name in _unknown_names(expr, setting):
        return expr.name
    return ""


def _unknown_names(expr: Expr, setting: Setting) -> set[str]:
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


def _is_symbol(name: str, *exprs: Expr) -> bool:
    return any(node == Symbol(name) for expr in exprs for node in walk(expr))


def _absorb(
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
            if _is_symbol(name, left, right) and _take_in(name, left, right, setting):
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
        setting.given[name] = ((), body)
    return bool(steady)


def _absorb_again(
    first: Expr, second: Expr, piece: Piece, found: Argument
) -> tuple[Claim, list[Expr]] | None:
    """A constant used a second time for another constant, as `const` is."""
    setting = found.setting
    for name in list(setting.given):
        if name in found.absorbed and _is_symbol(name, first, second):
            kept = setting.given.pop(name)
            try:
                if _take_in(name, first, second, setting):
                    return Claim(piece.text, "constant", True), []
            except Undecidable:
                pass
            setting.given[name] = kept
    return None


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


__all__ = ["Argument", "Claim", "go_through"]
