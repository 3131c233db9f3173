"""What several places of one expected thing come to: they agree, one stands out, or neither."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from fractions import Fraction

from grader.questions.output.expected import Expected, Found, Judged, Row
from grader.questions.output.values import numbers_in

NOTHING_LIKE_IT = "nothing like it was found in what your code shows."


def judged_item(
    item: Expected,
    points: Fraction,
    rows: Sequence[Row],
    credit: Mapping[str, Fraction],
    lost: bool,
) -> Judged:
    """What is shown for one item, or that nobody can tell.

    `lost` says that something shown is made of what is not here.
    """
    cut = any(row.cut for row in rows)
    found = item.found(rows)
    if item.absent:
        right = [one for one in found if item.judge(one, points, {}).share == 1]
        if right:
            return Judged(Fraction(0), "this must not be shown.", right[0])
        return Judged(None if cut else Fraction(1), "")
    if not found:
        return Judged(None, NOTHING_LIKE_IT)
    if item.which in ("first", "last"):
        found = [found[0 if item.which == "first" else -1]]
    judged = [item.judge(one, points, credit) for one in found]
    best = max(judged, key=lambda one: -1 if one.share is None else one.share)
    alone = len({str(one.value) for one in found}) == 1
    if item.is_anywhere and not alone:
        return _among_others(item, judged, best, rows)
    if item.which == "any" and not alone:
        said = "nothing that is shown is surely right."
        return best if best.share == 1 else Judged(None, said)
    if len({one.share for one in judged}) > 1:
        return Judged(None, "it is shown in several places, which differ.", best.found)
    undecided = best.share != 1 and (lost or cut)
    return Judged(None, best.told, best.found) if undecided else best


def _among_others(
    item: Expected, judged: Sequence[Judged], best: Judged, rows: Sequence[Row]
) -> Judged:
    """A key that no words go before: right where that is no chance, else a person's."""
    if best.share != 1 or best.found is None:
        return Judged(None, "nothing that is shown is surely right.")
    right = [one.found for one in judged if one.share == 1 and one.found is not None]
    if item.wants_list or any(_is_no_chance(item, one, len(judged)) for one in right):
        return best
    last = _last_alone(rows)
    if last is not None and any(_digits(str(one.value)) == _digits(last) for one in right):
        return best
    return Judged(None, "the right number stands among others that are shown.", best.found)


def _is_no_chance(item: Expected, found: Found, count: int) -> bool:
    """Whether a number has so many digits that it is not met by showing many others."""
    digits = min(len(_digits(str(found.value))), item.digits)
    return digits > 2 and count <= 10 ** min(digits - 2, 9)


def _digits(number: str) -> str:
    """The figures of a number that say something."""
    mantissa = re.split(r"[eE]", number)[0]
    return re.sub(r"\D", "", mantissa).lstrip("0") or "0"


def _last_alone(rows: Sequence[Row]) -> str | None:
    """The number that the last line with any holds alone."""
    for row in reversed(rows):
        for line in reversed(row.text.split("\n")):
            numbers = list(numbers_in(line[:2_000]))
            if numbers:
                return numbers[0] if len(numbers) == 1 else None
    return None
