"""The runs of a formula: letters, numbers and words with the look that gives them a meaning."""

from __future__ import annotations

import re
from itertools import groupby

from ..archives import Element
from ..counting import whole_number
from ..mathematics import CONNECTIVES, FUNCTIONS, NAMED_OPERATORS, joined, shown, sign
from .package import switch, value

_SETS = {"double-struck": "mathbb", "script": "mathcal", "fraktur": "mathfrak",
         "sans-serif": "mathsf", "monospace": "mathtt"}  # fmt: skip
_WORD = re.compile(
    r"(?P<typed>\\[A-Za-z]+|[\^_](?=[A-Za-z0-9({\\])|(?<=[\^_])\{[\w.]+\})"
    r"|[<>!]=|[ \u00a0]{2,}|[A-Za-z]{2,}|[^\W\d_]|\d+(?:[.,]\d+)*|.",
    re.DOTALL,
)

_TYPED_SIGNS = {"<=": r"\le ", ">=": r"\ge ", "!=": "!="}
"""Two signs typed for one; whether `n!=1` says "not equal" is for whoever reads it."""
_SCRIPTS = re.compile(r"([_^])\{\d\}(?:\1\{\d\})+")
"""Raised or lowered digits that are one number: `x₁₀`."""


def run_latex(runs: list[Element], aligned: bool) -> str:
    """Runs that follow one another: those of one look are one text, so that `l`+`og` is a word."""
    looks = [(_look(run), _text(run)) for run in runs]
    pieces = []
    for (normal, style, script), group in groupby(looks, key=lambda row: row[0]):
        text = "".join(text for _, text in group)
        pieces.append(_normal(text) if normal else _letters(text, style, script, aligned))
    return joined(pieces)


def _look(run: Element) -> tuple[bool, str, str]:
    properties = run.find("m:rPr")
    style = value(properties, "m:sty", "m:val") or ""
    script = value(properties, "m:scr", "m:val") or ""
    return bool(switch(properties, "m:nor")), style, script


def _text(run: Element) -> str:
    """The characters of a run; a line break as one, an unknown sign as it is."""
    pieces: list[str] = []
    font = value(run.find("w:rPr"), "w:rFonts", "w:ascii")
    for child in run:
        if child.tag in ("m:t", "w:t"):
            text = child.text or ""
            known = shown(text, font)
            pieces.append(text if known is None else known)
        elif child.tag in ("w:br", "w:cr"):
            pieces.append("\n")
        elif child.tag == "w:tab":
            pieces.append(" ")
        elif child.tag == "w:sym":
            code = whole_number(str(int(child.get("w:char", "0") or "0", 16)))
            pieces.append(shown(chr(code), child.get("w:font")) or chr(code))
    return "".join(pieces)


def _normal(text: str) -> str:
    """Words between the signs of a formula."""
    if text.strip() in FUNCTIONS:
        return f"\\{text.strip()} "
    if not re.search(r"[^\W\d_]{2,}", text):
        return _letters(text, "p", "", False)
    inner = re.sub(r"([{}%#$_&])", r"\\\1", text)
    return rf"\text{{{inner}}}" if text.strip() else " "


def _letters(text: str, style: str, script: str, aligned: bool) -> str:
    text = re.sub(r"(?<=[\^_])(\d[\d.]+|[A-Za-z]\d+)", r"{\1}", text)
    pieces: list[str] = []
    for match in _WORD.finditer(text):
        word = match[0]
        if match.lastgroup:  # typed as LaTeX or in lines, and not built up: it is meant as such
            pieces.append(word)
        elif word in FUNCTIONS:
            pieces.append(f"\\{word}")
        elif word in CONNECTIVES:
            pieces.append(rf"\text{{ {word} }}")
        elif word.isspace() and word != "\n":
            pieces.append(" " if len(word) < 2 else r"\quad ")
        elif word in NAMED_OPERATORS or (style == "p" and len(word) > 2 and word.isalpha()):
            pieces.append(rf"\operatorname{{{word}}}")
        elif word in _TYPED_SIGNS:
            pieces.append(_TYPED_SIGNS[word])
        elif word == "\n":
            pieces.append("\n")
        elif word == "&":
            pieces.append("&" if aligned else r"\&")
        elif script in _SETS and word.isalpha():
            pieces.append(rf"\{_SETS[script]}{{{word}}}")
        elif style in ("b", "bi") and any(char.isalpha() for char in word):
            inner = "".join(map(sign, word))
            command = "mathbf" if inner.isascii() and not inner.startswith("\\") else "boldsymbol"
            pieces.append(rf"\{command}{{{inner}}}")
        else:
            pieces += [_spaced(sign(char)) for char in word]
    return _SCRIPTS.sub(lambda m: f"{m[1]}{{{''.join(re.findall('[0-9]', m[0]))}}}", joined(pieces))


def _spaced(latex: str) -> str:
    """A sign between two terms with the space that keeps it readable."""
    return f" {latex} " if latex in ("=", "+", "-", "<", ">") else latex
