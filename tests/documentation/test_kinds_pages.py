"""The documentation of the kinds: its examples are marked as it says."""

import json
import re
from pathlib import Path
from typing import Any

import pytest
import yaml
from pydantic import TypeAdapter

from grader.evidence import Answer
from grader.questions.base import Given, Question
from grader.rubric.model import AnyQuestion

KINDS = ("numeric", "function", "symbolic", "descent", "jacobian", "derivation", "counterexample")
DOCS = Path(__file__).parents[2] / "docs" / "kinds"


def blocks(kind: str) -> dict[str, str]:
    """The code blocks of one page by their language."""
    text = (DOCS / f"{kind}.md").read_text("utf-8")
    return dict(re.findall(r"```(\w+)\n(.*?)\n```", text, re.S))


@pytest.mark.parametrize("kind", KINDS)
def test_what_the_student_sees_is_what_the_page_says(kind: str) -> None:
    """The page's question marks the page's answer with the page's words."""
    found = blocks(kind)
    adapter: TypeAdapter[Any] = TypeAdapter(AnyQuestion)
    question = adapter.validate_json(json.dumps(yaml.safe_load(found["yaml"])[0]))
    assert isinstance(question, Question) and question.problems() == []
    mark = question.mark(Given({"": Answer(json.loads(found["json"]))}, seed=1))
    named = f", {', '.join(mark.mistakes)}" if mark.mistakes else ""
    assert mark.score is not None
    lines = [f"{float(mark.score):g} of {float(mark.points):g}, {mark.status}{named}"]
    lines += mark.feedback
    lines += [f"[{part.id}] {line}" for part in mark.parts for line in part.feedback]
    assert "\n".join(lines) == found["text"]
