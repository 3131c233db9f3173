"""Trees made of trees: their negative and quotient as written, and sums, products and powers in
which zeros and ones are gone.
"""

from fractions import Fraction

from grader.equivalence.trees.tree import MINUS_ONE, ONE, ZERO, Add, Expr, Mul, Number, Pow


def negate(expr: Expr) -> Expr:
    """``-expr``; a literal keeps its sign inside."""
    if isinstance(expr, Number):
        return Number(-expr.value)
    if isinstance(expr, Mul):
        return Mul((MINUS_ONE, *expr.factors))
    return Mul((MINUS_ONE, expr))


def divide(top: Expr, bottom: Expr) -> Expr:
    """``top / bottom`` as a product with a power -1."""
    factors = top.factors if isinstance(top, Mul) else (top,)
    return Mul((*factors, Pow(bottom, MINUS_ONE)))


def plus(*terms: Expr) -> Expr:
    """A sum without zeros."""
    kept = [term for term in terms if term != ZERO]
    if not kept:
        return ZERO
    return kept[0] if len(kept) == 1 else Add(tuple(kept))


def times(*factors: Expr) -> Expr:
    """A product without ones; zero as soon as one factor is zero, numbers in front."""
    value = Fraction(1)
    rest: list[Expr] = []
    for factor in factors:
        for part in factor.factors if isinstance(factor, Mul) else (factor,):
            if isinstance(part, Number):
                value *= part.value
            else:
                rest.append(part)
    if value == 0 or not rest:
        return Number(value)
    if value != 1:
        rest.insert(0, Number(value))
    return rest[0] if len(rest) == 1 else Mul(tuple(rest))


def raise_to(base: Expr, exponent: Expr) -> Expr:
    """A power; the powers 0 and 1 are worked out."""
    if exponent == ONE:
        return base
    return ONE if exponent == ZERO else Pow(base, exponent)
