"""The stand-in for balls where python-flint is missing: mpmath at two precisions at once.

A number is a pair; the distance of its two halves, widened, plays the ball's radius. That is not a
proof, but an error would have to fool two precisions in the same way.
"""

from collections.abc import Callable
from fractions import Fraction
from functools import lru_cache
from typing import Any

from grader.equivalence.errors import Undefined, Undetermined

EXACT_BITS = 8192
MAX_FACTORIAL = 400
MAX_EXPONENT = 10**8
_GUARD = 16
_PLAIN = frozenset(
    ("sin", "cos", "tan", "cot", "sec", "csc", "sinh", "cosh", "tanh",
     "coth", "sech", "csch", "asin", "acos", "atan", "asinh", "acosh", "atanh",
     "erf", "erfc", "gamma", "loggamma", "digamma", "exp", "log", "sqrt")
)  # fmt: skip
_RANGES = {"asin": (-1, 1), "acos": (-1, 1), "atanh": (-1, 1), "acosh": (1, None)}


@lru_cache(maxsize=16)
def _context(bits: int) -> Any:
    """An mpmath context of its own for one precision."""
    import mpmath

    context = mpmath.mp.clone()
    context.prec = bits
    return context


class Near:
    """A number computed twice, at one precision and at twice that."""

    __slots__ = ("high", "low")

    def __init__(self, low: Any, high: Any) -> None:
        self.low = low
        self.high = high


