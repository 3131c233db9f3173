"""The fields of a kind that asks for probabilities and expectations, and how they are written."""

from __future__ import annotations

import dataclasses
import functools
from collections.abc import Iterator

from pydantic import Field

from grader.equivalence.chance.names import USUAL, Chance, Meaning, inferred
from grader.equivalence.comparison import Options
from grader.equivalence.errors import ReadError
from grader.equivalence.reading.notation import normal_name
from grader.questions.formulas.grids import GridQuestion


class ChanceQuestion(GridQuestion):
    """A question whose formulas may hold probabilities, expectations, variances, covariances."""

    events: tuple[str, ...] = ()
    """Names of events, as in P(A | B); where left out, those that stand alone in the key's P()."""
    random: tuple[str, ...] = ()
    """Names of random variables, as in E[X]; where left out, the capitals in the key's E, Var."""
    independent: tuple[tuple[str, ...], ...] = ()
    """Lists of events or random variables that are independent of one another."""
    probability: dict[str, Meaning] = Field(default_factory=dict)
    """Other names of P, E, Var, Cov, Sd and Corr, such as `{W: P, M: E}`."""

    @property
    def meanings(self) -> dict[str, Meaning]:
        """What functions of probability are called here; nothing where none is declared."""
        usual = {name: USUAL[name] for name in self.functions if name in USUAL}
        if not (usual or self.probability or self.events or self.random):
            return {}
        taken = {*self.variables, *self.matrices, *self.vectors, *self.events, *self.random}
        known = {n: m for n, m in USUAL.items() if n not in taken and (len(n) > 1 or n in "PE")}
        return {**known, **usual, **self.probability}

    @property
    def known_functions(self) -> tuple[str, ...]:
        """Those declared, and those of probability where any is."""
        return tuple(dict.fromkeys((*super().known_functions, *self.meanings)))

    def chance_keys(self) -> tuple[str, ...]:
        """The formulas from which events and random variables are inferred."""
        return ()

    @functools.cached_property
    def chance(self) -> Chance | None:
        """What is random in the formulas, or None where nothing is."""
        meanings = self.meanings
        if not meanings:
            return None
        events, random = set(map(normal_name, self.events)), set(map(normal_name, self.random))
        if not (events or random):
            trees = []
            for text in self.chance_keys():
                try:
                    trees.append(self.key_of(text))
                except ReadError:
                    continue
            events, random = inferred(trees, meanings)
        if not (events or random):
            return None
        groups = tuple(tuple(map(normal_name, group)) for group in self.independent)
        constants = frozenset(map(normal_name, self.variables))
        names = tuple(meanings.items())
        return Chance(frozenset(events), frozenset(random), names, groups, constants)

    @property
    def known_names(self) -> tuple[str, ...]:
        """Those of variables, matrices and vectors, and of what is random."""
        return (*super().known_names, *self.events, *self.random)

    def options(self, seed: int) -> Options:
        """How two formulas are compared, those of probability in random spaces."""
        found = super().options(seed)
        return found if self.chance is None else dataclasses.replace(found, chance=self.chance)

    def chance_problems(self) -> Iterator[tuple[str, str]]:
        """Names that are declared twice or not at all."""
        both = set(self.events) & set(self.random)
        if both:
            yield "random", f"{min(both)} is an event already"
        known = {*self.events, *self.random}
        seen: set[str] = set()
        for index, group in enumerate(self.independent):
            for name in group:
                if name not in known:
                    said = f"{name} is none of the events or random variables: declare it"
                    yield f"independent.{index}", said
                elif name in seen:
                    said = f"{name} stands in two lists: write all that are independent in one"
                    yield f"independent.{index}", said
                seen.add(name)
        if len(seen) > 6:
            yield "independent", "at most six names can be independent of one another"
        if self.chance is not None and self.grids:
            yield "random", "matrices and probabilities cannot stand in one question"
