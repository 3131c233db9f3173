"""Write-ups in other hands: headings, LaTeX, plain text; the same answers are found in each."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from grader.intake.reader.exchange import read
from grader.values import decode
from tests.intake.hints import plain_hints, read_text, rows_of

CASES = Path(__file__).parents[3] / "cases"


@pytest.mark.parametrize(
    "case",
    ["headings", "latex", "plain", "hurried", "html-in-markdown", "google-docs", "pandoc"],
)
def test_the_same_answers_are_found_however_they_are_written(case: str) -> None:
    """Headings or labels, tables or steps, typed, exported or converted: see `expected.json`."""
    folder = CASES / f"writeup-{case}"
    (path,) = folder.glob("homework2.*")
    result = read({path.name: path.read_bytes()}, plain_hints())
    found = {
        id_: {"value": decode(rows[0]["value"], []), "line": rows[0]["line"]}
        for id_, rows in rows_of(result).items()
    }
    assert found == json.loads((folder / "expected.json").read_text("utf-8"))
    assert result.findings == []


@pytest.mark.parametrize(
    ("item", "expected"),
    [
        ("1. True", ["True", ""]),
        ("1. *False* - because", ["False", "because"]),
        ("1. F: because", ["F", "because"]),
        ("1. **T**", ["T", ""]),
        ("1. False, because it is", ["False", "because it is"]),
        ("1. Adam is slower than plain descent. **False**: it adapts.", ["False", "it adapts."]),
        ("1. The sky is blue (True)", ["True", ""]),
        ("1. Answer: false. Reason: no", ["false", "no"]),
        ("1. Tensors are arrays", ["Tensors are arrays", ""]),
    ],
)
def test_a_truth_value_is_told_from_its_reason(item: str, expected: list[str]) -> None:
    """Wherever the truth value stands in an item; what cannot be told keeps its text."""
    answers, _ = read_text("hw.md", f"Problem 1\n\n{item}\n2. True\n")
    assert answers["p1"] == [expected, ["True", ""]]


def test_numbers_that_are_missing_make_a_mapping() -> None:
    """Items 1, 2 and 4 must not become 1, 2 and 3."""
    answers, _ = read_text("hw.md", "Problem 1\n\n1: True\n2: False - x\n4: True\n")
    assert answers["p1"] == {"1": ["True", ""], "2": ["False", "x"], "4": ["True", ""]}


def test_labels_of_items_are_items() -> None:
    """ "1-1)" to "1-3)" are the items of Problem 1."""
    answers, _ = read_text("hw.md", "1-1) True\n\n1-2) False, because\n\n1-3) True\n")
    assert answers["p1"] == [["True", ""], ["False", "because"], ["True", ""]]


def test_the_full_vector_is_preferred_to_its_pieces() -> None:
    """The gradient is the vector where it is written, else put together of the partials."""
    pieces = (
        "3-1)\n\n$$\\frac{\\partial C}{\\partial \\theta_1} = 4a$$\n\n"
        "$$\\frac{\\partial C}{\\partial \\theta_2} = 3b$$\n\n"
    )
    assert read_text("hw.md", pieces)[0]["p3.gradient"] == "(4a, 3b)"
    whole = pieces + "so $\\nabla C = (4c, 3d)$\n"
    assert read_text("hw.md", whole)[0]["p3.gradient"] == "(4c, 3d)"


def test_a_gradient_at_a_point_is_not_the_gradient() -> None:
    """`\\nabla C(2, 9) = (35, 6)` is a step of the descent."""
    text = "3-1) $\\nabla C = (4a, 3b)$\n\n$\\nabla C(2, 9) = (35, 6)$\n"
    assert read_text("hw.md", text)[0]["p3.gradient"] == "(4a, 3b)"


def test_a_list_under_a_problem_holds_its_parts() -> None:
    """ "1." and "2." right under Problem 3 are 3-1 and 3-2."""
    text = (
        "# Problem 3\n\n1. The gradient is a vector of all partial derivatives.\n\n"
        "   $$\\nabla C = (4a, 3b)$$\n\n2. $J = \\begin{bmatrix} 1 & 2 \\\\ 3 & 4 \\end{bmatrix}$\n"
    )
    answers, _ = read_text("hw.md", text)
    assert answers["p3.gradient"] == "(4a, 3b)"
    assert "begin{bmatrix} 1 & 2" in str(answers["p3.jacobian"])
    assert "vector of all partial" in str(answers["p3.meaning"])


def test_nothing_is_made_up_from_another_problem() -> None:
    """A question whose label is not there stays without an answer."""
    answers, _ = read_text("hw.md", "Problem 2\n\nPyTorch is a library that I like very much.\n")
    assert set(answers) == {"p2.comparison"}


@pytest.mark.parametrize(
    "text",
    [
        "See the notebook.", "Included in the repository", "see attached file hw2.ipynb",
        "My code is available on GitHub: https://example.org/repo",
    ],
)  # fmt: skip
def test_a_pointer_is_no_answer(text: str) -> None:
    """A sentence that only says where the answer is gets a finding instead."""
    answers, findings = read_text("hw.md", f"Problem 5\n\nHello there, dear reader. {text}\n")
    assert "p5.comparison" not in answers
    assert findings[0][0] == "writeup-points-elsewhere"


def test_listings_that_do_not_parse_alone_are_joined_with_their_lines() -> None:
    """A class cut by a page break runs as one, at the lines where it stands."""
    start = "Problem 2\n\n```python\nclass A:\n    def f(self):\n```\n"
    text = start + "\n```python\n        return 3\n```\n"
    result = read({"hw.md": text.encode()}, plain_hints())
    (unit,) = result.forms[0]["units"]
    scope: dict[str, type] = {}
    exec(compile(unit["source"], "hw.md", "exec"), scope)
    assert scope["A"]().f() == 3
    assert unit["source"].split("\n").index("        return 3") + unit["line"] == 9


def test_shell_and_output_listings_are_not_run() -> None:
    """Only Python is; what claims no language must at least parse."""
    text = "```bash\nls\n```\n\n```\nAccuracy: 0.9 of all\n```\n\n```python\nx = 1\n```\n"
    result = read({"hw.md": text.encode()}, plain_hints())
    assert [unit["source"] for unit in result.forms[0]["units"]] == ["x = 1\n"]
    assert [finding[0] for finding in result.findings] == ["listing-not-run"]


def test_online_text_in_html_is_read() -> None:
    """Moodle and Canvas save what was typed into the page as HTML."""
    page = (
        "<html><head><script>1. False</script></head><body><h2>Problem 1</h2>"
        "<ol><li>True</li><li><b>False</b> &ndash; because</li></ol>"
        "<p>Problem 4</p><p>4-1) $KL = c$</p></body></html>"
    )
    answers, _ = read_text("onlinetext.html", page)
    assert answers["p1"] == [["True", ""], ["False", "because"]]
    assert answers["p4.mle"] == ["KL = c"]


def test_markdown_cells_answer_with_their_cell(tmp_path: Path) -> None:
    """A notebook's own text is read too; the answer says which cell and line it stands in."""
    cells = [
        {"cell_type": "markdown", "metadata": {}, "source": "# Problem 1\n\n1. True\n2. False - x"},
        {"cell_type": "code", "metadata": {}, "outputs": [], "source": "x = 1"},
        {"cell_type": "markdown", "metadata": {}, "source": ["# Problem 5\n", "\n",
         "The mixture is better than the forest."]},
    ]  # fmt: skip
    notebook = {"nbformat": 4, "nbformat_minor": 4, "metadata": {}, "cells": cells}
    result = read({"hw.ipynb": json.dumps(notebook).encode()}, plain_hints())
    row = rows_of(result)["p5.comparison"][0]
    assert (row["form"], row["cell"], row["line"]) == ("notebook", 3, 3)
    assert decode(rows_of(result)["p1"][0]["value"], []) == [["True", ""], ["False", "x"]]


