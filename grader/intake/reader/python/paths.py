"""Paths of the student's own machine, mapped to the course's data file of the same name."""

from __future__ import annotations

import ast
import io
import re
import tokenize
from collections.abc import Callable, Mapping

_FOREIGN = re.compile(r"^(/|~|\w+://|[A-Za-z]:[\\/]|\.\.?[\\/]|[\w .-]+[\\/])")


def mapped_paths(source: str, data: Mapping[str, str], note: Callable[[int, str], None]) -> str:
    """`source` with every text that is a path to one of `data`'s names replaced by that file.

    `data` maps names that students use to the course's files in the work folder. Line numbers
    stay, and so does a text that is compared with another, such as a word of the command line.
    """
    known = {name.rpartition("/")[2]: file for name, file in data.items()}
    if not any(name in source for name in known):
        return source
    lines = source.split("\n")
    for token in reversed(_strings(source)):
        target = _target(token.string, known)
        (row, start), (end_row, end) = token.start, token.end
        if target is None or row != end_row:
            continue
        line = lines[row - 1]
        lines[row - 1] = line[:start] + repr(target) + line[end:]
        note(row, f"The path {token.string[:120]} is read as the course's file {target}.")
    return "\n".join(lines)


def _strings(source: str) -> list[tokenize.TokenInfo]:
    """The texts of a source that are not compared with anything."""
    tokens = []
    try:
        for token in tokenize.generate_tokens(io.StringIO(source).readline):
            tokens.append(token)
    except (tokenize.TokenError, SyntaxError):
        pass  # what was read so far still counts
    beside = [one.string in ("==", "!=") for one in tokens]
    return [
        one
        for n, one in enumerate(tokens)
        if one.type == tokenize.STRING and not any(beside[max(n - 1, 0) : n + 2])
    ]


def _target(literal: str, known: dict[str, str]) -> str | None:
    """The course's file that a string literal's path stands for, or None."""
    try:
        value = ast.literal_eval(literal)
    except (ValueError, SyntaxError, RecursionError, MemoryError):
        return None
    if not isinstance(value, str) or len(value) > 500 or not _FOREIGN.match(value):
        return None
    target = known.get(re.split(r"[\\/]", value)[-1])
    return target if target != value else None
