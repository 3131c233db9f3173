"""Formulas in matrices and vectors, whose products do not commute: compared on matrices of random
whole numbers, exactly.

Two formulas that differ on some matrices are different, which is a proof. They are equal where they
agree on all that were tried, unless one of them needs more of the sizes than the other says.
"""

from __future__ import annotations

import itertools
import random
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Literal

from grader.equivalence.comparison import Comparison, Options
from grader.equivalence.deciding.dimensions import (
    INVERSES,
    ONE_LINE,
    TRACES,
    Dimensions,
    Shape,
    inverse_transposed,
    is_identity,
    is_primed,
    is_transposition,
    with_sizes,
)
from grader.equivalence.deciding.grids import (
    Value,
    added,
    inverse,
    multiplied,
    one_like,
    reduced,
    transposed,
)
from grader.equivalence.deciding.products import SUMS, written_out
from grader.equivalence.errors import Undecidable, Undefined
from grader.equivalence.trees.traversal import children
from grader.equivalence.trees.tree import (
    ZERO,
    Add,
    Apply,
    Constant,
    Expr,
    Logic,
    Matrix,
    Mul,
    Number,
    Pow,
    Relation,
    Set,
    Statements,
    Symbol,
    Text,
    Tuple,
)

TRIALS = 4
SIZES = (2, 3, 4, 5)
LARGEST = 30
"""Entries are whole numbers up to this, either way."""
MAX_POWER = 12


def compare_noncommuting(given: Expr, expected: Expr, options: Options) -> Comparison:
    """The verdict on two formulas in the matrices and vectors that the options declare."""
    declared = {name: (rows, columns) for name, rows, columns in options.grids}
    if kind_is_other(given) or kind_is_other(expected):
        return Comparison("unknown", "this is no formula of matrices and vectors")
    given, expected = written_out(given, declared), written_out(expected, declared)
    given, expected = with_sizes(given, "g", declared), with_sizes(expected, "k", declared)
    ours = Dimensions(declared)
    wanted = ours.shape(expected)
    joint = ours.copy()
    try:
        found = joint.shape(given)
        if (wanted is None) != (found is None):
            return Comparison("different", _other_kind(wanted, found))
        if wanted is not None and found is not None:
            joint.join(wanted[0], found[0])
            joint.join(wanted[1], found[1])
    except Undecidable as reason:
        return Comparison("unknown", str(reason))
    names = {name for shape in declared.values() for name in shape}
    identities = {name for name in (*_names(given), *_names(expected)) if is_identity(name)}
    is_stricter = _joins_oblong(ours, joint, declared)
    verdict = _tried(given, expected, joint, names | identities, options)
    if verdict == "equal" and is_stricter:
        return Comparison("unknown", "the two are equal for matrices of some sizes only")
    if verdict == "different":
        return Comparison("different", "the two differ for some matrices", proved=True)
    return Comparison(verdict, "" if verdict == "equal" else "no matrices tell the two apart")


def _joins_oblong(
    ours: Dimensions, joint: Dimensions, declared: Mapping[str, tuple[str, str]]
) -> bool:
    """Whether rows or columns of a matrix that need not be square became those of something else.

    That square matrices have one size, as `det(A B)` needs it, is no condition anybody states.
    """
    oblong = {
        ours.root(side)
        for shape in declared.values()
        if ours.root(shape[0]) != ours.root(shape[1])
        for side in shape
    }
    names = {side for shape in declared.values() for side in shape}
    before, after = ours.classes(names), joint.classes(names)
    merged = [{c for c in before if joint.root(c) == one} for one in after]
    return any(len(classes) > 1 and classes & oblong for classes in merged)


def kind_is_other(expr: Expr) -> bool:
    """Whether a tree is a statement, a list or words, and no formula with a value."""
    return isinstance(expr, Relation | Statements | Logic | Tuple | Matrix | Set | Text)


def _names(expr: Expr) -> Iterator[str]:
    if isinstance(expr, Symbol):
        yield expr.name
    for part in children(expr):
        yield from _names(part)


def _other_kind(wanted: Shape, found: Shape) -> str:
    words = ["a number" if shape is None else "a matrix or vector" for shape in (wanted, found)]
    return f"{words[0]} is expected and {words[1]} was given"


def _tried(
    given: Expr, expected: Expr, joint: Dimensions, names: set[str], options: Options
) -> Literal["equal", "different", "unknown"]:
    """What the two come to on random matrices of sizes for which both are defined."""
    classes = sorted(joint.classes(names))
    chance = random.Random(f"{options.seed}/matrices")
    for sizes in itertools.permutations(SIZES, min(len(classes), len(SIZES))):
        known = {ONE_LINE: 1} | dict(zip(classes, itertools.cycle(sizes or (2,)), strict=False))
        try:
            worlds = [World(joint, known, chance, options.symmetric) for _ in range(TRIALS)]
            pairs = [(world, world.value(given), world.value(expected)) for world in worlds]
        except Undefined:
            continue
        differ = [world for world, ours, theirs in pairs if ours != theirs]
        if any(not world.guessed for world in differ):
            return "different"
        return "unknown" if differ else "equal"
    return "unknown"


