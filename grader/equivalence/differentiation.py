"""Exact differentiation of trees, lightly simplified: zeros and ones go, nothing else is
rearranged.
"""

from fractions import Fraction

from grader.equivalence.errors import Undecidable
from grader.equivalence.structure import free_symbols
from grader.equivalence.tree import (
    MINUS_ONE,
    ONE,
    PI,
    ZERO,
    Add,
    Apply,
    Derivative,
    E,
    Expr,
    Integral,
    Matrix,
    Mul,
    Number,
    Piecewise,
    Pow,
    Relation,
    Sum,
    Symbol,
    Tuple,
    number,
)

TWO = number(2)


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


def differentiate(expr: Expr, symbol: str) -> Expr:
    """The derivative by one variable; raises `Undecidable` for what has none here (``floor``,
    ``arg min``).

    An unknown function of one argument gives ``f'``; of several, an unevaluated `Derivative`.
    """
    if symbol not in free_symbols(expr):
        return ZERO
    match expr:
        case Add(terms):
            return plus(*(differentiate(term, symbol) for term in terms))
        case Mul(factors):
            return plus(
                *(
                    times(*factors[:k], differentiate(factor, symbol), *factors[k + 1 :])
                    for k, factor in enumerate(factors)
                )
            )
        case Pow(base, exponent):
            return _power(base, exponent, symbol)
        case Apply(name, arguments):
            return _apply(name, arguments, symbol)
        case Tuple(items):
            return Tuple(tuple(differentiate(item, symbol) for item in items))
        case Matrix(rows):
            return Matrix(tuple(tuple(differentiate(x, symbol) for x in row) for row in rows))
        case Relation(sides, ("=",) as operators):
            return Relation(tuple(differentiate(side, symbol) for side in sides), operators)
        case Sum(body, index, lower, upper):
            _check_bounds(symbol, lower, upper)
            return Sum(differentiate(body, symbol), index, lower, upper)
        case Integral(body, variable, lower, upper):
            _check_bounds(symbol, lower, upper)
            return Integral(differentiate(body, symbol), variable, lower, upper)
        case Derivative(body, variables):
            return Derivative(body, (*variables, symbol))
        case Piecewise(branches):
            return Piecewise(tuple((differentiate(v, symbol), test) for v, test in branches))
        case Symbol():
            return ONE
        case _:
            raise Undecidable(f"a {type(expr).__name__.lower()} is not differentiated")


def _check_bounds(symbol: str, *bounds: Expr | None) -> None:
    if any(bound is not None and symbol in free_symbols(bound) for bound in bounds):
        raise Undecidable("bounds that depend on the variable are not differentiated")


def _power(base: Expr, exponent: Expr, symbol: str) -> Expr:
    """The power rule, the exponential rule, or both."""
    if symbol not in free_symbols(exponent):
        lower = number(exponent.value - 1) if isinstance(exponent, Number) else None
        reduced = raise_to(base, lower or plus(exponent, MINUS_ONE))
        return times(exponent, reduced, differentiate(base, symbol))
    whole = Pow(base, exponent)
    change = times(differentiate(exponent, symbol), ONE if base == E else Apply("log", (base,)))
    if symbol in free_symbols(base):
        inner = times(exponent, differentiate(base, symbol), Pow(base, MINUS_ONE))
        change = plus(change, inner)
    return times(whole, change)


def _apply(name: str, arguments: tuple[Expr, ...], symbol: str) -> Expr:
    """The chain rule."""
    if name == "log" and len(arguments) == 2:
        quotient = times(Apply("log", arguments[:1]), Pow(Apply("log", arguments[1:]), MINUS_ONE))
        return differentiate(quotient, symbol)
    if name == "root":
        exponent = Pow(arguments[1], MINUS_ONE)
        outer = times(exponent, Apply(name, arguments), Pow(arguments[0], MINUS_ONE))
        return times(outer, differentiate(arguments[0], symbol))
    if len(arguments) != 1:
        return _several(name, arguments, symbol)
    inner = arguments[0]
    rule = _rules(name, inner)
    if rule is None:
        if name in ("floor", "ceiling", "sign", "Heaviside", "factorial", "det", "norm", "mod"):
            raise Undecidable(f"{name} is not differentiated")
        rule = Apply(name + "'", arguments)
    return times(rule, differentiate(inner, symbol))


def _several(name: str, arguments: tuple[Expr, ...], symbol: str) -> Expr:
    """A function of several arguments: known ones have no rule here, unknown ones stay a
    derivative.
    """
    if name in ("max", "min"):
        order = ">=" if name == "max" else "<="
        first, second = arguments[0], arguments[1] if len(arguments) == 2 else None
        if second is not None:
            condition = Relation((first, second), (order,))
            return Piecewise(
                (
                    (differentiate(first, symbol), condition),
                    (differentiate(second, symbol), None),
                )
            )
    if name in ("atan2", "binomial", "mod", "max", "min"):
        raise Undecidable(f"{name} is not differentiated")
    return Derivative(Apply(name, arguments), (symbol,))


def _rules(name: str, x: Expr) -> Expr | None:
    """The derivative of a known function by its argument."""
    square = Pow(x, TWO)
    sine, cosine = Apply("sin", (x,)), Apply("cos", (x,))
    one_minus, one_plus = plus(ONE, times(MINUS_ONE, square)), plus(ONE, square)
    half = number(Fraction(-1, 2))
    match name:
        case "sin":
            return cosine
        case "cos":
            return times(MINUS_ONE, sine)
        case "tan":
            return Pow(cosine, number(-2))
        case "cot":
            return times(MINUS_ONE, Pow(sine, number(-2)))
        case "sec":
            return times(Apply("sec", (x,)), Apply("tan", (x,)))
        case "csc":
            return times(MINUS_ONE, Apply("csc", (x,)), Apply("cot", (x,)))
        case "log":
            return Pow(x, MINUS_ONE)
        case "log1p":
            return Pow(plus(ONE, x), MINUS_ONE)
        case "expm1":
            return Pow(E, x)
        case "sqrt":
            return times(number(Fraction(1, 2)), Pow(Apply("sqrt", (x,)), MINUS_ONE))
        case "cbrt":
            return times(number(Fraction(1, 3)), Pow(Apply("cbrt", (x,)), number(-2)))
        case "abs":
            return times(x, Pow(Apply("abs", (x,)), MINUS_ONE))
        case "asin":
            return Pow(one_minus, half)
        case "acos":
            return times(MINUS_ONE, Pow(one_minus, half))
        case "atan":
            return Pow(one_plus, MINUS_ONE)
        case "sinh":
            return Apply("cosh", (x,))
        case "cosh":
            return Apply("sinh", (x,))
        case "tanh":
            return plus(ONE, times(MINUS_ONE, Pow(Apply("tanh", (x,)), TWO)))
        case "asinh":
            return Pow(one_plus, half)
        case "acosh":
            return Pow(plus(square, MINUS_ONE), half)
        case "atanh":
            return Pow(one_minus, MINUS_ONE)
        case "sigmoid":
            value = Apply("sigmoid", (x,))
            return times(value, plus(ONE, times(MINUS_ONE, value)))
        case "softplus":
            return Apply("sigmoid", (x,))
        case "relu":
            return Apply("Heaviside", (x,))
        case "erf":
            gauss = Pow(E, times(MINUS_ONE, square))
            return times(TWO, Pow(Apply("sqrt", (PI,)), MINUS_ONE), gauss)
        case "gamma":
            return times(Apply("gamma", (x,)), Apply("digamma", (x,)))
        case "loggamma":
            return Apply("digamma", (x,))
        case _:
            return None
