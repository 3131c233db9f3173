"""A curve beside the points of a file: right ones, others, and files that are of no use."""

from __future__ import annotations

import math
from pathlib import Path
from typing import Any

import pytest

from grader.errors import RubricError
from grader.evidence import Answer
from grader.questions.base import Given
from grader.questions.figure import Figure
from grader.questions.figure.mistakes import drawn
from grader.rubric import load_rubric

PLACES = [n / 50 for n in range(101)]
WAVE = "t,u,note\n" + "".join(f"{t},{math.exp(-t) * math.cos(3 * t)},x\n" for t in PLACES)


def asked(folder: Path, content: str, curve: str) -> Figure:
    """A question of one point whose curve is in a file beside the rubric."""
    (folder / "wave.csv").write_text(content)
    rubric = folder / "r.yaml"
    rubric.write_text(
        "title: T\nquestions:\n  - id: q\n    kind: figure\n    points: 1\n    checks:\n"
        f"      - curve: {curve}\n"
    )
    found = load_rubric(rubric).questions[0]
    assert isinstance(found, Figure)
    return found


def score(question: Figure, f: Any, places: list[float]) -> float:
    """What a drawn curve earns."""
    line = {"x": places, "y": [f(t) for t in places], "n": len(places)}
    mark = question.mark(Given({"": Answer(drawn(lines=[line]))}))
    assert mark.score is not None
    return float(mark.score)


@pytest.mark.parametrize("curve", ["{file: wave.csv}", "{file: wave.csv, columns: [t, u]}"])
def test_a_curve_through_the_points_of_a_file_is_right(tmp_path: Path, curve: str) -> None:
    """With its own points, more or fewer; another curve, or half of it, is not."""
    question = asked(tmp_path, WAVE, curve)

    def right(t: float) -> float:
        return math.exp(-t) * math.cos(3 * t)

    assert score(question, right, PLACES) == 1
    assert score(question, right, [n / 17 for n in range(35)]) == 1
    assert score(question, right, [n / 173 for n in range(347)]) == 1
    assert score(question, lambda t: math.exp(-t) * math.cos(2 * t), PLACES) == 0
    assert score(question, lambda t: -right(t), PLACES) == 0
    assert score(question, right, PLACES[:50]) == 0


def test_rows_may_stand_in_any_order_and_columns_be_exchanged(tmp_path: Path) -> None:
    """A file is what a course has; its columns are named."""
    turned = "u,t\n9,3\n1,1\n4,2\n0,0\n16,4\n25,5\n"
    question = asked(tmp_path, turned, "{file: wave.csv, columns: [t, u]}")
    assert score(question, lambda t: t * t, [0, 1, 2, 3, 4, 5]) == 1
    assert score(question, lambda t: t * t + 5, [0, 1, 2, 3, 4, 5]) == 0


@pytest.mark.parametrize(
    ("content", "curve", "told"),
    [
        (WAVE, "{file: wave.csv, columns: [t, v]}", "has the columns t, u, note: name two"),
        (WAVE, "{file: wave.csv, columns: [t, t]}", "name two of them"),
        (WAVE, "{file: wave.csv, columns: [t, note]}", "column 'note' of wave.csv holds words"),
        (WAVE, "{file: wave.csv, x: [0, 1], y: [0, 1]}", "either x and y, or file"),
        (WAVE, "{file: missing.csv}", "missing.csv"),
        (WAVE, "{formula: t, over: [0, 1], columns: [t, u]}", "columns goes with file"),
        (WAVE, "{file: 3}", "write the path of a csv file"),
        ("t,u\n1,2\n", "{file: wave.csv}", "has 1 points"),
        ("t,u\n1,2\n1,3\n", "{file: wave.csv}", "two points over one x"),
        ("t,u\n1,\n2,3\n", "{file: wave.csv}", "column 'u' is empty in row 1"),
        ("t\n1\n2\n", "{file: wave.csv}", "name two of them"),
        ("t,u\n1,inf\n2,3\n", "{file: wave.csv}", "is infinite"),
    ],
)
def test_a_file_of_no_use_is_told_with_its_place(
    tmp_path: Path, content: str, curve: str, told: str
) -> None:
    """The line of the rubric, and what to write."""
    with pytest.raises(RubricError) as caught:
        asked(tmp_path, content, curve)
    assert told in str(caught.value) and "r.yaml:7:" in str(caught.value)
