"""What a clause gives to an asked name in so many words: "the mean … per day was 9.5".

A number, a formula ("the variance is np(1 - p)"), or several numbers ("the roots are 1, 4 and 6").
"""

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
    r"(?:(?>(?:the|our|my|its|this|that|we|then|now|here|finally|therefore|overall|total|new|old|sample"
    r"|estimated|resulting|computed|calculated|original|find|found|see|get|obtain|have|know|follows|it"
    r"|is|can|be|\d+-\w+)\s++)|[\W_]++)*(?:(?:total\s+)?(?:number|count|amount)\s+of\s+)?"
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
_FORMULA = re.compile(
    r"\$(?P<set>[^$=\n]{1,80})\$"
    r"|(?P<plain>(?:[^\W_]|[_^(){}.*/\\·²³√'|+-]|\s(?=[-+*/^])|(?<=[-+*/^])\s)+)"
)
_FUNCTION = re.compile(
    r"(?:exp|log|ln|sqrt|sin|cos|tan|alpha|beta|gamma|delta|lambda|theta|sigma|tau|rho|phi|omega|eta"
    r"|mu|nu|pi|xi)(?:_?\d)?",
    re.IGNORECASE,
)
_SHORT_WORDS = re.compile(
    r"a[instu]?|als|b[ey]|ce|d[aeou]|e[lmnrst]|h[ei]|i[flmnst]?|ja|l[aeo]|m[ey]|n[eo]|o[bfknrsu]"
    r"|s[eio]|t[ou]|u[mnps]|w[eo]|ya|zu",
    re.IGNORECASE,
)
"""Words of two letters, which no product of letters is."""
_ONE = r"(?<![\w.])[-−+]?(?:\d+(?:\.\d+)?(?:/\d+)?|\.\d+)(?![\w/]|\.\d)"
_ENTRY = (
    r"\$*\s*(?:\{?(?:\\[a-z]+|[^\W\d_])\}?(?:_?\{?(?P<index>\d)\}?)?\s*=\s*)?"
    rf"(?P<number>{_ONE})\s*\$*"
)
_ENTRIES = re.compile(_ENTRY)
_ONE_OF = re.sub(r"\?P<\w+>", "?:", _ENTRY)
_SEVERAL = (
    rf"(?P<value>{_ONE_OF}(?:\s*(?:[,;&]\s*(?:and\s+)?|\s(?:and|und|et|y|e|и)\s+){_ONE_OF})+)"
)
_SO = r"(?:.*?[,;:]\s+)?(?:(?:so|hence|thus|therefore|and|then)[\s,]+)?"
_SENTENCE = re.compile(r"[.!?](?=\s|$)|\n\s*\n")


def told(rows: Sequence[Placed], name: str, *, units: bool = False) -> Iterator[tuple[str, int]]:
    """The number that clauses give to a name in words and its line, where they agree on one."""
    called = _called(rows, name)
    if not called:
        return
    patterns = (
        re.compile(rf"{_HEAD}{called}(?:{_BEHIND})?\s*{_IS}\b{_THEN}{_VALUE}", re.IGNORECASE),
        re.compile(rf"{_HEAD}{called}\s+{_VALUE}\s+(?:is|was|has|contains)\b", re.IGNORECASE),
        re.compile(
            rf".*?\bthere\s+(?:is|are|was|were)\s+{_VALUE}\s[^\d=:]{{0,40}}?\b{called}\b", re.I
        ),
        re.compile(rf".*?(?<!\bof )(?<!\bof the )\b{called}\s+\({_VALUE}\)", re.IGNORECASE),
    )
    found = [
        one
        for row in rows
        for clause, line in _clauses(row)
        for one in _in_clause(clause, line, patterns, units)
    ]
    if len({value for value, _ in found}) == 1:
        yield found[0]


def formula_told(rows: Sequence[Placed], name: str) -> Iterator[tuple[str, int]]:
    """The formula of letters that clauses give to a name in words, where they agree on one."""
    called = _called(rows, name)
    if not called:
        return
    said = re.compile(
        rf"{_SO}{_HEAD}{called}(?:{_BEHIND})?\s*{_IS}(?!\w){_THEN}(?P<rest>\S.*)", re.IGNORECASE
    )
    found = []
    for row in rows:
        for clause, line in _clauses(row):
            match = said.fullmatch(clause)
            whole = _FORMULA.fullmatch(match["rest"].strip("_* ,:.")) if match is not None else None
            if whole is not None and (whole["set"] or _is_formula(whole["plain"])):
                found.append((whole["set"] or whole["plain"], line))
    if len({value for value, _ in found}) == 1:
        yield found[0]


def several_told(rows: Sequence[Placed], name: str) -> Iterator[tuple[str, int]]:
    """The numbers that one sentence gives to a name in words, in one breath and in their order."""
    called = _called(rows, name)
    if not called:
        return
    said = re.compile(
        rf"{_SO}{_HEAD}{called}(?:{_BEHIND})?\s*(?:are|were|is|=|:)(?!\w){_THEN}{_SEVERAL}\s*",
        re.IGNORECASE,
    )
    found = []
    for row in rows:
        for sentence, line in _cut(row, _SENTENCE):
            match = said.fullmatch(sentence) if not _DENIED.search(sentence) else None
            if match is None:
                continue
            entries = list(_ENTRIES.finditer(match["value"]))
            indices = [one["index"] for one in entries if one["index"]]
            if indices == sorted(set(indices)):
                found.append((", ".join(one["number"] for one in entries), line))
    if len({value for value, _ in found}) == 1:
        yield found[0]


def _called(rows: Sequence[Placed], name: str) -> str:
    """The pattern of a name in words; empty for other names, and where something is taken back."""
    words = name.split()
    if not all(re.fullmatch(r"[^\W\d_]{3,}", word) for word in words):
        return ""
    if any(_RETRACTED.search(row.block.text) for row in rows if row.block.kind != "code"):
        return ""
    return r"\s+".join(map(re.escape, words))


def _is_formula(text: str) -> bool:
    """Whether letters in running text are a formula: no word stands among them."""
    letters = re.findall(r"[^\W\d_]+", text)
    words = [one for one in letters if len(one) > 2 and not _FUNCTION.fullmatch(one)]
    alone = len(letters) == 1 and _SHORT_WORDS.fullmatch(text) is not None
    return bool(letters) and not words and not alone


def _cut(row: Placed, ends: re.Pattern[str]) -> Iterator[tuple[str, int]]:
    """The pieces of a row's paragraphs between such ends, with their lines."""
    for block in leaves(row.block):
        if block.kind != "paragraph":
            continue
        text, start = plain(block.text), 0
        for end, after in (*(mark.span() for mark in ends.finditer(text)), (len(text), len(text))):
            yield (
                re.sub(r"\s+", " ", text[start:end]).strip(),
                block.line + text.count("\n", 0, start),
            )
            start = after


def _clauses(row: Placed) -> Iterator[tuple[str, int]]:
    """The clauses that say by themselves what something is, with their lines."""
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
                yield clause, line
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
