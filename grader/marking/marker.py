"""Marking with memory: what a mark follows from is written beside it, and equal means done.

A mark follows from the question as the rubric has it, its key facts, what came back, what was
measured, the judgement by hand, the seed, the grader's own code, and the same of every question
it follows through from. Where the digest over all of that is the one stored with an earlier
mark, the earlier mark is the mark. So an unchanged folder costs nothing, and a corrected key
marks again the questions it touches.
"""

from __future__ import annotations

import functools
import hashlib
import json
from collections.abc import Mapping
from dataclasses import replace
from functools import cached_property
from pathlib import Path

from grader.errors import Failed, guarded
from grader.gradebook import Marked, Sealed, code_digest, fingerprint
from grader.gradebook.sealed import NOTHING
from grader.marking.mark import Facts, ReportFault, mark_question
from grader.marking.measures import Measures, Plain, kind_version
from grader.marks import Judgement, not_gradable
from grader.questions.base import Given, Question
from grader.rubric.model import Rubric

MARKING_CODE = (
    "questions",
    "equivalence",
    "measures",
    "marking/measures.py",
    "marking/marker.py",
    "marking/mark.py",
    "marking/by_hand.py",
    "marking/room.py",
    "marking/steps.py",
    "marking/sureness.py",
    "marks.py",
    "evidence",
    "values.py",
)
"""What makes marks of evidence; a change of it marks everything again and runs nothing."""

_MOST_KNOWN = 50_000
"""Distinct answers remembered at once, so that a large class does not fill the memory."""


class Marker:
    """Marks submissions by one rubric, each distinct answer only once."""

    def __init__(
        self,
        rubric: Rubric,
        facts: Facts,
        measures: Measures | None = None,
        report_fault: ReportFault | None = None,
    ) -> None:
        self.rubric = rubric
        self.facts = facts
        self.measures = Measures(rubric, facts) if measures is None else measures
        self.report_fault = report_fault
        self.questions = {question.id: question for question in rubric.questions}
        self.definitions = {q.id: self._definition(q) for q in rubric.questions}
        self.known: dict[str, list[Marked]] = {}

    def _definition(self, question: Question) -> str:
        """The digest of all that marking a question depends on before a submission is seen."""
        folder = Path(self.rubric.path).parent
        files = [(name, _bytes(folder / name)) for _, name in question.files()]
        return fingerprint(
            marking_version(),
            f"{type(question).__module__}.{type(question).__qualname__}",
            kind_version(type(question)),
            question.model_dump(),
            files,
            dict(self.facts.get(question.id, {})),
            self.rubric.seed,
            self.measures.base if question.id in self.measures.questions else "",
        )

    def marks(
        self,
        sealed: Sealed,
        judgements: Mapping[str, Judgement] | None = None,
        earlier: Mapping[str, Marked] | None = None,
    ) -> dict[str, Marked]:
        """Every question's mark of one submission; an `earlier` one that still holds is kept."""
        return self.submission(sealed, judgements).marks(earlier)

    def submission(
        self, sealed: Sealed, judgements: Mapping[str, Judgement] | None = None
    ) -> SubmissionMarking:
        """One submission ready to be marked question by question."""
        return SubmissionMarking(self, sealed, judgements or {})


