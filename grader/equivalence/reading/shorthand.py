"""Characters that stand for others: ``½``, raised letters as in ``e⁻ˣ``, the italic letters and
wide signs of word processors.
"""

import re
import unicodedata
from fractions import Fraction

RAISED = "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁽⁾ⁱⁿˣʸᵃᵇᵏᵐ"
"""Raised characters that an exponent may hold; a raised T transposes and is none of them."""

_INVISIBLE = "\u00ad\u200b\u200c\u200d\u200e\u200f\u2060\u2061\u2062\u2063\u2064\ufe0e\ufe0f\ufeff"
_ALPHABETS = (*range(0x1D400, 0x1D800), *range(0xFF01, 0xFF5F), 0x210E, 0x2102, 0x2115, 0x211D)
_TYPED: dict[int, str] = {
    **{code: unicodedata.normalize("NFKC", chr(code)) for code in _ALPHABETS},
    **dict.fromkeys(map(ord, _INVISIBLE), ""),
    **{
        ord(sign): typed for sign, typed in zip("▒〖〗ⅆⅇⅈ，。；：（）", " ()dei,.;:()", strict=True)
    },
}


def typed(text: str) -> str:
    """The text with letters and signs as a keyboard has them, and without what is not seen."""
    if text.isascii():
        return text
    if "∫" in text:  # the group that Word puts around an integrand holds the differential too
        text = text.replace("〖", " ").replace("〗", " ")
    return text.translate(_TYPED)


_SYMBOL = re.compile(
    r"(?:Symbol|Dummy|Function)\((['\"])([A-Za-z_]\w*)\1(?:, [a-z]+=\w+)*\)"
    r"|Float\((['\"])([-+.e\d]{1,40})\3(?:, \w+=\d+)?\)"
)


_SCALAR = re.compile(r"(?:np|numpy)\.(?:float|int)\d*\(([-+.\deE]{1,40})\)")
_SETTING = re.compile(r",\s*(?:dtype|device|grad_fn|requires_grad)=[\w.<>:]{1,40}(?=[,)])")


def printed(text: str) -> str:
    """The text of NumPy's and PyTorch's numbers without their types."""
    return _SETTING.sub("", _SCALAR.sub(r"\1", text))


def unquoted(text: str) -> str:
    """The text of SymPy's `srepr` with bare names: ``Symbol('x')`` is ``x``."""
    return _SYMBOL.sub(lambda found: found[2] or found[4], text)


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
