"""From what was handed in to statements: formulas, the words between them, what cannot be read."""

from __future__ import annotations

import contextlib
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Any

from grader.equivalence.errors import ReadError
from grader.equivalence.reading import read_with
from grader.equivalence.reading.notation import GREEK_WORDS, Notation
from grader.equivalence.reading.tokens import MAX_CHARACTERS
from grader.equivalence.trees.tree import Expr, Statements, Text
from grader.questions.derivation.writing import prepared, with_notes
from grader.values import Expression

MAX_TEXT = 60_000
MAX_PIECES = 300

_MATH = re.compile(r"\$\$(.+?)\$\$|\$(.+?)\$", re.S)
_DISPLAY = re.compile(
    r"\\begin\{((?:align|equation|gather|eqnarray|multline)\*?)\}[^$]*?\\end\{\1\}", re.S
)
_ARROWS = re.compile(
    r"\\(?:Longrightarrow|Rightarrow|implies|iff|Leftrightarrow|Longleftrightarrow|therefore)\b"
    r"|[⇒⇔∴]|(?<![<=])=>|<=>"
)
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
_FORMULA_SIGN = re.compile(
    r"[=≈≠∫∑∏<>≤≥~]|\\[a-zA-Z]+|\^|\bKL\s*\(|\bintegral\b|\bsum_|\barg(?:min|max)\b|\blog\b|\|\|"
)
_GOES_ON = re.compile(r"\s*&?\s*(?:=|≈|\\approx\b|≤|≥|\\leq?\b|\\geq?\b|\\to\b|~|[-+]\s)(?!>)")
_CONTINUES = re.compile(r"\s*&?\s*(?:=|≈|\\approx\b|≤|≥|\\leq?\b|\\geq?\b|\\to\b|~|→)(?!>)")
_ASIDE = re.compile(r"\(((?:[A-Za-z][A-Za-z'’.-]*[ ,]+)+[A-Za-z][A-Za-z'’.-]*)\)")
_LONG = re.compile(r"[A-Za-z]{3}")
"""A word, and no product of names as in `(A x)`."""
_MOST_FACTORS = 4
_TWO_LETTERS = "am an as at be by do go he if in is it me my no of on or so to up us we"
_SHORT = frozenset(_TWO_LETTERS.split())
_OPEN_END = re.compile(r"(?:=|≈|\\approx|[-+])\s*$")


@dataclass(frozen=True, slots=True)
class Piece:
    """One formula with the words before it, or words alone, or a formula that cannot be read."""

    text: str
    expr: Expr | None = None
    before: str = ""
    problem: str = ""


def pieces(value: Any, notation: Notation, data: str) -> list[Piece]:
    """The pieces of an answer in reading order; `data` is the density of a bare expectation."""
    found: list[Piece] = []
    texts = (plain for text in _texts(value) for plain in with_notes(text))
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
    text = _fenced(text) if "$" in text else text
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


def _fenced(text: str) -> str:
    """The text with dollars around `align` and its like, which stand without."""

    def change(match: re.Match[str]) -> str:
        outside = len(re.findall(r"\$\$|\$", text[: match.start()])) % 2 == 0
        return f"$${match.group()}$$" if outside else match.group()

    return _DISPLAY.sub(change, text)


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
    text = _ASIDE.sub(lambda m: f" {m[1]} " if _LONG.search(m[1]) else m[0], text)
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
    if len(base) <= _MOST_FACTORS and set(base) <= known and base.lower() not in _SHORT:
        return False  # a product, as in Var(aX)
    return base not in known and base.lower() not in _MATH_WORDS and base not in GREEK_WORDS


def _looks_formal(text: str) -> bool:
    """Whether a text that cannot be read is a formula and not a sentence with signs in it."""
    words = re.findall(r"(?<!\\)\b[A-Za-z]{3,}\b", text)
    known = {"log", "integral", "sum", "argmin", "argmax", "exp", "theta", "prod", "int", "max"}
    return "=" in text and sum(word not in known for word in words) <= 2


def _tree(text: str, notation: Notation, data: str) -> tuple[Expr | None, str]:
    if len(text) > MAX_CHARACTERS:
        return None, f"the formula has {len(text)} characters; {MAX_CHARACTERS} are the limit"
    latex = bool(re.search(r"\\[A-Za-z|]", text))
    chosen = Notation(
        "latex" if latex else "infix", notation.functions, notation.symbols, notation.aliases
    )
    clean = prepared(text, latex, data)
    if not clean:
        return None, "there is nothing here"
    try:
        return read_with(clean, chosen), ""
    except ReadError as error:
        if not latex and re.search(r"[_^]\{", text):  # LaTeX without a command, as in p^{*}
            with contextlib.suppress(ReadError):
                return read_with(clean, replace(chosen, syntax="latex")), ""
        return None, error.caret()


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
