"""A number as somebody wrote it: its exact value, and how many digits they committed themselves
to.
"""

import math
import re
from dataclasses import dataclass
from fractions import Fraction

from grader.equivalence.errors import ReadError, Undecidable, Undefined, Undetermined
from grader.equivalence.numbers.complexes import Complex

MAX_DIGITS = 1000
FLOAT_FIGURES = 6
"""A float's digits beyond these may be rounding noise, in single precision too."""

_DECIMAL = re.compile(r"([+-]?)(\d+(?:\.\d*)?|\.\d+)(?:[eE]([+-]?\d{1,5}))?")
_PERCENT = re.compile(r"([+-]?(?:\d+(?:\.\d*)?|\.\d+))\s*\\?%")
_FRACTION = re.compile(r"([+-]?\d+)\s*/\s*(\d+)")
_THOUSANDS = re.compile(r"[+-]?\d{1,3}(?:[,' _]\d{3})+(?:\.\d+)?")
_COMMA = re.compile(r"[+-]?(?:\d+|\d{1,3}(?:\.\d{3})+),\d+")
_TIMES_TEN = re.compile(r"(?<=\d)(?:\s*[xX]\s*|\s+)(?=10\s*(?:\^|\*\*|[⁻⁰¹²³⁴-⁹]))")
_INFINITE = re.compile(r"([+-]?)(?:inf|infinity|oo|∞)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Written:
    """An exact value with the precision it was written to."""

    value: Fraction
    """The real part; 0 where ``special`` says that there is none."""
    decimals: int | None = None
    """Digits after the point (negative for 1.5e3); None for a fraction or formula, which is exact.
    """
    figures: tuple[int, int] | None = None
    """The least and most significant figures; they differ only for trailing zeros as in 1200."""
    special: str = ""
    """``inf``, ``-inf`` or ``nan`` where it is not a number, else empty."""
    is_float: bool = False
    """Whether it came as a float, which counts as written to at least the required places."""
    imaginary: Fraction = Fraction(0)

    @property
    def finite(self) -> bool:
        """Whether this is an ordinary number."""
        return not self.special


def written(value: object) -> Written:
    """A number from what a student or a rubric holds; raises `ReadError` with a hint for anything
    else.
    """
    if isinstance(value, Written):
        return value
    if isinstance(value, Complex):
        return Written(value.real, None, imaginary=value.imag)
    if isinstance(value, bool) or value is None:
        raise ReadError(f"a number is expected, not {value}", str(value))
    if isinstance(value, int):
        if value.bit_length() > 4 * MAX_DIGITS:
            raise ReadError(f"a number with more than {MAX_DIGITS} digits")
        return _from_text(str(value), str(value))
    if isinstance(value, Fraction):
        return Written(value, 0 if value.denominator == 1 else None)
    if isinstance(value, float):
        return _from_float(value)
    if isinstance(value, complex):
        real, imaginary = _from_float(value.real), _from_float(value.imag)
        special = real.special or imaginary.special
        return Written(real.value, None, None, special, True, imaginary.value)
    if isinstance(value, str):
        return _from_string(value)
    raise ReadError(f"a number is expected, not a {type(value).__name__}")


def _from_float(value: float) -> Written:
    """A float by its shortest decimal, noise beyond a few figures not counted as written."""
    if math.isnan(value):
        return Written(Fraction(0), special="nan", is_float=True)
    if math.isinf(value):
        return Written(Fraction(0), special="inf" if value > 0 else "-inf", is_float=True)
    text = repr(value)
    found = _from_text(text.removesuffix(".0"), text)
    decimals, figures = found.decimals or 0, found.figures or (1, 1)
    if figures[0] > FLOAT_FIGURES:
        decimals -= figures[0] - FLOAT_FIGURES
    return Written(found.value, decimals, figures, is_float=True)


def _from_string(text: str) -> Written:
    """A number from text: a decimal, a fraction, infinity, or a formula without variables."""
    shown = text.strip().strip("$").strip()
    plain = _TIMES_TEN.sub("*", shown.replace("−", "-").replace("–", "-"))
    if len(plain) > MAX_DIGITS:
        raise ReadError(f"a number with more than {MAX_DIGITS} characters", shown[:80])
    if _DECIMAL.fullmatch(plain):
        return _from_text(plain, shown)
    if match := _PERCENT.fullmatch(plain):
        return _hundredth(_from_text(match.group(1), shown))
    if match := _FRACTION.fullmatch(plain):
        if int(match.group(2)) == 0:
            raise ReadError("this divides by zero", shown, match.start(2))
        return Written(Fraction(int(match.group(1)), int(match.group(2))))
    if match := _INFINITE.fullmatch(plain):
        return Written(Fraction(0), special="-inf" if match.group(1) == "-" else "inf")
    if plain.lower() == "nan":
        return Written(Fraction(0), special="nan")
    if not plain:
        raise ReadError("a number is expected and nothing is written", shown)
    _refuse_separators(plain, shown)
    return _from_formula(plain, shown)


def _hundredth(number: Written) -> Written:
    """A number of per cent as a share, its digits two places further down."""
    decimals = None if number.decimals is None else number.decimals + 2
    return Written(number.value / 100, decimals, number.figures)


def _refuse_separators(plain: str, shown: str) -> None:
    """Thousands separators and decimal commas, each with what to write instead."""
    mark = next((k for k, letter in enumerate(plain) if letter in ",' _"), 0)
    if _THOUSANDS.fullmatch(plain) and not plain.lstrip("+-").startswith("0"):
        bare = re.sub(r"[,' _]", "", plain)
        raise ReadError(f"write {bare} without a separator between thousands", shown, mark)
    if _COMMA.fullmatch(plain):
        point = plain.replace(".", "").replace(",", ".")
        hint = f"write {point} with a decimal point, not a comma"
        raise ReadError(hint, shown, mark)


def _from_text(plain: str, shown: str) -> Written:
    """A decimal literal and the digits in it."""
    match = _DECIMAL.fullmatch(plain)
    if match is None:
        raise ReadError("a number is expected", shown)
    sign, digits, exponent = match.groups()
    shift = int(exponent or 0)
    if abs(shift) > MAX_DIGITS:
        raise ReadError("this number's exponent is too large", shown)
    whole, _, places = digits.partition(".")
    value = Fraction(int((whole + places) or "0")) * Fraction(10) ** (shift - len(places))
    figures = (whole + places).lstrip("0")
    most = len(figures)
    least = most if places or "." in digits else len(figures.rstrip("0"))
    return Written(
        -value if sign == "-" else value, len(places) - shift, (max(least, 1), max(most, 1))
    )


def _from_formula(plain: str, shown: str) -> Written:
    """The value of a formula without variables, such as ``2+e``, to far more digits than anybody
    asks.
    """
    from grader.equivalence.numbers.evaluation import approximate_exactly
    from grader.equivalence.reading import read

    expr = read(plain, syntax="latex" if "\\" in plain else "infix")
    try:
        value = approximate_exactly(expr)
    except (Undefined, Undetermined, Undecidable) as reason:
        raise ReadError(str(reason) or "this has no value", shown) from None
    return Written(value)
