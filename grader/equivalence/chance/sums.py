"""Probabilities, expectations and variances as sums over the points of one space."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from fractions import Fraction

from grader.equivalence.chance.names import Chance
from grader.equivalence.chance.worlds import World
from grader.equivalence.errors import Undecidable
from grader.equivalence.numbers.evaluation import evaluate_exact
from grader.equivalence.trees.building import divide, negate
from grader.equivalence.trees.structure import free_symbols
from grader.equivalence.trees.traversal import children, rebuild
from grader.equivalence.trees.tree import (
    Add,
    Apply,
    Conditional,
    Expr,
    Logic,
    Mul,
    Number,
    Pow,
    Relation,
    Symbol,
)

MAX_WORK = 60_000
_TESTS: dict[str, Callable[[Fraction, Fraction], bool]] = {
    "=": lambda a, b: a == b, "!=": lambda a, b: a != b, "<": lambda a, b: a < b,
    "<=": lambda a, b: a <= b, ">": lambda a, b: a > b, ">=": lambda a, b: a >= b,
}  # fmt: skip


class _IsRandom(Exception):
    """A random variable stands outside every expectation."""


class Sums:
    """Works formulas out in one space; raises `Undecidable` for what has no meaning there."""

    def __init__(self, world: World, chance: Chance) -> None:
        self.world, self.chance = world, chance
        self.everything = frozenset(range(len(world.weights)))
        self.work = 0

    def at_all_points(self, expr: Expr) -> list[Expr]:
        """The formula once where nothing in it is random, else at each point."""
        try:
            return [self.at(expr, None)]
        except _IsRandom:
            return [self.at(expr, point) for point in sorted(self.everything)]

    def at(self, expr: Expr, point: int | None) -> Expr:
        """The formula at one point, a number where it is one."""
        self.work += 1
        if self.work > MAX_WORK:
            raise Undecidable("this takes too much work to compare")
        match expr:
            case Symbol(name) if name in self.chance.random:
                if point is None:
                    raise _IsRandom
                return Number(self.world.values[name][point])
            case Symbol(name) if name in self.world.chosen:
                return Number(self.world.chosen[name])
            case Symbol(name) if self.chance.event(name) is not None:
                raise Undecidable(f"{name} is an event and no number")
            case Apply(name, arguments) if (meaning := self.chance.meaning(name)) is not None:
                return self._worked_out(meaning, arguments, point)
        parts = children(expr)
        if not parts:
            return expr
        return _folded(rebuild(expr, tuple(self.at(part, point) for part in parts)))

    def _worked_out(self, meaning: str, arguments: tuple[Expr, ...], point: int | None) -> Expr:
        left, right = arguments, arguments[:0]
        if len(arguments) == 1 and isinstance(arguments[0], Conditional):
            left, right = arguments[0].left, arguments[0].right
        given = self._given(right, point)
        if not given:
            raise ZeroDivisionError("a condition that never holds")
        if meaning == "P":
            inside = given
            for event in left:
                inside = inside & self._event(event)
            return Number(self._weight(inside) / self._weight(given))
        if len(left) != (2 if meaning in ("Cov", "Corr") else 1):
            raise Undecidable(f"{meaning} of so many things is not understood")
        values = [[self.at(body, k) for k in sorted(given)] for body in left]
        weights = [self.world.weights[k] / self._weight(given) for k in sorted(given)]
        if meaning == "E":
            return _mean(values[0], weights)
        first, second = values[0], values[-1]
        shared = _covariance(first, second, weights)
        if meaning in ("Var", "Cov"):
            return shared
        if meaning == "Sd":
            return Apply("sqrt", (shared,))
        spreads = (_covariance(first, first, weights), _covariance(second, second, weights))
        return divide(shared, Apply("sqrt", (_folded(Mul(spreads)),)))

    def _weight(self, points: frozenset[int]) -> Fraction:
        return sum((self.world.weights[k] for k in points), Fraction(0))

    def _given(self, conditions: tuple[Expr, ...], point: int | None) -> frozenset[int]:
        """The points left by events, and by what random variables are at this point."""
        left = self.everything
        for condition in conditions:
            names = free_symbols(condition)
            if names & self.chance.random and not isinstance(condition, Relation | Logic):
                if point is None:
                    raise _IsRandom
                here = [self.at(condition, k) for k in sorted(self.everything)]
                left &= frozenset(k for k in self.everything if here[k] == here[point])
            else:
                left &= self._event(condition)
        return left

    def _event(self, expr: Expr) -> frozenset[int]:
        """The points at which something happens."""
        match expr:
            case Symbol(name) if (found := self.chance.event(name)) is not None:
                inside = self.world.events[found[0]]
                return self.everything - inside if found[1] else inside
            case Pow(base, Symbol("c" | "C" | "complement")):
                return self.everything - self._event(base)
            case Apply("complement", (inner,)):
                return self.everything - self._event(inner)
            case Logic(operator, items):
                join = frozenset.intersection if operator == "and" else frozenset.union
                return join(*map(self._event, items))
            case Mul(factors):
                return frozenset.intersection(*map(self._event, factors))
            case Relation(sides, operators):
                return self._where(sides, operators)
        raise Undecidable("this is no event that is known here")

    def _where(self, sides: Sequence[Expr], operators: Sequence[str]) -> frozenset[int]:
        """The points at which a comparison of random variables holds."""
        names = sorted(frozenset().union(*map(free_symbols, sides)))
        variables = [name for name in names if name in self.chance.random]
        if not variables or any(op not in _TESTS for op in operators):
            raise Undecidable("this is no event that is known here")
        for name in names:
            if name not in self.chance.random:
                self.world.value_for(name, variables[0])
        found = set()
        for point in self.everything:
            values = [evaluate_exact(self.at(side, point)) for side in sides]
            if None in values:
                raise Undecidable("this condition is not worked out")
            pairs = zip(values, operators, values[1:], strict=False)
            if all(_TESTS[op](a, b) for a, op, b in pairs if a is not None and b is not None):
                found.add(point)
        return frozenset(found)


def _mean(values: Sequence[Expr], weights: Sequence[Fraction]) -> Expr:
    terms = [_folded(Mul((Number(w), v))) for w, v in zip(weights, values, strict=True)]
    return _folded(Add(tuple(terms))) if len(terms) > 1 else terms[0]


def _covariance(
    first: Sequence[Expr], second: Sequence[Expr], weights: Sequence[Fraction]
) -> Expr:
    both = [_folded(Mul(pair)) for pair in zip(first, second, strict=True)]
    means = _mean(first, weights), _mean(second, weights)
    return _folded(Add((_mean(both, weights), negate(_folded(Mul(means))))))


def _folded(expr: Expr) -> Expr:
    """Sums, products and whole powers of numbers as the number that they are."""
    match expr:
        case Add(terms):
            plain = [term.value for term in terms if isinstance(term, Number)]
            rest = [term for term in terms if not isinstance(term, Number)]
            total = sum(plain, Fraction(0))
            kept = [*rest, Number(total)] if total or not rest else rest
            return kept[0] if len(kept) == 1 else Add(tuple(kept))
        case Mul(factors):
            value, left = Fraction(1), []
            for factor in factors:
                if isinstance(factor, Number):
                    value *= factor.value
                else:
                    left.append(factor)
            if not left or value == 0:
                return Number(value)
            kept = left if value == 1 else [Number(value), *left]
            return kept[0] if len(kept) == 1 else Mul(tuple(kept))
        case Pow(Number(base), Number(power)) if power.denominator == 1 and abs(power) <= 12:
            if base == 0 and power < 0:
                raise ZeroDivisionError("a division by zero")
            return Number(base ** int(power))
    return expr


