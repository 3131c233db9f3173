"""Python 2 in the words of Python 3, as far as both mean the same; only for what does not parse."""

from __future__ import annotations

import ast
import io
import re
import tokenize
from bisect import bisect_right
from collections.abc import Sequence
from typing import Any

LOOKS = re.compile(
    rb"^[ \t]*(?:print[ \t]+[^(=\s.,)\]:]|print[ \t]*$|exec[ \t]+[\"'\w]|raise[ \t]+\w+[ \t]*,"
    rb"|except[ \t]+[\w.()]+[ \t]*,[ \t]*\w+[ \t]*:)",
    re.MULTILINE,
)
"""Lines that only Python 2 understands."""
_METHODS = (
    (re.compile(r"\.iter(items|keys|values)\(\)"), r".\1()"),
    (re.compile(r"\b(\w+)\.has_key\(([^()]*)\)"), r"(\2 in \1)"),
    (re.compile(r"<>"), "!="),
    (re.compile(r"\b(\d+)[lL]\b"), r"\1"),
    (re.compile(r"(?<![\w.])0+([1-7][0-7]*)\b(?![.\w])"), r"0o\1"),
    (re.compile(r"`([^`\n]+)`"), r"repr(\1)"),
    (re.compile(r"\b(except[ \t]+[\w.()]+(?:[ \t]*,[ \t]*[\w.]+\))?)[ \t]*,[ \t]*(\w+)[ \t]*:"),
     r"\1 as \2:"),
)  # fmt: skip
_STATEMENTS = (
    (re.compile(r"\braise[ \t]+(\w+)[ \t]*,[ \t]*(.+)$", re.MULTILINE), r"raise \1(\2)"),
    (re.compile(r"\bexec[ \t]+(?!\()(.+?)(?:[ \t]+in[ \t]+(\w+))?[ \t]*$", re.MULTILINE),
     lambda found: f"exec({found[1]}{', ' + found[2] if found[2] else ''})"),
)  # fmt: skip
MAX_PRINTED = 500
"""Tokens of one `print`; brackets that none closes would cost the square of a file's length."""
_ENDS = (tokenize.NEWLINE, tokenize.COMMENT, tokenize.ENDMARKER)
_BEFORE = (tokenize.NEWLINE, tokenize.NL, tokenize.INDENT, tokenize.DEDENT, tokenize.COMMENT)


def python_3(source: str) -> str | None:
    """The same program for Python 3, with the lines where they were; None where it is none."""
    changed = methods_of_today(_unpacked(_printed(source)))
    for statement, call in _STATEMENTS:
        changed = _outside_strings(changed, statement, call)
    try:
        ast.parse(changed)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return None
    return changed


def methods_of_today(source: str) -> str:
    """The same text with the methods and signs of Python 2 in the words of today."""
    for pattern, new in _METHODS:
        source = "".join(
            part if quoted else pattern.sub(new, part) for part, quoted in _pieces(source)
        )
    return source


_STRING = re.compile(
    r"(?:[uUbBrR]{0,2}(?:\"\"\"[\s\S]*?\"\"\"|'''[\s\S]*?'''|\"(?:\\.|[^\"\\\n])*\"|'(?:\\.|[^'\\\n])*')"
    r"|#[^\n]*)"
)


def _pieces(source: str) -> list[tuple[str, bool]]:
    """The text in pieces: what is a string or a comment, and what is not."""
    rows, start = [], 0
    for found in _STRING.finditer(source):
        rows += [(source[start : found.start()], False), (found[0], True)]
        start = found.end()
    return [*rows, (source[start:], False)]


def _outside_strings(source: str, pattern: re.Pattern[str], new: Any) -> str:
    """Replace what begins outside of strings and comments, whatever it holds."""
    held = [found.span() for found in _STRING.finditer(source)]
    starts = [start for start, _ in held]

    def changed(found: re.Match[str]) -> str:
        before = bisect_right(starts, found.start()) - 1
        if before >= 0 and found.start() < held[before][1]:
            return found[0]
        return new(found) if callable(new) else found.expand(new)

    return pattern.sub(changed, source)


