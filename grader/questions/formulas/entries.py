"""The entries of an answer one by one: equal, a named slip, or simply different."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

from grader.equivalence.comparison import Comparison
from grader.equivalence.trees.structure import free_symbols
from grader.equivalence.trees.tree import Expr, Text
from grader.marks import Part, Status, show, status_of
from grader.questions.echo import written_as
from grader.questions.formulas import FormulaQuestion, compare_trees
from grader.questions.formulas.claims import strangers
from grader.questions.formulas.mistakes import name_slip
from grader.questions.formulas.slips import Mutant
from grader.questions.formulas.usual import in_letters_of, is_usual
from grader.questions.mistake import Mistake


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry after comparing: its verdict and, where different, the slip that explains it."""

    place: tuple[int, ...]
    """Its number in a vector, or its row and column in a matrix, from 1."""
    label: str
    given: Expr
    verdict: Comparison
    slip: Mistake | None = None
    unknown: str = ""
    """Names in it that neither the rubric nor the key has, for which it cannot be called wrong."""

    @property
    def differs(self) -> bool:
        """Whether it is proved to be another than the key's."""
        return self.verdict.verdict == "different"

    def part(
        self, question: str, full: Fraction, wrong: str, kept: Fraction, common: Fraction | None
    ) -> Part:
        """The entry as a part of the mark: where, what was written, the cause, the credit.

        `wrong` says of a different entry what it is not, `kept` is the share that its slip keeps;
        `common` is what a form earns that is equal only where both are defined, None all.
        """
        name = ".".join([question, *map(str, self.place)])
        wrote = f"{self.label}: you wrote {written_as(self.given)}"
        match self.verdict.verdict:
            case "invalid" if not self.verdict.message:
                told = f"{self.label}: nothing is written."
                return Part(name, Fraction(0), full, Status.MISSING, (told,))
            case "invalid":
                told = f"{self.label} cannot be read: {self.verdict.message}"
                return Part(name, None, full, Status.AWAITING, (told,), ("unreadable",))
            case "equal_on_common_domain" if common is not None:
                score = full * common
                told = f"{wrote}, which agrees with the expected form wherever both are defined."
                return Part(name, score, full, status_of(score, full), (told,), ("common_domain",))
            case "equal" | "equal_on_common_domain":
                return Part(name, full, full, Status.CORRECT)
            case "unknown":
                why = f"What {self.unknown} means" if self.unknown else "This"
                what = "is not known here" if self.unknown else "could not be checked automatically"
                told = f"{wrote}. {why} {what}; a person looks at it."
                return Part(name, None, full, Status.AWAITING, (told,))
        told = f"{wrote}, which {wrong}."
        if self.slip is None:
            return Part(name, Fraction(0), full, Status.INCORRECT, (told,))
        score = full * kept
        told = f"{told} {self.slip.says} Score: {show(score)} of {show(full)} points."
        return Part(name, score, full, status_of(score, full), (told,), (self.slip.id,))


def compared(
    place: tuple[int, ...], label: str, given: Expr, key: Expr,
    slips: Callable[[], Sequence[Mutant]], question: FormulaQuestion, seed: int,
) -> Entry:  # fmt: skip
    """One entry beside the key's; where it is different, `slips` are asked which explains it.

    With a name that the question does not know, such as `H(x)`, it is not known to be different.
    """
    if isinstance(given, Text):
        return Entry(place, label, given, Comparison("invalid", given.words))
    verdict = compare_trees(given, key, question, seed)
    entry = Entry(place, label, question.echoed(given), verdict)
    if not entry.differs:
        return entry
    if words := strangers(given, question.familiar | free_symbols(key)):
        renamed = in_letters_of(given, key, frozenset(words))
        same = None if renamed is None else compare_trees(renamed, key, question, seed)
        if same is not None and same.is_equal:
            return replace(entry, verdict=same)
        said = ", ".join(sorted(words))
        told = Comparison("unknown", f"what {said} means is not known here")
        return replace(entry, verdict=told, unknown=said)
    if name := is_usual(
        given, key, frozenset(question.functions),
        lambda one, other: compare_trees(one, other, question, seed),
    ):  # fmt: skip
        told = Comparison("unknown", f"it is right for the function that {name} usually is")
        return replace(entry, verdict=told, unknown=name)
    return replace(entry, slip=name_slip(given, key, slips(), question, seed))


def witness_words(verdict: Comparison) -> str:
    """The point at which the two sides differ, with the student's value there, not the key's."""
    if not verdict.witness:
        return ""
    shown = {}
    for symbol, value in verdict.witness.items():
        simple = value.limit_denominator(1000)
        shown[symbol] = str(simple) if simple == value else f"{float(value):.4g}"
    yours = ""
    if verdict.values is not None:
        first = verdict.values[0]
        simple_number = re.fullmatch(r"-?\d+(?:\.\d+)?", first)
        yours = f", where yours is {f'{float(first):.4g}' if simple_number else first}"
    return " (for example at " + ", ".join(f"{k} = {v}" for k, v in shown.items()) + f"{yours})"
