"""The search for the required steps among what a student wrote."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

import numpy as np

from grader.equivalence.errors import Undecidable
from grader.equivalence.trees.traversal import walk
from grader.equivalence.trees.tree import (
    ZERO,
    Apply,
    ArgExtremum,
    Expr,
    Integral,
    Mul,
    Product,
    Relation,
    Sum,
)
from grader.questions.derivation.checks import divergences, has_sample, same_extremum
from grader.questions.derivation.claims import Argument
from grader.questions.derivation.names import ENTROPY_NAMES
from grader.questions.derivation.slips import is_quotient, swapped
from grader.questions.derivation.step import Step
from grader.questions.derivation.words import gaps_between
from grader.questions.derivation.worlds import Values


class Search:
    """Looks for steps in one argument."""

    def __init__(self, argument: Argument, extra: Sequence[tuple[Expr, ...]]) -> None:
        self.argument = argument
        self.statements = [*argument.statements, *extra]
        self.prose = " ".join([*argument.words, *argument.texts])
        self.cache: dict[tuple[Expr, bool], list[Values] | None] = {}

    def found(self, step: Step, read: dict[str, Expr]) -> bool:
        """Whether any evidence of the step is there; `read` holds the rubric's formulas."""
        formal = any(claim.holds for claim in self.argument.claims)
        if step.words and formal and re.search(step.words, self.prose, re.I | re.S):
            return True
        if step.absorbs and self.argument.absorbed:
            return True
        if any(self._stands_in(statement, step, read) for statement in self.statements):
            return True
        return bool(step.concludes) and self._concludes(read[step.concludes], self.statements)

    def _stands_in(self, statement: tuple[Expr, ...], step: Step, read: dict[str, Expr]) -> bool:
        """Whether one statement alone shows the step."""
        shown, joined = [read[t] for t in step.shows], [read[t] for t in step.joins]
        return bool(
            (shown and self._shows(statement, shown))
            or (joined and self._joins(statement, joined))
            or (step.splits and self._splits(statement, read[step.splits]))
        )

    def gaps(
        self, steps: Sequence[Step], there: Sequence[bool], read: dict[str, Expr]
    ) -> dict[str, tuple[str, str]]:
        """Of each step that is not there, what is written before and after the gap it leaves."""
        places = [
            self._place(step, read) if is_there else None
            for step, is_there in zip(steps, there, strict=True)
        ]
        return gaps_between(steps, there, places, self.argument.stated)

    def _place(self, step: Step, read: dict[str, Expr]) -> int | None:
        """The first statement that shows a step; None where words or several together do."""
        for place, statement in enumerate(self.argument.statements):
            if self._stands_in(statement, step, read):
                return place
            if step.concludes and self._concludes(read[step.concludes], [statement]):
                return place
        return None

    def _values(self, expr: Expr, mean: bool = False) -> list[Values] | None:
        key = (expr, mean)
        if key not in self.cache:
            try:
                self.cache[key] = self.argument.setting.values(expr, mean)
            except Undecidable:
                self.cache[key] = None
        return self.cache[key]

    def _shows(self, statement: tuple[Expr, ...], wanted: list[Expr]) -> bool:
        nodes = [node for side in statement for node in _totals(side)]
        return all(any(self._same(node, expr) for node in nodes) for expr in wanted)

    def _splits(self, statement: tuple[Expr, ...], wanted: Expr) -> bool:
        """Whether the wanted integral stands there with its logarithms taken apart."""
        return any(
            self._same(node, wanted) and not any(map(_is_log_of_quotient, walk(node)))
            for side in statement
            for node in _totals(side)
        )

    def _same(self, node: Expr, wanted: Expr) -> bool:
        """Equal in every world up to sign."""
        ones, others = self._values(node), self._values(wanted)
        if ones is None or others is None:
            return False
        return all(_near(a, b) for a, b in zip(ones, others, strict=True)) or all(
            _near(-a, b) for a, b in zip(ones, others, strict=True)
        )

    def _joins(self, statement: tuple[Expr, ...], wanted: list[Expr]) -> bool:
        """Both expressions in one statement; a factor N is a mistake of its own."""
        if len(statement) < 2:
            return False
        nodes = [node for side in statement for node in _totals(side)]
        return all(
            any(
                has_sample(node) == has_sample(expr) and self._proportional(node, expr)
                for node in nodes
            )
            for expr in wanted
        )

    def _proportional(self, node: Expr, wanted: Expr) -> bool:
        ones, others = self._values(node), self._values(wanted)
        if ones is None or others is None:
            return False
        for a, b in zip(ones, others, strict=True):
            first, second = np.broadcast_arrays(a, b)
            place = np.unravel_index(int(np.argmax(np.abs(second))), second.shape)
            if abs(second[place]) < 1e-12 or not _near(
                first, second * first[place] / second[place]
            ):
                return False
        return True

    def _concludes(self, wanted: Expr, statements: Sequence[tuple[Expr, ...]]) -> bool:
        if not isinstance(wanted, Relation):
            return False
        if all(isinstance(side, ArgExtremum) for side in wanted.sides):
            return all(
                self._names(side, statements)
                for side in wanted.sides
                if isinstance(side, ArgExtremum)
            )
        broken = {claim.cause for claim in self.argument.broken} - {"missing_hypothesis"}
        return not broken and any(
            any(_is_divergence(side) for side in sides) and ZERO in sides
            for sides in statements
        )

    def _names(self, wanted: ArgExtremum, statements: Sequence[tuple[Expr, ...]]) -> bool:
        """Whether some arg min or arg max of the same nature names the wanted parameter."""
        setting = self.argument.setting
        for sides in statements:
            for node in (n for side in sides for n in walk(side)):
                if not isinstance(node, ArgExtremum):
                    continue
                if has_sample(setting.expanded(node.body)) != has_sample(wanted.body):
                    continue
                try:
                    if same_extremum(node, wanted, setting):
                        return True
                except Undecidable:
                    continue
        return False


def _is_divergence(side: Expr) -> bool:
    """A divergence by its name, or written out as an integral or a sum with a logarithm."""
    if isinstance(side, Apply):
        return any(divergences(side))
    logs = (node for node in walk(side) if isinstance(node, Apply) and node.name == "log")
    return isinstance(side, Integral | Sum) and any(logs)


def in_reverse(argument: Argument) -> list[tuple[Expr, ...]]:
    """The statements with the two densities exchanged, for an argument charged for that already."""
    setting = argument.setting
    return [
        tuple(swapped(side, setting.names, argument.model) for side in sides)
        for sides in argument.statements
    ]


def _totals(expr: Expr) -> Iterator[Expr]:
    """The integrals, sums and entropies in a tree, each with and without its factors."""
    for node in walk(expr):
        entropy = isinstance(node, Apply) and node.name in ENTROPY_NAMES
        if entropy or isinstance(node, Integral | Sum | Product) or _scales_total(node):
            yield node


def _is_log_of_quotient(node: Expr) -> bool:
    return isinstance(node, Apply) and node.name == "log" and is_quotient(node.arguments[0])


def _scales_total(node: Expr) -> bool:
    """Whether a node is a product with an integral or a sum in it."""
    return isinstance(node, Mul) and any(
        isinstance(inner, Integral | Sum) for factor in node.factors for inner in walk(factor)
    )


def _near(first: Values, second: Values) -> bool:
    scale = max(1.0, float(np.max(np.abs(second))))
    return bool(np.max(np.abs(first - second)) <= 1e-7 * scale)
