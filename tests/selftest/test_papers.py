"""A right answer in every form that a write-up has, and what is typed without LaTeX."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from grader.grade import Options
from grader.intake.reader.documents.docx import read_docx
from grader.intake.reader.documents.pdf import read_pdf
from grader.questions.asking.typed import typed_formula, typed_name
from grader.selftest import prove
from grader.selftest.papers import Block, blocks_of, docx, pdf

WORDS = st.lists(st.text("abcdefghijklmnop", min_size=3, max_size=9), min_size=4, max_size=12)


@pytest.mark.parametrize(
    ("latex", "typed"),
    [
        (r"\nabla C", "∇C"),
        (r"\theta_{1}", "θ1"),
        (r"\frac{\partial C}{\partial \theta_1}", "∂C/∂θ1"),
        (r"\operatorname{grad} C", "grad C"),
        ("J(x, y)", "J(x, y)"),
    ],
)
def test_a_name_is_typed_as_on_a_keyboard(latex: str, typed: str) -> None:
    """Greek letters and signs themselves, indices behind their letter."""
    assert typed_name(latex) == typed


def test_a_formula_is_typed_as_on_a_keyboard() -> None:
    """A number stands before its letter; words with a letter's name in them stay."""
    assert typed_formula("4*theta_1 + 3*x*beta") == "4θ1 + 3x*β"
    assert typed_formula("theta_max + alphabet") == "θ_max + alphabet"


def test_markdown_is_taken_apart() -> None:
    """Into headings with their depth, lines, and tables as rows of cells."""
    rows = ["## 1: Mean", "1. True.\n2. False.", "| a | b |\n|---|---|\n| 1 | 2 |"]
    assert list(blocks_of(rows)) == [
        (2, "1: Mean"),
        (0, "1. True."),
        (0, "2. False."),
        (0, [["a", "b"], ["1", "2"]]),
    ]


@settings(max_examples=8, deadline=None)
@given(st.lists(WORDS.map(" ".join), min_size=1, max_size=60))
def test_every_line_is_in_the_files(lines: list[str]) -> None:
    """Over as many pages as it takes, in order."""
    blocks: list[Block] = [(1, "A heading of all"), *((0, f"{line}.") for line in lines)]
    word = " ".join(read_docx(docx(blocks)).text.split())
    paper = " ".join(read_pdf(pdf(blocks)).text.split())
    place = [0, 0]
    for line in lines:
        for number, text in enumerate((word, paper)):
            place[number] = text.index(f"{line}.", place[number]) + 1


QUESTIONS = """
title: In words and pictures
reference: reference
questions:
  - {id: mean, kind: numeric, points: 1, name: MEAN, key: 7,
     writeup: {under: ["1 | Mean"], take: formula, of: [mean]}}
  - {id: grad, kind: symbolic, points: 2, name: GRAD, variables: [theta_1, theta_2],
     key: ["4*theta_1 + 3*theta_2", "3*theta_1"],
     writeup: {under: ["%s"], take: formula, of: ['\\nabla C']}}
"""


def test_a_right_answer_keeps_its_marks_in_every_form(tmp_path: Path) -> None:
    """And where a rubric looks for it in the wrong shape, that is told for each form."""
    (tmp_path / "reference").mkdir()
    answers = 'MEAN = 7\nGRAD = ["4*theta_1 + 3*theta_2", "3*theta_1"]\n'
    (tmp_path / "reference" / "hw.py").write_text(answers)
    path = tmp_path / "rubric.yaml"
    path.write_text(QUESTIONS % "2 | Gradient")
    assert [one.line for one in prove(path, Options(isolation="none")).trial.survivors] == []
    text = (QUESTIONS % "2 | Gradient").replace("take: formula, of: [mean]", "take: table")
    path.write_text(text)
    lost = prove(path, Options(isolation="none")).trial.survivors
    forms = ["as a write-up", "as a PDF", "as a Word file"]
    assert [(one.question, one.name) for one in lost] == [("mean", form) for form in forms]
