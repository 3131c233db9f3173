"""Mistakes of the instructor's own in a function: wrong results, or a function that gives them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from grader.marks import Mark, Status, show, status_of
from grader.questions.base import Given
from grader.questions.function import made
from grader.questions.function.calls import Verdict, returned, verdict_of
from grader.questions.function.compare import agree
from grader.questions.function.data import Written
from grader.questions.function.wanted import Result
from grader.questions.own import OwnMistake
from grader.questions.program import OwnProgram, ProgramCalls, called
from grader.values import Malformation, plain

if TYPE_CHECKING:
    from grader.questions.function import Function
    from grader.questions.function.case import Case


class WrongResult(OwnMistake):
    """A wrong result of one case: `{answer: 3, say: "..."}`."""

    answer: Written
    """The wrong result."""


class WrongFunction(OwnMistake):
    """A wrong way to do it, by what it gives for each case, or as a function that does it so."""

    answer: Written = None
    """The wrong results, a list of one for each case."""
    like: OwnProgram | None = None
    """In place of these, a function beside the rubric that makes the mistake, as
    `wrong.py::variance`; it is run once, in the sandbox."""


def named(verdict: Verdict, row: Any, case: Case, question: Function) -> Verdict:
    """A wrong verdict on a case, with the mistake that its result shows."""
    if verdict.right or not returned(row):
        return verdict
    full = question.points / len(question.cases)
    for known in case.wrong:
        if verdict_of(row, Result(made.result(known.answer)), question.tolerance).right:
            share = verdict.elements if question.per_element else verdict.share
            if known.points is not None:
                share = known.points / full
            told = f"{known.say} Credited: {show(full * share)} of {show(full)}."
            return replace(verdict, told=told, share=share, mistake=known.name)
    return verdict


def explained(question: Function, found: Mark, rows: Sequence[Any], given: Given) -> Mark:
    """A mark below full, explained by the first of the question's mistakes that gives the same."""
    if found.status not in (Status.INCORRECT, Status.PARTIAL):
        return found
    for number, known in enumerate(question.mistakes):
        wrong = _results(question, number, known, given)
        if wrong is None or not _same(question, rows, wrong):
            continue
        score = found.score if known.points is None else known.points
        told = [known.say, f"Credited: {show(score)} of {show(question.points)}."]
        mark = replace(
            found, feedback=(*found.feedback[:1], *told), mistakes=(known.name, *found.mistakes)
        )
        if known.points is None:
            return mark
        status = status_of(known.points, question.points)
        return replace(mark, status=status, score=known.points, parts=())
    return found


def _results(
    question: Function, number: int, known: WrongFunction, given: Given
) -> Sequence[Any] | None:
    """The rows that a mistake gives; None where nobody knows."""
    if known.like is None:
        return [{"ok": True, "value": made.result(one)} for one in known.answer]
    rows = called(given.facts.get(f"called/mistakes.{number}"), known.like)
    if isinstance(rows, str) or len(rows) != len(question.cases):
        return None
    return rows


def _same(question: Function, rows: Sequence[Any], wrong: Sequence[Any]) -> bool:
    for row, other in zip(rows, wrong, strict=True):
        if returned(row) != returned(other):
            return False
        if not returned(row):
            if not isinstance(row, dict) or row.get("type") != other.get("type"):
                return False
            continue
        try:
            if not agree(row["value"], plain(other["value"]), question.tolerance):
                return False
        except Malformation:
            return False
    return True


def calls(question: Function) -> dict[str, ProgramCalls]:
    """What each wrong function is called with: all that submissions are, lists as arrays where the
    function is written for NumPy.
    """
    found = {}
    for number, known in enumerate(question.mistakes):
        if known.like is None:
            continue
        arrays = question.inputs == "numpy" or b"numpy" in known.like.source
        goings = [going.with_arrays() if arrays else going for going in question.goings]
        rows = tuple(tuple(made.sent(going.arguments)) for going in goings)
        named_ = tuple(made.sent(dict(going.keywords)) for going in goings)
        found[f"mistakes.{number}"] = ProgramCalls(known.like, rows, named_)
    return found


def lacking(question: Function, given: Given) -> str:
    """Why a wrong function gave nothing, for whoever wrote it; nothing where all did."""
    for number, known in enumerate(question.mistakes):
        if known.like is not None:
            rows = called(given.facts.get(f"called/mistakes.{number}"), known.like)
            if isinstance(rows, str):
                return rows
    return ""


def problems(question: Function) -> Iterator[tuple[str, str]]:
    """A mistake has as many results as there are cases, and is none of the right ones."""
    count = len(question.cases)
    simple = all(c.steps is None and c.built_from is None for c in question.cases)
    plainly_called = simple and question.built_from is None
    for index, known in enumerate(question.mistakes):
        path = f"mistakes.{index}"
        if (known.like is None) == (known.answer is None):
            yield path, f"write answer: (a list of {count} results), or like: FILE.py::FUNCTION"
        elif not plainly_called:
            yield path, "a mistake of a whole question is for plain calls: write it at its case"
        elif known.like is None and not (
            isinstance(known.answer, list | tuple) and len(known.answer) == count
        ):
            yield f"{path}.answer", f"write a list of {count} results, one for each case"
        elif known.like is None and _is_right(question, known.answer):
            yield f"{path}.answer", "these results are right by the key: they are no mistake"
    for index, case in enumerate(question.cases):
        full = question.points / count
        for number, wrong in enumerate(case.wrong):
            path = f"cases.{index}.mistakes.{number}"
            yield from made.mistakes(wrong.answer, f"{path}.answer")
            if wrong.points is not None and wrong.points >= full:
                yield f"{path}.points", f"a mistake earns less than the {show(full)} of its case"


def _is_right(question: Function, answer: Sequence[Any]) -> bool:
    rows = [{"ok": True, "value": made.result(one)} for one in answer]
    wanted = [case.wanted() for case in question.cases]
    return all(
        one is not None and verdict_of(row, one, question.tolerance).right
        for row, one in zip(rows, wanted, strict=True)
    )

