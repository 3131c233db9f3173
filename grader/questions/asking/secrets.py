"""What gives an answer away, and where it stands in a text that students can read."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from fractions import Fraction

LEAD = (
    r"(?:answers?|solutions?|keys?|correct|right|result)\b\W{0,3}"
    r"(?:(?:is|are|be)\b|[:=])?\W{0,4}"
)
"""The words before an answer that is given away."""
_NUMBER = re.compile(r"(?<![\w.,])[-−+]?\d+(?:\.\d+)?(?:\s*/\s*\d+)?(?![\w]|[.,]\d)")
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


def phrase(path: str, text: str) -> Secret:
    """A word or sentence that answers: as it stands, or behind "answer:" where it is short."""
    bare = r"\s+".join(map(re.escape, text.split()))
    alone = rf"(?<!\w){bare}(?!\w)"
    is_long = len(text) >= 4 and not text.isdigit()
    pattern = alone if is_long else rf"(?<!\w){LEAD}{bare}(?!\w)"
    return Secret(path, text, _finder(re.compile(pattern, re.IGNORECASE)), len(text) >= 8)


def said(path: str, text: str, more: str = "") -> Secret:
    """What answers only where it is said to be the answer, such as the letter of an option."""
    bare = r"\s+".join(map(re.escape, text.split()))
    pattern = rf"(?<!\w){LEAD}{bare}(?!\w)" + (f"|{more}" if more else "")
    return Secret(path, text, _finder(re.compile(pattern, re.IGNORECASE)), False)


def number(path: str, value: Fraction | float) -> Secret:
    """A number: with three digits or more wherever it stands, a simpler one behind "answer:"."""
    exact = Fraction(value)
    shown = str(exact.numerator) if exact.denominator == 1 else f"{float(exact):.6g}"
    digits = len(re.sub(r"\D", "", shown.lstrip("-0.")).strip("0"))

    def find(text: str) -> Iterator[tuple[int, int]]:
        for hit in _NUMBER.finditer(text):
            written = hit[0].replace("−", "-").replace(" ", "")
            try:
                same = _is(Fraction(written), exact, written)
            except (ValueError, ZeroDivisionError):
                continue
            led = re.search(rf"(?<!\w){LEAD}$", text[: hit.start()], re.IGNORECASE)
            if same and (digits >= 3 or led or text[: hit.start()].rstrip().endswith(("≈", "->"))):
                yield hit.span()

    return Secret(path, shown, find, digits >= 4)


def _is(written: Fraction, exact: Fraction, text: str) -> bool:
    """Whether a number as written is the exact one, as far as it is written."""
    places = len(text.partition(".")[2])
    unit = Fraction(1, 2 * 10**places)
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
