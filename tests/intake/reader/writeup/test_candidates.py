"""Possible answers of a section: which come first, how each was come by, and what is none."""

from __future__ import annotations

import re

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from grader.intake.reader.writeup.candidate import Candidate
from grader.intake.reader.writeup.candidates import matrices, numbers_or_formulas
from grader.intake.reader.writeup.claims.quantities import other_derivative
from grader.intake.reader.writeup.html import markdown_of_html
from grader.intake.reader.writeup.latex import markdown_of_latex
from grader.intake.reader.writeup.markup import blocks_of
from grader.intake.reader.writeup.sections import Placed


def rows(text: str) -> list[Placed]:
    """What stands under one label."""
    return [Placed(block, (1,)) for block in blocks_of(text)]


def numbers(text: str, *of: str) -> list[tuple[object, str]]:
    """The candidates for names, as value and how."""
    return [(one.value, one.how) for one in numbers_or_formulas(rows(text), of)]


def latex(body: str) -> str:
    """A document of LaTeX as Markdown."""
    return markdown_of_latex(f"\\begin{{document}}\n{body}\n\\end{{document}}")


@pytest.mark.parametrize(
    ("text", "of", "value", "how"),
    [
        ("$$\\boxed{P = \\frac{2}{4} = \\frac{1}{2}}$$", "P", "\\frac{1}{2}", "boxed"),
        ("$$P = \\boxed{0.5}$$", "P", "0.5", "boxed"),
        ("$P = 1 - Q = $ $\\boxed{0.5}$", "P", "0.5", "boxed"),
        ("One may think $P = 1/2$, but\n\n$$\\boxed{P = \\frac13}$$", "P", "\\frac13", "boxed"),
        ("**Answer:** 42", "", "42", "answer"),
        ("Answer: $\\frac14$", "P", "\\frac14", "answer"),
        ("So the answer is **P = 0.25**.", "P", "0.25", "answer"),
        ("P ≈ 0.25", "P", "0.25", "defined"),
        ("$P = 1/4 \\approx 0.25$", "P", "1/4 \\approx 0.25", "defined"),
        ("P: 0.25", "P", "0.25", "defined"),
        ("$p=.0098$", "p", ".0098", "defined"),
        ("we see p = .0098, so we reject", "p", ".0098", "defined"),
        ("t = -3.41 < -2.201", "t", "-3.41", "defined"),
        ("$t = \\frac{-4.2}{1.23} = -3.41 < -2.2$, so we reject", "t", "-3.41", "defined"),
        ("t(11) = -3.41, p < .01", "t", "-3.41", "defined"),
        ("*t*(11) = -3.41, *p* = .006", "t", "-3.41", "defined"),
        ("$F_{2,27} = 3.1$", "F", "3.1", "defined"),
        ("F(2, 27) = 3.1", "F", "3.1", "defined"),
        ("$$\\mathbb{E}[Z] = 4$$", "E[Z]", "4", "defined"),
        ("$\\operatorname{Var}\\left(X\\right) = 4$", "Var(X)", "4", "defined"),
        ("$$\\hat{\\lambda}_{MLE} = 2$$", "\\hat{\\lambda}", "2", "defined"),
        ("$\\frac{\\partial}{\\partial x} f(x, y) = 2x$", "\\frac{\\partial f}{\\partial x}", "2x",
         "defined"),
        ("$f_x = 2xy$\n\n$f_y = x^2$", "\\frac{\\partial f}{\\partial y}", "x^2", "defined"),
        ("$\\partial_x f = 2xy$", "\\frac{\\partial f}{\\partial x}", "2xy", "defined"),
        ("$$E = nc$$\n\nand so\n\n$$= nd$$\n\n$$= 0$$", "E", "0", "defined"),
        ("n = 40000 is sufficient", "n", "40000", "defined"),
        ("we find that $n = 4000$, and that is it", "n", "4000", "defined"),
        ("After reduction, rank(A)=2 and rank(B)=3.", "rank(B)", "3", "defined"),
        ("rank(A) = $2$", "rank(A)", "2", "defined"),
        ("| Mean | Median |\n|---|---|\n| 14.2 | 14.9 |", "Mean", "14.2", "table"),
        ("| what | value |\n|---|---|\n| Mean | 1 |\n| Median | 14.9 |", "Median", "14.9", "table"),
        ("0.25", "P", "0.25", "only"),
        ("-0.25", "P", "-0.25", "only"),
        ("= -0.25", "P", "-0.25", "only"),
        ("(−0.25)", "P", "−0.25", "only"),
        ("$$P(sick|pos) = 0.25$$", "P(D|T)", "0.25", "only"),
        ("What is the rank of A? **2**", "rank(A)", "2", "behind"),
        ("The rank of $A$ is 2.", "rank(A)", "2", "said"),
        ("Matrix A has rank 2 because of its rows", "rank(A)", "2", "said"),
        ("Rank for A is: 2", "rank(A)", "2", "said"),
        ("The probability is $\\frac{1}{4}$.", "P", "\\frac{1}{4}", "sentence"),
        ("I first thought of 0.25, but the probability is 0.35.", "P", "0.35", "sentence"),
    ],
)
def test_the_best_candidate(text: str, of: str, value: str, how: str) -> None:
    """A box and "Answer:" before the asked name, that before the only formula, words last."""
    assert numbers(text, *filter(None, [of]))[0] == (value, how)


