"""One possible answer, and how it was come by.

`boxed` and `answer` (behind "Answer:") are what the student calls the answer; `defined` is the
value of the asked name, at the end of the last chain that defines it, `said` what a sentence
gives it, `told` what a clause calls by its words alone; `table` stands beside or below the asked
name. `likely` is the one value of the asked
operator of something else, as Var(2X) for Var(Z); `several` are values given in one breath, or
to names that are numbered; `only` is the only formula or number there;
`behind` is typed behind the question's own words; `closing` is the formula that a section ends
with, `sentence` a number in running text.
`formula` is what a number was worked out from, `earlier` was defined before it was defined again,
`other` is the value of the asked quantity of something else, as P(A ∪ B) for P(A ∩ B);
`any` is whatever else could be meant.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

How = Literal[
    "boxed", "answer", "defined", "said", "told", "table", "likely", "several", "only", "behind",
    "closing", "sentence", "formula", "earlier", "other", "any",
]  # fmt: skip

GUESSED = frozenset(
    {"told", "likely", "several", "closing", "sentence", "behind", "formula", "earlier", "scanned",
     "any", "asked", "other"}
)  # fmt: skip
"""How a candidate was come by where another reading is as likely."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """One possible answer: its text or rows, the line it stands in, and how it was come by."""

    value: str | list[list[str]]
    line: int
    how: How
