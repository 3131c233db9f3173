"""`function`: a callable, tried on inputs that the student does not see."""

from __future__ import annotations

import builtins
from collections.abc import Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Annotated, Any, ClassVar, Literal

from pydantic import Field

from grader.evidence import Answer, outcome_from_plain
from grader.marks import Mark, Part, Status, decided, not_gradable
from grader.questions.base import Given, Probe, Question
from grader.questions.echo import shown
from grader.questions.function.cases import (
    agree,
    described,
    expected_kind,
    is_comparable,
    numbers_of,
)
from grader.questions.numeric import NOISE
from grader.questions.numeric.tolerance import Tolerance
from grader.questions.record import Record
from grader.values import plain


class Case(Record):
    """One hidden call and what it has to give."""

    arguments: tuple[Any, ...] = ()
    """The arguments in order: numbers, texts, truth values, and lists or mappings of them."""
    expected: Any = None
    """The right result; where left out, what the reference's own function gives."""

    @property
    def is_given(self) -> bool:
        """Whether the rubric itself holds the result; it may be `null`."""
        return "expected" in self.model_fields_set


@dataclass(frozen=True, slots=True)
class Verdict:
    """How one call went: a clause for the student and one for the instructor alone."""

    right: bool
    told: str = ""
    staff: str = ""


class Function(Question):
    """Asks for a function, which is called on hidden inputs; each case earns its share.

    Feedback says what went wrong in which case, and never what went in or what came out.
    """

    kind: Literal["function"]
    cases: Annotated[tuple[Case, ...], Field(min_length=1, max_length=1000)]
    """The hidden calls."""
    tolerance: Tolerance = NOISE
    """When a number in a result counts as right; where left out, equal but for arithmetic noise."""
    per_case: bool = True
    """Whether each case earns its share; false: all cases or nothing."""

    needs_reference: ClassVar[bool] = True
    entry: ClassVar[str] = "a function"
    part_word: ClassVar[str] = "Input"
    layout: ClassVar[str] = "mapped"

    def probes(self) -> tuple[Probe, ...]:
        """One call probe with all hidden inputs."""
        calls = tuple(case.arguments for case in self.cases)
        return (
            Probe(self.id, "call", self.names, arguments=calls, seconds=self.seconds, hidden=True),
        )

    def problems(self) -> list[tuple[str, str]]:
        """There must be a name to call, and the tolerance must mean something for every target."""
        found = [] if self.names else [("name", "write the name of the function to call")]
        for index, case in enumerate(self.cases):
            if case.is_given:
                said = dict.fromkeys(self.tolerance.problems(numbers_of(case.expected)))
                found += [(f"cases.{index}.expected", message) for message in said]
        return found

    def mark_answer(self, given: Given) -> Mark:
        """Compare the result of each call with the expected one."""
        expected = self.expected(given)
        if isinstance(expected, str):
            return not_gradable(self.points, expected)
        results = given.value
        if not isinstance(results, list) or len(results) != len(self.cases):
            count = len(results) if isinstance(results, list) else 0
            told = (
                f"{count} results came back from {len(self.cases)} calls. Expected: {self.entry}."
            )
            return decided(Fraction(0), self.points, [told], source=given.source)
        verdicts = [self._verdict(*pair) for pair in zip(results, expected, strict=True)]
        return replace(self._marked(verdicts), source=given.source, staff=self._for_staff(verdicts))

    def expected(self, given: Given) -> list[Any] | str:
        """The right result of each case, or the reason why there is none, which is our fault."""
        reference = self._reference(given)
        found = []
        for index, case in enumerate(self.cases):
            if case.is_given:
                result: Any = {"ok": True, "value": case.expected}
            else:
                result = reference[index] if index < len(reference) else None
            if not _returned(result):
                return f"the reference gave no result for case {index + 1}"
            value = plain(result["value"])
            if not is_comparable(value):
                return f"the reference's result for case {index + 1} cannot be compared"
            found.append(value)
        return found

    def _reference(self, given: Given) -> Sequence[Any]:
        stored = given.facts.get("reference")
        outcome = outcome_from_plain(stored) if stored else None
        value = outcome.value if isinstance(outcome, Answer) else None
        return value if isinstance(value, list) else ()

    def _verdict(self, result: Any, expected: Any) -> Verdict:
        if not _returned(result):
            return _raised(result)
        value = plain(result["value"])
        if agree(value, expected, self.tolerance):
            return Verdict(True)
        staff = f"returned {shown(value)}, expected {shown(_listed(expected))}"
        kind, wanted = described(value), expected_kind(expected)
        if kind != wanted:
            return Verdict(False, f"your function gave {kind}; expected: {wanted}.", staff)
        if isinstance(expected, list | tuple) and len(value) != len(expected):
            return Verdict(False, f"your function gave {kind} of another length.", staff)
        return Verdict(False, f"your function gave {kind}, but not the right one.", staff)

    def _marked(self, verdicts: list[Verdict]) -> Mark:
        full = self.points / len(verdicts)
        right = sum(verdict.right for verdict in verdicts)
        told = [f"{right} of {len(verdicts)} hidden calls gave the right result."]
        if not self.per_case:
            score = self.points if right == len(verdicts) else Fraction(0)
            told += [f"Case {n}: {v.told}" for n, v in enumerate(verdicts, 1) if not v.right]
            return decided(score, self.points, told)
        parts = [self._part(n, verdict, full) for n, verdict in enumerate(verdicts, 1)]
        return decided(full * right, self.points, told, parts=parts)

    def _part(self, number: int, verdict: Verdict, full: Fraction) -> Part:
        name = f"{self.id}.{number}"
        if verdict.right:
            return Part(name, full, full, Status.CORRECT)
        told = (f"Case {number}: {verdict.told}",)
        return Part(name, Fraction(0), full, Status.INCORRECT, told)

    def _for_staff(self, verdicts: list[Verdict]) -> tuple[str, ...]:
        """The hidden inputs of the cases that went wrong."""
        pairs = enumerate(zip(self.cases, verdicts, strict=True), 1)
        return tuple(
            f"Case {n} with {shown(list(case.arguments))}: {verdict.staff}."
            for n, (case, verdict) in pairs
            if not verdict.right
        )


def _returned(result: Any) -> bool:
    return isinstance(result, dict) and result.get("ok") is True and "value" in result


def _listed(value: Any) -> Any:
    return list(value) if isinstance(value, tuple) else value


def _raised(result: Any) -> Verdict:
    """What a call raised, without its message, which may repeat what went in."""
    if not isinstance(result, dict) or "type" not in result:
        return Verdict(False, "the call's result could not be read.", "gave no readable result")
    name = str(result["type"])[:60]
    known = getattr(builtins, name, None)
    is_known = isinstance(known, type) and issubclass(known, BaseException)
    line = result.get("line")
    where = f" at line {line}" if type(line) is int else ""
    told = f"your function raised {name if is_known else 'an exception'}{where}."
    return Verdict(False, told, f"raised {name}: {str(result.get('message', ''))[:200]}")
