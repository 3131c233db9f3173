"""What was handed in: finding it (trusted, opaque bytes) and reading it (in the sandbox)."""

from grader.intake.discover import discover, single
from grader.intake.reading import READER, Hints, read_submission
from grader.intake.reply import Reading
from grader.intake.submission import FileBytes, Intake, Person, Submission

__all__ = [
    "READER",
    "FileBytes",
    "Hints",
    "Intake",
    "Person",
    "Reading",
    "Submission",
    "discover",
    "read_submission",
    "single",
]
