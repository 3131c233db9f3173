"""The first things an instructor has to know: libraries that are lacking, and marks that wait."""

from __future__ import annotations

from collections import Counter
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grader.reports.attention import (
    lacking_told,
    libraries_lacking,
    reasons_to_wait,
    waiting_told,
)
from grader.reports.pages.overview import render_class
from grader.reports.words import REASON_WORDS
from tests.reports.example_results import example
from tests.reports.test_html import Outline


def finding(kind: str, message: str) -> Any:
    """One finding without a place."""
    return {"kind": kind, "message": message, "file": "hw.py", "line": 1, "cell": None}


def lacking(*findings: list[Any]) -> Any:
    """The example class with these findings, student by student."""
    results = example()
    for student, own in zip(results["submissions"], findings, strict=False):
        student["findings"] = own
    return results


ABSENT = "library-absent"


@pytest.mark.parametrize(
    ("kind", "message", "names"),
    [
        (ABSENT, "pandas is not installed beside the grader: where it cannot be imported, …",
         {"pandas"}),
        (ABSENT, "pandas and seaborn are not installed beside the grader: where they …",
         {"pandas", "seaborn"}),
        (ABSENT, "cv2 is not installed beside the grader, nor handed in: what uses it …", {"cv2"}),
        (ABSENT, "numba is not here: what it would compile is run as it is.", {"numba"}),
        ("load-error", "Your code stopped here with ModuleNotFoundError: No module named 'xgb'; …",
         {"xgb"}),
        ("load-error", "This cell stopped with ModuleNotFoundError: No module named 'a.b'", {"a"}),
        (ABSENT, "numpy 2.4 here has no float: what uses it cannot be graded here.", set()),
        ("load-error", "Your code stopped here with ValueError: pandas is not installed", set()),
        ("odd-name", "pandas is not installed", set()),
    ],
)  # fmt: skip
def test_libraries_are_read_from_what_was_noticed(
    kind: str, message: str, names: set[str]
) -> None:
    """Imports that failed, however the finding words it; nothing else."""
    found = libraries_lacking(lacking([finding(kind, message)]))
    assert found == [(name, 1) for name in sorted(names)]


def test_each_submission_counts_once_and_the_most_needed_comes_first() -> None:
    """Two cells that import pandas are one submission that needs it."""
    pandas = finding(ABSENT, "pandas is not installed beside the grader.")
    torch = finding(ABSENT, "torch is not installed beside the grader.")
    mine = finding(ABSENT, "my_helpers is not installed beside the grader, nor handed in.")
    results = lacking([torch, pandas, pandas], [pandas], [mine])
    assert libraries_lacking(results) == [("pandas", 2), ("my_helpers", 1), ("torch", 1)]
    told = lacking_told(results)
    assert "pandas in 2 of 3 submissions, my_helpers in 1 of" in told
    assert "pip install pandas torch)" in told  # never a name that a student made up
    page = " ".join(Outline(render_class(results)).text.split())
    assert "A library is not installed where submissions run" in page
    assert "imported, and not installed" in page


def test_nothing_lacking_is_nothing_said() -> None:
    """A class that has all it imports, and one where all is decided, hears nothing of it."""
    results = lacking([], [], [])
    for student in results["submissions"]:
        for question in student["questions"]:
            question["status"] = "correct"
    assert lacking_told(results) == waiting_told(results) == ""
    text = Outline(render_class(results)).text
    assert "marks wait" not in text and "A library is not" not in text


@given(st.lists(st.sampled_from([*REASON_WORDS, "another <reason>"]), max_size=40))
def test_reasons_are_counted_the_most_common_first(reasons: list[str]) -> None:
    """Every mark that waits is counted under its reason, and no other mark."""
    results: Any = example()
    for student in results["submissions"]:
        for question in student["questions"]:
            question.update(status="correct", reason=None)
    places = [q for one in results["submissions"] for q in one["questions"]]
    for question, reason in zip(places, reasons, strict=False):
        question.update(status="awaiting", reason=reason or None)
    found = reasons_to_wait(results)
    assert dict(found) == dict(Counter(reasons[: len(places)]))
    counts = [count for _, count in found]
    assert counts == sorted(counts, reverse=True)
    told = waiting_told(results)
    assert bool(told) == bool(reasons)
    if reasons:
        assert told.startswith(f"{sum(counts)} mark")
        assert all(str(count) in told for count in counts)
        assert "<reason>" not in render_class(results)


def test_the_class_page_says_why_marks_wait() -> None:
    """Each reason by its word and what it means, whatever an older results file leaves out."""
    results = example()
    waiting = [
        q for one in results["submissions"] for q in one["questions"] if q["status"] == "awaiting"
    ]
    for question in waiting:
        question["reason"] = "unsure"
    waiting[0]["reason"] = None
    text = " ".join(Outline(render_class(results)).text.split())
    others = len(waiting) - 1
    said = f"{len(waiting)} marks to decide: {others} not surely read; 1 without a reason given"
    assert said in text
