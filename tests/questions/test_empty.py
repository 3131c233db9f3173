"""Nothing written is missing in every mathematical kind, however nothing is written."""

from __future__ import annotations

from typing import Any

import pytest

from grader.marks import Status
from grader.questions.echo import is_empty
from grader.values import Array, Expression
from tests.questions.mathematics import QUESTIONS, mark

NOTHING = ["", "  ", "\n\t", None, [], {}, [""], [["", " "], [None, []]], {"p": "", "q": None}]


@pytest.mark.parametrize("question", sorted(QUESTIONS))
@pytest.mark.parametrize("answer", NOTHING, ids=repr)
def test_nothing_written_is_missing(question: str, answer: Any) -> None:
    """White space, and lists, tables and mappings of it, are no wrong answer."""
    found = mark(question, answer)
    assert found.status is Status.MISSING and found.score == 0
    assert "empty" in found.feedback[0]


def test_something_is_not_nothing() -> None:
    """A zero, a truth value and an entry beside blanks are answers."""
    for value in (0, False, "0", ["", 0], {"p": [None, "x"]}, Expression("0")):
        assert not is_empty(value)
    assert is_empty(Expression(" ")) and is_empty(Array("<f8", (0, 2), b""))
    assert not is_empty(Array("<f8", (1,), bytes(8)))
