"""Infix text into tokens: numbers, names, operators, each with its place in the text."""

import re
import unicodedata
from fractions import Fraction
from typing import NamedTuple

from grader.equivalence.errors import ReadError
from grader.equivalence.reading.notation import (
    GREEK,
    GREEK_WORDS,
    Notation,
    normal_name,
    split_word,
    subscript_text,
)
from grader.equivalence.reading.shorthand import RAISED, raised_text, vulgar

MAX_CHARACTERS = 4000
MAX_DECIMAL_EXPONENT = 10_000


class Token(NamedTuple):
    """One piece of a formula; ``kind`` is number, name, op, command, power, text or end."""

    kind: str
    text: str
    start: int
    value: Fraction = Fraction(0)
    spaced: bool = False
    """Whether white space came before it."""


OPERATORS = {
    "**": "^", "==": "=", "!=": "!=", "<>": "!=", "<=": "<=", ">=": ">=", "=<": "<=", "=>": "->",
    "->": "->", ":=": ":=", "&&": "and", "×": "*", "·": "*", "⋅": "*", "∙": "*", "∗": "*", "•": "*",
    "÷": "/", "⁄": "/", "∕": "/", "−": "-", "–": "-", "≠": "!=", "≤": "<=", "≥": ">=", "⩽": "<=",
    "⩾": ">=", "≈": "~", "∼": "~", "~": "~", "→": "->", "⇒": "->", "∈": "in", "≡": "=", "±": "±",
    "‖": "||", "∥": "||", "∣": "|", "′": "'", "’": "'", "∞": "oo", "∧": "and", "∨": "or",
    "∩": "and", "∪": "or", "⟨": "(",
    "⟩": ")", "⊤": "^T", "ᵀ": "^T", "⊙": "⊙",
}  # fmt: skip
ROUNDED = {"⌊": "floor", "⌈": "ceiling"}
COMMANDS = {"∫": "int", "∑": "sum", "∏": "prod", "√": "sqrt", "∂": "partial", "∇": "nabla"}
_BOUNDED = frozenset(("int", "sum", "prod", "argmin", "argmax"))
_OPENS, _CLOSES = frozenset("([{"), frozenset(")]}")
_GOES_ON = frozenset("+-*/^=<>|!&,;:)]}±≠≤≥≈~→·×÷−–⋅∈")
"""Characters that carry a formula on where the next line starts with one of them."""
_PI = (("op", "*"), ("name", "pi"), ("op", ")"))
_WORDS = {"and": "and", "or": "or", "in": "in", "if": "if", "else": "else"}

CONDITIONS = frozenset(("for", "forall", "if", "when", "where", "whenever", "provided", "with"))
"""Words after which the condition of a formula stands, and no more of the formula."""
OTHERWISE = frozenset(("otherwise", "elsewhere"))
"""Words behind the last case of a piecewise formula."""
_BIG_WORDS = {
    "lim": "lim", "sum": "sum", "prod": "prod", "integral": "int", "int": "int", "argmin": "argmin",
    "argmax": "argmax",
    "grad": "nabla", "nabla": "nabla", "Σ": "sum", "Π": "prod", "log": "log", "max": "max",
    "min": "min",
}  # fmt: skip
"""Words whose subscript is a bound and not part of the name."""

_TOKEN = re.compile(
    rf"""(?P<space>\s+)
    |(?P<number>(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?)
    |(?P<module>(?:np|numpy|math|cmath|sp|sympy|torch|scipy|jnp|mp|mpmath)\.
        (?:(?:linalg|special)\.)?(?=[A-Za-z]))
    |(?P<name>[A-Za-z\u0391-\u03c9ϑϕϵϱϖ][A-Za-z0-9\u0391-\u03c9]*[₀-₉ᵢⱼₜₙₖₓ₊₋]*
        (?:_(?:\{{[^{{}}]{{1,20}}\}}|[A-Za-z0-9\u0391-\u03c9]+))*)
    |(?P<superscript>[{RAISED}]+)
    |(?P<short>[%°¼-¾⅐-⅞])
    |(?P<op>\*\*|==|\|\||!=|<>|<=|>=|=<|=>|->|:=|&&|.)""",
    re.VERBOSE | re.DOTALL,
)
_PLAIN = frozenset((*"+-*/^=<>|()[]{},;!'_:", "||"))