@dataclass(slots=True)
class World:
    """A matrix for each name, and a number for each other one."""

    dimensions: Dimensions
    sizes: dict[str, int]
    chance: random.Random
    symmetric: frozenset[str]
    known: dict[str, Value] = field(default_factory=dict)
    roots: dict[tuple[str, tuple[Value, ...]], Fraction] = field(default_factory=dict)
    guessed: bool = False
    """Whether the value of a function was made up, so that a difference proves nothing."""

    def value(self, expr: Expr) -> Value:
        """What a formula comes to; raises `Undefined` where a matrix has no inverse."""
        match expr:
            case Number(value):
                return value
            case Symbol(name) | Constant(name):
                return self._symbol(name)
            case Add(terms):
                values = [self.value(term) for term in terms if term != ZERO]
                total = values[0] if values else Fraction(0)
                for other in values[1:]:
                    total = added(total, other)
                return total
            case Mul(factors):
                return self._product([self.value(factor) for factor in factors])
            case Pow(base, exponent):
                return self._power(base, exponent)
            case Apply(name, arguments):
                return self._applied(name, [self.value(argument) for argument in arguments])
        return self._made_up(str(expr), ())

    def _symbol(self, name: str) -> Value:
        declared = self.dimensions.declared
        if is_primed(name, declared):
            return transposed(self._symbol(name[:-1]))
        if name not in self.known:
            if name in declared:
                rows, columns = (self._size(dimension) for dimension in declared[name])
                made = [[self._entry() for _ in range(columns)] for _ in range(rows)]
                if name in self.symmetric:
                    made = [[made[min(i, j)][max(i, j)] for j in range(rows)] for i in range(rows)]
                self.known[name] = tuple(map(tuple, made))
            elif is_identity(name):
                size = range(self._size(name))
                self.known[name] = tuple(tuple(Fraction(int(i == j)) for j in size) for i in size)
            else:
                self.known[name] = self._entry()
        return self.known[name]

    def _size(self, dimension: str) -> int:
        return self.sizes.get(self.dimensions.root(dimension), 2)

    def _entry(self) -> Fraction:
        return Fraction(self.chance.choice([n for n in range(-LARGEST, LARGEST + 1) if n]))

    def _product(self, values: list[Value]) -> Value:
        numbers = [value for value in values if isinstance(value, Fraction)]
        grids = [value for value in values if not isinstance(value, Fraction)]
        result: Value = Fraction(1)
        try:
            for grid in grids:
                result = multiplied(result, grid)
        except ValueError:
            result = Fraction(1)
            for grid in reversed(grids):
                result = multiplied(grid, result)
        for number in numbers:
            result = multiplied(number, result)
        return result

    def _power(self, base: Expr, exponent: Expr) -> Value:
        if isinstance(exponent, Number) and exponent.value % 2 == 0:
            match base:
                case Apply("norm" | "sqrt" as name, (inner,)):
                    square = self._square(self.value(inner), name)
                    return self._whole_power(square, exponent.value / 2)
        value = self.value(base)
        if not isinstance(value, Fraction):
            if is_transposition(exponent):
                return transposed(value)
            if inverse_transposed(exponent):
                return transposed(inverse(value))
        if isinstance(exponent, Number):
            return self._whole_power(value, exponent.value)
        return self._made_up("power", (value, self.value(exponent)))

    def _whole_power(self, value: Value, exponent: Fraction) -> Value:
        if exponent.denominator != 1 or abs(exponent) > MAX_POWER:
            return self._made_up("power", (value, exponent))
        if exponent < 0:
            value = inverse(value)
        result = one_like(value)
        for _ in range(abs(int(exponent))):
            result = multiplied(result, value)
        return result

    def _square(self, value: Value, name: str) -> Fraction:
        """What a root is the root of."""
        if name == "sqrt" and isinstance(value, Fraction):
            return value
        rows = ((value,),) if isinstance(value, Fraction) else value
        return sum((entry * entry for row in rows for entry in row), Fraction(0))

    def _applied(self, name: str, values: list[Value]) -> Value:
        value = values[0] if len(values) == 1 else None
        if value is not None and not isinstance(value, Fraction):
            if name == "transpose":
                return transposed(value)
            if name in INVERSES:
                return inverse(value)
            if name in TRACES:
                return sum((value[k][k] for k in range(len(value))), Fraction(0))
            if name in ("det", "abs"):
                return reduced(value)[0]
        if value is not None and name == "norm" and _is_line(value):
            return self._made_up("sqrt", (self._square(value, name),))
        if value is not None and name in SUMS:
            rows = ((value,),) if isinstance(value, Fraction) else value
            return SUMS[name](abs(entry) for row in rows for entry in row)
        if isinstance(value, Fraction):
            if name in ("transpose", "det") or name in TRACES:
                return value
            if name in INVERSES:
                return inverse(value)
            if name == "abs":
                return abs(value)
        return self._made_up(name, tuple(values))

    def _made_up(self, name: str, values: tuple[Value, ...]) -> Fraction:
        """A number for a function at values, the same each time."""
        self.guessed = True
        if (name, values) not in self.roots:
            self.roots[name, values] = self._entry()
        return self.roots[name, values]


def _is_line(value: Value) -> bool:
    return isinstance(value, Fraction) or len(value) == 1 or len(value[0]) == 1
