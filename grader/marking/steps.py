"""Formulas in letters beside the number that follows from them: a step to it, and no answer."""

from __future__ import annotations

import re

from grader.marks import Status

_DIGIT = re.compile(r"(?<![_A-Za-z])(?<!_\{)\d")
_UNKNOWN = re.compile(r"(?<![A-Za-z])(?!(?:e|i|j|pi|exp|log|ln|sqrt)\b)[A-Za-z]")
_NAME = re.compile(r"[^\W\d_]\w{0,20}")
_COUNTED = re.compile(r"[-+\d.,\s%$]+[A-Za-z]")
_WORKED = re.compile(r"[\^_=]|\\[A-Za-z]+|[A-Za-z]\s*[-+*/(!]|[-+*/)]\s*[A-Za-z]")


def is_name(value: object) -> bool:
    """Whether a text is a name and no more, such as the head of a row of a table."""
    return isinstance(value, str) and _NAME.fullmatch(value.strip()) is not None


def is_step(value: object) -> bool:
    """Whether a text is a formula in letters, which is no number but a step to one."""
    bare = re.sub(r"\\[A-Za-z]+", " ", value) if isinstance(value, str) else ""
    return _UNKNOWN.search(bare) is not None


def says_a_number(value: object, status: Status, *, final: bool) -> bool:
    """Whether a candidate with this mark may be a number: no formula in letters beside one.

    What the student calls the answer stays one, whatever it is.
    """
    if not isinstance(value, str):
        return True
    is_formula = not _COUNTED.match(value) and is_step(value) and _WORKED.search(value)
    if is_formula and not final:
        return status not in (Status.AWAITING, Status.INCORRECT)
    return _DIGIT.search(value) is not None or status != Status.AWAITING
