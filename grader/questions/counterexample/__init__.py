"""`counterexample`: the claim is checked on the student's own witness."""

from __future__ import annotations

import itertools
import math
import re
from collections.abc import Callable, Mapping
from fractions import Fraction
from typing import Annotated, Any, ClassVar, Literal

from pydantic import Field

from grader.equivalence.errors import ReadError, Undecidable, Undefined
from grader.equivalence.reading import read
from grader.equivalence.trees.traversal import walk
from grader.equivalence.trees.tree import Add, Apply, Divergence, Expr, Mul, Pow, Relation, Symbol
from grader.marks import Mark, awaiting, decided, missing, show
from grader.questions.base import Given
from grader.questions.counterexample.general import Kind
from grader.questions.counterexample.general_mark import (
    general_problems,
    mark_general,
    same_items,
)
from grader.questions.counterexample.mistakes import MISTAKES
from grader.questions.counterexample.witness import (
    FAMILY,
    Distribution,
    divergence,
    entropy,
    read_witness,
)
from grader.questions.echo import is_empty, shown
from grader.questions.formulas import FormulaQuestion
from grader.questions.formulas.exact import value_at
from grader.questions.mistake import MistakeTable, credit_problems
from grader.questions.record import Share
from grader.questions.shapes.names import all_text

FUNCTIONS = ("KL", "H")
OF_MATRICES = ("tr", "Tr", "inv", "rank", "dot", "inner")
SAME = 1e-9

_TESTS: dict[str, Callable[[float, float], bool]] = {
    "!=": lambda a, b: not _same(a, b),
    "<": lambda a, b: a < b and not _same(a, b),
    ">": lambda a, b: a > b and not _same(a, b),
    "<=": lambda a, b: a <= b or _same(a, b),
    ">=": lambda a, b: a >= b or _same(a, b),
    "=": lambda a, b: _same(a, b),
}


