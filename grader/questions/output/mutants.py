"""Outputs with other numbers, and nothing shown at all."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from grader.evidence import Answer
from grader.questions.asking.mutant import Mutant
from grader.questions.base import Given
from grader.questions.output import Output

_DIGIT = re.compile(r"\d")


def mutants(question: Output, given: Given) -> Iterator[Mutant]:
    """Every digit another, every word another; nothing shown."""
    if question.runs or not isinstance(given.value, Mapping) or not given.value.get("shown"):
        return
    whole: dict[str, Any] = dict(given.value)
    said = "nothing shown is accepted"
    yield Mutant("nothing shown", said, {"": Answer({**whole, "shown": []})})

    def changed(text: str) -> str:
        return _DIGIT.sub(lambda digit: str((int(digit[0]) + 3) % 10), text)

    rows = [{**row, "text": changed(str(row.get("text", ""))), "value": None, "displayed": False}
            for row in whole["shown"]]  # fmt: skip
    if any(item.key is not None for item in question.items):
        told = "other digits are accepted"
        yield Mutant("other digits", told, {"": Answer({**whole, "shown": rows})})
    words = [{**row, "text": re.sub(r"[A-Za-z]", "z", str(row.get("text", ""))), "value": None,
              "displayed": False} for row in whole["shown"]]  # fmt: skip
    if any(item.word is not None or item.text is not None for item in question.items):
        told = "other words are accepted"
        yield Mutant("other words", told, {"": Answer({**whole, "shown": words})})
