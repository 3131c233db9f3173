"""Formulas that stand alone in a line of text, without dollars and without an equals sign."""

from __future__ import annotations

import re

_NAMED = re.compile(
    r"exp|a?(?:rc)?(?:sin|cos|tan)h?|cot|sec|csc|log|ln|sqrt|abs|max|min|pi|inf|oo|np|numpy|math|sp"
    r"|sympy|torch|power|square|alpha|beta|gamma|delta|epsilon|theta|lambda|mu|nu|sigma|tau|phi"
    r"|omega|rho|eta|kappa|sigmoid|expit|logistic|softplus|softmax|relu|erfc?|gamma|det|tr|trace|rank|sign"
    r"|floor|ceil|binom|comb|factorial|zeta|xi|psi|chi"
)
_LANGUAGE = re.compile(r"is|of|to|in|at|so|we|be|or|an|as|by|if|no|on|up|it|he|me|my|us|do|go|am")
_SAYS = re.compile(r"[+*/^()×·√²³⁴]|(?<=\w)\s*[-−]\s*(?=\w)|\d\s*[^\W\d_]")
_AT = re.compile(r"(?<=[\w)\]])\s*@\s*(?=[\w(])(?![\w-]+\.[a-z]{2,})")
"""The product of matrices in Python, which no address is."""
_OTHER = re.compile(r"[?!:;=<>\"@#&$%~]|,\s|[.](?:\s|$)")


def is_formula(text: str) -> bool:
    """Whether a line of plain text is one formula: signs of arithmetic, and no word of language."""
    bare = _AT.sub("*", text.strip(" .`*"))
    if not bare or len(bare) > 200 or _OTHER.search(bare) or _SAYS.search(bare) is None:
        return False
    words = [word.casefold() for word in re.findall(r"[^\W\d_]{2,}", bare)]
    return all(
        _NAMED.fullmatch(word) or (len(word) == 2 and not _LANGUAGE.fullmatch(word))
        for word in words
    )
