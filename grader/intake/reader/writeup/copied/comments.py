"""Labels in the comments of code, such as "# Question 4: the mean", which cut it into pieces."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from ..known import Known
from ..labels import find_label, words


@dataclass(frozen=True, slots=True)
class Piece:
    """Lines of code under one label, or before the first one: the first line, counted from 0."""

    label: str
    first: int
    rows: tuple[str, ...]


def cut_at_labels(rows: Sequence[str], known: Known) -> list[Piece]:
    """A cell's or script's lines, cut before each comment at the margin that is a label.

    The first comment of a cell stands where a heading would, so that it may be a title too.
    """
    starts = [(0, "")]
    is_first = True
    for number, row in enumerate(rows):
        if not row.strip():
            continue
        label = label_of(row, known, is_first=is_first) if row.startswith("#") else ""
        is_first = False
        if label:
            starts = [*starts, (number, label)] if starts[-1][0] < number else [(number, label)]
    ends = [start for start, _ in starts[1:]] + [len(rows)]
    pieces = [
        Piece(label, start, tuple(rows[start:end]))
        for (start, label), end in zip(starts, ends, strict=True)
    ]
    blank = len(pieces) > 1 and not any(row.strip() for row in pieces[0].rows)
    return pieces[1:] if blank else pieces


def label_of(row: str, known: Known, *, is_first: bool) -> str:
    """The label that a comment is, as it is written; nothing where it is an ordinary comment."""
    comment = row.lstrip("#% ").strip()[:100].rstrip("#").strip()
    if not comment:
        return ""
    written = comment.replace("*", "")
    label = find_label(comment, known.words, heading=True)
    if label is not None and not label.relative:
        asked = label.path in known.paths or label.path[:1] in known.paths
        worded = label.word not in ("", "letter")
        if (label.firm and (is_first or worded)) or (worded and asked):
            return written
        return ""
    if label is not None:
        return written if is_first and label.firm else ""
    have = words(comment)
    titled = is_first and any(
        len(title) <= len(have) <= len(title) + 1 and all(word in have for word in title)
        for title, _ in known.titles
    )
    return written if titled else ""
