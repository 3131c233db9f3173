"""A text that is a list or a matrix, as nested lists of the texts of its entries.

Brackets of Python, MATLAB, Mathematica and NumPy, matrices of LaTeX, each perhaps after the names
that define it: `J = [[1, 2], [3, 4]]`. Work grows with the length of the text, whatever it holds.
"""

from __future__ import annotations

import re
from typing import Any

from grader.questions.shapes.cells import read_cell

DEEPEST = 5
"""Brackets in brackets that are taken for lists; a matrix at each of several points has three."""

_PAIRS = {"(": ")", "[": "]", "{": "}", "⟨": "⟩"}
_BRACKET = r"(?P<open>[(\[{⟨]|\\begin\b)|(?P<shut>[)\]}⟩]|\\end\b)"
_TIDY = re.compile(
    r"(\\\\)|\\(?:left|right)\b\.?|\\[bB]igg?[lrm]?\b|\\[,;!: ]|\\q?quad\b|\\[\[\]()]|\$|"
    r"(\\[{}]|\\[lr]angle\b)"
)
_BLANKS = re.compile(r"\s{2,}|[\t\r\f\v]")
_SIGNS = {"\\{": "{", "\\}": "}", "\\langle": "⟨", "\\rangle": "⟩"}
_TYPESET = re.compile(
    r"[\[({]?\s*\\begin\{(?P<name>[bBp]?(?:small)?matrix\*?|array|tabular)\}(?:\s*\{[lcr|@ ]*\})?"
    r"(?P<body>.*)\\end\{(?P=name)\}\s*[\])}]?",
    re.DOTALL,
)
_MADE = re.compile(
    r"(?:(?:np|numpy|torch|sp|sympy)\.)?"
    r"(?:array|asarray|tensor|list|tuple|matrix|(?:Im|M)?(?:utable)?(?:Dense)?Matrix)\s*(?=\()"
)
_TURNED = re.compile(
    r"\s*(?:\^\s*\{?\s*(?:T|\\top|\\intercal|\\math(?:sf|rm)\s*\{?T\}?)\s*\}?|\.T|')$"
)
_EQUALS = r"(?<![<>!=:])(?:=|:=|≈|∈|\\in(?![A-Za-z]))(?![=])"
_SCALED = re.compile(
    r"(?P<factor>[^\[]{0,60}?)\s*(?:\\cdot|\\times|[*·×])?\s*"
    r"(?P<matrix>[\[({]?\s*\\begin\{.*\\end\{\w+\*?\}\s*[\])}]?|\[\s*\[.*\]\s*\]"
    r"|[\[(⟨](?=[^\[\]()⟨⟩]{0,200},)[^\[\]⟨⟩]{1,400}[\])⟩])"
    r"(?:\s*/\s*(?P<divisor>\d{1,12}))?",
    re.DOTALL,
)


def pieces(text: str, marks: str) -> list[str]:
    """The parts of a text between `marks`, a pattern, that stand outside of every bracket."""
    parts: list[str] = []
    depth = start = 0
    for match in re.finditer(rf"(?P<mark>{marks})|{_BRACKET}", text):
        if match["open"]:
            depth += 1
        elif match["shut"]:
            depth = max(depth - 1, 0)
        elif depth == 0:
            parts.append(text[start : match.start()].strip())
            start = match.end()
    return [*parts, text[start:].strip()]


def closing(text: str, start: int = 0) -> int | None:
    """The index of the bracket that closes the first one from `start` on."""
    depth = 0
    for match in re.compile(_BRACKET).finditer(text, start):
        depth += 1 if match["open"] else -1
        if depth <= 0:
            return match.start() if match["shut"] and depth == 0 else None
    return None


def one_blank(text: str) -> str:
    """A text with a single line end or blank where several stand, so that patterns stay fast."""
    return _BLANKS.sub(lambda m: "\n" if "\n" in m[0] else " ", text)


def tidy(text: str) -> str:
    """A text without the signs of LaTeX that only fence or space, row ends kept."""
    bare = _TIDY.sub(lambda m: m[1] or _SIGNS.get(m[2], " "), text)
    return one_blank(bare).strip().rstrip(".,; \n")


def last_side(text: str) -> str:
    """What stands after the last equals sign outside brackets; the whole text where none does."""
    return pieces(text, _EQUALS)[-1]


