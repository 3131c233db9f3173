"""Quantities of something, `P(A ∩ B)` or `E[X²]`: the same one in other signs, or another one."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from ..formulas import key

_SIGNS = (
    (re.compile(r"\\[,;:! ]"), " "),
    (re.compile(r"\\(?:cap|wedge|land)(?![A-Za-z])|∧|\\?&|\s+(?:and|und|et|y)\s+"), "∩"),
    (re.compile(r"\\(?:cup|vee|lor)(?![A-Za-z])|∨|\s+(?:or|oder|ou)\s+"), "∪"),
    (re.compile(r"\\(?:mid|vert)(?![A-Za-z])|\s+given\s+"), "|"),
    (re.compile(r"\\(?:bar|overline)\s*(?:\{\s*(\w)\s*\}|(\w))"), r"\1\2^c"),
    (re.compile(r"(?:¬|~|\\neg(?![A-Za-z])|\\lnot(?![A-Za-z])|\bnot\s)\s*(\w)"), r"\1^c"),
    (re.compile(r"(?<=[(,|∩∪ ])(\w)\s*(?:'|\^\s*\{?\s*(?:\\complement|∁|C|c)\s*\}?)"), r"\1^c"),
    (re.compile(r"\\(?:leqslant|leq?)(?![A-Za-z])|<="), "≤"),
    (re.compile(r"\\(?:geqslant|geq?)(?![A-Za-z])|>="), "≥"),
    (re.compile("²"), "^2"),
    (re.compile(r"(?<=[A-Za-z])\s*=\s*(?:1|[Tt]rue|[Yy]es)\s*(?=[,|)∩∪])"), ""),
)  # fmt: skip
_QUANTITY = re.compile(
    r"(?P<head>\\?[a-zℙ]+(?:\\[a-z]+)?(?:_\w+)?'*)\((?P<of>.+)\)(?P<power>\^.+)?"
)
_ALIASES = {
    "pr": "p", "prob": "p", "ℙ": "p", "v": "var", "variance": "var", "std": "sd", "stdev": "sd",
    "mean": "e", "rk": "rank", "trace": "tr", "cor": "corr",
}  # fmt: skip
_OPERATORS = frozenset(("p", "e", "var", "sd", "cov", "corr", "rank", "nullity", "det", "tr", "h"))
_TAKEN = _OPERATORS - {"p"}
_LETTER = re.compile(
    r"\\?(?:[a-z]|alpha|beta|gamma|lambda|mu|sigma|theta|rho|tau|phi|pi|delta|omega|eta)(?:\^\*)?"
)
"""A letter alone: another one is another quantity, or the student's own name for it."""
_FIXED = frozenset(("rank", "det", "tr", "nullity"))
"""Of what these are taken has its name from the question, so that another name is another thing."""
_LETTERS = {
    "var": ("\\sigma", "σ", "s", "sd"), "sd": ("\\sigma^2", "σ^2", "s^2"), "e": ("\\sigma", "σ"),
}  # fmt: skip
"""Names of a quantity that go with another one."""
_CAPITALS = re.compile(r"[A-Z]{2,6}")
_WORKED = re.compile(
    r"\d|[+/!|']|-(?![a-z]{3})|\^(?!\s*(?:\\ast|\\star)?\s*$)|\\?(?:log|ln|sqrt|exp|frac)(?![a-z])|^\\?(?:det|tr|rank|dim)(?![a-z])"
)
"""What is done to a name in a side that is worked out from it."""
_OF_ONE = re.compile(r"\\?[a-z]{1,12}(?:\([^()]{1,40}\)|\\[a-z]{1,12}(?:_\w)?)")
"""A name with what it is of, `var(x)`, or a letter with a sign above it, `\\hat\\mu`."""
_DERIVATIVE = re.compile(
    r"d(?P<order>\^\d)?(?P<f>\\?[a-z]+(?:_\w+)?)(?:\([^()]*\))?/d(?P<x>\\?[a-z]+(?:_\w+)?)(?:\^\d)?"
    r"|(?P<of>\\?[a-z]+)_(?P<by>\\?[a-z](?:_?\d)?)(?:\([^()]*\))?"
)
_PRIMES = re.compile(r"(?P<f>\\?[a-z]+)(?P<primes>'+)(?:\([^()]*\))?")
_GRADIENT = re.compile(
    r"(?:\\nabla|∇)(?:\s*_\s*(?:\{\s*(?P<braced>\\?\w+)[^{}]{0,20}\}|(?P<run>\\?\w+)))?(?P<more>\s*(?:\^|²))?"
)
_TERM = re.compile(
    r"[-−]\\?[A-Za-z]+(?:_\w)?|[-−]?\d+(?:\.\d+)?\*?[A-Za-z](?:_\w)?(?:[-+−]\d+(?:\.\d+)?)?"
    r"|[A-Za-z](?:_\w)?[-+−/]\d+(?:\.\d+)?"
)
_STATISTICS = frozenset(("t", "z", "f", "r", "\\chi^2", "u", "w"))
_BESIDE = frozenset(("p", "df", "n", "\\alpha", "pvalue", "dof", "\\nu", "d"))
_CRITICAL = r"_?(?:crit\w*|krit\w*|c|cv|\*|\\?alpha\S*|\(?\d?\.\d+\S*|0\.\d+\S*)"
"""What makes a letter the limit that a statistic is compared with."""
_LIMIT = re.compile(
    r"\b(?:critical|kritisch\w*|critique|crític[oa]|critico|threshold|cut-?off)\b|临界",
    re.IGNORECASE,
)
_LETTER = re.compile(r"(?<![a-z])[a-z]{1,2}(?![a-z])")
_LAST = re.compile(r"[^\W\d_]{3,}\s+(?=\\?[A-Za-z]+\s*[(\[])")
"""Words before a quantity: "the union has probability P(A ∪ B)"."""


