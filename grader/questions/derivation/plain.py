"""Arguments without densities: chains of equalities and inequalities, each link of them tested.

Scalars, matrices and probabilities are compared as everywhere else; what is given may be used, and
equations that are solved must keep their solutions.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from fractions import Fraction
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from grader.equivalence.deciding.points import points
from grader.equivalence.errors import Undecidable, Undefined, Undetermined
from grader.equivalence.numbers.evaluation import evaluate
from grader.equivalence.trees.structure import canonical, free_symbols, substitute
from grader.equivalence.trees.traversal import transform
from grader.equivalence.trees.tree import (
    Apply,
    Constant,
    Expr,
    Logic,
    Mul,
    Relation,
    Statements,
    Symbol,
)
from grader.questions.derivation.text import Piece, pieces
from grader.questions.formulas import compare_trees
from grader.questions.formulas.mistakes import name_slip
from grader.questions.formulas.slips import formula_mutants
from grader.questions.mistake import Mistake
from grader.values import Expression

if TYPE_CHECKING:
    from grader.questions.derivation import Derivation

EQUALS = frozenset(("=", ":=", "~"))
ORDERS = {"<": -1, "<=": -1, ">": 1, ">=": 1}
_AND = re.compile(r"(\([^()]{0,80})\band\b([^()]{0,80}\))")
_OR = re.compile(r"(\([^()]{0,80})\bor\b([^()]{0,80}\))")
"""Events joined by words, which are no prose between formulas."""
NEAR, FAR = 1e-3, 1e-9
TRIED = 12


@dataclass(frozen=True, slots=True)
class Link:
    """One step from one side to the next: what was written, whether it holds, and why not."""

    text: str
    first: Expr
    operator: str
    second: Expr
    holds: bool | None
    slip: Mistake | None = None


@dataclass
class Chain:
    """All that was found in an answer."""

    links: list[Link] = field(default_factory=list)
    relations: list[Relation] = field(default_factory=list)
    """Statements that are right, to be solved further."""
    words: list[str] = field(default_factory=list)
    unread: list[Piece] = field(default_factory=list)
    defined: dict[str, Expr] = field(default_factory=dict)

    @property
    def broken(self) -> list[Link]:
        """The links that are proved not to hold."""
        return [link for link in self.links if link.holds is False]

    @property
    def undecided(self) -> list[Link]:
        """The links that could not be tested."""
        return [link for link in self.links if link.holds is None]


def follow(question: Derivation, value: Any, seed: int) -> Chain:
    """Every statement of an answer, its links tested one by one."""
    found = Chain()
    for piece in pieces(_prepared(question, value), question.notation("infix"), ""):
        if piece.expr is None:
            if piece.problem:
                found.unread.append(piece)
            else:
                found.words.append(piece.text)
        elif isinstance(piece.expr, Relation):
            _statement(question, piece.expr, piece.text, found, seed)
    return found


def _prepared(question: Derivation, value: Any) -> Any:
    if isinstance(value, list):
        return [_prepared(question, item) for item in value]
    if isinstance(value, Expression):
        value = value.text
    if not isinstance(value, str):
        return value
    if question.chance is not None:
        value = _AND.sub(r"\1∩\2", _OR.sub(r"\1∪\2", value))
    return question.prepared(value)


def _statement(
    question: Derivation, relation: Relation, text: str, found: Chain, seed: int
) -> None:
    """The links of one chain; an equation that is solved is tested as a whole."""
    if _is_definition(question, relation, found):
        return
    links = [
        _link(question, pair, operator, text, found, seed)
        for pair, operator in zip(pairwise(relation.sides), relation.operators, strict=True)
    ]
    if len(links) == 1 and not links[0].holds:
        same = _same_solutions(question, relation, found, seed)
        if same is not None:
            links = [replace(links[0], holds=same, slip=None)]
    found.links += links
    if all(link.holds for link in links):
        found.relations.append(relation)


def _is_definition(question: Derivation, relation: Relation, found: Chain) -> bool:
    """Take in `S = ...` for a name that nobody has used before."""
    first, second = relation.sides[0], relation.sides[1]
    if not isinstance(first, Symbol) or relation.operators[0] not in EQUALS:
        return False
    known = question.names_in_use()
    if first.name in known or first.name in found.defined or first.name in free_symbols(second):
        return False
    found.defined[first.name] = expanded(second, found)
    return len(relation.sides) == 2


def expanded(expr: Expr, found: Chain) -> Expr:
    """A tree with what was defined in place of its names."""
    return substitute(expr, found.defined) if found.defined else expr


def _link(
    question: Derivation, pair: tuple[Expr, Expr], operator: str, text: str, found: Chain, seed: int
) -> Link:
    first, second = (expanded(side, found) for side in pair)
    if operator in EQUALS:
        holds, slip = equality(question, first, second, seed)
        return Link(text, first, "=", second, holds, slip)
    if operator in ORDERS:
        return Link(text, first, operator, second, inequality(question, first, operator, second))
    return Link(text, first, operator, second, None)


def equality(
    question: Derivation, first: Expr, second: Expr, seed: int
) -> tuple[bool | None, Mistake | None]:
    """Whether two sides are equal, for what is given too, and the slip between them."""
    if (limit := _limits(question, first, second, seed)) is not None:
        return limit[0], None
    hypotheses = question.hypotheses()
    forms = {canonical(first), canonical(second)}
    if any(forms == {canonical(side) for side in given.sides} for given in hypotheses):
        return True, None
    put_in = _substitution(hypotheses)
    if hypotheses and compare_trees(second, first, question, seed).is_equal:
        return True, None
    first, second = (
        rewritten(substitute(side, put_in), hypotheses) for side in (first, second)
    )
    verdict = compare_trees(second, first, question, seed)
    if verdict.is_equal:
        return True, None
    used = {name for h in hypotheses for name in free_symbols(h)} - put_in.keys()
    if verdict.verdict != "different" or used & (free_symbols(first) | free_symbols(second)):
        return None, None  # what is given may be needed, in a way that is not followed here
    return False, name_slip(second, first, formula_mutants(first), question, seed)


def rewritten(expr: Expr, hypotheses: Sequence[Relation]) -> Expr:
    """A tree with the second side of what is given wherever its first one stands."""

    def change(node: Expr) -> Expr:
        """One node, replaced where something given says what it is."""
        for relation in hypotheses:
            first, last = relation.sides[0], relation.sides[-1]
            if set(relation.operators) != {"="} or isinstance(first, Symbol):
                continue
            if canonical(node) == canonical(first):
                return last
            if isinstance(node, Mul) and isinstance(first, Mul):
                width = len(first.factors)
                for k in range(len(node.factors) - width + 1):
                    if node.factors[k : k + width] == first.factors:
                        rest = (*node.factors[:k], last, *node.factors[k + width :])
                        return Mul(rest) if len(rest) > 1 else last
        return node

    return transform(expr, change)


def _substitution(hypotheses: Sequence[Relation]) -> dict[str, Expr]:
    """What is given as a name with its value."""
    found: dict[str, Expr] = {}
    for relation in hypotheses:
        match relation:
            case Relation((Symbol(name), value), ("=",)) if name not in free_symbols(value):
                found[name] = value
    return found


def _same_solutions(
    question: Derivation, relation: Relation, found: Chain, seed: int
) -> bool | None:
    """Whether an equation or inequality says the same as what is given, or what came before."""
    whole = question.hypotheses()
    earlier: list[Expr] = [Statements(tuple(whole))] if len(whole) > 1 else list(whole)
    earlier += found.relations
    if not earlier:
        return None
    verdicts = [compare_trees(relation, one, question, seed).verdict for one in earlier]
    if any(verdict in ("equal", "equal_on_common_domain") for verdict in verdicts):
        return True
    return False if len(whole) == 1 and verdicts[0] == "different" and len(earlier) == 1 else None


def inequality(question: Derivation, first: Expr, operator: str, second: Expr) -> bool | None:
    """False where a point proves it wrong; True where it holds at all that were tried."""
    options = question.options(0)
    names = tuple(sorted(free_symbols(first) | free_symbols(second)))
    if options.grids or options.chance is not None:
        return None
    put_in = _substitution(question.hypotheses())
    first, second = substitute(first, put_in), substitute(second, put_in)
    agreed = 0
    for point in points(names, options.positive, options.integer, options.seed):
        try:
            gap = evaluate(first, point, options) - evaluate(second, point, options)
        except (Undefined, Undetermined, Undecidable, OverflowError):
            continue
        size = FAR * max(1.0, abs(gap))
        if gap * ORDERS[operator] < -size:
            return None if _is_bounded_by(question, names) else False
        agreed += 1
    return True if agreed >= (TRIED if names else 1) else None


def _is_bounded_by(question: Derivation, names: Sequence[str]) -> bool:
    """Whether something given limits these names, so that a point elsewhere proves nothing."""
    return any(set(names) & free_symbols(h) for h in question.hypotheses())


def _limits(
    question: Derivation, first: Expr, second: Expr, seed: int
) -> tuple[bool | None] | None:
    """The verdict on a limit beside another, or beside its value; None where there is none."""
    match first, second:
        case Apply("lim", (one, *where)), Apply("lim", (other, *place)) if where == place:
            holds = compare_trees(one, other, question, seed)
            return (True,) if holds.is_equal else (None,)
        case (Apply("lim", (body, Symbol(name), target)), value) | (
            value,
            Apply("lim", (body, Symbol(name), target)),
        ):
            return (True,) if _tends_to(body, name, target, value) else (None,)
    return None


def _tends_to(body: Expr, name: str, target: Expr, value: Expr) -> bool:
    """Whether values close to the target come closer and closer to the limit."""
    gaps = []
    for power in (2, 3, 4):
        try:
            place = _close_to(target, power)
            gaps.append(abs(evaluate(body, {name: place}) - evaluate(value)))
        except (Undefined, Undetermined, Undecidable, OverflowError):
            return False
    return gaps[2] < NEAR and gaps[0] >= gaps[1] >= gaps[2]


def _close_to(target: Expr, power: int) -> Fraction:
    near = Fraction(10) ** power
    if isinstance(target, Constant) and target.name == "oo":
        return near
    return Fraction(repr(evaluate(target))) + 1 / near


def reached(question: Derivation, wanted: Relation, found: Chain, seed: int) -> int:
    """How many links lead from one side of what is wanted to the other; 0 where none do."""
    start, end = (canonical(expanded(side, found)) for side in (wanted.sides[0], wanted.sides[-1]))
    edges: dict[Any, set[Any]] = {}
    for link in found.links:
        if link.holds is not False:
            one, other = canonical(link.first), canonical(link.second)
            edges.setdefault(one, set()).add(other)
            edges.setdefault(other, set()).add(one)
    distance, front = {start: 0}, [start]
    while front:
        here = front.pop(0)
        for other in edges.get(here, ()):
            if other not in distance:
                distance[other] = distance[here] + 1
                front.append(other)
    if distance.get(end):
        return max(distance[end], len(_telling(found)))
    if question.hypotheses() and found.relations:
        last = found.relations[-1]
        if compare_trees(last, wanted, question, seed).verdict == "equal" and (
            canonical(last) == canonical(wanted)
        ):
            return len(found.relations)
    return 0


def _telling(found: Chain) -> list[Link]:
    """The links that say something: other sides than their own."""
    return [link for link in found.links if canonical(link.first) != canonical(link.second)]


def shown_in(found: Chain, wanted: Expr) -> bool:
    """Whether a side of some link is this expression, up to the order of sums and products."""
    form = canonical(wanted)
    return any(form in (canonical(link.first), canonical(link.second)) for link in found.links)


def conditions(trees: Sequence[Expr]) -> Iterator[Relation]:
    """The relations in what a rubric gives."""
    for tree in trees:
        if isinstance(tree, Relation):
            yield tree
        elif isinstance(tree, Statements | Logic):
            yield from conditions(tree.items)
