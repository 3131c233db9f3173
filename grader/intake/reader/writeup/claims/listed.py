"""Numbers as they stand in words: together in a table, matrix or list, last in a chain, alone."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from ..markup import Block
from ..sections import Placed
from .said import UNITS, leaves, plain, with_units
from .values import next_unit

_BEFORE = r"(?P<words>[^.;:=\n\[(]{0,80}?)\s*(?:\b(?:is|are|was|equals|gives)\b|[:=\u2248])\s*"


def numbers_of(rows: Sequence[Sequence[str]], number: str) -> list[list[str]]:
    """The rows of a table in which every cell is a number, the head included; else nothing."""
    cells = [[cell.strip().strip("$*` ") for cell in row] for row in rows]
    if cells and not any(cells[0]):
        cells = cells[1:]
    numeric = all(re.fullmatch(number, cell) for row in cells for cell in row)
    return cells if numeric and cells and len({len(row) for row in cells}) == 1 else []


def formulas_of(rows: Sequence[Sequence[str]]) -> list[list[str]]:
    """The rows of a table in which every cell is a formula, without names of its rows and columns.

    Those are there where the first cell is empty.
    """
    cells = [[cell.strip().strip("$*` ") for cell in row] for row in rows]
    if cells and cells[0] and not cells[0][0] and len(cells) > 1:
        cells = [row[1:] for row in cells[1:]]
    is_formula = all(cell and not _WORD.search(cell) for row in cells for cell in row)
    even = len({len(row) for row in cells}) == 1 and len(cells) > 1 and len(cells[0]) > 1
    return cells if is_formula and even else []


_WORD = re.compile(
    r"(?<!\\)\b(?!(?:exp|sin|cos|tan|log|sqrt|sinh|cosh|tanh|max|min)\b)[^\W\d_]{3,}"
)


def printed(text: str) -> str:
    """A text that is nothing but a matrix as NumPy prints it."""
    bare = text.strip().strip("`")
    found = re.fullmatch(r"(?:\w+\s*=\s*)?(?:array\()?\[\[[-\d.eE+,\s\[\]]+\]\]\)?", bare)
    return bare if found is not None else ""


_LABELLED = re.compile(
    r"^[ \t]*(?P<words>[^\n\[\]=:]{1,60}?)[ \t]*(?:\bis\b|=|:|\u2248)[ \t]*:?[ \t]*\n?"
    r"[ \t]*(?:array\(|tensor\()?(?P<list>\[\s*\[[-\d.eE+,\s\[\]]+?\]\s*\])\)?[ \t]*$",
    re.MULTILINE,
)


def arrays_said(block: Block) -> Iterator[tuple[str, str, int]]:
    """Each matrix that a program printed below or behind its name: the name, the rows, its line."""
    for match in _LABELLED.finditer(block.text[:20_000]):
        line = block.line + block.text.count("\n", 0, match.start()) + (block.kind == "code")
        yield match["words"].strip(), match["list"], line


def lists_said(
    block: Block, number: str, *, units: bool = False
) -> Iterator[tuple[str, str, int]]:
    """Each list of numbers in brackets that words lead to: the words, the list, its line."""
    entry = rf"\s*(?:{number})\s*" if not units else rf"\s*(?:{number})\s*(?:{UNITS})?\s*"
    whole = with_units(plain(block.text), True) if units else block.text
    turned = r"(?!\s*\\?%)" + (r"(?!\s*\^)" if units else "")
    pattern = re.compile(rf"{_BEFORE}(?P<list>[\[(]{entry}(?:[,;]{entry})+[\])]){turned}")
    for line, text in enumerate(whole.split("\n"), block.line):
        for match in pattern.finditer(text[:2_000]):
            yield match["words"].strip(), match["list"], line


_SENTENCE = re.compile(r"(?<=[.!?;])\s+(?=[A-Z])")
_ASIDE = re.compile(r"\([^()]*\)|,?\s*\b(?:since|because|as|so that)\b.*$", re.IGNORECASE)
_DENIED = re.compile(
    r"\b(?:not|never|no|cannot|if|unless|suppose|assume|wrong|incorrect|false|falsch|faux)\b|n['’]t\b",
    re.IGNORECASE,
)
_REFERS = re.compile(
    r"\b(?:page|p\.|chapter|section|theorem|lemma|figure|fig\.|table|equation|eq\.|exercise|problem"
    r"|question|part|line|seite|kapitel|abschnitt|satz|abbildung|tabelle|aufgabe|théorème|página)\s*$",
    re.IGNORECASE,
)
"""A word that the number of a place follows."""
_BOUNDED = re.compile(
    r"\b(?:at (?:least|most)|(?:more|less|fewer|greater|larger|smaller|higher|lower) than|up to"
    r"|above|below|exceeds?|mindestens|höchstens|au (?:moins|plus)|al menos)\b",
    re.IGNORECASE,
)
"""Words that make a number a bound, and no value."""
_MOST_WORDS = 14
_LONGEST = 300


def numbers_alone(
    rows: Sequence[Placed], number: str, *, units: bool = False
) -> Iterator[tuple[str, int]]:
    """The one number of each short sentence that has no other ("On average, 10%."), its line."""
    for row in rows:
        for block in leaves(row.block):
            if block.kind != "paragraph":
                continue
            for line, text in enumerate(plain(block.text).split("\n"), block.line):
                for sentence in _SENTENCE.split(text):
                    if value := _only_number(sentence, number):
                        behind = sentence.rpartition(value)[2] if units else ""
                        yield value + next_unit(behind), line


def _only_number(sentence: str, number: str) -> str:
    if len(sentence) > _LONGEST:
        return ""
    bare = _ASIDE.sub(" ", sentence)
    denied = _DENIED.search(bare) or _BOUNDED.search(bare)
    if "$" in bare or denied or len(bare.split()) > _MOST_WORDS:
        return ""
    worked = re.search(rf"\d[^=\u2248]*[=\u2248]\s*({number})[\s.,;*_]*$", sentence)
    if worked is not None:
        return worked[1]
    goes_on = r"\w|\.\d|\s+and\s+(?:a|one|two|three)\b"
    before = r"(?<![\w.$\\^_/√∛≠≥≤<>±!])(?<![<>≥≤≠√]\s)(?<![!<>]=\s)"
    numbers = re.finditer(rf"{before}({number})(?!{goes_on})", bare)
    found = [one[1] for one in numbers if re.search(r"\d", one[1])]
    if len(found) != 1 or _REFERS.search(bare.partition(found[0])[0]):
        return ""
    return found[0]


def last_of_chain(value: str) -> str:
    """The last side of a chain of numbers, as in `0.16 / 0.84 = 0.19`; all else as it is."""
    sides = value.split("=")
    plain = all(re.fullmatch(r"[\d\s.,+\-*/()]+", side) for side in sides)
    return sides[-1].strip() if len(sides) > 1 and plain else value
