"""Finds what stands between two marks, in time that grows with the text and not its square."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator


def spans(
    text: str,
    opening: re.Pattern[str],
    closing: Callable[[re.Match[str]], str],
    limit: int | None = None,
) -> Iterator[tuple[re.Match[str], int, int]]:
    """Every opening that is closed, with where its body ends and where the text goes on.

    `closing` says what ends a span; one that is longer than `limit` characters is passed over, as
    is what nothing closes. The text is looked through once for each mark, not for each opening.
    """
    position = 0
    nearest: dict[str, int] = {}
    while (match := opening.search(text, position)) is not None:
        position = match.end()
        close = closing(match)
        end = nearest.get(close, 0)
        if 0 <= end < position:
            end = nearest[close] = text.find(close, position)
        if end >= 0 and (limit is None or end + len(close) - position <= limit):
            position = end + len(close)
            yield match, end, position


def replaced(
    text: str,
    opening: re.Pattern[str],
    closing: Callable[[re.Match[str]], str],
    make: Callable[[re.Match[str], str], str],
    limit: int,
) -> str:
    """`text` with each span of at most `limit` characters written anew by `make(opening, body)`."""
    pieces: list[str] = []
    done = 0
    for match, end, behind in spans(text, opening, closing, limit):
        pieces += [text[done : match.start()], make(match, text[match.end() : end])]
        done = behind
    return "".join([*pieces, text[done:]])
