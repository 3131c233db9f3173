"""What marking an answer costs is bounded, whatever its size: work is counted, not seconds."""

from __future__ import annotations

import json
import re
import signal
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from pydantic import TypeAdapter

from grader.evidence import Answer
from grader.marking import mark as mark_module
from grader.marking import room
from grader.marking.mark import mark_question
from grader.marking.measures import measure_all
from grader.marks import Mark, Status
from grader.questions import BY_NAME
from grader.questions.base import Given, Question
from grader.rubric.model import AnyQuestion
from grader.values import Array, Expression

RUBRICS = Path(__file__).parents[2] / "rubric"
MOST_CALLS = 8_000_000
SIZE = 16 << 20
"""Bytes of an answer."""
PLAIN: dict[str, dict[str, Any]] = {
    "true_false": {"items": [{"key": True}] * 3},
    "choice": {"options": {"a": "one", "b": "two"}, "key": ["a"]},
    "short_text": {"key": ["yes"]},
    "free_response": {},
    "function": {"cases": [{"arguments": [1], "expected": [1.5, 2]}] * 3},
}
KINDS = sorted(set(BY_NAME) - {"pytest"})


def question(kind: str) -> Question:
    """One question of the kind: that of its table of mistakes, or the plainest there is."""
    fields = PLAIN.get(kind) or dict(BY_NAME[kind].mistake_table.question)
    whole = {"id": "q", "points": 1, "name": "A", **fields, "kind": kind}
    read = {"read": lambda path: (RUBRICS / path).read_bytes()}
    found: Question = TypeAdapter(AnyQuestion).validate_json(json.dumps(whole), context=read)
    return found


def floats(*shape: int, dtype: str = "<f8", size: int = 8) -> Array:
    """An array of zeros."""
    count = 1
    for length in shape:
        count *= length
    return Array(dtype, shape, bytes(count * size))


