"""How large an answer may be to be marked, and how long that may take.

What is far larger than any answer to a question is none, and costs nothing to say so; a text that
is too long to be read goes to a person, and so does what is still not marked after all that time.
"""

from __future__ import annotations

import math
import signal
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from fractions import Fraction
from typing import Any

from grader.evidence import Answer
from grader.marks import Mark, Status, awaiting
from grader.questions.base import Given, Question
from grader.values import Array, Expression, Opaque


def sizes(value: Any, most: int) -> tuple[int, int]:
    """Elements and characters of a value, arrays by their shape; counting ends above `most`."""
    count = characters = 0
    left = [value]
    while left and count <= most:
        item = left.pop()
        count += 1
        if isinstance(item, Array):
            count += math.prod(max(n, 1) for n in item.shape)
        elif isinstance(item, list | tuple):
            left += item
        elif isinstance(item, dict):
            left += item.keys()
            left += item.values()
        elif isinstance(item, str):
            characters += len(item)
        elif isinstance(item, Expression | Opaque):
            characters += len(item.text)
        elif isinstance(item, int) and item.bit_length() > 64:
            characters += item.bit_length() // 3
    return count + len(left), characters


def too_large(question: Question, given: Given) -> Mark | None:
    """The mark of an answer that is too large for its question, or None where it is not."""
    elements, text = question.most_elements, question.most_text
    if type(question).measure is not Question.measure:
        return None
    key = question.own_key()
    if key is not None:
        asked, written = sizes(key, 1 << 20)
        elements, text = max(elements, 4 * asked), max(text, 4 * written)
    for outcome in given.outcomes.values():
        if not isinstance(outcome, Answer):
            continue
        count, characters = sizes(outcome.value, elements)
        if count > elements:
            said = (
                f"The answer has more than {elements} elements, far more than any answer here. "
                f"Expected: {question.entry}."
            )
            return Mark(
                Status.INCORRECT, Fraction(0), question.points, (said,), source=outcome.source
            )
        if characters > text:
            said = f"The answer has more than {text} characters and was not read; a person decides."
            return awaiting(question.points, said, reason="unread", source=outcome.source)
    return None


MARK_SECONDS = 20.0
"""Of computing for one question: a thousand times what an ordinary answer takes."""
_LOOKED = 0.5


class TooLong(BaseException):
    """An answer takes more computing than it may; no kind catches this as a fault of its own."""


@contextmanager
def in_time(seconds: float = MARK_SECONDS) -> Iterator[None]:
    """Raise `TooLong` within the block once this thread has computed for longer than that.

    It is the last resort: each kind bounds its own work by counting. Where there are no such timers
    (Windows, another thread than the first) that has to do.
    """
    main = threading.current_thread() is threading.main_thread()
    if not main or not hasattr(signal, "setitimer"):
        yield
        return
    ends = time.thread_time() + seconds

    def look(number: int, frame: object) -> None:
        if time.thread_time() > ends:
            raise TooLong

    before = signal.signal(signal.SIGVTALRM, look)
    signal.setitimer(signal.ITIMER_VIRTUAL, min(seconds, _LOOKED), _LOOKED)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
        signal.signal(signal.SIGVTALRM, before)
