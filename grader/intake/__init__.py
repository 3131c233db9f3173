"""What was handed in: finding it (trusted, opaque bytes) and reading it (behind the wall)."""

from grader.intake.discover import discover, single
from grader.intake.submission import FileBytes, Intake, Person, Submission

__all__ = ["FileBytes", "Intake", "Person", "Submission", "discover", "single"]
