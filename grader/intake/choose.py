"""Which of several answers to one question counts, and whether the others agree with it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from grader.evidence import Answer, Finding
from grader.values import Array, Expression, Opaque, Value


def choose(
    candidates: Iterable[Answer],
    order: Sequence[str] = ("module", "notebook", "writeup", "data"),
    question: str = "",
) -> tuple[Answer | None, tuple[Finding, ...]]:
    """The answer whose form comes first in `order`, even if it is wrong, and what to say.

    Forms that are not in `order` do not count. Of several in one form the first counts.
    """
    ranked = sorted(
        (answer for answer in candidates if answer.source.form in order),
        key=lambda answer: order.index(answer.source.form),
    )
    if not ranked:
        return None, ()
    chosen = ranked[0]
    findings = []
    for other in ranked[1:]:
        if alike(chosen.value, other.value):
            continue
        where, there = chosen.source.where(), other.source.where()
        about = f"{question}: the" if question else "The"
        message = f"{about} answer in {where} counts; {there} has another one."
        findings.append(
            Finding("answers-differ", message, other.source.file, other.source.line,
                    other.source.cell)
        )  # fmt: skip
    return chosen, tuple(findings)


def alike(one: Value, other: Value) -> bool:
    """Whether two answers are the same as far as their writing tells; never used for a mark.

    Source text beside the object that it makes cannot be compared, and is no difference.
    """
    listings = [isinstance(value, str) and "\n" in value for value in (one, other)]
    if any(listings) and not (isinstance(one, str) and isinstance(other, str)):
        return True
    return bool(_plain(one) == _plain(other))


def _plain(value: Any) -> Any:
    """A value without the differences between forms: case, spaces, 1 and 1.0, lists in lists."""
    if isinstance(value, Array):
        return _plain(value.tolist())
    if isinstance(value, Expression | Opaque):
        return _plain(value.text)
    if isinstance(value, bool):
        return str(value).casefold()
    if isinstance(value, int | float):
        return f"{value:.12g}"
    if isinstance(value, str):
        return _text(value)
    if isinstance(value, Mapping):
        rows = [(_plain(key), _plain(item)) for key, item in value.items()]
        return sorted(rows, key=repr)
    if isinstance(value, list | tuple):
        items = [_plain(item) for item in value if item not in ("", None)]
        return items[0] if len(items) == 1 else items
    return repr(value)


def _text(value: str) -> str:
    text = re.sub(r"[\s$*\\{}]+", "", value).casefold()
    if re.fullmatch(r"[-+]?\d+,\d+", text):
        text = text.replace(",", ".")
    try:
        return f"{float(text):.12g}"
    except ValueError:
        return text
