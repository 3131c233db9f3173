"""A student's own check says what grading will say."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from grader.check import check
from grader.evidence import Finding
from grader.grade import Options, grade
from grader.questions.architecture import Architecture

RUBRIC = """
title: Network
questions:
  - {id: word, kind: short_text, points: 1, name: WORD, key: [descent]}
  - id: net
    kind: architecture
    points: 2
    name: NET
    form: source
    framework: keras
    layers: [20, 8, 1]
    activations: [tanh, sigmoid]
  - {id: essay, kind: free_response, points: 2, name: ESSAY}
"""
WORK = """
WORD = "ascent"
NET = '''
model = tf.keras.Sequential([
    tf.keras.Input(shape=(20,)),
    tf.keras.layers.Dense(8, activation="relu"),
    tf.keras.layers.Dense(1, activation="sigmoid"),
])
'''
ESSAY = "It falls."
"""


@pytest.fixture
def rubric(tmp_path: Path) -> Path:
    """A rubric, beside a class of one."""
    (tmp_path / "rubric.yaml").write_text(RUBRIC)
    (tmp_path / "class" / "ada").mkdir(parents=True)
    (tmp_path / "class" / "ada" / "hw.py").write_text(WORK)
    return tmp_path / "rubric.yaml"


def test_check_and_grade_agree(
    rubric: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Marks, reasons and findings are the same, those noticed while measuring among them."""

    def noticed(self: Architecture, measured: Mapping[str, Any]) -> tuple[Finding, ...]:
        return (Finding("batch-dependence", f"{self.id}: {sorted(measured)} was measured."),)

    monkeypatch.setattr(Architecture, "findings_of", noticed)
    options = Options(isolation="none")
    own = check(tmp_path / "class" / "ada", rubric, options)
    graded = grade([tmp_path / "class"], rubric, tmp_path / "out", options).results
    assert own == graded
    (finding,) = own["submissions"][0]["findings"]
    assert finding["message"] == "net: ['network'] was measured."
    reasons = {q["id"]: q["reason"] for q in own["submissions"][0]["questions"]}
    assert reasons == {"word": None, "net": None, "essay": "free_text"}


def test_noticing_that_fails_is_told_and_costs_no_mark(
    rubric: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A kind whose findings cannot be made is an internal error, and its marks stand."""

    def fail(self: Architecture, measured: Mapping[str, Any]) -> tuple[Finding, ...]:
        raise OverflowError("ours")

    paths, options = ([tmp_path / "class"], rubric), Options(isolation="none")
    whole = grade(*paths, tmp_path / "whole", options)
    monkeypatch.setattr(Architecture, "findings_of", fail)
    done = grade(*paths, tmp_path / "out", options)
    assert done.faults == ("ada: OverflowError('ours')",)
    assert done.results == whole.results
    assert whole.faults == ()


def test_looking_into_files_that_fails_is_no_zero(
    rubric: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where we fail after collecting, nothing is marked and the answer is asked again."""

    def fail(self: Architecture, files: Mapping[str, bytes]) -> tuple[Finding, ...]:
        raise OverflowError("ours")

    with monkeypatch.context() as patched:
        patched.setattr(Architecture, "inspect_files", fail)
        done = grade([tmp_path / "class"], rubric, tmp_path / "out", Options(isolation="none"))
    assert done.faults == ("ada: OverflowError('ours')",)
    (ada,) = done.results["submissions"]
    assert {q["status"] for q in ada["questions"]} == {"not_gradable"}
    again = grade([tmp_path / "class"], rubric, tmp_path / "out", Options(isolation="none"))
    assert again.results["submissions"][0]["status"] == "awaiting"