@pytest.mark.parametrize(
    "text",
    ["I do not know.", "", "9704 entries, 0 to 9703", "The rank is not 2.", "see $A$ above", "..."],
)
def test_what_is_no_candidate(text: str) -> None:
    """Words, denials and bare symbols are nothing that could be marked."""
    assert numbers(text, "rank(A)") == []


def test_a_later_definition_comes_before_an_earlier_one() -> None:
    """Both are handed on, the later first; what a box takes back is not handed on."""
    assert numbers("$P = 1/2$\n\n$P = 1/3$", "P") == [("1/3", "defined"), ("1/2", "earlier")]
    assert numbers("$P = 1/2$\n\n$$\\boxed{P = 1/3}$$", "P")[1:] == []


def test_a_broken_line_does_not_beat_a_whole_one() -> None:
    """A later definition that ends in an operator comes after the earlier one."""
    assert numbers("$P = 1/3$\n\n$P = 2 \\cdot$", "P")[0] == ("1/3", "defined")


def test_given_values_are_not_the_only_formula() -> None:
    """Where several quantities stand and none is the asked one, all are mere possibilities."""
    text = "Given are $P(a) = 0.25$ and $P(b) = 0.9$.\n\n$$P(a|b) = 0.85$$"
    assert {how for _, how in numbers(text, "P(D|T)")} == {"any"}


def test_pieces_become_a_vector() -> None:
    """Pieces defined one by one, or together in a box, are one answer."""
    for text, how in [
        ("$$\\boxed{a = \\frac{1}{2}, b = 3}$$", "boxed"),
        ("$a = \\frac{1}{2}$ and\n\n$b = 3$", "defined"),
    ]:
        (found,) = numbers_or_formulas(rows(text), (), ("a", "b"))
        assert (found.value, found.how) == ("(\\frac{1}{2}, 3)", how)
    assert numbers_or_formulas(rows("$a = 2$"), (), ("a", "b")) == []


MATRIX = "\\begin{bmatrix} 3 \\\\ 7 \\end{bmatrix}"


@pytest.mark.parametrize(
    ("text", "of", "value", "how"),
    [
        (f"$$\\boxed{{x = {MATRIX}}}$$", "x", MATRIX, "boxed"),
        ("$v = [3, 7]^T$", "v", "[3, 7]^T", "defined"),
        ("$M = \\begin{pmatrix*}[r] 3 \\\\ 7 \\end{pmatrix*}$", "M",
         "\\begin{pmatrix*}[r] 3 \\\\ 7 \\end{pmatrix*}", "defined"),
        (f"$Mv = {MATRIX} {MATRIX}$ \\\\\n$= {MATRIX}$", "Mv", MATRIX, "defined"),
        (f"$$\\begin{{bmatrix}} 1 & 1 \\end{{bmatrix}} x = {MATRIX}$$\n\nso\n\n${MATRIX}$", "x",
         MATRIX, "only"),
        (f"$A x = b \\rightarrow x = {MATRIX}$", "x", MATRIX, "defined"),
        (f"\\[ \\Sigma = {MATRIX} \\]", "M", MATRIX, "only"),
        (f"The matrix is ${MATRIX}$.", "M", MATRIX, "sentence"),
        ("```\n[[ 0.125 -0.625]\n [ 1.     2.   ]]\n```", "M",
         "[[ 0.125 -0.625]\n [ 1.     2.   ]]", "only"),
    ],
)
def test_the_best_matrix(text: str, of: str, value: str, how: str) -> None:
    """A matrix of its own, never the given side of a system."""
    found = matrices(rows(text), (of,))[0]
    assert (found.value, found.how) == (value, how)


def test_a_table_of_numbers_is_a_matrix() -> None:
    """The head counts as a row where it is one."""
    for text in ("| 1 | 2 |\n|---|---|\n| 3 | 4 |", "| | |\n|---|---|\n| 1 | 2 |\n| 3 | 4 |"):
        assert matrices(rows(text), ("M",))[0] == Candidate([["1", "2"], ["3", "4"]], 1, "table")


@pytest.mark.parametrize(
    "text",
    [
        f"$$\\begin{{bmatrix}} 1 & 1 \\end{{bmatrix}} x = {MATRIX}$$",
        "$\\left[\\begin{array}{cc|c} 1 & 1 & 2 \\end{array}\\right]$",
        f"$Mv = {MATRIX} {MATRIX}$",
    ],
)
def test_a_given_system_is_no_solution(text: str) -> None:
    """The right side of a system, an augmented matrix and a product are no answers."""
    assert matrices(rows(text), ("x",)) == []


