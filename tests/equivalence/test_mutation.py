"""One-slip mutants of true identities are refuted, and mutants carry the right names."""

import pytest

from grader.equivalence import (
    Options,
    compare_expressions,
    differentiate,
    free_symbols,
    read,
    same_form,
    to_text,
)
from grader.equivalence.trees.mutation import NODE_SLIPS, mutants
from grader.equivalence.trees.tree import Expr

IDENTITIES = """
(x+1)^2 ~~ x^2 + 2x + 1
(x-y)(x+y) ~~ x^2 - y^2
(a+b)^3 ~~ a^3 + 3a^2 b + 3a b^2 + b^3
x^3 - y^3 ~~ (x-y)(x^2+x*y+y^2)
x^2 - 5x + 6 ~~ (x-2)(x-3)
1/(x-1) - 1/(x+1) ~~ 2/(x^2-1)
x/(x+1) ~~ 1 - 1/(x+1)
sin(x)^2 + cos(x)^2 ~~ 1
sin(2x) ~~ 2 sin(x) cos(x)
cos(2x) ~~ 2cos(x)^2 - 1
cos(2x) ~~ 1 - 2sin(x)^2
sin(x+y) ~~ sin(x) cos(y) + cos(x) sin(y)
cos(x-y) ~~ cos(x) cos(y) + sin(x) sin(y)
sin(3x) ~~ 3sin(x) - 4sin(x)^3
1 + tan(x)^2 ~~ 1/cos(x)^2
cosh(x)^2 - sinh(x)^2 ~~ 1
sinh(2x) ~~ 2sinh(x)cosh(x)
e^(x+y) ~~ e^x e^y
e^(2x) - 1 ~~ (e^x - 1)(e^x + 1)
log(e^x) ~~ x
log(x^2 + 1) - log(2) ~~ log((x^2 + 1)/2)
sigmoid(x) ~~ 1/(1+e^(-x))
1 - sigmoid(x) ~~ sigmoid(-x)
tanh(x) ~~ 2sigmoid(2x) - 1
sqrt(x^2 + 2x + 1) ~~ |x+1|
|x y| ~~ |x||y|
4theta_1 + 3theta_2 ~~ 3theta_2 + 4theta_1
2x*y + e^x ~~ e^x + 2y*x
x^2 - y^2 ~~ -(y^2 - x^2)
2y + e^x ~~ e^x + y + y
max(x, y) ~~ (x + y + |x-y|)/2
arctan(x) ~~ asin(x/sqrt(1+x^2))
diff(x^3 + 2x, x) ~~ 3x^2 + 2
diff(x e^x, x) ~~ (x+1)e^x
diff(log(x^2+1), x) ~~ 2x/(x^2+1)
diff(x^2 y + e^x, x) ~~ 2x*y + e^x
n(n+1)/2 + n + 1 ~~ (n+1)(n+2)/2
(x+1/x)^2 ~~ x^2 + 2 + 1/x^2
2^(x+1) ~~ 2*2^x
(1+sqrt(2))^2 ~~ 3 + 2sqrt(2)
"""
PAIRS = [line.split(" ~~ ") for line in IDENTITIES.strip().splitlines()]


def test_there_are_forty_identities() -> None:
    """The table is as long as promised."""
    assert len(PAIRS) >= 40


def truly_equal(first: Expr, second: Expr) -> bool:
    """What SymPy says to forty digits, at points of its own: an independent judge."""
    import sympy

    names = sorted(free_symbols(first) | free_symbols(second))
    symbols = {name: sympy.Symbol(name, real=True) for name in names}
    known = {
        **symbols,
        "e": sympy.E,
        "sigmoid": lambda v: 1 / (1 + sympy.exp(-v)),
        "abs": sympy.Abs,
    }
    known |= {"max": sympy.Max, "min": sympy.Min}
    texts = [to_text(tree).replace("^", "**") for tree in (first, second)]
    gap = sympy.sympify(texts[0], known) - sympy.sympify(texts[1], known)
    for shift in (0.37, 1.91, -0.73):
        values = {symbols[name]: shift + 0.411 * k for k, name in enumerate(names)}
        if abs(complex(gap.doit().subs(values).evalf(40))) > 1e-25:
            return False
    return True


@pytest.mark.parametrize(("left", "right"), PAIRS, ids=[" = ".join(pair) for pair in PAIRS])
def test_mutants_of_an_identity_are_refuted(left: str, right: str) -> None:
    """A mutant is called equal only where it happens to be true, as (-x)^2 for x^2."""
    first, second = read(left), read(right)
    assert compare_expressions(first, second).is_equal
    found = mutants(second)
    accepted = [
        mutant.expr
        for mutant in found
        if compare_expressions(first, mutant.expr, Options(seed="mutants")).is_equal
    ]
    assert [to_text(expr) for expr in accepted if not truly_equal(second, expr)] == []
    assert len(accepted) < len(found)


@pytest.mark.parametrize(
    ("mistake", "mutant"),
    [
        ("sign", "2x*y - e^x"),
        ("dropped term", "2x*y"),
        ("dropped factor", "2x + e^x"),
        ("power rule on exp", "2x*y + x e^(x-1)"),
        ("variable", "2x*y + e^y"),
        ("factor two", "4x*y + e^x"),
        ("constant", "3x*y + e^x"),
        ("exponential dropped", "2x*y + x"),
    ],
)
def test_a_mutant_has_the_name_of_its_mistake(mistake: str, mutant: str) -> None:
    """The slips of the catalogue are found under their names."""
    names = [m.mistake for m in mutants(read("2x*y + e^x")) if same_form(m.expr, read(mutant))]
    assert names == [mistake]
    assert mistake in NODE_SLIPS


def test_no_mutant_is_the_original() -> None:
    """Every mutant differs in form from its origin and from the others."""
    origin = differentiate(read("x^2 y + 3x e^(2x) - sin(x)/x"), "x")
    found = mutants(origin)
    assert not any(same_form(mutant.expr, origin) for mutant in found)
    assert len({to_text(mutant.expr) for mutant in found}) == len(found) > 20
