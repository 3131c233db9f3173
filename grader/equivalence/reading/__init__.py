"""`read`: student text to a tree, in bounded work, without ever evaluating it."""

import re
from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import replace

from grader.equivalence.errors import ReadError
from grader.equivalence.reading import bars
from grader.equivalence.reading.grammar import Grammar
from grader.equivalence.reading.indicators import with_indicators
from grader.equivalence.reading.names_latex import join_names
from grader.equivalence.reading.notation import Notation, Syntax, bare_sigma
from grader.equivalence.reading.plain_tex import modern
from grader.equivalence.reading.shorthand import printed, typed, unquoted
from grader.equivalence.reading.tokens import Token, tokenize_infix
from grader.equivalence.reading.tokens_latex import tokenize_latex
from grader.equivalence.trees.traversal import depth
from grader.equivalence.trees.tree import Expr

_FOR_ALL = re.compile(r"\bfor\s+(?:all|every|each|any)\b", re.IGNORECASE)
MAX_TREE_DEPTH = 150
"""Levels of the tree; every later pass goes down it by recursion."""


def read(
    text: str,
    *,
    syntax: Syntax = "infix",
    functions: Iterable[str] = (),
    symbols: Iterable[str] = (),
    aliases: Mapping[str, str] | None = None,
    imaginary: bool = False,
) -> Expr:
    """The tree of a formula; raises `ReadError`, which points at the character, where there is
    none.
    """
    notation = Notation(
        syntax, frozenset(functions), frozenset(symbols), dict(aliases or {}), imaginary
    )
    return read_with(text, notation)


def read_with(text: str, notation: Notation) -> Expr:
    """`read` with the notation already put together."""
    text = typed(text)
    if notation.syntax == "latex":
        text = modern(text)
    elif "for" in text:
        text = _FOR_ALL.sub("for", text)
    if "np." in text or "dtype" in text or "grad" in text:
        text = printed(text)
    if "('" in text or '("' in text:
        text = unquoted(text)
    if ("σ" in text or "sigma" in text) and "sigma" not in notation.symbols:
        notation = replace(notation, logistic=not bare_sigma(text))
    try:
        expr = _parsed(text, _tokens(text, notation), notation)
    except RecursionError:
        raise ReadError("the formula is nested too deeply", text[:80], 0) from None
    if depth(expr) > MAX_TREE_DEPTH:
        raise ReadError("the formula is nested too deeply", text[:80], 0)
    return with_indicators(expr)


def _parsed(text: str, tokens: list[Token], notation: Notation) -> Expr:
    """The tree of the tokens; where bars stand within bars, by the one way to pair them up."""
    try:
        plain = Grammar(text, list(tokens), notation).everything()
    except ReadError:
        if len(trees := _by_bars(text, tokens, notation)) != 1:
            raise
        return trees.pop()
    if not bars.may_be_nested(tokens) or len(_by_bars(text, tokens, notation)) < 2:
        return plain
    if len(trees := _by_bars(text, tokens, notation, spaced=True)) != 1:
        raise ReadError("these bars can be paired in two ways: write abs(...)", text, 0)
    return trees.pop()


def _by_bars(
    text: str, tokens: list[Token], notation: Notation, *, spaced: bool = False
) -> set[Expr]:
    """The trees of all ways to pair up bars."""
    trees: set[Expr] = set()
    for paired in bars.ways(tokens, spaced):
        with suppress(ReadError):
            trees.add(Grammar(text, paired, notation).everything())
    return trees


def _tokens(text: str, notation: Notation) -> list[Token]:
    """The tokens of the text in its syntax."""
    if notation.syntax == "latex":
        return join_names(tokenize_latex(text, notation), notation)
    return _stars(tokenize_infix(text, notation), notation)


def _stars(tokens: list[Token], notation: Notation) -> list[Token]:
    """Infix ``p^*`` and, where it is declared, ``p*`` as one name."""
    out: list[Token] = []
    for token in tokens:
        if token.kind == "op" and token.text == "*" and out:
            previous = out[-1]
            before = out[-2] if len(out) > 1 else previous
            if previous.kind == "op" and previous.text == "^" and before.kind == "name":
                out[-2:] = [before._replace(text=before.text + "*")]
                continue
            starred = previous.text + "*"
            declared = starred in notation.functions or starred in notation.symbols
            if previous.kind == "name" and declared:
                out[-1] = previous._replace(text=starred)
                continue
        out.append(token)
    return out
