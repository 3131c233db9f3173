"""Lists of true and false with reasons, as students write them, as [truth value, reason] rows."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from ..claims.asked import BEGINS
from ..labels import Path
from ..markup import Block
from ..sections import Placed
from .items import across, in_a_row, ticked_columns
from .words import LETTERS, NUMBER, TRUTH, WORDS, boxed, english, number_of, usual

_START = re.compile(
    rf"^[\s*_`\[(]*(?P<truth>{TRUTH})\b[\s*_`\])]*(?P<rest>.*)$", re.IGNORECASE | re.DOTALL
)
_MARKED = re.compile(
    rf"(?:(?:answer|ans)\.?\s*[:=]\s*[*_`]*|\*\*|__|(?<![*\w])[*_](?![*_]))"
    rf"(?P<not>not\s+)?(?P<truth>{TRUTH})\b[*_`]*",
    re.IGNORECASE,
)
_END = re.compile(
    r"(?P<not>(?:\bnot|n['’]t|\bnever)\s+(?:always\s+|necessarily\s+)?)?(?:^|(?<=[\s(\[:–-]))"
    r"(?P<truth>true|false)\b[\s.)\]*_]*$",
    re.IGNORECASE,
)
_ORDINARY = re.compile(r"\s*(?!because\b|since\b|as\b|due\b)[-]?[a-z]", re.IGNORECASE)
_SORTED = re.compile(
    rf"\W*(?P<truth>{TRUTH})\W*[:=]\W*(?P<numbers>{NUMBER}(?:(?:\s*[,;&]\s*|\s+and\s+){NUMBER})*)\W*",
    re.IGNORECASE,
)
"""The numbers of the items that are true, or false, in a line of their own: `True: 1, 4`."""
_TWICE = re.compile(r"\s*(?:that\b.*\b(?:false|not|untrue|wrong|falsch|faux)\b|to be\b)", re.I)
"""What turns a truth value round once more: "false that this is false"."""
_LOOSE = frozenset(("right", "wrong"))
"""Words that begin many a sentence that is no truth value."""
_NUMBERED = re.compile(
    rf"^[\s*_(]*(?P<n>{NUMBER})(?:\s*(?:[).:–-]+|→|[-=]+>)[\s*_]*|\s+(?={TRUTH}\b))(?P<rest>\S.*)$",
    re.IGNORECASE,
)
_CHOICE = re.compile(r"^[\s*_]*true\s*(?:/|or)\s*false\s*[?:.)\]–-]+[\s*_]*(?=\w)", re.IGNORECASE)
_BOTH = re.compile(
    rf"\s*(?P<one>[*_]*{TRUTH}[*_]*)\s*(?:/|\||\bor\b|\s)\s*(?P<two>[*_]*{TRUTH}[*_]*)[\s.]*",
    re.IGNORECASE,
)
"""Both words, as on a form where one of them is to be marked."""
_DOUBTS = re.compile(r"\b(?:fails?|not|never|nobody|doubt|whether|if)\b|n['’]t\b", re.IGNORECASE)
_NOTHING = re.compile(
    r"\s*(?:idea|clue|answer|solution|attempt|time|work|submission)\b", re.IGNORECASE
)
_STRUCK = re.compile(r"~~.*?~~")
_LAST = re.compile(
    rf"(?:[.!?:？。：]|[-=]{{1,2}}>|\s--|[→⇒–—])[\s*_`]*(?P<truth>{TRUTH})[\s*_`.)。]*$",
    re.IGNORECASE,
)
"""A truth value behind the sentence that it judges."""
_FORM = re.compile(
    r"[\s*_(]*(?:true|t|wahr|richtig|yes)\s*(?:/|or|oder)\s*(?:false|f|falsch|no)\b\W*",
    re.IGNORECASE,
)
_WORDY = re.compile(r"\w")


def truth_list(
    rows: Sequence[Placed], path: Path
) -> tuple[list[list[str]] | dict[str, list[str]], int] | None:
    """Items in order, and the line of the first; a mapping by number where numbers are missing.

    An item where no truth value can be told keeps its text, so that marking can say so.
    """
    found: dict[int, tuple[list[str], int]] = {}
    last = 0
    for number, text, line in _one_by_one(list(_items(rows, path))):
        place, item = number or last + 1, _item(text)
        last = max(last, place)
        if place not in found:
            found[place] = item, line
        elif not found[place][0][1]:  # the reasons of a list that stand below it
            found[place][0][1] = item[1] if item[0].casefold() in WORDS else text.strip()
    items = [row for row, _ in found.values()]
    letters = [row[0].strip(" .*_)(").casefold() for row in items]
    pair = next((two for two in LETTERS if {*two} == {*letters}), "")
    for row, letter in zip(items if pair else (), letters, strict=False):
        row[0] = str(letter == pair[0])
    told = [row for row in items if row[0].casefold() in WORDS]
    if not told:
        return None
    line = min(line for _, line in found.values())
    if sorted(found) == list(range(1, len(found) + 1)):
        return [found[number][0] for number in sorted(found)], line
    return {str(number): found[number][0] for number in sorted(found)}, line


def _one_by_one(
    items: Sequence[tuple[int, str, int]],
) -> Iterator[tuple[int, str, int]]:
    """The items, each cut before the number of the next where that one is nowhere else."""
    numbers = {number for number, _, _ in items}
    for number, text, line in items:
        while number and number + 1 not in numbers:
            mark = re.search(rf"(?:^|\s)\(?{number + 1}\s?[.)](?=\s|$)", text) or re.search(
                rf"\n\s*\(?{chr(ord('a') + number)}\s?[.)](?=[\s*_]*{TRUTH}\b)", text, re.IGNORECASE
            )
            if mark is None:
                break
            yield number, text[: mark.start()], line
            number, text = number + 1, text[mark.end() :].strip()
            numbers.add(number)
        yield number, text, line


def _items(rows: Sequence[Placed], path: Path) -> Iterator[tuple[int, str, int]]:
    """(number or 0, text, line) of everything that can be an item, in the order it stands."""
    lists = any(row.block.kind == "list" and _tells(row.block.text) for row in rows)
    for row in rows:
        block, deeper = row.block, row.path[len(path) :]
        if (
            len(deeper) == 1
            and isinstance(deeper[0], int)
            and block.kind in ("paragraph", "heading")
            and block.text.strip()
        ):
            yield deeper[0], block.text, block.line
        elif block.kind == "heading" and not deeper and (first := _behind_label(block.text)):
            yield from ((number, text, block.line) for number, text in first)
        elif block.kind == "list" and (row_of := _one_item(block)):
            yield from ((number, text, block.line) for number, text in row_of)
        elif block.kind == "list":
            texts = boxed([item.text for item in block.items]) or [i.text for i in block.items]
            for item, text in zip(block.items, texts, strict=True):
                yield item.number, text, item.line
        elif block.kind == "table":
            yield from _table(block)
        elif block.kind == "paragraph" and (row_of := in_a_row(_answering(block.text))):
            yield from ((number, text, block.line) for number, text in row_of)
        elif block.kind in ("paragraph", "code") and not (lists and _goes_on(block)):
            yield from _lines(block)


def _behind_label(text: str) -> list[tuple[int, str]]:
    """The items that begin in the line of the question's own label: `1. a) True`."""
    match = _NUMBERED.match(text)
    single = match is not None and _START.match(usual(match["rest"])) is not None
    return in_a_row(text) or ([(number_of(match["n"]), match["rest"])] if match and single else [])


