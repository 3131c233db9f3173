"""Fonts: fixed, bold, or for mathematics, told by flag and name."""

from __future__ import annotations

import re
from dataclasses import dataclass

_FIXED = re.compile(
    r"mono|courier|consol|menlo|monaco|typewriter|inconsolata|fira ?code|source ?code|jetbrains|"
    r"cmtt|cmsltt|cmitt|sftt|lmtt|ectt|nimbusmon|lucidasanstyp|cascadia|fixed|terminal|andale|"
    r"(?:^|\+)code|beramono|txtt|pxtt|cour(?:$|-|new)|freemono|letter ?gothic",
    re.IGNORECASE,
)
_BOLD = re.compile(
    r"bold|black|heavy|semibold|demi|cmbx|cmssbx|sfbx|lmbx|ecbx|sfsx|(?:^|[+_-])bd|medi(?:um)?$|-bd",
    re.IGNORECASE,
)
_ITALIC = re.compile(r"italic|oblique|cmti|cmsl|lmri|sfti|ecti|slanted|[-,]it\b", re.IGNORECASE)
_MATH = re.compile(
    r"(?:^|\+)(?:cmmi|cmsy|cmex|cmbsy|cmmib|msam|msbm|eufm|eusm|rsfs|lmmath|euler|mtmi|mtsy|"
    r"newtxmi|ntxmi|txmi|txsy|txex|pxmi|pxsy|pxex|stix.*math|xits.*math|.*math|mathjax|katex_(?:math|"
    r"size|ams|cal)|symbol)",
    re.IGNORECASE,
)


_SUBSET = re.compile(r"^[A-Z]{6}\+")
"""Six letters by chance, LMTT perhaps, before the name of a font of which a part is in the file."""


@dataclass(frozen=True, slots=True)
class Face:
    """A font as far as reading cares."""

    name: str
    fixed: bool
    bold: bool
    italic: bool
    math: bool


def face_of(name: str, flags: int, weight: int) -> Face:
    """The face of a font from its name, descriptor flags and weight."""
    name = _SUBSET.sub("", name)
    fixed = _FIXED.search(name) is not None or bool(flags > 0 and flags & 1)
    math = _MATH.search(name) is not None and not fixed
    bold = _BOLD.search(name) is not None or weight >= 700
    italic = _ITALIC.search(name) is not None or bool(flags > 0 and flags & 64)
    return Face(name, fixed, bold, italic, math)