def nested(text: str) -> list[Any] | None:
    """The list or matrix that a text is; None where it is anything else."""
    text = tidy(text)
    if text.startswith("<") and text.endswith(">"):
        text = f"⟨{text[1:-1]}⟩"
    parts = [part for part in pieces(text, r"[,;\n]") if part]
    if len(parts) > 1:  # `(1, 2), (3, 4)`, or one below the other
        lists = [_one(part) for part in parts]
        return None if any(part is None for part in lists) else lists
    return _one(text)


def _one(text: str) -> list[Any] | None:
    side = last_side(text)
    bare = _TURNED.sub("", side)
    rows = _typeset(bare) or _made(bare) or _listed(bare) or _scaled(bare)
    if rows is None or bare == side:
        return rows
    return _transposed(rows)


def _scaled(text: str) -> list[Any] | None:
    """The entries of a matrix times a number, each as a product: `1/2 [[2, 4], [0, 1]]`."""
    match = _SCALED.fullmatch(text)
    if match is None or not (match["factor"] or match["divisor"]):
        return None
    factor = {"-": "-1", "−": "-1", "+": "1", "": "1"}.get(match["factor"].strip(), match["factor"])
    rows = _typeset(match["matrix"]) or _listed(match["matrix"])
    if rows is None or read_cell(factor) is None:
        return None
    after = f")/{match['divisor']}" if match["divisor"] else ")"
    return _dressed(rows, f"({factor.strip()})*(", after)


def _dressed(entries: list[Any], before: str, after: str) -> list[Any]:
    return [
        _dressed(entry, before, after) if isinstance(entry, list) else f"{before}{entry}{after}"
        for entry in entries
    ]


def _transposed(rows: list[Any]) -> list[Any] | None:
    if not any(isinstance(row, list) for row in rows):
        return [[entry] for entry in rows]
    if not all(isinstance(row, list) and len(row) == len(rows[0]) for row in rows):
        return None
    return [list(column) for column in zip(*rows, strict=True)]


def _typeset(text: str) -> list[Any] | None:
    """The rows of one matrix, array or table in LaTeX."""
    match = _TYPESET.fullmatch(text)
    if match is None:
        return None
    body = re.sub(r"\\hline\b|\\(?:top|mid|bottom)rule\b", " ", match["body"])
    rows = pieces(body, r"\\\\(?:\[[^\]\n]{0,12}\])?")
    return [pieces(row, r"(?<!\\)&") for row in rows if row]


def _made(text: str) -> list[Any] | None:
    """The list inside `np.array(...)` or `Matrix(...)`, whatever type it is given."""
    match = _MADE.match(text)
    if match is None or closing(text, match.end()) != len(text) - 1:
        return None
    arguments = pieces(text[match.end() + 1 : -1], ",")
    lists = [part for part in arguments if part and not re.match(r"\w+\s*=", part)]
    return _listed(lists[0]) if len(lists) == 1 else None


def _listed(text: str, depth: int = 1) -> list[Any] | None:
    """`[[1, 2], [3, 4]]`, `[1, 2; 3, 4]`, `{1, 2}` or `[1 2]`; a number in brackets is no list."""
    if depth > DEEPEST or not text or _PAIRS.get(text[0]) != text[-1]:
        return None
    if closing(text) != len(text) - 1:
        return None
    inner = text[1:-1].strip()
    rows = [row for row in pieces(inner, ";") if row]
    if len(rows) > 1:
        return [_row(row) for row in rows]
    parts = [part for part in pieces(inner, ",") if part]
    if len(parts) == 1 and "," not in inner[-1:]:
        parts = _apart(inner)
        grouped = text[0] == "(" or (text[0] == "{" and depth == 1)
        if len(parts) == 1 and grouped and parts[0][:1] not in _PAIRS:
            return None
    return [part if (inside := _listed(part, depth + 1)) is None else inside for part in parts]


def _row(row: str) -> list[str]:
    """The cells of one row between semicolons: between commas, else between blanks."""
    cells = [cell for cell in pieces(row, ",") if cell]
    return cells if len(cells) > 1 else _apart(row)


def _apart(text: str) -> list[str]:
    """What blanks set apart, where each part is a number or a list by itself."""
    parts = [part for part in pieces(text, r"\s+") if part]
    listed = all(part[0] in _PAIRS and closing(part) == len(part) - 1 for part in parts)
    return parts if listed or all(read_cell(part) is not None for part in parts) else [text]
