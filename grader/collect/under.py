"""What the code cells under a question's label show, as candidates: the last of them counts.

A line or expression that names what is asked for comes before one that does not. What a cell
shows is rarely said to be the answer, so it is surely read only where its line names the asked
thing in full and nothing else under the label does.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from grader.collect.rows import Row, rows_of
from grader.collect.shown import NUMBERS, value_of, with_unit
from grader.evidence import Candidate, Shown, Unread
from grader.intake.reply import Section
from grader.values import Value

MAX_CANDIDATES = 12
_MOST_TEXT = 4_000


def with_shown(
    section: Section,
    shown: Sequence[Shown],
    asked: Sequence[str],
    titles: Sequence[str],
    take: str,
    turn: tuple[int, int] = (0, 1),
    *,
    has_unit: bool = False,
) -> Section:
    """A section of a notebook, of a script with labels, or of a text, with what its code shows.

    What is written there in words comes first, but for guesses. `turn` says which of how many
    questions under the label this one is: where as many numbers are shown, each has its own.
    """
    if section.outputs and section.label == "near" and take != "prose":
        return _by_name(section, asked, titles)
    if not (section.cells or section.outputs) or section.label != "own":
        return section
    rows = [one for one in shown if section.holds(one.source)]
    if take == "prose":
        return _with_texts(section, rows) if section.cells else section
    rows += section.outputs
    read = [
        replace(row, value=with_unit(row.value, one.text)) if has_unit else row
        for one in rows
        for row in rows_of(one, asked, titles)
    ]
    if take == "matrix" and section.outputs and any(not _is_number(row.value) for row in read):
        read = [row for row in read if not _is_number(row.value)]
    found = _in_turn(read, turn) or _ranked([*read, *_together(read, take)])
    guesses = _BESIDE_OUTPUTS if section.outputs else _GUESSES
    said = [c for c in section.candidates if c.sure or c.how not in guesses]
    rest = [c for c in section.candidates if c not in said]
    return _with(section, [*said, *found, *rest])


def _with(section: Section, found: Sequence[Candidate]) -> Section:
    """The section with these candidates; where its listings show nothing that is one, unread."""
    is_unread = bool(section.outputs) and not (found or section.unread)
    gaps = (Unread("unread", section.source, section.text),) if is_unread else section.unread
    return replace(section, candidates=tuple(found[:MAX_CANDIDATES]), unread=gaps)


def _by_name(section: Section, asked: Sequence[str], titles: Sequence[str]) -> Section:
    """A section above the label that is looked for, with what its listings show by the asked name.

    Nothing there is sure: it may answer another part.
    """
    read = [row for one in section.outputs for row in rows_of(one, asked, titles) if row.named > 1]
    found = [Candidate(one.value, one.source, "printed") for one in _ranked(read)]
    return _with(section, [*found, *section.candidates])


def _in_turn(rows: Sequence[Row], turn: tuple[int, int]) -> list[Candidate]:
    """The number in its turn, then the others, where there is one for each question."""
    place, count = turn
    in_full = {repr(row.value) for row in rows if row.named == 2}
    if count < 2 or any(row.named == 3 for row in rows) or len(in_full) == 1:
        return []
    numbers: list[Row] = []
    for row in rows:
        several = list(row.value) if isinstance(row.value, list | tuple) else [row.value]
        again = len(several) > 1 and [one.value for one in numbers[-len(several) :]] == several
        if len(several) in (1, count) and not again:
            numbers += [replace(row, value=one) for one in several if _is_number(one)]
    if len(numbers) != count:
        return []
    order = [numbers[place], *numbers[:place], *numbers[place + 1 :]]
    return [Candidate(row.value, row.source, "shown") for row in order]


def _together(rows: Sequence[Row], take: str) -> list[Row]:
    """The numbers that name what is asked for in full, as a list where there are several.

    Where a list is asked for and nothing names it, all numbers are one.
    """
    lists = [row.value for row in rows if isinstance(row.value, list)]
    flat = all(row and all(map(_is_number, row)) for row in lists)
    if take == "matrix" and flat and len(lists) > 1 == len({*map(len, lists)}):
        return [Row(lists, rows[-1].source, 0)]
    level = max((row.named for row in rows), default=0)
    in_full = [row for row in rows if row.named == level] if level > 1 else []
    numbers = [row for row in in_full or rows if _is_number(row.value)]
    wanted = take == "matrix" and (in_full or len(numbers) == len(rows))
    if not wanted or not 1 < len(numbers) <= MAX_CANDIDATES:
        return []
    return [Row([row.value for row in numbers], numbers[-1].source, 2 if in_full else 0)]


def _is_number(value: Value) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


_GUESSES = ("any", "sentence", "earlier", "behind", "scanned", "asked")
_BESIDE_OUTPUTS = (*_GUESSES, "only", "likely", "several", "formula")
"""What comes behind what the listings of a text show: formulas there lead to it."""


def _with_texts(section: Section, rows: Sequence[Shown]) -> Section:
    """The same where a text is asked for: what was printed, the last first."""
    said = [
        Candidate(text, one.source, "shown")
        for one in reversed(rows)
        if (text := _text(one) if one.expression else _singled_out(one.text) or one.text.strip())
    ]
    if len(rows) > 1:
        text = "\n".join(line for one in rows for line in _in_order(one))
        said.append(Candidate(text[:_MOST_TEXT], rows[-1].source, "shown"))
    written = [c for c in section.candidates if c.source.cell not in section.cells]
    rest = [c for c in section.candidates if c not in written]
    kept = (*written, *said, *rest)[:MAX_CANDIDATES]
    return replace(section, candidates=kept)


def _in_order(one: Shown) -> list[str]:
    """What was shown, a number behind the code that it is the value of."""
    if one.expression:
        return [f"{one.expression}: {one.text}"]
    return [
        f"{said}: {text.strip()}" if said and NUMBERS.fullmatch(text.strip()) else text.strip("\n")
        for said, text in one.printed()
    ]


def _text(one: Shown) -> str:
    values = value_of(one)
    value = values[0].value if values else None
    if isinstance(value, list | tuple):
        texts = [item for item in value if isinstance(item, str)]
        is_one = len(texts) == 1 and len(value) <= 4
        value = texts[0] if is_one and all(map(_is_number_or_text, value)) else value
    return value.strip() if isinstance(value, str) else _singled_out(one.text)


def _is_number_or_text(value: Value) -> bool:
    return isinstance(value, str) or _is_number(value)


_LINE = 200
_MARKED = re.compile(r"(?P<name>\S.*?)\s{2,}(?P<value>True|False|\d+)")


def _singled_out(text: str) -> str:
    """The one name of a printed series that is true, or counts something, where no other is."""
    lines = (line.strip()[:_LINE] for line in text.split("\n"))
    rows = [match for line in lines if (match := _MARKED.fullmatch(line))]
    told = [row["name"] for row in rows if row["value"].lstrip("0") not in ("", "False")]
    return told[0] if len(rows) > 1 and len(told) == 1 else ""


def _ranked(rows: Sequence[Row]) -> list[Candidate]:
    """Rows that name what is asked for first, later ones first; each value once."""
    in_full = {repr(row.value) for row in rows if row.named == 3}
    kept: list[Candidate] = []
    for level in (3, 2, 1, 0):
        for row in reversed([one for one in rows if one.named == level]):
            if all(repr(row.value) != repr(one.value) for one in kept):
                sure = level == 3 and len(in_full) == 1
                how = "printed" if level == 3 else "shown"
                kept.append(Candidate(row.value, row.source, how, sure))
    return kept


