"""One step that a derivation must have, as the rubric writes it."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from grader.questions.record import Points, Record


class Step(Record):
    """One step that must be there; any one of its kinds of evidence is enough."""

    id: Annotated[str, Field(pattern=r"^[A-Za-z0-9_]+$")]
    """Short name, used in reports."""
    title: str
    """What the step is, told to the student when it is missing."""
    points: Points
    """Its share of the question's points, relative to the other steps."""
    shows: tuple[str, ...] = ()
    """Integrals or sums that must all stand in one statement, up to their signs."""
    splits: str = ""
    """An integral that must stand there with no logarithm of a quotient left in it."""
    joins: tuple[str, ...] = ()
    """Two expressions that one statement must set equal, or equal in the limit."""
    concludes: str = ""
    """An equality of arg min and arg max, or of a divergence and 0, that must be reached."""
    absorbs: bool = False
    """Whether calling the part without the parameter a constant is the step."""
    implied_by: tuple[str, ...] = ()
    """Steps that cannot be there without this one."""
    words: str = ""
    """A pattern; a sentence that matches it is the step, beside at least one formula that holds."""
