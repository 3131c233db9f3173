"""What came back from the calls, case by case, and what is wanted of each."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from grader.evidence import (
    Answer,
    Died,
    Fault,
    Malformed,
    Missing,
    Outcome,
    TimedOut,
    Unavailable,
    outcome_from_plain,
)
from grader.questions.base import Given
from grader.questions.function.asked import AGAIN, groups
from grader.questions.function.calls import returned
from grader.questions.function.case import Case
from grader.questions.function.compare import is_comparable
from grader.questions.function.wanted import InSteps, Result, Wanted
from grader.values import Malformation, plain

if TYPE_CHECKING:
    from grader.questions.function import Function


class Came:
    """The rows that a submission, or the reference, answered to the probes of a question."""

    def __init__(self, question: Function, outcome_of: Callable[[str], Outcome | None]) -> None:
        self.question = question
        self.outcome_of = outcome_of

    def all_listed(self) -> list[Any] | str:
        """What came back from each case, in their order; or what is wrong with it as a whole."""
        found: dict[int, Any] = {}
        for suffix, seconds, places in groups(self.question.cases):
            outcome = self.outcome_of(suffix) or Missing()
            rows = outcome.value if isinstance(outcome, Answer) else None
            if suffix and not isinstance(outcome, Answer):
                rows = [_lost(outcome)]
            if isinstance(rows, list) and (limit := seconds or self.question.seconds):
                rows = [_in_time(row, limit) for row in rows]
            if not isinstance(rows, list) or len(rows) != len(places):
                expected = f"Expected: {self.question.entry}."
                return f"Not one result came back from each of {len(places)} calls. {expected}"
            found.update(zip(places, map(self._result, rows), strict=True))
        return [found[place] for place in range(len(self.question.cases))]

    def with_lists(self) -> Mapping[int, Any]:
        """The results of the calls as the rubric writes them, by the place of their case."""
        return self._some("", range(len(self.question.cases)))

    def with_arrays(self) -> Mapping[int, Any]:
        """The results of the calls with arrays in place of lists."""
        return self._some(AGAIN, self.question.again)

    def _some(self, way: str, of: range | tuple[int, ...]) -> Mapping[int, Any]:
        found: dict[int, Any] = {}
        for suffix, _, places in groups(self.question.cases):
            asked = [place for place in places if place in of]
            outcome = self.outcome_of("/".join(filter(None, (suffix, way))))
            rows = outcome.value if isinstance(outcome, Answer) else None
            if isinstance(rows, list) and len(rows) == len(asked):
                found.update(zip(asked, map(self._result, rows), strict=True))
        return found

    def _result(self, row: Any) -> Any:
        """One call's row, with what was changed in place as its value where that is the result."""
        in_place = self.question.in_place
        if not in_place or not returned(row) or not isinstance(row.get("argument"), dict):
            return row
        if in_place == "either" and row["value"] is not None:
            return row
        return row["argument"]


def wanted_of(
    question: Function, given: Given
) -> list[tuple[Wanted | None, Wanted | None]] | str:
    """What is wanted of each call, with lists and with arrays, or why nobody can tell.

    The reference is asked both ways as well, and may be able to take only one of them.
    """

    came = _reference(question, given)
    listed, arrays = came.with_lists(), came.with_arrays()
    found: list[tuple[Wanted | None, Wanted | None]] = []
    for index, case in enumerate(question.cases):
        wanted = case.wanted()
        if wanted is None and question.check is not None and case.steps is not None:
            wanted = InSteps(tuple((step.name, None) for step in case.steps))
        if wanted is not None or question.check is not None:
            found.append((wanted, wanted))
            continue
        result = listed.get(index)
        pair = _as_reference(result, case), _as_reference(arrays.get(index), case)
        if pair == (None, None):
            why = "result cannot be compared" if returned(result) else "gave no result"
            return f"the reference {why} for case {index + 1}"
        found.append(pair)
    return found


def _reference(question: Function, given: Given) -> Came:
    def outcome_of(suffix: str) -> Outcome | None:
        stored = given.facts.get(f"reference/{suffix}".rstrip("/"))
        return outcome_from_plain(stored) if stored else None

    return Came(question, outcome_of)


def listed_rows(question: Function, facts: Mapping[str, Any]) -> list[Any]:
    """What the reference gave for lists in the cases that are called with arrays once more."""
    came = _reference(question, Given(facts=facts))
    arrays = came.with_arrays()
    return [row for place, row in came.with_lists().items() if returned(arrays.get(place))]


def reference_rows(question: Function, given: Given) -> Mapping[int, Any]:
    """What the reference gave for each case that ended well, with lists or with arrays."""
    came = _reference(question, given)
    rows = {**came.with_arrays(), **came.with_lists()}
    return {place: row for place, row in rows.items() if returned(row)} | {
        place: row for place, row in came.with_arrays().items() if not returned(rows[place])
        and returned(row)
    }


def _in_time(row: Any, seconds: float) -> Any:
    """A call that was stopped is wrong where the rubric says how long it may take."""
    lost = row.get("lost") if isinstance(row, dict) else None
    if isinstance(lost, list) and lost[:1] == ["slow"]:
        return {"ok": False, "slow": f"was stopped after {seconds:g} s, the time allowed here"}
    return row


def _lost(outcome: Outcome) -> dict[str, Any]:
    """A call that ended its process or took too long, as a row of results."""
    match outcome:
        case TimedOut(seconds):
            return {"ok": False, "slow": f"was stopped after {seconds:g} s, the time allowed here"}
        case Fault(reason) | Unavailable(_, reason):
            return {"ok": False, "lacks": reason}
        case Died(reason) | Malformed(reason):
            return {"ok": False, "slow": f"gave no result: {reason}"}
    return {"ok": False, "absent": ""}


def _as_reference(result: Any, case: Case) -> Wanted | None:
    """What the reference gave, where it can be compared with anything."""
    if case.steps is None:
        return _as_result(result)
    rows = result.get("steps") if isinstance(result, dict) else None
    if not isinstance(rows, list) or len(rows) != len(case.steps):
        return None
    found = [_as_result(row) for row in rows]
    pairs = zip((step.name for step in case.steps), found, strict=True)
    return InSteps(tuple(pairs)) if any(found) else None


def _as_result(result: Any) -> Wanted | None:
    if not returned(result):
        return None
    try:
        value = plain(result["value"])
    except Malformation:
        return None
    return Result(value) if is_comparable(value) else None