def is_same(left: str, wanted: str) -> bool:
    """Whether both are one quantity of one thing: `P(B and A)` is `P(A ∩ B)`."""
    one = _quantity(left)
    return one is not None and one == _quantity(wanted)


def is_other(left: str, of: Sequence[str]) -> bool:
    """Whether a left-hand side is surely another quantity than those asked: one of the same letters
    taken otherwise, as P(A ∪ B) for P(A ∩ B), E[X²] for E[X] or f(3) for f(2).

    One of other letters may be the student's own name for the very thing.
    """
    wanted = [other for name in of if (other := _quantity(name)) is not None]
    one = _quantity(_LAST.split(left.strip())[-1])
    if of and not wanted and all(_LETTER.fullmatch(key(name)) for name in of):
        if one is not None and one[0] in _TAKEN:
            return True  # Var(X) for p
        if _LETTER.fullmatch(key(left)):
            return key(left).strip("\\*^") not in {key(name).strip("\\*^") for name in of}
    if any(_is_related(left, name) for name in of):
        return True
    if one is None:
        return any(key(left) in _LETTERS.get(head, ()) for head, _ in wanted)
    head, inner = one
    bare = {key(name) for name in of if _quantity(name) is None}
    if head in bare and _is_number(inner):
        return True
    return one not in wanted and any(_differ(head, inner, *other) for other in wanted)


_STATISTIC = re.compile(
    r"(?:\w+ )?(?:mean|average|variance|standard deviation|sd|median|mode|range|probability)",
    re.IGNORECASE,
)
_SIGNS_OF = tuple(
    (re.compile(signs), re.compile(rf"(?:\w+ )?(?:{words})", re.IGNORECASE))
    for signs, words in (
        ("mu", "mean|average"),
        (r"(?:sigma|s|sd)(?:_\w+)?", "standard deviation|sd|deviation"),
        (r"(?:sigma|s)(?:_\w+)?\^2", "variance"),
    )
)
"""Signs that are used for one statistic alone, and its words: a spread is no variance."""
_COUNTS = frozenset(("n", "N", "k", "x", "y", "i", "j", "X", "Y"))
"""Letters of how many there are, or of the numbers themselves, and of no statistic of them."""


