"""From what was handed in to statements: formulas, the words between them, what cannot be read."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from grader.equivalence.errors import ReadError
from grader.equivalence.notation import GREEK_WORDS, Notation
from grader.equivalence.reading import read_with
from grader.equivalence.tokens import MAX_CHARACTERS
from grader.equivalence.tree import Expr, Statements, Text
from grader.values import Expression

MAX_TEXT = 60_000
MAX_PIECES = 300

_MATH = re.compile(r"\$\$(.+?)\$\$|\$(.+?)\$", re.S)
_ARROWS = re.compile(
    r"\\(?:Longrightarrow|Rightarrow|implies|iff|Leftrightarrow|Longleftrightarrow|therefore)\b"
    r"|[⇒⇔∴]|(?<![<=])=>|<=>"
)
_NOISE = re.compile(
    r"\\(?:begin|end)\{(?:align|aligned|equation|gather|split|eqnarray|multline)\*?\}"
    r"|\\(?:nonumber|notag|displaystyle|limits|nolimits|quad(?=\s*$)|blacksquare|square|qed)\b"
    r"|\\(?:tag|label)\{[^}]*\}|&"
)
_UPRIGHT = re.compile(
    r"\\(?:text|mathrm|mathit|mathbf|textrm|textit|operatorname\*?|rm|mathsf)"
    r"\{\s*(KL|MLE|ML|data|model|const|H|d|true|emp|arg\s*\\?,?\s*min|arg\s*\\?,?\s*max)\.?\s*\}"
)
_UNDER = re.compile(
    r"\\underset\{([^{}]*)\}\{\s*\\?(arg\s*(?:\\,)?\s*\\?\s*(?:min|max)|argmin|argmax|min|max)\s*\}"
)
_BRACE = re.compile(r"\\(?:under|over)brace\s*\{|\\mathop\s*\{")
_MATH_WORDS = frozenset(
    (
        *("log", "ln", "exp", "sum", "prod", "integral", "int", "argmin", "argmax", "arg", "min"),
        *("max", "dx", "dy", "dz", "inf", "infinity", "pi", "frac", "sqrt", "left", "right"),
        *("quad", "cdot", "times", "mid", "vert", "infty", "lim", "sin", "cos", "const"),
    )
)
_WORD = re.compile(
    r"(?<![\\A-Za-z_{^])[A-Za-z](?:[A-Za-z'’]|-(?=[A-Za-z]{2}))+(?![A-Za-z_(^*\[{|])"
)
_CONDITION = re.compile(
    r"(?:\bif|\bsuppose|\bassum\w*|\bwhen\w*|\blet|\bgiven(?: that)?|\bsince|\bbecause|\bas)\W*$",
    re.I,
)
_FORMULA_SIGN = re.compile(
    r"[=≈≠∫∑∏<>≤≥~]|\\[a-zA-Z]+|\^|\bKL\s*\(|\bintegral\b|\bsum_|\barg(?:min|max)\b|\blog\b|\|\|"
)
_GOES_ON = re.compile(r"\s*&?\s*(?:=|≈|\\approx\b|≤|≥|\\leq?\b|\\geq?\b|\\to\b|~|[-+]\s)(?!>)")
_CONTINUES = re.compile(r"\s*&?\s*(?:=|≈|\\approx\b|≤|≥|\\leq?\b|\\geq?\b|\\to\b|~|→)(?!>)")
_ASIDE = re.compile(r"\(((?:[A-Za-z][A-Za-z'’.-]*[ ,]+)+[A-Za-z][A-Za-z'’.-]*)\)")
_OPEN_END = re.compile(r"(?:=|≈|\\approx|[-+])\s*$")


@dataclass(frozen=True, slots=True)
class Piece:
    """One formula with the words before it, or words alone, or a formula that cannot be read."""

    text: str
    expr: Expr | None = None
    before: str = ""
    problem: str = ""

    @property
    def is_words(self) -> bool:
        """Whether this is prose."""
        return self.expr is None and not self.problem

    @property
    def is_condition(self) -> bool:
        """Whether the words before it make it a hypothesis."""
        return bool(_CONDITION.search(self.before))


def pieces(value: Any, notation: Notation, data: str) -> list[Piece]:
    """The pieces of an answer in reading order; `data` is the density of a bare expectation."""
    found: list[Piece] = []
    texts = (plain for text in _texts(value) for plain in _with_notes(text))
    for math, before, chunk in _joined(c for text in texts for c in _chunks(text)):
        last = next((piece.text for piece in reversed(found) if piece.expr is not None), "")
        found += _read(chunk, before, math, notation, data, last)
        if len(found) > MAX_PIECES:
            break
    return found


def _joined(chunks: Iterable[tuple[bool, str, str]]) -> list[tuple[bool, str, str]]:
    """Chunks with every line that goes on (`= ...`) joined to the one it continues."""
    joined: list[tuple[bool, str, str]] = []
    for math, before, chunk in chunks:
        goes_on = joined and (_GOES_ON.match(chunk) or _OPEN_END.search(joined[-1][2]))
        if goes_on and _FORMULA_SIGN.search(joined[-1][2]):
            last = joined[-1]
            joined[-1] = (last[0], last[1], f"{last[2].rstrip(' ,;.')} {chunk}")
        else:
            joined.append((math, before, chunk))
    return joined


def _texts(value: Any) -> Iterator[str]:
    """The texts in a value, in order."""
    if isinstance(value, Expression):
        yield value.text
    elif isinstance(value, str):
        yield value[:MAX_TEXT]
    elif isinstance(value, list):
        for item in value[:MAX_PIECES]:
            yield from _texts(item)
    elif isinstance(value, dict):
        for item in list(value.values())[:MAX_PIECES]:
            yield from _texts(item)


def _chunks(text: str) -> Iterator[tuple[bool, str, str]]:
    """Formulas and prose in turn, as (is surely a formula, words before, chunk)."""
    text = re.sub(r"\\[\[\]]", "$$", re.sub(r"\\[()]", "$", text))
    if "$" not in text:
        before = ""
        for line in re.split(r"\n|\\\\", text):
            if line.strip():
                yield False, before, line
                before = line
        return
    position, before = 0, ""
    for match in _MATH.finditer(text):
        words = text[position : match.start()].strip()
        if words:
            yield False, "", words
        before = words
        inner = match.group(1) or match.group(2)
        for line in re.split(r"\\\\(?![a-zA-Z])", inner) if "matrix" not in inner else [inner]:
            yield True, before, line
        position = match.end()
    tail = text[position:].strip()
    if tail:
        yield False, "", tail


def _read(
    chunk: str, before: str, sure: bool, notation: Notation, data: str, last: str
) -> list[Piece]:
    """The pieces of one chunk: split at arrows and at words, each part read or kept as words.

    A part that starts with an equals sign goes on from `last`, the formula before it.
    """
    if not sure and not _FORMULA_SIGN.search(chunk):
        return [Piece(chunk.strip())]
    found: list[Piece] = []
    for part in _ARROWS.split(chunk):
        for is_words, segment in [(False, part)] if sure else _segments(part, notation):
            if not segment.strip(" ,.;:"):
                continue
            if is_words or not (sure or _FORMULA_SIGN.search(segment)):
                before = segment
                found.append(Piece(segment))
                continue
            if last and _CONTINUES.match(segment):
                segment = f"{last.rstrip(' ,;.$')} {segment}"
            for piece in _formula(segment, before, sure, notation, data):
                last = piece.text if piece.expr is not None else last
                found.append(piece)
    return found


def _formula(segment: str, before: str, sure: bool, notation: Notation, data: str) -> list[Piece]:
    """One formula read, or kept as what could not be read."""
    expr, problem = _tree(segment, notation, data)
    if expr is not None:
        return list(_separate(expr, segment.strip(), before))
    if sure and problem.startswith("there is nothing"):
        return []
    return [Piece(segment.strip(), None, before, problem if sure or _looks_formal(segment) else "")]


def _segments(text: str, notation: Notation) -> Iterator[tuple[bool, str]]:
    """Runs of words and what stands between them, in order."""
    text = _ASIDE.sub(r" \1 ", text)
    position = 0
    run: list[str] = []
    for match in _WORD.finditer(text):
        if not _is_prose(match.group(), notation):
            continue
        between = text[position : match.start()].strip(" ,.;:()")
        if _FORMULA_SIGN.search(between) or len(between) > 2:
            if run:
                yield True, " ".join(run)
            yield False, text[position : match.start()].strip(" ,.;:")
            run = []
        elif between:
            run.append(between)
        run.append(match.group())
        position = match.end()
    if run:
        yield True, " ".join(run)
    tail = text[position:].strip(" ,.;:")
    if tail:
        yield False, tail


def _is_prose(word: str, notation: Notation) -> bool:
    """Whether a word of a line of text is language and not a name or a function."""
    known = notation.functions | notation.symbols
    base = word.rstrip("'’")
    return base not in known and base.lower() not in _MATH_WORDS and base not in GREEK_WORDS


def _looks_formal(text: str) -> bool:
    """Whether a text that cannot be read is a formula and not a sentence with signs in it."""
    words = re.findall(r"(?<!\\)\b[A-Za-z]{3,}\b", text)
    known = {"log", "integral", "sum", "argmin", "argmax", "exp", "theta", "prod", "int", "max"}
    return "=" in text and sum(word not in known for word in words) <= 2


def _tree(text: str, notation: Notation, data: str) -> tuple[Expr | None, str]:
    if len(text) > MAX_CHARACTERS:
        return None, f"the formula has {len(text)} characters; {MAX_CHARACTERS} are the limit"
    latex = bool(re.search(r"\\[A-Za-z]", text))
    chosen = Notation(
        "latex" if latex else "infix", notation.functions, notation.symbols, notation.aliases
    )
    clean = prepared(text, latex, data)
    if not clean:
        return None, "there is nothing here"
    try:
        return read_with(clean, chosen), ""
    except ReadError as error:
        return None, error.caret()


def prepared(text: str, latex: bool, data: str) -> str:
    """The text with ornaments gone and expectations written as integrals."""
    text = re.sub(r"\\(?:ast|star)\b", "*", text)
    text = _UPRIGHT.sub(_upright, text)
    text = _UNDER.sub(lambda m: _extremum(m.group(2)) + "_{" + m.group(1) + "} ", text)
    text = _NOISE.sub(" ", text).replace("\\;", " ").replace("\\!", "")
    text = text.strip().strip(",.;: \t")
    text = re.sub(r"(\\quad|\\,|\\ )+$", "", text).strip(",.;: ")
    return expectations(text, latex, data)


def _with_notes(text: str) -> Iterator[str]:
    """A text without braces below its formulas, then what was written at those."""
    plain, notes = _unbraced(text)
    yield plain
    yield from notes


def _unbraced(text: str) -> tuple[str, list[str]]:
    """Formulas without the braces drawn below or above them, and the remarks at those in words."""
    notes: list[str] = []
    for _ in range(20):
        match = _BRACE.search(text)
        end = _closing(text, match.end() - 1) if match else None
        if match is None or end is None:
            break
        after = end + 1
        mark = re.compile(r"\s*[_^]\s*(?=\{)").match(text, after)
        if mark is not None and "brace" in match.group():
            note, after = _group(text, mark.end())
            notes.append(
                re.sub(r"\\(?:text\w*|mathrm)\{([^{}]*)\}|\\(?=[A-Za-z])|[${}]", r"\1 ", note)
            )
        text = f"{text[: match.start()]} {text[match.end() : end]} {text[after:]}"
    return text, [note for note in notes if re.search(r"[A-Za-z]{3}", note) and "=" not in note]


def _extremum(word: str) -> str:
    return ("\\arg" if "arg" in word else "") + ("\\min" if "min" in word else "\\max")


def _upright(match: re.Match[str]) -> str:
    """An upright word as a name, apart from a command that stands right before it."""
    word, before = match.group(1), match.string[: match.start()][-1:]
    return (" " if before.isalpha() else "") + (_extremum(word) if word[:3] == "arg" else word)


_EXPECTATION = re.compile(
    r"(?:\\mathbb\s*\{?\s*E\s*\}?|\\mathop\{\\mathbb\{E\}\}|\\(?:operatorname|mathrm|mathcal)\{E\}|"
    r"\\E\b|𝔼|(?<![A-Za-z\\])E(?=[_\[]))\s*"
)


def expectations(text: str, latex: bool, data: str) -> str:
    """`E_{x ~ p}[f]` as the integral of p(x) f over x, from the inside out."""
    for _ in range(20):
        matches = list(_EXPECTATION.finditer(text))
        changed = next(
            (new for m in reversed(matches) if (new := _as_integral(text, m, latex, data))), None
        )
        if changed is None:
            return text
        text = changed
    return text


def _as_integral(text: str, match: re.Match[str], latex: bool, data: str) -> str | None:
    position = match.end()
    below = ""
    if text[position : position + 1] == "_":
        below, position = _group(text, position + 1)
    rest = re.compile(r"\s*(?:\\left|\\[bB]igg?l?)?\s*\\?([\[({])").match(text, position)
    if rest is None:
        return None
    end = _closing(text, rest.end() - 1)
    if end is None:
        return None
    inner = re.sub(r"\\(?:right|[bB]igg?r?)\s*\\?$", "", text[rest.end() : end]).rstrip("\\ ")
    variable, density = _below(below, data)
    sign, opening, closing = ("\\int ", "\\left(", "\\right)") if latex else ("integral ", "(", ")")
    body = f"{sign}{density} {opening}{inner}{closing} d{variable}"
    return f"{text[: match.start()]}{opening}{body}{closing}{text[end + 1 :]}"


def _below(below: str, data: str) -> tuple[str, str]:
    """The variable and the density of an expectation's subscript."""
    parts = re.split(r"\\sim|~|∼", below)
    variable = parts[0].strip(" {}()") if len(parts) > 1 else "x"
    density = parts[-1].strip()
    if density.startswith("{") and density.endswith("}"):
        density = density[1:-1]
    if len(parts) == 1 and density in ("", "x", "y", "z"):
        variable, density = density or "x", data
    density = re.sub(r"\(\s*(?:\\cdot|\.|·)", f"({variable}", density)
    if "(" not in density:
        density += f"({variable})"
    return variable, density


