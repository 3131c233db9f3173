"""Whole classes to grade: a rubric and a folder of submissions, no two of which are the same."""

from __future__ import annotations

import io
import json
import random
from pathlib import Path
from typing import Any

from tests.benchmarks.submissions import FULL, LIGHT

STATEMENTS = [True, False, False, False, False, False, True, True]
WRONG = (
    ("False, False, True, True]", "False, True, True, True]"),
    ("b - rate * (3 * a)", "b + rate * (3 * a)"),
    ("[2 * y + np.exp(x), 2 * x]", "[2 * y, 2 * x]"),
    ("-2 * y], [2 * y + np.exp(x), 2", "2 * y + np.exp(x)], [-2 * y, 2"),
)  # fmt: skip
"""What a part of the class has instead: two statements, a sign, a term, a transposed matrix."""


def light_questions() -> list[dict[str, Any]]:
    """The three questions of LIGHT."""
    import numpy as np

    points = np.random.default_rng(0).normal(size=(50, 2)).tolist()
    items = [{"key": key, "text": f"Statement {i}."} for i, key in enumerate(STATEMENTS, 1)]
    return [
        {"id": "p1", "kind": "true_false", "points": 4, "name": "TRUE_FALSE", "items": items},
        {
            "id": "p2", "kind": "descent", "points": 3, "name": "DESCENT_TABLE",
            "variables": ["a", "b"], "objective": "2*a^2 + 3*a*b", "start": [2, 9],
            "step_size": 0.1, "steps": 3, "min_decimals": 2,
        },
        {
            "id": "p3", "kind": "jacobian", "points": 5, "name": "JACOBIANS",
            "variables": ["x", "y"], "of": {"u": "x^2 - y^2", "w": "2*x*y + e^x"}, "at": points,
        },
    ]  # fmt: skip


def full_questions() -> list[dict[str, Any]]:
    """LIGHT's, a network and the accuracy of a trained one."""
    return [
        *light_questions(),
        {
            "id": "p4", "kind": "architecture", "points": 2, "name": "Classifier",
            "layers": [20, 128, 128, 1], "activations": ["tanh", "tanh", "sigmoid"],
        },
        {
            "id": "p5", "kind": "numeric", "points": 2, "name": "ACCURACY", "key": 0.9,
            "tolerance": {"absolute": 0.15},
        },
    ]  # fmt: skip


def pdf_questions() -> list[dict[str, Any]]:
    """Two answers that are read off a page."""
    return [
        {"id": "p1", "kind": "numeric", "points": 1, "key": 7, "name": "MEAN",
         "writeup": {"under": ["Problem 1"], "take": "formula", "of": ["mean"]}},
        {"id": "p2", "kind": "free_response", "points": 2, "name": "WHY", "prompt": "Why?",
         "writeup": {"under": ["Problem 2"], "take": "prose"},
         "items": [{"id": "a", "text": "Says why.", "points": 2}]},
    ]  # fmt: skip


def of_code(source: str, index: int) -> str:
    """The submission of one student: every third has a mistake, and each one words of its own."""
    rng = random.Random(index)
    if index % 3 == 2:
        before, after = rng.choice(WRONG)
        source = source.replace(before, after)
    return f'"""Homework of student {index}: {rng.random()}."""\n{source}'


def pdf(index: int) -> bytes:
    """A page of text with two answers, its figures set as text by matplotlib."""
    import matplotlib

    matplotlib.use("agg")
    matplotlib.rcParams["pdf.fonttype"] = 42
    from matplotlib import pyplot

    figure = pyplot.figure(figsize=(8.3, 11.7))
    lines = ["Problem 1", f"mean = {7 if index % 3 else 6}", "Problem 2"]
    lines += [f"Student {index} says in line {n} why it is so." for n in range(20)]
    for n, line in enumerate(lines):
        figure.text(0.1, 0.95 - 0.03 * n, line, fontsize=12)
    out = io.BytesIO()
    figure.savefig(out, format="pdf", metadata={"CreationDate": None})
    pyplot.close(figure)
    return out.getvalue()


def make(kind: str, count: int, folder: Path) -> Path:
    """A class of `light`, `full` or `pdf` submissions in `folder`; returns its rubric."""
    questions = {"light": light_questions, "full": full_questions, "pdf": pdf_questions}[kind]()
    for index in range(count):
        own = folder / "class" / f"student-{index:05}"
        own.mkdir(parents=True)
        if kind == "pdf":
            (own / "homework.pdf").write_bytes(pdf(index))
        else:
            source = {"light": LIGHT, "full": FULL}[kind]
            (own / "submission.py").write_text(of_code(source, index))
    rubric = folder / "rubric.yaml"
    rubric.write_text(json.dumps({"title": f"A class of {kind}", "questions": questions}))
    return rubric
