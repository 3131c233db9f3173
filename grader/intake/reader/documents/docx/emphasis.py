"""Text with its look as inline Markdown: emphasis, code, what stands lower or higher."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import groupby

from ..markdown import escaped
from .inline import Piece


def inline_markdown(pieces: Sequence[Piece], emphasis: bool = True) -> str:
    """The text and the formulas of pieces that follow one another."""
    groups: list[tuple[str, str]] = []
    for mark, group in groupby(pieces, key=_mark if emphasis else lambda piece: ""):
        text = ""
        for piece in group:
            text += _plain(piece, text or (groups[-1][1] if groups else ""))
        groups.append((mark, text))
    written = ""
    for place, (mark, text) in enumerate(groups):
        after = groups[place + 1][1][:1] if place + 1 < len(groups) else ""
        before = written[-1:]
        if mark and text.strip() and not _joins(before, text[:1]) and not _joins(after, text[-1:]):
            text = "\n".join(_wrapped(line, mark) for line in text.split("\n"))
        written += text
    return written


def _mark(piece: Piece) -> str:
    """The sign of emphasis around a piece; a formula is never inside one."""
    if piece.kind != "text" or piece.look.fixed:
        return ""
    return "**" if piece.look.bold else "*" if piece.look.italic else ""


def _joins(outside: str, inside: str) -> bool:
    """Whether emphasis would begin or end within a word, where Markdown may not see it."""
    if not outside or outside.isspace() or inside.isspace():
        return False
    return outside.isalnum() or outside in "*_\\"


def _wrapped(line: str, mark: str) -> str:
    """A line in emphasis, its outer spaces outside."""
    inner = line.strip()
    if not inner:
        return line
    start = line.index(inner)
    return f"{line[:start]}{mark}{inner}{mark}{line[start + len(inner):]}"


def _plain(piece: Piece, before: str) -> str:
    """One piece without emphasis."""
    if piece.kind in ("math", "display"):
        return f"${piece.text}$" if piece.text else ""
    if piece.kind == "note":
        kind, _, number = piece.text.split(" ")
        return f"[^{number}]" if kind != "comment" else ""
    if piece.look.fixed:
        return _code(piece.text)
    text = escaped(piece.text)
    if piece.look.script and piece.text.strip():
        return _script(piece.look.script, text.strip(), before)
    return text


def _script(mark: str, text: str, before: str) -> str:
    """`x_1`, `e^x`, `e^(2x)`; an ordinal's ending is only small."""
    if mark == "^" and text in ("st", "nd", "rd", "th") and before[-1:].isdigit():
        return text
    if re.fullmatch(r"\w" if mark == "^" else r"\w+", text):
        return mark + text
    return f"{mark}({text})"


def _code(text: str) -> str:
    """Text in a fixed font between backticks, more of them where it holds some."""
    inner = text.strip()
    if not inner:
        return text
    longest = max((len(found) for found in re.findall("`+", inner)), default=0)
    mark = "`" * (longest + 1)
    pad = " " if inner.startswith("`") or inner.endswith("`") else ""
    start = text.index(inner)
    inner = " ".join(inner.split("\n"))
    return f"{text[:start]}{mark}{pad}{inner}{pad}{mark}{text[start + len(inner):]}"
