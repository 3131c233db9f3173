"""The ways in which a document numbers its problems: each question finds its own answer."""

from __future__ import annotations

from typing import Any

import pytest

from grader.intake.reader.exchange import read
from tests.intake.hints import best_of


def found(name: str, text: str) -> dict[str, Any]:
    """The surely read values of `one` and `two`, which ask for y in their problems."""
    questions = [
        {
            "id": id_, "names": [],
            "writeup": {"under": [f"Problem {n}"], "take": "formula", "of": ["y"], "parts": []},
        }
        for n, id_ in enumerate(("one", "two"), 1)
    ]  # fmt: skip
    hints = {"questions": questions, "sources": ["writeup"], "data": {}, "static": False}
    result = read({name: text.encode()}, hints)
    assert all(rows[0].candidates[0]["sure"] for rows in result.sections.values())
    return best_of(result)


def latex(body: str) -> str:
    """A whole LaTeX document."""
    return f"\\documentclass{{article}}\n\\begin{{document}}\n{body}\n\\end{{document}}\n"


@pytest.mark.parametrize(
    "body",
    [
        "\\section{Warm up}\n$y = 3$\n\\section{The rest}\n$y = 7$",
        "\\begin{problem}\nFind $y$.\n\\end{problem}\n\\begin{solution}\n$y = 3$\n"
        "\\end{solution}\n"
        "\\begin{problem}[2 points]\nFind $y$.\n\\end{problem}\n\\begin{solution}\n$y = 7$\n"
        "\\end{solution}",
        "\\begin{exercise}\n$y = 3$\n\\end{exercise}\n\\begin{exercise}\n$y = 7$\n\\end{exercise}",
        "\\begin{homeworkProblem}\n$y = 3$\n\\end{homeworkProblem}\n\\begin{homeworkProblem}\n"
        "$y = 7$\n\\end{homeworkProblem}",
        "\\begin{problem}{Problem 2}\n$y = 7$\n\\end{problem}\n\\begin{problem}{Problem 1}\n"
        "$y = 3$\n\\end{problem}",
        "\\begin{questions}\n\\question[2] One.\n\\begin{solution}$y = 3$\\end{solution}\n"
        "\\question Two.\n\\begin{solution}\n$y = 7$\n\\end{solution}\n\\end{questions}",
        "\\begin{itemize}\n\\item[1.] $y = 3$\n\\item[2.] $y = 7$\n\\item[3.] $y = 9$\n"
        "\\end{itemize}",
        "\\begin{description}\n\\item[Problem 1] $y = 3$\n\\item[Problem 2] $y = 7$\n"
        "\\end{description}",
        "\\begin{enumerate}\n\\item $y = 3$\n\\item $y = 7$\n\\item $y = 9$\n\\end{enumerate}",
        "\\noindent{\\bf Problem 1}\\\\\n$y = 3$\\\\\n\n\\noindent{\\bf Problem 2}\\\\[1em]\n"
        "$y = 7$",
    ],
)
def test_latex_numbers_problems(body: str) -> None:
    """By environments, the exam class, sections without a label, items and bold lines."""
    assert found("hw.tex", latex(body)) == {"one": "3", "two": "7"}


@pytest.mark.parametrize(
    "text",
    [
        "1. y = 3\n2. y = 7\n3. y = 9\n",
        "## Homework 1 Problem 1\n\ny = 3\n\n## Homework 1 Problem 2\n\ny = 7\n",
        "§1\n\ny = 3\n\n§2\n\ny = 7\n",
        "Problem 1 y = 3\n\nProblem 2 y = 7\n",
        "**Problem One**\n\ny = 3\n\n**Problem Two**\n\ny = 7\n",
        "Aufgabe 1: y = 3\n\nAufgabe 2: y = 7\n",
        "第1题 y = 3\n\n第2题 y = 7\n",
        "# Report Q1 2024\n\n## Problem 1\n\ny = 3\n\n## Problem 2\n\ny = 7\n",
    ],
)
def test_markdown_numbers_problems(text: str) -> None:
    """By lists, headings with more words in them, signs, and words of other languages."""
    assert found("hw.md", text) == {"one": "3", "two": "7"}
