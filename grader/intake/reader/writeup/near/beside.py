"""Candidates beside those of other questions that are answered under the same label."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from ..sections import Placed
from ..statements import lines_that_name
from ..takes import Taken

NAMED = ("boxed", "defined", "said", "told")
"""How what names the asked thing itself is come by."""


def without_others(
    found: list[Taken], rows: Sequence[Placed], of: Sequence[str], beside: Iterable[Sequence[str]]
) -> list[Taken]:
    """The candidates without those of lines that speak of what another question asks there.

    `beside` are the names that the questions under the label ask for; all stay where none is left.
    """
    names = [name for one in beside for name in one if name not in of]
    if not of or not names:
        return found
    theirs = lines_that_name(rows, names) - lines_that_name(rows, of)
    return [one for one in found if one[1] not in theirs or one[2] in NAMED] or found
