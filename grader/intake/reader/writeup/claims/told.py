"""Values that a clause gives to an asked name in so many words: "the mean … per day was 9.5"."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from ..sections import Placed
from .said import leaves, plain
from .sentences import NUMBER
from .values import next_unit

_CLAUSE = re.compile(
    r"(?<!\b[A-Za-z])[.!;](?=\s|$)|\n\s*\n|,?\s+(?:and|but|while|whereas|so|hence|thus)\s+|,\s+with\s+"
)
_VALUE = rf"(?<![\w.,$^_-])(?P<value>{NUMBER})(?!\w|[.,]\d)"
_IS = r"(?:is|was|equals|=|:|is found to be|turns? out to be|comes to|amounts to)"
_THEN = (
    r"[\s:=]*(?:(?:then|thus|therefore|now|just|only|still|also|exactly|about|approximately|around"
    r"|roughly|equal to|given by)\s+)*"
)
_HEAD = (
    r"(?:(?:the|our|my|its|this|that|we|then|now|here|finally|therefore|overall|total|new|old|sample"
    r"|estimated|resulting|computed|calculated|original|find|found|see|get|obtain|have|know|follows|it"
    r"|is|can|be|\d+-\w+)\s+|[\W_]+)*(?:(?:total\s+)?(?:number|count|amount)\s+of\s+)?"
)
"""What may stand before the name so that it is the subject: "the error of the mean" is no mean."""
_BEHIND = (
    r"(?:\s*[,(]|\s+(?:of|for|in|per|over|across|on|from|with|at|when|where|after|before|total|number"
    r"|value|daily|count|sum|estimate)\b)[^\d=:]{0,100}?"
)
"""What may stand between the name and its verb: a "mean squared error" is another thing."""
_DENIED = re.compile(
    r"\b(?:not|never|no|cannot|if|whether|assume|assuming|suppose|unless|would|should|let|say|want)\b"
    r"|n['’]t\b|\?",
    re.IGNORECASE,
)
_RETRACTED = re.compile(
    r"\b(?:wait|oops|corrected|correction|mistaken?|instead|actually|scratch that|wrong|edit)"
    r"\b|~~|\\s(?:out|t)\{",
    re.IGNORECASE,
)
"""What takes back something that was said before."""
_COUNTED = re.compile(r"\b\d+-(?=[A-Za-z])")
_NUMBERS = re.compile(_VALUE)
_VERB = re.compile(rf"(?<!\w){_IS}(?!\w)", re.IGNORECASE)


def told(
    rows: Sequence[Placed], name: str, *, units: bool = False
) -> Iterator[tuple[str, int]]:
    """The value that clauses give to a name in words and its line, where they agree on one."""
    words = name.split()
    if not all(re.fullmatch(r"[^\W\d_]{3,}", word) for word in words):
        return
    called = r"\s+".join(map(re.escape, words))
    patterns = (
        re.compile(rf"{_HEAD}{called}(?:{_BEHIND})?\s*{_IS}\b{_THEN}{_VALUE}", re.IGNORECASE),
        re.compile(rf"{_HEAD}{called}\s+{_VALUE}\s+(?:is|was|has|contains)\b", re.IGNORECASE),
        re.compile(
            rf".*?\bthere\s+(?:is|are|was|were)\s+{_VALUE}\s[^\d=:]{{0,40}}?\b{called}\b", re.I
        ),
        re.compile(rf".*?(?<!\bof )(?<!\bof the )\b{called}\s+\({_VALUE}\)", re.IGNORECASE),
    )
    if any(_RETRACTED.search(row.block.text) for row in rows if row.block.kind != "code"):
        return
    found = [one for row in rows for one in _in_row(row, patterns, units)]
    if len({value for value, _ in found}) == 1:
        yield found[0]


def _in_row(
    row: Placed, patterns: Sequence[re.Pattern[str]], units: bool
) -> Iterator[tuple[str, int]]:
    for block in leaves(row.block):
        if block.kind != "paragraph":
            continue
        text = plain(block.text)
        start, before = 0, "is"
        ends = [(mark.start(), mark.end()) for mark in _CLAUSE.finditer(text)]
        for end, after in (*ends, (len(text), len(text))):
            clause = re.sub(r"\s+", " ", text[start:end]).strip()
            line = block.line + text.count("\n", 0, start)
            # "the mean and the median is 1 and 2" says neither by itself
            whole = _VERB.search(before) or not before
            goes_on = re.match(rf"\W*{NUMBER}", text[after:]) if after - end > 2 else None
            if whole and not goes_on and not _DENIED.search(clause):
                yield from _in_clause(clause, line, patterns, units)
            before = clause if after - end > 2 else ""
            start = after


def _in_clause(
    clause: str, line: int, patterns: Sequence[re.Pattern[str]], units: bool
) -> Iterator[tuple[str, int]]:
    if len(_NUMBERS.findall(_COUNTED.sub("", clause))) != 1:
        return
    for pattern in patterns:
        match = pattern.match(clause)
        if match is not None:
            yield match["value"] + (next_unit(clause[match.end("value") :]) if units else ""), line
            return
