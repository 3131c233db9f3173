"""The documentation of the kinds: its examples are marked as it says."""

import json
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml
from pydantic import TypeAdapter

from grader.evidence import Answer
from grader.questions import BY_NAME
from grader.questions.base import Given, Question
from grader.rubric.model import AnyQuestion

KINDS = (
    *("numeric", "function", "symbolic", "descent", "jacobian", "derivation", "counterexample"),
    *("architecture", "output", "figure", "performance", "mixture"),
    *("true_false", "choice", "short_text", "free_response"),
)
MEASURED = ("performance", "mixture")
"""Kinds whose pages show what was measured of an answer, in place of the answer."""
IN_CODE = {"function", "pytest"}
"""Kinds whose pages have whole courses, which test_code_pages runs."""
DOCS = Path(__file__).parents[2] / "docs" / "kinds"


def examples(kind: str) -> Iterator[tuple[str, dict[str, str]]]:
    """The sections of one page that mark an answer, each with its code blocks by language."""
    text = (DOCS / f"{kind}.md").read_text("utf-8")
    for section in re.split(r"^## ", text, flags=re.M)[1:]:
        blocks = dict(re.findall(r"```(\w+)\n(.*?)\n```", section, re.S))
        if blocks and "```python" not in section:  # those are run by test_code_pages
            yield section.partition("\n")[0], blocks


EXAMPLES = [(kind, *example) for kind in KINDS for example in examples(kind)]


def test_every_kind_has_three_examples() -> None:
    """Of different courses, or as many courses in code; no page has a block that nothing marks."""
    count = Counter(kind for kind, _, _ in EXAMPLES)
    assert {kind: n for kind, n in count.items() if n < 3 and kind not in IN_CODE} == {}
    assert set(count) == set(KINDS) and set(KINDS) | IN_CODE == set(BY_NAME)
    assert {tuple(sorted(blocks)) for _, _, blocks in EXAMPLES} == {("json", "text", "yaml")}


@pytest.mark.parametrize(
    ("kind", "title", "found"), EXAMPLES, ids=[f"{kind}: {title}" for kind, title, _ in EXAMPLES]
)
def test_what_the_student_sees_is_what_the_page_says(
    kind: str, title: str, found: dict[str, str]
) -> None:
    """The section's question marks the section's answer with the section's words."""
    adapter: TypeAdapter[Any] = TypeAdapter(AnyQuestion)
    question = adapter.validate_json(json.dumps(yaml.safe_load(found["yaml"])[0]))
    assert isinstance(question, Question) and question.problems() == []
    assert question.kind == kind
    shown = json.loads(found["json"])
    given = Given({"": Answer(shown)}, seed=1)
    if kind in MEASURED:
        given = Given({"": Answer([])}, measures=shown, seed=1)
    mark = question.mark(given)
    named = f", {', '.join(mark.mistakes)}" if mark.mistakes else ""
    score = "–" if mark.score is None else f"{float(mark.score):g}"
    lines = [f"{score} of {float(mark.points):g}, {mark.status}{named}"]
    lines += mark.feedback
    lines += [f"[{part.id}] {line}" for part in mark.parts for line in part.feedback]
    assert "\n".join(lines) == found["text"]
