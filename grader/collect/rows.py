"""What one thing that code showed says of what is asked: values, and how well each is named."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from grader.collect.naming import is_called, is_inflected, is_named, words_in
from grader.collect.shown import NUMBER, NUMBERS, number, read, value_of, words_of
from grader.collect.tables import printed_table
from grader.evidence import Shown, Source
from grader.values import Array, Value

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
_NAMED_ROW = re.compile(rf"(?P<name>\S.*?)\s{{2,}}(?P<value>{NUMBER})")
_SERIES_END = re.compile(r"(?:Name: .*, )?(?:Length: \d+, )?dtype: (?:int|float)\d*")
_ENTRIES = re.compile(r"\w*Index: (\d{1,12}) entries\b")
_NON_NULL = re.compile(r"\s(\d{1,12}) non-null\b")
_OF_NUMPY = re.compile(r"\bnp\.(?:float|int|uint|bool)\w*\(([^()]{1,60})\)")
_APART = re.compile(r"[,;]\s|;")
_LISTED = re.compile(rf"[\[(]\s*{NUMBER}(?:\s*[,;]\s*{NUMBER})+\s*[\])]")
_ARRAY = re.compile(
    r"(?P<said>[^\[\](){}\d]{0,80}?|[^\[\](){}\n]{1,80}[:=])\s*(?:(?:array|tensor|Matrix)\()?(?P<list>[\[(][^A-Za-z]*[\])])"
    r"(?:, (?:dtype|grad_fn)=[^()\n]{1,40})?\)?",
)
_LONGEST = 20_000
_BARE = re.compile(rf"{NUMBER}(?:(?:\s*[,;]\s*|[ \t]+){NUMBER})+")
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
    """3 where a printed line gives the asked name this value; 2 where code or a table's label names
    it in full, 1 where a word of it is there, else 0."""


def rows_of(one: Shown, asked: Sequence[str], titles: Sequence[str]) -> Iterator[Row]:
    """Every value that one shown thing may be the answer with, in the order it was shown."""
    words = {word for name in (*asked, *titles) for word in words_of(name)} - _SAID
    if one.expression or one.value is not None:
        yield from _displayed(one, asked, words)
        return
    for said, text in one.printed():
        yield from _printed(replace(one, text=text, expression=said), asked, words)


def _displayed(one: Shown, asked: Sequence[str], words: set[str]) -> Iterator[Row]:
    answers = value_of(one) if one.value is not None else []
    names = set(re.findall(r"'[^']*'", one.text))
    if not answers and names and words & _KINDS and _DISTINCT.search(one.expression):
        yield Row(len(names), one.source, 1)  # of a type that is not sent over
    for answer in answers:
        value = answer.value.tolist() if isinstance(answer.value, Array) else answer.value
        size = _of_shape(one.expression, value, words)
        if size is not None:
            yield Row(size, answer.source, 1)
            continue
        yield from _counted(one, value, words)
        pieces = _pieces(one.expression)
        entries = value if isinstance(value, list | tuple) else []
        if len(pieces) == len(entries) > 1:
            for piece, entry in zip(pieces, entries, strict=True):
                yield Row(entry, answer.source, _named(piece, asked, words))
            yield Row(answer.value, answer.source, 0)
        else:
            yield Row(answer.value, answer.source, _named(one.expression, asked, words))
    yield from _in_table(one, asked)


def _pieces(expression: str, between: str = ",") -> list[str]:
    """What stands between the commas, or blanks, of a text, outside of all brackets."""
    pieces, depth = [""], 0
    bare = expression.strip()
    if between == "," and bare.startswith("(") and bare.endswith(")"):
        bare = bare[1:-1]
    quote = ""
    for sign in bare:
        if between == "," and sign in "'\"" and quote in ("", sign):
            quote = "" if quote else sign
        if not quote:
            depth += (sign in "([{") - (sign in ")]}")
        if sign == between and depth == 0 and not quote:
            pieces.append("")
        else:
            pieces[-1] += sign
    return [piece for piece in pieces if piece.strip()] if depth == 0 else []


def _named(expression: str, asked: Sequence[str], words: set[str]) -> int:
    """How well an expression names what is asked for."""
    if any(is_named(name, expression) for name in asked):
        return 2
    return int(bool(words & words_of(expression)))


def _printed(one: Shown, asked: Sequence[str], words: set[str]) -> Iterator[Row]:
    """What one call of `print` printed; `one.expression` is what it was told to print."""
    named = _named(one.expression, asked, words)
    size = _of_shape(one.expression, read(one.text), words) if len(one.text) < 60 else None
    if size is not None:
        yield Row(size, one.source, 2)
        return
    if (whole := _array(one.text)) is not None:
        said, values = whole
        yield Row(values, one.source, max(named, _named(said, asked, words)))
        return
    if _BARE.fullmatch(one.text.strip()):  # numbers alone, which may be one answer together
        numbers = NUMBERS.findall(one.text)
        if len(numbers) > 1:
            yield Row([number(text, False) for text in numbers], one.source, named)
    lines = _OF_NUMPY.sub(r"\1", one.text).split("\n")[:_LINES]
    if any(_ENTRIES.match(line) for line in lines):
        yield from _of_info(one, lines, words)
        return
    for values in _series(lines):
        yield from _counted(one, values, words)
        yield Row(values, one.source, named)
    telling = [line for line in lines if NUMBERS.search(line[:_LINE])]
    pieces = _pieces(one.expression)
    for place, line in enumerate(lines):
        numbers = NUMBERS.findall(line[:_LINE])
        tokens = (_pieces(line[:_LINE], " ") or line.split()) if len(telling) == 1 else []
        if len(tokens) == len(pieces) > 1 and line.strip():
            for piece, text in zip(pieces, tokens, strict=True):
                if NUMBERS.fullmatch(text):
                    yield Row(number(text, False), one.source, _named(piece, asked, words))
            continue
        found = _in_line(line[:_LINE], lines[place + 1 :], one.source, asked, words, telling)
        for row in found:
            alone = len(telling) == len(numbers) == 1
            yield replace(row, named=max(row.named, named)) if alone else row
    yield from _in_table(one, asked)


def _array(text: str) -> tuple[str, list[Value]] | None:
    """The words and the list or matrix of a printed text that holds nothing else."""
    match = _ARRAY.fullmatch(_OF_NUMPY.sub(r"\1", text.strip())[:_LONGEST])
    if match is None:
        return None
    depths = itertools.accumulate((s in "[(") - (s in "])") for s in match["list"][:-1])
    if not all(depths):
        return None  # it ends before, and something else follows
    values = read(" ".join(match["list"].split("\n")))
    return (match["said"], values) if isinstance(values, list) and values else None


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


def _in_table(one: Shown, asked: Sequence[str]) -> Iterator[Row]:
    """The rows and columns of a printed series or table whose labels are an asked name."""
    for line in one.text.split("\n")[:_LINES]:
        row = _NAMED_ROW.fullmatch(line.rstrip()[:_LINE])
        if row is not None and any(is_called(name, row["name"]) for name in asked):
            yield Row(number(row["value"], False), one.source, 2)
    table = printed_table(one.text)
    heads = table[0] if isinstance(table, list) else []
    body = table[1:] if isinstance(table, list) else []
    for column, head in enumerate(heads):
        if head and any(is_called(name, head) for name in asked):
            entries = [row[column] for row in body]
            if not entries:
                continue
            yield Row(entries[0] if len(entries) == 1 else entries, one.source, 2)
    for row in body:
        if any(is_called(name, str(row[0])) for name in asked):
            yield Row(row[1] if len(row) == 2 else row[1:], one.source, 2)


def _counted(one: Shown, values: Value, words: set[str]) -> Iterator[Row]:
    """How many there are of a list, where that is asked for: kinds, or columns with gaps."""
    if not isinstance(values, list | tuple) or not values:
        return
    if words & _KINDS and _DISTINCT.search(one.expression):
        yield Row(len(values), one.source, 1)
    gaps = words & _COLUMNS and "missing" in words_in(one.expression)
    if gaps and all(type(value) is int and value >= 0 for value in values):
        yield Row(sum(value > 0 for value in values), one.source, 1)


def _of_info(one: Shown, lines: Sequence[str], words: set[str]) -> Iterator[Row]:
    """The entries of a table of which pandas tells, or how many of its columns have gaps."""
    entries = next(int(match[1]) for line in lines if (match := _ENTRIES.match(line)))
    if words & _ROWS:
        yield Row(entries, one.source, 1)
    full = [int(match[1]) for line in lines if (match := _NON_NULL.search(line))]
    if words & _COLUMNS and full:
        gaps = any(word in ("missing", "null", "gap") for word in words)
        count = sum(one < entries for one in full) if gaps else len(full)
        yield Row(count, one.source, 1)


def _in_line(
    line: str,
    following: Sequence[str],
    source: Source,
    asked: Sequence[str],
    words: set[str],
    telling: Sequence[str],
) -> Iterator[Row]:
    """What one printed line says: a value behind an asked name, or behind a word of it."""
    if (counted := _before_word(line, words)) is not None:
        yield Row(counted, source, 2)
        return
    if (listed := _LISTED.search(line)) is not None:
        before = line[: listed.start()]
        full = any(is_named(name, before) for name in asked)
        level = 2 if full else int(bool(words & words_of(before)))
        numbers = NUMBERS.findall(listed[0]) if _APART.search(listed[0]) else []
        values = [number(one, False) for one in numbers] or read(listed[0])
        yield Row(values, source, level)
        return
    named = [value for name in asked if (value := behind(name, line, following)) is not None]
    if named:
        yield Row(named[0], source, 3)
        return
    count = _listed(line, words)
    if count is not None:
        yield Row(count, source, 1)
    clauses = [clause for clause in _CLAUSE.split(line) if NUMBERS.search(clause)]
    alone = len(telling) == 1 and len(clauses) == 1 and len(NUMBERS.findall(line)) == 1
    if NUMBERS.fullmatch(line.strip()):
        alone = True
    telling_ones = [
        clause
        for clause in clauses
        if words & words_of(clause)
        or any(is_called(name, re.split(r"[:=]", clause)[0]) for name in asked)
    ]
    for clause in telling_ones or (clauses if alone else []):
        last = NUMBERS.findall(clause)[-1]
        value = f"{last}%" if clause.rstrip(" .").endswith("%") else number(last, False)
        if value is not None:
            label = re.split(r"[:=]", clause)[0]
            called = any(is_called(name, label) for name in asked)
            yield Row(value, source, 2 if called else int(bool(telling_ones)))


_COUNTED = re.compile(
    rf"(?<![\w.])(?P<number>{NUMBER})(?<![.,])\s+(?P<word>[^\W\d_]{{4,}}+)(?!(?:\s+[^\W\d_]+){{0,3}}\s*[:=])"
)


def _before_word(line: str, words: set[str]) -> Value:
    """The one number that stands before a word of what is asked, as in "1834 orders in all"."""
    found = [
        match
        for match in _COUNTED.finditer(line)
        if any(is_inflected(match["word"].casefold(), word) for word in words)
    ]
    values = {match["number"] for match in found}
    return number(values.pop(), False) if len(values) == 1 else None


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
    begins = r"(?P<value>(?:[-+\u2212]?[\d.\[(]|$).*)$"
    pattern = rf"(?<!\w){words}(?:es|s)?(?!\w)['\"]?{_BETWEEN}{begins}"
    found = re.search(pattern, line, re.IGNORECASE)
    if found is None:
        return None
    value = read(found["value"].rstrip(" }"), following)
    first = _FIRST.match(found["value"]) if value is None else None
    return number(first[1], False) if first is not None else value


_FIRST = re.compile(
    rf"({NUMBER})(?:\s?[,;]\s+(?=['\"\w])|\s+(?:\||and\s+[^\W\d]|[^\W\d][^\d:=,;]{{0,30}}[:=]))"
)
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
