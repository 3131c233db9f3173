"""Wrong derivatives by one slip: named, in one order, and none of them right."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from grader.equivalence import compare
from grader.equivalence.printing import to_text
from grader.equivalence.reading import read
from grader.questions.formulas.slip_table import SLIPS
from grader.questions.formulas.slips import derivative_mutants, formula_mutants


def test_slips_of_a_term_come_in_the_order_of_its_names() -> None:
    """Which variable is named first never depends on the hash seed of a run."""
    names = ("a", "b", "c", "d", "x")
    found = derivative_mutants(read("x^2*d*b*a*c"), "x", names)
    lost = [mutant.slip.says for mutant in found if mutant.slip.id == "lost_variable"]
    assert [line.split(": ")[1][0] for line in lost] == ["a", "b", "c", "d"]


@settings(deadline=None)
@given(st.lists(st.integers(-3, 3), min_size=3, max_size=3).filter(any), st.integers(1, 4))
def test_every_mutant_has_a_known_name_and_a_reason(factors: list[int], power: int) -> None:
    """No slip comes without its id in the list of ids and a sentence for the student."""
    a, b, c = factors
    body = read(f"({a})*x^{power} + ({b})*x*y + ({c})*e^y")
    for mutant in derivative_mutants(body, "x", ("x", "y")) + formula_mutants(body):
        assert mutant.slip.id in SLIPS
        assert mutant.slip.says.endswith(".")


def test_the_slips_of_a_known_derivative() -> None:
    """The derivative of x^3 y + e^x by x, and what each slip makes of it."""
    found = derivative_mutants(read("x^3*y + e^x"), "x", ("x", "y"))
    by_name: dict[str, list[str]] = {}
    for mutant in found:
        by_name.setdefault(mutant.slip.id, []).append(to_text(mutant.expr))

    def holds(name: str, wrong: str) -> bool:
        return any(compare(text, wrong).verdict == "equal" for text in by_name[name])

    assert holds("lost_factor", "x^2*y + e^x")
    assert holds("power_rule_on_exponential", "3*x^2*y + x*e^(x-1)")
    assert holds("dropped_cross_term", "e^x")
    assert holds("wrong_variable", "3*x^3 + e^x")
    assert holds("lost_variable", "3*x^2 + e^x")
    assert holds("other_partial", "x^3")
    assert holds("not_differentiated", "x^3*y + e^x")
    assert holds("sign", "-3*x^2*y - e^x")
