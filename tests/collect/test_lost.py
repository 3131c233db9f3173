"""A reader that is lost costs nobody a mark, whatever a question asks for."""

from __future__ import annotations

from pathlib import Path

from grader.collect.plan import plan_of
from grader.collect.submission import merge
from grader.evidence import Answer, Evidence, Source
from grader.intake.reply import Reading
from grader.marking.mark import mark
from grader.marks import Status
from grader.rubric.load import load_rubric

RUBRIC = """
title: A lost reader
questions:
  - {id: written, kind: numeric, points: 1, key: 1, writeup: {under: [Problem 1], take: formula}}
  - {id: essay, kind: free_response, points: 1, writeup: {under: [Problem 2], take: prose}}
  - {id: both, kind: numeric, points: 1, name: A, key: 1, writeup: {under: [Problem 3]}}
  - {id: code, kind: numeric, points: 1, name: B, key: 1}
"""


def test_what_is_missing_is_our_fault(tmp_path: Path) -> None:
    """Questions of write-ups alone are not gradable either; what code answered still counts."""
    path = tmp_path / "rubric.yaml"
    path.write_text(RUBRIC, encoding="utf-8")
    rubric = load_rubric(path)
    ran = Evidence({"code": Answer(1, Source("module", "hw.py"))})
    evidence = merge(plan_of(rubric), Reading(lost="it ended by itself"), ran)
    found = {id_: one.status for id_, one in mark(rubric, {}, evidence).items()}
    assert found == {
        "written": Status.NOT_GRADABLE,
        "essay": Status.NOT_GRADABLE,
        "both": Status.NOT_GRADABLE,
        "code": Status.CORRECT,
    }