def check_size(text: str) -> None:
    """Refuse a formula longer than any honest one, before looking at it."""
    if len(text) > MAX_CHARACTERS:
        shown = f"the formula has {len(text)} characters; {MAX_CHARACTERS} are the limit"
        raise ReadError(shown, text[:80], 0)


def tokenize_infix(text: str, notation: Notation) -> list[Token]:
    """The tokens of an infix formula, ended by one of kind ``end``."""
    check_size(text)
    check_rounded(text)
    tokens: list[Token] = []
    spaced = False
    position = 0
    while match := _TOKEN.match(text, position):
        kind, piece, start = match.lastgroup or "", match.group(), match.start()
        base = piece.partition("_")[0]
        if base in _BIG_WORDS:
            piece = base
        position = start + len(piece)
        if kind in ("space", "module"):
            spaced = kind == "space"
            if "\n" in piece and ends_statement(tokens, text[position : position + 1]):
                tokens.append(Token("op", "quad", start))
            continue
        if kind != "short" or not shorten(tokens, piece, text, start):
            tokens.extend(_piece(kind, piece, start, spaced, text, notation))
        spaced = False
    tokens.append(Token("end", "", len(text)))
    return tokens


def ends_statement(tokens: list[Token], after: str, latex: bool = False) -> bool:
    """Whether a line's end is also the end of a statement: nothing is open, nothing goes on."""
    if not tokens or not after or after in _GOES_ON:
        return False
    last = tokens[-1]
    if last.kind not in ("number", "name", "power") and last.text not in _CLOSES:
        return False
    bound = len(tokens) > 1 and tokens[-2].kind == "op" and tokens[-2].text in ("^", "_")
    big = any(t.kind == "command" and t.text in _BOUNDED for t in tokens[-12:])
    if bound and big and not latex:
        return False
    depth = sum((t.text in _OPENS) - (t.text in _CLOSES) for t in tokens if t.kind == "op")
    return depth == 0


def _piece(
    kind: str, piece: str, start: int, spaced: bool, text: str, notation: Notation
) -> list[Token]:
    """The tokens one match stands for; a word may stand for several factors."""
    if kind == "number":
        return [Token("number", piece, start, decimal(piece, text, start), spaced)]
    if kind == "superscript":
        return superscript(piece, start, spaced, text, notation)
    if kind == "name":
        if piece == "not" and notation.functions:
            return [Token("name", "complement", start, spaced=spaced)]
        if piece in _WORDS:
            return [Token("op", _WORDS[piece], start, spaced=spaced)]
        if piece in _BIG_WORDS and piece not in ("log", "max", "min"):
            return [Token("command", _BIG_WORDS[piece], start, spaced=spaced)]
        called = text[start + len(piece) : start + len(piece) + 1] in ("(", "[")
        if piece in OTHERWISE or (piece in CONDITIONS and not called):
            return [Token("text", piece, start, spaced=spaced)]
        return _name(piece, start, spaced, notation, called)
    if piece in COMMANDS:
        return [Token("command", COMMANDS[piece], start, spaced=spaced)]
    if piece == "∀":
        return [Token("text", "for all", start, spaced=spaced)]
    if piece in ROUNDED:
        name = Token("name", ROUNDED[piece], start, spaced=spaced)
        return [name, Token("op", "(", start)]
    if piece in "⌋⌉":
        return [Token("op", ")", start)]
    if piece == "¬" and notation.functions:
        return [Token("name", "complement", start, spaced=spaced)]
    if piece == "∛":
        return [Token("name", "cbrt", start, spaced=spaced)]
    if piece == "∞":
        return [Token("name", "oo", start, spaced=spaced)]
    if piece == "." and not text[start + 1 : start + 9].strip():
        return []
    if piece in OPERATORS or piece in _PLAIN:
        return [Token("op", OPERATORS.get(piece, piece), start, spaced=spaced)]
    raise ReadError(_strange(piece), text, start)


