"""Formulas in text: segments between dollars, chains of equalities, left-hand sides compared."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from .frames import unframed
from .spans import spans

_MATH = re.compile(r"(?<!\\)\$\$(.+?)(?<!\\)\$\$|(?<!\\)\$(.+?)(?<!\\)\$", re.DOTALL)
_WRAP = re.compile(
    r"^\s*\\begin\{(align|aligned|equation|gather|gathered|split|eqnarray|multline|array)(\*?)\}"
    r"(?:\{[^}]*\})?(.*)\\end\{\1\2\}\s*$",
    re.DOTALL,
)
_SPACES = re.compile(
    r"(?<!\\)\\[,;:! ]|\\(?:left|right)\s*\."
    r"|\\(?:quad|qquad|displaystyle|left|right|bigl|bigr|big|Big)(?![A-Za-z])"
)
_REMARKS = re.compile(r"\\(?:tag|label)\*?\{[^{}]*\}|\\(?:nonumber|notag)\b")
_SEPARATORS = (
    r"\qquad", r"\quad", ";", r"\Rightarrow", r"\implies", r"\therefore", r"\Longrightarrow",
    r"\iff", "⇒", r"\rightarrow", r"\longrightarrow", r"\leadsto", "→", r"\Leftrightarrow",
)  # fmt: skip
_UNICODE = str.maketrans({
    "∇": r"\nabla ", "∂": r"\partial ", "θ": r"\theta ", "α": r"\alpha ", "₀": "_0", "₁": "_1",
    "₂": "_2", "₃": "_3", "−": "-", "·": r"\cdot ", "²": "^2",
    **{
        letter: rf"\{name} "
        for letters, names in (
            ("βγδεζηικλμνξπρστυφχψω", "beta gamma delta epsilon zeta eta iota kappa lambda mu nu xi"
             " pi rho sigma tau upsilon phi chi psi omega"),
            ("ΓΔΘΛΞΠΣΦΨΩ", "Gamma Delta Theta Lambda Xi Pi Sigma Phi Psi Omega"),
        )
        for letter, name in zip(letters, names.split(), strict=True)
    },
})  # fmt: skip
_LEFT_OUT = re.compile(r"\\(?:vdots|ddots)(?![A-Za-z])|\\\\\s*\\[lc]?dots\s*\\\\")
"""Entries of a matrix that are not written down, so that it is no explicit form."""
_MATRIX = re.compile(r"\\begin\{(?P<env>[bBpvV]?(?:small)?matrix\*?|array)\}")
_LISTED = tuple(
    (re.compile(opening), re.compile(closing))
    for opening, closing in (
        (r"\[\s*\[", r"\]\s*\]"), (r"\(\s*\(", r"\)\s*\)"),
        (r"\{\s*\{(?=\s*[-\d.])", r"(?<=[\d.])\s*\}\s*\}"),
    )
)
_COMMAND = re.compile(r"\\(?:[A-Za-z]+|.)?", re.DOTALL)
_COLUMNS = re.compile(
    r"\\begin\{(?:[bBpvV]?(?:small)?matrix\*?|array|[dr]?cases)\}|\\[bpv]?matrix\{"
)
APPROXIMATE = re.compile(
    r"\\(?:approx(?:eq)?|simeq|cong|doteq)(?![A-Za-z])|[≈≃≅≐]|(?<=\w)\s~(?:=|(?=\s?[-.\d]))"
)
BOUND = re.compile(
    r"\\(?:leqslant|geqslant|leq|geq|neq|le|ge|ne|lt|gt)(?![A-Za-z])|<=|>=|!=|[<>≤≥⩽⩾≠]"
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


def matrices_in(text: str) -> Iterator[str]:
    """The matrices of a formula that are written as LaTeX has them."""
    for match, _, behind in spans(text, _MATRIX, lambda m: f"\\end{{{m['env']}}}"):
        yield text[match.start() : behind]


def has_matrix(text: str) -> bool:
    """Whether a matrix stands in a formula as LaTeX has it."""
    return next(matrices_in(text), None) is not None


def listed_in(text: str) -> str:
    """A matrix as Python and people write it: `[[1, 2], [3, 4]]`, from first to last sign."""
    found: list[tuple[int, int]] = []
    for opening, closing in _LISTED:
        first = opening.search(text)
        ends = [one for one in closing.finditer(text, first.end() + 1)] if first else []
        if first and ends:
            found.append((first.start(), ends[-1].end()))
    start, end = min(found, default=(0, 0))
    return text[start:end]


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


_FONTS = re.compile(
    r"\\(?:mathbf|mathbb|mathcal|mathit|mathsf|boldsymbol|vec|mathrm|text(?:bf|it|rm)?|operatorname"
    r"|bm|boxed|limits|nolimits|bf|rm)(?![A-Za-z])\*?\s*"
)
_FRACTION = re.compile(
    r"\\frac\s*\{([^{}]*(?:\{[^{}]*\}[^{}]*)*)\}\s*\{([^{}]*(?:\{[^{}]*\}[^{}]*)*)\}"
)
_GRADIENT_OF = re.compile(r"\\nabla\s*\((\s*\\?[A-Za-z]+\s*(?:\([^()]*\))?\s*)\)$")
_NAME = r"\\?[a-z]+(?:_\w+)?"
_DERIVATIVES = tuple(
    re.compile(pattern.format(f=rf"(?P<f>{_NAME})", x=rf"(?P<x>{_NAME})", of=r"(?:\([^()]*\))?"))
    for pattern in (r"d/d{x}\(?{f}{of}\)?", r"d{f}{of}/d{x}", r"d_{x}{f}{of}")
)
_GOES_ON_ADDING = re.compile(r"[\s&{}]*(?:\\q?quad[\s{}]*)*\+")
"""Where a sum goes on in the next row."""
_GOES_ON = re.compile(r"[\s&]*(?:=(?!=)|\\(?:approx|simeq|cong)(?![A-Za-z])|≈)")


def key(side: str) -> str:
    """A left-hand side fit for comparing: spaces, sizes and spellings that mean the same go."""
    text = _SPACES.sub("", unframed(side)[0].translate(_UNICODE))
    text = text.replace("&", "").replace("\\mid", "|").replace("\\vert", "|")
    text = re.sub(r"\\[dtc]frac(?![A-Za-z])", r"\\frac", text).replace("\\widehat", "\\hat")
    text = _FONTS.sub("", text)
    for _ in range(2):
        text = _FRACTION.sub(r"\1/\2", text)
    text = text.replace("\\partial", "d").replace("[", "(").replace("]", ")")
    text = re.sub(r"(?<![\\A-Za-z])(d?)theta_?(?=\d)", r"\1\\theta_", text)
    text = re.sub(r"\\theta\s*(?=\d)", r"\\theta_", text)
    text = re.sub(r"_\{(\w)\}", r"_\1", text)
    text = re.sub(r"\\nabla_(?:\{[^{}]*\}|\\?\w+)", r"\\nabla", text)
    text = _GRADIENT_OF.sub(r"\\nabla\1", text.strip())
    return derivative(re.sub(r"[\s{}*]+", "", text).strip(":").casefold())


def derivative(left: str) -> str:
    """A derivative's name as df/dx, whatever stands where: d/dx f(x, y), d_x f, df(x, y)/dx."""
    for pattern in _DERIVATIVES:
        match = pattern.fullmatch(left)
        if match is not None:
            return f"d{match['f']}/d{match['x']}"
    return left


