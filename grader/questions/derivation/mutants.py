"""Arguments that lack something of the reference's, or claim the opposite."""

from __future__ import annotations

import re
from collections.abc import Iterator

from grader.evidence import Answer
from grader.questions.asking.mutant import Mutant
from grader.questions.base import Given
from grader.questions.derivation import Derivation

_FORMULA = re.compile(r"[=\\^]|<|>")


def mutants(question: Derivation, given: Given) -> Iterator[Mutant]:
    """Only the words, only the first line, only the last, nothing but the claim."""
    value = given.value
    lines = value.splitlines() if isinstance(value, str) else value
    if not isinstance(lines, list) or not all(isinstance(line, str) for line in lines):
        return
    lines = [line for line in lines if line.strip()]
    words = [line for line in lines if not _FORMULA.search(line)]
    formulas = [line for line in lines if _FORMULA.search(line)]
    tried = {
        "only words": words or ["This follows from the definition."],
        "only its first formula": formulas[:1] if len(formulas) > 1 else [],
        "only its last formula": formulas[-1:] if len(formulas) > 1 else [],
        "its claim alone": [question.wanted] if question.wanted else [],
        "a remark": ["It is easy to see that this holds."],
    }
    for name, left in tried.items():
        if left:
            yield Mutant(name, f"{name} is accepted as the whole argument", {"": Answer(left)})
    if len(lines) > 1:
        told = "as one text it is not full"
        yield Mutant("as one text", told, {"": Answer("\n\n".join(lines))}, keeps=True)