@pytest.mark.parametrize(
    ("body", "value"),
    [
        ("$P = 1 - Q = $ \\framebox{\\textbf{$\\frac{1}{2}$}}", "\\frac{1}{2}"),
        ("$P = $ \\colorbox{yellow}{$0.5$}", "0.5"),
        ("\\fbox{$P = 0.5$}", "0.5"),
        ("\\fbox{\\parbox{\\textwidth}{$P = 0.5$}}", "0.5"),
        ("{\\Large $P = 0.5$}", "0.5"),
        ("\\begin{align*}P &= \\frac{0.1}{0.4} \\\\ &= 0.25 \\approx 25\\%\\end{align*}",
         "0.25 \\approx 25\\%"),
        ("\\[P = a\\]\n\\[= b\\]\n\\[= 0.5\\]", "0.5"),
        ("$\\displaystyle P = 0.5$", "0.5"),
    ],
)
def test_frames_and_sizes_of_latex(body: str, value: str) -> None:
    """Boxes outside a formula count as boxes, sizes as nothing."""
    assert numbers_or_formulas(rows(latex(body)), ("P",))[0].value == value


def test_html_is_read_alike() -> None:
    """A page of HTML with an answer in bold and one in a table."""
    assert numbers(markdown_of_html("<p>Answer: <b>42</b></p>"), "n")[0] == ("42", "answer")
    page = "<table><tr><th>Mean</th></tr><tr><td>14.2</td></tr></table>"
    assert numbers(markdown_of_html(page), "Mean")[0] == ("14.2", "table")


@settings(max_examples=150, deadline=None)
@example("$.$", ("P",))
@given(
    st.text(alphabet="P=1. 2$\\boxed{}[]()^_&≈<,:?*|\n-abis", max_size=80),
    st.sampled_from([("P",), (), ("E[Z]",), ("f'(x)",)]),
)
def test_any_text_gives_candidates_or_none(text: str, of: tuple[str, ...]) -> None:
    """No text raises; every candidate is written, stands in a line, and comes once."""
    for found in (numbers_or_formulas(rows(text), of), matrices(rows(text), of)):
        assert all(one.value and one.line >= 1 for one in found)
        assert len({str(one.value) for one in found}) == len(found)


@pytest.mark.parametrize("name", ["P", "x", "n"])
@given(value=st.decimals(min_value=-999, max_value=999, places=3))
@settings(max_examples=30, deadline=None)
def test_a_defined_number_is_read_to_its_last_sign(name: str, value: object) -> None:
    """Neither a minus nor a decimal point is lost, typeset or plain."""
    short = re.sub(r"^(-?)0(?=\.)", r"\1", str(value))
    equation = f"{name} = {short}"
    for text in (f"${equation}$", equation, f"$${equation}$$", f"{name}: {short}"):
        assert numbers(text, name)[0][0] == short


def test_a_union_of_events_is_one_name() -> None:
    """What links the sides of `P(A or B)` links no statements."""
    found = numbers_or_formulas(rows("P(A or B) = 0.7"), ["P(A or B)"])
    assert [(one.value, one.how) for one in found] == [("0.7", "defined")]


@pytest.mark.parametrize(
    "text", ["Answer: 12 and a half", "It is 12 and a half.", "3 and two thirds"]
)
def test_a_number_that_goes_on_in_words_is_not_its_first_half(text: str) -> None:
    """Whoever writes 12 and a half has not written 12; a person reads it."""
    assert numbers_or_formulas(rows(text), []) == []


@pytest.mark.parametrize("left", ["A x", "Ax", "M x"])
def test_a_letter_times_the_asked_name_is_not_it(left: str) -> None:
    """`A x = b` gives x no value, and `x = b` does."""
    column = r"\begin{bmatrix} 1 \\ 1 \end{bmatrix}"
    assert matrices(rows(f"${left} = {column}$"), ["x"]) == []
    assert len(matrices(rows(f"$x = {column}$"), ["x"])) == 1


@pytest.mark.parametrize(
    ("left", "asked", "differs"),
    [
        (r"\nabla_yf(x, y)", r"\nabla_y f(x, y)", False),
        (r"\nabla_{y}f", r"\nabla_y f(x, y)", False),
        (r"\nabla f", r"\nabla_y f", False),
        ("∇_theta L", r"\nabla_\theta L", False),
        (r"\nabla_xf(x, y)", r"\nabla_y f(x, y)", True),
        (r"\nabla_{xy}f", r"\nabla_x f", True),
        (r"\nabla^2 f", r"\nabla f", True),
    ],
)
def test_a_gradient_is_by_the_variable_at_its_foot(left: str, asked: str, differs: bool) -> None:
    """Whatever stands right behind it, and however the foot is written."""
    assert other_derivative(left, asked) is differs


@pytest.mark.parametrize(
    "text",
    ["\\begin{document}\n$7.5$\\end{document}", "\\begin{document}$7.5$\n\\end{document}",
     "\\begin{document} $7.5$ \\end{document} $8$", "$7.5$"],
)  # fmt: skip
def test_what_stands_beside_the_ends_of_a_document_is_of_it(text: str) -> None:
    """The last answer may end in the line that ends the document."""
    found = markdown_of_latex("\\documentclass{article}\n" * ("begin" in text) + text)
    assert "7.5" in found and "8" not in found and "document" not in found