class Pairs:
    """The operations of `balls.Balls`, on exact fractions and `Near` numbers."""

    def __init__(self, bits: int, complex_domain: bool = False) -> None:
        self.bits = bits
        self.complex = complex_domain
        self.absorbed = False
        self._contexts = (_context(bits), _context(2 * bits))

    def __enter__(self) -> "Pairs":
        return self

    def __exit__(self, *_: object) -> None:
        return None

    def number(self, value: Fraction) -> Any:
        """An exact rational as a value."""
        return value

    def _near(self, value: Any) -> Near:
        if isinstance(value, Near):
            return value
        low, high = (c.mpf(value.numerator) / value.denominator for c in self._contexts)
        return Near(low, high)

    def _each(self, work: Callable[..., Any], *values: Any) -> Near:
        """One operation at both precisions; ``work`` gets the context and the numbers."""
        pairs = [self._near(value) for value in values]
        try:
            low = work(self._contexts[0], *(pair.low for pair in pairs))
            high = work(self._contexts[1], *(pair.high for pair in pairs))
        except (ValueError, ZeroDivisionError):
            raise Undetermined from None
        if not self.complex and any(
            isinstance(part, self._contexts[0].mpc) for part in (low, high)
        ):
            raise Undefined("the value is not real")
        return Near(low, high)

    def _radius(self, value: Near) -> Any:
        """How far the number may be off."""
        context = self._contexts[1]
        gap = abs(value.high - value.low)
        return (gap + abs(value.high) * context.mpf(2) ** (8 - self.bits)) * 2**_GUARD

    def constant(self, name: str) -> Any:
        """The value of ``e``, ``pi`` or ``i``."""
        match name:
            case "e":
                return self._each(lambda c: +c.e)
            case "pi":
                return self._each(lambda c: +c.pi)
            case "i" if self.complex:
                return self._each(lambda c: c.mpc(0, 1))
        raise Undefined("infinity is not a number")

    def add(self, first: Any, second: Any) -> Any:
        """A sum."""
        if isinstance(first, Fraction) and isinstance(second, Fraction):
            return first + second
        total = self._each(lambda _, a, b: a + b, first, second)
        if self.bits >= 1024:
            sizes = sorted(abs(self._near(value).high) for value in (first, second))
            tiny = sizes[0] < sizes[1] * self._contexts[1].mpf(2) ** (64 - self.bits)
            self.absorbed |= bool(tiny and sizes[0])
        return total

    def multiply(self, first: Any, second: Any) -> Any:
        """A product; exact ones that grow too long become pairs."""
        if isinstance(first, Fraction) and isinstance(second, Fraction):
            product = first * second
            bits = max(product.numerator.bit_length(), product.denominator.bit_length())
            return product if bits <= EXACT_BITS else self._near(product)
        return self._each(lambda _, a, b: a * b, first, second)

    def power(self, base: Any, exponent: Any) -> Any:
        """``base ** exponent``, real unless the domain is complex."""
        whole = isinstance(exponent, Fraction) and exponent.denominator == 1
        if self.is_zero(base):
            if whole and exponent == 0:
                return Fraction(1)
            if not self.complex and self.sign(exponent) > 0:
                return Fraction(0)
            raise Undefined("zero to a power that is not positive")
        if whole and isinstance(base, Fraction):
            bits = max(base.numerator.bit_length(), base.denominator.bit_length())
            if bits * abs(exponent) <= EXACT_BITS:
                return base ** int(exponent)
        self._check_size(base, exponent)
        if whole:
            return self._each(lambda _, b: b ** int(exponent), base)
        if not self.complex and self.sign(base) < 0:
            raise Undefined("a negative number to a broken power")
        return self._each(lambda _, b, e: b**e, base, exponent)

    def _check_size(self, base: Any, exponent: Any) -> None:
        """Refuse powers whose exponent alone would fill the memory."""
        context = self._contexts[0]
        if not context.isfinite(self._near(base).low):
            raise Undetermined
        size = abs(self._near(exponent).low)
        if size > MAX_EXPONENT or size * abs(context.mag(self._near(base).low)) > MAX_EXPONENT:
            raise Undetermined

    def is_zero(self, value: Any) -> bool:
        """Whether a value is exactly zero; `Undetermined` where it only may be."""
        if isinstance(value, Fraction):
            return value == 0
        if abs(value.high) <= self._radius(value):
            raise Undetermined
        return False

    def sign(self, value: Any) -> int:
        """The sign of a real value."""
        if isinstance(value, Fraction):
            return int(value > 0) - int(value < 0)
        if isinstance(value.high, self._contexts[1].mpc):
            raise Undefined("a complex number has no sign")
        self.is_zero(value)
        return 1 if value.high > 0 else -1

    def floor(self, value: Any) -> Any:
        """The largest whole number not above a value."""
        if isinstance(value, Fraction):
            return Fraction(value.numerator // value.denominator)
        radius = self._radius(value)
        floor = self._contexts[1].floor
        if floor(value.high - radius) != floor(value.high + radius):
            raise Undetermined
        return Fraction(int(floor(value.high)))

    def exp(self, value: Any) -> Any:
        """The exponential."""
        if isinstance(value, Fraction) and value == 0:
            return Fraction(1)
        if abs(self._near(value).high) > MAX_EXPONENT:
            raise Undetermined
        return self._each(lambda c, v: c.exp(v), value)

    def log(self, value: Any) -> Any:
        """The natural logarithm."""
        if self.is_zero(value) or (not self.complex and self.sign(value) < 0):
            raise Undefined("the logarithm of a number that is not positive")
        return Fraction(0) if value == 1 else self._each(lambda c, v: c.log(v), value)

    def sqrt(self, value: Any) -> Any:
        """The square root."""
        if isinstance(value, Fraction) and value == 0:
            return value
        if not self.complex and self.sign(value) < 0:
            raise Undefined("the square root of a negative number")
        return self._each(lambda c, v: c.sqrt(v), value)

    def absolute(self, value: Any) -> Any:
        """The modulus."""
        return abs(value) if isinstance(value, Fraction) else self._each(lambda _, v: abs(v), value)

    def function(self, name: str, value: Any) -> Any:
        """A known function of one argument."""
        if name not in _PLAIN:
            raise Undefined(f"{name} has no value here")
        if name in ("cot", "csc", "coth", "csch") and value == 0:
            raise Undefined(f"{name} has a pole at 0")
        if not self.complex and name in _RANGES:
            low, high = _RANGES[name]
            shown = self._near(value).high
            if shown < low or (high is not None and shown > high):
                raise Undefined(f"{name} outside its range")
        return self._each(lambda c, v: getattr(c, name)(v), value)

    def factorial(self, value: Any) -> Any:
        """The factorial."""
        if isinstance(value, Fraction) and value.denominator == 1:
            if value < 0:
                raise Undefined("the factorial of a negative number")
            if value <= MAX_FACTORIAL:
                return Fraction(int(self._contexts[1].factorial(int(value))))
        if abs(self._near(value).high) > MAX_EXPONENT:
            raise Undetermined
        return self._each(lambda c, v: c.gamma(v + 1), value)

    def arctangent(self, top: Any, bottom: Any) -> Any:
        """The angle of the point (bottom, top)."""
        if self.complex or (self.is_zero(top) and self.is_zero(bottom)):
            raise Undefined("atan2 at the origin")
        return self._each(lambda c, y, x: c.atan2(y, x), top, bottom)

    def difference(self, first: Any, second: Any) -> int:
        """1 where the values differ, 0 where they agree closely, -1 where it is open."""
        if isinstance(first, Fraction) and isinstance(second, Fraction):
            return int(first != second)
        left, right = self._near(first), self._near(second)
        radius = self._radius(left) + self._radius(right)
        gap, scale = abs(left.high - right.high), max(abs(left.high), abs(right.high))
        if not self._contexts[1].isfinite(gap):
            return -1
        least = min(abs(left.high), abs(right.high))
        self.absorbed |= bool(self.bits >= 1024 and least and least < radius)
        if gap > radius:
            return 1
        limit = self._contexts[1].mpf(2)
        return 0 if radius <= scale * limit**-60 or radius <= limit**-80 else -1

    def approximate(self, value: Any) -> float | complex:
        """A value as a Python number."""
        if isinstance(value, Fraction):
            return float(value)
        is_complex = isinstance(value.high, self._contexts[1].mpc)
        return complex(value.high) if is_complex else float(value.high)

    def fraction(self, value: Any) -> Fraction | None:
        """The exact rational a value is, or None."""
        return value if isinstance(value, Fraction) else None

    def middle(self, value: Any) -> Fraction:
        """A real value as a fraction."""
        high = value.high
        if isinstance(high, self._contexts[1].mpc) or not self._contexts[1].isfinite(high):
            raise Undetermined
        sign, mantissa, exponent, _ = high._mpf_
        size = Fraction(int(mantissa)) * Fraction(2) ** int(exponent)
        return -size if sign else size
