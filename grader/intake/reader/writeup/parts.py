"""The sections of an outline: which label opens one, and which items of a list are parts."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from .known import Known
from .labels import Label, Path, find_label, find_subject, is_after
from .markup import Block

PARAGRAPH = 9
"""The level of a section that a paragraph opens: below every heading."""
_POINTS = re.compile(
    r"[*_\s]*[\[(]\s*\+?\d{1,3}\s*(?:points?|pts?|marks?|punkte)\b", re.IGNORECASE
)
"""What a problem's label has behind it and a sentence about a problem has not."""


@dataclass(frozen=True, slots=True)
class Section:
    """An open section: its path, the level of its heading, and the word of its label."""

    path: Path
    level: int
    word: str = ""
    style: str = ""

    named: bool = True
    """Whether a label or an asked title opened it, as against any other heading."""
    below: int = 0
    """The level of the heading above a section that a paragraph opened; 0 where there is none."""

    @property
    def rank(self) -> int:
        """The level of the headings that end it."""
        return self.level if self.level < PARAGRAPH else self.below


def begins(label: Label, path: Path, known: Known, met: Iterable[Path]) -> bool:
    """Whether "Problem 8 Let ..." or "Problem 8 [3 points]" begins a problem that is asked for.

    A sentence about a problem goes on in small letters, or names one that came before.
    """
    if _POINTS.match(label.rest):
        return not label.bare
    numbered = len(label.word) > 2 or len(label.path) > 1
    rest = label.rest.lstrip("*_ ")
    starts = rest[:1].isupper() or rest[:1] in ("[", "$", "\\", "(")
    starts = starts or re.match(r"[^\W\d_]{1,10}(?:_\w+)?(?:\([^()]*\))?\s*[=≈]", rest) is not None
    asked = path in known.paths or path[:1] in known.paths
    later = not any(is_after(one, path) for one in met)
    return numbered and starts and asked and later


def labelled_items(block: Block, path: Path, known: Known) -> list[Path]:
    """The parts of a problem that all bullets of a list begin with, as "a. Yes" or "II is"."""
    starts = [item.text.split("\n")[0] for item in block.items]
    labels = [find_label(line, known.words) or find_subject(line) for line in starts]
    found = [(*path, *one.path) for one in labels if one is not None and one.relative]
    asked = sum(place in known.paths for place in found)
    is_whole = len(found) == len(starts) == len(set(found))
    return found if is_whole and asked > 1 else []


def is_beside(base: Section | None, path: Path) -> bool:
    """Whether a bare number goes on from the bare number that opened the present problem."""
    return (
        base is not None
        and base.word == "number"
        and isinstance(base.path[0], int)
        and isinstance(path[0], int)
        and path[0] == base.path[0] + 1
    )


def project_number(blocks: Sequence[Block], known: Known) -> Label | None:
    """The "P1" of a title, which numbers the homework and none of its problems."""
    labels = [
        (n, label)
        for n, block in enumerate(blocks)
        if block.kind == "heading" and (label := find_label(block.text, known.words)) is not None
    ]
    weak = [(n, label) for n, label in labels if label.weak]
    first = next((n for n, block in enumerate(blocks) if block.kind == "heading"), None)
    return weak[0][1] if len(weak) == 1 and weak[0][0] == first and len(blocks) > 2 else None
