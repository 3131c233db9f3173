"""What the code cells under a question's label show, as candidates: the last of them counts.

A line or expression that names what is asked for comes before one that does not. What a cell
shows is rarely said to be the answer, so it is surely read only where its line names the asked
thing in full and nothing else under the label does.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from grader.collect.shown import NUMBER, NUMBERS, number, read, value_of, words_of
from grader.evidence import Candidate, Shown, Source
from grader.intake.reply import Section
from grader.values import Value

MAX_CANDIDATES = 12
_LINES = 200
_LINE = 500
_OF_ROWS = """
    row record sample observation entrie entry instance example case car patient house customer
    size length count dataset point data item student
"""
_OF_COLUMNS = "column feature variable attribute dimension predictor field characteristic"
_ROWS, _COLUMNS = frozenset(_OF_ROWS.split()), frozenset(_OF_COLUMNS.split())
_OF_KINDS = "type kind class categorie categorical level distinct unique different"
_KINDS = frozenset(_OF_KINDS.split())
_DISTINCT = re.compile(r"\.(?:unique|value_counts)\(\s*\)\s*$|\bnp\.unique\([^()]*\)\s*$")
_NAMED_ROW = re.compile(rf"\S.*?\s{{2,}}(?P<value>{NUMBER})")
_SERIES_END = re.compile(r"(?:Name: .*, )?(?:Length: \d+, )?dtype: (?:int|float)\d*")
_CLAUSE = re.compile(r",\s+|;\s*|\s\|\s|\t")
_SHAPE = re.compile(r"\.shape\s*$|\bnp\.shape\([^()]*\)\s*$")
_SAID = frozenset(("number", "total", "count", "value", "result", "answer", "many", "what"))
"""Words that say nothing of what is asked for."""


@dataclass(frozen=True, slots=True)
class Row:
    """One thing that was shown, how well it names what is asked for, and its place in time."""

    value: Value
    source: Source
    named: int
    """2 where the asked thing is named in full, 1 where a word of it is, else 0."""


def with_shown(
    section: Section,
    shown: Sequence[Shown],
    asked: Sequence[str],
    titles: Sequence[str],
    take: str,
    turn: tuple[int, int] = (0, 1),
) -> Section:
    """A section of a notebook, or of a script with labels, with what its cells show.

    What is written there in words comes first, but for guesses. `turn` says which of how many
    questions under the label this one is: where as many numbers are shown, each has its own.
    """
    if not section.cells or section.label != "own":
        return section
    rows = [one for one in shown if section.holds(one.source)]
    if take == "prose":
        return _with_texts(section, rows)
    read = [row for one in rows for row in _rows(one, asked, titles)]
    found = _in_turn(read, turn) or _ranked(read)
    said = [c for c in section.candidates if c.sure or c.how not in _GUESSES]
    guesses = [c for c in section.candidates if c not in said]
    kept = (*said, *found, *guesses)[:MAX_CANDIDATES]
    return replace(section, candidates=kept)


def _in_turn(rows: Sequence[Row], turn: tuple[int, int]) -> list[Candidate]:
    """The number in its turn, then the others, where there is one for each question."""
    place, count = turn
    if count < 2 or any(row.named == 2 for row in rows):
        return []
    numbers: list[Row] = []
    for row in rows:
        several = row.value if isinstance(row.value, list | tuple) else [row.value]
        if len(several) in (1, count):
            numbers += [replace(row, value=one) for one in several if _is_number(one)]
    if len(numbers) != count:
        return []
    order = [numbers[place], *numbers[:place], *numbers[place + 1 :]]
    return [Candidate(row.value, row.source, "shown") for row in order]


def _is_number(value: Value) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


_GUESSES = ("any", "sentence", "earlier", "behind", "scanned", "asked")


def _with_texts(section: Section, rows: Sequence[Shown]) -> Section:
    """The same where a text is asked for: what was printed, the last first."""
    said = [
        Candidate(text, one.source, "shown")
        for one in reversed(rows)
        if (text := _text(one) if one.expression else one.text.strip())
    ]
    written = [c for c in section.candidates if c.source.cell not in section.cells]
    rest = [c for c in section.candidates if c not in written]
    kept = (*written, *said, *rest)[:MAX_CANDIDATES]
    return replace(section, candidates=kept)


def _text(one: Shown) -> str:
    values = value_of(one)
    return values[0].value.strip() if values and isinstance(values[0].value, str) else ""


def _ranked(rows: Sequence[Row]) -> list[Candidate]:
    """Rows that name what is asked for first, later ones first; each value once."""
    in_full = {repr(row.value) for row in rows if row.named == 2}
    kept: list[Candidate] = []
    for level in (2, 1, 0):
        for row in reversed([one for one in rows if one.named == level]):
            if all(repr(row.value) != repr(one.value) for one in kept):
                sure = level == 2 and len(in_full) == 1
                how = "printed" if level == 2 else "shown"
                kept.append(Candidate(row.value, row.source, how, sure))
    return kept


def _rows(one: Shown, asked: Sequence[str], titles: Sequence[str]) -> Iterator[Row]:
    words = {word for name in (*asked, *titles) for word in words_of(name)} - _SAID
    if one.value is not None:
        for answer in value_of(one):
            size = _of_shape(one.expression, answer.value, words)
            if size is None and words & _KINDS and _DISTINCT.search(one.expression):
                size = len(answer.value) if isinstance(answer.value, list | tuple) else None
            if size is not None:
                yield Row(size, answer.source, 1)
            else:
                yield Row(answer.value, answer.source, int(bool(words & words_of(one.expression))))
    lines = one.text.split("\n")[:_LINES] if one.text and not one.expression else []
    yield from (Row(values, one.source, 0) for values in _series(lines))
    telling = [line for line in lines if NUMBERS.search(line[:_LINE])]
    for place, line in enumerate(lines):
        yield from _in_line(line[:_LINE], lines[place + 1 :], one.source, asked, words, telling)


def _series(lines: Sequence[str]) -> Iterator[list[Value]]:
    """The numbers of each series that pandas printed: names, numbers, and a line that ends it."""
    values: list[Value] = []
    for line in lines:
        row = _NAMED_ROW.fullmatch(line.rstrip())
        if row is not None:
            values.append(number(row["value"], False))
        elif _SERIES_END.match(line) and values:
            yield values
            values = []
        elif row is None:
            values = []


def _in_line(
    line: str,
    following: Sequence[str],
    source: Source,
    asked: Sequence[str],
    words: set[str],
    telling: Sequence[str],
) -> Iterator[Row]:
    """What one printed line says: a value behind an asked name, or behind a word of it."""
    named = [value for name in asked if (value := behind(name, line, following)) is not None]
    if named:
        yield Row(named[0], source, 2)
        return
    count = _listed(line, words)
    if count is not None:
        yield Row(count, source, 1)
    clauses = [clause for clause in _CLAUSE.split(line) if NUMBERS.search(clause)]
    alone = len(telling) == 1 and len(clauses) == 1 and len(NUMBERS.findall(line)) == 1
    if NUMBERS.fullmatch(line.strip()):
        alone = True
    telling_ones = [clause for clause in clauses if words & words_of(clause)]
    for clause in telling_ones or (clauses if alone else []):
        last = NUMBERS.findall(clause)[-1]
        value = f"{last}%" if clause.rstrip(" .").endswith("%") else number(last, False)
        if value is not None:
            yield Row(value, source, int(bool(telling_ones)))


def _listed(line: str, words: set[str]) -> int | None:
    """How many names a printed list of different ones holds, where that is what is asked for."""
    names = re.findall(r"'[^']*'|\"[^\"]*\"", line)
    is_list = re.fullmatch(r"\s*[\[({](?:\s*(?:'[^']*'|\"[^\"]*\")\s*,?)+[\])}]\s*", line)
    counts = is_list is not None and len(set(names)) == len(names) and words & _KINDS
    return len(names) if counts else None


def behind(name: str, line: str, following: Sequence[str] = ()) -> Value:
    """The value that stands behind a name of words in a printed line, or None."""
    if len(re.sub(r"\W", "", name)) < 3:
        return None
    words = r"[ _-]?".join(rf"{re.escape(word)}" for word in re.split(r"[_ ]+", name.strip()))
    pattern = rf"(?<!\w){words}(?:es|s)?(?!\w){_BETWEEN}(?P<value>(?:[-+\u2212]?[\d.\[(]|$).*)$"
    found = re.search(pattern, line, re.IGNORECASE)
    if found is None:
        return None
    value = read(found["value"], following)
    first = _FIRST.match(found["value"]) if value is None else None
    return number(first[1], False) if first is not None else value


_FIRST = re.compile(rf"({NUMBER})(?:[,;]\s+(?=[A-Za-z])|\s+(?:\||and\s+[A-Za-z]))")
"""A number before another clause."""
_BETWEEN = (
    r"(?:\s+(?:of|for|in|on|over|from|with|that|having|across)\s[^:=\d]{1,60}?)?"
    r"\s*(?:\([^()\n]{0,40}\)\s*)?(?:[:=\u2248]|->|=>|\s-\s|\bis\b|\bare\b|\bequals\b)\s*"
)


def _of_shape(expression: str, value: Value, words: Iterable[str]) -> Value:
    """The rows or the columns of a shape that is shown, by what is asked for; None elsewhere."""
    is_shape = isinstance(value, list | tuple) and all(type(n) is int for n in value)
    if not is_shape or len(value) != 2 or not _SHAPE.search(expression):  # type: ignore[arg-type]
        return None
    found = set(words)
    rows, columns = bool(found & _ROWS), bool(found & _COLUMNS)
    if rows == columns:
        return None
    return value[0] if rows else value[1]  # type: ignore[index]
