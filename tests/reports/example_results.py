"""A realistic class for Homework 2, with every status in it, as plain `results.json` data."""

# ruff: noqa: E501 - the sentences stand here as a student reads them

import copy
import math
from typing import Any

from grader.reports.records import (
    FindingResult,
    PartResult,
    Place,
    QuestionResult,
    Results,
    SubmissionResult,
)

QUESTIONS: tuple[tuple[str, str, str, float, bool], ...] = (
    ("p1", "True or false", "true_false", 4, False),
    ("p2.comparison", "PyTorch versus TensorFlow", "free_response", 2, False),
    ("p2.pytorch", "The classifier in PyTorch", "architecture", 1, False),
    ("p2.tensorflow", "The same network in Keras", "architecture", 1, False),
    ("p3.meaning", "What a gradient is", "free_response", 1, False),
    ("p3.gradient", r"The gradient of $C = 2\theta_1^2 + 3\theta_2\theta_1$", "symbolic", 1, False),
    ("p3.descent", "Three steps of gradient descent", "descent", 2, False),
    ("p3.jacobian", "The Jacobian as formulas", "jacobian", 1, False),
    ("p3.jacobian_at", "The Jacobian at two points", "jacobian", 1, False),
    ("p4.mle", r"Minimising $KL(p^* \| p)$ is maximum likelihood", "derivation", 5, False),
    ("p4.asymmetry", "KL is not symmetric", "counterexample", 3, False),
    ("p4.identity", r"$KL(p \| p) = 0$", "derivation", 1, True),
    ("p5.experts", "Three experts as features", "mixture", 2, False),
    ("p5.performance", "The mixture on hidden data", "performance", 4, False),
    ("p5.improvement", "Against a random forest", "performance", 2, False),
    ("p5.comparison", "What was found, and why", "free_response", 2, False),
)


def part(
    id: str,
    score: float | None,
    points: float,
    status: str,
    *feedback: str,
    mistakes: tuple[str, ...] = (),
) -> PartResult:
    """One part of a question."""
    return {
        "id": id,
        "score": score,
        "points": points,
        "status": status,
        "feedback": list(feedback),
        "mistakes": list(mistakes),
    }


def question(
    id: str, score: float | None, status: str, *feedback: str, **more: Any
) -> QuestionResult:
    """One question of Homework 2 with its title, kind and points filled in."""
    title, kind, points, bonus = next(q[1:] for q in QUESTIONS if q[0] == id)
    return {
        "id": id,
        "title": title,
        "kind": kind,
        "bonus": bonus,
        "score": score,
        "points": points,
        "status": status,
        "feedback": list(feedback),
        "mistakes": list(more.get("mistakes", ())),
        "read": more.get("read", ""),
        "source": more.get("source"),
        "reason": "free_text" if status == "awaiting" else None,
        "by_hand": False,
        "candidates": [],
        "parts": list(more.get("parts", ())),
    }


def place(file: str, line: int | None = None, cell: int | None = None) -> Place:
    """Where an answer stands."""
    return {"file": file, "line": line, "cell": cell, "page": None}


def finding(kind: str, message: str) -> FindingResult:
    """Something noticed that stands nowhere."""
    return {"kind": kind, "message": message, "file": "", "line": None, "cell": None}


def submission(
    id: str, name: str, questions: list[QuestionResult], **more: Any
) -> SubmissionResult:
    """A submission with its totals worked out from its questions."""
    late = more.get("late")
    statuses = {q["status"] for q in questions}
    status = "graded"
    if "not_gradable" in statuses:
        status = "not_gradable"
    elif "awaiting" in statuses:
        status = "awaiting"
    return {
        "id": id,
        "name": name,
        "files": more.get("files", ["hw2.py"]),
        "status": status,
        "score": round(
            sum(q["score"] or 0 for q in questions) - (late["deduction"] if late else 0), 4
        ),
        "points": 32,
        "decided_points": sum(
            q["points"] for q in questions if q["score"] is not None and not q["bonus"]
        ),
        "late": late,
        "findings": more.get("findings", []),
        "questions": questions,
    }


