"""What a typed formula may mean beside its usual reading: `1/2x`, `sin x/2`, `0,5x`."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any, TypeVar

from grader.equivalence.numbers.long_arguments import with_long_arguments
from grader.evidence import Answer
from grader.marks import Mark, Status, awaiting
from grader.questions.asking.given import Given
from grader.questions.echo import shown
from grader.questions.formulas import FormulaQuestion

Q = TypeVar("Q", bound=FormulaQuestion)
_COMMA = re.compile(r"(?<=\d)(?:,|\{,\})(?=\d)")
_SLASH = "What a slash divides by can be read in two ways here, as in 1/2x."
_ARGUMENT = "What a function is of can be read in two ways here, as in sin x/2."
_DECIMALS = "A comma may stand before decimals here."
_BLANK = re.compile(
    r"(?<=[\w)\]}])(?<!sin)(?<!cos)(?<!tan)(?<!log)(?<!exp)(?<!ln)[ \t]+(?=[\w(\[\\])"
)
_ENTRIES = "Blanks or lines may part the entries here."


def in_all_readings(question: Q, given: Given, mark: Callable[[Q, Given], Mark]) -> Mark:
    """The mark of an answer; a person's to decide where another reading would earn more.

    With commas for points it is right without doubt where it is no answer without them.
    """
    found = mark(question, given)
    if found.score is not None and found.score >= question.points:
        return found
    is_other_shape = "wrong_shape" in found.mistakes
    for told, asked, other in _others(question, given):
        if told == _ENTRIES and not is_other_shape:
            continue
        better = mark(asked, other)
        none = found.score is None or is_other_shape
        if told == _DECIMALS and none and better.status is Status.CORRECT:
            return replace(better, read=found.read or better.read)
        if found.score is not None and (better.score or 0) > found.score:
            said = f"{told} A person decides."
            return awaiting(question.points, said, read=found.read, source=given.source)
    return found


def _others(question: Q, given: Given) -> Iterator[tuple[str, Q, Given]]:
    """What can be read in two ways, with the question and answer that read it in the other."""
    if "/" in shown(given.value):
        longer = question.model_copy()
        longer._long_quotients = True
        yield _SLASH, longer, given
    for told, change in (
        (_ARGUMENT, with_long_arguments), (_DECIMALS, _with_points), (_ENTRIES, _with_commas),
    ):  # fmt: skip
        value = _changed(given.value, change)
        if isinstance(given.answer, Answer) and value != given.value:
            answer = replace(given.answer, value=value)
            yield told, question, replace(given, outcomes={**given.outcomes, "": answer})


def _with_points(text: str) -> str:
    return _COMMA.sub(".", text)


def _with_commas(text: str) -> str:
    """A text with commas between what stands apart, and its lines as rows: `[2x 2y]`."""
    lines = [line for line in text.strip("$ \n").split("\n") if line.strip()]
    if len(lines) < 2:
        return _BLANK.sub(", ", text)
    rows = (_BLANK.sub(", ", _unfenced(line.strip("[] \t,;"))) for line in lines)
    return f"[{', '.join(f'[{row}]' for row in rows)}]"


def _unfenced(line: str) -> str:
    """A line without the bracket that another line opens or closes."""
    if line.count("(") > line.count(")"):
        return line.removeprefix("(")
    return line.removesuffix(")") if line.count(")") > line.count("(") else line


def _changed(value: Any, change: Callable[[str], str]) -> Any:
    """An answer with each of its typed texts changed."""
    if isinstance(value, str):
        return change(value)
    return [_changed(item, change) for item in value] if isinstance(value, list) else value
