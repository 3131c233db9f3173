"""`function`: a callable, tried on inputs that the student does not see."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from dataclasses import replace
from fractions import Fraction
from functools import cached_property
from typing import Annotated, Any, ClassVar, Literal

from pydantic import Field

from grader.evidence import Fault
from grader.marks import Mark, Part, Status, awaiting, decided, not_gradable
from grader.questions.asking.secrets import Secret, number, phrase
from grader.questions.base import Given, Probe
from grader.questions.echo import shown
from grader.questions.function import checked, generators, made, mistaken
from grader.questions.function.arrays import needed
from grader.questions.function.asked import AGAIN, Going, construction, groups, probe
from grader.questions.function.calls import Verdict, refuses_lists, verdict_of
from grader.questions.function.case import Call, Case, Method
from grader.questions.function.compare import numbers_of
from grader.questions.function.data import Written
from grader.questions.function.mistaken import WrongFunction
from grader.questions.function.results import Came, listed_rows, wanted_of
from grader.questions.function.rules import CODE, CodeRules, held
from grader.questions.function.start import start
from grader.questions.function.wanted import Result, Wanted
from grader.questions.numeric import NOISE
from grader.questions.numeric.entries import flat
from grader.questions.numeric.tolerance import Tolerance
from grader.questions.program import OwnProgram, ProgramCalls, Programmed
from grader.values import MAX_NODES, MAX_TEXT


class Function(Programmed):
    """Asks for a function, a method or a class, called on hidden inputs; each case earns its share.

    Feedback says what went wrong in which case, and never what went in or what came out.
    """

    kind: Literal["function"]
    cases: Annotated[tuple[Case, ...], Field(min_length=1, max_length=1000)]
    """The hidden calls."""
    built_from: tuple[Written, ...] | dict[str, Written] | None = Field(None, alias="construct")
    """For a `name` such as Net.forward, or a case of `steps`: what an object is made of, by order
    or by name; each case has a new one."""
    inputs: Literal["numpy", "list"] | None = None
    """What lists of numbers are handed over as. Where left out, lists; and where the function
    cannot take them, arrays."""
    in_place: bool | Literal["either"] = False
    """true: the function changes its argument, and what that is afterwards is the result. either:
    the same where the function returns None, and what it returns otherwise."""
    changes: Annotated[int, Field(ge=0, le=100)] | Method = 0
    """Which argument is changed in place: its place, counted from 0, or its keyword."""
    tolerance: Tolerance = NOISE
    """When a number in a result counts as right; where left out, equal but for arithmetic noise."""
    per_case: bool = True
    """Whether each case earns its share; false: all cases or nothing."""
    per_element: bool = False
    """Whether a list or an array of the right shape earns the share of its elements that are
    right; false: all elements or nothing."""

    code: CodeRules | None = None
    """How it has to be written, by its text: `{loops: forbid, require: [numpy.einsum], costs: 1}`.
    """
    check: OwnProgram | None = None
    """A function in a Python file beside the rubric that says whether a result is right, where a
    case wants nothing else: `checks.py::balanced(result, arguments)`. It gives True or False, a
    share from 0 to 1, or a text that says what is wrong; it never sees the student's code."""
    mistakes: tuple[WrongFunction, ...] = ()
    """Wrong ways known beforehand: `{like: wrong.py::variance, points: 1, say: "That is ..."}`."""

    measured_from: ClassVar[frozenset[str] | None] = frozenset(
        ("name", "cases", "built_from", "inputs", "in_place", "changes", "check", "seconds")
    )
    needs_reference: ClassVar[bool] = True
    most_elements: ClassVar[int] = MAX_NODES
    most_text: ClassVar[int] = MAX_TEXT
    entry: ClassVar[str] = "a function"
    part_word: ClassVar[str] = "Input"
    look_again: ClassVar[str] = (
        "Call your function on the smallest input that was wrong and follow it line by line."
    )
    begun = staticmethod(start)
    layout: ClassVar[str] = "mapped"

    @cached_property
    def goings(self) -> list[Going]:
        """What goes into each case."""
        built = None if self.built_from is None else construction(self.built_from)
        return [Going.of(case, built) for case in self.cases]

    @cached_property
    def again(self) -> tuple[int, ...]:
        """The cases that are called once more with arrays: those with lists of numbers in them.

        None where the rubric says by `inputs`, or by an array of its own, what its lists are.
        """
        goings = self.goings
        if self.inputs is not None or any(going.holds_made for going in goings):
            return ()
        return tuple(i for i, going in enumerate(goings) if going.with_arrays().holds_made)

    def probes(self) -> tuple[Probe, ...]:
        """One call probe with all hidden inputs, and one with arrays in place of lists.

        A case with a time limit of its own has probes of its own.
        """
        goings, again = self.goings, self.again
        if self.inputs == "numpy":
            goings = [going.with_arrays() for going in goings]
        keep = self.changes if self.in_place else None
        stubs = not all(case.raises == "NotImplementedError" for case in self.cases)
        found = [] if self.code is None else [Probe(f"{self.id}/{CODE}", "code", self.names)]
        for suffix, seconds, places in groups(self.cases):
            id_, limit = f"{self.id}/{suffix}".rstrip("/"), seconds or self.seconds
            some = [goings[place] for place in places]
            found.append(probe(id_, self.names, some, keep, limit, stubs))
            more = [goings[place].with_arrays() for place in places if place in again]
            if more:
                found.append(probe(f"{id_}/{AGAIN}", self.names, more, keep, limit, stubs))
        return tuple(found)

    def problems(self) -> list[tuple[str, str]]:
        """There must be a name to call, and the tolerance must mean something for every target."""
        found = [] if self.names else [("name", "write the name of the function to call")]
        dotted = bool(self.names) and all("." in name for name in self.names)
        stepwise = any(case.steps is not None for case in self.cases)
        if self.built_from is not None and not (dotted or stepwise):
            found.append(("construct", "an object is made for a method: name it as Class.method"))
        found += made.mistakes(self.built_from, "construct")
        for index, case in enumerate(self.cases):
            path = f"cases.{index}"
            wrong = [*case.mistakes(path)]
            if case.built_from is not None and not dotted and case.steps is None:
                wrong.append((f"{path}.construct", "an object is made for a method, or for steps"))
            if case.steps is not None and dotted:
                said = "steps are done with one object: name its class alone, without a method"
                wrong.append((f"{path}.steps", said))
            found += wrong
            if not wrong:
                numbers = [one for result in case.all_results for one in numbers_of(result)]
                said_of = dict.fromkeys(self.tolerance.problems(numbers))
                field = "expected" if case.is_given else "any_of" if case.any_of else "steps"
                found += [(f"{path}.{field}", message) for message in said_of]
        found += [*self._misplaced(), *checked.problems(self)]
        found += self.code.mistakes() if self.code is not None else ()
        return found or [*mistaken.problems(self)]

    def _misplaced(self) -> list[tuple[str, str]]:
        """What is wrong with the argument that is changed in place."""
        if not self.in_place:
            said = "nothing is changed in place: add in_place: true, or leave this out"
            return [("changes", said)] if "changes" in self.model_fields_set else []
        key = self.changes
        for index, case in enumerate(self.cases):
            there = key in case.keywords if isinstance(key, str) else key < len(case.arguments)
            if not there and case.raises is None:
                said = f"this call has no argument {key} that could be changed in place"
                return [(f"cases.{index}", f"{said}: write which one it is as `changes`")]
        return []

    def problems_without_reference(self) -> list[tuple[str, str]]:
        """Cases of which only a reference could tell the result."""
        if self.check is not None:
            return []
        said = (
            "nothing is wanted of this call: write expected, raises or shape, or name the folder "
            "with a model answer as reference of the rubric"
        )
        return [(f"cases.{i}", said) for i, case in enumerate(self.cases) if not case.is_said]

    def secrets(self) -> Iterator[Secret]:
        """What hidden cases give, where it is odd enough to be known again."""
        for index, case in enumerate(self.cases):
            for value in () if case.public else flat(case.all_results):
                if isinstance(value, str) and len(value) >= 8:
                    yield phrase(f"cases.{index}.expected", value)
                elif _is_odd(value):
                    yield number(f"cases.{index}.expected", value)

    def mark_answer(self, given: Given) -> Mark:
        """Compare the result of each call with what is wanted of it."""
        came = Came(self, given.outcomes.get)
        results = came.all_listed()
        if isinstance(results, str):
            return decided(Fraction(0), self.points, [results], source=given.source)
        wanted, looked = wanted_of(self, given), self._looked(given)
        unmade = generators.lacking(self, given) or mistaken.lacking(self, given)
        for failed in (unmade, wanted, looked):
            if isinstance(failed, str) and failed:
                return not_gradable(self.points, failed)
        assert not isinstance(wanted, str) and not isinstance(looked, str)
        tried = came.with_arrays()
        verdicts = [
            looked.get(index) or self._verdict(result, tried.get(index), *wanted[index])
            for index, result in enumerate(results)
        ]
        lacks = next((verdict.lacks for verdict in verdicts if verdict.lacks), "")
        again = given.outcomes.get(AGAIN)
        if isinstance(again, Fault) and any(map(refuses_lists, results)):
            lacks = again.reason
        if lacks:
            return not_gradable(self.points, lacks)
        rows = [
            tried[index] if refuses_lists(row) and index in tried else row
            for index, row in enumerate(results)
        ]
        verdicts = [
            mistaken.named(verdict, row, case, self)
            for verdict, row, case in zip(verdicts, rows, self.cases, strict=True)
        ]
        found = mistaken.explained(self, self._marked(verdicts), rows, given)
        return replace(found, source=given.source, staff=self._for_staff(verdicts))

    def mark(self, given: Given) -> Mark:
        """As any question's; its own mistakes are told by their results."""
        found = self.lost(given.answer) or self.mark_answer(given)
        return found if self.code is None else held(self.code, found, given.outcomes.get(CODE))

    def is_answer(self, answer: Any, given: Given) -> bool:
        """A mistake that the rubric lists is always one: `problems` looks at what it gives."""
        return given.value is answer

    def remarks(self, reference: Mapping[str, bytes]) -> Iterator[str]:
        """That its lists may have to be arrays, as the text of the model answer tells."""
        if self.again:
            for file, line in needed(reference, self.names):
                yield (
                    f"{self.id}: the reference works on arrays ({file}, line {line}), and the "
                    "rubric has lists: they are handed over as arrays where they are refused; "
                    "write `inputs: numpy` to hand over arrays at once"
                )
                return

    def learned(self, facts: Mapping[str, Any]) -> Iterator[str]:
        """The same, as running it told."""
        if any(map(refuses_lists, listed_rows(self, facts))):
            said = "the reference takes arrays and no lists: write `inputs: numpy`"
            yield f"{self.id}: {said}"

    def own_calls(self) -> Mapping[str, ProgramCalls]:
        """What makes arguments, and what wrong functions are called with."""
        return {**generators.calls(self), **mistaken.calls(self)}

    def is_checked(self) -> bool:
        """Where the rubric names a check."""
        return self.check is not None

    def checks(self, given: Given) -> ProgramCalls | None:
        """The results of all cases that want nothing else."""
        return checked.asked_of(self, self.check, given) if self.check is not None else None

    def _looked(self, given: Given) -> Mapping[int, Verdict] | str:
        """What the check said of each case that it was asked about."""
        return checked.checked(self, self.check, given) if self.check is not None else {}

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

    def part_ids(self) -> tuple[str, ...]:
        """One part per hidden call, where they are marked one by one."""
        numbers = range(1, len(self.cases) + 1) if self.per_case else ()
        return tuple(f"{self.id}.{number}" for number in numbers)

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
            named = [verdict.mistake for verdict in verdicts if verdict.mistake]
            return decided(score, self.points, told, mistakes=named)
        parts = [self._part(n, verdict, full) for n, verdict in enumerate(verdicts, 1)]
        score = sum((part.score for part in parts if part.score is not None), Fraction(0))
        if is_open:
            return awaiting(self.points, *told, score=score or None, parts=tuple(parts))
        return decided(score, self.points, told, parts=parts)

    def _part(self, number: int, verdict: Verdict, full: Fraction) -> Part:
        name = f"{self.id}.{number}"
        if verdict.right:
            return Part(name, full, full, Status.CORRECT)
        told = (f"Case {number}: {verdict.told}",)
        if verdict.right is None:
            return Part(name, None, full, Status.AWAITING, told)
        if verdict.mistake or verdict.share:
            part = self.part(str(number), full * verdict.share, full, *told)
            return replace(part, mistakes=(verdict.mistake,) if verdict.mistake else ())
        if self.per_element and verdict.elements:
            share = f" {show_share(verdict.elements)} of its elements are right."
            return self.part(str(number), full * verdict.elements, full, told[0] + share)
        return Part(name, Fraction(0), full, Status.INCORRECT, told)

    def _for_staff(self, verdicts: list[Verdict]) -> tuple[str, ...]:
        """The hidden inputs of the cases that went wrong."""
        pairs = enumerate(zip(self.cases, verdicts, strict=True), 1)
        return tuple(
            f"Case {n} with {_written(case)}: {verdict.staff}."
            for n, (case, verdict) in pairs
            if not verdict.right
        )


def _is_odd(value: Any) -> bool:
    """Whether a number has so many digits that it is known again."""
    is_number = isinstance(value, int | float) and math.isfinite(value)
    return is_number and len(str(value).strip("-0.")) > 3


def show_share(share: Fraction) -> str:
    """Right elements of all; of many, in per cent, and never more than there are."""
    if share.denominator <= 20:
        return f"{share.numerator} of {share.denominator}"
    return f"{math.floor(1000 * share) / 10:g} %"


def _written(case: Case) -> str:
    if case.steps is not None:
        return "; ".join(f"{one.name}({_written_call(one)})" for one in case.steps)
    return _written_call(case)


def _written_call(call: Call) -> str:
    named = [f"{key}={shown(value)}" for key, value in call.keywords.items()]
    return ", ".join([shown(list(call.arguments)), *named])
