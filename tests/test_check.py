"""A student's own check says what grading will say."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from grader.check import check
from grader.grade import Options, grade
from grader.marking.measures import Measures

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


def test_check_and_grade_agree(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Marks, reasons and findings are the same, those noticed while measuring among them."""
    measured_of = Measures.of

    def of(self: Measures, sealed: Any) -> Any:
        noticed = [{"kind": "batch-dependence", "message": "Rows depend on each other."}]
        measured = measured_of(self, sealed)
        return {**measured, "net": {**measured["net"], "findings": noticed}}

    monkeypatch.setattr(Measures, "of", of)
    (tmp_path / "rubric.yaml").write_text(RUBRIC)
    (tmp_path / "class" / "ada").mkdir(parents=True)
    (tmp_path / "class" / "ada" / "hw.py").write_text(WORK)
    rubric, options = tmp_path / "rubric.yaml", Options(isolation="none")
    own = check(tmp_path / "class" / "ada", rubric, options)
    graded = grade([tmp_path / "class"], rubric, tmp_path / "out", options).results
    assert own == graded
    (finding,) = own["submissions"][0]["findings"]
    assert finding["message"] == "net: Rows depend on each other."
    reasons = {q["id"]: q["reason"] for q in own["submissions"][0]["questions"]}
    assert reasons == {"word": None, "net": None, "essay": "free_text"}
