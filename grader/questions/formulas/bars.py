"""Matrices between bars, as people write them who mean the matrix and not its determinant."""

from __future__ import annotations

import re

_ENVIRONMENT = re.compile(r"\\(begin|end)\{[vV]matrix\*?\}")
_OPENS = re.compile(r"(?:\\left\s*)?(?:\\?\||\\[lr]?[vV]ert)\s*(?=\\begin\{(?:array|matrix)\})")
_SHUTS = re.compile(
    r"(?P<end>\\end\{(?:array|matrix)\})\s*(?:\\right\s*)?(?:\\?\||\\[lr]?[vV]ert(?![A-Za-z]))"
)
_DETERMINANT = re.compile(r"\\?\bdet\b|determinant", re.IGNORECASE)


def bars_as_brackets(text: str) -> str:
    """A text in which a matrix is asked for, its bars as brackets unless it says determinant."""
    if "\\begin{" not in text or _DETERMINANT.search(text):
        return text
    text = _ENVIRONMENT.sub(r"\\\1{bmatrix}", text)
    if not (_OPENS.search(text) and _SHUTS.search(text)):
        return text
    return _SHUTS.sub(r"\g<end>\\right]", _OPENS.sub(r"\\left[", text))
