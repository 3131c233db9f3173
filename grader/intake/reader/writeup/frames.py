r"""Boxes around formulas and words: what they hold, and whether they box a result."""

from __future__ import annotations

import re

_FRAMES = {
    "boxed": 0, "fbox": 0, "framebox": 0, "colorbox": 1, "fcolorbox": 2, "tcbox": 0, "ovalbox": 0,
    "shadowbox": 0, "doublebox": 0, "tcbhighmath": 0, "bbox": 0,
    "parbox": 1, "makebox": 0, "mbox": 0, "textcolor": 1, "raisebox": 1, "scalebox": 1,
    "resizebox": 2, "ensuremath": 0, "rule": 2,
}  # fmt: skip
"""Commands, and how many arguments come before the one that is kept."""
_BOXES = frozenset(
    ("boxed", "fbox", "framebox", "colorbox", "fcolorbox", "tcbox", "ovalbox", "shadowbox",
     "doublebox", "tcbhighmath", "bbox")
)  # fmt: skip
"""Those that mark a result."""
_NAMES = "|".join(sorted(_FRAMES, key=len, reverse=True))
_COMMAND = re.compile(rf"\\({_NAMES})(?![A-Za-z])\*?")
_OPTION = re.compile(r"\s*\[[^\[\]]{0,60}\]")
_SIZES = re.compile(
    r"\\(?:tiny|scriptsize|footnotesize|small|normalsize|large|Large|LARGE|huge|Huge|bfseries"
    r"|itshape|displaystyle|centering|noindent|bf|it|rm)(?![A-Za-z])\s?"
)
MAX_FRAMES = 400


def unframed(text: str) -> tuple[str, bool]:
    """A formula or text without its frames and sizes, and whether a box marked a result in it."""
    if "\\" not in text:
        return text, False
    text, is_boxed = _SIZES.sub("", text), False
    position = 0
    for _ in range(MAX_FRAMES):
        match = _COMMAND.search(text, position)
        if match is None:
            break
        found = framed(text, match)
        if found is None:
            position = match.end()
            continue
        inside, end = found
        is_boxed |= match[1] in _BOXES
        inside = "" if match[1] == "rule" else inside
        text = f"{text[: match.start()]} {inside} {text[end:]}"
        position = match.start()
    return text.strip(), is_boxed


def boxes_as_formulas(text: str) -> str:
    r"""A line of LaTeX with `\fbox{$x$}` as `$\boxed{x}$` and words in frames without them."""
    position = 0
    for _ in range(MAX_FRAMES):
        match = _COMMAND.search(text, position)
        if match is None:
            break
        found = framed(text, match) if not _in_formula(text, match.start()) else None
        if found is None:
            position = match.end()
            continue
        inside, end = found
        inside = "" if match[1] == "rule" else re.sub(r"^\\text(?:bf|it)\{(.*)\}$", r"\1", inside)
        formula = re.fullmatch(r"\s*\$([^$]+)\$\s*|\s*([-+]?[\d.,]*\d%?)\s*", inside)
        if match[1] in _BOXES and formula is not None:
            inside = rf"$\boxed{{{formula[1] or formula[2]}}}$"
        text = text[: match.start()] + inside + text[end:]
        position = match.start() + (len(inside) if formula is not None else 0)
    return text


def framed(text: str, match: re.Match[str]) -> tuple[str, int] | None:
    """What a frame holds and where it ends; None where its braces do not close."""
    end, inside = match.end(), ""
    for _ in range(_FRAMES[match[1]] + 1 - (match[1] == "rule")):
        while option := _OPTION.match(text, end):
            end = option.end()
        while text[end : end + 1].isspace():
            end += 1
        close = closing(text, end)
        if close is None:
            return None
        inside, end = text[end + 1 : close], close + 1
    return inside, end


def closing(text: str, start: int) -> int | None:
    """The index of the brace that closes the one at `start`; None where none opens or closes."""
    if text[start : start + 1] != "{":
        return None
    depth = 0
    for index in range(start, min(len(text), start + 20_000)):
        if text[index] in "{}" and text[index - 1 : index] != "\\":
            depth += 1 if text[index] == "{" else -1
            if depth == 0:
                return index
    return None


def _in_formula(text: str, index: int) -> bool:
    """Whether an odd number of dollar signs stands before a place in a line."""
    return len(re.findall(r"(?<!\\)\$", text[:index])) % 2 == 1