def asks_statistic(of: Sequence[str]) -> bool:
    """Whether a statistic is asked for by its word, with its symbol beside it or without."""
    words = [name.strip() for name in of if not re.search(r"[\\^_]", name)]
    return bool(words) and all(map(_STATISTIC.fullmatch, words))


def _bare_sign(written: str) -> str:
    """A letter without what estimates it: hats, and the signs of TeX."""
    return re.sub(r"\\(?:wide)?hat(?![a-z])|[\\{}]", "", key(written))


def is_other_letter(left: str, of: Sequence[str]) -> bool:
    """Whether a letter, or the variance or mean of something, stands where other letters are asked.

    Behind it a number may be that of another quantity: q for p, Var(X) for p.
    """
    wanted = {key(name).strip("\\*^") for name in of if _LETTER.fullmatch(key(name))}
    if asks_statistic(of):
        letter = left.strip("$ ").rpartition(" ")[2]
        if letter in _COUNTS:
            return True
        sign = _bare_sign(letter)
        named = any(_bare_sign(name) == sign for name in of)
        return not named and any(
            signs.fullmatch(sign) and not any(map(words.match, of)) for signs, words in _SIGNS_OF
        )
    if not wanted or len(wanted) < len(set(map(key, of))):
        return False
    taken = _quantity(left.strip())
    if taken is not None:
        return taken[0] in _TAKEN
    return _LETTER.fullmatch(key(left)) is not None and key(left).strip("\\*^") not in wanted


def is_limit(left: str, of: Sequence[str]) -> bool:
    """Whether words before a name say that it is the limit of a test, which is not asked for."""
    return _LIMIT.search(left) is not None and not any(map(_LIMIT.search, of))


def is_to_solve(left: str) -> bool:
    """Whether a side is a letter with a number at it, `2x` or `-y`, so that it names nothing."""
    bare = re.sub(r"\s|\\[,;:! ]|[{}]", "", left)
    return _TERM.fullmatch(bare) is not None


def _differ(head: str, inner: str, wanted: str, of: str) -> bool:
    (base, _, index), (asked, _, other) = head.partition("_"), wanted.partition("_")
    if base == asked and not (index and other):
        head = wanted  # what is below the letter of one may say nothing: E_p[X], P_θ(A)
    if (head, inner) == (wanted, of):
        return False
    if head != wanted:
        derived = head.rstrip("'^2") == wanted.rstrip("'^2")
        return inner == of and (derived or wanted in _OPERATORS)
    if head in _FIXED or (_is_number(inner) and _is_number(of)):
        return True
    letters, known = (set("".join(_LETTER.findall(side.replace("^c", "")))) for side in (inner, of))
    return bool(letters & known) and not re.search(r"[a-z]{3}", inner)


def _is_related(left: str, name: str) -> bool:
    """Whether one of a left-hand side and an asked name is worked out from the other, or both are
    derivatives of one function, or figures of one test.
    """
    made = _is_made_of(left, name) or _is_made_of(name, left)
    return made or other_derivative(left, name) or _goes_beside(left, name)


def _is_made_of(left: str, name: str) -> bool:
    """Whether a left-hand side is worked out from the asked name: `p^2`, `2p`, `1 - p`, `log p`."""
    side, wanted = key(left), key(name)
    is_letter = re.fullmatch(r"\\?[a-z]{1,12}", wanted) is not None
    if side == wanted or not (is_letter or _OF_ONE.fullmatch(wanted)):
        return False
    if wanted in _STATISTICS and side == f"|{wanted}|":
        return False  # how far it is from zero is what a test asks for
    side = re.sub(r"\\(?:log|ln|sqrt|exp|det|tr|rank|dim)", r"\g<0> ", side)
    own = rf"(?<![a-z\\_]){re.escape(wanted)}(?![a-z])(?:_(?:\w|\{{[^{{}}]*\}})|\d+)?"
    rest, count = re.subn(own, " ", side)
    return count > 0 and _WORKED.search(rest) is not None


