"""Trees as exact quotients of polynomials, with whatever is not rational as an extra variable."""

from dataclasses import dataclass
from typing import Any

from grader.equivalence.errors import Undecidable
from grader.equivalence.trees.structure import canonical
from grader.equivalence.trees.traversal import children
from grader.equivalence.trees.tree import Add, Apply, Constant, Expr, Mul, Number, Pow, Symbol

MAX_TERMS = 3_000
"""Terms of a polynomial times terms of another, beyond which expanding is refused."""
MAX_POWER = 64
MAX_VARIABLES = 24


@dataclass(frozen=True, slots=True)
class Quotient:
    """A numerator and a denominator in one ring (`fmpq_mpoly` of python-flint)."""

    top: Any
    bottom: Any


class Ring:
    """Polynomials in the variables and the irrational subterms of some trees."""

    def __init__(self, trees: tuple[Expr, ...]) -> None:
        self.generators: dict[Expr, int] = {}
        self.atoms: list[Expr] = []
        for tree in trees:
            self._collect(tree)
        if len(self.generators) > MAX_VARIABLES:
            raise Undecidable("too many variables for exact arithmetic")
        from flint import fmpq_mpoly_ctx

        names = [f"v{k}" for k in range(len(self.generators))] or ["v0"]
        self.context = fmpq_mpoly_ctx.get(names, "degrevlex")
        self.gens = self.context.gens()

    @property
    def rational(self) -> bool:
        """Whether every generator is a plain variable."""
        return all(isinstance(key, Symbol) for key in self.generators)

    def _collect(self, expr: Expr) -> None:
        match expr:
            case Number():
                return
            case Add() | Mul():
                for part in children(expr):
                    self._collect(part)
            case Pow(base, Number(value)) if value.denominator == 1 and abs(value) <= MAX_POWER:
                self._collect(base)
            case _:
                self.generators.setdefault(_key(expr), len(self.generators))

    def quotient(self, expr: Expr) -> Quotient:
        """The tree as a quotient; raises `Undecidable` where expanding is too much work."""
        one = self.context.constant(1)
        match expr:
            case Number(value):
                from flint import fmpq

                exact = fmpq(value.numerator, value.denominator)
                return Quotient(self.context.constant(exact), one)
            case Add(terms):
                total = self.quotient(terms[0])
                for term in terms[1:]:
                    total = self._add(total, self.quotient(term))
                return total
            case Mul(factors):
                product = self.quotient(factors[0])
                for factor in factors[1:]:
                    other = self.quotient(factor)
                    top = self.multiply(product.top, other.top)
                    product = Quotient(top, self.multiply(product.bottom, other.bottom))
                return product
            case Pow(base, Number(value)) if value.denominator == 1 and abs(value) <= MAX_POWER:
                return self._power(self.quotient(base), int(value))
            case _:
                return Quotient(self.gens[self.generators[_key(expr)]], one)

    def multiply(self, first: Any, second: Any) -> Any:
        """A product, refused where it could grow too long."""
        if len(first) * len(second) > MAX_TERMS:
            raise Undecidable("too many terms for exact arithmetic")
        return first * second

    def _add(self, first: Quotient, second: Quotient) -> Quotient:
        if first.bottom == second.bottom:
            return Quotient(first.top + second.top, first.bottom)
        left = self.multiply(first.top, second.bottom)
        right = self.multiply(second.top, first.bottom)
        return Quotient(left + right, self.multiply(first.bottom, second.bottom))

    def _power(self, base: Quotient, exponent: int) -> Quotient:
        if exponent < 0:
            if base.top.is_zero():
                raise Undecidable("division by zero")
            base = Quotient(base.bottom, base.top)
        top = bottom = self.context.constant(1)
        for _ in range(abs(exponent)):
            top, bottom = self.multiply(top, base.top), self.multiply(bottom, base.bottom)
        return Quotient(top, bottom)


def _key(expr: Expr) -> Expr:
    """The generator a subterm stands for; square roots are powers one half."""
    if isinstance(expr, Apply | Pow | Constant):
        return canonical(expr)
    return expr


def is_identity(first: Expr, second: Expr) -> bool:
    """Whether the difference is the zero quotient; False only means that this does not show it."""
    try:
        ring = Ring((first, second))
        left, right = ring.quotient(first), ring.quotient(second)
        cross = ring.multiply(left.top, right.bottom) - ring.multiply(right.top, left.bottom)
    except (Undecidable, ImportError):
        return False
    return bool(cross.is_zero())
