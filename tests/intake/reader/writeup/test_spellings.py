"""Spellings of other programs and other countries, and answers that stand otherwise than usual."""

from __future__ import annotations

import pytest

from grader.intake.reader.writeup.spellings import usual
from tests.intake.hints import read_text

TRUTHS = [["T", ""], ["F", "adaptive"], ["F", ""], ["T", ""]]


@pytest.mark.parametrize(
    "text",
    [
        "(1) T (2) F, adaptive (3) F (4) T",
        "1) T, 2) F - adaptive, 3) F, 4) T",
        "1 T\n2 F adaptive\n3 F\n4 T",
        "|1|2|3|4|\n|-|-|-|-|\n|T|F|F|T|\n\nReasons: 2) adaptive",
        "|   | 1 | 2 | 3 | 4 |\n|-|-|-|-|-|\n| answer | T | F | F | T |\n| why | | adaptive | | |",
        "```\n1. T\n2. F, adaptive\n3. F\n4. T\n```",
        "T, F, F, T\n\nReasons:\n\n2. adaptive",
        "<ol><li>T</li><li>F: adaptive</li><li>F</li><li>T</li></ol>",
    ],
)
def test_true_and_false_in_a_row_or_across_a_table(text: str) -> None:
    """Items in one line, in columns, in a listing, and reasons that stand below them."""
    answers, _ = read_text("hw.md", f"## Problem 1\n\n{text}\n")
    assert answers["p1"] == TRUTHS


def test_german_truth_is_truth() -> None:
    """`wahr` and `falsch` come as the words that marking knows."""
    answers, _ = read_text("hw.md", "## Aufgabe 1\n\n1. wahr\n2. falsch - nein\n3. richtig\n")
    assert answers["p1"] == [["True", ""], ["False", "nein"], ["True", ""]]


@pytest.mark.parametrize(
    "text",
    [
        "step   theta1   theta2\n1   -1.5   8.4\n2   -3.42   8.85",
        "```\ntheta2  theta1\n8.4  -1.5\n8.85  -3.42\n```",
        "```text\n[-1.5 8.4]\n```\n\n```\n1: -1.5 8.4\n2: -3.42 8.85\n```",
        "Step 1: $\\theta_1 = 2 - 0{,}1 \\cdot 35 = -1{,}5$, $\\theta_2 = 9 - 0{,}6 = 8{,}4$\n\n"
        "Step 2: $\\theta_1 = -3{,}42$, $\\theta_2 = 8{,}85$",
        "$\\theta^{(1)} = (2, 9) - 0.1 (35, 6) = (-1.5, 8.4)$\n\n$\\theta^{(2)} = (-3.42, 8.85)$",
        "$$(\\theta_1, \\theta_2) = \\begin{bmatrix} -1.5 \\\\ 8.4 \\end{bmatrix}$$\n\n"
        "$$(\\theta_1, \\theta_2) = \\begin{bmatrix} -3.42 \\\\ 8.85 \\end{bmatrix}$$",
        "θ1 = 2 - 3.5 = -1.5, θ2 = 9 - 0.6 = 8.4\nθ1 = -3.42, θ2 = 8.85",
        "  step   theta_1   theta_2\n  ------ --------- ---------\n  1      -1.5      8.4\n"
        "  2      -3.42     8.85\n",
    ],
)
def test_a_table_of_numbers_is_found_in_many_hands(text: str) -> None:
    """Columns of spaces, listings, vectors, steps that say which they are."""
    answers, _ = read_text("hw.md", f"## Problem 3\n\n3-1)\n\n{text}\n")
    assert answers["p3.descent"] == [["-1.5", "8.4"], ["-3.42", "8.85"]]


def test_a_decimal_comma_is_handed_over_as_written() -> None:
    """Whether a comma is that of a decimal is for marking to decide, in one place."""
    rows = "| step | $\\theta_1$ | $\\theta_2$ |\n|-|-|-|\n| 1 | -1,5 | 8,4 |\n| 2 | -3,42 | 8,85 |"
    answers, _ = read_text("hw.md", f"## Problem 3\n\n3-1)\n\n{rows}\n")
    assert answers["p3.descent"] == [["-1,5", "8,4"], ["-3,42", "8,85"]]


@pytest.mark.parametrize(
    "text",
    [
        "J = [2x, -2y; 2y + e^x, 2x]",
        "J = [[2x, -2y], [2y + e^x, 2x]]",
        "```\nJ = [ 2x        -2y ]\n    [ 2y + e^x   2x ]\n```",
        "J = | 2x   -2y |\n| 2y + e^x   2x |",
    ],
)
def test_a_matrix_drawn_in_plain_text_is_one(text: str) -> None:
    """With semicolons as in MATLAB, or a row below the other."""
    answers, _ = read_text("hw.md", f"3-2)\n\n{text}\n")
    assert answers["p3.jacobian"] == "[[2x, -2y], [2y + e^x, 2x]]"


def test_two_matrices_joined_by_and_are_two() -> None:
    """ "J(1,1) = … and J(0,0) = …" in plain letters must not become one statement."""
    text = "3-2) J(1,1) = [[2, -2], [5, 2]] and J(0,0) = [[0, 0], [1, 0]]\n"
    expected = {"1,1": "[[2, -2], [5, 2]]", "0,0": "[[0, 0], [1, 0]]"}
    assert read_text("hw.md", text)[0]["p3.jacobian_at"] == expected


@pytest.mark.parametrize(
    "label",
    ["4.3 Bonus:", "4c)", "**Question 4.3 (bonus):**", "## 4-3\n", "### Bonus (1 point)\n"],
)
def test_the_part_behind_the_last_is_the_bonus(label: str) -> None:
    """Whether it is called so or only counted on."""
    answers, _ = read_text("hw.md", f"# Problem 4\n\n{label} KL(p||p) = 0\n")
    assert "KL(p||p) = 0" in answers["p4.identity"][-1]


def test_escapes_of_a_program_go_and_those_of_latex_stay() -> None:
    """Google Docs writes `\\=`; formulas that it writes as LaTeX keep their backslashes."""
    text = "a \\= \\[1, 2\\] and $\\frac{1}{2} \\, x$ and $\\\\nabla C \\= \\(1\\)$"
    assert usual(text) == "a = [1, 2] and $\\frac{1}{2} \\, x$ and $\\nabla C = (1)$"
    assert usual("$$\\[x\\]$$ \\(y\\)") == "$$\\[x\\]$$ \\(y\\)"


def test_lines_stay_where_html_was() -> None:
    """What stands below a table in HTML keeps its line number; `<b` in a formula is no tag."""
    text = (
        "<table>\n<tr><td>a</td></tr>\n<tr><td>b</td></tr>\n</table>\n\nbelow $a<b$ 1<sup>2</sup>"
    )
    assert usual(text).split("\n")[-1] == "below $a<b$ 1^2"
    assert usual(text).count("\n") == text.count("\n")
