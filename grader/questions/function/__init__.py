"""`function`: a callable, tried on inputs that the student does not see."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from fractions import Fraction
from typing import Annotated, Any, ClassVar, Literal

from pydantic import Field

from grader.evidence import Answer, Fault, Outcome, outcome_from_plain
from grader.marks import Mark, Part, Status, awaiting, decided, not_gradable
from grader.questions.base import Given, Probe, Question
from grader.questions.echo import shown
from grader.questions.function import made
from grader.questions.function.calls import (
    Result,
    Verdict,
    Wanted,
    refuses_lists,
    returned,
    verdict_of,
)
from grader.questions.function.case import Case
from grader.questions.function.compare import is_comparable, numbers_of
from grader.questions.numeric import NOISE
from grader.questions.numeric.tolerance import Tolerance
from grader.values import Malformation, plain

AGAIN = "arrays"
"""The suffix of the probe that calls once more, with arrays in place of lists."""


class Function(Question):
    """Asks for a function, a method or a class, called on hidden inputs; each case earns its share.

    Feedback says what went wrong in which case, and never what went in or what came out.
    """

    kind: Literal["function"]
    cases: Annotated[tuple[Case, ...], Field(min_length=1, max_length=1000)]
    """The hidden calls."""
    built_from: tuple[Any, ...] | dict[str, Any] | None = Field(None, alias="construct")
    """For a `name` such as Net.forward: what an object of Net is made of, by order or by name; each
    case is called on a new one."""
    inputs: Literal["numpy", "list"] | None = None
    """What lists of numbers are handed over as. Where left out, lists; and where the function
    cannot take them, arrays."""
    tolerance: Tolerance = NOISE
    """When a number in a result counts as right; where left out, equal but for arithmetic noise."""
    per_case: bool = True
    """Whether each case earns its share; false: all cases or nothing."""

    needs_reference: ClassVar[bool] = True
    entry: ClassVar[str] = "a function"
    part_word: ClassVar[str] = "Input"
    layout: ClassVar[str] = "mapped"

    @property
    def made_of(self) -> list[Any] | None:
        """What the object is made of: arguments in order, then those by name."""
        if self.built_from is None:
            return None
        by_name = isinstance(self.built_from, Mapping)
        return made.read([(), self.built_from] if by_name else [self.built_from, {}])  # type: ignore[no-any-return]

    @property
    def again(self) -> tuple[int, ...]:
        """The cases that are called once more with arrays: those with lists of numbers in them.

        None where the rubric says by `inputs`, or by an array of its own, what its lists are.
        """
        built = self.made_of or [[], {}]
        if self.inputs is not None or made.holds_made([built, *(c.given for c in self.cases)]):
            return ()
        return tuple(
            index
            for index, case in enumerate(self.cases)
            if any(made.holds_made(made.call_with_arrays(call)) for call in (built, case.given))
        )

    def probes(self) -> tuple[Probe, ...]:
        """One call probe with all hidden inputs, and one with arrays in place of lists."""
        first = self._calls(self.id, self.cases, as_arrays=self.inputs == "numpy")
        if not self.again:
            return (first,)
        some = [self.cases[index] for index in self.again]
        return first, self._calls(f"{self.id}/{AGAIN}", some, as_arrays=True)

    def _calls(self, name: str, cases: Sequence[Case], *, as_arrays: bool) -> Probe:
        turned = made.call_with_arrays if as_arrays else list
        rows = [made.sent(turned(case.given)) for case in cases]
        data: dict[str, Any] = {}
        if any(named for _, named in rows):
            data["keywords"] = [named for _, named in rows]
        if self.made_of is not None:
            arguments, named = made.sent(turned(self.made_of))
            data["construct"] = {"arguments": arguments, "keywords": named}
        calls = tuple(tuple(arguments) for arguments, _ in rows)
        return Probe(name, "call", self.names, calls, data, seconds=self.seconds, hidden=True)

    def problems(self) -> list[tuple[str, str]]:
        """There must be a name to call, and the tolerance must mean something for every target."""
        found = [] if self.names else [("name", "write the name of the function to call")]
        if self.built_from is not None and not all("." in name for name in self.names):
            found.append(("construct", "an object is made for a method: name it as Class.method"))
        found += made.mistakes(self.built_from, "construct")
        for index, case in enumerate(self.cases):
            wrong = [*case.mistakes(f"cases.{index}")]
            found += wrong
            if case.is_given and not wrong:
                numbers = numbers_of(made.read(case.expected))
                said = dict.fromkeys(self.tolerance.problems(numbers))
                found += [(f"cases.{index}.expected", message) for message in said]
        return found

    def problems_without_reference(self) -> list[tuple[str, str]]:
        """Cases of which only a reference could tell the result."""
        said = (
            "nothing is wanted of this call: write expected, raises or shape, or name the folder "
            "with a model answer as reference of the rubric"
        )
        return [(f"cases.{i}", said) for i, case in enumerate(self.cases) if not case.wants]

    def mark_answer(self, given: Given) -> Mark:
        """Compare the result of each call with what is wanted of it."""
        results = given.value
        if not isinstance(results, list) or len(results) != len(self.cases):
            count = len(results) if isinstance(results, list) else 0
            told = (
                f"{count} results came back from {len(self.cases)} calls. Expected: {self.entry}."
            )
            return decided(Fraction(0), self.points, [told], source=given.source)
        wanted = self.wanted(given)
        if isinstance(wanted, str):
            return not_gradable(self.points, wanted)
        again = given.outcomes.get(AGAIN)
        tried = self._by_case(again)
        verdicts = [
            self._verdict(result, tried.get(index), *wanted[index])
            for index, result in enumerate(results)
        ]
        lacks = next((verdict.lacks for verdict in verdicts if verdict.lacks), "")
        if isinstance(again, Fault) and any(map(refuses_lists, results)):
            lacks = again.reason
        if lacks:
            return not_gradable(self.points, lacks)
        return replace(self._marked(verdicts), source=given.source, staff=self._for_staff(verdicts))

    def wanted(self, given: Given) -> list[tuple[Wanted | None, Wanted | None]] | str:
        """What is wanted of each call, with lists and with arrays, or why nobody can tell.

        The reference is asked both ways as well, and may be able to take only one of them.
        """
        first = _outcome(given.facts.get("reference"))
        listed = first.value if isinstance(first, Answer) and isinstance(first.value, list) else []
        arrays = self._by_case(_outcome(given.facts.get(f"reference/{AGAIN}")))
        found: list[tuple[Wanted | None, Wanted | None]] = []
        for index, case in enumerate(self.cases):
            wanted = case.wanted()
            if wanted is not None:
                found.append((wanted, wanted))
                continue
            result = listed[index] if index < len(listed) else None
            pair = _as_reference(result), _as_reference(arrays.get(index))
            if pair == (None, None):
                why = "result cannot be compared" if returned(result) else "gave no result"
                return f"the reference {why} for case {index + 1}"
            found.append(pair)
        return found

    def _by_case(self, outcome: Outcome | None) -> Mapping[int, Any]:
        """The results of the calls with arrays, by the place of their case."""
        rows = outcome.value if isinstance(outcome, Answer) else None
        if not isinstance(rows, list) or len(rows) != len(self.again):
            return {}
        return dict(zip(self.again, rows, strict=True))

    def _verdict(
        self, result: Any, tried: Any, wanted: Wanted | None, with_arrays: Wanted | None
    ) -> Verdict:
        """The verdict on one case; where lists are refused, on its call with arrays."""
        first = verdict_of(result, wanted, self.tolerance) if wanted else None
        if (first and first.right) or tried is None or "lacks" in tried:
            return first or verdict_of(result, with_arrays or Result(None), self.tolerance)
        second = verdict_of(tried, with_arrays or wanted or Result(None), self.tolerance)
        if first is None or refuses_lists(result):
            return second
        if not second.right:
            return first
        told = (
            "your function gave the right result for a NumPy array, and not for a list; a person "
            "decides."
        )
        return Verdict(None, told, f"{first.staff}; right with arrays, as `inputs: numpy` hands on")

    def _marked(self, verdicts: list[Verdict]) -> Mark:
        full = self.points / len(verdicts)
        right = sum(verdict.right is True for verdict in verdicts)
        told = [f"{right} of {len(verdicts)} hidden calls gave the right result."]
        is_open = any(verdict.right is None for verdict in verdicts)
        if not self.per_case:
            score = self.points if right == len(verdicts) else Fraction(0)
            told += [f"Case {n}: {v.told}" for n, v in enumerate(verdicts, 1) if not v.right]
            if is_open and all(verdict.right is not False for verdict in verdicts):
                return awaiting(self.points, *told)
            return decided(score, self.points, told)
        parts = [self._part(n, verdict, full) for n, verdict in enumerate(verdicts, 1)]
        if is_open:
            score_so_far = full * right if right else None
            return awaiting(self.points, *told, score=score_so_far, parts=tuple(parts))
        return decided(full * right, self.points, told, parts=parts)

    def _part(self, number: int, verdict: Verdict, full: Fraction) -> Part:
        name = f"{self.id}.{number}"
        if verdict.right:
            return Part(name, full, full, Status.CORRECT)
        told = (f"Case {number}: {verdict.told}",)
        if verdict.right is None:
            return Part(name, None, full, Status.AWAITING, told)
        return Part(name, Fraction(0), full, Status.INCORRECT, told)

    def _for_staff(self, verdicts: list[Verdict]) -> tuple[str, ...]:
        """The hidden inputs of the cases that went wrong."""
        pairs = enumerate(zip(self.cases, verdicts, strict=True), 1)
        return tuple(
            f"Case {n} with {_written(case)}: {verdict.staff}."
            for n, (case, verdict) in pairs
            if not verdict.right
        )


def _outcome(stored: Any) -> Outcome | None:
    return outcome_from_plain(stored) if stored else None


def _as_reference(result: Any) -> Wanted | None:
    """What the reference gave, where it can be compared with anything."""
    if not returned(result):
        return None
    try:
        value = plain(result["value"])
    except Malformation:
        return None
    return Result(value) if is_comparable(value) else None


def _written(case: Case) -> str:
    named = [f"{key}={shown(value)}" for key, value in case.keywords.items()]
    return ", ".join([shown(list(case.arguments)), *named])