@pytest.mark.parametrize(
    "text",
    [
        "## 3. Optimisation\n\n### 1.\n\n$\\nabla C = (4a, 3b)$\n",
        "**3. Gradient descent**\n\n3.1: $\\nabla C = (4a, 3b)$\n",
        "Gradient Descent\n\n(a) $\\nabla C = (4a, 3b)$\n",
        "# Problem 3\n\n## Part (i)\n\n$$\\boxed{\\nabla C} = \\boxed{(4a, 3b)} \\tag{1}$$\n",
        "Problem 3\n\nPart 1: dC/dtheta1 = 4a\n\ndC/dtheta2 = 3b\n",
        "Q3a. $f = 1 \\Rightarrow \\nabla C(\\theta) = (4a, 3b)$\n",
        "Q3.1 \n\n$$\\begin{array}{rcl} \\nabla C &=& (a, b) \\\\ &=& (4a, 3b) \\end{array}$$\n",
    ],
)
def test_the_gradient_is_found_in_many_hands(text: str) -> None:
    """Numbers alone in headings, titles alone, boxes, tags, implications, plain letters."""
    assert read_text("hw.md", text)[0]["p3.gradient"] == "(4a, 3b)"


@pytest.mark.parametrize(
    "left",
    ["J(1, 1)", "J_{(1,1)}", "J\\big|_{(1,1)}", "J_f(1,1)", "\\mathbf{J}|_{x=1, y=1}", "Df(1, 1)"],
)
def test_the_point_of_a_matrix_is_found_in_many_hands(left: str) -> None:
    """However the point stands in the left-hand side; it is never taken for the formula itself."""
    matrix = "\\begin{bmatrix} 2 & -2 \\\\ 5 & 2 \\end{bmatrix}"
    answers, _ = read_text("hw.md", f"3-2)\n\n$${left} = {matrix}$$\n")
    assert answers["p3.jacobian_at"] == {"1,1": matrix}
    assert "p3.jacobian" not in answers


