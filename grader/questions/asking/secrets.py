"""What gives an answer away, and where it stands in a text that students can read."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction

LEAD = (
    r"(?:answers?|solutions?|keys?|correct|right|result)\b\W{0,3}"
    r"(?:(?:is|are|be)\b|[:=])?\W{0,4}"
)
"""The words before an answer that is given away."""
_NUMBER = re.compile(
    r"(?<![\w.,])[-−+]?(?:\d{1,3}(?:[,\u00a0\u2009\u202f'_ ]\d{3})+(?!\d)|\d+)(?:[.,]\d+)?"
    r"(?:\s*/\s*\d+|\s*\\?%|[eE][-+]?\d{1,3}|"
    r"\s*(?:\\?cdot|\\times|[·×x*])\s*10\s*(?:\^|\*\*)?\s*\{?(?P<power>[-−⁻+]?[\d⁰¹²³⁴-⁹]{1,3})\}?)?"
    r"(?![\w]|[.,]\d)"
)
_RAISED = str.maketrans("⁻−⁰¹²³⁴⁵⁶⁷⁸⁹", "--0123456789")
_SPAN = re.compile(r"(?:[^.,;:=?!$\n]|\.(?=\d)){3,200}")
_WORD = re.compile(r"(?<![\\A-Za-z_^])(?:[A-Za-z]{3,}|of|in|is|to|at|by|it|an|as|or|we|if|on|so|no)"
                   r"(?![A-Za-z_(\d])")  # fmt: skip
_MEANT = frozenset({
    *("sin", "cos", "tan", "cot", "exp", "log", "sqrt", "abs", "max", "min", "det", "tr", "inv"),
    *("alpha", "beta", "gamma", "delta", "epsilon", "theta", "lambda", "sigma", "omega", "phi"),
    *("psi", "rho", "tau", "eta", "mu", "nu", "kappa", "Theta", "Sigma", "Omega", "Phi"),
})  # fmt: skip
"""Words that stand in formulas."""


@dataclass(frozen=True, slots=True)
class Secret:
    """Something that must stand in nothing that is released; `path` is the field that holds it."""

    path: str
    text: str
    """What it is, in words for a message."""
    find: Callable[[str], Iterator[tuple[int, int]]]
    """Where it stands in a text."""
    everywhere: bool = True
    """Whether it is odd enough to be known outside its own question."""
    apart: frozenset[str] = frozenset()
    """Fields in which it stands in any case."""


def phrase(path: str, text: str) -> Secret:
    """A word or sentence that answers: as it stands, or behind "answer:" where it is short."""
    bare = r"\s+".join(map(re.escape, text.split()))
    alone = rf"(?<!\w){bare}(?:e?s)?(?!\w)"
    is_long = len(text) >= 4 and not text.isdigit()
    pattern = alone if is_long else rf"(?<!\w){LEAD}{bare}(?!\w)"
    return Secret(path, text, _finder(re.compile(pattern, re.IGNORECASE)), len(text) >= 8)


def said(path: str, text: str, more: str = "") -> Secret:
    """What answers only where it is said to be the answer, such as the letter of an option."""
    bare = r"\s+".join(map(re.escape, text.split()))
    pattern = rf"(?<!\w){LEAD}{bare}(?!\w)" + (f"|{more}" if more else "")
    return Secret(path, text, _finder(re.compile(pattern, re.IGNORECASE)), False)


MARKED = r"\((?:the )?(?:correct|right|answer|solution)(?: (?:answer|option|one))?\)|[✓✔☑]"
"""How a right option is marked among the others."""


def named_alone(path: str, text: str, others: Sequence[str]) -> Secret:
    """The text of a right option, in a text that names none of the others."""
    alone = phrase(path, text)

    def find(where: str) -> Iterator[tuple[int, int]]:
        if not any(one.casefold() in where.casefold() for one in others):
            yield from alone.find(where)

    return Secret(path, text, find, False, frozenset({"options"}))


def number(path: str, value: Fraction | float) -> Secret:
    """A number: with three digits or more wherever it stands, a simpler one behind "answer:"."""
    exact = Fraction(value)
    shown = str(exact.numerator) if exact.denominator == 1 else f"{float(exact):.6g}"
    whole = f"{float(exact):.12g}".partition("e")[0]
    digits = len(re.sub(r"\D", "", whole.lstrip("-0.")).strip("0"))

    def find(text: str) -> Iterator[tuple[int, int]]:
        for hit in _NUMBER.finditer(text):
            same = any(_is(value, exact, places) for value, places in _meant(hit))
            led = re.search(rf"(?<!\w){LEAD}$", text[: hit.start()], re.IGNORECASE)
            if same and (digits >= 3 or led or text[: hit.start()].rstrip().endswith(("≈", "->"))):
                yield hit.span()

    return Secret(path, shown, find, digits >= 4)


def _meant(hit: re.Match[str]) -> Iterator[tuple[Fraction, int]]:
    """The numbers that may be meant by one as it is written, each with its decimal places."""
    text = hit[0].translate(_RAISED)
    power = int(hit["power"].translate(_RAISED)) if hit["power"] else 0
    bare = re.sub(r"[\u00a0\u2009\u202f'_\s]", "", text)
    head = re.match(r"[-+]?[\d.,]+(?:/\d+|[eE][-+]?\d+)?", bare)
    percent = 2 if bare.endswith("%") else 0
    for one in dict.fromkeys((head[0].replace(",", ""), head[0].replace(",", "."))) if head else ():
        try:
            value = Fraction(one)
        except (ValueError, ZeroDivisionError):
            continue
        mantissa, _, exponent = one.lower().partition("e")
        shift = power - percent + int(exponent or 0)
        places = len(mantissa.partition(".")[2])
        if abs(shift) < 40:
            yield value * Fraction(10) ** (power - percent), places - shift


def _is(written: Fraction, exact: Fraction, places: int) -> bool:
    """Whether a number as written is the exact one, as far as it is written."""
    unit = Fraction(1, 2) / Fraction(10) ** places
    return written == exact or (places >= 2 and abs(written - exact) <= unit)


def formula(
    path: str, shown: str, equals: Callable[[str], bool], *, everywhere: bool = False
) -> Secret:
    """A formula, in whatever notation: `equals` reads a piece of text and compares."""

    def find(text: str) -> Iterator[tuple[int, int]]:
        for hit in _SPAN.finditer(_WORD.sub(_masked, text)):
            piece = text[slice(*hit.span())]
            for start in _starts(piece):
                if equals(piece[start:].strip()):
                    yield hit.start() + start, hit.end()
                    break

    return Secret(path, shown, find, everywhere)


def _masked(word: re.Match[str]) -> str:
    """Signs that end a formula, in place of a word of the language."""
    return word[0] if word[0] in _MEANT else ";" * len(word[0])


def _starts(piece: str) -> Iterator[int]:
    """Where a formula may begin in a piece of text: at each of its last words."""
    yield 0
    at = [hit.end() for hit in re.finditer(r"[\s(\[]+", piece)]
    yield from at[:24]


def _finder(pattern: re.Pattern[str]) -> Callable[[str], Iterator[tuple[int, int]]]:
    return lambda text: (hit.span() for hit in pattern.finditer(text))
