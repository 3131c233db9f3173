"""Code that is no Python as a whole: the pieces of it that are, and the lines nobody could read."""

from __future__ import annotations

import ast
import keyword
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from .python2 import python_3

MAX_TRIED = 10_000_000
"""Characters that are parsed at most while pieces are looked for."""
_PYTHON_2 = re.compile(r"\b(?:print|exec|raise|except)\b|<>|`|\d[lL]\b|\b0\d")
"""What only Python 2 takes, and without which a piece is not looked through for it."""
_DEARER = 8
"""How many times as much it costs to try a piece as Python 2."""
_MOST_JOINED = 40
_GOES_ON = re.compile(r"[)\]}]|(?:else|elif|except|finally)\b")
_GIVEN = re.compile(
    r"^[ \t]*+(?:(?:(?:async[ \t]+)?def|class)[ \t]++)?(?P<name>[A-Za-z_]\w*)[ \t]*"
    r"(?:\(|:|\[[^\]\n]*\][ \t]*[-+*/]?=|[-+*/]?=(?!=)|,)",
    re.MULTILINE,
)
_SIMPLE = (ast.Expr, ast.Assign, ast.AugAssign, ast.AnnAssign, ast.Import, ast.ImportFrom)
_LOOKS = re.compile(
    r"^[ \t]*+(?:(?:def|class|import|return|assert|del|raise)[ \t]+\w"
    r"|from[ \t]+[\w.]+[ \t]+import\b|(?:for|if|while|with|elif)\b.*:[ \t]*(?:#.*)?$"
    r"|else[ \t]*:|print\b|@\w|[\w.]+\(.*"
    r"|[\w.\[\]'\", ]++[ \t]*+[-+*/]?=[^=])",
    re.MULTILINE,
)


@dataclass(frozen=True, slots=True)
class Pieces:
    """What of a text can be read: `source` has blank lines where it could not, `gaps` names them.

    A gap is (first line, last line, text), lines counted from one.
    """

    source: str
    gaps: tuple[tuple[int, int, str], ...]

    @property
    def lost(self) -> list[str]:
        """The names that the unread lines may give a value."""
        found = (one["name"] for _, _, text in self.gaps for one in _GIVEN.finditer(text))
        return [name for name in dict.fromkeys(found) if not keyword.iskeyword(name)]


def looks_like_code(text: str) -> bool:
    """Whether a text that is no Python was meant as code, as against words in a code cell."""
    return _LOOKS.search(text) is not None


def with_tabs_read(text: str) -> str | None:
    """A text with tabs among its blanks, where it means the same however wide a tab is."""
    if "\t" not in text:
        return None
    narrow, wide = (_tree(text.expandtabs(width)) for width in (4, 8))
    return text.expandtabs(8) if narrow is not None and narrow == wide else None


def pieces_of(text: str) -> Pieces:
    """The statements at the margin that can be read, and the lines that belong to none."""
    lines = text.split("\n")
    starts = [n for n, line in enumerate(lines) if _begins(line)]
    if not starts or starts[0] > 0:
        starts.insert(0, 0)
    kept = [""] * len(lines)
    unread: list[int] = []
    room = MAX_TRIED
    at = 0
    while at < len(starts):
        first = starts[at]
        for following in range(at + 1, min(at + 1 + _MOST_JOINED, len(starts) + 1)):
            end = starts[following] if following < len(starts) else len(lines)
            source = "\n".join(lines[first:end])
            room -= len(source) * (_DEARER if _PYTHON_2.search(source) else 1)
            readable = _readable(source) if room > 0 else None
            if readable is not None:
                kept[first:end] = readable.split("\n")
                at = following
                break
        else:
            end = starts[at + 1] if at + 1 < len(starts) else len(lines)
            good = _head(lines[first:end]) if room > 0 else 0
            kept[first : first + good] = lines[first : first + good]
            unread += range(first + good, end)
            at += 1
    return Pieces("\n".join(kept), tuple(_runs(unread, lines)))


def _begins(line: str) -> bool:
    """Whether a line begins a statement at the margin."""
    return bool(line) and not line[0].isspace() and line[0] != "#" and not _GOES_ON.match(line)


def _readable(source: str) -> str | None:
    """A piece as Python 3 with the same lines, or None."""
    if _tree(source) is not None:
        return source
    older = python_3(source) if _PYTHON_2.search(source) else None
    for other in (with_tabs_read(source), older):
        if other is not None and other.count("\n") == source.count("\n"):
            return other
    return None


def _head(lines: Sequence[str]) -> int:
    """How many lines are one whole statement, before others that cannot belong to it."""
    for end in range(min(len(lines) - 1, 200), 0, -1):
        if not lines[end][:1].isspace():
            continue
        try:
            body = ast.parse("\n".join(lines[:end])).body
        except (SyntaxError, ValueError, RecursionError, MemoryError):
            continue
        return end if body and all(isinstance(one, _SIMPLE) for one in body) else 0
    return 0


def _tree(text: str) -> str | None:
    try:
        tree = ast.parse(text)
        compile(tree, "<unknown>", "exec", ast.PyCF_ALLOW_TOP_LEVEL_AWAIT, dont_inherit=True)
        return ast.dump(tree)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return None


def _runs(numbers: Sequence[int], lines: Sequence[str]) -> Iterator[tuple[int, int, str]]:
    """Lines in a row together, without blank ones around them."""
    unread = set(numbers)
    for first in numbers:
        if first - 1 in unread:
            continue
        last = first
        while last + 1 in unread:
            last += 1
        rows = list(range(first, last + 1))
        while rows and not lines[rows[0]].strip():
            del rows[0]
        while rows and not lines[rows[-1]].strip():
            del rows[-1]
        if rows:
            yield rows[0] + 1, rows[-1] + 1, "\n".join(lines[n] for n in rows)


def literals(source: str) -> dict[str, int]:
    """The names that a text gives a written-down value once and for all, with their lines."""
    try:
        body = ast.parse(source).body
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return {}
    found: dict[str, int] = {}
    for one in body:
        if isinstance(one, ast.Assign) and isinstance(one.targets[0], ast.Name):
            try:
                ast.literal_eval(one.value)
            except (ValueError, TypeError, RecursionError, MemoryError):
                continue
            found[one.targets[0].id] = one.lineno
    words = Counter(re.findall(r"[A-Za-z_]\w*", source))
    return {name: line for name, line in found.items() if words[name] == 1}
