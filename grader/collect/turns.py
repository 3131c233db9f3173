"""Each submission in its turn: loaded, digested, asked what it has to be asked, and let go."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from grader.collect.keys import Keys, coming, handed_in
from grader.collect.submission import Task
from grader.gradebook import EvidenceKey, Gradebook, SubmissionRecord
from grader.intake.submission import Submission

MOST_RUNNING = 2
"""How many of the submissions that workers have are told of."""
Came = Callable[[Submission], datetime | None]
"""When a submission came, where that can be told."""
Look = Callable[[SubmissionRecord, Submission], None]
"""Looks at a submission while its bytes are at hand."""


@dataclass(frozen=True, slots=True)
class Progress:
    """One submission is finished: how many of how many, which, and whether nothing was run.

    `running` are those that workers have by now, the longest first, `seconds` what it took.
    """

    done: int
    total: int
    id: str
    reused: bool = False
    running: tuple[str, ...] = ()
    seconds: float = 0.0


Watch = Callable[[Progress], None]


@dataclass(frozen=True, slots=True)
class Turn:
    """A submission that workers have: as the gradebook knows it, and what it is asked."""

    submission: Submission
    record: SubmissionRecord
    key: EvidenceKey
    asked: frozenset[str]


class Turns:
    """The submissions of a run, one after the other.

    A submission's files are loaded once. From the same bytes come its digests, whatever `look`
    takes from them and, where it has to be asked anything, the task of a worker.
    """

    def __init__(
        self,
        book: Gradebook,
        keys: Keys,
        chosen: Sequence[Submission],
        came: Came,
        look: Look,
        watch: Watch,
    ) -> None:
        self.left = {one.id for one in chosen}
        """The ids of those that are not finished."""
        self.expected = [(one, coming(one, came(one))) for one in chosen]
        """What is to come, as the gradebook keeps it before any file is read."""
        self._book, self._keys, self._look, self._watch = book, keys, look, watch
        self._in_hand: dict[str, Turn] = {}
        self._unchanged: list[tuple[SubmissionRecord, EvidenceKey]] = []

    def tasks(self, questions: Collection[str] = (), fresh: bool = False) -> Iterator[Task | None]:
        """What workers have to do, made as they come free; None for each that is unchanged.

        Asked are the questions that are new or changed, of those named here if any are; with
        `fresh` all of them.
        """
        for one, known in self.expected:
            loaded = one.loaded()
            record = handed_in(known, loaded)
            key = self._keys.key(record)
            self._look(record, loaded)
            asked = frozenset(questions or key.plans)
            if not fresh:
                asked -= self._book.evidence.covered(record.id, key)
            if asked:
                self._in_hand[one.id] = Turn(one, record, key, asked)
                yield Task(loaded, asked)
                continue
            self._unchanged.append((record, key))
            if len(self._unchanged) >= 500:
                self.write()
            self.end(one.id, reused=True)
            yield None

    def back(self, id_: str) -> Turn:
        """The turn of a submission that a worker is done with."""
        return self._in_hand.pop(id_)

    def end(self, id_: str, reused: bool = False, seconds: float = 0.0) -> None:
        """A submission is finished: it has new marks, or it is unchanged."""
        self.left.discard(id_)
        total = len(self.expected)
        running = tuple(itertools.islice(self._in_hand, MOST_RUNNING))
        self._watch(Progress(total - len(self.left), total, id_, reused, running, seconds))

    def write(self) -> None:
        """Write down which submissions are unchanged."""
        self._book.register(self._unchanged, whole=False)
        self._unchanged = []
