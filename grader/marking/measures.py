"""Measures with memory: computed once from facts and evidence, kept, and not touched by points.

A measure depends on the fields that the question's kind names (`measured_from`), on key facts, on
what came back, and on the measuring code. Moving a threshold neither refits nor resamples.
"""

from __future__ import annotations

import functools
import hashlib
from collections.abc import Mapping
from typing import Any

from grader.evidence import Outcome
from grader.gradebook import Gradebook, Sealed, code_digest, fingerprint
from grader.gradebook.sealed import NOTHING
from grader.marking.mark import Facts
from grader.questions.base import Question
from grader.rubric.model import Rubric

Plain = Mapping[str, Mapping[str, Any]]

MEASURING_CODE = (
    "measures",
    "marking/measuring.py",
    "marking/measures.py",
    "marking/facts.py",
    "questions/base.py",
    "questions/record.py",
    "questions/architecture",
    "questions/mixture",
    "questions/performance",
    "evidence.py",
    "values.py",
)
"""What makes key facts, and measures of evidence; a change of it measures everything again."""


class Measures:
    """What is measured of each hand-in, from the gradebook where it was measured before."""

    def __init__(self, rubric: Rubric, facts: Facts, book: Gradebook | None = None) -> None:
        self._rubric = rubric
        self._facts = facts
        self._book = book
        self._known: dict[str, Plain] = {}
        self._fresh: dict[str, Plain] = {}
        measured = [q for q in rubric.questions if q.measured_from]
        self.questions = tuple(q.id for q in measured)
        """The questions whose outcomes are looked at."""
        self.base = fingerprint(
            measuring_version(),
            rubric.seed,
            [measured_part(question) for question in measured],
            {q.id: facts.get(q.id, {}) for q in measured},
        )
        """A digest over all that measures depend on before a hand-in is seen."""

    def of(self, sealed: Sealed) -> Plain:
        """The measures of one hand-in by question; kept in memory and for `keep`."""
        if not self.questions:
            return {}
        own = "".join(sealed.digests.get(name, NOTHING[1]) for name in self.questions)
        key = hashlib.sha256((self.base + own).encode()).hexdigest()
        if key not in self._known:
            self._known[key] = self._stored(key) or self._measure(key, sealed)
        return self._known[key]

    def keep(self) -> None:
        """Write what was measured since the last time into the gradebook."""
        if self._book is not None and self._fresh:
            self._book.derived.keep("measures", self._fresh)
            self._fresh = {}

    def forget(self) -> None:
        """Let go of what is kept in memory, so that a large class does not fill it."""
        self._known = {}

    def _stored(self, key: str) -> Plain | None:
        found: Plain | None = None if self._book is None else self._book.derived.get(key)
        return found

    def _measure(self, key: str, sealed: Sealed) -> Plain:
        from grader.marking.measuring import measure_all

        outcomes: dict[str, Outcome] = {}
        for name in self.questions:
            outcomes.update(sealed.outcomes(name))
        facts = {name: dict(known) for name, known in self._facts.items()}
        found = measure_all(self._rubric.questions, facts, outcomes, self._rubric.seed)
        self._fresh[key] = found
        return found


def measured_part(question: Question) -> Any:
    """What measures and key facts of a question depend on, as plain data."""
    plain = question.model_dump()
    fields = {path: _at(plain, path.split(".")) for path in sorted(question.measured_from)}
    return {"kind": question.kind, **fields}


def _at(value: Any, path: list[str]) -> Any:
    if isinstance(value, list | tuple):
        return [_at(item, path) for item in value]
    if not path:
        return value
    return _at(value[path[0]], path[1:]) if isinstance(value, Mapping) else None


@functools.cache
def measuring_version() -> str:
    """A digest over the code that measures, and the versions of the libraries it calls."""
    from importlib.metadata import PackageNotFoundError, version

    total = hashlib.sha256(code_digest(MEASURING_CODE).encode())
    for name in ("numpy", "scipy", "scikit-learn"):
        try:
            total.update(version(name).encode())
        except PackageNotFoundError:
            total.update(b"-")
    return total.hexdigest()
