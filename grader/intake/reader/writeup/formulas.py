"""Formulas in text: segments between dollars, chains of equalities, left-hand sides compared."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

_MATH = re.compile(r"(?<!\\)\$\$(.+?)(?<!\\)\$\$|(?<!\\)\$(.+?)(?<!\\)\$", re.DOTALL)
_WRAP = re.compile(
    r"^\s*\\begin\{(align|aligned|equation|gather|gathered|split|eqnarray|multline|array)(\*?)\}"
    r"(?:\{[^}]*\})?(.*)\\end\{\1\2\}\s*$",
    re.DOTALL,
)
_SPACES = re.compile(
    r"\\(?:,|;|:|!|quad|qquad|displaystyle|left|right|bigl|bigr|big|Big)(?![A-Za-z])"
)
_REMARKS = re.compile(r"\\(?:tag|label)\*?\{[^{}]*\}|\\(?:nonumber|notag)\b")
_SEPARATORS = (
    r"\qquad", r"\quad", ";", r"\Rightarrow", r"\implies", r"\therefore", r"\Longrightarrow",
    r"\iff", "⇒",
)  # fmt: skip
_UNICODE = str.maketrans({
    "∇": r"\nabla ", "∂": r"\partial ", "θ": r"\theta ", "α": r"\alpha ", "₀": "_0", "₁": "_1",
    "₂": "_2", "₃": "_3", "−": "-", "·": r"\cdot ", "²": "^2",
})  # fmt: skip
MATRIX = re.compile(
    r"\\begin\{(?P<env>[bBpvV]?matrix\*?|smallmatrix|array)\}.*?\\end\{(?P=env)\}", re.DOTALL
)


@dataclass(frozen=True, slots=True)
class Segment:
    """A piece of a paragraph: text, or a formula without its dollars."""

    math: bool
    text: str


@dataclass(frozen=True, slots=True)
class Chain:
    """A statement `a = b = c` cut at its equals signs; one part where there is none."""

    parts: tuple[str, ...]
    line: int

    @property
    def left(self) -> str:
        """The left-hand side in the form that `key` makes, or an empty text."""
        return key(self.parts[0]) if len(self.parts) > 1 else ""


def segments(text: str) -> list[Segment]:
    """Text and formulas of a paragraph in order; empty pieces are left out."""
    found: list[Segment] = []
    position = 0
    for match in _MATH.finditer(text):
        found.append(Segment(False, text[position : match.start()]))
        found.append(Segment(True, (match[1] or match[2]).strip()))
        position = match.end()
    found.append(Segment(False, text[position:]))
    return [piece for piece in found if piece.text.strip()]


def key(side: str) -> str:
    """A left-hand side fit for comparing: spaces, sizes and spellings that mean the same go."""
    text = _SPACES.sub("", side.translate(_UNICODE)).replace("&", "").replace("\\dfrac", "\\frac")
    text = re.sub(r"\\(?:mathbf|boldsymbol|vec|mathrm|text|operatorname|bm|boxed)\s*", "", text)
    text = re.sub(r"\\frac\s*\{([^{}]*(?:\{[^{}]*\}[^{}]*)*)\}\s*\{([^{}]*(?:\{[^{}]*\}[^{}]*)*)\}",
                  r"\1/\2", text)  # fmt: skip
    text = text.replace("\\partial", "d")
    text = re.sub(r"(?<![\\A-Za-z])(d?)theta_?(?=\d)", r"\1\\theta_", text)
    text = re.sub(r"\\theta\s*(?=\d)", r"\\theta_", text)
    text = re.sub(r"_\{(\w)\}", r"_\1", text)
    text = re.sub(r"\\nabla_(?:\{[^{}]*\}|\\?\w+)", r"\\nabla", text)
    return re.sub(r"[\s{}*]+", "", text).strip(":").casefold()


@lru_cache(maxsize=4_096)
def chains(latex: str, line: int) -> tuple[Chain, ...]:
    r"""The statements of one formula: cut at rows, wide spaces and commas between equations."""
    return tuple(_chains(latex, line))


def _chains(latex: str, line: int) -> Iterator[Chain]:
    for row in _rows(_REMARKS.sub("", latex)):
        for statement in _split(row, *_SEPARATORS):
            pieces = _split(statement, ",")
            if len(pieces) > 1 and all(len(_split(piece, "=")) > 1 for piece in pieces):
                for piece in pieces:
                    yield _chain(piece, line)
            else:
                yield _chain(statement, line)


def _chain(statement: str, line: int) -> Chain:
    parts = [part.replace("&", " ").strip() if not MATRIX.search(part) else part.strip(" &")
             for part in _split(statement, "=")]  # fmt: skip
    return Chain(tuple(part.strip(" .,:") for part in parts), line)


def _rows(latex: str) -> list[str]:
    """The rows of an aligned display; a row that starts with an equals sign goes on the last."""
    match = _WRAP.match(latex)
    if match is not None and (match[1] != "array" or "&=&" in latex.replace(" ", "")):
        latex = match[3]
    rows: list[str] = []
    for row in _split(latex, "\\\\"):
        if rows and row.replace("&", "").strip().startswith("="):
            rows[-1] += " " + row
        elif row.strip():
            rows.append(row)
    return rows or [latex]


def _split(text: str, *marks: str) -> list[str]:
    """`text` cut at `marks` that stand outside every bracket and environment."""
    if not any(mark in text for mark in marks):
        return [text]
    pieces, start, index, depth = [], 0, 0, 0
    while index < len(text):
        step, change = _step(text, index)
        depth = max(depth + change, 0)
        mark = next((m for m in marks if depth == 0 and _stands(text, index, m)), None)
        if mark is not None:
            pieces.append(text[start:index])
            index += len(mark)
            start = index
        else:
            index += step
    pieces.append(text[start:])
    return [piece for piece in pieces if piece.strip()] or [text]


def _step(text: str, index: int) -> tuple[int, int]:
    """How far to go on from `index`, and by how much the nesting changes there."""
    if text.startswith(("\\begin{", "\\end{"), index):
        end = text.find("}", index)
        return max(end + 1 - index, 1), 1 if text[index + 1] == "b" else -1
    if text[index] == "\\":
        command = re.match(r"\\(?:[A-Za-z]+|.)?", text[index:], re.DOTALL)
        found = command[0] if command else "\\"
        return max(len(found), 1), {"\\{": 1, "\\}": -1}.get(found, 0)
    return 1, {"(": 1, "[": 1, "{": 1, ")": -1, "]": -1, "}": -1}.get(text[index], 0)


def _stands(text: str, index: int, mark: str) -> bool:
    if not text.startswith(mark, index):
        return False
    if mark == "=":
        around = text[index - 1 : index] + text[index + 1 : index + 2]
        return not any(c in "<>!=" for c in around)
    return (
        not (mark.isalpha() or mark[-1].isalpha())
        or not text[index + len(mark) : index + len(mark) + 1].isalpha()
    )


def names(left: str, wanted: str) -> bool:
    """Whether a chain's left-hand side is `wanted`, alone or applied to unknowns (not numbers)."""
    target = key(wanted)
    if left == target:
        return True
    bare = target.partition("(")[0] or target
    if left == bare and "(" in target:
        return True
    if not left.startswith(bare + "(") or not left.endswith(")"):
        return False
    if "(" in target and left != target:
        return False
    return not is_point(left[len(bare) + 1 : -1])


def is_point(arguments: str) -> bool:
    """Whether arguments are numbers, as in J(1, 1), and not names."""
    plain = re.sub(r"\\(?:frac|pi|sqrt|ln|log)|_\w", "", arguments)
    return bool(re.search(r"\d", plain)) and not re.search(r"[a-z\\]", plain.replace("e", ""))


def final(parts: Sequence[str], left: str) -> str:
    """The last explicit form in a chain: not the left-hand side again, not still derivatives."""
    sides = [part for part in parts[1:] if part and key(part) != left]
    explicit = [part for part in sides if "\\partial" not in part and "∂" not in part]
    return (explicit or sides or [""])[-1]


def tidy(latex: str) -> str:
    """A right-hand side without the alignment marks and full stops that are not part of it."""
    text = re.sub(r"\s+", " ", latex).strip(" .,;&")
    boxed = re.match(r"^\\(?:boxed|fbox)\{(.*)\}$", text)
    return boxed[1].strip() if boxed else text
