"""The gradebook as one person at the marking page sees it, kept current while others write."""

from __future__ import annotations

import threading
import time
from collections.abc import Collection, Iterable, Iterator, Mapping
from contextlib import contextmanager
from functools import cached_property
from pathlib import Path
from typing import Any

from grader.collect.plan import with_prompts
from grader.errors import GradebookError
from grader.gradebook import Flagged, Gradebook, Judged, Marked
from grader.marking.marking import Marking
from grader.marking.runs import run_info
from grader.marking.transcribing import TypedIn
from grader.questions.base import Question
from grader.rescore import marking_for, rubric_for
from grader.rubric import Rubric, load_rubric
from grader.web.entries import Entry, Word, entries_of, representative, word_on

_PATIENCE = 5.0
"""Seconds between two looks at a whole class that somebody else is grading at the moment."""


class Desk:
    """One gradebook, open beside whoever else writes it; `turn` is held by who uses it."""

    def __init__(
        self, folder: Path, rubric: Path | None, who: str, share: tuple[str, ...] = ()
    ) -> None:
        self.path = folder / "gradebook.db"
        self.who = who
        self.share = share
        self.turn = threading.RLock()
        self.book: Gradebook
        self.rubric: Rubric
        self._named = rubric
        self._run: int | None = None
        self._typed: tuple[tuple[int, Any], TypedIn] | None = None
        self.generation = 0
        self._open()

    def _open(self) -> None:
        """Open the file that is there now; where that fails, what was open stays so."""
        book = Gradebook.open(self.path, "beside")
        try:
            inode = _file_at(self.path)
            rubric = rubric_for(book, self._named)
        except BaseException:
            book.close()
            raise
        self.book, self.rubric, self._inode = book, rubric, inode
        self._run = None
        self._load()

    def _load(self) -> None:
        """Everything anew, as the gradebook has it now."""
        book = self.book
        self._seen, self._stamp = book.database.version, self._now()
        self._loaded = time.monotonic()
        self.generation += 1
        self.questions: dict[str, Question] = {one.id: one for one in self.rubric.questions}
        present = book.submissions.present()
        self.names = {one.id: one.name for one in present}
        self._files = {one.id: tuple(name for name, _, _ in one.files) for one in present}
        self.marks: dict[str, dict[str, Marked]] = book.marks.all()
        self.answers = book.evidence.answers()
        self.flags: dict[tuple[str, str], Flagged] = book.judgements.flags()
        self.judged: dict[tuple[str, str], Judged] = {}
        self.history: list[Judged] = []
        self._take_note(book.judgements.history())
        self._entries: dict[str, dict[str, Entry]] = {}
        self.__dict__.pop("marking", None)
        self.__dict__.pop("unasked", None)

    def _take_note(self, judged: Iterable[Judged]) -> None:
        for one in judged:
            self.history.append(one)
            self.judged[one.submission, one.question] = one

    def _now(self) -> tuple[Any, ...]:
        """What tells that more has changed than judgements and the marks that follow from them."""
        (row,) = self.book.database.rows(
            "SELECT (SELECT count(*) FROM runs WHERE command != 'mark'),"
            " (SELECT max(finished) FROM runs WHERE command != 'mark'),"
            " (SELECT max(id) FROM evidence), (SELECT max(id) FROM transcripts),"
            " (SELECT rubric FROM runs ORDER BY id DESC LIMIT 1)"
        )
        return tuple(row)

    def fresh(self) -> None:
        """See what others did since; the file itself may be another one by now."""
        if _file_at(self.path) != self._inode:
            old = self.book
            self._open()
            old.close()
            return
        if self.book.database.version == self._seen:
            return
        now = self._now()
        if now == self._stamp:
            self._catch_up()
        elif (
            (now[1], now[4]) != (self._stamp[1], self._stamp[4])
            or time.monotonic() - self._loaded > _PATIENCE
        ):
            if now[4] != self.rubric.sha256:
                self._read_rubric(str(now[4]))
            self._load()

    def _catch_up(self) -> None:
        """Take note of judgements alone, and of the marks of whom they are about."""
        self._seen = self.book.database.version
        last = self.history[-1].revision if self.history else 0
        since = self.book.judgements.since(last)
        self._take_note(since)
        self.flags = self.book.judgements.flags()
        self._reread({one.submission for one in since})

    def _reread(self, submissions: Collection[str]) -> None:
        for one in submissions:
            if one in self.marks:
                self.marks[one] = self.book.marks.of(one)

    def _read_rubric(self, sha256: str) -> None:
        """The rubric that others mark by now, where its file is that one."""
        changed = with_prompts(load_rubric(Path(self.rubric.path)))
        if changed.sha256 == sha256:
            self.rubric = changed

    @cached_property
    def marking(self) -> Marking:
        """The same marking code that every command uses."""
        return marking_for(self.book, self.rubric)

    @cached_property
    def unasked(self) -> Mapping[str, Collection[str]]:
        """The questions that stored evidence does not answer as they are asked now."""
        return self.marking.unasked(self.book)

    @property
    def typed(self) -> TypedIn:
        """What people typed so far; read anew only where somebody typed more."""
        (found,) = self.book.database.rows("SELECT max(id) FROM transcripts")
        if self._typed is None or self._typed[0] != (self.generation, found[0]):
            typed = TypedIn.of(self.book, self.rubric)
            self._typed = ((self.generation, found[0]), typed)
        return self._typed[1]

    def entries(self, question: str) -> dict[str, Entry]:
        """The answers to a question by token."""
        if question not in self._entries:
            self._entries[question] = entries_of(question, self.marks, self.answers)
        return self._entries[question]

    def files(self, submission: str) -> tuple[str, ...]:
        """The names of a submission's files, longest first."""
        return tuple(sorted(self._files.get(submission, ()), key=len, reverse=True))

    def word(self, entry: Entry) -> Word:
        """What people said of an entry so far."""
        return word_on(entry, self.judged)

    def mark(self, entry: Entry) -> Any:
        """The mark that stands for an entry."""
        return representative(entry, self.marks)

    @contextmanager
    def writing(self) -> Iterator[None]:
        """All that is written inside reaches the disk together, a new run among it, or nothing."""
        run = self._run
        try:
            with self.book.transaction():
                yield
        except BaseException:
            self._run = run
            raise

    def begin(self) -> int:
        """The run that this desk's marks belong to, begun with the first of them."""
        if self._run is None:
            last = self.book.runs.last().info
            info = run_info(
                "mark",
                self.rubric,
                python=last.python,
                isolation=last.isolation,
                packages=last.packages,
                missing=last.missing,
            )
            self._run = self.book.runs.begin(info)
        return self._run

    def keep_marks(self, submissions: Collection[str]) -> None:
        """Mark some submissions again and keep what changed, within the caller's transaction."""
        self.keep_changed(self.marking.some(self.book, submissions, self.unasked))

    def keep_changed(self, changed: Mapping[str, Mapping[str, Marked]]) -> None:
        """Keep marks of this desk's run."""
        self.marking.keep(self.book, self.begin(), changed)

    def reload(self) -> None:
        """Read everything anew after a change of everybody."""
        self._load()

    def noted(self, submissions: Collection[str]) -> None:
        """What this desk has just written itself, where nobody else wrote in between."""
        last = self.history[-1].revision if self.history else 0
        self._take_note(self.book.judgements.since(last))
        self.flags = self.book.judgements.flags()
        self._reread(submissions)

    def wrote_transcripts(self) -> None:
        """A transcript of this desk's own is no reason to read everything again."""
        self._stamp = self._now()

    def change_rubric(self, rubric: Rubric) -> None:
        """Mark by a rubric that this desk has just written; the next write is a run of its own."""
        self.rubric = rubric
        self._end()
        self.questions = {one.id: one for one in rubric.questions}
        self.__dict__.pop("marking", None)
        self.__dict__.pop("unasked", None)

    def _end(self) -> None:
        if self._run is not None:
            self.book.runs.finish(self._run)
            self._run = None

    def close(self) -> None:
        """Note that the run has ended, and close the file."""
        with self.turn:
            self._end()
            self.book.close()


def _file_at(path: Path) -> tuple[int, int]:
    try:
        found = path.stat()
    except OSError:
        raise GradebookError(f"{path}: the gradebook is not there any more") from None
    return found.st_dev, found.st_ino
