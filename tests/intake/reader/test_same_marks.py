"""The same answers get the same marks as module, notebook, write-up and YAML."""

from __future__ import annotations

import json
from fractions import Fraction
from pathlib import Path

import pytest

from grader.evidence import Evidence, Missing, Outcome
from grader.intake import READER, Hints, read_submission, single
from grader.questions.base import given_for
from grader.rubric.load import load_rubric
from grader.rubric.model import Rubric
from grader.sandbox.job import Ask, Job
from grader.sandbox.process import ProcessLauncher
from grader.sandbox.supervise import collect
from tests.intake.hints import questions

CASES = Path(__file__).parents[2] / "cases"
RUBRIC = """\
title: Four questions
questions:
  - id: p1
    kind: true_false
    points: 4
    name: TRUE_FALSE
    reasons: required
    items: [{key: true}, {key: false}, {key: false}, {key: true}]
    writeup: {under: ["Problem 1"], take: truth_list}
  - id: p3.gradient
    kind: symbolic
    points: 1
    name: GRADIENT
    variables: [theta_1, theta_2]
    functions: [C]
    key: ["4*theta_1 + 3*theta_2", "3*theta_1"]
    writeup: {under: ["Problem 3", "3-1"], take: formula, of: ['\\nabla C']}
  - id: p3.descent
    kind: descent
    points: 2
    name: DESCENT_TABLE
    objective: "2*theta_1^2 + 3*theta_2*theta_1"
    variables: [theta_1, theta_2]
    start: [2, 9]
    step_size: 0.1
    steps: 3
    writeup: {under: ["Problem 3", "3-1"], take: table, of: ['\\theta_1', '\\theta_2']}
  - id: p3.jacobian
    kind: jacobian
    points: 1
    name: JACOBIAN
    variables: [x, y]
    of: {u: "x^2 - y^2", w: "2*x*y + e^x"}
    writeup: {under: ["Problem 3", "3-2"], take: matrix, of: [J]}
"""
MODULE = """\
TRUE_FALSE = [True, (False, "it adapts"), (True, ""), True]
GRADIENT = ["4*theta_1 + 3*theta_2", "3*theta_1"]
DESCENT_TABLE = [[2, 9], [-1.5, 8.4], [-3.42, 8.85], [-4.7, 9.876]]
JACOBIAN = [["2*x", "2*y"], ["2*y + exp(x)", "2*x"]]
"""
DATA = """\
p1: [true, [false, it adapts], true, true]
p3:
  gradient: ["4*theta_1 + 3*theta_2", "3*theta_1"]
  descent: [[2, 9], [-1.5, 8.4], [-3.42, 8.85], [-4.7, 9.876]]
  jacobian: [["2*x", "2*y"], ["2*y + exp(x)", "2*x"]]
"""
WRITEUP = """\
# Problem 1

1. True
2. False - it adapts
3. True
4. True

# Problem 3

3-1) $\\nabla C(\\theta_1, \\theta_2) = (4\\theta_1 + 3\\theta_2, 3\\theta_1)$

| step | $\\theta_1$ | $\\theta_2$ |
|---|---|---|
| initial | 2 | 9 |
| 1 | -1.5 | 8.4 |
| 2 | -3.42 | 8.85 |
| 3 | -4.7 | 9.876 |

3-2) $J(x, y) = \\begin{bmatrix} 2x & 2y \\\\ 2y + e^x & 2x \\end{bmatrix}$
"""


def notebook() -> str:
    """The module's lines as cells, with a magic and a cell that fails between them."""
    sources = ["%matplotlib inline\n" + MODULE.split("\n")[0], "1 / 0", *MODULE.split("\n")[1:]]
    cells = [
        {"cell_type": "code", "metadata": {}, "outputs": [], "source": source} for source in sources
    ]
    return json.dumps({"nbformat": 4, "nbformat_minor": 4, "metadata": {}, "cells": cells})


def evidence_of(path: Path, rubric: Rubric) -> Evidence:
    """What one submission answers: what was read first, else what its code holds."""
    hints = Hints.of(rubric.questions)
    reading = read_submission(single(path), hints, ProcessLauncher(program=READER))
    asks = tuple(
        Ask(
            probe.id,
            {"do": probe.do, "names": list(probe.names), "forms": ["module", "notebook"],
             "arguments": [], "data": {}},
        )
        for question in rubric.questions
        for probe in question.probes()
    )  # fmt: skip
    outcomes: dict[str, Outcome] = {}
    if reading.forms:
        outcomes |= collect(ProcessLauncher(), Job(reading.files, reading.forms, asks)).outcomes
    for question in rubric.questions:
        if question.id in reading.answers:
            outcomes[question.id] = reading.answers[question.id][0]
        outcomes.setdefault(question.id, Missing())
    return Evidence(outcomes)


def marks(folder: Path, name: str, text: str) -> dict[str, tuple[str, Fraction | None]]:
    """Status and score of each question for one submission."""
    (folder / "rubric.yaml").write_text(RUBRIC, encoding="utf-8")
    (folder / name).write_text(text, encoding="utf-8")
    rubric = load_rubric(folder / "rubric.yaml")
    evidence = evidence_of(folder / name, rubric)
    found = {q.id: q.mark(given_for(q, evidence)) for q in rubric.questions}
    return {id_: (mark.status.value, mark.score) for id_, mark in found.items()}


def test_the_same_answers_get_the_same_marks(tmp_path: Path) -> None:
    """Right, wrong and half-right answers alike, in four forms."""
    as_module = marks(tmp_path, "submission.py", MODULE)
    assert {status for status, _ in as_module.values()} == {"correct", "partial"}
    for name, text in (("hw.ipynb", notebook()), ("hw.md", WRITEUP), ("hw.yaml", DATA)):
        assert marks(tmp_path, name, text) == as_module, name


@pytest.mark.parametrize(
    "case",
    [
        "seed-writeup",
        "writeup-headings",
        "writeup-latex",
        "writeup-plain",
        "writeup-hurried",
        "writeup-html-in-markdown",
        "writeup-google-docs",
        "writeup-pandoc",
    ],
)
def test_the_write_ups_formulas_get_full_marks(case: str) -> None:
    """Gradient, descent and both Jacobians, as eight people wrote them down."""
    rubric = load_rubric(CASES / "mathematics" / "rubric.yaml")
    reader = ProcessLauncher(program=READER)
    (path,) = (CASES / case).glob("homework2.*")
    answers = read_submission(single(path), Hints(tuple(questions())), reader).answers
    asked = [q for q in rubric.questions if q.id in answers]
    assert {"p3.gradient", "p3.descent", "p3.jacobian", "p3.jacobian_at"} <= {q.id for q in asked}
    for question in asked:
        if question.id.startswith("p3."):
            evidence = Evidence({question.id: answers[question.id][0]})
            assert question.mark(given_for(question, evidence)).status.value == "correct"
