r"""Lists, tables, displays and headings of LaTeX on lines of their own, as most people type."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from .comments import COMMENT

_CODE = re.compile(r"\\(begin|end)\{(?:verbatim|lstlisting|minted|python|Verbatim)\*?\}")
_LIST = r"(?:enumerate|itemize|description|compactenum|compactitem)"
_TABLE = r"(?:tabular[xy*]?|longtable)"
_AROUND = r"(?:table|center|figure|proof|quote|quotation|flushleft|flushright|minipage)"
_TEXT = (
    rf"(?:{_AROUND}|solution|answer|soln?|mysolution|(?:sub){{0,2}}parts|questions"
    r"|(?i:(?:homework|hw|my)?(?:problem|prob|exercise|question|task|aufgabe|uebung)))"
)
_DISPLAY = r"(?:align(?:at)?|equation|gather|eqnarray|multline|displaymath)"
_GROUP = r"\{(?:[^{}]|\{[^{}]*\})*\}"
_CUTS = re.compile(
    rf"(?P<begin>\\begin\{{(?:{_LIST}|{_TABLE}|{_TEXT}|{_DISPLAY})\*?\}})"
    rf"|(?P<end>\\end\{{(?:{_LIST}|{_TABLE}|{_TEXT}|{_DISPLAY})\*?\}})"
    r"|(?P<item>\\(?:item|question|(?:sub){0,2}part)(?![A-Za-z*{]))"
    r"|(?<!\\)(?:(?P<display>\\\[|\$\$))"
    rf"|(?P<heading>\\(?:(?:sub){{0,2}}section|(?:sub)?paragraph|chapter)\*?{_GROUP})"
)
_LABEL_ALONE = re.compile(
    r"\s*(?:\\noindent\s*)?(?:\\(?:textbf|underline|emph)\{[^{}]*\}|\{\\bf\w*\s[^{}]*\})[\s.:]*"
)
_OPENING = re.compile(
    rf"\\begin\{{(?:{_LIST}\*?\}}\s*(?:\[[^\]]*\])?|{_TABLE}\}}\s*(?:\[[^\]]*\])?(?:\s*{_GROUP}){{1,2}}"
    rf"|minipage\*?\}}\s*(?:\[[^\]]*\])*{_GROUP}|(?:{_AROUND}|(?:sub){{0,2}}parts|questions)\*?\}}(?:\[[^\]]*\])?)"
)
_ROW = re.compile(r"\\\\(?:\[[^\]]{0,12}\])?\s*(?=\S)")
_LABELLED = re.compile(
    r"\\\\(?:\[[^\]]{0,12}\])?\s*(?=(?:\\textbf\{|\\underline\{)?\((?:[a-h]|i{1,3}|iv|v|\d)\)[\s}$]"
    r"|\\textbf\{[A-Za-z ]{0,12}\d{0,2}[a-h]?[.):])"
)
"""A line's end before a label that was typed in the same line."""
_DISPLAYED = re.compile(r"(?<!\\)\\\[")
_FORMULA = re.compile(r"(?<!\\)\$[^$]*\$")
_LONGEST = 20_000


def apart(lines: Sequence[str]) -> tuple[list[str], list[int]]:
    """The lines cut where a list, table, display or heading begins or ends within one.

    With each comes the number of the line, from one, that it was a part of. Listings, comments
    and lines that nobody typed stay whole.
    """
    found: list[str] = []
    origins: list[int] = []
    code = display = False
    for number, line in enumerate(lines, 1):
        mark = _CODE.search(line)
        if code or mark is not None or len(line) > _LONGEST:
            code = mark[1] == "begin" if mark is not None else code
            pieces = [line]
        else:
            pieces = list(_pieces(line, display)) or [line]
            display ^= COMMENT.split(line)[0].count("$$") % 2 == 1
        found += pieces
        origins += [number] * len(pieces)
    return found, origins


def _pieces(line: str, display: bool) -> Iterator[str]:
    """A line, perhaps within a display, cut at its marks; a comment stays with the last piece."""
    comment = COMMENT.search(line)
    end = comment.start() if comment is not None else len(line)
    start = 0
    for match in _CUTS.finditer(line, 0, end):
        before = line[start : match.start()]
        if match["display"] and (display or not _LABEL_ALONE.fullmatch(before)):
            continue  # a display within a sentence stays in it
        if before.strip():
            yield from _rows(before)
            start = match.start()
        if match["end"] or match["heading"]:
            stop = match.end()
        else:
            opening = _OPENING.match(line, match.start(), end) if match["begin"] else None
            stop = opening.end() if opening is not None else start
        if stop > start and line[stop:end].strip():
            yield line[start:stop]
            start = stop
    if line[start:].strip():
        yield from _rows(line[start:])


def _rows(piece: str) -> Iterator[str]:
    """The rows of a table that stands in one line, or parts in one; anything else as it is."""
    outside = _FORMULA.sub(lambda formula: "#" * len(formula[0]), piece)
    if "$" in outside or "\\begin{" in outside or _DISPLAYED.search(outside):
        yield piece
        return
    start = 0
    for match in (_ROW if "&" in outside else _LABELLED).finditer(outside):
        yield piece[start : match.end()]
        start = match.end()
    yield piece[start:]
