"""Marking by one rubric, the same for every command: one submission, or everybody at once."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping
from functools import partial

from grader.collect.plan import Plan
from grader.errors import Failed, guarded
from grader.evidence import Evidence, Finding
from grader.gradebook import Gradebook, Marked, Sealed, seal
from grader.marking.everybody import Change, Everybody
from grader.marking.facts import Reference, facts_of, kept_facts
from grader.marking.mark import Facts
from grader.marking.marker import Marker, SubmissionMarking
from grader.marking.measures import Measures
from grader.marking.transcribing.put_in import TypedIn
from grader.marks import Judgement, not_gradable
from grader.questions.program import Ask
from grader.rubric.model import Rubric

_NOT_ASKED = "it has not been asked yet; grade again to ask it"


class Marking:
    """A rubric with all that marking by it needs and remembers.

    `asked` is the digest of what each question asks now: a question that stored evidence answers
    otherwise keeps the mark it has. Measures are kept in `book` where it may be written.
    """

    def __init__(
        self,
        rubric: Rubric,
        facts: Facts,
        asked: Mapping[str, str] | None = None,
        book: Gradebook | None = None,
        programs: Ask | None = None,
    ) -> None:
        self.rubric = rubric
        self.asked = asked or {}
        self.measures = Measures(rubric, facts, book, programs)
        self.marker = Marker(rubric, facts, self.measures, self.note)
        self._faults: dict[str, None] = {}

    @property
    def faults(self) -> tuple[str, ...]:
        """Every internal error so far, each once, with the place where it was met."""
        return tuple(self._faults)

    def note(self, place: str, failed: Failed) -> None:
        """Remember an internal error; `place` is the id of a submission or question."""
        self._faults[f"{place}: {failed.error!r}"] = None

    def one(
        self, evidence: Evidence | Sealed, judgements: Mapping[str, Judgement] | None = None
    ) -> SubmissionMarking:
        """One submission, ready to be marked question by question."""
        sealed = evidence if isinstance(evidence, Sealed) else seal(evidence)
        return self.marker.submission(sealed, judgements)

    def everybody(self, book: Gradebook) -> Everybody:
        """Every present submission marked from its stored evidence; marks are not written."""
        judgements = book.judgements.by_submission()
        typed = TypedIn.of(book, self.rubric)
        earlier, unasked, found = book.marks.all(), self.unasked(book), Everybody()
        for batch in book.evidence.batches():
            for id_, sealed in batch.items():
                before = earlier.get(id_, {})
                marking = self.one(typed.into(id_, sealed), judgements.get(id_))
                found.marks[id_] = self._marks(marking, before, unasked.get(id_, ()))
                for name, new in found.marks[id_].items():
                    if new is not (old := before.get(name)):
                        was = None if old is None else old.mark
                        found.changes.append(Change(id_, name, was, new.mark))
                found.findings[id_] = (*sealed.evidence.findings, *self.noticed(id_, marking))
                for name, seconds in sealed.evidence.usage.training.items():
                    found.training[id_, name.split("/")[0]] = seconds
            self.measures.forget()
        found.unasked = dict(Counter(name for row in unasked.values() for name in row))
        if book.is_writable:
            self.measures.keep()
        return found

    def some(
        self, book: Gradebook, submissions: Collection[str], unasked: Mapping[str, Collection[str]]
    ) -> dict[str, dict[str, Marked]]:
        """The marks of a few submissions that are not those which the gradebook holds."""
        judgements = book.judgements.by_submission(submissions)
        typed = TypedIn.of(book, self.rubric)
        found: dict[str, dict[str, Marked]] = {}
        for id_ in submissions:
            sealed = book.evidence.of(id_)
            if sealed is None:
                continue
            before = book.marks.of(id_)
            marking = self.one(typed.into(id_, sealed), judgements.get(id_))
            marks = self._marks(marking, before, unasked.get(id_, ()))
            found[id_] = {name: new for name, new in marks.items() if new is not before.get(name)}
        return found

    def _marks(
        self, marking: SubmissionMarking, before: Mapping[str, Marked], unasked: Collection[str]
    ) -> dict[str, Marked]:
        """Every question's mark of one submission; an earlier one that still holds is kept."""
        marks = {}
        for name in self.marker.questions:
            old = before.get(name)
            asked = name not in unasked
            marks[name] = marking.mark(name, old) if asked else old or self._not_asked(name)
        return marks

    def noticed(self, id_: str, marking: SubmissionMarking) -> tuple[Finding, ...]:
        """What was noticed about a submission while measuring it."""
        measured = marking.measures
        found: tuple[Finding, ...] | Failed = (
            measured
            if isinstance(measured, Failed)
            else guarded("measuring", partial(self.measures.findings, measured))
        )
        if isinstance(found, Failed):
            self.note(id_, found)
            return ()
        return found

    def keep(self, book: Gradebook, run: int, marks: Mapping[str, Mapping[str, Marked]]) -> None:
        """Write marks, and the measures they rest on."""
        self.measures.keep()
        self.measures.forget()
        book.marks.keep(run, marks)

    def unasked(self, book: Gradebook) -> dict[str, set[str]]:
        """By submission, the questions that its evidence does not answer as they are asked now."""
        found = {}
        for submission, plans in book.evidence.plans().items():
            changed = {name for name, digest in self.asked.items() if plans.get(name) != digest}
            if changed:
                found[submission] = changed
        return found

    def _not_asked(self, name: str) -> Marked:
        return Marked(not_gradable(self.marker.questions[name].points, _NOT_ASKED))


def marking_of(
    rubric: Rubric,
    plan: Plan,
    asked: Mapping[str, str],
    reference: Reference,
    surroundings: tuple[str, Mapping[str, str]],
    book: Gradebook | None = None,
    programs: Ask | None = None,
) -> Marking:
    """Marking with the rubric's key facts, which are built only where `book` does not hold them.

    `surroundings` are the Python and packages that `reference` is run with; `programs` runs those
    of the instructor's own that look at answers.
    """
    python, packages = surroundings
    if book is None:
        facts = facts_of(rubric, reference, programs)
    else:
        build = partial(facts_of, rubric, reference, programs)
        facts = kept_facts(book, rubric, plan, build, python, dict(packages))
    return Marking(rubric, facts, asked, book, programs)
