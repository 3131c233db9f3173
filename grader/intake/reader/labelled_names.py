"""The label in a file's name or its folder's, such as `q3.jpg` or `Problem 4/IMG_2034.heic`."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from .writeup.known import Known
from .writeup.labels import Path, find_label

_COPY = re.compile(r"\s*(?:\(\d{1,2}\)|- ?copy)$", re.IGNORECASE)
_WORD_END = re.compile(r"\b([^\W\d_]+)-(?=\d)")
_NOT_ANSWERS = frozenset({"p", "assignment", "homework", "hw", "sheet"})
"""Words before a number that count pages or whole sheets, where a file is named by them."""


def heading_for(name: str, questions: Sequence[Mapping[str, Any]]) -> str:
    """The heading that stands for the label of a file's name; nothing where it has none asked for.

    The file's own name goes before its folders'.
    """
    asked = [question for question in questions if question["writeup"]]
    known = Known.of_questions(asked)
    for part in reversed(name.split("/")):
        stem = part.rpartition(".")[0] if part == name.split("/")[-1] else part
        stem = _COPY.sub("", stem or part).strip()
        for question in asked:
            if stem.casefold() == str(question["id"]).casefold():
                under = [entry.partition("|")[0].strip() for entry in question["writeup"]["under"]]
                return _nested(under)
        path = _path_in(stem, known)
        if path:
            return f"# {_written(path)}\n\n"
    return ""


def _path_in(stem: str, known: Known) -> Path:
    """The last label in a name that some question looks for."""
    spaced = _WORD_END.sub(r"\1 ", re.sub(r"_+", "-", stem))
    starts = [0, *(match.end() for match in re.finditer(r"[-\s.,]+", spaced))]
    for start in reversed(starts):
        label = find_label(spaced[start:], known.words, heading=start == 0)
        if label is None or label.relative or label.bare or label.word in _NOT_ANSWERS:
            continue
        worded = label.word not in ("", "letter")
        if not worded and (start or label.rest):  # a date has numbers too
            continue
        if not worded:
            return label.path if label.path in known.paths else ()
        for size in range(len(label.path), 0, -1):
            if label.path[:size] in known.paths:
                return label.path[:size]
    return ()


def _written(path: Path) -> str:
    """A path as a label that the reader of write-ups knows."""
    first, *rest = (str(part) for part in path)
    if not first.isdigit():
        return ".".join([first, *rest])
    return f"Problem {'-'.join([first, *rest])}"


def _nested(under: Sequence[str]) -> str:
    return "".join(f"{'#' * (level + 1)} {entry}\n\n" for level, entry in enumerate(under))