def test_a_students_own_commands_are_written_out() -> None:
    """`\\newcommand` with arguments, `\\def` and operators, used before they are read."""
    text = (
        "\\documentclass{article}\n"
        "\\newcommand{\\pd}[2]{\\frac{\\partial #1}{\\partial #2}}\n"
        "\\def\\t{\\theta}\n\\DeclareMathOperator{\\KL}{KL}\n"
        "\\newcommand\\loop{\\loop}\n"
        "\\begin{document}\n\\section{Problem 3}\n\\subsection{Part 1}\n"
        "$\\pd{C}{\\t_1} = 4\\t_1$ and $\\pd{C}{\\t_2} = 3\\t_1$\n"
        "\\section{Problem 4}\n4-1) $\\KL(p) = 0$ \\loop\n\\end{document}\n"
    )
    answers, _ = read_text("hw.tex", text)
    assert answers["p3.gradient"].replace(" ", "") == "(4\\theta_1,3\\theta_1)"
    assert answers["p4.mle"][0] == "\\operatorname{KL}(p) = 0"


def test_comments_and_front_matter_are_no_answer() -> None:
    """What a template says in comments, or a title in its head, is not the student's."""
    text = (
        "---\ntitle: Problem 1\n---\n\n# Problem 1\n\n<!--\n1. False\n2. False\n-->\n\n"
        "1. True\n2. False - x\n"
    )
    result = read({"hw.md": text.encode()}, plain_hints())
    row = rows_of(result)["p1"][0]
    assert decode(row["value"], []) == [["True", ""], ["False", "x"]]
    assert row["line"] == 12


@pytest.mark.parametrize("item", ["~~True~~ False - x", "True or False: **False** - x"])
def test_a_choice_that_was_offered_is_not_taken(item: str) -> None:
    """Struck words and the copied "True or False:" are no answers."""
    answers, _ = read_text("hw.md", f"Problem 1\n\n1. {item}\n2. True\n")
    assert answers["p1"][0] == ["False", "x"]


def test_a_label_with_nothing_to_read_says_so() -> None:
    """A student sees that their table was not found, with the line where it was looked for."""
    answers, findings = read_text("hw.md", "Problem 3\n\n3-1) I did it in my head.\n")
    assert "p3.descent" not in answers
    assert ["writeup-nothing-read", "p3.descent"] in [
        [row[0], row[1].partition(":")[0]] for row in findings
    ]
    assert {row[3] for row in findings} == {3}


def test_text_files_lie_beside_the_code() -> None:
    """A module may read its own data.txt, though it is looked through for answers."""
    files = {"submission.py": b"x = open('data.txt').read()\n", "data.txt": b"1 2 3\n"}
    assert ["data.txt", "data.txt"] in read(files, plain_hints()).kept


def test_a_bold_label_ends_where_its_emphasis_ends() -> None:
    """ "**Part 2.** Let" and "**Bonus** KL" are labels with text behind, kept as it stands."""
    text = "## Problem 4\n**Part 2.** Let $p$ be.\n\n**Part 1** -x = -x.\n\n**Bonus** KL = 0\n"
    answers, _ = read_text("hw.md", text)
    assert answers["p4.asymmetry"] == ["Let $p$ be."]
    assert answers["p4.mle"] == ["-x = -x."]
    assert answers["p4.identity"] == ["KL = 0"]


def test_two_points_in_one_line_keep_their_own_matrices() -> None:
    """ "J at (1,1) = …, J at (0,0) = …" must not get the first matrix at the second point."""
    one, two = (f"\\begin{{pmatrix}} {n} & 0 \\\\ 0 & {n} \\end{{pmatrix}}" for n in (1, 2))
    text = f"3-2) J at (1,1) = ${one}$, J at (0,0) = ${two}$\n"
    assert read_text("hw.md", text)[0]["p3.jacobian_at"] == {"1,1": one, "0,0": two}


def test_a_fence_of_math_is_a_formula() -> None:
    """GitHub's ```math fences; a Python listing under the same label is no formula."""
    text = "3-1)\n\n```python\ngradient = 3\n```\n\n```math\n\\nabla C = (4a, 3b)\n```\n"
    assert read_text("hw.md", text)[0]["p3.gradient"] == "(4a, 3b)"
    assert "p3.gradient" not in read_text("hw.md", text.split("```math")[0])[0]
