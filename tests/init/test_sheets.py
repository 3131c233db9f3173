"""Sheets as handed out, in five forms: their questions, points and kinds, a rubric that works."""

from __future__ import annotations

import zipfile
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from hypothesis import given, settings
from hypothesis import strategies as st

from grader.check import check, selftest
from grader.cli import cli
from grader.errors import UsageMistake
from grader.grade import Options, grade
from grader.init import Fresh, draft_of, init
from grader.init.fresh import kinds, of_kind, of_sheet
from grader.init.points import worth
from grader.init.sheet import sheet_of
from grader.release import release
from grader.rubric import load_rubric
from grader.selfcheck import look_at
from grader.selftest import prove
from tests.init.notebooks import code, text, write

NONE = Options(isolation="none")

MARKDOWN = """\
# Homework 5: Probability and Plots

Due Friday. 22 points in total.

## Instructions
Hand in one notebook. (2 late days)

## Problem 1: True or false (4 points)
State for each whether it is true or false.

1. Every matrix is invertible.
2. The variance is never negative.
3. Expectation is linear.

## Problem 2: Gradients (6)
(a) [2 pts] Find the derivative of $x^2 + 3x$.

(b) [4 pts] Compute the value of it at $x=2$, rounded to two decimals.

## Problem 3: Code [5 points]
Write a function `moving_average(values, width=3)` that returns the averages.

## Problem 4: Plot (3 pts)
Plot a histogram of the data. Label the axes.

## Bonus: Explain (+2 points)
Explain why the average is smoother.
"""
LATEX = r"""
\documentclass{article}
\title{Problem Set 2}
\begin{document}
\maketitle
\section*{Problem 1 (10 points)}
\begin{enumerate}
\item[(a)] (4 points) Find the gradient of $f(x, y) = x^2 y$.
\item[(b)] (6 points) Show that the Hessian is symmetric. Explain your steps.
\end{enumerate}
\section*{Problem 2 (5 points)}
Compute the eigenvalues of the matrix $A$.
\section*{Problem 3 (3 points)}
Discuss the result.
\end{document}
"""
WORD = [
    ("Title", "Worksheet: Vectors"),
    ("Heading1", "Question 1 [3 marks]"),
    ("", "Calculate the dot product of the two vectors."),
    ("Heading1", "Question 2 [4 marks]"),
    ("", "Write a function dot(a, b) that returns it."),
    ("Heading1", "Question 3 [2 marks]"),
    ("", "Why is it zero for orthogonal vectors?"),
]
NOTEBOOK = [
    text("# Lab 3: Averages"),
    text("## Setup"),
    code("import pandas as pd\ntable = pd.read_csv('data/rows.csv')\n"),
    text("### Exercise 1 (2 points)\nCompute the mean of the first column."),
    code("mean = ..."),
    text("### Exercise 2 (3 points)\nImplement `scaled`."),
    code("def scaled(values, factor):\n    ...\n"),
    text("### Exercise 3 (1 point)\nPlot the scaled values."),
    code("# your code here"),
    text("### Exercise 4 (4 points)\nInterpret the plot in two sentences."),
]

Wanted = list[tuple[str, str, float, str]]
WANTED: dict[str, tuple[str, Wanted]] = {
    "markdown": ("Homework 5: Probability and Plots", [
        ("p1", "true_false", 4, "Problem 1"), ("p2_1", "symbolic", 2, "2a"),
        ("p2_2", "numeric", 4, "2b"), ("p3", "function", 5, "Problem 3"),
        ("p4", "figure", 3, "Problem 4"), ("bonus", "free_response", 2, "bonus"),
    ]),
    "latex": ("Problem Set 2", [
        ("p1_1", "symbolic", 4, "1a"), ("p1_2", "free_response", 6, "1b"),
        ("p2", "numeric", 5, "Problem 2"), ("p3", "free_response", 3, "Problem 3"),
    ]),
    "word": ("Worksheet: Vectors", [
        ("p1", "numeric", 3, "Question 1"), ("p2", "function", 4, "Question 2"),
        ("p3", "free_response", 2, "Question 3"),
    ]),
    "notebook": ("Lab 3: Averages", [
        ("p1", "numeric", 2, "Exercise 1"), ("p2", "function", 3, "Exercise 2"),
        ("p3", "figure", 1, "Exercise 3"), ("p4", "free_response", 4, "Exercise 4"),
    ]),
    "pdf": ("Assignment 1", [
        ("p1", "numeric", 4, "Problem 1"), ("p2", "free_response", 6, "Problem 2"),
    ]),
}  # fmt: skip