_TAKES_PAIR = re.compile(r"\blambda[ \t]*\([ \t]*(\w+(?:[ \t]*,[ \t]*\w+)*[ \t]*,?)[ \t]*\)[ \t]*:")
_DEFINED = re.compile(
    r"^([ \t]*def[ \t]+\w+[ \t]*\()([^()\n]*)\(([\w \t,]+)\)([^()\n]*\)[ \t]*:)[ \t]*\n([ \t]+)",
    re.MULTILINE,
)
MAX_PAIRS = 200


def _unpacked(source: str) -> str:
    """Parameters that take a tuple apart, as in `lambda (a, b): a`, taken apart by hand."""
    for _ in range(MAX_PAIRS):
        plain = _STRING.sub(lambda found: re.sub(r"[^\n]", " ", found[0]), source)
        found = next(reversed(list(_TAKES_PAIR.finditer(plain))), None)
        if found is None:
            break
        depth, end = 0, found.end()
        while end < len(plain) and (depth or plain[end] not in ",)]}\n"):
            depth += (plain[end] in "([{") - (plain[end] in ")]}")
            end += 1
        body, names = source[found.end() : end], source[found.start(1) : found.end(1)]
        inner = f"lambda __pair: (lambda {names.rstrip(', ')}:{body})(*__pair)"
        source = source[: found.start()] + inner + source[end:]
    return _outside_strings(
        source, _DEFINED, lambda f: f"{f[1]}{f[2]}__pair{f[4]}\n{f[5]}{f[3]} = __pair; "
    )


def _tokens(source: str) -> list[tokenize.TokenInfo]:
    found = []
    try:
        for token in tokenize.generate_tokens(io.StringIO(source).readline):
            found.append(token)
    except (tokenize.TokenError, SyntaxError):
        pass  # what was read so far still counts
    return found


def _printed(source: str) -> str:
    """Statements of `print` as calls."""
    tokens = _tokens(source)
    lines = source.split("\n")
    edits: list[tuple[int, int, int, str]] = []
    for place, token in enumerate(tokens):
        if token.string != "print" or token.type != tokenize.NAME:
            continue
        before = tokens[place - 1] if place else None
        starts = before is None or before.type in _BEFORE or before.string in (":", ";")
        if starts:
            edits += _call(tokens, place)
    for row, start, end, new in sorted(edits, reverse=True):
        line = lines[row - 1]
        lines[row - 1] = line[:start] + new + line[end:]
    return "\n".join(lines)


def _call(tokens: Sequence[tokenize.TokenInfo], place: int) -> list[tuple[int, int, int, str]]:
    """Edits (row, from column, to column, text) that put brackets around what is printed."""
    depth, last, stream, comma = 0, place, "", None
    for at in range(place + 1, min(place + MAX_PRINTED, len(tokens))):
        token = tokens[at]
        if depth <= 0 and (token.type in _ENDS or token.string == ";"):
            break
        if token.type == tokenize.NL:
            continue
        depth += (token.string in "([{") - (token.string in ")]}") if token.string else 0
        if token.string == "," and depth == 0 and comma is None:
            comma = at
        last = at
    if depth > 0:
        return []  # a bracket that is never closed: nobody can tell where it ends
    row, column = tokens[place].end
    end_row, end = tokens[last].end
    if last == place:
        return [(row, column, column, "()")]
    first = tokens[place + 1]
    if first.string == "(" and _closes_at(tokens, place + 1) == last:
        return []
    start = column
    tail = ")"
    if first.string == ">>":
        stop = tokens[comma] if comma is not None else tokens[last]
        stream = "".join(
            one.string for one in tokens[place + 2 : comma if comma is not None else last + 1]
        )
        if stop.end[0] != row:
            return []
        start, tail = stop.end[1], f", file={stream})" if comma is not None else f"file={stream})"
    elif tokens[last].string == ",":
        tail = " end=' ')"
    return [(end_row, end, end, tail), (row, column, start, "(")]


def _closes_at(tokens: Sequence[tokenize.TokenInfo], place: int) -> int | None:
    depth = 0
    for at in range(place, min(place + MAX_PRINTED, len(tokens))):
        text = tokens[at].string
        depth += (text in ("(", "[", "{")) - (text in (")", "]", "}"))
        if depth == 0:
            return at
    return None
