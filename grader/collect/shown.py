"""Answers among what code displayed and printed, for questions whose names no code holds.

They are found by scanning, so they are never sure: a right one counts, any other goes to a person.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any

from grader.evidence import Answer, Evidence, Missing, Outcome, Shown, Unavailable, Unsure
from grader.values import Malformation, Opaque, Value, decode

MAX_CANDIDATES = 8
_COMMAS = (
    r"\d{1,3}(?:,\d{2,3})*,\d{3}(?!,?\d)(?:\.\d*)?"
    r"|(?<!\d,)(?<!\d,[-+\u2212])\d+,\d+(?![,.]?\d)"
)
"""Thousands, or one comma before decimals; numbers in a row have more of them."""
NUMBER = rf"[-+\u2212]?(?:{_COMMAS}|\d[\d_]*\.?\d*|\.\d+)(?:[eE][-+]?\d+)?"
_THOUSANDS = re.compile(r"[-+]?[1-9]\d{0,2}(?:,\d{2,3})*,\d{3}(?!\d)")
_EITHER = re.compile(r"[-+\u2212]?[1-9]\d{0,2},\d{3}")
"""A thousand and more, or a number with three decimals."""
_SAYS = (
    r"(?:\s+(?:of|for|in|on|over|from|with)\s[^:=\d]{1,40}?)?\s*(?:\([^()\n]{0,30}\)\s*)?"
    r"(?:[:=\u2248]|->|=>|\bis\b|\bare\b|\bequals\b)*\s*"
)
_VALUE = r"(?P<value>(?:[-+\u2212]?[\d.\[(]|True\b|False\b|$).*)$"
"""What may stand between a name and its value in a printed line, and how a value begins."""

_BEHIND = (
    r"['\"]?(?:\s+(?!(?:not|with|without|minus|plus|times|after|over|from|ohne|nicht|mit)\b)[^\W\d_]{3,12})?"
    rf"[\s:='\"]+(?P<value>{NUMBER})(?![\w.]*[\w%]|,\d)(?!\s*(?:[-+*/^<>=~\u00b1]|or\b|and\b|oder\b|und\b|to\b|bis\b))"
)
"""A number that stands behind a name with a verb or with quotes between them."""
NUMBERS = re.compile(rf"(?<![\w.]){NUMBER}(?![\w])")
_CALLED = re.compile(r"(function|method|ufunc|Dispatcher|partial|\btype|Meta|module)$")


def with_shown(
    outcomes: Mapping[str, Outcome],
    names: Mapping[str, Sequence[str]],
    evidence: Evidence,
    stored: Sequence[Shown] = (),
    measured: Collection[str] = (),
) -> dict[str, Outcome]:
    """The outcomes of questions, those without a value filled in from what was shown.

    `names` are the asked names by question, `measured` those that ask for a unit as well. What the
    file holds from an earlier run never counts: it goes to a person beside the reason why there is
    no other answer.
    """
    found = dict(outcomes)
    for question, asked in names.items():
        outcome = found.get(question, Missing())
        if not asked or not is_without_a_value(outcome):
            continue
        answers = shown_answers(asked, evidence.shown, has_unit=question in measured)
        if answers:
            found[question] = Unsure(answers, "among what the code shows")
            continue
        earlier = [one for one in stored if _mentions(one.expression, asked)]
        if earlier and isinstance(outcome, Unavailable):
            told = "; ".join(one.text.strip()[:100] for one in earlier[:3])
            reason = f"{outcome.reason}; an earlier run of the cell showed {told}"
            found[question] = Unavailable("earlier", reason, earlier[0].source)
    return found


def shown_answers(
    asked: Sequence[str], shown: Iterable[Shown], *, has_unit: bool = False
) -> tuple[Answer, ...]:
    """What was shown under one of the asked names: displayed values, then printed ones."""
    rows = list(shown)
    displayed = [
        answer
        for one in rows
        if one.value is not None and _mentions(one.expression, asked)
        for answer in value_of(one)
    ]
    texts = [one for one in rows if one.text and not one.expression]
    printed = [answer for one in texts for answer in _printed(asked, one, has_unit)]
    return _different([*displayed, *printed])


def words_of(text: str) -> set[str]:
    """The words of a text that mean something, without their plural."""
    return {word.casefold().rstrip("s") for word in re.findall(r"[^\W\d_]{4,}", text)}


def is_without_a_value(outcome: Outcome | None) -> bool:
    """Whether code has no value under the asked name, a function not being one."""
    if isinstance(outcome, Answer):
        return isinstance(outcome.value, Opaque) and bool(_CALLED.search(outcome.value.type))
    return outcome is None or isinstance(outcome, Missing | Unavailable)


def _mentions(expression: str, asked: Sequence[str]) -> bool:
    return any(re.search(rf"(?<![\w.]){re.escape(name)}(?!\w)", expression) for name in asked)


def value_of(one: Shown) -> list[Answer]:
    """The displayed value, where it can be read."""
    try:
        value = decode(one.value, [])
    except Malformation:
        return []
    return [] if isinstance(value, Opaque) else [Answer(value, one.source)]


def _printed(asked: Sequence[str], one: Shown, has_unit: bool) -> list[Answer]:
    """Values behind an asked name, or a near one, at the end of a printed line; the last first."""
    answers = []
    lines = one.text.split("\n")
    for row, line in enumerate(lines):
        for name in asked:
            words = r"[ _-]?".join(map(re.escape, re.split(r"[_ ]", name)))
            found = re.search(rf"(?<!\w){words}(?!\w){_SAYS}{_VALUE}", line, re.IGNORECASE)
            value = None if found is None else read(found["value"], lines[row + 1 :])
            if value is None and len(name) > 2:
                found = re.search(rf"(?<!\w){words}(?!\w){_BEHIND}", line, re.IGNORECASE)
                value = None if found is None else read(found["value"])
            if found is None:
                continue
            if value is not None:
                value = with_unit(value, found["value"]) if has_unit else value
                answers.append(Answer(value, one.source))
    return answers[::-1]


_WITH_UNIT = re.compile(
    rf"(?<![\w.])(?P<number>{NUMBER})\s?"
    r"(?P<unit>(?!e[-+]?\d)[A-Za-z\u00b5\u03bc\u00b0\u03a9][\w/^\u00b2\u00b3\u00b7*-]{0,15})"
    r"(?=\s*(?:$|[.,;:)!'\"]))",
    re.MULTILINE,
)
"""A number and the word that ends its clause."""


def with_unit(value: Value, text: str) -> Value:
    """The number as it stands in a text with the unit behind it, else the value itself."""
    if isinstance(value, bool) or not isinstance(value, int | float | str):
        return value
    for match in _WITH_UNIT.finditer(text[:20_000]):
        if value in (number(match["number"], False), match["number"]):
            return f"{match['number']} {match['unit']}"
    return value


def read(text: str, following: Sequence[str] = ()) -> Value:
    """A number, a list or an array as Python and NumPy print it, or None; nothing is evaluated.

    Where a comma may part thousands or decimals, the number is the text itself.
    """
    text = text.strip().rstrip(".,;!")
    goes_on = not text and bool(following) and following[0].lstrip().startswith("[")
    if text.startswith(("[", "(")) or goes_on:
        return _list(" ".join([text, *following[:60]]).strip())
    unit = r"[A-Za-z$%\u20ac\u00b0/^0-9]{1,12}"
    for pattern in (rf"({NUMBER})(?:\s*%)?", rf"({NUMBER})\s+{unit}"):
        found = re.fullmatch(pattern, text)
        if found is not None:
            share = text.endswith("%")
            is_open = _EITHER.fullmatch(found[1])
            return f"{found[1]}{'%' * share}" if is_open else number(found[1], share)
    if text in ("True", "False"):
        return text == "True"
    return None


def number(text: str, is_share: bool) -> Value:
    """The number that a text is, or None."""
    plain = text.replace("\u2212", "-").replace("_", "")
    plain = plain.replace(",", "" if _THOUSANDS.match(plain) else ".")
    try:
        value = float(plain) if re.search(r"[.eE]", plain) else int(plain)
    except ValueError:
        return None
    return value / 100 if is_share else value


def _list(text: str) -> Value:
    depth, end = 0, None
    for place, sign in enumerate(text[:20_000]):
        depth += (sign in "[(") - (sign in "])")
        if depth == 0:
            end = place + 1
            break
    if end is None:
        return None
    body = text[:end].replace("(", "[").replace(")", "]")
    body = re.sub(r"(?<=[\d.\]])\s+(?=[-+\d.\[])", ", ", re.sub(r"\s+", " ", body))
    return _nested(body)


def _nested(body: str) -> Value:
    """The list that stands between brackets, read sign by sign; None where anything else does."""
    outer: list[Any] = []
    open_lists, place, after = [outer], 0, ","
    while place < len(body):
        found = _ITEM.match(body, place)
        if found is None:
            return None
        place = found.end()
        sign = found["sign"]
        if sign == "[" and after in ("[", ",") and len(open_lists) <= MAX_DEPTH:
            open_lists.append([])
        elif sign == "]" and len(open_lists) > 1:
            done = open_lists.pop()
            open_lists[-1].append(done)
        elif sign == "," and after not in ("[", ","):
            pass
        elif sign is None and after in ("[", ","):
            open_lists[-1].append(_item(found))
        else:
            return None
        after = sign or "item"
    return outer[0] if len(open_lists) == len(outer) == 1 else None


_ITEM = re.compile(
    r"\s*(?:(?P<sign>[\[\],])|(?P<word>True|False|None)\b|(?P<quote>['\"])(?P<text>[^'\"\\]*)(?P=quote)"
    r"|(?P<number>[-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?(?![\w.])))\s*"
)
_WORDS = {"True": True, "False": False, "None": None}
MAX_DEPTH = 20
MAX_DIGITS = 400


def _item(found: re.Match[str]) -> Value:
    if found["word"]:
        return _WORDS[found["word"]]
    if found["quote"]:
        return found["text"]
    number = found["number"]
    is_whole = number.lstrip("+-").isdigit() and len(number) <= MAX_DIGITS
    return int(number) if is_whole else float(number)


def _different(answers: Iterable[Answer]) -> tuple[Answer, ...]:
    kept: dict[str, Answer] = {}
    for answer in answers:
        kept.setdefault(repr(answer.value), answer)
        if len(kept) >= MAX_CANDIDATES:
            break
    return tuple(kept.values())