def word(path: Path) -> Path:
    """A Word file of a few paragraphs."""
    space = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    rows = "".join(
        f'<w:p>{f"<w:pPr><w:pStyle w:val={chr(34)}{style}{chr(34)}/></w:pPr>" if style else ""}'
        f"<w:r><w:t>{line}</w:t></w:r></w:p>"
        for style, line in WORD
    )
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr(
            "[Content_Types].xml",
            '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>',
        )
        archive.writestr(
            "word/document.xml",
            f'<w:document xmlns:w="{space}"><w:body>{rows}</w:body></w:document>',
        )
    return path


def pdf(path: Path) -> Path:
    """A printed page."""
    import matplotlib

    matplotlib.use("pdf")
    import matplotlib.pyplot as plt

    lines = [
        (0.92, 20, "Assignment 1"), (0.84, 15, "Problem 1 (4 points)"),
        (0.80, 11, "How many edges does the complete graph on six vertices have?"),
        (0.72, 15, "Problem 2 (6 points)"), (0.68, 11, "Explain your way of counting them."),
    ]  # fmt: skip
    figure = plt.figure(figsize=(8.3, 11.7))
    for height, size, line in lines:
        weight = "bold" if size > 11 else "normal"
        figure.text(0.1, height, line, size=size, weight=weight, family="DejaVu Sans")
    figure.savefig(path, format="pdf")
    plt.close(figure)
    return path


def sheet(folder: Path, form: str) -> Path:
    """A sheet of this form."""
    if form == "markdown":
        (folder / "hw5.md").write_text(MARKDOWN, "utf-8")
        return folder / "hw5.md"
    if form == "latex":
        (folder / "ps2.tex").write_text(LATEX, "utf-8")
        return folder / "ps2.tex"
    if form == "word":
        return word(folder / "vectors.docx")
    if form == "pdf":
        return pdf(folder / "a1.pdf")
    (folder / "data").mkdir()
    (folder / "data" / "rows.csv").write_text("a,b\n1,2\n3,4\n", "utf-8")
    return write(folder / "lab3.ipynb", NOTEBOOK)


@pytest.mark.parametrize("form", WANTED)
def test_a_sheet_becomes_an_assignment_that_works_at_once(tmp_path: Path, form: str) -> None:
    """Questions, kinds, points and labels as they stand there; its reference is full; the sheet
    itself, handed in, earns nothing.
    """
    source = sheet(tmp_path, form)
    draft = draft_of(source)
    assert isinstance(draft, Fresh)
    title, wanted = WANTED[form]
    found = [(one.id, one.kind, float(one.points), one.label) for one in draft.questions]
    assert (draft.title, found) == (title, wanted)
    made = init(tmp_path / "new", source)
    rubric = tmp_path / "new" / "rubric.yaml"
    assert load_rubric(rubric).points == draft.points == made.points
    results, short = selftest(rubric, NONE)
    assert short == []
    scores = [q["score"] for q in results["submissions"][0]["questions"]]
    assert scores == [None if kind == "free_response" else p for _, kind, p, _ in wanted]
    text_ = rubric.read_text("utf-8")
    assert text_.startswith("# yaml-language-server: $schema=rubric.schema.json\n")
    assert text_.count("# a guess") == len(wanted)
    where = "template" if form == "notebook" else "sheet"
    handed = check(tmp_path / "new" / where, rubric, NONE)["submissions"][0]["questions"]
    assert [row["score"] or 0 for row in handed] == [0] * len(wanted)
    sample = check(tmp_path / "new" / "submissions" / "sample", rubric, NONE)
    rows = sample["submissions"][0]["questions"]
    assert any(row["score"] not in (None, row["points"]) for row in rows)
    assert (tmp_path / "new" / ".github" / "workflows" / "grader.yml").is_file()
    assert (tmp_path / "new" / "data" / "rows.csv").is_file() == (form == "notebook")


@pytest.mark.parametrize("form", WANTED)
def test_from_a_sheet_to_marks(tmp_path: Path, form: str) -> None:
    """What `init` makes proves itself, is released, checked by students, and graded."""
    init(tmp_path / "new", sheet(tmp_path, form))
    rubric = tmp_path / "new" / "rubric.yaml"
    proof = prove(rubric, NONE)
    assert (proof.short, [one.line for one in proof.trial.survivors]) == ((), [])
    release(rubric, tmp_path / "package")
    released = tmp_path / "package" / "rubric.yaml"
    reference = rubric.parent / str(load_rubric(rubric).reference)
    assert look_at(reference, released).to_fix == []
    template = look_at(tmp_path / "package" / "submission", released)
    assert template.to_fix != []
    done = grade([tmp_path / "new" / "submissions"], rubric, tmp_path / "out", NONE)
    assert not done.faults
    (sample,) = done.results["submissions"]
    assert sample["status"] in ("graded", "awaiting")
    assert (tmp_path / "out" / "reports" / f"{sample['id']}.html").is_file()