class Counterexample(FormulaQuestion):
    """Asks for distributions on which a claim holds, such as KL(p || q) != KL(q || p).

    The grader works out both sides on the student's own distributions; saying so is not showing so.
    """

    kind: Literal["counterexample"]
    claim: str
    """A relation between KL(p || q), H(p) and numbers, such as KL(p || q) != KL(q || p); with
    `witness`, relations of what it names, such as A B != B A and det(A) = 0."""
    witness: dict[str, Kind] = Field(default_factory=dict)
    """What is to be given, by name: number, vector, matrix, set or function, as in `{A: matrix}`;
    without it, the distributions."""
    distributions: Annotated[tuple[str, ...], Field(min_length=1, max_length=6)] = ("p", "q")
    """Names of the distributions, in the order of a plain list."""
    said: str = (
        r"\\neq?\b|≠|!=|not (?:equal|symmetric|the same)|non-?symmetric|asymmetric|unsymmetric"
    )
    """A pattern of texts that state the claim without showing it."""
    credit: dict[str, Share] = Field(default_factory=dict)
    """Share of the points kept in a named case, such as `{only_asserted: 0.5}`."""

    stated: ClassVar[frozenset[str]] = frozenset({"claim"})
    entry: ClassVar[str] = "a list or mapping of probabilities for each distribution"
    part_word: ClassVar[str] = "Check"
    look_again: ClassVar[str] = (
        "Work out both sides of the claim on your own example before you hand it in."
    )
    mistake_table: ClassVar[MistakeTable] = MISTAKES

    def problems(self) -> list[tuple[str, str]]:
        """The claim must be one relation between things that can be worked out."""
        try:
            tree = self._claim()
        except ReadError as error:
            return [("claim", f"this cannot be read: {error.message}")]
        if self.witness:
            found = list(general_problems(self, tree))
            return [*found, *credit_problems(self.credit, MISTAKES.credited)]
        if not isinstance(tree, Relation) or len(tree.sides) != 2:
            return [("claim", "write one relation, such as KL(p || q) != KL(q || p)")]
        try:
            flat = read_witness([[0.5, 0.5]] * len(self.distributions), self.distributions)
            for side in tree.sides:
                _value(side, flat or {})
        except (Undecidable, Undefined) as reason:
            return [("claim", f"this cannot be worked out: {reason}")]
        return credit_problems(self.credit, MISTAKES.credited)

    @property
    def known_names(self) -> tuple[str, ...]:
        """The names of the witness."""
        functions = {name for name, kind in self.witness.items() if kind == "function"}
        return (*self.variables, *(name for name in self.witness if name not in functions))

    @property
    def known_functions(self) -> tuple[str, ...]:
        """Those declared, those of the witness, and what matrices have."""
        if not self.witness:
            return self.functions
        named = (name for name, kind in self.witness.items() if kind == "function")
        taken = set(self.witness)
        return (*self.functions, *named, *(name for name in OF_MATRICES if name not in taken))

    def functions_in(self, claim: Expr) -> set[str]:
        """The functions that a claim speaks of."""
        return {node.name.rstrip("'") for node in walk(claim) if isinstance(node, Apply)}

    def is_answer(self, answer: Any, given: Given) -> bool:
        """Whether the witness is this one."""
        if self.witness:
            return same_items(self, answer, given.value)
        known = read_witness(answer, self.distributions)
        if known is None:
            raise ValueError(f"write {self.entry}")
        return known == read_witness(given.value, self.distributions)

    def prepared(self, text: str) -> str:
        """A text with products and transposes as the grammar has them."""
        if not self.witness:
            return text
        return text.replace("@", "*").replace(".T", "^T").replace("∪", " or ").replace("∩", " and ")

    def _claim(self) -> Expr:
        if self.witness:
            return self.key_of(self.claim)
        return read(self.claim, functions=FUNCTIONS, symbols=self.distributions)

    def kept(self, case: str) -> Fraction:
        """Share kept in a named case: the rubric's, else the usual one."""
        return MISTAKES.kept(self.credit, case)

    def mark_answer(self, given: Given) -> Mark:
        """Check the witness and the claim on it, or say that there is none."""
        if self.witness:
            return mark_general(self, self._claim(), given)
        if is_empty(given.value):
            return missing(self.points, f"Your answer is empty. Expected: {self.entry}.")
        witness = read_witness(given.value, self.distributions)
        if witness is None:
            return self._without_witness(given)
        read_as = ", ".join(f"{name} = {item.shown()}" for name, item in witness.items())
        bad = [f"{name}: {item.problem()}" for name, item in witness.items() if item.problem()]
        if bad:
            return self._invalid(bad[0], witness, read_as, given)
        return self._checked(witness, read_as, given)

    def _checked(self, witness: Mapping[str, Distribution], read_as: str, given: Given) -> Mark:
        holds, numbers, infinite = self._holds(witness)
        if holds:
            told = [f"You gave {read_as}. There {numbers}: the claim holds."]
            case = "one_value_infinite" if infinite else ""
            if infinite:
                told.append(MISTAKES["one_value_infinite"].told().says)
            score = self.points * (self.kept(case) if case else 1)
            return decided(
                score, self.points, told, mistakes=[case] if case else [], read=read_as,
                source=given.source,
            )  # fmt: skip
        items = list(witness.values())
        equal = all(
            {k: c.value for k, c in item.chances.items() if c.value}
            == {k: c.value for k, c in items[0].chances.items() if c.value}
            and item.normal == items[0].normal
            for item in items
        )
        case = "same_distribution" if equal and len(items) > 1 else "witness_fails"
        apart = _outcomes_apart(witness)
        case = "different_outcomes" if apart else case
        score = self.points * self.kept(case)
        told = [
            f"You gave {read_as}. {MISTAKES[case].told(numbers=numbers, apart=apart).says}",
            "Distributions are expected on which it does; others do show it.",
            f"Score: {show(score)} of {show(self.points)} points.",
        ]
        return decided(score, self.points, told, mistakes=[case], read=read_as, source=given.source)

    def _holds(self, witness: Mapping[str, Distribution]) -> tuple[bool, str, bool]:
        """Whether the claim holds, both numbers in words, and whether one is infinite."""
        tree = self._claim()
        assert isinstance(tree, Relation)
        first, second = (_value(side, witness) for side in tree.sides)
        left, right = re.split(r"!=|<=|>=|<|>|=|≠|≤|≥", self.claim, maxsplit=1)
        numbers = f"{left.strip()} = {_number(first)} and {right.strip()} = {_number(second)}"
        infinite = math.isinf(first) != math.isinf(second)
        return _TESTS[tree.operators[0]](first, second), numbers, infinite

    def _invalid(
        self, problem: str, witness: Mapping[str, Distribution], read_as: str, given: Given
    ) -> Mark:
        """A witness that is no distribution, though its weights may show the claim when scaled."""
        scaled = {name: item.scaled() for name, item in witness.items()}
        sound = not any(item.problem() for item in scaled.values())
        share = self.kept("not_a_distribution") if sound and self._holds(scaled)[0] else Fraction(0)
        score = self.points * share
        told = [
            f"You gave {MISTAKES['not_a_distribution'].told(read=read_as, problem=problem).says}",
            "Probabilities that are not negative and sum to 1 are expected.",
            f"Score: {show(score)} of {show(self.points)} points.",
        ]
        return decided(
            score, self.points, told, mistakes=["not_a_distribution"], read=read_as,
            source=given.source,
        )  # fmt: skip

    def _without_witness(self, given: Given) -> Mark:
        """A claim in words or formulas, with no numbers to check it on."""
        text = all_text(given.value)
        told = [f"You wrote {_quoted(given.value)}."]
        if not text.strip() or not re.search(self.said, text, re.I):
            told.append(MISTAKES["no_witness"].told(entry=self.entry).says)
            if (
                len(text.split()) >= 12
                or FAMILY.search(text)
                or re.search(r"\d\.\d|\d/\d|\\frac\s*\d", text)
            ):
                return self._person(told, None, given, ())
            return decided(
                Fraction(0), self.points, told, mistakes=["no_witness"], source=given.source,
                read=text,
            )  # fmt: skip
        formulas = len(re.findall(r"\\int|\\sum|integral|sum_|∫|∑|\\log", text)) >= 2
        case = "only_asserted" if formulas else "only_claimed"
        named = MISTAKES[case].told()
        score = self.points * min(self.kept(case), Fraction(1, 2))
        told.append(named.says)
        told.append(f"Score: {show(score)} of {show(self.points)} points.")
        if re.search(r"\d\.\d|(?<![\d_^{])\d/\d|\\[dt]?frac\s*\{?\d+\}?\s*\{?\d", text):
            return self._person(told, score, given, (named.id,))
        return decided(
            score, self.points, told, mistakes=(named.id,), source=given.source, read=text
        )

    def _person(
        self, told: list[str], score: Fraction | None, given: Given, mistakes: tuple[str, ...]
    ) -> Mark:
        """Numbers or an argument stand there that the machine could not take for a witness."""
        last = "What stands there could not be checked automatically; a person looks at it."
        return awaiting(
            self.points, *told, last, score=score, read=all_text(given.value),
            source=given.source, mistakes=mistakes,
        )  # fmt: skip