def perfect(id: str, name: str) -> SubmissionResult:
    """Full marks in everything but what a person reads."""
    questions = []
    for qid, _, kind, points, _ in QUESTIONS:
        if kind == "free_response":
            questions.append(
                question(qid, None, "awaiting", read="PyTorch builds its graph as code runs.")
            )
        elif qid == "p1":
            parts = [part(f"p1.{n}", 0.5, 0.5, "correct") for n in range(1, 9)]
            questions.append(question(qid, 4, "correct", "All eight items are right.", parts=parts))
        else:
            questions.append(question(qid, points, "correct", source=place("hw2.py", 12)))
    return submission(id, name, questions)


def mixed() -> SubmissionResult:
    """A submission with every status, named mistakes, parts of every shape and a late deduction."""
    truths = [
        part(f"p1.{n}", 0.5, 0.5, "correct")
        if n not in (3, 6)
        else part(
            "p1.3",
            0.25,
            0.5,
            "partial",
            "You wrote False without a reason. A False needs one; the verdict itself is right.",
            mistakes=("no_reason",),
        )
        if n == 3
        else part("p1.6", 0, 0.5, "incorrect", "You wrote True. This is not so.")
        for n in range(1, 9)
    ]
    rows = [
        part(
            "p3.descent.1",
            0.33,
            0.67,
            "partial",
            "You wrote (−1.5, 9.45). The first coordinate is right; the second was computed with the new θ₁ instead of the old one.",
            mistakes=("sequential_update",),
        ),
        part(
            "p3.descent.2",
            0.67,
            0.67,
            "correct",
            "Right for the row before it; an early slip is charged once only.",
        ),
        part("p3.descent.3", 0.66, 0.66, "correct", "Right for the row before it."),
    ]
    entries = [
        part("p3.jacobian.1.1", 0.25, 0.25, "correct"),
        part(
            "p3.jacobian.1.2",
            0,
            0.25,
            "incorrect",
            "You wrote $2y + e^x$. This is the entry of row 2, column 1.",
            mistakes=("transposed",),
        ),
        part(
            "p3.jacobian.2.1",
            0,
            0.25,
            "incorrect",
            "You wrote $-2y$. This is the entry of row 1, column 2.",
            mistakes=("transposed",),
        ),
        part("p3.jacobian.2.2", 0.25, 0.25, "correct"),
    ]
    steps = [
        part("p4.mle.1", 1, 1, "correct", "The definition is used."),
        part(
            "p4.mle.2",
            0,
            1.5,
            "incorrect",
            r"Step 2 does not follow: $\log(x \mid \theta)$ stands where $\log p(x \mid \theta)$ was meant; the two sides differ on 12 of 12 random instances.",
            mistakes=("dropped_symbol",),
        ),
        part("p4.mle.3", 1.5, 1.5, "correct", "The term without θ is dropped, and you say why."),
        part("p4.mle.4", 1, 1, "correct", "The sum over samples is reached."),
    ]
    metrics = [
        part(
            "p5.performance.roc_auc",
            4,
            4,
            "correct",
            "ROC AUC 0.911 (99 % interval 0.874 to 0.943); full points from 0.88.",
        ),
        part(
            "p5.performance.brier",
            2.6,
            4,
            "partial",
            "Brier score 0.121 (99 % interval 0.101 to 0.142); full points up to 0.11, none from 0.15. Borderline: the better end of the interval counts.",
        ),
    ]
    network = "class ASDClassifier(nn.Module):\n    def __init__(self):\n        super().__init__()\n        self.fc1 = nn.Linear(20, 128)\n        self.fc2 = nn.Linear(128, 128)\n        self.fc3 = nn.Linear(128, 128)\n        self.fc4 = nn.Linear(128, 1)"
    checks = [
        part(
            "p2.pytorch.layers",
            0.25,
            0.25,
            "correct",
            "Four linear layers, 20 → 128 → 128 → 128 → 1.",
        ),
        part(
            "p2.pytorch.activations",
            0,
            0.25,
            "incorrect",
            "There is a ReLU after layer 2, where tanh was asked.",
            mistakes=("relu_for_tanh",),
        ),
        part("p2.pytorch.output", 0.25, 0.25, "correct", "The output is a probability."),
        part("p2.pytorch.parameters", 0.25, 0.25, "correct", "35,841 parameters."),
    ]
    mle = "KL(p^* \\| p) = \\int p^*(x) \\log \\frac{p^*(x)}{p(x|\\theta)} dx\n= \\int p^*(x) \\log p^*(x) dx - \\int p^*(x) \\log(x|\\theta) dx\n\\theta_{MLE} = \\arg\\max_{\\theta} \\sum_{i=1}^N \\log p(x_i|\\theta)"
    questions = [
        question(
            "p1",
            3.25,
            "partial",
            "Six of eight items are right, one is missing its reason.",
            parts=truths,
            read="[True, (False, 'adaptive rate'), False, (False, 'mini-batch'), (False, 'symbolic'), True, True, True]",
            source=place("homework2.ipynb", cell=3),
        ),
        question(
            "p2.comparison",
            None,
            "awaiting",
            read="PyTorch has a Pythonic syntax which makes it more intuitive. TensorFlow has a user-friendly high-level API called Keras.",
            source=place("writeup.md", 21),
        ),
        question(
            "p2.pytorch",
            0.75,
            "partial",
            "Three of four checks hold.",
            mistakes=("relu_for_tanh",),
            parts=checks,
            read=network,
            source=place("hw2.py", 14),
        ),
        question(
            "p2.tensorflow",
            0,
            "missing",
            "Looked for KERAS_MODEL in hw2.py and for a code block under “Problem 2” in writeup.md.",
        ),
        question(
            "p3.meaning",
            None,
            "awaiting",
            read="The gradient is the vector of partial derivatives.",
            source=place("writeup.md", 60),
        ),
        question(
            "p3.gradient",
            0,
            "incorrect",
            "In hw2.py, line 40, you wrote $(4\\theta_1 + 3\\theta_2, 3\\theta_2)$.",
            "Two expressions were expected. The second differs: at θ₁ = 1, θ₂ = 2 yours gives 6.",
            mistakes=("wrong_variable",),
            read="('4*t1 + 3*t2', '3*t2')",
            source=place("hw2.py", 40),
        ),
        question(
            "p3.descent",
            1.66,
            "partial",
            "In hw2.py, line 44: one slip, carried forward. The later rows are right for the row before them and were credited.",
            mistakes=("sequential_update",),
            parts=rows,
            read="[(2, 9), (-1.5, 9.45), (-3.735, 9.9), (-5.211, 11.02)]",
            source=place("hw2.py", 44),
        ),
        question(
            "p3.jacobian",
            0.5,
            "partial",
            "The matrix is transposed: rows belong to functions, columns to variables.",
            mistakes=("transposed",),
            parts=entries,
            read="\\begin{bmatrix} 2x & 2y + e^x \\\\ -2y & 2x \\end{bmatrix}",
            source=place("writeup.md", 118),
        ),
        question(
            "p3.jacobian_at",
            None,
            "not_gradable",
            "The grader stopped while comparing this answer.",
        ),
        question(
            "p4.mle",
            3.5,
            "partial",
            "The second of four steps breaks; the steps after it were judged as if it held.",
            mistakes=("dropped_symbol",),
            parts=steps,
            read=mle,
            source=place("writeup.md", 131),
        ),
        question(
            "p4.asymmetry",
            0,
            "incorrect",
            "You wrote that $KL(p \\| q) \\neq KL(q \\| p)$. Saying so is not showing so: two distributions are needed for which the two numbers differ.",
            mistakes=("claim_only",),
            read="KL(p || q) != KL(q || p)",
            source=place("writeup.md", 150),
        ),
        question(
            "p4.identity",
            1,
            "correct",
            "Each step holds.",
            read="$\\int p(x) \\log(1) dx = 0$",
            source=place("writeup.md", 156),
        ),
        question(
            "p5.experts",
            2,
            "correct",
            "Three columns; the rule's column is exact, the others are calibrated better than chance.",
            source=place("hw2.py", 80),
        ),
        question(
            "p5.performance",
            2.6,
            "partial",
            "The smaller of two ramps counts.",
            parts=metrics,
            source=place("hw2.py", 95),
        ),
        question(
            "p5.improvement",
            2,
            "correct",
            "Against a random forest on the same rows: no significant difference, which earns full points.",
        ),
        question(
            "p5.comparison",
            None,
            "awaiting",
            read="The mixture is a little better than the forest.",
        ),
    ]
    late = {
        "submitted": "2025-02-22T01:40:00-05:00",
        "due": "2025-02-21T23:59:00-05:00",
        "seconds": 6060,
        "deduction": 1.5,
        "excused": False,
    }
    findings = [
        {
            "kind": "fit_on_test",
            "message": "`network.fit(X_test, y_test)` fits on the test rows with their labels.",
            "file": "homework2.ipynb",
            "line": 7,
            "cell": 12,
        },
        {
            "kind": "differs",
            "message": "p3.gradient also stands in writeup.md and differs; hw2.py counts.",
            "file": "writeup.md",
            "line": 70,
            "cell": None,
        },
    ]
    return submission(
        "maria-lopez",
        "María López",
        questions,
        late=late,
        findings=findings,
        files=["hw2.py", "homework2.ipynb", "writeup.md"],
    )