def _name(piece: str, start: int, spaced: bool, notation: Notation, called: bool) -> list[Token]:
    """A word under its normal name, or the factors it is made of."""
    base, _, subscript = piece.partition("_")
    plain = base.rstrip("₀₁₂₃₄₅₆₇₈₉ᵢⱼₜₙₖₓ₊₋")
    attached = subscript_text(base[len(plain) :])
    plain = "".join(GREEK.get(letter, letter) for letter in plain)
    subscript = "_".join(part for part in (attached, subscript) if part)
    if subscript:
        first = []
        if plain[0] == "d" and (len(plain) == 2 or plain[1:] in GREEK_WORDS):
            first, plain = [Token("name", "d", start, spaced=spaced)], plain[1:]
        name = notation.resolve(normal_name(plain, subscript))
        return [*first, Token("name", name, start, spaced=spaced and not first)]
    tokens = []
    for part in split_word(plain, notation, called):
        if part[0].isdigit():
            tokens.append(Token("number", part, start, Fraction(part)))
            start += len(part)
            continue
        name = part if part in notation.functions else normal_name(part)
        if part in ("log10", "log2", "log1p", "expm1", "atan2", "arctan2"):
            name = part
        tokens.append(Token("name", notation.resolve(name), start, spaced=spaced))
        start += len(part)
        spaced = False
    return tokens


def decimal(piece: str, text: str, start: int) -> Fraction:
    """The exact value of a decimal literal."""
    _, _, exponent = piece.lower().partition("e")
    if exponent and (len(exponent) > 6 or abs(int(exponent)) > MAX_DECIMAL_EXPONENT):
        raise ReadError("this number's exponent is too large", text, start)
    return Fraction(piece + "0" if piece.endswith(".") else piece)


def superscript(piece: str, start: int, spaced: bool, text: str, notation: Notation) -> list[Token]:
    """Raised digits as one power, raised letters as an exponent in parentheses."""
    plain = raised_text(piece)
    if plain.lstrip("+-").isdigit() and len(plain) <= 20:
        return [Token("power", piece, start, Fraction(int(plain)), spaced)]
    if len(plain) > 20:
        raise ReadError("raised characters that are not a number", text, start)
    inner = [token._replace(start=start) for token in tokenize_infix(plain, notation)[:-1]]
    opened = [Token("op", "^", start, spaced=spaced), Token("op", "(", start)]
    return [*opened, *inner, Token("op", ")", start)]


def shorten(tokens: list[Token], piece: str, text: str, start: int) -> bool:
    """Let the last number take in a fraction, a percent or a degree sign; whether one was here."""
    before = tokens[-1] if tokens and tokens[-1].kind == "number" else None
    if (part := vulgar(piece)) is not None:
        if before is not None and before.value.denominator == 1:
            tokens[-1] = before._replace(value=before.value + part)
        elif before is None:
            tokens.append(Token("number", piece, start, part))
        return before is None or before.value.denominator == 1
    if before is None or piece not in ("%", "°"):
        return False
    if piece == "%":
        if text[start + 1 : start + 9].lstrip()[:1].isalnum():
            return False
        tokens[-1] = before._replace(value=before.value / 100)
        return True
    tokens[-1:] = [
        before._replace(kind="op", text="("),
        before._replace(value=before.value / 180, spaced=False),
        *(before._replace(kind=kind, text=text, spaced=False) for kind, text in _PI),
    ]
    return True


def check_rounded(text: str) -> None:
    """Refuse a bracket of floor or ceiling that another one closes."""
    for opening, closing in ("⌊⌋", "⌈⌉", (r"\lfloor", r"\rfloor"), (r"\lceil", r"\rceil")):
        if text.count(opening) != text.count(closing):
            place = max(text.find(opening), text.find(closing))
            raise ReadError("this bracket is not closed by its own kind", text, place)


def _strange(piece: str) -> str:
    """Why a character has no place in a formula."""
    name = unicodedata.name(piece, f"code {ord(piece):x}").lower()
    if piece in '"`\\#@$%&?.':
        return f"the character {piece!r} has no meaning in a formula"
    return f"the character {piece!r} ({name}) has no meaning in a formula"
