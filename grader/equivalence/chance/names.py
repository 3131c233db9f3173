"""What the names in formulas of probability stand for: functions, events and random variables."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Literal

from grader.equivalence.trees.structure import free_symbols
from grader.equivalence.trees.traversal import walk
from grader.equivalence.trees.tree import Apply, Conditional, Expr, Logic, Mul, Relation, Symbol

Meaning = Literal["P", "E", "Var", "Cov", "Sd", "Corr"]
USUAL: dict[str, Meaning] = {
    "P": "P", "Pr": "P", "Prob": "P", "E": "E", "Var": "Var", "V": "Var", "var": "Var",
    "Cov": "Cov", "cov": "Cov", "Sd": "Sd", "SD": "Sd", "sd": "Sd", "Std": "Sd", "std": "Sd",
    "Corr": "Corr", "Cor": "Corr", "corr": "Corr",
}  # fmt: skip
"""What such names mean where a rubric declares them as functions and says nothing else."""


@dataclass(frozen=True, slots=True)
class Chance:
    """Events and random variables by name, what functions mean, and what is independent."""

    events: frozenset[str]
    random: frozenset[str]
    meanings: tuple[tuple[str, Meaning], ...]
    independent: tuple[tuple[str, ...], ...] = ()
    constants: frozenset[str] = frozenset()
    """Other names that are known."""

    def meaning(self, name: str) -> Meaning | None:
        """What a function means; a subscript, as in ``E_X``, changes nothing."""
        table = dict(self.meanings)
        return table.get(name) or table.get(name.partition("_")[0])

    def event(self, name: str) -> tuple[str, bool] | None:
        """The event that a name is, and whether it is its complement: ``A_bar``, ``A'``."""
        if name in self.events:
            return name, False
        base = name.removesuffix("_bar").removesuffix("'").removesuffix("_c")
        return (base, True) if base in self.events and base != name else None


def inferred(keys: Iterable[Expr], meanings: dict[str, Meaning]) -> tuple[set[str], set[str]]:
    """The events and the random variables of a key, by where they stand in it."""
    events: set[str] = set()
    random: set[str] = set()
    for key in keys:
        for node in walk(key):
            if not isinstance(node, Apply):
                continue
            meaning = meanings.get(node.name) or meanings.get(node.name.partition("_")[0])
            for part in _parts(node.arguments) if meaning else ():
                if meaning == "P":
                    events |= set(_events(part))
                    random |= _random_in_conditions(part)
                else:
                    names = free_symbols(part)
                    capital = {name for name in names if name[:1].isupper()}
                    random |= capital or set(names)
    return events - random, random


def _parts(arguments: tuple[Expr, ...]) -> Iterator[Expr]:
    for argument in arguments:
        if isinstance(argument, Conditional):
            yield from (*argument.left, *argument.right)
        else:
            yield argument


def _events(part: Expr) -> Iterator[str]:
    match part:
        case Symbol(name):
            yield name.removesuffix("_bar").removesuffix("'")
        case Logic(_, items):
            for item in items:
                yield from _events(item)
        case Mul(items) | Apply("complement", items):
            for item in items:
                yield from _events(item)


def _random_in_conditions(part: Expr) -> set[str]:
    found: set[str] = set()
    for node in walk(part):
        if isinstance(node, Relation):
            found |= {name for name in free_symbols(node) if name[:1].isupper()}
    return found


def known_symbols(expr: Expr, chance: Chance) -> frozenset[str]:
    """The names in a formula that are neither events nor random variables."""
    return frozenset(
        name
        for name in free_symbols(expr)
        if name not in chance.random and chance.event(name) is None and name not in ("c", "C")
    )