def other_derivative(left: str, name: str) -> bool:
    """Whether two derivatives of one function differ in their variable or their order."""
    one, wanted = _GRADIENT.match(left.strip()), _GRADIENT.match(name.strip())
    if one is not None and wanted is not None:
        return bool(one["more"]) != bool(wanted["more"]) or _by_another(one, wanted)
    side, asked = key(left), key(name)
    primes, of_them = _PRIMES.fullmatch(side), _PRIMES.fullmatch(asked)
    if primes is not None and of_them is not None:
        return primes["f"] == of_them["f"] and primes["primes"] != of_them["primes"]
    have, want = _DERIVATIVE.fullmatch(side), _DERIVATIVE.fullmatch(asked)
    if have is None or want is None or not want["f"] or want["f"] != (have["f"] or have["of"]):
        return False
    return have["order"] != want["order"] or want["x"] != (have["x"] or have["by"])


def _by_another(one: re.Match[str], wanted: re.Match[str]) -> bool:
    """Whether two gradients are by different variables; without braces a name may stand right
    behind the variable, `\\nabla_xf`.
    """
    first, second = (found["braced"] or found["run"] or "" for found in (one, wanted))
    if not first or not second or first == second:
        return False
    runs_on = (one["run"] and first.startswith(second)) or (
        wanted["run"] and second.startswith(first)
    )
    return not runs_on and first.lstrip("\\") != second.lstrip("\\")


def _goes_beside(left: str, name: str) -> bool:
    """Whether a left-hand side is what is told beside an asked statistic, or another one in
    capitals: a critical value, `p` and `df` for t, t for a p-value, `SST` for SSE.
    """
    one, wanted = left.strip().strip("$*_ "), name.strip()
    if _CAPITALS.fullmatch(one) and _CAPITALS.fullmatch(wanted):
        return one != wanted
    side = re.sub(r"[-\s]", "", key(one))
    if re.sub(r"[-\s]", "", key(wanted)) == "pvalue":
        return side in _STATISTICS or (side in _BESIDE and side not in ("p", "pvalue"))
    if key(wanted) not in _STATISTICS:
        return False
    limit = re.compile(re.escape(key(wanted)) + _CRITICAL)
    return side in _BESIDE or limit.fullmatch(side) is not None


def _is_number(text: str) -> bool:
    return re.fullmatch(r"-?[\d./]+(?:,-?[\d./]+)*", text) is not None


@lru_cache(maxsize=4_096)
def _quantity(side: str) -> tuple[str, str] | None:
    """The letter of a quantity and what it is of, in signs that do not depend on the writer."""
    if "(" not in side and "[" not in side:
        return None
    for pattern, sign in _SIGNS:
        side = pattern.sub(sign, side)
    match = _QUANTITY.fullmatch(key(side))
    if match is None:
        return None
    name = match["head"].lstrip("\\")
    head, inner = _ALIASES.get(name, name), match["of"]
    if head == "p":
        inner = "|".join(map(_in_order, inner.split("|")))
    return head + (match["power"] or ""), inner


def _in_order(events: str) -> str:
    """Events in the order of the alphabet where their order says nothing: AB, `A, B`, `B ∩ A`."""
    if re.fullmatch(r"(?:[a-z](?:\^c)?){2,3}", events):
        events = "∩".join(re.findall(r"[a-z](?:\^c)?", events))
    events = events.replace(",", "∩")
    signs = {sign for sign in "∩∪" if sign in events}
    if len(signs) != 1 or "(" in events:
        return events
    sign = signs.pop()
    return sign.join(sorted(events.split(sign)))
