"""Names: the alphabet, the functions that are known, and one normal form for every way to write a
name.

``theta_1``, ``theta1``, ``θ1``, ``θ₁`` and ``\\theta_{1}`` all become ``theta_1``.
"""

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Literal

from grader.equivalence.reading.constructors import NAMES as CONSTRUCTORS

Syntax = Literal["infix", "latex"]

GREEK_NAMES = [
    "alpha", "beta", "gamma", "delta", "epsilon", "zeta", "eta", "theta", "iota", "kappa", "lambda",
    "mu", "nu", "xi", "omicron", "pi", "rho", "sigma", "tau", "upsilon", "phi", "chi", "psi",
    "omega",
]  # fmt: skip
GREEK = {
    chr(code): unicodedata.name(chr(code)).rsplit(" ", 1)[-1].lower().replace("lamda", "lambda")
    for code in (*range(0x3B1, 0x3C2), *range(0x3C3, 0x3CA))
}
GREEK |= {letter.upper(): name.capitalize() for letter, name in GREEK.items()}
GREEK |= {"ϑ": "theta", "ϕ": "phi", "ϵ": "epsilon", "ϱ": "rho", "ς": "sigma", "ϖ": "pi"}
GREEK_WORDS = frozenset(GREEK_NAMES) | {name.capitalize() for name in GREEK_NAMES}

FUNCTION_WORDS = {
    "arcsin": "asin", "arccos": "acos", "arctan": "atan", "arsinh": "asinh", "arcsinh": "asinh",
    "arcosh": "acosh", "arccosh": "acosh", "artanh": "atanh", "arctanh": "atanh",
    "ln": "log", "lg": "log10", "sgn": "sign", "Abs": "abs", "Max": "max", "Min": "min",
    "ceil": "ceiling", "expit": "sigmoid", "logistic": "sigmoid",
    "binom": "binomial", "tg": "tan", "ctg": "cot",
    "signum": "sign", "cosec": "csc", "cosech": "csch", "arctan2": "atan2", "arccot": "acot",
    "arcsec": "asec", "arccsc": "acsc", "arccosec": "acsc", "arcoth": "acoth", "arccoth": "acoth",
    "arsech": "asech", "arcsech": "asech", "arcsch": "acsch", "arccsch": "acsch",
    "fabs": "abs", "absolute": "abs", "heaviside": "Heaviside",
    "maximum": "max", "minimum": "min", "power": "pow", "comb": "binomial", "Gamma": "gamma",
}  # fmt: skip
KNOWN_FUNCTIONS = frozenset({
    "sin", "cos", "tan", "cot", "sec", "csc", "asin", "acos", "atan", "acot", "sinh", "cosh",
    "tanh", "coth", "sech", "csch", "asinh", "acosh", "atanh", "atan2", "exp", "log", "log10",
    "log2", "log1p", "expm1", "sqrt", "cbrt", "root", "abs", "sign", "floor", "ceiling", "min",
    "max", "factorial", "erf", "erfc", "sigmoid", "softplus", "relu", "binomial", "mod", "pow",
    "Heaviside", "re", "im", "conjugate", "arg", "norm", "transpose", "det", "trace", "inverse",
    "loggamma", "digamma", "sinc", "round", "trunc", "asec", "acsc", "acoth", "asech", "acsch",
    "logit", "hypot", "complement", "lim",
})  # fmt: skip
"""Names with a fixed meaning, followed by parentheses or not."""
ONLY_CALLED = frozenset({"sinc"})
"""Names that are functions only before parentheses; alone they are taken apart, as ``sin c``."""
ONLY_WITH_PARENTHESES = frozenset({"gamma", "Gamma", "re", "im", "arg", "mod", "root", "sign",
                                   "round", "trunc", "logit", "hypot"})
"""Names that are functions only where an opening parenthesis follows; alone they are symbols."""

MAX_SPLIT = 24
"""Letters in a word beyond which it is not taken apart."""
_SUBSCRIPTS = str.maketrans("₀₁₂₃₄₅₆₇₈₉₊₋ᵢⱼₜₙₖₓ", "0123456789+-ijtnkx")
_DIGITS_AT_END = re.compile(r"([A-Za-z*']+?)(\d+)$")


@dataclass(frozen=True, slots=True)
class Notation:
    """What a reader must know beforehand about the names in a formula."""

    syntax: Syntax = "infix"
    functions: frozenset[str] = frozenset()
    """Declared function names: ``KL(...)`` is then an application and not a product."""
    symbols: frozenset[str] = frozenset()
    """Names known to occur; a longer run of letters is split only where it is not one of these."""
    aliases: Mapping[str, str] = field(default_factory=dict)
    """Other spellings, as ``{"t1": "theta_1"}``."""
    imaginary: bool = False
    """Whether ``i`` is the imaginary unit."""
    letters: frozenset[str] = frozenset()
    """Single letters known to occur; a word made of none of them is no product before ``(``."""
    logistic: bool = False
    """Whether ``σ(z)`` is the logistic function and not a product."""
    long_quotients: bool = False
    """Whether ``1/2x`` is one over 2x, and not half of x."""

    def knowing(self, names: frozenset[str]) -> "Notation":
        """The same with more names known to occur, except constants and functions."""
        fresh = frozenset(name for name in names if len(name) > 1 and name not in KNOWN_FUNCTIONS)
        letters = frozenset(name for name in names if len(name) == 1)
        return replace(self, symbols=self.symbols | fresh, letters=letters)

    def resolve(self, name: str) -> str:
        """The name after the aliases."""
        return self.aliases.get(name, name)


