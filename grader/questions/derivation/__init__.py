"""`derivation`: an argument whose every equality is tested, and whose steps must be there."""

from __future__ import annotations

import functools
from collections.abc import Iterator, Mapping
from dataclasses import replace
from fractions import Fraction
from typing import TYPE_CHECKING, Any, ClassVar, Literal

from pydantic import Field

from grader.equivalence.errors import ReadError
from grader.equivalence.reading import read_with
from grader.equivalence.reading.notation import Notation
from grader.equivalence.trees.structure import free_symbols
from grader.equivalence.trees.tree import Expr, Relation
from grader.marks import Mark, Part, Status, awaiting, decided, missing, show, status_of
from grader.questions.asking.secrets import Secret, phrase
from grader.questions.base import Given
from grader.questions.derivation.mistakes import MISTAKES
from grader.questions.derivation.names import ENTROPY_NAMES, KL_NAMES, SIZE_NAMES, Names
from grader.questions.derivation.own import takes
from grader.questions.derivation.plain import conditions, equality
from grader.questions.derivation.plain_mark import mark_plain
from grader.questions.derivation.step import Step
from grader.questions.derivation.text import pieces
from grader.questions.derivation.words import lines_of, told_of
from grader.questions.derivation.writing import prepared
from grader.questions.echo import shown
from grader.questions.formulas import is_latex
from grader.questions.formulas.chances import ChanceQuestion
from grader.questions.formulas.readings import in_all_readings
from grader.questions.mistake import MistakeTable, credit_problems
from grader.questions.record import Share, Take

if TYPE_CHECKING:
    from grader.questions.derivation.claims import Argument

HALF = Fraction(1, 2)
FEW_WORDS = 12
"""An answer in words alone that is shorter than this is no argument a person must read."""


