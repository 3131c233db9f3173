"""Answers of several values: lists in words, `x = 2 or x = 3`, names that are numbered, rows."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from ..formulas import key, tidy
from ..sections import Placed
from .named import matches
from .said import OR, Said, leaves, plain

_LINK = rf"(?:\s*[,;]\s+(?:{OR}\s+)?|\s+{OR}\s+)"
_OR = rf"(?:,|;|(?<!\w){OR}(?!\w)|\\(?:text|mbox|textrm)\{{\s*,?\s*{OR}\s*\}}|\\lor\b|\\vee\b|∨)"
_AGAIN = re.compile(
    rf"(?P<name>(?<![\w\\])\\?[A-Za-zα-ω]\w{{0,8}})\s*=\s*(?P<first>[^=,;|]{{1,40}}?)\s*{_OR}\s*"
    r"(?:\\[,;! ]|\\q?quad|\s)*(?:(?P=name)\s*=|(?<=\bor)|(?<=oder)|(?<=or\})|(?<=oder\}))\s*"
    r"(?P<second>[^=,;|]{1,40}?)"
    rf"(?=\s*(?:{_OR}|[.$|]|\\\]|\n|$))"
)
_CASE = re.compile(
    r"[\W_]{0,6}(?:(?:for|if|when|with|at|in case)\b)?[\s$]*(?P<name>\\?[A-Za-z]\w{0,8})\s*=\s*"
    r"(?P<case>-?[\d./]+)[\s$]*(?:[:;,)\u2192]|->|\\q?quad|\\Rightarrow)(?P<rest>.+)",
    re.IGNORECASE,
)
_SIDES = re.compile(r"=|\u2248|~|\\approx|\\simeq|\\Rightarrow|\\to\b|\bis\b|:")
_IS_VALUE = re.compile(r"[-+]?(?:\d+(?:\.\d*)?|\.\d+)(?:\s*/\s*\d+)?\s*(?:\\?%)?")
_NUMBERED = re.compile(
    r"(?P<name>[^\W\d_]+|\\[a-z]+(?:\{?\\?[^\W\d_]+\}?)?)_?\{?(?P<index>[0-9])\}?"
)


def list_of(value: str) -> str:
    """A pattern for several of `value`: in brackets, or with "and" up to the end of a clause."""
    inside = rf"[\[{{(]\s*{value}(?:\s*[,;]\s*{value})+\s*[\]}})]"
    return rf"(?:{inside}|{value}(?:{_LINK}{value})+(?=[\s*_`$]*(?:$|[.;)\]](?!\d))))"


def as_list(text: str) -> str:
    """The values of a list in words: `1, 3` of `1 and 3`, which is no point and no interval."""
    if re.match(r"\s*[\[{(]", text):
        return text.strip()
    found = in_one([tidy(part.strip(" $")) for part in re.split(_LINK, text)])
    return found if isinstance(found, str) else text


def in_one(values: Sequence[str], shape: str = "{}") -> str | list[list[str]]:
    """Several values as one answer, each for itself where a comma in one of them would part it."""
    if any("," in value and not re.search(r"[(\[{\\]", value) for value in values):
        return [[value] for value in values]
    return shape.format(", ".join(values))


def alternatives(rows: Sequence[Placed]) -> Iterator[tuple[str, list[str], int]]:
    """A name with the values that it is given in one breath, `x = 2 or x = 3`, and the line."""
    for row in rows:
        for block in leaves(row.block):
            if block.kind not in ("paragraph", "heading", "math"):
                continue
            text = plain(block.text).replace("$", " ")
            start = 0
            while (match := _AGAIN.search(text, start)) is not None:
                line = block.line + text.count("\n", 0, match.start())
                yield match["name"], [tidy(match["first"]), tidy(match["second"])], line
                start = match.start("second")


def numbered(statements: Sequence[Said], of: Sequence[str]) -> Iterator[tuple[list[str], int]]:
    """The values of names that differ in their number alone, `x_1 = 2` and `x_2 = 3`, in order."""
    named: dict[str, dict[int, tuple[str, int]]] = {}
    for one in statements:
        name = _NUMBERED.fullmatch(key(one.left)) if one.left else None
        value = tidy(one.parts[-1])
        if name is not None and re.search(r"\d", value):
            named.setdefault(name["name"], {})[int(name["index"])] = value, one.line
    for name_of_all, values in named.items():
        first = min(values)
        whole = sorted(values) == list(range(first, first + len(values))) and first in (0, 1)
        if len(values) > 1 and whole and (not of or matches(name_of_all, of)):
            rows = [values[index] for index in sorted(values)]
            yield [value for value, _ in rows], rows[0][1]


def by_cases(rows: Sequence[Placed]) -> Iterator[tuple[list[str], int]]:
    """The values of one thing in several cases, a line each: "For p = 1: x = 0.1", "p = 2: ..."."""
    found: list[tuple[str, str, str, int]] = []
    for row in rows:
        for block in leaves(row.block):
            if block.kind not in ("paragraph", "math"):
                continue
            for line, text in enumerate(re.split(r"\n|\\\\", plain(block.text)), block.line):
                match = _CASE.match(text)
                sides = _SIDES.split(match["rest"]) if match is not None else []
                value = sides[-1].strip(" $.,;&*") if sides else ""
                if match is not None and _IS_VALUE.fullmatch(value):
                    found.append((match["name"], match["case"], value, line))
    names = {name for name, *_ in found}
    cases = [case for _, case, *_ in found]
    if len(names) == 1 and len(found) > 1 and len(set(cases)) == len(cases):
        yield [value for *_, value, _ in found], found[0][3]


_ORDINALS = (
    ("first", "1st", "erste", "première"), ("second", "2nd", "zweite", "deuxième"),
    ("third", "3rd", "dritte", "troisième"), ("fourth", "4th", "vierte", "quatrième"),
)  # fmt: skip
_PLACES = {word: place for place, words in enumerate(_ORDINALS, 1) for word in words}
_LINE = r"(?:rows?|columns?|col\.?|zeilen?|spalten?|lignes?|colonnes?)"
_ENTRY = r"[-+−]?(?:\d+(?:\.\d+)?|\.\d+)(?:/\d+)?"
_SEVERAL = rf"{_ENTRY}(?:(?:\s*[,;&|]\s*|\s+){_ENTRY})+"
_ENTRIES = rf"[(\[]?\s*(?P<entries>{_SEVERAL})\s*[)\]]?(?![\w.]\d|\w)"
_ROW_SAID = re.compile(
    rf"(?<!\w)(?:(?:(?P<word>{'|'.join(_PLACES)})\s+|(?P<before>\d)\.?\s*)(?P<line>{_LINE})"
    rf"|(?P<ahead>{_LINE})\s*(?P<after>\d))(?!\w)\s*(?:is|ist|est|:|=)*\s*\$?{_ENTRIES}",
    re.IGNORECASE,
)


def rows_said(rows: Sequence[Placed]) -> Iterator[tuple[list[list[str]], int]]:
    """The matrix whose rows, or columns, are each told once by their place, and its line."""
    told: dict[int, list[str]] = {}
    kinds: set[bool] = set()
    first = 0
    for row in rows:
        for block in leaves(row.block):
            if block.kind not in ("paragraph", "heading"):
                continue
            for match in _ROW_SAID.finditer(plain(block.text)[:5_000]):
                word = match["word"]
                place = _PLACES[word.lower()] if word else int(match["before"] or match["after"])
                if place in told:
                    return
                line = (match["line"] or match["ahead"]).lower()
                kinds.add(line.startswith(("col", "spal")))
                told[place] = re.findall(_ENTRY, match["entries"])
                first = first or block.line
    lengths = {len(entries) for entries in told.values()}
    if len(told) < 2 or sorted(told) != list(range(1, len(told) + 1)):
        return
    if len(kinds) > 1 or len(lengths) > 1:
        return
    matrix = [told[place] for place in sorted(told)]
    yield [list(one) for one in zip(*matrix, strict=True)] if True in kinds else matrix, first