_BARE_SIGMA = re.compile(
    r"(?:σ|sigma(?![A-Za-z]))(?!\s*(?:\\[!,]|\\left|\\[bB]igg?l?)*\s*[(_₀-₉0-9])"
)


def bare_sigma(text: str) -> bool:
    """Whether sigma stands somewhere without parentheses after it, and is thus a number."""
    return _BARE_SIGMA.search(text) is not None


def function_word(name: str, notation: Notation) -> str:
    """The name of the function that is meant by a word with parentheses after it: ``Exp`` is exp.

    A name that is no function's is returned as it is.
    """
    if name in FUNCTION_WORDS or name in KNOWN_FUNCTIONS:
        return FUNCTION_WORDS.get(name, name)
    if name == "sigma" and notation.logistic:
        return "sigmoid"
    lower = name.lower()
    if len(name) < 2 or lower == name or lower in ONLY_WITH_PARENTHESES:
        return name
    found = FUNCTION_WORDS.get(lower, lower)
    return found if found in KNOWN_FUNCTIONS else name


def subscript_text(text: str) -> str:
    """Unicode subscript characters as ordinary ones."""
    return text.translate(_SUBSCRIPTS)


def normal_name(base: str, subscript: str = "") -> str:
    """The normal form of a name and its subscript; a compound subscript keeps its braces."""
    base = GREEK.get(base, base)
    if not subscript and (match := _DIGITS_AT_END.match(base)):
        base, subscript = match.groups()
    if not subscript:
        return base
    subscript = subscript.replace(" ", "").strip("{}")
    subscript = "".join(GREEK.get(letter, letter) for letter in subscript)
    if re.fullmatch(r"[A-Za-z0-9]+", subscript):
        return f"{base}_{subscript}"
    return f"{base}_{{{subscript}}}"


def spellings(names: Mapping[str, str] | tuple[str, ...]) -> dict[str, str]:
    """Extra spellings of Greek names with a subscript, such as ``t1`` for ``theta_1``, where
    unambiguous.
    """
    found: dict[str, str] = {}
    clash: set[str] = set()
    for name in names:
        base, _, subscript = name.partition("_")
        if base not in GREEK_WORDS or not subscript:
            continue
        short = f"{base[0]}_{subscript}"
        if short in found or short in names:
            clash.add(short)
        found[short] = name
    return {short: name for short, name in found.items() if short not in clash}


def split_word(word: str, notation: Notation, called: bool = False) -> list[str]:
    """The factors a run of letters stands for: ``xy`` is x and y, ``xsin`` is x and sin, ``rate``
    stays.

    The result has one entry where the word is a name of its own.
    """
    letters = word.rstrip("0123456789")
    if not 2 <= len(letters) <= MAX_SPLIT or not letters.isascii() or _is_name(word, notation):
        return [word]
    if called and function_word(word, notation) in KNOWN_FUNCTIONS:
        return [word]
    parts: list[str] = []
    rest = word
    while rest:
        size = next(
            (k for k in range(len(rest), 1, -1) if _is_word(rest[:k], notation)),
            1 + len(rest[1:]) - len(rest[1:].lstrip("0123456789")),
        )  # digits after a function's name are its argument: sin2x, sqrt2
        parts.append(rest[:size])
        rest = rest[size:]
    singles = [part for part in parts if len(part.rstrip("0123456789")) == 1]
    if len(letters) > 3 and len(singles) == len(parts) and not _all_known(parts, notation):
        return [word]
    if len(singles) > 3:
        return [word]
    if called and notation.letters and not notation.letters & set(parts):
        return [word]
    return parts


def _is_name(word: str, notation: Notation) -> bool:
    """Whether the whole word is a name by itself."""
    normal = normal_name(word)
    known = notation.functions | notation.symbols | notation.aliases.keys()
    if word in ONLY_CALLED:
        return False
    constant = word in ("oo", "inf", "infinity", "True", "False")
    return constant or word in known or normal in known or _is_word(word, notation)


def _is_word(word: str, notation: Notation) -> bool:
    """Whether a run of letters is a function, a Greek letter or a constant."""
    base = word.rstrip("0123456789")
    if word in ONLY_CALLED:
        return False
    return (
        word in KNOWN_FUNCTIONS
        or word in FUNCTION_WORDS
        or base in GREEK_WORDS
        or word in CONSTRUCTORS
        or (len(base) > 1 and normal_name(word) in notation.symbols)
    )


def _all_known(parts: list[str], notation: Notation) -> bool:
    """Whether the caller knows every single letter of a long word."""
    known = notation.symbols | {"e"}
    return all(normal_name(part) in known for part in parts)
