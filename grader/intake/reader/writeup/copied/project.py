"""The number of the homework in its title, which is the number of none of its problems."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from ..known import Known
from ..labels import Label, Path, find_label, is_bold
from ..markup import Block


def project_number(blocks: Sequence[Block], known: Known) -> Label | None:
    """The "P1" or "Assignment 1" of a title, which numbers the homework and none of its problems.

    A word in full does so where only the title has one and at least two asked problems follow.
    """
    labels = [
        (n, label)
        for n, block in enumerate(blocks)
        if block.kind == "heading" and (label := find_label(block.text, known.words)) is not None
    ]
    weak = [(n, label) for n, label in labels if label.weak]
    first = next((n for n, block in enumerate(blocks) if block.kind == "heading"), None)
    worded = [(n, label) for n, label in labels if label.word not in ("", "letter")]
    if len(worded) == 1 and labels[0] == worded[0] and worded[0][1].word in _WORKS:
        titles = _titles(blocks[worded[0][0] + 1 :])
        below = [find_label(text, known.words, heading=True) for text in titles]
        asked = {one.path for one in below if one is not None and not one.word}
        if len(asked & known.paths) > 1:
            return worded[0][1]
    return weak[0][1] if len(weak) == 1 and weak[0][0] == first and len(blocks) > 2 else None


_WORKS = ("assignment", "exercise", "problem", "task", "p", "q", "homework")
"""Words that number a whole homework as well as one of its problems."""


def _titles(blocks: Sequence[Block]) -> Iterator[str]:
    """Headings, and lines in bold, which stand for headings."""
    for block in blocks:
        if block.kind == "heading":
            yield block.text
        elif block.kind == "paragraph":
            yield from (line for line in block.text.split("\n") if is_bold(line))


def said_by_words(blocks: Sequence[Block], known: Known) -> frozenset[Path]:
    """The asked labels whose words stand behind another number, where a sheet was renumbered."""
    labels = (find_label(text, known.words, heading=True) for text in _titles(blocks))
    said = (known.renumbered(one.path, one.rest) for one in labels if one is not None)
    return frozenset(path for path in said if path is not None)