@lru_cache(maxsize=4_096)
def chains(latex: str, line: int) -> tuple[Chain, ...]:
    r"""The statements of one formula: cut at rows, wide spaces and commas between equations."""
    return tuple(_chains(latex, line))


_SAID_AND = re.compile(
    r"\\(?:text|textrm|mbox|mathrm)\s*\{[~\s]*,?[~\s]*(?:and|with|where|und|mit|et|avec)[~\s]*\}(?=[^=]{1,60}=)"
)
"""A word between two equations of one formula."""
_TYPED_ARROW = re.compile(r"(?<![<>=-])[=-]+>(?=[^=<>]{1,60}=(?![=>]))")
"""An arrow of keyboard signs that another equation follows, and no sign of order."""


def _chains(latex: str, line: int) -> Iterator[Chain]:
    latex = _SAID_AND.sub(r"\\quad ", _REMARKS.sub("", latex))
    for row in _rows(_TYPED_ARROW.sub("⇒", latex)):
        for statement in split_at(row, *_SEPARATORS):
            pieces = split_at(statement, ",")
            if len(pieces) > 1 and all(map(_is_statement, pieces)):
                for piece in pieces:
                    yield _chain(piece, line)
            else:
                yield _chain(statement, line)


def _is_statement(piece: str) -> bool:
    """Whether a piece between commas says something by itself: an equation, a bound."""
    if len(split_at(piece, "=")) > 1 or APPROXIMATE.search(piece) or BOUND.search(piece):
        return True
    return re.match(r"\s*(?:\\forall|∀|\\text\{\s*(?:for|if|when|where))", piece) is not None


