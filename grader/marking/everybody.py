"""The marks of a whole class, what changed in them, and what the pages show beyond marks."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from grader.evidence import Finding
from grader.gradebook import Marked
from grader.marks import Mark


@dataclass(frozen=True, slots=True)
class Change:
    """One question whose mark is not what it was; `before` is None for a new one."""

    submission: str
    question: str
    before: Mark | None
    after: Mark


@dataclass(slots=True)
class Everybody:
    """The marks of everybody, what changed, and whatever the pages show beyond marks."""

    marks: dict[str, dict[str, Marked]] = field(default_factory=dict)
    changes: list[Change] = field(default_factory=list)
    findings: dict[str, tuple[Finding, ...]] = field(default_factory=dict)
    training: dict[tuple[str, str], Sequence[float]] = field(default_factory=dict)
    unasked: dict[str, int] = field(default_factory=dict)
    """How many submissions have not been asked a question as it is asked now, by question."""

    def changed(self) -> dict[str, dict[str, Marked]]:
        """The new marks that the gradebook does not hold yet."""
        found: dict[str, dict[str, Marked]] = defaultdict(dict)
        for change in self.changes:
            place = self.marks[change.submission]
            found[change.submission][change.question] = place[change.question]
        return dict(found)

    @property
    def staff(self) -> dict[str, Counter[str]]:
        """What marking said to staff alone, by question, and of how many submissions it said so."""
        found: dict[str, Counter[str]] = defaultdict(Counter)
        for row in self.marks.values():
            for question, marked in row.items():
                found[question].update(marked.mark.staff)
        return {question: said for question, said in found.items() if said}

    @property
    def plots(self) -> dict[tuple[str, str], Mapping[str, Any]]:
        """The data of pictures, by submission and question."""
        found: dict[tuple[str, str], Mapping[str, Any]] = {}
        for submission, row in self.marks.items():
            for question, marked in row.items():
                plot = dict(marked.mark.plot or {})
                if (submission, question) in self.training:
                    plot["seconds"] = self.training[submission, question]
                if plot:
                    found[submission, question] = plot
        return found

    @property
    def photos(self) -> dict[tuple[str, str], tuple[str, ...]]:
        """The digests of pictures that answers stand in, by submission and question."""
        found: dict[tuple[str, str], tuple[str, ...]] = {}
        for submission, row in self.marks.items():
            for question, marked in row.items():
                person = marked.mark.read_by_person
                digests = [] if person is None else list(person.pictures)
                digests += [one.picture for one in marked.mark.candidates if one.picture]
                if digests:
                    found[submission, question] = tuple(dict.fromkeys(digests))
        return found
