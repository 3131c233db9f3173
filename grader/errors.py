"""The error tree, the exit codes, and the one place where a failing stage becomes data.

Only the command line turns errors into messages.

GraderError                 exit 3: our fault
├── UsageMistake            exit 2: the caller's mistake (a path, a flag, a file)
│   ├── RubricError         exit 2: mistakes in a rubric, all of them, with positions
│   ├── SubmissionError     exit 2: a submission that cannot be opened at all
│   └── GradebookError      exit 2: a gradebook or a file of judgements that cannot be used as it is
├── OutOfSpace              exit 3: a disk is full; what was finished is kept
└── SandboxRefusal          exit 3: no sandbox here; the message holds the one line that fixes it
"""

from __future__ import annotations

import errno
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

Result = TypeVar("Result")

EXIT_DONE = 0
EXIT_BELOW = 1
EXIT_CALLER = 2
EXIT_OURS = 3
EXIT_INTERRUPTED = 130
"""Stopped by the user; what was finished is kept."""


class GraderError(Exception):
    """Anything that stops the work and is told in one message."""

    exit_code = EXIT_OURS


class UsageMistake(GraderError):
    """A path, flag or file that the caller has to fix."""

    exit_code = EXIT_CALLER


class SubmissionError(UsageMistake):
    """A submission that cannot be opened at all, so that there is nothing to mark."""


class GradebookError(UsageMistake):
    """A gradebook, or a file of judgements for it, that cannot be used as it is."""


class OutOfSpace(GraderError):
    """A disk is full: what was finished is kept, and the rest is for when there is room."""

    def __init__(self, place: object) -> None:
        super().__init__(str(place))  # as it is made again in another process

    def __str__(self) -> str:
        return (
            f"{self.args[0]}: the disk is full; free some space and run again, nothing that was "
            "finished is lost"
        )


def is_full(error: BaseException | None) -> bool:
    """Whether a full disk, or a quota, is behind an error."""
    while error is not None:
        if isinstance(error, OutOfSpace):
            return True
        if isinstance(error, OSError) and error.errno in (errno.ENOSPC, errno.EDQUOT):
            return True
        error = error.__cause__ or error.__context__
    return False


class SandboxRefusal(GraderError):
    """No sandbox of the wanted strength can be had on this machine."""


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """The end of a message, such as `; did you mean `points`?`; empty where nothing is close."""
    import difflib  # only where something went wrong

    names = list(known)
    begun = [name for name in names if len(word) > 1 and name.startswith(word) and name != word]
    close = begun if len(begun) == 1 else difflib.get_close_matches(word, names, 1, 0.6)
    return f"; did you mean `{close[0]}`?" if close else ""


@dataclass(frozen=True, slots=True)
class Mistake:
    """One mistake in a file, with its place (lines and columns count from one)."""

    line: int
    column: int
    path: str
    message: str


class RubricError(UsageMistake):
    """Every mistake found in one rubric file."""

    def __init__(self, file: Path | str, mistakes: Sequence[Mistake]) -> None:
        self.file = str(file)
        self.mistakes = tuple(mistakes)
        super().__init__("\n".join(self.lines()))

    def lines(self) -> list[str]:
        """One `file:line:column: path: message` line a mistake, in file order."""
        rows = sorted(self.mistakes, key=lambda m: (m.line, m.column))
        return [
            f"{self.file}:{m.line}:{m.column}: {f'{m.path}: ' if m.path else ''}{m.message}"
            for m in rows
        ]


@dataclass(frozen=True, slots=True)
class Failed:
    """An internal error in a stage of one submission's way; it never becomes a zero."""

    stage: str
    """What was being done, such as `marking p3.gradient`."""
    error: Exception

    @property
    def reason(self) -> str:
        """What a student may read of it: neither the message nor a place in our code."""
        return f"{self.stage} failed ({type(self.error).__name__})"


def guarded(stage: str, work: Callable[[], Result]) -> Result | Failed:
    """What `work` returns, or its failure as data, so that one submission stops no other."""
    try:
        return work()
    except Exception as error:
        return Failed(stage, error)