def _chain(statement: str, line: int) -> Chain:
    """A statement cut at its equals signs, and at the first that says "about" behind a name.

    One that starts with a sign goes on what stands before it: its first part is empty.
    """
    parts = [part.replace("&", " ").strip() if not _COLUMNS.search(part) else part.strip(" &")
             for part in split_at(statement, "=")]  # fmt: skip
    goes_on = statement.replace("&", " ").strip().startswith("=")
    about = APPROXIMATE.search(parts[0]) if not goes_on else None
    if about is not None and _is_named(parts[0][: about.start()]):
        parts[:1] = [parts[0][: about.start()].strip(), parts[0][about.end() :].strip()]
    return Chain((*([""] * goes_on), *map(trimmed, parts)), line)


_OF_NUMBERS = re.compile(
    r"(?:\\(?:[dt]?frac|sqrt|pi|cdot|times|left|right|[,;!])(?![A-Za-z])|[\d\s.+*/^(){}\-−√π!·×])*"
)


def _is_named(left: str) -> bool:
    """Whether what stands before a sign names something: `1/3 ≈ 0.333` is one number, not two."""
    if left.count("(") > left.count(")"):
        return False
    return not (re.search(r"\d", left) and _OF_NUMBERS.fullmatch(left))


def trimmed(part: str) -> str:
    """A side without punctuation around it; the point of `.5` is part of the number."""
    return _closed(re.sub(r"^(?:[\s,:;]|\.(?!\d))+", "", part).rstrip(" .,:\t\n"))


def _closed(side: str) -> str:
    """A side whose last bracket is the one that is not seen: its point is part of it."""
    return side + "." if side.endswith("\\right") else side


def _rows(latex: str) -> list[str]:
    """The rows of an aligned display; a row that starts with an equals sign goes on the last."""
    latex = unframed(latex)[0]
    while (match := _WRAP.match(latex)) is not None:
        if match[1] == "array" and "&=&" not in latex.replace(" ", ""):
            break
        latex = match[3]
    rows: list[str] = []
    for row in split_at(latex, "\\\\"):
        if rows and _GOES_ON_ADDING.match(row):
            rows[-1] += f" {_GOES_ON_ADDING.sub('+', row)}"
        elif rows and _GOES_ON.match(row):
            rows[-1] += " " + row
        elif row.strip():
            rows.append(row)
    return rows or [latex]


def split_at(text: str, *marks: str) -> list[str]:
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
        command = _COMMAND.match(text, index)
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
    written = [part for part in explicit if not _LEFT_OUT.search(part)]
    return (written or explicit or sides or [""])[-1]


_IS = re.compile(r"(?<=[\w)}\]])(?:です|でした|である|だ|となる|になる)[。．.]?$")
"""How a sentence in Japanese ends behind its value."""
_TWICE = re.compile(r"\\\\[ ]?\\\\(?!\\)(?=[^&]*&)")
"""The end of a row as Markdown has to escape it."""


def tidy(latex: str) -> str:
    """A right-hand side without the alignment marks and full stops that are not part of it."""
    text = _IS.sub("", re.sub(r"\s+", " ", unframed(latex)[0]))
    text = _TWICE.sub(lambda _: "\\\\", text)
    return _closed(re.sub(r"^(?:[\s,;&]|\.(?!\d))+", "", text).rstrip(" .,;&。，；"))
