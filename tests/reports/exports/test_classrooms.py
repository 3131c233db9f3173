"""Both classrooms and badges: read by rules and schemas of their own, not by our code."""

import base64
import json
import re
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from click.testing import CliRunner

from grader.cli import cli
from grader.errors import GraderError, UsageMistake
from grader.reports.exports.github.badge import render_badge
from grader.reports.exports.github.classroom import render_classroom, write_classroom
from grader.reports.exports.github.classroom50 import (
    render_release,
    render_result,
    write_classroom50,
)
from grader.reports.exports.results_json import render_json
from grader.reports.extras import Extras
from grader.reports.records import SubmissionResult
from tests.reports.example_results import example, mixed, perfect
from tests.reports.hostile import PAYLOADS, hostile_results

ENV = {
    "CLASSROOM": "ml-2025", "ASSIGNMENT": "hw2", "SUBMISSION_TAG": "submit/2025-05-01T10-00-00Z-ab",
    "COMMIT_URL": "https://example.org/c", "RELEASE_URL": "https://example.org/r",
    "USERNAME": "maria",
}  # fmt: skip
NOW = datetime(2025, 5, 1, 10, tzinfo=UTC)
TEXT: dict[str, Any] = {"type": "string", "minLength": 1}
WHOLE: dict[str, Any] = {"type": "integer", "minimum": 0}
STAMP = r"^\d{4}-\d\d-\d\dT([01]\d|2[0-3]):[0-5]\d:[0-5]\dZ$"
RESULT = {
    "type": "object",
    "additionalProperties": False,
    "properties": {
        "schema": {"const": "classroom50/result/v1"},
        "assignment_type": {"enum": ["individual", "group"]},
        "submission": {"type": "string", "pattern": "^submit/"},
        "datetime": {"type": "string", "pattern": STAMP},
        **dict.fromkeys(("classroom", "assignment", "owner", "commit", "release", "review"), TEXT),
        **dict.fromkeys(("score", "max-score"), WHOLE),
        "tests": {
            "type": "array",
            "items": {
                "type": "object",
                "required": ["test-name", "passed", "score", "max-score"],
                "properties": {
                    "test-name": TEXT, "passed": {"type": "boolean"}, "score": WHOLE,
                    "max-score": WHOLE,
                },
            },
        },
    },
}  # fmt: skip
RESULT["required"] = sorted(RESULT["properties"])  # type: ignore[call-overload]
RUNNER = {
    "type": "object",
    "required": ["version", "status", "max_score", "tests"],
    "properties": {
        "version": {"const": 3},
        "status": {"enum": ["pass", "fail", "error"]},
        "message": {"type": "string"},
        "max_score": {"type": "number", "minimum": 0},
        "tests": {
            "type": "array",
            "items": {
                "type": "object",
                "required": ["name", "status", "test_code", "task_id", "filename", "line_no",
                             "duration", "score"],
                "properties": {
                    "name": TEXT, "status": {"enum": ["pass", "fail", "error"]},
                    "score": {"type": "number"}, "line_no": WHOLE,
                    "output": {"type": "string", "maxLength": 500},
                },
            },
        },
    },
}  # fmt: skip
BADGE = {
    "type": "object",
    "required": ["schemaVersion", "label", "message", "color"],
    "properties": {"schemaVersion": {"const": 1}, "label": TEXT, "message": TEXT, "color": TEXT},
}


def result_of(one: SubmissionResult) -> dict[str, Any]:
    """The result of Classroom 50, against its schema and its rules across fields."""
    result: dict[str, Any] = json.loads(render_result(one, ENV, NOW))
    jsonschema.validate(result, RESULT)
    for scored in (result, *result["tests"]):
        assert type(scored["score"]) is type(scored["max-score"]) is int
        assert scored["score"] <= scored["max-score"]
    return result


def decided() -> SubmissionResult:
    """The mixed submission without what could not be graded."""
    one = mixed()
    for question in one["questions"]:
        if question["status"] == "not_gradable":
            question.update({"status": "awaiting", "reason": "undecided"})
    return {**one, "status": "awaiting"}


def test_classroom50_counts_in_hundredths() -> None:
    """15.76 of 32 points are 1576 of 3200; the release says the true points and why."""
    result = result_of(mixed())
    assert (result["score"], result["max-score"]) == (1576, 3200)
    assert (result["classroom"], result["owner"]) == ("ml-2025", "maria")
    assert result["datetime"] == "2025-05-01T10:00:00Z"
    tests = {test["test-name"]: test for test in result["tests"]}
    assert tests["True or false"]["score"] == 325 and not tests["True or false"]["passed"]
    body = render_release(example(), mixed())
    assert "**15.76 of 32 points**" in body and "a point is 100 there" in body