def _goes_on(block: Block) -> bool:
    """Whether a paragraph between lists has no number, and so belongs to the items above it."""
    return re.match(r"\W*\d{1,2}\s?\\?[.)]\s", block.text) is None


def _one_item(block: Block) -> list[tuple[int, str]]:
    """The items of a list whose first one holds them all: `1) T, 2) F`."""
    first = block.items[0] if len(block.items) == 1 else None
    return in_a_row(f"{first.number}) {first.text}") if first is not None else []


def _tells(text: str) -> bool:
    lines = [usual(line) for line in text.splitlines()]
    return any(_START.match(line) or _MARKED.search(line) for line in lines)


def _lines(block: Block) -> Iterator[tuple[int, str, int]]:
    """The numbered lines of a paragraph; what follows without a number belongs to the last."""
    sides = [_SORTED.fullmatch(row) for row in block.text.split("\n") if row.strip()]
    sorted_out = [one for one in sides if one is not None]
    if sorted_out and len(sorted_out) == len(sides):
        for one in sorted_out:
            numbers = re.findall(NUMBER, one["numbers"], re.IGNORECASE)
            yield from ((number_of(n), english(one["truth"]), block.line) for n in numbers)
        return
    number, text, line = 0, "", block.line
    for place, row in enumerate(block.text.split("\n"), block.line):
        if _asks(row):
            continue
        match = _NUMBERED.match(row.replace("\\.", ".").replace("\\)", ")"))
        if match is None:
            text += "\n" + row
            continue
        if number:
            yield number, text, line
        word = match["n"]
        number = number_of(word)
        text, line = match["rest"], place
    if number:
        yield number, text, line
    elif _START.match(usual(_STRUCK.sub("", text).strip())):
        rows = [usual(_STRUCK.sub("", row).strip()) for row in text.split("\n")]
        yield from ((0, row, block.line) for row in rows if _START.match(row))
    elif (said := _LAST.search(text)) is not None:
        yield 0, said["truth"], block.line