@pytest.mark.parametrize(
    ("line", "points", "rest"),
    [
        ("Gradients (4)", 4, "Gradients"), ("Gradients [10 points]", 10, "Gradients"),
        ("Gradients (5 pts)", 5, "Gradients"), ("Gradients (5 pts.)", 5, "Gradients"),
        ("Gradients (1 point)", 1, "Gradients"), ("Gradients - 2.5 marks", "5/2", "Gradients"),
        ("Gradients (4 + 2 points)", 6, "Gradients"), ("Gradients: 3 points", 3, "Gradients"),
        ("(3 Punkte) Gradienten", 3, "Gradienten"), ("Gradients (worth 7 points)", 7, "Gradients"),
        ("[15pts] Gradients", 15, "Gradients"), ("Gradients (+2 bonus points)", 2, "Gradients"),
        ("Gradients (1/2 point)", "1/2", "Gradients"), ("Gradients {8 points}", 8, "Gradients"),
        ("Gradients of f(2)", 2, "Gradients of f"), ("Gradients in 2 dimensions", None, None),
        ("Gradients, 2024", None, None), ("Gradients (a)", None, None),
    ],
)  # fmt: skip
def test_points_are_read_as_they_are_written(line: str, points: Any, rest: str | None) -> None:
    """In brackets or not, in words of several languages, as a sum."""
    found = worth(line, bare=True)
    assert found.points == (None if points is None else Fraction(points))
    assert found.rest == (line if rest is None else rest)


@pytest.mark.parametrize(
    ("sheet_text", "labels"),
    [
        ("# HW\n\n1. [4] Find it.\n2. [3] Explain it.\n", ["1", "2"]),
        ("# HW\n\n## Linear maps\nFind it.\n\n## Bases\nWhy?\n", ["Linear maps", "Bases"]),
        ("**Problem 1** (4 points) Find.\n\n**Problem 2** (3 points) Why?\n",
         ["Problem 1", "Problem 2"]),
        ("# Q1 (2)\nFind.\n# Q2 (2)\nFind.\n", ["Q 1", "Q 2"]),
        ("## Problem 1 (9 points)\n### Part a\nFind.\n### Part b\nWhy?\n## Problem 2 (4 points)\n",
         ["1a", "1b", "Problem 2"]),
        ("## 3. Trees (4)\nFind.\n\n## 4. Graphs (5)\nFind.\n", ["3", "4"]),
        ("## Topic\n\nA.1 [2 points] Find.\n\nA.2 Let x.\n\na. [1 points] Find.\n\nb. (2) Why?\n",
         ["A.1", "A.2a", "A.2b"]),
        ("# Question 2\n\nLet x be.\n\n# 1 Find (2)\n\n# 2 Explain (3)\n\n# Question 3\n\nWhy?\n",
         ["2a", "2b", "Question 3"]),
        ("## Problem 4\n\n4-1) Find it.\n\n4-2) Why?\n", ["4a", "4b"]),
    ],
)  # fmt: skip
def test_questions_are_found_however_they_are_numbered(sheet_text: str, labels: list[str]) -> None:
    """By words, numbers, bold lines, lists, or by headings alone."""
    found = sheet_of(sheet_text, "hw")
    assert [one.label for root in found.questions for one in root.leaves()] == labels


@pytest.mark.parametrize(
    ("asks", "name"),
    [
        ("Compute the mean and store it in `MEAN`.", "MEAN"),
        ("Save the result as `mean_1`.", "mean_1"),
        ("Assign the mean to the variable `m`.", "m"),
        ("Put it into a variable called `avg`, rounded.", "avg"),
        ("Set `x` to 3 and write the mean of `x` down.", "P1"),
        ("Store one in `a`. Store the other in `b`.", "P1"),
        ("Store it in `lambda`.", "P1"),
        ("Compute the mean of `values`.", "P1"),
    ],
)
def test_the_name_that_a_sheet_asks_for_is_the_answers(asks: str, name: str) -> None:
    """Students follow the sheet; where it says no name, the question's own stands there."""
    sheet = sheet_of(f"# HW\n\n## Problem 1 (2 points)\n\n{asks}\n", "hw")
    (question,) = of_sheet(sheet.title, sheet.questions).questions
    assert question.name == name


def test_points_of_a_problem_are_those_of_its_parts() -> None:
    """Evenly, where the parts have none of their own."""
    found = sheet_of("## Problem 1 (10 points)\n\n(a) Find.\n\n(b) Why?\n\n(c) Plot.\n", "hw")
    assert [part.points for part in found.questions[0].parts] == [Fraction(10, 3)] * 3


