"""What a page sets beside an answer: the formula as it was understood, values point by point."""

from fractions import Fraction

from grader.evidence import Answer
from grader.questions.base import Given
from grader.questions.formulas.typeset import LONGEST, echo_of_points
from grader.questions.symbolic import Symbolic


def plot_of(answer: str) -> object:
    """What a mark leaves for the page, for one formula in x."""
    question = Symbolic(
        kind="symbolic", id="q", points=Fraction(1), name="Q", variables=("x",), key="2*x"
    )
    return question.mark(Given({"": Answer(answer)})).plot


def test_infix_is_set_as_latex_and_latex_is_left_alone() -> None:
    """A page typesets LaTeX by itself; everything else comes with what it was understood as."""
    assert plot_of("x**2/2") == {"formula": r"\frac{x^{2}}{2}"}
    assert plot_of(r"\frac{x^2}{2}") is None
    assert plot_of("+".join(["sqrt(x)"] * LONGEST)) is None
    assert plot_of("2 + * x") is None


def test_values_stand_point_by_point() -> None:
    """Keys of any form are shown as points; a list stays as it was written."""
    assert echo_of_points({(1, 1): [[2]], "0,0": "[1]"}) == "(1, 1): [[2]]\n(0, 0): [1]"
    assert echo_of_points([[1, 2]]) == "[[1, 2]]"
