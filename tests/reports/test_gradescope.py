"""Gradescope's `results.json`: a total at the top, a test a question."""

import json
from pathlib import Path

import jsonschema
import pytest

from grader.reports.exports.gradescope import render_gradescope, write_gradescope
from grader.reports.extras import Extras, Shows
from tests.reports.example_results import example
from tests.reports.hostile import PAYLOADS, hostile_results

SHOWN = {"enum": ["hidden", "after_due_date", "after_published", "visible"]}
FORMAT = {"enum": ["text", "html", "simple_format", "md", "ansi"]}
RESULTS = {
    "type": "object",
    "required": ["score", "tests"],
    "additionalProperties": False,
    "properties": {
        "score": {"type": "number", "minimum": 0},
        "execution_time": {"type": "number"},
        "output": {"type": "string"},
        "output_format": FORMAT,
        "test_output_format": FORMAT,
        "test_name_format": FORMAT,
        "visibility": SHOWN,
        "stdout_visibility": SHOWN,
        "extra_data": {"type": "object"},
        "leaderboard": {"type": "array"},
        "tests": {
            "type": "array",
            "items": {
                "type": "object",
                "additionalProperties": False,
                "properties": {
                    "score": {"type": "number"},
                    "max_score": {"type": "number"},
                    "status": {"enum": ["passed", "failed"]},
                    "name": {"type": "string"},
                    "name_format": FORMAT,
                    "number": {"type": "string"},
                    "output": {"type": "string"},
                    "output_format": FORMAT,
                    "tags": {"type": "array", "items": {"type": "string"}},
                    "visibility": SHOWN,
                    "extra_data": {"type": "object"},
                },
                "dependentRequired": {"score": ["max_score"]},
            },
        },
    },
}
"""What Gradescope documents of an autograder's results, and no field beside that."""


def test_the_total_holds_the_late_deduction() -> None:
    """The score at the top is the submission's own, and open questions are named."""
    results = example()
    content = json.loads(render_gradescope(results, results["submissions"][1]))
    jsonschema.validate(content, RESULTS)
    assert content["score"] == 15.76
    assert "p2.comparison" in content["output"]
    tests = {test["name"]: test for test in content["tests"]}
    assert tests["p1 True or false"]["score"] == 3.25
    assert tests["p1 True or false"]["status"] == "failed"
    assert "score" not in tests["p2.comparison PyTorch versus TensorFlow"]
    assert tests[next(name for name in tests if name.startswith("p4.identity"))]["max_score"] == 0


def test_a_file_a_student(tmp_path: Path) -> None:
    """Files are named after submissions, and only changed ones are reported."""
    changed = write_gradescope(example(), tmp_path, Extras())
    assert [path.name for path in changed] == ["ada.json", "maria-lopez.json", "sam.json"]
    assert write_gradescope(example(), tmp_path, Extras()) == []


@pytest.mark.parametrize("payload", PAYLOADS)
def test_hostile_text_is_plain_text(payload: str) -> None:
    """Every output says that it is text, and stays within its cap."""
    results = hostile_results(payload)
    content = json.loads(render_gradescope(results, results["submissions"][0]))
    jsonschema.validate(content, RESULTS)
    assert {test["output_format"] for test in content["tests"]} == {"text"}
    assert all(len(test["output"]) < 11_000 for test in content["tests"])


def test_what_is_withheld_from_students_is_not_sent(tmp_path: Path) -> None:
    """Feedback for the instructor, or for after the due date, is not in a student's file."""
    results = example()
    student = next(s for s in results["submissions"] if any(q["feedback"] for q in s["questions"]))
    shows: dict[str, Shows] = {q["id"]: "instructor" for q in student["questions"]}
    write_gradescope(results, tmp_path, Extras(shows=shows))
    text = (tmp_path / "exports" / "gradescope" / f"{student['id']}.json").read_text("utf-8")
    told = [line for q in student["questions"] for line in q["feedback"]]
    assert told and not any(line in text for line in told)
