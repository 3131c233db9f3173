"""The plug-in of pytest: an item per part, points as properties, and nothing unless asked."""

from __future__ import annotations

import subprocess
import sys
import xml.etree.ElementTree as ET
from pathlib import Path

import pytest

pytest_plugins = "pytester"

RUBRIC = """\
title: T
questions:
  - id: p1
    kind: true_false
    points: 3
    name: P1
    items: [{key: true}, {key: false}, {key: true}]
  - id: p2.slope
    kind: jacobian
    points: 4
    name: P2
    variables: [x, y]
    of: {u: x^2 - y^2}
  - id: p3
    kind: numeric
    points: 1
    name: P3
    key: 5
    mistakes: [{answer: 6, say: One too many.}]
  - {id: p4, kind: free_response, points: 2, name: P4}
  - {id: p5, kind: numeric, points: 2, name: P5, key: [1, 2]}
"""
WORK = 'P1 = [True, True, True]\nP2 = [["2*x", "2*y"]]\nP3 = 6\nP4 = "words"\n'


@pytest.fixture
def made(pytester: pytest.Pytester) -> list[str]:
    """The options for a rubric and a submission, beside a test file of another project."""
    pytester.path.joinpath("rubric.yaml").write_text(RUBRIC)
    pytester.path.joinpath("work.py").write_text(WORK)
    pytester.makepyfile(test_other="def test_other():\n    pass\n")
    return ["--rubric", "rubric.yaml", "--submission", "work.py", "--grader-isolation", "none"]


def test_each_part_is_an_item(pytester: pytest.Pytester, made: list[str]) -> None:
    """Passed, failed with its feedback, or skipped where a person decides."""
    done = pytester.runpytest(*made, "-rs", "-v")
    done.assert_outcomes(passed=3, failed=5, skipped=1)
    done.stdout.fnmatch_lines(["*rubric.yaml::p1::p1::1 PASSED*", "*::p1::p1::2 FAILED*"])
    done.stdout.fnmatch_lines(["*p2::slope::1::2 FAILED*", "*rubric.yaml::p3::p3 FAILED*"])
    done.stdout.fnmatch_lines(["*0 of 1 points*", "*You wrote 6. One too many.*"])
    done.stdout.fnmatch_lines(["*SKIPPED*a person decides*"])
    assert "Traceback" not in done.stdout.str() and "test_other" not in done.stdout.str()
    assert done.ret == 1


@pytest.mark.parametrize(
    ("word", "passed", "failed"), [("jacobian", 1, 1), ("p1", 2, 1), ("p3", 0, 1)]
)
def test_k_knows_kinds_and_ids(
    pytester: pytest.Pytester, made: list[str], word: str, passed: int, failed: int
) -> None:
    """As it knows the names of tests."""
    pytester.runpytest(*made, "-k", word).assert_outcomes(
        passed=passed, failed=failed, deselected=9 - passed - failed
    )


def test_junit_has_the_points(pytester: pytest.Pytester, made: list[str]) -> None:
    """Of each item; together they are the rubric's."""
    pytester.runpytest(*made, "--junitxml", "out.xml")
    cases = list(ET.parse(pytester.path / "out.xml").iter("testcase"))
    rows = [{p.get("name"): p.get("value") for p in case.iter("property")} for case in cases]
    assert sum(float(row["points_possible"] or 0) for row in rows) == 12
    scored = [row for row in rows if row["points"] not in (None, "None")]
    assert sum(float(row["points"] or 0) for row in scored) == 4
    assert {row["question"] for row in rows} == {"p1", "p2.slope", "p3", "p4", "p5"}
    assert {row["status"] for row in rows} >= {"correct", "incorrect", "awaiting", "missing"}


def test_paths_that_are_named_are_tested_too(pytester: pytest.Pytester, made: list[str]) -> None:
    """Beside the rubric."""
    done = pytester.runpytest(*made, "test_other.py")
    done.assert_outcomes(passed=4, failed=5, skipped=1)


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (["--rubric", "rubric.yaml"], "--rubric goes with --submission"),
        (["--submission", "work.py"], "--submission goes with --rubric"),
        (["--rubric", "no.yaml", "--submission", "work.py"], "no.yaml: no such file"),
        (["--rubric", "rubric.yaml", "--submission", "no.py"], "no.py: no such file"),
    ],
)
def test_what_is_lacking_is_told(
    pytester: pytest.Pytester, made: list[str], options: list[str], said: str
) -> None:
    """Before anything is collected."""
    done = pytester.runpytest(*options)
    assert done.ret == pytest.ExitCode.USAGE_ERROR
    done.stderr.fnmatch_lines([f"*{said}*"])


def test_a_rubric_with_mistakes_is_an_error_with_its_place(
    pytester: pytest.Pytester, made: list[str]
) -> None:
    """Its line and column, and no trace of our own."""
    pytester.path.joinpath("rubric.yaml").write_text(RUBRIC.replace("kind: jacobian", "kind: jak"))
    done = pytester.runpytest(*made)
    done.assert_outcomes(errors=1)
    done.stdout.fnmatch_lines(["*rubric.yaml:8:5: questions.1: there is no kind 'jak'*"])
    assert "Traceback" not in done.stdout.str()


def test_without_its_options_it_does_nothing(pytester: pytest.Pytester) -> None:
    """The tests of another project run as ever, and none of grader is loaded."""
    pytester.makepyfile(
        test_other="import sys\n\n\ndef test_other():\n"
        "    heavy = [m for m in sys.modules if m.startswith('grader.')]\n"
        "    assert heavy == ['grader.pytest_plugin'], heavy\n"
    )
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "test_other.py"],
        cwd=pytester.path, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout
    assert Path(pytester.path / "test_other.py").is_file()