ANSWERS: dict[str, Any] = {
    "an array": floats(SIZE // 8),
    "a column": floats(SIZE // 8, 1),
    "a table": floats(SIZE // 80, 10),
    "half precision": floats(SIZE // 2, dtype="<f2", size=2),
    "rows without numbers": Array("<f8", (390_000, 0), b""),
    "many arrays": [floats(SIZE // 120, dtype="<f2", size=2) for _ in range(60)],
    "numbers": [1.5] * 390_000,
    "numbers within the limit": [0.1] * 19_000,
    "texts": ["1/3"] * 390_000,
    "texts within the limit": ["1/3"] * 15_000,
    "a mapping": {number: number for number in range(190_000)},
    "nested": [[[number] * 3] * 3 for number in range(30_000)],
    "a long text": "x+" * (SIZE // 32) + "1",
    "a sum": "x+" * 30_000 + "1",
    "a chain": "x=1" + "=1" * 30_000,
    "lines": "x = 1\n" * 10_000,
    "parentheses": "(" * 30_000 + "x" + ")" * 30_000,
    "fractions": "\\frac{1}{" * 6_000 + "1" + "}" * 6_000,
    "powers": "2" + "^2" * 30_000,
    "sums": "\\sum_{i=1}^{n} " * 4_000 + "x",
    "bars": "|" * 60_000,
    "a matrix": "\\begin{pmatrix}" + "1&" * 20_000 + "1\\end{pmatrix}",
    "digits": "9" * 65_000,
    "commas": "1," * 32_000,
    "semicolons": "1;" * 30_000,
    "words": "true " * 13_000,
    "blanks": "one" + " " * 60_000 + "two",
    "signs": f"{'!' * 30_000}\n{'-' * 30_000}\na) one: 1\nb) two: 2",
    "the best": "a) one: 1\nb) two: 2\none is " + "best " * 12_000,
    "conditions": "x if a < b " * 5_000 + " otherwise",
    "hanging conditions": " " * 150 + "if b < c" + " " * 200 + "else=",
    "dots": "." * 30_000 + ", " * 15_000,
    "names": "a_b" * 20_000,
    "equals": "a = " * 15_000,
    "quotes": "'\"" * 30_000,
    "per cent": "5 % " * 15_000,
    "a number": 10**3_999,
    "a symbolic object": Expression("x**2+" * 3_999 + "1"),
    "results": [{"ok": True, "value": [1.5] * 100_000}] * 3,
    "predictions": [{"ok": True, "method": "predict", "batches": [[0.5] * 90_000] * 4}],
}


class Calls:
    """Counts calls of Python and of C while it is entered."""

    def __init__(self) -> None:
        self.count = 0

    def __enter__(self) -> Calls:
        sys.setprofile(self._seen)
        return self

    def __exit__(self, *error: object) -> None:
        sys.setprofile(None)

    def _seen(self, frame: object, event: str, argument: object) -> None:
        if event in ("call", "c_call"):
            self.count += 1
        if self.count > 2 * MOST_CALLS:
            sys.setprofile(None)
            raise OverflowError("far too much work")


@pytest.fixture(autouse=True)
def _unprofiled() -> Iterator[None]:
    yield
    sys.setprofile(None)


@pytest.mark.parametrize("kind", KINDS)
def test_no_answer_costs_more_than_it_may(kind: str) -> None:
    """Sixteen megabytes of anything are marked in bounded work, and without an internal error."""
    asked = question(kind)
    dear = {}
    for name, value in ANSWERS.items():
        faults: list[Any] = []
        outcome = Answer(value)
        with Calls() as calls:
            measured = {}
            if asked.is_measured():
                measured = measure_all([asked], {}, {asked.id: outcome}, 1)
            given = Given({"": outcome}, measures=measured.get(asked.id, {}))
            mark = mark_question(asked, given, lambda _, fault: faults.append(fault))  # noqa: B023
        if calls.count > MOST_CALLS or faults or any("longer to mark" in x for x in mark.feedback):
            dear[name] = calls.count, faults
    assert dear == {}


def test_a_text_too_long_to_be_read_goes_to_a_person() -> None:
    """It is not wrong, and nobody knows what it says."""
    mark = mark_question(question("symbolic"), Given({"": Answer("x+" * 40_000 + "1")}))
    assert (mark.status, mark.reason, mark.score) == (Status.AWAITING, "unread", None)


def test_an_answer_of_far_too_many_elements_is_told_so() -> None:
    """Its size says that it is none."""
    mark = mark_question(question("numeric"), Given({"": Answer(floats(SIZE // 8))}))
    assert mark.status == Status.INCORRECT and mark.score == 0
    assert "more than 20000 elements" in mark.feedback[0]


def _for_ever(self: Question, given: Given) -> Mark:
    while True:
        pass


def _in_a_pattern(self: Question, given: Given) -> Mark:
    re.fullmatch("(a+)+", "a" * 100 + "b")
    raise AssertionError("the pattern came to an end")


def _caught(self: Question, given: Given) -> Mark:
    while True:
        try:
            _for_ever(self, given)
        except Exception:
            continue


@pytest.mark.parametrize("work", [_for_ever, _in_a_pattern, _caught])
def test_marking_that_does_not_end_goes_to_a_person(
    work: Callable[[Question, Given], Mark], monkeypatch: pytest.MonkeyPatch
) -> None:
    """In our own code or in a pattern's, and the timer is gone afterwards."""
    asked = question("short_text")
    monkeypatch.setattr(mark_module, "in_time", lambda: room.in_time(0.05))
    monkeypatch.setattr(type(asked), "mark", work)
    before = signal.getsignal(signal.SIGVTALRM)
    mark = mark_question(asked, Given({"": Answer("yes")}))
    assert (mark.status, mark.reason, mark.score) == (Status.AWAITING, "unread", None)
    assert signal.getitimer(signal.ITIMER_VIRTUAL) == (0.0, 0.0)
    assert signal.getsignal(signal.SIGVTALRM) == before
