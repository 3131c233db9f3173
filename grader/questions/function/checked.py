"""A check of the instructor's own on a result: what it is asked, and what its answer means."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from grader.questions.base import Given
from grader.questions.function import made
from grader.questions.function.calls import Verdict, returned
from grader.questions.function.results import Came, reference_rows
from grader.questions.program import (
    CHECKED,
    Program,
    ProgramCalls,
    called,
    plainly,
    raised_at,
)
from grader.values import Array

if TYPE_CHECKING:
    from grader.questions.function import Function

TAKES = ("result", "arguments", "keywords", "expected")
"""What a check may take; the first two where the rubric names none."""


def places(question: Function, came: Came) -> Iterator[tuple[int, Any]]:
    """The cases whose result is looked at, each with the row that came of it."""
    rows = came.all_listed()
    arrays = came.with_arrays()
    for place, case in enumerate(question.cases):
        if isinstance(rows, str) or case.is_said:
            continue
        row = rows[place] if _ended_well(rows[place]) else arrays.get(place, rows[place])
        if _ended_well(row):
            yield place, row


def _ended_well(row: Any) -> bool:
    if isinstance(row, dict) and isinstance(row.get("steps"), list):
        return all(map(returned, row["steps"]))
    return returned(row)


def asked_of(question: Function, check: Program, given: Given) -> ProgramCalls | None:
    """The calls of a check for one submission; None where no case has a result."""
    takes = check.takes or TAKES[:2]
    goings = question.goings
    reference = reference_rows(question, given) if "expected" in takes else {}
    rows = []
    for place, row in places(question, Came(question, given.outcomes.get)):
        there = {
            "result": _result(row),
            "arguments": made.sent(goings[place].arguments),
            "keywords": made.sent(goings[place].keywords),
            "expected": _result(reference[place]) if place in reference else None,
        }
        rows.append(tuple(there[name] for name in takes))
    return ProgramCalls(check, tuple(rows), seconds=question.seconds) if rows else None


def _result(row: Mapping[str, Any]) -> Any:
    """A result as plain data: a frame by its columns, steps as a list of results."""
    if "steps" in row:
        return {"$": "plain", "value": [plainly(_value(one)) for one in row["steps"]]}
    return {"$": "plain", "value": plainly(_value(row))}


def _value(row: Mapping[str, Any]) -> Any:
    value, heads = row["value"], row.get("inner")
    if not isinstance(heads, list) or not isinstance(value, list | dict):
        return _by_columns(value, row.get("columns"))
    if len(heads) != len(value):
        return value
    if isinstance(value, list):
        return [_by_columns(one, head) for one, head in zip(value, heads, strict=True)]
    pairs = zip(value.items(), heads, strict=True)
    return {key: _by_columns(one, head) for (key, one), head in pairs}


def _by_columns(value: Any, columns: Any) -> Any:
    """A data frame as a mapping of its columns; anything else as it is."""
    if not isinstance(columns, list):
        return value
    listed = value.tolist() if isinstance(value, Array) else value
    if not isinstance(listed, list) or not all(
        isinstance(one, list) and len(one) == len(columns) for one in listed
    ):
        return value
    return {str(name): [one[i] for one in listed] for i, name in enumerate(columns)}


def checked(question: Function, check: Program, given: Given) -> Mapping[int, Verdict] | str:
    """The verdict of the check by the place of a case, or why it could not be asked."""
    listed = [place for place, _ in places(question, Came(question, given.outcomes.get))]
    if not listed:
        return {}
    rows = called(given.measures.get(CHECKED), check)
    if isinstance(rows, str):
        return rows
    if len(rows) != len(listed):
        return f"{check.file} gave {len(rows)} results for {len(listed)} calls"
    return {place: verdict(row, check) for place, row in zip(listed, rows, strict=True)}


def verdict(row: Any, check: Program) -> Verdict:
    """What a check said of one result: a truth value, a share, a text that says what is wrong."""
    if not isinstance(row, dict):
        return Verdict(None, lacks=f"{check.file} gave no result that can be read")
    if row.get("ok") is not True:
        if row.get("type") == "AssertionError":
            return _said(Fraction(0), str(row.get("message", "")))
        return Verdict(None, lacks=raised_at(row, check))
    value = row.get("value")
    if isinstance(value, list) and len(value) == 2 and isinstance(value[1], str):
        share = _share(value[0])
        if share is not None:
            return _said(share, value[1])
    share = _share(value)
    if share is not None:
        return _said(share, "")
    if isinstance(value, str):
        return _said(Fraction(not value.strip()), value)
    wants = "True or False, a share from 0 to 1, a text that says what is wrong, or both"
    gave = "nothing (None)" if value is None else f"{str(value)[:60]!r}"
    where = f"{check.file}::{check.function}"
    return Verdict(None, lacks=f"{where} gave {gave}; it has to give {wants}")


def _share(value: Any) -> Fraction | None:
    if isinstance(value, Array) and value.shape == ():
        value = value.tolist()
    if isinstance(value, int | float | Fraction) and 0 <= value <= 1:
        return Fraction(value)
    return None


def _said(share: Fraction, said: str) -> Verdict:
    if share == 1:
        return Verdict(True)
    words = " ".join(said.split())[:400]
    told = f"{words[:1].upper()}{words[1:]}" if words else "what your function gave is not right."
    told += "" if told.endswith((".", "!", "?")) else "."
    return Verdict(False, told, "did not pass the check", share=share)


def problems(question: Function) -> Iterator[tuple[str, str]]:
    """What is wrong with the names that a check takes."""
    check = question.check
    if check is None:
        return
    for name in check.takes:
        if name not in TAKES:
            yield "check", f"a check takes some of {', '.join(TAKES)}, and not {name}"
            return
    if all(case.is_said for case in question.cases):
        said = "each case says what it wants, so nothing is left to check: leave that out, or this"
        yield "check", said
