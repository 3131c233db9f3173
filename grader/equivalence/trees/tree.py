"""The expression tree that both readers build: frozen records, compared by structure.

Every node says what was written, not what it is worth: ``2(1)`` is `Mul` of 2 and 1. A difference
is an `Add` with a factor -1, a quotient a `Mul` with a power -1. Names of bound variables are
plain strings.
"""

from dataclasses import dataclass
from fractions import Fraction


@dataclass(frozen=True, slots=True)
class Expr:
    """Any node of the tree."""


@dataclass(frozen=True, slots=True)
class Number(Expr):
    """An exact rational; a decimal literal is read as the fraction it names."""

    value: Fraction


@dataclass(frozen=True, slots=True)
class Constant(Expr):
    """One of ``e``, ``pi``, ``i`` (complex domain only) and ``oo``."""

    name: str


@dataclass(frozen=True, slots=True)
class Symbol(Expr):
    """A variable under its normal name, such as ``theta_1``, ``x'`` or ``p*``."""

    name: str


@dataclass(frozen=True, slots=True)
class Add(Expr):
    """A sum of two or more terms."""

    terms: tuple[Expr, ...]


@dataclass(frozen=True, slots=True)
class Mul(Expr):
    """A product of two or more factors."""

    factors: tuple[Expr, ...]


@dataclass(frozen=True, slots=True)
class Pow(Expr):
    """A power."""

    base: Expr
    exponent: Expr


@dataclass(frozen=True, slots=True)
class Apply(Expr):
    """A function at its arguments; an unknown name is a function nothing is known about."""

    name: str
    arguments: tuple[Expr, ...]


@dataclass(frozen=True, slots=True)
class Conditional(Expr):
    """``x | theta`` inside a function's parentheses."""

    left: tuple[Expr, ...]
    right: tuple[Expr, ...]


@dataclass(frozen=True, slots=True)
class Divergence(Expr):
    """``p || q`` inside a function's parentheses."""

    left: Expr
    right: Expr


@dataclass(frozen=True, slots=True)
class Tuple(Expr):
    """An ordered list: a point, a vector, a gradient, the bounds of nothing else."""

    items: tuple[Expr, ...]


@dataclass(frozen=True, slots=True)
class Set(Expr):
    """An unordered collection in braces."""

    items: tuple[Expr, ...]


@dataclass(frozen=True, slots=True)
class Matrix(Expr):
    """Rows of equal length."""

    rows: tuple[tuple[Expr, ...], ...]


@dataclass(frozen=True, slots=True)
class Relation(Expr):
    """A chain ``a = b < c``: an operator (``= != < <= > >= ~ in -> :=``) between any two sides."""

    sides: tuple[Expr, ...]
    operators: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Logic(Expr):
    """Statements joined by ``and`` or ``or``."""

    operator: str
    items: tuple[Expr, ...]


@dataclass(frozen=True, slots=True)
class PlusMinus(Expr):
    """``± x``: the two values x and -x."""

    body: Expr


@dataclass(frozen=True, slots=True)
class Derivative(Expr):
    """The body differentiated by each named variable in turn."""

    body: Expr
    variables: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Gradient(Expr):
    """``nabla f``, by the variables below the sign or, with none, by those the caller means."""

    body: Expr
    variables: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Integral(Expr):
    """An integral over one variable; without bounds it is over the whole space."""

    body: Expr
    variable: str
    lower: Expr | None = None
    upper: Expr | None = None


@dataclass(frozen=True, slots=True)
class Sum(Expr):
    """A sum over an integer index; without bounds it is over the whole space."""

    body: Expr
    index: str
    lower: Expr | None = None
    upper: Expr | None = None


@dataclass(frozen=True, slots=True)
class Product(Expr):
    """A product over an integer index."""

    body: Expr
    index: str
    lower: Expr | None = None
    upper: Expr | None = None


@dataclass(frozen=True, slots=True)
class ArgExtremum(Expr):
    """``arg min`` or ``arg max`` (``kind``) of the body over the named variables; ``kind`` may be
    ``value min``.
    """

    kind: str
    variables: tuple[str, ...]
    body: Expr


@dataclass(frozen=True, slots=True)
class Piecewise(Expr):
    """Values with conditions, first true one wins; a condition of None is "otherwise"."""

    branches: tuple[tuple[Expr, Expr | None], ...]


@dataclass(frozen=True, slots=True)
class Text(Expr):
    """Words between formulas, such as ``if`` in ``\\text{if}``."""

    words: str


@dataclass(frozen=True, slots=True)
class Statements(Expr):
    """Several statements in one formula, separated by a comma, a semicolon or a wide space."""

    items: tuple[Expr, ...]


ZERO = Number(Fraction(0))
ONE = Number(Fraction(1))
MINUS_ONE = Number(Fraction(-1))
E = Constant("e")
PI = Constant("pi")


def number(value: int | Fraction) -> Number:
    """The number node of an exact value."""
    return Number(Fraction(value))
