"""Rigorous real and complex arithmetic: exact rationals while they last, balls of python-flint
after.

A value is an `fmpq` or a ball (`arb`, in the complex domain `acb`). Each function proves that it
is defined (else `Undefined`) or says that the ball is too wide to tell (`Undetermined`).
"""

from fractions import Fraction
from typing import Any

from flint import acb, arb, ctx, fmpq, fmpz
from flint.utils.flint_exceptions import DomainError

from grader.equivalence.errors import Undefined, Undetermined

EXACT_BITS = 8192
"""Rationals longer than this become balls."""
MAX_FACTORIAL = 400
HALF = fmpq(1, 2)
ZERO, ONE = fmpq(0), fmpq(1)
_AT_ZERO = {
    "sin": ZERO, "cos": ONE, "tan": ZERO, "asin": ZERO, "atan": ZERO, "sinh": ZERO, "cosh": ONE,
    "tanh": ZERO, "asinh": ZERO, "atanh": ZERO, "erf": ZERO, "sec": ONE, "sech": ONE, "erfc": ONE,
}  # fmt: skip
_POLES_AT_ZERO = frozenset(("cot", "csc", "coth", "csch"))
_EVERYWHERE = frozenset(["sin", "cos", "sinh", "cosh", "tanh", "atan", "asinh", "erf", "erfc"])
_WITH_POLES = frozenset(["tan", "cot", "sec", "csc", "coth", "csch", "sech", "digamma"])