class SubmissionMarking:
    """One submission in the making of its marks; notes which questions a mark looked at."""

    def __init__(self, marker: Marker, sealed: Sealed, judgements: Mapping[str, Judgement]) -> None:
        self.marker = marker
        self.sealed = sealed
        self.judgements = judgements
        self._own: dict[str, str] = {}
        self._given: dict[str, Given | Failed] = {}
        self._needs: dict[str, dict[str, None]] = {}
        self._looked: dict[str, None] = {}

    def marks(self, earlier: Mapping[str, Marked] | None = None) -> dict[str, Marked]:
        """Every question's mark, in the rubric's order; what was never asked has none."""
        earlier = earlier or {}
        asked = [name for name in self.marker.questions if name not in self.sealed.unasked]
        return {name: self.mark(name, earlier.get(name)) for name in asked}

    def mark(self, name: str, earlier: Marked | None = None) -> Marked:
        """One question's mark: the earlier one, that of an equal answer, or a new one."""
        if earlier is not None and earlier.inputs and self._holds(name, earlier):
            return earlier
        if len(self.marker.known) > _MOST_KNOWN:
            self.marker.known.clear()
        known = self.marker.known.setdefault(self.own(name), [])
        for candidate in known:
            if self._holds(name, candidate):
                return candidate
        marked = self._fresh(name)
        if marked.inputs:
            known.append(marked)
        return marked

    def own(self, name: str) -> str:
        """The digest of what a question's mark follows from, other questions left out."""
        if name not in self._own:
            judgement = self.judgements.get(name)
            parts = [
                self.marker.definitions.get(name, ""),
                self.sealed.digests.get(name, NOTHING[1]),
                "" if judgement is None else fingerprint(judgement),
            ]
            self._own[name] = _sha(":".join(parts))
        return self._own[name]

    def _holds(self, name: str, marked: Marked) -> bool:
        return self._inputs(name, marked.follows) == marked.inputs

    def _inputs(self, name: str, follows: tuple[str, ...]) -> str:
        if not follows:
            return self.own(name)
        return _sha(
            "|".join([self.own(name), *(f"{other}={self.own(other)}" for other in follows)])
        )

    def _fresh(self, name: str) -> Marked:
        self._looked = {}
        faults: list[Failed] = []

        def fault(question: str, failed: Failed) -> None:
            faults.append(failed)
            if self.marker.report_fault is not None:
                self.marker.report_fault(question, failed)

        question, given = self.marker.questions[name], self._given_of(name)
        if isinstance(given, Failed):
            fault(name, given)
            mark = not_gradable(question.points, given.reason)
        else:
            mark = mark_question(question, given, fault)
        if mark.plot is not None:  # as it will be read back, so that a page never differs
            mark = replace(mark, plot=json.loads(json.dumps(mark.plot)))
        self._looked.pop(name, None)
        follows = tuple(self._looked)
        return Marked(mark, "" if faults else self._inputs(name, follows), follows)

    def _given_of(self, name: str) -> Given | Failed:
        """All that a question is marked from; a failure where it could not be measured or read."""
        if name not in self._given:
            self._given[name] = self._gathered(name)
        self._looked.update(self._needs.get(name, {}))
        return self._given[name]

    def _gathered(self, name: str) -> Given | Failed:
        measured: Plain | Failed = {}
        if name in self.marker.measures.questions:
            self._needs[name] = dict.fromkeys(self.marker.measures.questions)
            measured = self.measures
        if isinstance(measured, Failed):
            return measured
        outcomes = guarded("reading the evidence", lambda: self.sealed.outcomes(name))
        if isinstance(outcomes, Failed):
            return outcomes
        return Given(
            {
                "" if probe == name else probe.removeprefix(f"{name}/"): outcome
                for probe, outcome in outcomes.items()
            },
            self.marker.facts.get(name, {}),
            measured.get(name, {}),
            self.judgements.get(name),
            self.marker.rubric.seed,
            self._other,
            self._question,
        )

    @cached_property
    def measures(self) -> Plain | Failed:
        """All that is measured of the submission, or that measuring it failed."""
        return guarded("measuring", lambda: self.marker.measures.of(self.sealed))

    def _other(self, name: str) -> Given | None:
        self._looked[name] = None
        given = self._given_of(name) if name in self.marker.questions else None
        if isinstance(given, Failed):
            raise given.error  # who follows through from it cannot be marked either
        return given

    def _question(self, name: str) -> Question | None:
        self._looked[name] = None
        return self.marker.questions.get(name)


@functools.cache
def marking_version() -> str:
    """A digest over the grader's own code that decides marks."""
    return code_digest(MARKING_CODE)


def _bytes(path: Path) -> str:
    try:
        return hashlib.sha256(path.read_bytes()).hexdigest()
    except OSError:
        return "absent"


def _sha(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()
