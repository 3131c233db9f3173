"""Solutions as people list them, and what stands at the end of an argument."""

from __future__ import annotations

import re

from grader.equivalence.deciding.systems import both_signs
from grader.equivalence.trees.structure import free_symbols
from grader.equivalence.trees.traversal import walk
from grader.equivalence.trees.tree import (
    Expr,
    Logic,
    PlusMinus,
    Relation,
    Set,
    Statements,
    Symbol,
    Text,
    Tuple,
)

_FOLLOWS = re.compile(
    r"\\(?:Rightarrow|implies|iff|Leftrightarrow|Longrightarrow|Longleftrightarrow|therefore)\b"
    r"|[⇒⇔⟹⟺∴]|(?<![<>=])=>|\b(?:so|thus|hence|therefore|it follows that|that is|i\.e\.)(?![\w(])",
    re.IGNORECASE,
)
MAX_SPANNED = 2_000
_SPAN = re.compile(
    r"(?:\\(?:text|operatorname|mathrm)\s*\{\s*)?\\?\b[Ss]pan\s*\}?\s*(?=[\\({\[\s])"
)
"""The word before the vectors of a basis."""
_CLAIMS = re.compile(r"[=<>≤≥≠∈]|\\(?:leq?|geq?|neq?|in|lt|gt)\b")
_VECTOR = (
    r"(?:\\begin\s*\{(?P<env>[bpvBV]?(?:small)?matrix|array)\}.{1,300}?\\end\s*\{(?P=env)\}"
    r"|\\langle[^<>]{1,200}?\\rangle|\([^()]{1,200}\)|\[[^\[\]]{1,200}\]|⟨[^⟨⟩]{1,200}⟩)"
    r"(?:\s*\^\s*\{?\s*(?:\\(?:top|intercal|mathsf|mathrm|text)\s*\{?\s*)?T?\s*\}*|')?"
)
_FACTOR = (
    r"(?:\\(?:alpha|beta|gamma|lambda|mu|tau|nu|kappa|eta)|[αβγλμτνκη]|[a-ekp-twz](?:_\{?\d\}?)?)"
)
_TERM = re.compile(
    rf"\s*(?P<factor>{_FACTOR})\s*(?:\\[,;:! ]|\\cdot|\\times|\*|·)?\s*(?P<vector>{_VECTOR})\s*",
    re.DOTALL,
)
_LEAD = re.compile(r"\s*(?:\\(?:vec|mathbf|boldsymbol|bm)\s*\{?\s*)?[A-Za-z](?:_\{?\w\}?)?\}?\s*=")
_BUILT = re.compile(r"\\?\{(?P<body>[^:|]{1,600}?)(?:\\mid|\||:)[^:|()]{1,80}\\?\}")
_WHENEVER = re.compile(
    r"\s*(?:,|;|\\quad|\\text|\\qquad|\b(?:for|where|with)\b)"
    r"[^()\[\]]{0,60}?(?:\\in\b|∈|\\neq?\b|≠|!=|\b(?:any|all|real|arbitrary|nonzero|non-zero)\b)[^()\[\]]{0,60}$"
)


def conclusion(text: str) -> str:
    """What stands behind the last `so`, `⇒` or the like that follows from something claimed."""
    start = 0
    for found in _FOLLOWS.finditer(text):
        before, behind = text[start : found.start()], text[found.end() :]
        if _CLAIMS.search(before) and re.search(r"\w", behind):
            start = found.end()
    return text[start:] if start else text


def alternatives(tree: Expr, name: str) -> Expr | None:
    """`x = 1, x = -1`, `x_1 = 1, x_2 = -1`, `x = 1, -1` or `1 and -1` as either of them.

    None where something else is listed, or one value alone.
    """
    values: list[Expr] = []
    for item in _listed(tree):
        match item:
            case Relation((Symbol(own), *_, last), operators) if set(operators) <= {"=", "in"}:
                if own != name and own.rpartition("_")[0] != name:
                    return None
                if "in" in operators and not isinstance(last, Set):
                    return None
                values += last.items if isinstance(last, Set | Tuple) else (last,)
            case Relation() | Logic() | Statements() | Text():
                return None
            case _:
                values.append(item)
    signed = [one for value in values for one in _both(value)]
    if len(signed) < 2 or any(map(free_symbols, signed)):
        return None
    return Logic("or", tuple(Relation((Symbol(name), value), ("=",)) for value in signed))


def _listed(tree: Expr) -> tuple[Expr, ...]:
    if isinstance(tree, Statements | Tuple | Set | Logic):
        items = (item for item in tree.items if not isinstance(item, Text))
        return tuple(part for item in items for part in _listed(item))
    return (tree,)


def _both(value: Expr) -> tuple[Expr, ...]:
    signs = any(isinstance(node, PlusMinus) for node in walk(value))
    return both_signs(value) if signs else (value,)


def spanned(text: str) -> str:
    """The vectors of `span{(2, -1)}`, `t (2, -1)` or `s (1, 0, 1) + t (0, 1, 1), s, t ∈ ℝ`.

    Any other text is left as it is.
    """
    if len(text) > MAX_SPANNED:
        return text
    if _SPAN.search(text):
        return _SPAN.sub("", text)
    plain = re.sub(r"\\left|\\right|\\displaystyle|\$", "", text).strip().rstrip(".")
    if built := _BUILT.fullmatch(plain):
        plain = built["body"]
    plain = _WHENEVER.sub("", plain)
    if lead := _LEAD.match(plain):
        plain = plain[lead.end() :]
    vectors, factors, place = [], set(), 0
    while term := _TERM.match(plain, place):
        vectors.append(term["vector"])
        factors.add(term["factor"])
        place = term.end()
        if plain[place : place + 1] != "+":
            break
        place += 1
    if not vectors or place < len(plain) or len(factors) < len(vectors):
        return text
    return ", ".join(vectors)
