"""Nothing is tied to the first assignment: two of other courses are graded, proved and released."""

from __future__ import annotations

from pathlib import Path

import pytest

from grader.grade import Options, grade
from grader.release import release
from grader.selfcheck import look_at
from grader.selftest import prove

ROOT = Path(__file__).parents[1]
NONE = Options(isolation="none")
SCORES = {
    "linear_algebra": {"perfect": 16, "wrong_in_places": 6, "written_up": 4},
    "two_questions": {"right": 3, "wrong": 1},
}


@pytest.mark.parametrize("name", SCORES)
def test_the_samples_earn_what_they_show(name: str, tmp_path: Path) -> None:
    """Each sample's decided points; what a person reads is left out."""
    samples = ROOT / "docs" / "samples" / name
    found = grade([samples], ROOT / "rubric" / f"{name}.yaml", tmp_path, NONE)
    assert not found.faults
    scores = {one["id"]: one["score"] for one in found.results["submissions"]}
    assert scores == SCORES[name]


READ_BY_A_PERSON = {
    "linear_algebra": ["no wrong answers to q3.why: a person reads them"],
    "two_questions": [],
}


@pytest.mark.parametrize("name", SCORES)
def test_the_rubric_proves_itself(name: str) -> None:
    """The reference is full, nothing wrong lives, and all but what a person reads is tried."""
    proof = prove(ROOT / "rubric" / f"{name}.yaml", NONE)
    assert proof.short == ()
    assert [one.line for one in proof.trial.survivors] == []
    assert proof.notes == READ_BY_A_PERSON[name]
    assert sum(proof.trial.tried.values()) >= 17


@pytest.mark.parametrize("name", SCORES)
def test_the_package_is_right_for_reference_and_template(name: str, tmp_path: Path) -> None:
    """The one has nothing to fix, the other everything to do."""
    release(ROOT / "rubric" / f"{name}.yaml", tmp_path / "package")
    rubric = tmp_path / "package" / "rubric.yaml"
    assert look_at(ROOT / "answers" / name / "submission", rubric).to_fix == []
    found = look_at(tmp_path / "package" / "submission", rubric)
    assert found.to_fix == list(found.rows)