def test_a_bonus_does_not_break_the_maximum() -> None:
    """33 of 32 points would be refused there."""
    one = perfect("ada", "Ada")
    one["score"] = 33
    assert result_of(one)["score"] == 3200
    assert "A bonus counts there up to the maximum" in render_release(example(), one)


@pytest.mark.parametrize("payload", PAYLOADS)
def test_hostile_text_keeps_every_shape(payload: str) -> None:
    """Whatever a student wrote, each reader gets what it validates."""
    results = hostile_results(payload)
    (one,) = results["submissions"]
    result_of(one)
    jsonschema.validate(json.loads(render_classroom(one)), RUNNER)
    results["rubric"]["title"] = payload
    jsonschema.validate(json.loads(render_badge(results, one)), BADGE)


def test_classroom50_asks_for_its_runner(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing is invented where the environment does not say it."""
    results = example()
    for name in ENV:
        monkeypatch.delenv(name, raising=False)
    with pytest.raises(UsageMistake, match="the one submission of a student's repository"):
        write_classroom50(results, tmp_path, Extras())
    results["submissions"] = [decided()]
    with pytest.raises(UsageMistake, match=r"CLASSROOM, ASSIGNMENT, .* not set"):
        write_classroom50(results, tmp_path, Extras())
    for name, value in ENV.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setenv("SUBMISSION_TAG", "v1")
    with pytest.raises(UsageMistake, match="does not begin with submit/"):
        write_classroom50(results, tmp_path, Extras())
    (tmp_path / "results.json").write_bytes(render_json(results))
    done = CliRunner().invoke(cli, ["export", str(tmp_path), "--to", "classroom50"], env=ENV)
    assert done.exit_code == 0, done.output
    names = {path.name for path in (tmp_path / "exports" / "classroom50").iterdir()}
    assert names == {"result.json", "release-body.md"}


def test_the_old_reporter_adds_up_to_the_score(tmp_path: Path) -> None:
    """The sum of the tests is the score, lateness and bonus included; base64 of compact JSON."""
    results = example()
    results["submissions"] = [decided()]
    write_classroom(results, tmp_path, Extras())
    line = (tmp_path / "exports" / "classroom.output").read_text()
    assert re.fullmatch(r"result=[A-Za-z0-9+/=]+\n", line)
    content = json.loads(base64.b64decode(line.removeprefix("result=")))
    jsonschema.validate(content, RUNNER)
    assert sum(test["score"] for test in content["tests"]) == pytest.approx(15.76)
    assert content["tests"][-1]["name"] == "Late" and content["max_score"] == 32
    assert content["status"] == "error"
    whole = json.loads(render_classroom({**perfect("ada", "Ada"), "findings": []}))
    assert {test["status"] for test in whole["tests"]} == {"pass", "error"}


@pytest.mark.parametrize("target", ["classroom", "classroom50"])
def test_what_we_could_not_grade_is_no_zero(tmp_path: Path, target: str) -> None:
    """A classroom knows no open score: nothing is written, and the step fails as ours."""
    results = example()
    results["submissions"] = [mixed()]
    assert mixed()["status"] == "not_gradable"
    (tmp_path / "results.json").write_bytes(render_json(results))
    done = CliRunner().invoke(cli, ["export", str(tmp_path), "--to", target], env=ENV)
    assert "no fault of the student's" in str(done.exception)
    assert isinstance(done.exception, GraderError) and done.exception.exit_code == 3
    assert not (tmp_path / "exports").exists()


def test_code_that_stopped_is_the_message() -> None:
    """The reporter shows one line above the table."""
    one = mixed()
    one["findings"] = [
        {"kind": "load-error", "message": "It stopped.", "file": "", "line": None, "cell": None}
    ]
    content = json.loads(render_classroom(one))
    assert (content["status"], content["message"]) == ("error", "It stopped.")


@pytest.mark.parametrize(
    ("status", "score", "message", "colour"),
    [
        ("graded", 30, "30 of 32", "brightgreen"),
        ("graded", 16, "16 of 32", "yellow"),
        ("graded", 0, "0 of 32", "red"),
        ("awaiting", 12.5, "12.5 of 32, in part", "blue"),
        ("not_gradable", 3, "not graded", "lightgrey"),
    ],
)
def test_a_badge_shows_the_score(status: str, score: float, message: str, colour: str) -> None:
    """What is open is no red badge."""
    one = {**mixed(), "status": status, "score": score}
    badge = json.loads(render_badge(example(), one))  # type: ignore[arg-type]
    jsonschema.validate(badge, BADGE)
    assert (badge["message"], badge["color"]) == (message, colour)
