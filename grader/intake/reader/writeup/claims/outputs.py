"""What a document shows of a run: lines that knitr or a console prints below the code they are of.

A document is read, not run, and often not in Python: what it prints is as much an answer as what
it says in words. Each output keeps the code that it stands below, which may name what is asked for.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

from ..sections import Placed

MOST_OUTPUTS = 60
_KNITR = re.compile(r"^\s{0,8}(?:##|#>)(?:\s(?P<text>.*)|)$")
_COUNTED = re.compile(r"^\s*\[\d{1,6}\]\s+\S")
_PROMPT = re.compile(r"^\s{0,4}(?:>{1,3}|julia>|In ?\[\d*\]:)\s+(?P<code>\S.*)$")
_GOES_ON = re.compile(r"^\s{0,8}(?:\+|\.\.\.)(?:\s|$)")
_OUT = re.compile(r"^\s{0,4}Out ?\[\d*\]:\s*(?P<text>.*)$")
_NUMBER = r"[-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?"
_IS_NUMBER = re.compile(_NUMBER)
_QUOTED = re.compile(r'"([^"]*)"')
_ROW = re.compile(r"^\s*\[(?P<row>\d+),\]\s")
_HEADS = re.compile(r"^\s*\[,\d+\]")
_ANSWERED = re.compile(rf"^\s*(?P<name>[A-Za-z_]\w*)\s*=\s*(?P<value>{_NUMBER})?\s*$")
_NOTED = re.compile(
    rf"^(?P<code>[^#]+)#\s*(?P<note>(?:[=\u2248~]\s*)?(?P<value>{_NUMBER})(?![\w%.]).*)$"
)
_MOST_LINES = 60
_MOST_CODE = 8


@dataclass(frozen=True, slots=True)
class Output:
    """One printed output: the code above it, its text, its line, and its value where it has one."""

    expression: str
    text: str
    line: int
    value: Any = None


def outputs_in(rows: Sequence[Placed]) -> list[Output]:
    """All outputs that stand in the listings of a section, in their order."""
    found: list[Output] = []
    code: list[str] = []
    for row in rows:
        if row.block.kind != "code":
            code = code if not row.block.text.strip() else []
            continue
        for is_output, first, lines in _runs(row.block.text.split("\n")):
            if not is_output:
                code = [line for line in lines if line.strip()] or code
                found += _noted(lines, row.block.line + 1 + first)
            elif code:
                found += _read(_statement(code), lines, row.block.line + 1 + first)
    return found[:MOST_OUTPUTS]


def _runs(lines: Sequence[str]) -> Iterator[tuple[bool, int, list[str]]]:
    """The lines of a listing in runs: whether printed, the first line's number, the lines as such.

    Comments of two signs are outputs only where a run of them has a value; below a prompt all is.
    """
    kinds = list(_kinds(lines))
    start = 0
    for place in range(1, len(lines) + 1):
        if place < len(lines) and kinds[place] == kinds[start]:
            continue
        run = lines[start:place]
        if kinds[start] == "code":
            yield False, start, [_code(line) for line in run]
        else:
            texts = [_printed(line) for line in run]
            yield kinds[start] == "out" or _has_value(texts), start, texts
        start = place


def _kinds(lines: Sequence[str]) -> Iterator[str]:
    """Whether each line is code, printed, or a comment that may be printed."""
    prompted = any(map(_PROMPT.match, lines))
    asks = prints = False
    for line in lines:
        prompt = prompted and _PROMPT.match(line) is not None
        asks = prompt or (asks and _GOES_ON.match(line) is not None)
        prints = prompted and not asks and (prints or prompt or _OUT.match(line) is not None)
        if asks:
            prints = True
            yield "code"
        elif _KNITR.match(line):
            yield "knitr"
        else:
            yield "out" if prints or _OUT.match(line) or _COUNTED.match(line) else "code"


def _printed(line: str) -> str:
    match = _KNITR.match(line) or _OUT.match(line)
    return (match["text"] or "") if match is not None else line


def _code(line: str) -> str:
    match = _PROMPT.match(line)
    return match["code"] if match is not None else _GOES_ON.sub("", line)


def _has_value(texts: Sequence[str]) -> bool:
    """Whether some line is counted as R counts, or holds nothing but numbers."""
    return any(
        _COUNTED.match(text) or (text.split() and all(map(_IS_NUMBER.fullmatch, text.split())))
        for text in texts
    ) or any(re.search(rf"[:=]\s*{_NUMBER}\s*$", text) for text in texts)


def _noted(code: Sequence[str], line: int) -> Iterator[Output]:
    """Values that comments behind statements say they have: `0.16 / 0.84  # 0.19`."""
    for number, text in enumerate(code, line):
        match = _NOTED.match(text)
        if match is not None and match["code"].strip() and not re.search(r"['\"]", match["code"]):
            yield Output(match["code"].strip()[:300], match["note"].strip()[:200], number,
                         _number(match["value"]))  # fmt: skip


def _statement(code: Sequence[str]) -> str:
    """The last statement of code, with the lines before it that its brackets stand open in."""
    taken: list[str] = []
    for line in reversed(code[-_MOST_CODE:]):
        bare = line.split("#")[0].strip()
        if not bare:
            continue
        taken.insert(0, bare)
        text = " ".join(taken)
        if sum(text.count(sign) for sign in ")]}") <= sum(text.count(sign) for sign in "([{"):
            return text[:300]
    return ""


def _read(expression: str, lines: Sequence[str], line: int) -> Iterator[Output]:
    """What the lines of one output say: a value, or texts."""
    kept = [text.rstrip() for text in lines[:_MOST_LINES] if text.strip()]
    one = Output(expression, "\n".join(kept), line)
    if not kept:
        return
    quoted = [text for row in kept if _COUNTED.match(row) for text in _QUOTED.findall(row)]
    if quoted:
        yield replace(one, expression="", text="\n".join(quoted))
        return
    numbers = _numbers(kept)
    if numbers is not None:
        yield replace(one, value=numbers)
        return
    named = _named(kept)
    if named:
        values = [value for _, value in named]
        yield replace(one, value=values[0] if len(values) == 1 else values)
        if len({name for name, _ in named}) == len(named) > 1:
            text = "\n".join(f"{name}: {value}" for name, value in named)
            yield replace(one, expression="", text=text)
        return
    answered = _ANSWERED.match(kept[0])
    if answered is not None and len(kept) <= 2:
        told = answered["value"] or kept[-1].strip()
        if _IS_NUMBER.fullmatch(told):
            yield replace(one, expression=answered["name"], text=told, value=_number(told))
            return
    yield replace(one, expression="")


def _numbers(rows: Sequence[str]) -> Any:
    """A number, the numbers of a vector, or the rows of a matrix, where there is nothing else."""
    if len(rows) > 1 and _HEADS.match(rows[0]) and all(map(_ROW.match, rows[1:])):
        cells = [_ROW.sub("", row).split() for row in rows[1:]]
        whole = all(_IS_NUMBER.fullmatch(cell) for row in cells for cell in row)
        return [[_number(cell) for cell in row] for row in cells] if whole else None
    if all(map(_COUNTED.match, rows)):
        tokens = [token for row in rows for token in row.split("]", 1)[1].split()]
    elif len(rows) == 1:
        tokens = rows[0].split()
        tokens = tokens if len(tokens) == 1 else []
    else:
        return None
    if not tokens or not all(map(_IS_NUMBER.fullmatch, tokens)):
        return None
    values = [_number(token) for token in tokens]
    return values[0] if len(values) == 1 else values


def _named(rows: Sequence[str]) -> list[tuple[str, float | int]]:
    """The entries of a vector with names: a row of names above each row of as many numbers."""
    found: list[tuple[str, float | int]] = []
    for names, numbers in zip(rows[::2], rows[1::2], strict=False):
        tokens = numbers.split()
        heads = re.split(r"\s{2,}", names.strip())
        heads = heads if len(heads) == len(tokens) else names.split()
        if len(rows) % 2 or len(heads) != len(tokens):
            return []
        if not all(map(_IS_NUMBER.fullmatch, tokens)) or any(map(_IS_NUMBER.fullmatch, heads)):
            return []
        found += [(head, _number(token)) for head, token in zip(heads, tokens, strict=True)]
    return found if len(rows) > 1 else []


def _number(text: str) -> float | int:
    return int(text) if re.fullmatch(r"[-+]?\d{1,15}", text) else float(text)
