"""An answer as numbered items: a list, a mapping from 1 to n, or a text of lines and numbers."""

from __future__ import annotations

import re
from typing import Any

from grader.questions.shapes.cells import read_cell
from grader.questions.shapes.grids import counts
from grader.questions.shapes.lines import lines_of
from grader.questions.shapes.simple import simple, too_large
from grader.values import Opaque

_NUMBERED = re.compile(r"(?:^|(?<=[\s,;]))\(?(\d{1,3})(?:[):]\s*|\.\s+)(?=\S)")
_LABEL = re.compile(r"(\d+)\D*$")
_LETTERS = "abcdefghijklmnopqrstuvwxyz"


def items(value: Any, count: int, letters: str = "") -> list[Any] | str:
    """The raw items of an answer in order, None for one left out, or a sentence saying why not.

    A text of as many letters as there are items, all of them in `letters`, has an item a letter.
    """
    if much := too_large(value):
        return f"You handed in {much}."
    value = simple(value)
    if isinstance(value, str):
        value = _in_text(value.strip(), count, letters)
    if isinstance(value, list):
        value = _by_first_column(value)
    if isinstance(value, dict):
        return _by_label(value, count)
    if not isinstance(value, list):
        return f"You wrote {in_short(value)}, which is not a list or a mapping."
    if len(value) > count:
        return f"You wrote {len(value)} items where there are {count} statements."
    return value + [None] * (count - len(value))


def _in_text(text: str, count: int, letters: str) -> dict[str, Any] | list[Any]:
    """Items after their numbers, one a line, or words and letters one after the other."""
    marks = list(_NUMBERED.finditer(text))
    first = [mark for mark in marks if not text[: mark.start()].rpartition("\n")[2].strip()]
    marks = first if len(first) > 1 else marks
    if marks and [int(mark[1]) for mark in marks] == list(range(1, len(marks) + 1)):
        ends = [*(mark.start() for mark in marks[1:]), len(text)]
        pairs = zip(marks, ends, strict=True)
        return {mark[1]: text[mark.end() : end].strip(" \t\n,;") for mark, end in pairs}
    lines = [line for line in text.splitlines() if line.strip()]
    if len(lines) > 1 and all("|" in line for line in lines):
        return _ruled(text)
    if len(lines) == count > 1:
        return lines
    words = [word for word in re.split(r"[\s,;]+", text) if word]
    if len(words) == 1 and len(words[0]) == count and set(words[0].lower()) <= set(letters):
        return list(words[0])
    return words


def _ruled(text: str) -> list[Any]:
    """The rows of a table below its head."""
    lines = text.strip().splitlines()
    has_head = "-" in lines[1] and not set(lines[1]) - set("-|:+ \t")
    rows = lines_of("\n".join(lines[2:] if has_head else lines)).ruled
    numbered = [n for n, row in enumerate(rows) if read_cell(row[0]) is not None]
    return rows[numbered[0] :] if numbered else rows


def _by_first_column(rows: list[Any]) -> list[Any] | dict[str, Any]:
    """The rows by the number in their first cell, where that counts them all from 1."""
    if len(rows) < 2 or not all(isinstance(row, list) and len(row) > 1 for row in rows):
        return rows
    first = read_cell(rows[0][0])
    if first is None or first.value != 1 or not counts(rows):
        return rows
    return {str(k): row[1:] for k, row in enumerate(rows, 1)}


def _by_label(value: dict[Any, Any], count: int) -> list[Any] | str:
    if len(value) > 1 and _is_lettered(value):
        value = {str(k): item for k, item in enumerate(value.values(), 1)}
    found: dict[int, Any] = {}
    for key, item in value.items():
        label = _LABEL.search(str(key)[-40:]) if not isinstance(key, bool) else None
        number = int(label[1][:6]) if label else -1
        if not 1 <= number <= count:
            return f"The label {str(key)[:40]!r} is not one of the items 1 to {count}."
        if number in found:
            return f"Item {number} is there twice."
        found[number] = item
    return [found.get(number) for number in range(1, count + 1)]


def _is_lettered(value: dict[Any, Any]) -> bool:
    """Whether the labels are a, b, c and so on."""
    return "".join(str(key).strip(" ().").lower() for key in value) == _LETTERS[: len(value)]


def in_short(value: Any) -> str:
    """A value as Python writes it, cut to a few words."""
    if isinstance(value, Opaque):
        return f"an object of type {value.type}"
    text = repr(value)
    return text if len(text) <= 60 else text[:57] + "…"