class Derivation(ChanceQuestion):
    """Asks for a derivation with integrals, expectations, sums and arg min over densities.

    Every equality is tested in random worlds; the first broken one is named with its cause.
    What cannot be tested goes to a person, with the rest marked already.
    """

    kind: Literal["derivation"]
    densities: tuple[str, ...] = ()
    """Names of the densities, such as `[p*, p]`; without any, formulas, matrices or probabilities
    are compared as in `symbolic`, and `wanted` or `steps` say what the argument must reach."""
    given: tuple[str, ...] = ()
    """Without densities: equations and the like that may be used, such as `A^T = A`."""
    wanted: str = ""
    """Without densities: the equation or inequality to be shown."""
    parametric: tuple[str, ...] = ()
    """Those of them that depend on the parameter."""
    data: str = ""
    """The density the sample follows; the first one where left out."""
    parameter: str = "theta"
    """The name of the parameter."""
    functions: tuple[str, ...] = ()
    """Further names of functions that answers may define, such as L."""
    aliases: dict[str, str] = Field(default_factory=dict)
    """Other spellings of a density, such as `{p_data: p*}`."""
    steps: tuple[Step, ...] = ()
    """What the argument must contain."""
    credit: dict[str, Share] = Field(default_factory=dict)
    """Share of the points kept after a named mistake, such as `{reversed_kl: 0.5}`."""

    stated: ClassVar[frozenset[str]] = frozenset({"given", "wanted", "densities"})
    entry: ClassVar[str] = "a derivation: formulas, with words between them"
    part_word: ClassVar[str] = "Step"
    look_again: ClassVar[str] = (
        "Write the next line only when you can say which rule takes you there from the one above."
    )
    is_short: ClassVar[bool] = False
    spreads: ClassVar[bool] = True
    mistake_table: ClassVar[MistakeTable] = MISTAKES

    @property
    def usually_taken(self) -> Take:
        """Statements in order."""
        return "formulas"

    def problems(self) -> list[tuple[str, str]]:
        """Formulas of the steps must be readable, names of densities known."""
        if not self.densities:
            return self._plain_problems()
        found: list[tuple[str, str]] = []
        for field in ("given", "wanted"):
            if getattr(self, field):
                found.append((field, "this is for arguments without densities: leave one out"))
        for name in (*self.parametric, *([self.data] if self.data else [])):
            if name not in self.densities:
                found.append(("densities", f"{name!r} is used but is not one of the densities"))
        for index, step in enumerate(self.steps):
            for text in _formulas_of(step):
                try:
                    self.tree(text)
                except ReadError as error:
                    message = f"{text!r} cannot be read: {error.message}"
                    found.append((f"steps.{index}", message))
        found += credit_problems(self.credit, MISTAKES.credited)
        if sum(step.points for step in self.steps) <= 0:
            found.append(("steps", "give at least one step points"))
        return found

    def _plain_problems(self) -> list[tuple[str, str]]:
        """What is given and wanted must be readable, and what is wanted must hold."""
        texts = {f"given.{i}": text for i, text in enumerate(self.given)}
        texts |= {"wanted": self.wanted} if self.wanted else {}
        for index, step in enumerate(self.steps):
            texts |= {f"steps.{index}": text for text in _formulas_of(step)}
        found: list[tuple[str, str]] = []
        for path, text in texts.items():
            found += self.key_problem(path, text)
        found += [*self.chance_problems(), *self.grid_problems({})]
        if not (self.wanted or self.steps):
            found.append(("wanted", "write what is to be shown, or the steps, or densities"))
        if found:
            return found
        wanted = self.wanted_relation()
        if self.wanted and wanted is None:
            return [("wanted", "write an equation or an inequality, such as E[a X] = a E[X]")]
        for index, text in enumerate(self.given):
            if not list(conditions([self.key_of(text)])):
                found.append((f"given.{index}", "write an equation, such as A^T = A"))
        if wanted is None or found or self.hypotheses() or set(wanted.operators) != {"="}:
            return found
        if equality(self, wanted.sides[0], wanted.sides[1], 0)[0] is False:
            found.append(("wanted", "this does not hold: a point, matrix or space refutes it"))
        return found

    def hypotheses(self) -> tuple[Relation, ...]:
        """What is given, as relations."""
        return tuple(conditions([self.key_of(text) for text in self.given]))

    def wanted_relation(self) -> Relation | None:
        """What is to be shown."""
        tree = self.key_of(self.wanted) if self.wanted else None
        return tree if isinstance(tree, Relation) else None

    def chance_keys(self) -> tuple[str, ...]:
        """The formulas in which what is random is looked for."""
        return (*self.given, *([self.wanted] if self.wanted else ()))

    def names_in_use(self) -> frozenset[str]:
        """Names that stand for something before an answer defines its own."""
        texts = (*self.chance_keys(), *(text for step in self.steps for text in _formulas_of(step)))
        used = {name for text in texts for name in free_symbols(self.key_of(text))}
        return frozenset((*self.known_names, *used))

    def kept(self, mistake: str) -> Fraction:
        """Share kept after a named mistake: the rubric's, else the usual one."""
        return MISTAKES.kept(self.credit, mistake)

    def secrets(self) -> Iterator[Secret]:
        """What each step is, and the formulas that show it."""
        for index, step in enumerate(self.steps):
            if len(step.title.split()) > 3:
                yield phrase(f"steps.{index}.title", step.title)
            for shows in step.shows:
                yield phrase(f"steps.{index}.shows", shows)

    def part_titles(self) -> Mapping[str, str]:
        """The steps by their ids."""
        return {step.id: step.title for step in self.steps}

    def is_answer(self, answer: Any, given: Given) -> bool:
        """Whether the argument takes this wrong step."""
        return takes(self, answer, given.value)

    def mark_answer(self, given: Given) -> Mark:
        """Go through the argument, look for the steps, and add up."""
        return in_all_readings(self, given, Derivation._marked)

    def _marked(self, given: Given) -> Mark:
        if not self.densities:
            return mark_plain(self, given)
        from grader.questions.derivation.search import Search, in_reverse  # imports numpy

        text = shown(given.value)
        found = self.argument(given.value, given.seed)
        if not (found.statements or found.words or found.unread or found.claims):
            return missing(self.points, f"Your answer is empty. Expected: {self.entry}.")
        mistakes = self._mistakes(found)
        extra = in_reverse(found) if {"reversed_kl", "wrong_weights"} & set(mistakes) else []
        search = Search(found, extra)
        read = self._formulas()
        there = self._there({step.id: search.found(step, read) for step in self.steps})
        gaps = search.gaps(self.steps, there, read)
        mark = self._add_up(found, there, mistakes, given, text, gaps)
        return mark if mark.status is Status.CORRECT else replace(mark, plot=lines_of(found, gaps))

    def argument(self, value: Any, seed: int) -> Argument:
        """What an answer says, with every claim tested."""
        from grader.questions.derivation.argument import go_through  # imports numpy
        from grader.questions.derivation.checks import Setting

        names = self.world_names()
        setting = Setting(names, f"{seed}:{self.id}")
        model = self.parametric[0] if self.parametric else self.densities[-1]
        return go_through(pieces(value, self.density_notation(), names.data), setting, model)

    def world_names(self) -> Names:
        """The roles of the names, for the random worlds."""
        data = self.data or self.densities[0]
        return Names(self.densities, self.parametric, data, self.parameter, self.spellings())

    def spellings(self) -> dict[str, str]:
        """The aliases, and the densities as capitals where those name nothing else."""
        taken = {*self.densities, *self.functions, *KL_NAMES, *ENTROPY_NAMES, *SIZE_NAMES}
        capitals = {name.upper(): name for name in self.densities if name.islower()}
        return {**{k: v for k, v in capitals.items() if k not in taken}, **self.aliases}

    def density_notation(self) -> Notation:
        """How the names in an answer are read."""
        known = (*self.densities, *self.spellings(), *self.functions, *KL_NAMES, *ENTROPY_NAMES)
        return Notation("infix", frozenset(known), frozenset(("const", "MLE")))

    def tree(self, text: str) -> Expr:
        """A formula of the rubric; raises `ReadError`."""
        return _key_tree(text, self.density_notation().functions, self.world_names().data)

    def _formulas(self) -> dict[str, Expr]:
        return {text: self.tree(text) for step in self.steps for text in _formulas_of(step)}

    def _there(self, found: dict[str, bool]) -> list[bool]:
        """Which steps are there, those included that another one implies."""
        return [
            found[step.id] or any(found.get(other, False) for other in step.implied_by)
            for step in self.steps
        ]

    def _mistakes(self, found: Argument) -> list[str]:
        named = ["missing_p"] if found.lacking else []
        return list(dict.fromkeys([*named, *(claim.cause for claim in found.broken)]))

    def _add_up(
        self, found: Argument, there: list[bool], mistakes: list[str], given: Given, text: str,
        gaps: Mapping[str, tuple[str, str]],
    ) -> Mark:  # fmt: skip
        total = sum((step.points for step in self.steps), Fraction(0))
        reached = sum(
            (step.points for step, is_there in zip(self.steps, there, strict=True) if is_there),
            Fraction(0),
        )
        share = reached / total
        charged = share - sum((1 - self.kept(name) for name in mistakes), Fraction(0))
        if len(mistakes) == 1 and share == 1:
            charged = max(charged, min(HALF, self.kept(mistakes[0])))
        charged = max(charged, Fraction(0))
        absent = [step for step, is_there in zip(self.steps, there, strict=True) if not is_there]
        names = [*mistakes, *(f"missing_{step.id}" for step in absent)]
        told = told_of(found, absent, gaps)
        score = self.points * charged
        if score < self.points:
            shared = 0 < charged < share and sum(there) > 1
            evenly = "; the deduction is spread over the steps you got" if shared else ""
            told.append(f"Score: {show(score)} of {show(self.points)} points{evenly}.")
        parts = self._parts(there, charged / share if share else Fraction(0))
        open_: list[object] = [*found.undecided, *found.unread]
        if not found.statements and sum(len(words.split()) for words in found.words) >= FEW_WORDS:
            open_ += found.words
        if (open_ and score < self.points) or "broken_step" in mistakes:
            told = told if score else [said for said in told if not said.startswith("Score:")]
            told.append("What could not be checked automatically is looked at by a person.")
            return awaiting(
                self.points, *told, score=score or None, read=_echo(given.value),
                source=given.source,
                parts=parts, mistakes=tuple(names),
            )  # fmt: skip
        return decided(
            score, self.points, told, mistakes=names, parts=parts, read=_echo(given.value) or text,
            source=given.source,
        )  # fmt: skip

    def part_ids(self) -> tuple[str, ...]:
        """One part per required step."""
        return tuple(f"{self.id}.{step.id}" for step in self.steps)

    def _parts(self, there: list[bool], shrink: Fraction) -> tuple[Part, ...]:
        """One part a step; what mistakes cost is taken from the steps that are there, evenly."""
        total = sum((step.points for step in self.steps), Fraction(0))
        parts = []
        for step, is_there in zip(self.steps, there, strict=True):
            full = self.points * step.points / total
            score = full * shrink if is_there else Fraction(0)
            told = () if is_there else (f"Not found: {step.title}.",)
            parts.append(Part(f"{self.id}.{step.id}", score, full, status_of(score, full), told))
        return tuple(parts)


@functools.lru_cache(256)
def _key_tree(text: str, functions: frozenset[str], data: str) -> Expr:
    """A formula of a rubric, read once for a whole class."""
    latex = is_latex(text)
    chosen = Notation("latex" if latex else "infix", functions, frozenset(("const", "MLE")))
    return read_with(prepared(text, latex, data), chosen)


def _formulas_of(step: Step) -> tuple[str, ...]:
    """Every formula that a step is written with."""
    return (*step.shows, *step.joins, *filter(None, [step.concludes, step.splits]))


def _echo(value: Any) -> str:
    """The answer as it was read, a line for each of its texts."""
    if isinstance(value, list):
        return "\n".join(str(item) for item in value)[:4000]
    return str(value)[:4000]
