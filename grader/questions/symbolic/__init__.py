"""`symbolic`: an expression, a vector or a matrix, in whatever equal form it is written."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from typing import ClassVar, Literal

from grader.equivalence.errors import Undecidable, Undefined, Undetermined
from grader.equivalence.numbers.evaluation import evaluate_exact
from grader.equivalence.trees.structure import free_symbols
from grader.equivalence.trees.traversal import walk
from grader.equivalence.trees.tree import Expr, PlusMinus, Set
from grader.marks import Mark, Part, Status, awaiting, decided, missing, show
from grader.questions.base import Given
from grader.questions.echo import is_empty, shown
from grader.questions.formulas import Formula, compare_trees, read_formula
from grader.questions.formulas.claims import (
    bare_name,
    is_conditioned,
    strangers,
    unconditioned,
    value_side,
)
from grader.questions.formulas.entries import Entry, compared, witness_words
from grader.questions.formulas.mistakes import name_whole
from grader.questions.formulas.numbers import said_of_numbers
from grader.questions.formulas.parts import as_vector, entries, last_value, rows_of, statements
from grader.questions.formulas.readings import in_all_readings
from grader.questions.formulas.slips import Mutant, derivative_mutants, formula_mutants
from grader.questions.formulas.typeset import with_formula
from grader.questions.formulas.usual import as_values, called, of_its_variable
from grader.questions.mistake import MistakeTable
from grader.questions.symbolic.free import (
    listed,
    ordered_parts,
    vector_parts,
    vectors,
)
from grader.questions.symbolic.mistakes import MISTAKES
from grader.questions.symbolic.start import start
from grader.questions.symbolic.task import SymbolicTask
from grader.questions.symbolic.whole import as_asked, in_doubt, says_empty


class Symbolic(SymbolicTask):
    """Asks for a formula, a vector of formulas or a matrix of formulas.

    Equality is decided at random points with proof of every difference; what cannot be decided
    goes to a person.
    """

    kind: Literal["symbolic"]
    entry: ClassVar[str] = "a formula"
    part_word: ClassVar[str] = "Entry"
    look_again: ClassVar[str] = (
        "Put a number in for each variable and compare your formula with the task itself."
    )
    begun = staticmethod(start)
    layout: ClassVar[str] = "mapped"
    mistake_table: ClassVar[MistakeTable] = MISTAKES

    def mark_answer(self, given: Given) -> Mark:
        """Compare entry by entry; the shape must be the key's."""
        found = in_all_readings(self, given, Symbolic._marked)
        if found.status in (Status.INCORRECT, Status.PARTIAL) and self._leaves_signs_open(given):
            told = "It says two values at once, for either sign. A person decides."
            return awaiting(
                self.points, told, reason="undecided", read=found.read, source=given.source
            )
        return found

    def _leaves_signs_open(self, given: Given) -> bool:
        """Whether an answer has a sign for either where the key has none, and is no set."""
        if self.whole is not None:
            return False
        said = read_formula(given.value, self).expr
        keys = [self.key_of(text) for text in self.texts()]
        return said is not None and _is_either(said) and not any(map(_is_either, keys))

    def _marked(self, given: Given) -> Mark:
        is_empty_set = isinstance(self.whole, Set) and not self.whole.items
        if is_empty_set and (said := self._no_element(given)) is not None:
            return said
        if is_empty(given.value):
            return missing(self.points, f"Your answer is empty. Expected: {self._wanted()}.")
        formula = read_formula(given.value, self)
        wanted, whole = self._wanted(), self.whole
        asked = None if whole is None else as_asked(self, given.value, whole)
        if whole is not None and asked is not None:
            found = self._mark_whole(asked, formula.text, whole, given)
            return with_formula(found, formula)
        if whole is not None and isinstance(given.value, list | tuple) and len(given.value) == 2:
            told = f"You wrote {formula.text}, a list or the ends of an interval. A person decides."
            return awaiting(self.points, told, read=formula.text, source=given.source)
        if formula.expr is None:
            return self.unreadable(formula, wanted, given)
        if self.is_free and (free := self._mark_free(formula, given)) is not None:
            return with_formula(free, formula)
        parts = self._entries(formula.expr)
        if parts is None and not statements(formula.expr):
            return self.unreadable(replace(formula, problem="these are words"), wanted, given)
        if parts is None and (names := strangers(formula.expr, self.familiar)):
            told = f"You wrote {formula.text}. What {min(names)} means is not known here."
            more = f"Expected: {wanted}. A person decides."
            return awaiting(self.points, told, more, read=formula.text, source=given.source)
        if parts is None:
            told = f"You wrote {formula.text}, which is not {wanted}."
            return decided(
                Fraction(0), self.points, [told], source=given.source, read=formula.text,
                mistakes=["wrong_shape"],
            )  # fmt: skip
        keys = [self.key_of(text) for text in self.texts()]
        if len(self.variables) == 1 and self.functions:
            own = frozenset(self.functions)
            full = tuple(of_its_variable(part, own, self.variables[0]) for part in parts)
            parts = full if self._equal(full, keys, given) else parts
        found = self._compare(parts, keys, given, formula.text)
        wrong = found.status in (Status.INCORRECT, Status.PARTIAL)
        if wrong and self.shape == "scalar" and is_conditioned(formula.expr, keys):
            told = f"You wrote {formula.text}, with a condition. A person decides what it earns."
            found = awaiting(self.points, told, read=formula.text, source=given.source)
        elif wrong and (alone := free_symbols(formula.expr) & {*self.functions}):
            told = f"You wrote {formula.text}, with {min(alone)} as a value. A person decides."
            found = awaiting(self.points, told, read=formula.text, source=given.source)
        elif wrong and (name := bare_name(formula.expr, keys)):
            told = f"You wrote {formula.text}; {name} may stand for {name}_1. A person decides."
            found = awaiting(self.points, told, read=formula.text, source=given.source)
        elif wrong and self._is_right_as_called(formula.text, given):
            told = f"You wrote {formula.text}, a variable as a function. A person decides."
            found = awaiting(self.points, told, read=formula.text, source=given.source)
        return with_formula(found, formula)

    def _is_right_as_called(self, text: str, given: Given) -> bool:
        """Whether an answer is right where `σ(x)` is the variable σ at x, and no product."""
        names = called(text, self.variables)
        if not names:
            return False
        others = tuple(name for name in self.variables if name not in names)
        other = self.model_copy(update={"variables": others, "functions": tuple(names)})
        read = read_formula(given.value, other).expr
        parts = None if read is None else self._entries(as_values(read, names))
        keys = [self.key_of(one) for one in self.texts()]
        return parts is not None and self._equal(parts, keys, given)

    def _equal(self, parts: tuple[Expr, ...], keys: list[Expr], given: Given) -> bool:
        pairs = zip(parts, keys, strict=True)
        return all(compare_trees(*pair, self, given.seed).is_equal for pair in pairs)

    def _mark_free(self, formula: Formula, given: Given) -> Mark | None:
        """Compare in any order, or up to what is allowed; None where nothing is listed."""
        expr = formula.expr
        assert expr is not None
        if self.up_to is None and self.shape == "vector":
            found = listed(expr)
            parts = None if found is None else ordered_parts(self, found, given.seed)
        else:
            rows = vectors(self, expr)
            parts = None if rows is None else vector_parts(self, rows, given.seed)
        if parts is None:
            return None
        score = sum((part.score or Fraction(0) for part in parts), Fraction(0))
        if self._only_together(tuple(parts)) and score < self.points:
            score = Fraction(0)
        mistakes = [name for part in parts for name in part.mistakes]
        told = list(parts[0].feedback)
        if len(parts) > 1:
            right = sum(part.status is Status.CORRECT for part in parts)
            told = [] if right == len(parts) else [f"{right} of {len(parts)} entries are right."]
        return self._finish(score, told, mistakes, tuple(parts), given, formula.text)

    def _no_element(self, given: Given) -> Mark | None:
        """The mark of what may be the empty set, where that is the key."""
        read, empty = shown(given.value), says_empty(given.value)
        if empty:
            return decided(self.points, self.points, [], read=read, source=given.source)
        if empty is False:
            return None
        told = "Nothing stands in it, which may be the answer. A person decides."
        return awaiting(self.points, told, read=read, source=given.source)

    def _mark_whole(self, answer: Expr, text: str, key: Expr, given: Given) -> Mark:
        """Compare the solutions of conditions, or the elements of sets."""
        entry = compared((1,), "Your answer", answer, key, lambda: (), self, given.seed)
        why = in_doubt(self, given.value, answer, key, given.seed, differs=entry.differs)
        if why:
            told = f"You wrote {text}{why} A person decides."
            return awaiting(self.points, told, read=text, source=given.source)
        part = self._part(entry, self.points)
        lines, mistakes = list(part.feedback), list(part.mistakes)
        return self._finish(part.score or Fraction(0), lines, mistakes, (part,), given, text)

    def own(self, given: Given | None) -> tuple[Expr, ...] | None:
        """The student's entries, for questions that carry them forward."""
        if given is None or given.value is None:
            return None
        formula = read_formula(given.value, self)
        return None if formula.expr is None else self._entries(formula.expr)

    def _wanted(self) -> str:
        rows = self.rows()
        if self.shape == "vector":
            return f"a vector of {len(rows)} formulas"
        return "a formula" if self.shape == "scalar" else f"a {len(rows)}x{len(rows[0])} matrix"

    def _entries(self, expr: Expr) -> tuple[Expr, ...] | None:
        """The answer's entries in reading order, or None where its shape is another."""
        rows = self.rows()
        expr = unconditioned(expr)
        if self.shape == "vector":
            vector = as_vector(expr, len(rows), self.variables)
            if vector is None or len(vector) != len(rows):
                return None
            return tuple(last_value(unconditioned(entry)) for entry in vector)
        parts = statements(expr)
        if self.shape == "scalar":
            key = self.key_of(self.texts()[0])
            value = value_side(parts[-1], key) if parts else None
            inner = entries(value) if value is not None else None
            if inner is not None:
                return inner if len(inner) == 1 else None
            return (value,) if value is not None else None
        for part in reversed(parts):
            matrix = rows_of(last_value(part))
            if matrix and len(matrix) == len(rows) and len(matrix[0]) == len(rows[0]):
                return tuple(entry for row in matrix for entry in row)
        return None

    def _compare(self, found: tuple[Expr, ...], keys: list[Expr], given: Given, text: str) -> Mark:
        judged = [
            self._entry(index, entry, key, given.seed)
            for index, (entry, key) in enumerate(zip(found, keys, strict=True))
        ]
        full = self.points / len(keys)
        parts = tuple(self._part(entry, full) for entry in judged)
        numbers = said_of_numbers(found, keys, self.variables)
        swap = name_whole(self, found, keys, given.seed) if len(keys) > 1 else None
        score = sum((part.score or Fraction(0) for part in parts), Fraction(0))
        if self._only_together(parts) and score < self.points:
            score = Fraction(0)
        told: list[str] = []
        mistakes = [name for part in parts for name in part.mistakes]
        if swap is not None and any(entry.differs for entry in judged):
            kept = self.points * self.kept(swap.id)
            if kept >= score:
                score, mistakes = kept, [swap.id]
                scored = f"Score: {show(kept)} of {show(self.points)} points."
                told = [f"You wrote {text}. {swap.says} {scored}"]
        unexplained = all(entry.differs and entry.slip is None for entry in judged)
        if numbers and not told and unexplained:
            mistakes = ["number_for_formula"]
            parts = tuple(replace(part, mistakes=(), feedback=()) for part in parts)
            score, told = Fraction(0), [f"You wrote {text}. {numbers}"]
            parts = tuple(replace(p, score=score, status=Status.INCORRECT) for p in parts)
        told = told or self._summary(judged, parts, score)
        return self._finish(score, told, mistakes, parts, given, text)

    def _only_together(self, parts: tuple[Part, ...]) -> bool:
        return len(parts) > 1 and not self.per_entry

    def _summary(self, judged: list[Entry], parts: tuple[Part, ...], score: Fraction) -> list[str]:
        """One formula's story, or how many entries are right with the causes of the others."""
        if len(parts) == 1:
            return list(parts[0].feedback)
        right = sum(part.status is Status.CORRECT for part in parts)
        if right == len(parts):
            return [line for part in parts for line in part.feedback]
        causes = dict.fromkeys(entry.slip.says for entry in judged if entry.slip is not None)
        told = [f"{right} of {len(parts)} entries are right.", *causes]
        if any(part.status is Status.AWAITING for part in parts):
            told.append("An entry could not be checked automatically; a person looks at it.")
        if self._only_together(parts):
            told.append("They earn points only all together.")
        return [*told, f"Score: {show(score)} of {show(self.points)} points."]

    def _finish(
        self, score: Fraction, told: list[str], mistakes: list[str], parts: tuple[Part, ...],
        given: Given, text: str,
    ) -> Mark:  # fmt: skip
        if self.reveal and score < self.points:
            told = [*told, "Expected: " + ", ".join(self.texts()) + "."]
        shown = parts if len(parts) > 1 else ()
        if self._only_together(parts) and score < self.points:
            told, shown = [*told, *(line for part in parts for line in part.feedback)], ()
        if any(part.status == Status.AWAITING for part in parts):
            return awaiting(
                self.points, *told, score=score if len(parts) > 1 else None, read=text,
                source=given.source, parts=shown, mistakes=tuple(mistakes),
                reason="unread" if "unreadable" in mistakes else "undecided",
            )  # fmt: skip
        return decided(
            score, self.points, told, mistakes=mistakes, parts=shown, read=text, source=given.source
        )

    def _entry(self, index: int, given: Expr, key: Expr, seed: int) -> Entry:
        """One entry compared, under the place and the name it has in the key's shape."""
        place: tuple[int, ...] = (index + 1,)
        label = "Your formula"
        if self.shape == "vector":
            label = f"Component {index + 1}"
        if self.shape == "matrix":
            row, column = divmod(index, len(self.rows()[0]))
            place, label = (row + 1, column + 1), f"Entry ({row + 1},{column + 1})"
        return compared(place, label, given, key, lambda: self._slips(index, key), self, seed)

    def _slips(self, index: int, key: Expr) -> list[Mutant]:
        """What slips make of the key: first those of the differentiation that leads to it."""
        slips: list[Mutant] = []
        if self.gradient_of and index < len(self.variables):
            body = self.key_of(self.gradient_of)
            slips = derivative_mutants(body, self.variables[index], self.variables)
        return [*slips, *formula_mutants(key)]

    def _part(self, entry: Entry, full: Fraction) -> Part:
        wrong = f"differs from what was expected{witness_words(entry.verdict)}"
        common = {"accept": Fraction(1), "half": Fraction(1, 2), "refuse": Fraction(0)}
        return entry.part(self.id, full, wrong, self._kept_of(entry), common[self.common_domain])

    def _kept_of(self, entry: Entry) -> Fraction:
        """The share of its points that a wrong entry keeps; a lone formula is kept as a whole."""
        if entry.slip is None:
            return Fraction(0)
        alone = self.shape == "scalar" and not _is_trivial(entry.given)
        return self.kept(entry.slip.id) if alone else self.credit.get(entry.slip.id, Fraction(0))

    def kept(self, mistake: str) -> Fraction:
        """The share kept where one mistake explains it all: the rubric's, else the usual one."""
        return MISTAKES.kept(self.credit, mistake)


def _is_either(formula: Expr) -> bool:
    """Whether a sign for either stands in a formula."""
    return any(isinstance(node, PlusMinus) for node in walk(formula))


def _is_trivial(given: Expr) -> bool:
    """Whether an answer is 0, 1 or -1: what is left of many a slip, and of no work at all."""
    if free_symbols(given):
        return False
    try:
        return evaluate_exact(given, {}) in (0, 1, -1)
    except (Undecidable, Undefined, Undetermined):
        return False
