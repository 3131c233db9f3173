"""What rubrics of other courses ask: from a rubric's text over code that runs to the marks."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import yaml

from grader.check import check
from grader.grade import Options
from grader.reports.records import QuestionResult

CASES = {
    f"{file.stem}-{name}": (yaml.safe_load(file.read_text("utf-8")), name)
    for file in sorted((Path(__file__).parents[1] / "cases" / "asked").glob("*.yaml"))
    for name in yaml.safe_load(file.read_text("utf-8"))["submissions"]
}


@pytest.mark.parametrize("case", CASES)
def test_a_submission_gets_the_marks_that_the_case_states(case: str, tmp_path: Path) -> None:
    """`marks` gives each question's status and score, or that with what its feedback says."""
    given, name = CASES[case]
    if "needs" in given:
        pytest.importorskip(given["needs"])
    submission = given["submissions"][name]
    rubric = tmp_path / "rubric.yaml"
    rubric.write_text(yaml.safe_dump(given["rubric"], allow_unicode=True, sort_keys=False))
    for file, text in given.get("files", {}).items():
        (tmp_path / file).write_text(text)
    folder = tmp_path / "submission"
    folder.mkdir()
    for file, text in submission["files"].items():
        (folder / file).write_text(text)
    (found,) = check(folder, rubric, Options(isolation="none"))["submissions"]
    assert {q["id"] for q in found["questions"]} == submission["marks"].keys(), found
    for question in found["questions"]:
        status, score, *says = submission["marks"][question["id"]]
        told = everything(question)
        assert (question["status"], question["score"]) == (status, score), (question["id"], told)
        for pattern in says:
            assert re.search(pattern, told), (question["id"], told)


def everything(question: QuestionResult) -> str:
    """All that a student reads of one question."""
    lines = [*question["feedback"], *(s for part in question["parts"] for s in part["feedback"])]
    return " ".join([question["read"] or "", *lines])
