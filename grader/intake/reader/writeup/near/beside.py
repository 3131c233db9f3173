"""Candidates beside those of other questions that are answered under the same label."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from ..claims.told import formula_told, told
from ..sections import Placed
from ..takes import Taken

NAMED = ("boxed", "defined", "said", "told")
"""How what names the asked thing itself is come by."""


_STATISTICS = tuple(
    re.compile(rf"(?<![\\\w])(?:{words})(?![\w^])", re.IGNORECASE)
    for words in (
        r"means?|averages?|expected values?|expectations?|mittelwert|erwartungswert|moyenne|media",
        r"medians?|médiane|mediana", r"modes?|modus|modalwert", r"variances?|var|varianz|varianza",
        r"standard deviations?|std\.?|sd|stdev|standardabweichung|écart[- ]type",
        r"ranges?|spannweite", r"standard errors?|sem", r"p-?\s?values?",
        r"minim(?:um|a)|min", r"maxim(?:um|a)|max", r"sample sizes?",
    )
)  # fmt: skip
"""Words for quantities of statistics that are taken for one another, a row for each of them."""


def of_others(
    found: list[Taken], rows: Sequence[Placed], of: Sequence[str], beside: Iterable[Sequence[str]]
) -> list[Taken]:
    """The candidates without what another question asks under the label, for whose names `beside`
    stands; those in sentences that speak of another statistic may be that one.
    """
    said = _sentences(rows)
    names = {name for one in beside for name in one}
    theirs = _told(rows, names.difference(of)) - _told(rows, of)
    found = [
        (value, line, "other" if how not in NAMED and (str(value), line) in theirs else how)
        for value, line, how in _without_others(found, said, of, names)
    ]
    asked = [one for one in _STATISTICS if any(one.fullmatch(name.strip()) for name in of)]
    others = {
        line
        for line, text in said.items()
        if any(one.search(text) for one in _STATISTICS if one not in asked)
        and not any(one.search(text) for one in asked)
    }
    return [
        (value, line, "other" if asked and line in others and how not in NAMED[1:] else how)
        for value, line, how in found
    ]


def _told(rows: Sequence[Placed], names: Iterable[str]) -> set[tuple[str, int]]:
    """The values that clauses give to one of the names in words, with their lines."""
    return {one for name in names for kind in (told, formula_told) for one in kind(rows, name)}


def _without_others(
    found: list[Taken], said: dict[int, str], of: Sequence[str], beside: Iterable[str]
) -> list[Taken]:
    """The candidates without those of lines that speak of what another question asks there.

    All stay where none is left, and what a line that speaks of this one says as well.
    """
    names = [name for name in beside if name not in of]
    if not of or not names:
        return found
    own = [text for text in said.values() if _names(text, of)]
    theirs = {line for line, text in said.items() if _names(text, names) and not _names(text, of)}
    kept = [
        one
        for one in found
        if one[1] not in theirs or one[2] in NAMED or any(str(one[0]) in text for text in own)
    ]
    return kept or found


def _names(text: str, of: Sequence[str]) -> bool:
    words = [name for name in of if re.fullmatch(r"[^\W\d_]{3,}(?:[ _-]\w+)*", name)]
    return any(name.casefold() in text.casefold() for name in words)


def _sentences(rows: Sequence[Placed]) -> dict[int, str]:
    """The lines of text by their numbers, each with the next one where it goes on there."""
    found: dict[int, str] = {}
    for row in rows:
        lines = row.block.text.split("\n") if row.block.kind in _TEXTS else []
        for place, line in enumerate(lines):
            goes_on = re.search(r"[^\W\d_],?\s*$", line) is not None and place + 1 < len(lines)
            rest = lines[place + 1] if goes_on else ""
            found[row.block.line + place] = f"{line} {rest}"
    return found


_TEXTS = ("paragraph", "heading", "math")
