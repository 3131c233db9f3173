"""Golden cases: what each submission of a case earns, from its files to `results.json`.

A folder of `tests/cases` with a `rubric.yaml`, a `submission/` or `submissions/NAME/` and an
`expected.yaml` is one. For each question it gives `status` (one, or those that are right), `score`
(a number or [low, high]; not looked at while nothing is decided), `says` and `says_not` (found, and
not found, in what was read, the feedback and the findings).
"""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml
from click.testing import CliRunner

from grader.cli import cli
from grader.questions.part_ids import part_ids
from grader.rubric import load_rubric
from tests.reports.page_faults import faults_of_page

CASES = sorted(file.parent for file in (Path(__file__).parent / "cases").glob("*/expected.yaml"))
UNDECIDED = ("awaiting", "not_gradable")

pytestmark = pytest.mark.sandbox


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_case(case: Path, tmp_path: Path) -> None:
    """Every submission of the case earns what a fair reader gives it."""
    expected = yaml.safe_load((case / "expected.yaml").read_text(encoding="utf-8"))
    wanted = expected.get("submissions") or {"submission": expected["questions"]}
    source = case / ("submissions" if "submissions" in expected else "submission")
    folder = tmp_path / "class"
    shutil.copytree(source, folder if "submissions" in expected else folder / "submission")
    out, rubric = tmp_path / "out", case / "rubric.yaml"
    arguments = ["grade", str(folder), "--rubric", str(rubric), "--out", str(out), "--jobs", "1"]
    done = CliRunner().invoke(cli, arguments)
    assert done.exit_code == expected.get("exit", 0), done.output
    results = json.loads((out / "results.json").read_text(encoding="utf-8"))
    found = {one["id"]: one for one in results["submissions"]}
    faults = [
        f"{name}: {fault}"
        for name, questions in wanted.items()
        for fault in faults_of(questions, found[name])
    ]
    assert faults == []
    for page in (out / "reports").glob("*.html"):
        assert faults_of_page(page.read_text("utf-8")) == [], page.stem
    known = {question.id: part_ids(question) for question in load_rubric(rubric).questions}
    for one in found.values():
        for question in one["questions"]:
            parts = tuple(part["id"] for part in question["parts"])
            assert not parts or not known[question["id"]] or parts == known[question["id"]]


def faults_of(wanted: dict[str, Any], submission: dict[str, Any]) -> Iterator[str]:
    """Where a submission's results are not as expected."""
    questions = {one["id"]: one for one in submission["questions"]}
    for name, about in wanted.items():
        question = questions[name]
        status, score = question["status"], question["score"]
        allowed = about["status"] if isinstance(about["status"], list) else [about["status"]]
        said = words_of(question, submission)
        if status not in allowed:
            yield f"{name} is {status} {score}, wanted {' or '.join(allowed)}: {said}"
        elif "score" in about and status not in UNDECIDED and not fits(score, about["score"]):
            yield f"{name} earns {score}, wanted {about['score']}"
        if "says" in about and not re.search(str(about["says"]), said, re.IGNORECASE):
            yield f"{name}: nothing says {about['says']!r} in: {said}"
        if "says_not" in about and re.search(str(about["says_not"]), said, re.IGNORECASE):
            yield f"{name}: something says {about['says_not']!r} in: {said}"


def fits(score: Any, wanted: Any) -> bool:
    """Whether a score is the one, or lies between the two."""
    low, high = wanted if isinstance(wanted, list) else (wanted, wanted)
    return isinstance(score, int | float) and low - 1e-9 <= score <= high + 1e-9


def words_of(question: dict[str, Any], submission: dict[str, Any]) -> str:
    """All that is said about a question."""
    said = [question.get("read") or "", *question["feedback"]]
    said += [line for part in question["parts"] for line in part["feedback"]]
    said += [f"{one['kind']}: {one['message']}" for one in submission["findings"]]
    return "\n".join(said)