def nothing(id: str, name: str) -> SubmissionResult:
    """A submission in which nothing was found."""
    return submission(
        id, name, [question(q[0], 0, "missing") for q in QUESTIONS], files=["empty.py"]
    )


def example() -> Results:
    """The whole class: perfect, mixed and empty submissions, and one student who handed in nothing."""
    return {
        "schema": "grader.results/1",
        "grader": "0.1.0",
        "rubric": {
            "title": "Homework 2: Behavioral Data Science",
            "path": "rubric/homework2.yaml",
            "sha256": "9f" * 32,
            "points": 32,
        },
        "isolation": "namespaces",
        "python": "3.11.7",
        "seed": 20250221,
        "missing": [{"id": "pat-kim", "name": "Pat Kim"}],
        "submissions": [perfect("ada", "Ada Lovelace"), mixed(), nothing("sam", "Sam O'Neil")],
    }


def example_plots() -> dict[str, Any]:
    """Data for every picture."""
    curve = [[t / 40, (t / 40) ** 0.25] for t in range(41)]
    other = [[t / 40, (t / 40) ** 0.3] for t in range(41)]
    grid = tuple(
        tuple(2 * (x / 4 - 7) ** 2 + 3 * (x / 4 - 7) * (6 + y / 4) for x in range(49))
        for y in range(33)
    )
    return {
        "p5.performance": {
            "roc": {
                "student": curve,
                "baseline": other,
                "student_auc": 0.911,
                "baseline_auc": 0.897,
                "baseline_name": "random forest",
            },
            "intervals": [
                {
                    "label": "ROC AUC",
                    "low": 0.874,
                    "estimate": 0.911,
                    "high": 0.943,
                    "none_below": 0.8,
                    "full_from": 0.88,
                },
                {
                    "label": "Brier score",
                    "low": 0.101,
                    "estimate": 0.121,
                    "high": 0.142,
                    "none_below": 0.15,
                    "full_from": 0.11,
                },
            ],
            "confusion": {"labels": ["no", "yes"], "counts": [[141, 17], [9, 33]]},
            "seconds": [6.98, 60.0],
        },
        "p5.experts": {
            "experts": [
                {"label": "logistic regression", "share": 0.46},
                {"label": "rule: at least six", "share": 0.17},
                {"label": "neural network", "share": 0.37},
            ]
        },
        "p3.descent": {
            "descent": {
                "x": [-7, 5],
                "y": [6, 14],
                "values": grid,
                "path": [[2, 9], [-1.5, 9.45], [-3.735, 9.9], [-5.211, 11.02]],
            }
        },
    }


def big_class(size: int) -> Results:
    """A class of any size, each student's answers a little different."""
    results = example()
    results["submissions"] = []
    for index in range(size):
        student = copy.deepcopy(mixed())
        student["id"], student["name"] = f"s{index:05d}", f"Student {index}"
        gradient = student["questions"][5]
        gradient["read"] = f"$4\\theta_1 + {index}\\theta_2$"
        student["score"] = round(16 + 10 * math.sin(index), 2)
        results["submissions"].append(student)
    return results