@pytest.mark.parametrize("kind", kinds())
def test_every_kind_begins_with_an_example_that_works(tmp_path: Path, kind: str) -> None:
    """Its own answer is full, the wrong one is not."""
    option = f"p1:{kind}:2:First"
    done = CliRunner().invoke(cli, ["init", str(tmp_path / "new"), "--question", option])
    assert done.exit_code == 0, done.output
    rubric = tmp_path / "new" / "rubric.yaml"
    assert selftest(rubric, NONE)[1] == []
    sample = check(tmp_path / "new" / "submissions" / "sample", rubric, NONE)
    assert sample["submissions"][0]["questions"][0]["score"] != 2


def test_questions_are_asked_for_on_the_terminal(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Title, then id, kind, points and title of each; what is wrong is asked again at once."""
    from grader.cli import init as command

    monkeypatch.setattr(command, "is_terminal", lambda: True)
    first = "My course\n\nnumerc\nnumeric\nmany\n2\nA number\n"
    typed = f"{first}p1\n1 q\nq\nfree_response\n0.5\n\n-\n"
    done = CliRunner().invoke(cli, ["init", str(tmp_path / "new")], input=typed)
    assert done.exit_code == 0, done.output
    for said in ("did you mean `numeric`?", "'many' are no points", "a question p1 already",
                 "'1 q' is no id"):  # fmt: skip
        assert done.output.count(said) == 1, said
    found = load_rubric(tmp_path / "new" / "rubric.yaml")
    assert found.title == "My course" and [q.id for q in found.questions] == ["p1", "q"]
    assert [q.points for q in found.questions] == [2, Fraction(1, 2)]


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ([], "say what to start"), (["--question", "1:numeric"], "is no id"),
        (["--question", "p1:nummeric"], "did you mean `numeric`?"),
        (["--question", "p1:numeric:many"], "are no points"),
        (["--question", "p1:numeric:-1"], "are no points"),
        (["--question", "p1:numeric", "--question", "p1:choice"], "two questions are called p1"),
        (["--from", "x.md", "--title", "T"], "leave out the other options"),
        (["--from", "missing.md"], "No such file"), (["--from", "x.exe"], "of another form"),
    ],
)  # fmt: skip
def test_what_cannot_be_begun_is_one_message(
    tmp_path: Path, arguments: list[str], said: str
) -> None:
    """And nothing is written."""
    done = CliRunner().invoke(cli, ["init", str(tmp_path / "new"), *arguments])
    assert done.exit_code != 0 and said in str(done.exception)
    assert not (tmp_path / "new").exists()


@pytest.mark.parametrize("content", ["", "   \n", "Just a text without any question."])
def test_a_sheet_without_questions_is_told(tmp_path: Path, content: str) -> None:
    """With what to write."""
    (tmp_path / "s.md").write_text(content, "utf-8")
    with pytest.raises(UsageMistake, match=r"no question was found|no text could be read"):
        init(tmp_path / "new", tmp_path / "s.md")


@settings(max_examples=60, deadline=None)
@given(
    st.lists(
        st.sampled_from([
            "# T", "## Problem 1 (4)", "### Part a [2 pts]", "(b) text", "1. one\n2. two",
            "- a\n- b",
            "## " + "x" * 300, "**Question 2.** (3 points)", "```python\ndef f(x): ...\n```",
            "$$x^2$$", "| a | b |\n|---|---|\n| 1 | 2 |", "## 2024", "## Bonus",
            "text: {a}: [b] # c", "(5 points)",
            "Write a function `f(a: int, *, b)`.", "## \"quoted\" 'title' \\ here (1)",
            "True or false?",
        ]),
        max_size=14,
    )
)  # fmt: skip
def test_any_sheet_makes_a_rubric_that_can_be_read(parts: list[str]) -> None:
    """Whatever stands in what order; its text is quoted where it has to be."""
    import tempfile

    from grader.init.files import put
    from grader.init.fresh import files_of
    from grader.rubric.schema import schema_text

    found = sheet_of("\n\n".join(parts), "sheet")
    fresh = of_sheet(found.title, found.questions)
    if fresh.questions:
        with tempfile.TemporaryDirectory() as folder:
            put(Path(folder), files_of(fresh, schema_text()))
            loaded = load_rubric(Path(folder) / "rubric.yaml")
            if not fresh.is_shown:
                compile((Path(folder) / "reference" / "answers.py").read_text("utf-8"), "a", "exec")
        assert [one.id for one in loaded.questions] == [one.id for one in fresh.questions]


def test_a_kind_without_an_example_is_none_of_the_choice() -> None:
    """What is begun is answered, and has a wrong answer too."""
    for kind in kinds():
        one = of_kind("p1", kind, Fraction(1))
        assert one.started.answer != one.started.wrong
