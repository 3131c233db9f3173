"""Submissions of which one test fails, ends or never runs."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from grader.evidence import Answer, Source
from grader.questions.asking.mutant import Mutant
from grader.questions.base import Given
from grader.questions.pytest import Pytest

ALIKE = 60
"""Tests that are tried one by one."""


def mutants(question: Pytest, given: Given) -> Iterator[Mutant]:
    """Each test that the reference passes failed, stopped, or left out."""
    rows = given.value if isinstance(given.value, list) else []
    passed = [n for n, row in enumerate(rows) if isinstance(row, dict) and row.get("ok") is True]
    for place in passed[:ALIKE]:
        test = str(rows[place].get("test"))
        failed = {"test": test, "ok": False, "type": "AssertionError", "message": ""}
        for name, wrong in (
            ("fails", [failed]),
            ("is stopped", [{"test": test, "ok": False, "ended": "it was stopped"}]),
            ("never runs", list[Any]()),
        ):
            value = [*rows[:place], *wrong, *rows[place + 1 :]]
            told = f"full points though {test} {name}"
            yield Mutant(f"{test} {name}", told, {"": Answer(value, given.source or Source())})


def tried(question: Pytest) -> tuple[str, ...]:
    """The functions and classes of a submission that the tests call."""
    return question.names
