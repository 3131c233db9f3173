"""Definite integrals of one variable with finite ends, enclosed rigorously by python-flint."""

from typing import Any, Protocol

from grader.equivalence.errors import Undecidable, Undefined, Undetermined
from grader.equivalence.trees.traversal import walk
from grader.equivalence.trees.tree import (
    Add,
    Apply,
    Constant,
    Expr,
    Integral,
    Mul,
    Number,
    Pow,
    Symbol,
)

MAX_EVALUATIONS = 600
_BITS = 96
"""Integrals are enclosed to fewer bits than other values; more would cost too many evaluations."""
_ANALYTIC = frozenset(["sin", "cos", "sinh", "cosh", "exp", "log", "sqrt"])


class Values(Protocol):
    """What an integral asks of the point it stands at, which `evaluator.Evaluator` answers."""

    arithmetic: Any

    def value(self, expr: Expr) -> Any:
        """The value of a tree there."""

    def count(self) -> None:
        """Count one node as work; raises `Undecidable` at the one too many."""


def integrate(evaluator: Values, expr: Integral) -> Any:
    """The enclosure of a definite integral at the evaluator's point."""
    field = evaluator.arithmetic
    if expr.lower is None or expr.upper is None or not hasattr(field, "ball"):
        raise Undecidable("this integral is not computed here")
    lower, upper = evaluator.value(expr.lower), evaluator.value(expr.upper)
    _check(expr.body)
    from flint import acb, ctx

    inner = _Complex(evaluator, expr.variable)
    outer, ctx.prec = ctx.prec, min(ctx.prec, 256)
    try:
        value = acb.integral(
            lambda x, analytic: inner.integrand(expr.body, x, analytic),
            acb(lower),
            acb(upper),
            rel_tol=2.0**-_BITS,
            eval_limit=MAX_EVALUATIONS,
        )
    finally:
        ctx.prec = outer
    if inner.failure is not None:
        raise inner.failure
    if not value.is_finite():
        raise Undecidable("this integral could not be enclosed")
    if not field.complex and not value.imag.contains(0):
        raise Undefined("the integrand is not real everywhere")
    return value if field.complex else value.real


def _check(body: Expr) -> None:
    """Refuse integrands that are not built from functions known to be analytic."""
    for node in walk(body):
        known = isinstance(node, Number | Symbol | Constant | Add | Mul | Pow)
        if not known and not (isinstance(node, Apply) and node.name in _ANALYTIC):
            raise Undecidable("this integral is not computed here")


class _Complex:
    """Evaluates an integrand at complex balls, keeping away from cuts where it must be analytic."""

    def __init__(self, evaluator: Values, variable: str) -> None:
        self.evaluator = evaluator
        self.variable = variable
        self.failure: Undecidable | None = None
        """Why the integrand has no value; raised later, since the integrator is C code."""

    def integrand(self, expr: Expr, x: Any, analytic: bool) -> Any:
        """The integrand, or not a number once it has failed."""
        from flint import acb

        if self.failure is None:
            try:
                return self.at(expr, x, analytic)
            except Undecidable as reason:
                self.failure = reason
            except (ArithmeticError, ValueError):
                self.failure = Undecidable("this integral is not computed here")
        return acb("nan")

    def at(self, expr: Expr, x: Any, analytic: bool) -> Any:
        """The value of the integrand, not finite where it has none."""
        from flint import acb

        self.evaluator.count()
        match expr:
            case Symbol(name) if name == self.variable:
                return x
            case Add(terms):
                return sum((self.at(term, x, analytic) for term in terms), acb(0))
            case Mul(factors):
                product = acb(1)
                for factor in factors:
                    product = product * self.at(factor, x, analytic)
                return product
            case Pow(base, exponent):
                return self._power(base, exponent, x, analytic)
            case Apply("log", (inner,)):
                return self.at(inner, x, analytic).log(analytic=analytic)
            case Apply("sqrt", (inner,)):
                return self.at(inner, x, analytic).sqrt(analytic=analytic)
            case Apply(name, (inner,)) if name in _ANALYTIC:
                return getattr(self.at(inner, x, analytic), name)()
            case Number() | Symbol() | Constant():
                return self._known(expr)
            case _:
                raise Undecidable("this integral is not computed here")

    def _known(self, expr: Expr) -> Any:
        from flint import acb

        try:
            return acb(self.evaluator.value(expr))
        except (Undefined, Undetermined):
            return acb("nan")

    def _power(self, base: Expr, exponent: Expr, x: Any, analytic: bool) -> Any:
        below = self.at(base, x, analytic)
        if isinstance(exponent, Number) and exponent.value.denominator == 1:
            return below ** int(exponent.value)
        above = self.at(exponent, x, analytic)
        if base == Constant("e"):
            return above.exp()
        return (below.log(analytic=analytic) * above).exp()
