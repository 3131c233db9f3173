"""Replaces what stands between two marks, in time that grows with the text and not its square."""

from __future__ import annotations

import re
from collections.abc import Callable


def replaced(
    text: str,
    opening: re.Pattern[str],
    closing: Callable[[re.Match[str]], str],
    make: Callable[[re.Match[str], str], str],
    limit: int,
) -> str:
    """`text` with every span written anew by `make(opening, body)`.

    `closing` says what ends a span; a span longer than `limit` characters stays as it is.
    """
    pieces: list[str] = []
    done = position = 0
    absent: set[str] = set()
    while (match := opening.search(text, position)) is not None:
        position = match.end()
        close = closing(match)
        if close in absent:
            continue
        end = text.find(close, match.end(), match.end() + limit)
        if end < 0:
            if match.end() + limit >= len(text):
                absent.add(close)
            continue
        pieces += [text[done : match.start()], make(match, text[match.end() : end])]
        done = position = end + len(close)
    return "".join([*pieces, text[done:]])
