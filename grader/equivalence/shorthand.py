"""Shorthand of one character: ``½``, and raised letters as in ``e⁻ˣ``."""

import re
import unicodedata
from fractions import Fraction

RAISED = "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁽⁾ⁱⁿˣʸᵃᵇᵏᵐ"
"""Raised characters that an exponent may hold; a raised T transposes and is none of them."""


def vulgar(piece: str) -> Fraction | None:
    """The value of a character such as ``½``, or None."""
    if piece.isascii() or len(piece) != 1:
        return None
    kind, _, rest = unicodedata.decomposition(piece).partition(" ")
    top, _, bottom = rest.partition("2044")
    if kind != "<fraction>" or not bottom:
        return None
    return Fraction(*(int("".join(chr(int(c, 16)) for c in s.split())) for s in (top, bottom)))


def raised_text(piece: str) -> str:
    """Raised characters on the line: ``⁻ˣ²`` is ``-x^2``."""
    plain = unicodedata.normalize("NFKC", piece).replace("−", "-")
    return re.sub(r"([a-z])(\d)", r"\1^\2", plain)
