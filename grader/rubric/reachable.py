"""Whether any submission could hold the answer to a question, and under a name that can be."""

from __future__ import annotations

import keyword
from collections.abc import Iterator

from grader.questions.base import Question
from grader.rubric.model import Rubric

NOWHERE = "no submission could answer this: write `name:`, `writeup:` or `find:`"


_OF_CODE = frozenset({"call", "estimator"})
"""What is asked of code alone."""


def _is_name(part: str) -> bool:
    return part.isidentifier() and not keyword.iskeyword(part)


def unreachable(question: Question, rubric: Rubric) -> Iterator[tuple[str, str]]:
    """(path, message) where an answer is looked for nowhere, or under a name that is none.

    A file of answers has any question by its id, but for those that only code can answer.
    """
    called = any(probe.do in _OF_CODE for probe in question.probes())
    for index, name in enumerate(question.names):
        path = f"name.{index}" if isinstance(question.name, tuple) else "name"
        if not name.strip():
            yield path, "write a name, or leave this out"
        elif called and not all(map(_is_name, name.split("."))):
            yield path, f"no code has a name such as {name!r}: write letters, digits and _"
    by_id = "data" in (question.sources or rubric.sources) and not question.needs_code
    if not (question.is_reached or by_id):
        yield "", NOWHERE
