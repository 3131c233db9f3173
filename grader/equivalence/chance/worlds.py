"""Finite probability spaces with exact weights, drawn from a seed."""

from __future__ import annotations

import itertools
import random
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from fractions import Fraction

from grader.equivalence.chance.names import Chance
from grader.equivalence.trees.traversal import walk
from grader.equivalence.trees.tree import Expr, Number, Relation

COUNT = 4
MOST_POINTS = 128
POINTS = 8
SPREAD = 5


@dataclass(slots=True)
class World:
    """A weight for each point, the points of each event, and the values of each variable."""

    weights: tuple[Fraction, ...]
    events: Mapping[str, frozenset[int]]
    values: Mapping[str, tuple[Fraction, ...]]
    chance: random.Random
    chosen: dict[str, Fraction] = field(default_factory=dict)
    """Values of names that a random variable is compared with: one that it takes."""

    def value_for(self, name: str, variable: str) -> Fraction:
        """The value of a name beside a random variable, as in ``X = x``."""
        if name not in self.chosen:
            self.chosen[name] = self.chance.choice(self.values[variable])
        return self.chosen[name]


def literals(trees: Iterable[Expr]) -> frozenset[Fraction]:
    """The numbers with which something is compared in a formula."""
    return frozenset(
        inner.value
        for tree in trees
        for node in walk(tree)
        if isinstance(node, Relation)
        for inner in walk(node)
        if isinstance(inner, Number)
    )


def worlds(chance: Chance, numbers: frozenset[Fraction], seed: str) -> Iterator[World]:
    """Spaces in which every event and its complement happen, together and apart."""
    for count in range(COUNT):
        yield _world(chance, numbers, random.Random(f"grader.chance:{seed}:{count}"))


def _world(chance: Chance, numbers: frozenset[Fraction], source: random.Random) -> World:
    axes = [name for group in chance.independent for name in group]
    sizes = {name: 2 if name in chance.events else 3 for name in axes}
    while _product(sizes.values()) > MOST_POINTS // 2:
        largest = max(sizes, key=lambda name: sizes[name])
        sizes[largest] -= 1
    free = sorted(chance.events - set(axes))[:3]
    base = list(itertools.product(*(range(sizes[name]) for name in axes)))
    patterns = list(itertools.product((False, True), repeat=len(free)))
    points = [(place, pattern) for place in base for pattern in patterns]
    while len(points) < POINTS or (len(points) < 2 * len(base) and len(points) < MOST_POINTS):
        points += points
    points = points[:MOST_POINTS]
    marginal = [[Fraction(source.randint(1, 9)) for _ in range(sizes[name])] for name in axes]
    rest = {place: [source.randint(1, 9) for p, _ in points if p == place] for place in base}
    weights = []
    seen: dict[tuple[int, ...], int] = {}
    for place, _ in points:
        inner = rest[place]
        index = seen.get(place, 0)
        seen[place] = index + 1
        weight = Fraction(inner[index], sum(inner))
        for axis, coordinate in enumerate(place):
            weight *= marginal[axis][coordinate] / sum(marginal[axis])
        weights.append(weight)
    events: dict[str, frozenset[int]] = {}
    for name in sorted(chance.events):
        if name in axes:
            axis = axes.index(name)
            inside = {k for k, (place, _) in enumerate(points) if place[axis]}
        elif name in free:
            inside = {k for k, (_, pattern) in enumerate(points) if pattern[free.index(name)]}
        else:
            inside = {k for k in range(len(points)) if source.random() < 0.5} | {0}
        events[name] = frozenset(inside)
    values: dict[str, tuple[Fraction, ...]] = {}
    for name in sorted(chance.random):
        if name in axes:
            axis = axes.index(name)
            drawn = _drawn(numbers, sizes[name], source)
            values[name] = tuple(drawn[place[axis]] for place, _ in points)
        else:
            values[name] = tuple(_spread(numbers, len(points), source))
    total = sum(weights, Fraction(0))
    return World(tuple(w / total for w in weights), events, values, source)


def _product(sizes: Iterable[int]) -> int:
    total = 1
    for size in sizes:
        total *= size
    return total


def _drawn(numbers: frozenset[Fraction], count: int, source: random.Random) -> list[Fraction]:
    """Different values, those that a formula names among them."""
    pool = [Fraction(n) for n in range(-SPREAD, SPREAD + 1) if n and Fraction(n) not in numbers]
    named = sorted(numbers)[: max(count - 1, 1)]
    return [*named, *source.sample(pool, count)][:count]


def _spread(numbers: frozenset[Fraction], count: int, source: random.Random) -> list[Fraction]:
    """Values over all points, each several times, so that conditions on them mean something."""
    drawn = _drawn(numbers, min(4, max(3, len(numbers) + 1)), source)
    found = [drawn[k % len(drawn)] for k in range(count)]
    source.shuffle(found)
    return found
