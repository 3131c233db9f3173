"""Trees with one slip in one node, each under the name of the slip: what must not be accepted."""

from collections.abc import Iterator
from dataclasses import dataclass

from grader.equivalence.trees.building import negate, raise_to
from grader.equivalence.trees.structure import canonical, free_symbols
from grader.equivalence.trees.traversal import children, rebuild
from grader.equivalence.trees.tree import (
    MINUS_ONE,
    ONE,
    Add,
    Apply,
    Constant,
    E,
    Expr,
    Mul,
    Number,
    Pow,
    Symbol,
    number,
)

MAX_MUTANTS = 400
_SWAPPED = {"sin": "cos", "cos": "sin", "sinh": "cosh", "cosh": "sinh", "tan": "cot", "max": "min",
            "min": "max", "asin": "acos", "acos": "asin", "floor": "ceiling"}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Mutant:
    """A tree with one slip; ``mistake`` is one of the words in `NODE_SLIPS`."""

    mistake: str
    expr: Expr


NODE_SLIPS = {
    "sign": "a sign is wrong",
    "dropped term": "a term is missing",
    "dropped factor": "a factor is missing",
    "constant": "a number is off by one",
    "factor two": "a factor 2 is lost or too many",
    "power rule on exp": "the power rule was applied to e^x",
    "exponent": "an exponent is off by one",
    "variable": "one variable stands for another",
    "other function": "a function is exchanged with its partner",
    "product for sum": "a product stands for a sum",
    "inverted": "a quotient is upside down",
    "exponential dropped": "the exponential is missing",
}


def mutants(expr: Expr) -> tuple[Mutant, ...]:
    """Every tree that differs by one slip in one node, without repetitions."""
    found: dict[Expr, Mutant] = {}
    own = canonical(expr)
    for mutant in _everywhere(expr, sorted(free_symbols(expr))):
        form = canonical(mutant.expr)
        if form != own:
            found.setdefault(form, mutant)
        if len(found) >= MAX_MUTANTS:
            break
    return tuple(found.values())


def _everywhere(expr: Expr, names: list[str]) -> Iterator[Mutant]:
    """The slips at this node, then those below it."""
    yield from _here(expr, names)
    parts = children(expr)
    for k, part in enumerate(parts):
        for mutant in _everywhere(part, names):
            yield Mutant(mutant.mistake, rebuild(expr, (*parts[:k], mutant.expr, *parts[k + 1 :])))


def _here(expr: Expr, names: list[str]) -> Iterator[Mutant]:
    """The slips that can be made at one node."""
    match expr:
        case Add(terms):
            yield from _of_terms(terms)
        case Mul(factors):
            yield from _of_factors(factors)
        case Pow(base, exponent):
            yield from _of_power(base, exponent)
        case Number(value):
            yield Mutant("constant", Number(value + 1))
            yield Mutant("constant", Number(value - 1))
            if value:
                yield Mutant("factor two", Number(value * 2))
                yield Mutant("factor two", Number(value / 2))
                yield Mutant("sign", Number(-value))
        case Symbol(name):
            for other in names:
                if other != name:
                    yield Mutant("variable", Symbol(other))
            yield Mutant("sign", negate(expr))
            yield Mutant("factor two", Mul((number(2), expr)))
        case Apply(name, arguments) if name in _SWAPPED:
            yield Mutant("other function", Apply(_SWAPPED[name], arguments))
            yield Mutant("sign", negate(expr))


def _of_terms(terms: tuple[Expr, ...]) -> Iterator[Mutant]:
    """Slips in a sum."""
    for k, term in enumerate(terms):
        rest = (*terms[:k], *terms[k + 1 :])
        yield Mutant("dropped term", rest[0] if len(rest) == 1 else Add(rest))
        yield Mutant("sign", Add((*terms[:k], negate(term), *terms[k + 1 :])))
    yield Mutant("product for sum", Mul(terms))


def _of_factors(factors: tuple[Expr, ...]) -> Iterator[Mutant]:
    """Slips in a product."""
    for k, factor in enumerate(factors):
        rest = (*factors[:k], *factors[k + 1 :])
        mistake = "sign" if factor == MINUS_ONE else "dropped factor"
        yield Mutant(mistake, rest[0] if len(rest) == 1 else Mul(rest))
        if isinstance(factor, Pow) and factor.exponent == MINUS_ONE:
            yield Mutant("inverted", Mul((*rest, factor.base)))
    yield Mutant("sign", Mul((MINUS_ONE, *factors)))


def _of_power(base: Expr, exponent: Expr) -> Iterator[Mutant]:
    """Slips in a power; the power rule on ``e^x`` gives ``x e^(x-1)``."""
    if base == E:
        lowered = Pow(E, Add((exponent, MINUS_ONE)))
        yield Mutant("power rule on exp", Mul((exponent, lowered)))
        yield Mutant("exponential dropped", exponent)
        yield Mutant("exponential dropped", ONE)
    if isinstance(exponent, Number):
        for step in (1, -1):
            raised = exponent.value + step
            yield Mutant("exponent", raise_to(base, Number(raised)))
    elif not isinstance(base, Constant):
        yield Mutant("exponent", Pow(base, Add((exponent, MINUS_ONE))))
    yield Mutant("sign", negate(Pow(base, exponent)))
