"""Mistakes with a name: what a kind knows of each, that one was recognised, and credit for it."""

from __future__ import annotations

import difflib
import functools
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any


@dataclass(frozen=True, slots=True)
class Mistake:
    """One that was recognised in an answer: its name, and the sentence that says it."""

    id: str
    says: str


@dataclass(frozen=True, slots=True)
class Example:
    """An answer that shows a mistake, to the question that its table is made for."""

    answer: Any = None
    asked: Mapping[str, Any] = field(default_factory=dict)
    """Fields in which the question differs; a key whose value is None is left out of it."""
    beside: tuple[Mapping[str, Any], Any] | None = None
    """Another question and the answer to it, where an error is carried forward from there."""
    measured: Mapping[str, Any] = field(default_factory=dict)
    """What was measured of an answer that is no text but what a model gave."""
    shown: str = ""
    """The answer in words, for documentation, where its data would say little."""
    about: str = ""
    """In words, what its question is about, where `asked` is long."""


@dataclass(frozen=True, slots=True)
class Known:
    """One mistake that a kind knows by name: what it keeps, what is said, and who makes it."""

    id: str
    says: str | Mapping[str, str]
    """The sentence, or several by the case they are for; `{}` holds what only the answer tells."""
    example: Example
    keeps: Fraction | None = None
    """Share of the question's points left where it explains the whole answer."""
    part_keeps: Fraction | None = None
    """Share of its points left to one part of several in which it was made."""
    part: str = ""
    """What such a part is called, where a report's word for one says something else."""
    costs: str = ""
    """In words, what no share tells, and `credit:` does not change."""
    named_as: str = ""
    """Its name in a mark, where several that keep different shares have one name."""

    @property
    def sentences(self) -> tuple[str, ...]:
        """Every sentence that may be said of it."""
        return (self.says,) if isinstance(self.says, str) else tuple(self.says.values())

    def told(self, case: str = "", /, **words: Any) -> Mistake:
        """The mistake as recognised, its sentence filled in."""
        says = self.says if isinstance(self.says, str) else self.says[case]
        return Mistake(self.named_as or self.id, says.format(**words))


@dataclass(frozen=True)
class MistakeTable:
    """All the mistakes that a kind knows, and the question to which their examples are answers."""

    question: Mapping[str, Any] = field(default_factory=dict)
    rows: tuple[Known, ...] = ()

    def __getitem__(self, name: str) -> Known:
        return self._by_name[name]

    def __iter__(self) -> Iterator[Known]:
        return iter(self.rows)

    @functools.cached_property
    def _by_name(self) -> dict[str, Known]:
        return {row.id: row for row in self.rows}

    @property
    def credited(self) -> frozenset[str]:
        """Names that `credit:` may give another share."""
        return frozenset(row.id for row in self.rows if not row.costs)

    @property
    def carried(self) -> frozenset[str]:
        """Names of mistakes that were made in another question and are charged there."""
        return frozenset(row.named_as or row.id for row in self.rows if row.example.beside)

    def kept(self, credit: Mapping[str, Fraction], name: str) -> Fraction:
        """Share left after a mistake: what `credit:` says, else the usual one."""
        row = self[name]
        usual = row.part_keeps if row.keeps is None else row.keeps
        return credit.get(name, Fraction(0) if usual is None else usual)


def credit_problems(
    credit: Mapping[str, Fraction], known: Collection[str]
) -> list[tuple[str, str]]:
    """Names in `credit:` that no mistake of the kind has, with the one that may be meant."""
    found = []
    for name in credit:
        if name not in known:
            close = difflib.get_close_matches(name, list(known), 1, 0.6)
            hint = f"did you mean `{close[0]}`?" if close else "one of " + ", ".join(sorted(known))
            found.append((f"credit.{name}", f"there is no mistake called {name!r}; {hint}"))
    return found
