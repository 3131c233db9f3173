"""Which option says how a quantity changed: in words, or by its values before and after.

For options such as "it increased", "it decreased" and "no change". A text that only shows the two
values, as "median 149" and later "median 152", says by them what it does not say in words.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from grader.questions.choice.picks import by_label
from grader.questions.shapes.asked import without_question

_IS = r"(?:is|are|was|were|be|becom\w*|became|gets?|got|now)\s+(?:\w+\s+)?"
_UP = (
    r"increas\w*|ris(?:e|es|en|ing)|rose|(?:went|goes|gone) up|grow\w*|grew"
    rf"|{_IS}(?:higher|larger|bigger|greater)"
)
_DOWN = (
    r"decreas\w*|fell|falls?|fallen|drop\w*|declin\w*|(?:went|goes|gone) down|shrink\w*|shrank"
    rf"|reduc\w*|{_IS}(?:lower|smaller)"
)
_NOT = r"(?:\bnot|n['\u2019]t|\bnever|\bno)\b"
_SAME = (
    rf"{_NOT} (?:really |actually |at all )?chang\w*|\bunchanged|\bconstant|\bthe same\b"
    r"|\bno difference"
)
_WORDS = {
    1: re.compile(rf"\b(?:{_UP})\b", re.IGNORECASE),
    -1: re.compile(rf"\b(?:{_DOWN})\b", re.IGNORECASE),
    0: re.compile(_SAME, re.IGNORECASE),
}
_DENIED = re.compile(rf"{_NOT}(?:\s+\w+){{0,3}}\s+(?:{_UP}|{_DOWN})\b", re.IGNORECASE)
_OPEN = re.compile(
    rf"\b(?:if|whether|would|might|could|may|can)\b.*?\b(?:{_UP}|{_DOWN})\b|\bor\b", re.IGNORECASE
)
_SENTENCES = re.compile(r"(?<=[.!;])\s+|\n+")
_NUMBER = r"[-+\u2212]?(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?(?:[eE][-+]?\d+)?"
_NUMBERS = re.compile(rf"(?<![\w.]){_NUMBER}(?![\w%]|\.\d)")
_FROM_TO = re.compile(
    rf"\bfrom\s+(?P<one>{_NUMBER})\s+to\s+(?P<other>{_NUMBER})(?!\w)"
    rf"|(?<![\w.])(?P<first>{_NUMBER})\s*(?:->|=>|\u2192|\u27f6|,?\s+then)\s*(?P<last>{_NUMBER})(?!\w)",
    re.IGNORECASE,
)
_OF_NUMPY = re.compile(r"\bnp\.(?:float|int)\d*\(([^()]{1,60})\)")
_WHEN = """
    after afterwards before earlier fill filled filling fillna final first impute imputed imputation
    initial initially later missing new now old original originally post previous prior second
    then updated value values is was the of with and data dataset column has have did does do what
    when how which will would change changed changes yes this that these those for are its
"""
_TIMES = frozenset(_WHEN.split())
"""Words that tell when a value was taken, or nothing, and not what it is of."""
_FEW = 12


def directions(options: Mapping[str, str]) -> dict[int, str]:
    """The option for a rise (1), a fall (-1) and no change (0); empty for other options."""
    found: dict[int, str] = {}
    for label, text in options.items():
        says = [way for way, words in _WORDS.items() if words.search(text)]
        if not says and re.fullmatch(r"\W*no\W*", text, re.IGNORECASE):
            says = [0]
        if len(says) != 1 or says[0] in found:
            return {}
        found[says[0]] = label
    return found if 1 in found and -1 in found else {}


def told(text: str, options: Mapping[str, str], about: str) -> set[str]:
    """The option that the sentences about the asked thing pick in words, if they all agree."""
    ways = directions(options)
    if not ways:
        return set()
    subject = _words(about) - _TIMES
    bare = without_question(text.strip()[:5_000])
    found: set[int] = set()
    if by_label(bare, options) is not None:  # whatever it says beside the label
        return set()
    for sentence in _SENTENCES.split(bare):
        says = {way for way, words in _WORDS.items() if words.search(sentence)}
        if not says or sentence.rstrip(" *_)").endswith("?"):
            continue
        if _DENIED.search(sentence) or _OPEN.search(sentence):
            return set()
        if len(bare.split()) > _FEW and not subject & _words(sentence):
            continue
        found |= says
    return {ways[way] for way in found if way in ways} if len(found) == 1 else set()


def shown(text: str, options: Mapping[str, str], about: str) -> set[str]:
    """The option that two values of the asked thing show, the first against the last."""
    ways = directions(options)
    pairs = _pairs(text[:20_000], _words(about) - _TIMES) if ways else ()
    found = {_way(*pair) for pair in pairs}
    return {ways[way] for way in found if way in ways} if len(found) == 1 else set()


def _pairs(text: str, subject: set[str]) -> Iterator[tuple[float, float]]:
    """First and last value of each thing that several lines give one, or a line two."""
    values: dict[frozenset[str], list[float]] = {}
    for line in text.split("\n")[:400]:
        moved = _FROM_TO.search(line)
        if moved is not None:
            yield _plain(moved["one"] or moved["first"]), _plain(moved["other"] or moved["last"])
            continue
        name = re.sub(r"^\s*50%", "median", _OF_NUMPY.sub(r"\1", line))
        numbers = _NUMBERS.findall(name)
        if len(numbers) == 1 and "dtype:" not in line:
            what = frozenset(_words(_NUMBERS.sub(" ", name)) - _TIMES)
            values.setdefault(what, []).append(_plain(numbers[0]))
    if sum(map(len, values.values())) == 2:
        values = {frozenset(): [row for rows in values.values() for row in rows]}
    several = {what: rows for what, rows in values.items() if len(rows) > 1}
    best = max((len(what & subject) for what in several), default=0)
    for what, rows in several.items():
        if len(what & subject) == best and (best or len(several) == 1):
            yield rows[0], rows[-1]


def _way(first: float, last: float) -> int:
    return (last > first) - (last < first)


def _plain(number: str) -> float:
    return float(number.replace(",", "").replace("\u2212", "-"))


def _words(text: str) -> set[str]:
    return set(re.findall(r"[^\W\d_]{3,}", text.casefold()))