class Balls:
    """The operations of one domain at one precision; with `complex` every value may be complex."""

    exact = fmpq

    def __init__(self, bits: int, complex_domain: bool = False) -> None:
        self.bits = bits
        self.complex = complex_domain
        self.ball: Any = acb if complex_domain else arb
        self.absorbed = False
        """Whether a term too small for this precision was added to something."""

    def __enter__(self) -> "Balls":
        self._outer = ctx.prec
        ctx.prec = self.bits
        return self

    def __exit__(self, *_: object) -> None:
        ctx.prec = self._outer

    def number(self, value: Fraction) -> Any:
        """An exact rational as a value."""
        return fmpq(value.numerator, value.denominator)

    def constant(self, name: str) -> Any:
        """The value of ``e``, ``pi`` or ``i``."""
        if name == "e":
            return self.ball(1).exp()
        if name == "pi":
            return self.ball.pi()
        if name == "i" and self.complex:
            return acb(0, 1)
        raise Undefined("infinity is not a number")

    def add(self, first: Any, second: Any) -> Any:
        """A sum; notices at high precision where a term is lost in the other's radius."""
        total = first + second
        if self.bits >= 1024 and type(total) is not fmpq:
            self._notice(first, second)
            self._notice(second, first)
        return total

    def _notice(self, small: Any, large: Any) -> None:
        """Remember that a non-zero term vanished beside a larger one."""
        ball, other = self.ball(small), self.ball(large)
        size = ball.abs_upper()
        lost = size < other.abs_upper() * arb(2) ** (64 - self.bits) or size <= self._radius(other)
        if lost and not ball.contains(0):
            self.absorbed = True

    def _radius(self, value: Any) -> Any:
        """The radius of a ball, of a complex one the larger of its two."""
        return max(value.real.rad(), value.imag.rad()) if type(value) is acb else value.rad()

    def multiply(self, first: Any, second: Any) -> Any:
        """A product; exact ones that grow too long become balls."""
        product = first * second
        if type(product) is fmpq and product.height_bits() > EXACT_BITS:
            return self.ball(product)
        return product

    def power(self, base: Any, exponent: Any) -> Any:
        """``base ** exponent``: real, with 0^0 = 1 only for a whole exponent."""
        if type(exponent) is fmpq and exponent.q == 1:
            return self._whole_power(base, exponent.p)
        if self.complex:
            return self._complex_power(base, exponent)
        if self.is_zero(base):
            if self.sign(exponent) > 0:
                return ZERO
            raise Undefined("zero to a power that is not positive")
        if self.sign(base) < 0:
            if type(exponent) is not fmpq and exponent.contains_integer():
                raise Undetermined
            raise Undefined("a negative number to a broken power")
        if exponent == HALF:
            return self._root(base)
        return arb(base) ** arb(exponent)

    def _whole_power(self, base: Any, exponent: fmpz) -> Any:
        if exponent < 0 and self.is_zero(base):
            raise Undefined("division by zero")
        if type(base) is fmpq:
            if base.height_bits() * abs(exponent) <= EXACT_BITS:
                return base ** int(exponent)
            base = self.ball(base)
        elif exponent < 0 and base.contains(0):
            raise Undetermined
        return base**exponent

    def _complex_power(self, base: Any, exponent: Any) -> Any:
        if self.is_zero(base):
            raise Undefined("zero to a complex power")
        return acb(base) ** acb(exponent)

    def _root(self, value: Any) -> Any:
        """A square root of a value known to be positive, exact where it can be."""
        if type(value) is fmpq:
            try:
                return value.sqrt()
            except DomainError:
                return self.ball(value).sqrt()
        return value.sqrt()

    def is_zero(self, value: Any) -> bool:
        """Whether a value is exactly zero; a ball that only touches zero raises `Undetermined`."""
        if type(value) is fmpq:
            return bool(value == 0)
        if value.is_zero():
            return True
        if value.contains(0):
            raise Undetermined
        return False

    def sign(self, value: Any) -> int:
        """The proved sign of a real value: -1, 0 or 1."""
        if type(value) is acb:
            if not value.imag.is_zero():
                raise Undefined("a complex number has no sign")
            value = value.real
        if value > 0:
            return 1
        if value < 0:
            return -1
        if value == 0 and (type(value) is fmpq or value.is_zero()):
            return 0
        raise Undetermined

    def floor(self, value: Any) -> Any:
        """The largest whole number not above a real value."""
        if type(value) is fmpq:
            return fmpq(value.floor())
        if type(value) is acb:
            raise Undefined("a complex number has no floor")
        floor = value.floor()
        if not floor.is_exact():
            raise Undetermined
        whole = floor.unique_fmpz()
        return floor if whole is None else fmpq(whole)

    def exp(self, value: Any) -> Any:
        """The exponential."""
        if type(value) is fmpq:
            return ONE if value == 0 else self.ball(value).exp()
        return value.exp()

    def log(self, value: Any) -> Any:
        """The natural logarithm of a positive value, or the principal one."""
        if self.complex:
            if self.is_zero(value):
                raise Undefined("the logarithm of zero")
            return acb(value).log()
        if self.sign(value) <= 0:
            raise Undefined("the logarithm of a number that is not positive")
        return ZERO if value == 1 and type(value) is fmpq else arb(value).log()

    def sqrt(self, value: Any) -> Any:
        """The square root of a value that is not negative, or the principal one."""
        if self.complex:
            return acb(value).sqrt()
        if type(value) is not fmpq and value.lower() >= 0:
            return value.sqrt()
        sign = self.sign(value)
        if sign < 0:
            raise Undefined("the square root of a negative number")
        return self._root(value) if sign else ZERO

    def absolute(self, value: Any) -> Any:
        """The modulus."""
        return abs(value)

    def function(self, name: str, value: Any) -> Any:
        """A known function of one argument that is not spelled out by the evaluator."""
        if type(value) is fmpq:
            if value == 0 and name in _POLES_AT_ZERO:
                raise Undefined(f"{name} has a pole at 0")
            if value == 0 and name in _AT_ZERO:
                return _AT_ZERO[name]
            value = self.ball(value)
        if name in _EVERYWHERE:
            return getattr(value, name)()
        if name in _WITH_POLES:
            return self._finite(getattr(value, name)())
        if name in ("asin", "acos", "atanh", "acosh"):
            return self._inverse(name, value)
        if name in ("gamma", "loggamma"):
            return self._gamma(name, value)
        raise Undefined(f"{name} has no value here")

    def _finite(self, value: Any) -> Any:
        if not value.is_finite():
            raise Undetermined
        return value

    def _inverse(self, name: str, value: Any) -> Any:
        """The inverse functions that need their argument in a range."""
        if not self.complex:
            low, high = (1, None) if name == "acosh" else (-1, 1)
            if value < low or (high is not None and value > high):
                raise Undefined(f"{name} outside its range")
        return self._finite(getattr(value, name)())

    def _gamma(self, name: str, value: Any) -> Any:
        """The gamma function and its logarithm, not at their poles."""
        whole = value.unique_fmpz() if value.is_exact() else None
        if whole is not None and whole <= 0:
            raise Undefined("the gamma function at a pole")
        return self._finite(value.gamma() if name == "gamma" else value.lgamma())

    def factorial(self, value: Any) -> Any:
        """The factorial; between whole numbers it is the gamma function."""
        if type(value) is fmpq and value.q == 1:
            if value < 0:
                raise Undefined("the factorial of a negative number")
            if value <= MAX_FACTORIAL:
                return fmpq(fmpz.fac_ui(int(value.p)))
        return self._gamma("gamma", self.ball(value) + 1)

    def arctangent(self, top: Any, bottom: Any) -> Any:
        """The angle of the point (bottom, top)."""
        if self.complex:
            raise Undefined("atan2 of complex numbers")
        if self.is_zero(top) and self.is_zero(bottom):
            raise Undefined("atan2 at the origin")
        return arb.atan2(arb(top), arb(bottom))

    def difference(self, first: Any, second: Any) -> int:
        """1 where the values are proved different, 0 where they agree closely, -1 where it is
        open.
        """
        if type(first) is fmpq and type(second) is fmpq:
            return int(first != second)
        gap = self.ball(first) - self.ball(second)
        if self.bits >= 1024:
            self._notice(first, second)
            self._notice(second, first)
        if not gap.is_finite():
            return -1
        if not gap.contains(0):
            return 1
        scale = max(self.ball(first).abs_upper(), self.ball(second).abs_upper())
        width = gap.abs_upper()
        return 0 if width <= scale * arb(2) ** -60 or width <= arb(2) ** -100 else -1

    def approximate(self, value: Any) -> float | complex:
        """A value as the nearest Python number."""
        if type(value) is fmpq:
            return float(Fraction(int(value.p), int(value.q)))
        if not value.is_finite():
            raise Undetermined
        return complex(value) if type(value) is acb else float(value)

    def fraction(self, value: Any) -> Fraction | None:
        """The exact rational a value is, or None."""
        return Fraction(int(value.p), int(value.q)) if type(value) is fmpq else None

    def middle(self, value: Any) -> Fraction:
        """The middle of a real ball as a fraction."""
        if not value.is_finite():
            raise Undetermined
        mantissa, exponent = arb(value).mid().man_exp()
        if abs(exponent) > 100_000:
            raise Undetermined
        return Fraction(int(mantissa)) * Fraction(2) ** int(exponent)
