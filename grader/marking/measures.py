"""Measures with memory: computed once from facts and evidence, kept, and not touched by points.

What is measured is each kind's own affair (`Question.measure`): a metric, its interval, a
comparison, a network as it was read. A measure depends on the fields that the kind names
(`measured_from`), on key facts, on what came back, and on the code of the kind. Moving a threshold
neither refits nor resamples.
"""

from __future__ import annotations

import functools
import hashlib
import importlib
import inspect
from collections.abc import Iterable, Mapping
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

from grader.evidence import Evidence, Finding, Outcome, outcome_to_plain
from grader.gradebook import Gradebook, Sealed, code_digest, fingerprint
from grader.gradebook.sealed import NOTHING
from grader.marking.mark import Facts
from grader.questions.base import Given, Question, given_for
from grader.questions.program import CHECKED, Ask, Programmed
from grader.rubric.model import Rubric

Plain = Mapping[str, Mapping[str, Any]]

MEASURING_CODE = (
    "measures",
    "marking/measures.py",
    "marking/facts.py",
    "questions/asking",
    "questions/base.py",
    "questions/find.py",
    "questions/mistake.py",
    "questions/program.py",
    "questions/record.py",
    "questions/words.py",
    "evidence",
    "values.py",
)
"""What makes key facts and measures of whatever kind; a change of it measures everything again."""


class Measures:
    """What is measured of each submission, from the gradebook where it was measured before."""

    def __init__(
        self,
        rubric: Rubric,
        facts: Facts,
        book: Gradebook | None = None,
        programs: Ask | None = None,
    ) -> None:
        self._rubric = rubric
        self._programs = programs
        self._facts = facts
        self._book = book
        self._known: dict[str, Plain] = {}
        self._fresh: dict[str, Plain] = {}
        measured = [question for question in rubric.questions if is_measured(question)]
        self.questions = tuple(q.id for q in measured)
        """The questions whose outcomes are looked at."""
        self.base = fingerprint(
            measuring_version({type(question) for question in measured}),
            rubric.seed,
            [measured_part(question) for question in measured],
            {q.id: facts.get(q.id, {}) for q in measured},
        )
        """A digest over all that measures depend on before a submission is seen."""

    def of(self, sealed: Sealed) -> Plain:
        """The measures of one submission by question; kept in memory and for `keep`."""
        if not self.questions:
            return {}
        own = "".join(sealed.digests.get(name, NOTHING[1]) for name in self.questions)
        key = hashlib.sha256((self.base + own).encode()).hexdigest()
        if key not in self._known:
            self._known[key] = self._stored(key) or self._measure(key, sealed)
        return self._known[key]

    def findings(self, measured: Plain) -> tuple[Finding, ...]:
        """What was noticed about a submission while it was `measured`, question by question."""
        questions = (q for q in self._rubric.questions if q.id in measured)
        return tuple(one for q in questions for one in q.findings_of(measured[q.id]))

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
        outcomes: dict[str, Outcome] = {}
        for name in self.questions:
            outcomes.update(sealed.outcomes(name))
        found = measure_all(
            self._rubric.questions, self._facts, outcomes, self._rubric.seed, self._programs
        )
        self._fresh[key] = found
        return found


def is_measured(question: Question) -> bool:
    """Whether anything is kept of a question beside evidence and marks."""
    return question.is_measured() or (isinstance(question, Programmed) and question.is_checked())


def measure_all(
    questions: Iterable[Question],
    facts: Facts,
    outcomes: Mapping[str, Outcome],
    seed: int,
    programs: Ask | None = None,
) -> dict[str, Mapping[str, Any]]:
    """What was measured of one submission, by question id; only questions that need it appear.

    A measured question sees the other measured ones and nothing else, since nothing else decides
    whether what was kept still holds.
    """
    known = {question.id: question for question in questions if is_measured(question)}
    evidence, shared = Evidence(dict(outcomes)), dict[Any, Any]()
    given: dict[str, Given] = {}
    for name, question in known.items():
        given[name] = given_for(
            question,
            evidence,
            facts.get(name),
            seed=seed,
            others=given.get,
            questions=known.get,
            shared=shared,
        )
    measured = {name: question.measure(given[name]) for name, question in known.items()}
    for name, question in known.items():
        if programs is not None and isinstance(question, Programmed):
            asked = question.checks(given[name])
            if asked is not None:
                said = outcome_to_plain(programs(asked))
                measured[name] = {**(measured[name] or {}), CHECKED: said}
    return {name: found for name, found in measured.items() if found}


def measured_part(question: Question) -> Any:
    """What measures and key facts of a question depend on, as plain data."""
    plain = question.model_dump()
    if question.measured_from is None:
        return plain
    fields = {path: _at(plain, path.split(".")) for path in sorted(question.measured_from)}
    return {"kind": question.kind, "id": question.id, **fields}


def _at(value: Any, path: list[str]) -> Any:
    if isinstance(value, list | tuple):
        return [_at(item, path) for item in value]
    if not path:
        return value
    return _at(value[path[0]], path[1:]) if isinstance(value, Mapping) else None


def measuring_version(kinds: Iterable[type[Question]]) -> str:
    """A digest over the code that measures these kinds, and the versions of the libraries below."""
    total = hashlib.sha256(code_digest(MEASURING_CODE).encode())
    for digest in sorted(map(kind_version, kinds)):
        total.update(digest.encode())
    for name in ("numpy", "scipy", "scikit-learn"):
        try:
            total.update(version(name).encode())
        except PackageNotFoundError:
            total.update(b"-")
    return total.hexdigest()


@functools.cache
def kind_version(kind: type[Question]) -> str:
    """A digest over the code of a kind, whoever brings it."""
    return fingerprint([code_digest((place.name,), place.parent) for place in kind_code(kind)])


def kind_code(kind: type[Question]) -> list[Path]:
    """The files and folders that hold the code of a kind.

    Its module stands for the package that it is or is in, but for one file among those of
    `grader.questions`; what else it is `measured_with` comes after.
    """
    places = []
    for name in (kind.__module__, *kind.measured_with):
        module = importlib.import_module(name)
        file = Path(inspect.getfile(module))
        lone = module.__package__ in (None, "", "grader.questions")
        places.append(file if lone else file.parent)
    return places