def _group(text: str, position: int) -> tuple[str, int]:
    """A subscript: a braced group, a run of word characters, or one character."""
    if text[position : position + 1] == "{":
        depth = 0
        for index in range(position, len(text)):
            depth += (text[index] == "{") - (text[index] == "}")
            if depth == 0:
                return text[position + 1 : index], index + 1
    word = re.compile(r"\\?[A-Za-z]+\*?(?:\^\*)?(?:~[A-Za-z]+\*?)?|.").match(text, position)
    return (word.group(), word.end()) if word else ("", position)


def _closing(text: str, start: int) -> int | None:
    """The index of the bracket that closes the one at `start`."""
    opening = text[start]
    closing = {"[": "]", "(": ")", "{": "}"}[opening]
    depth = 0
    for index in range(start, len(text)):
        depth += (text[index] == opening) - (text[index] == closing)
        if depth == 0:
            return index
    return None


def _separate(expr: Expr, text: str, before: str) -> Iterator[Piece]:
    """The statements of one formula, each with the words that stand before it."""
    if not isinstance(expr, Statements):
        if isinstance(expr, Text):
            yield Piece(expr.words)
        else:
            yield Piece(text, expr, before)
        return
    words = before
    for item in expr.items:
        if isinstance(item, Text):
            words = item.words
            yield Piece(item.words)
        else:
            yield from _separate(item, text, words)
            words = ""


__all__ = ["Piece", "pieces", "prepared"]