def _outcomes_apart(witness: Mapping[str, Distribution]) -> str:
    """The outcomes of two distributions that have none in common; nothing where they do."""
    for (one, first), (two, second) in itertools.combinations(witness.items(), 2):
        mine, others = set(first.chances), set(second.chances)
        if mine and others and not mine & others:
            lists = (", ".join(map(str, item.chances)) for item in (first, second))
            return " and ".join(
                f"{name} is over {listed}" for name, listed in zip((one, two), lists, strict=True)
            )
    return ""


def _value(expr: Expr, witness: Mapping[str, Distribution]) -> float:
    """The number a side of the claim is on the witness; may be infinite."""
    match expr:
        case Apply("KL", (Divergence(Symbol(first), Symbol(second)),)) if {first, second} <= set(
            witness
        ):
            return divergence(witness[first], witness[second])
        case Apply("H", (Symbol(name),)) if name in witness:
            return entropy(witness[name])
        case Add(terms):
            return sum(_value(term, witness) for term in terms)
        case Mul(factors):
            return math.prod(_value(factor, witness) for factor in factors)
        case Pow(base, exponent):
            return float(_value(base, witness) ** _value(exponent, witness))
    return float(value_at(expr, {}))


def _same(first: float, second: float) -> bool:
    if math.isinf(first) or math.isinf(second):
        return first == second
    return abs(first - second) <= SAME * max(1.0, abs(first), abs(second))


def _number(value: float) -> str:
    return "infinity" if math.isinf(value) else f"{value:.6g}"


def _quoted(value: object) -> str:
    """An answer's texts inside a sentence, formulas in LaTeX between dollars."""
    texts = [shown(item) for item in (value if isinstance(value, list) else [value])[:6]]
    return "; ".join(f"${text}$" if "\\" in text and "$" not in text else text for text in texts)
