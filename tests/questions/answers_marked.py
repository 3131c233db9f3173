"""Questions in two lines: what a rubric asks, and answers with what each of them is worth."""

from __future__ import annotations

import json
from typing import Any

from pydantic import TypeAdapter

from grader.evidence import Answer
from grader.marks import Mark
from grader.questions.base import Given, Question
from grader.rubric.model import AnyQuestion

ADAPTER: TypeAdapter[Any] = TypeAdapter(AnyQuestion)


def asked(fields: dict[str, Any]) -> Question:
    """A question of four points that a rubric could hold."""
    made = ADAPTER.validate_json(json.dumps({"id": "q", "points": 4, "name": "A", **fields}))
    assert isinstance(made, Question) and made.problems() == []
    return made


def marked(fields: dict[str, Any], answer: Any) -> Mark:
    """The mark of one answer to it."""
    return asked(fields).mark(Given({"": Answer(answer)}, seed=1))


def earned(fields: dict[str, Any], answer: Any) -> str:
    """The score, or why a person decides."""
    mark = marked(fields, answer)
    return str(mark.score) if mark.reason is None else str(mark.reason)