def _answering(text: str) -> str:
    """A paragraph without its lines that only ask, and without the question before a row."""
    said = "\n".join(line for line in text.split("\n") if not _asks(line))
    behind = BEGINS.sub("", re.split(r"[?？]", said)[-1].strip())
    return behind if in_a_row(behind) else said


def _asks(text: str) -> bool:
    """Whether a text only says what is asked: "T/F?", "True or False"."""
    return _FORM.fullmatch(text) is not None


def _table(block: Block) -> Iterator[tuple[int, str, int]]:
    """Rows of a table with a truth value in some cell; the last other cell is the reason."""
    if (ticked := ticked_columns(block.rows)) is not None:
        yield from ((number, text, block.line + row) for number, text, row in ticked)
        return
    if columns := list(across(block.rows)):
        yield from ((number, text, block.line + row) for number, text, row in columns)
        return
    for offset, row in enumerate(block.rows):
        truth = [
            n
            for n, cell in enumerate(row)
            if re.fullmatch(rf"[*_`\s]*{TRUTH}[*_`\s.]*", cell, re.I)
        ]
        if not truth:
            continue
        number = re.fullmatch(r"\W*(\d{1,2})\W*", row[0])
        after = " ".join(cell for cell in row[truth[0] + 1 :] if cell.strip())
        yield int(number[1]) if number else 0, f"{row[truth[0]]} - {after}", block.line + offset


def _item(text: str) -> list[str]:
    """[truth value, reason] of one item, the truth value as it was written."""
    text = _CHOICE.sub("", _STRUCK.sub("", text).strip())
    if (both := _BOTH.fullmatch(text)) is not None:
        marked = [side for side in (both["one"], both["two"]) if re.search(r"[*_]", side)]
        return [english(marked[0].strip("*_ ")) if len(marked) == 1 else text, ""]
    text = usual(text)
    match = _START.match(text)
    if match is not None and _TWICE.match(match["rest"]):
        return [text[:500], ""]
    if match is not None and not _is_ordinary(match):
        return [english(match["truth"]), _reason(match["rest"])]
    match = _MARKED.search(text)
    if match is not None:
        return [_turned(match), _reason(text[match.end() :])]
    match = _END.search(text)
    if match is not None and (match["not"] or not _DOUBTS.search(text[: match.start()])):
        return [_turned(match), ""]
    return [text[:500], ""]


def _is_ordinary(match: re.Match[str]) -> bool:
    """Whether a sentence only begins with a word that may be a truth value."""
    word = match["truth"]
    if word in ("t", "f"):
        return match["rest"][:1].isalpha()
    if word.casefold() == "no" and _NOTHING.match(match["rest"]):
        return True
    return word.casefold() in _LOOSE and _ORDINARY.match(match["rest"]) is not None


def _turned(match: re.Match[str]) -> str:
    """The truth value, turned round where it is denied."""
    word = english(match["truth"])
    if not match["not"]:
        return word
    return "False" if word.casefold() in ("true", "t", "yes", "correct") else "True"


def _reason(text: str) -> str:
    """What follows a truth value, without the dash or the word that leads over to it."""
    text = re.sub(r"^[\s*_`.,;:)\]–—-]+", "", text.strip())
    text = re.sub(r"^(?:reason|because|explanation|correction)\s*[:–-]\s*", "", text, flags=re.I)
    text = re.sub(r"^\((.*)\)[.\s]*$", r"\1", text, flags=re.DOTALL)
    return text.strip() if _WORDY.search(text) else ""
