"""Bars within bars, as in ``a|x + b|y||``: which of them open and which close."""

from __future__ import annotations

from collections.abc import Iterator

from grader.equivalence.reading.tokens import Token

MAX_BARS = 12
MAX_WAYS = 200
_NEVER_CLOSES_AFTER = frozenset("+-*/^=<>(,;[{_±&") | {"<=", ">=", "!=", "and", "or", "~"}
_NEVER_OPENS_BEFORE = frozenset("*/^=<>),;]}_!'&") | {"<=", ">=", "!=", "and", "or", "~"}


def may_be_nested(tokens: list[Token]) -> bool:
    """Whether there are bars enough for one pair to stand within another."""
    return sum(len(t.text) for t in tokens if t.kind == "op" and t.text in ("|", "||")) >= 4


def ways(tokens: list[Token], spaced: bool = False) -> Iterator[list[Token]]:
    """The tokens with bars as ``abs(`` and ``)``, once for each way in which they pair up.

    With `spaced`, only in ways in which no bar opens behind a word and before white space.
    """
    split = _single(tokens)
    places = [k for k, token in enumerate(split) if token.kind == "op" and token.text == "|"]
    if not 2 <= len(places) <= MAX_BARS or len(places) % 2:
        return
    for count, opens in enumerate(_pairings(split, places, 0, 0, [])):
        if count >= MAX_WAYS:
            return
        if spaced and not all(map(_fits_spaces, [split] * len(places), places, opens)):
            continue
        out: list[Token] = []
        sides = dict(zip(places, opens, strict=True))
        for k, token in enumerate(split):
            if k not in sides:
                out.append(token)
            elif sides[k]:
                out += [token._replace(kind="name", text="abs"), token._replace(text="(")]
            else:
                out.append(token._replace(text=")"))
        yield out


def _fits_spaces(tokens: list[Token], place: int, opens: bool) -> bool:
    before, after = tokens[place].spaced, tokens[place + 1].spaced
    return before in (after, opens)


def _single(tokens: list[Token]) -> list[Token]:
    """The tokens with each double bar as two."""
    out: list[Token] = []
    for token in tokens:
        if token.kind == "op" and token.text == "||":
            first = token._replace(text="|")
            out += [first, first._replace(start=token.start + 1, spaced=False)]
        else:
            out.append(token)
    return out


def _pairings(
    tokens: list[Token], places: list[int], index: int, depth: int, chosen: list[bool]
) -> Iterator[list[bool]]:
    """Every balanced choice of opening and closing that what stands beside the bars allows."""
    if index == len(places):
        if depth == 0:
            yield list(chosen)
        return
    place, left = places[index], len(places) - index
    for opens in (False, True):
        if not 0 <= depth + (1 if opens else -1) <= left - 1:
            continue
        if not (_may_open(tokens, place) if opens else _may_close(tokens, place)):
            continue
        if not opens and index and chosen[-1] and places[index - 1] == place - 1:
            continue  # nothing stands between the two
        chosen.append(opens)
        yield from _pairings(tokens, places, index + 1, depth + (1 if opens else -1), chosen)
        chosen.pop()


def _may_open(tokens: list[Token], place: int) -> bool:
    after = tokens[place + 1]
    return after.kind != "end" and not (after.kind == "op" and after.text in _NEVER_OPENS_BEFORE)


def _may_close(tokens: list[Token], place: int) -> bool:
    before = tokens[place - 1] if place else None
    return before is not None and not (
        before.kind == "op" and before.text in _NEVER_CLOSES_AFTER
    )
