"""Exact complex numbers, and what a text such as `3 + 4j` or `5 e^{i pi/2}` is worth."""

from __future__ import annotations

import re
from dataclasses import dataclass
from fractions import Fraction

from grader.equivalence.comparison import Options
from grader.equivalence.errors import ReadError, Undecidable, Undefined, Undetermined
from grader.equivalence.trees.structure import free_symbols
from grader.equivalence.trees.tree import Add, Constant, Expr, Mul, Number, Pow

MAX_TEXT = 300
MAX_POWER = 64
_PYTHON = re.compile(r"(?<=[\d.)])\s*j\b")
_LETTERS = re.compile(
    r"\\(?:mathrm|operatorname|text)\s*\{\s*[ij]\s*\}|(?<![A-Za-z\\])j(?![A-Za-z])"
)


@dataclass(frozen=True, slots=True)
class Complex:
    """A complex number with exact parts."""

    real: Fraction
    imag: Fraction = Fraction(0)

    def __add__(self, other: Complex | Fraction | int) -> Complex:
        one = as_complex(other)
        return Complex(self.real + one.real, self.imag + one.imag)

    __radd__ = __add__

    def __neg__(self) -> Complex:
        return Complex(-self.real, -self.imag)

    def __sub__(self, other: Complex | Fraction | int) -> Complex:
        return self + -as_complex(other)

    def __mul__(self, other: Complex | Fraction | int) -> Complex:
        one = as_complex(other)
        return Complex(
            self.real * one.real - self.imag * one.imag, self.real * one.imag + self.imag * one.real
        )

    __rmul__ = __mul__

    def __truediv__(self, other: Complex | Fraction | int) -> Complex:
        one = as_complex(other)
        size = one.square
        return self * Complex(one.real / size, -one.imag / size)

    def __bool__(self) -> bool:
        return bool(self.real or self.imag)

    def __str__(self) -> str:
        if not self.imag:
            return str(self.real)
        size = "" if abs(self.imag) == 1 else f"{abs(self.imag)}*"
        sign = "-" if self.imag < 0 else "+" if self.real else ""
        return f"{self.real if self.real else ''}{sign}{size}i"

    @property
    def conjugate(self) -> Complex:
        """The same with the other sign of its imaginary part."""
        return Complex(self.real, -self.imag)

    @property
    def square(self) -> Fraction:
        """The square of its modulus."""
        return self.real * self.real + self.imag * self.imag


def as_complex(value: Complex | Fraction | int) -> Complex:
    """Any exact number as a complex one."""
    return value if isinstance(value, Complex) else Complex(Fraction(value))


def complex_in(text: str) -> tuple[Complex, bool]:
    """The complex number in a text, and whether it is exact; raises `ReadError` for none."""
    from grader.equivalence.reading import read

    if len(text) > MAX_TEXT:
        raise ReadError("this is too long for a number", text[:80])
    plain = _LETTERS.sub("i", _PYTHON.sub(" i", text.strip().strip("$").strip()))
    expr = read(plain, syntax="latex" if "\\" in plain else "infix", imaginary=True)
    if free_symbols(expr):
        raise ReadError("a number is expected", text)
    try:
        if (exact := _exact(expr)) is not None:
            return exact, True
        return _approximate(expr), False
    except (Undefined, Undetermined, Undecidable, ZeroDivisionError, OverflowError) as reason:
        raise ReadError(str(reason) or "this has no value", text) from None


def _exact(expr: Expr) -> Complex | None:
    """The value of sums, products and whole powers of rationals and i; None for anything else."""
    match expr:
        case Number(value):
            return Complex(value)
        case Constant("i"):
            return Complex(Fraction(0), Fraction(1))
        case Add(terms) | Mul(terms):
            values = [_exact(term) for term in terms]
            total = Complex(Fraction(0 if isinstance(expr, Add) else 1))
            for one in values:
                if one is None:
                    return None
                total = total + one if isinstance(expr, Add) else total * one
            return total
        case Pow(base, Number(value)) if value.denominator == 1 and abs(value) <= MAX_POWER:
            found = _exact(base)
            if found is None:
                return None
            total = Complex(Fraction(1))
            for _ in range(abs(int(value))):
                total = total * found
            return total if value >= 0 else Complex(Fraction(1)) / total
    return None


def _approximate(expr: Expr) -> Complex:
    from grader.equivalence.numbers.arithmetic import BITS, LOCK, field_at
    from grader.equivalence.numbers.evaluator import Evaluator

    with LOCK:
        for bits in BITS[:3]:
            with field_at(bits, Options("complex")) as field:
                try:
                    found = complex(field.approximate(Evaluator(field, {}).value(expr)))
                except Undetermined:
                    continue
            if found != found or abs(found) == float("inf"):
                raise Undefined("this is too large")
            return Complex(Fraction(repr(found.real)), Fraction(repr(found.imag)))
    raise Undetermined("the value could not be determined")
