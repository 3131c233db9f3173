"""JUnit: a suite per student, the same cases in each, with the statuses CI systems know."""

import time
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest

from grader.questions.part_ids import part_ids
from grader.reports.exports.junit import render_junit
from grader.reports.extras import Extras
from grader.rubric import load_rubric
from tests.reports.example_results import example
from tests.reports.hostile import PAYLOADS, hostile_results

junitparser = pytest.importorskip("junitparser")
ROOT = Path(__file__).parents[2]


def suites(data: bytes) -> list[Any]:
    """The suites as junitparser reads them."""
    return list(junitparser.JUnitXml.fromstring(data))


def test_each_suite_has_the_same_cases() -> None:
    """A question without an answer has a case per part too, and names are titles."""
    read = suites(render_junit(example()))
    assert [suite.name for suite in read] == ["ada", "maria-lopez", "sam"]
    names = [[(case.classname.partition(".")[2], case.name) for case in suite] for suite in read]
    assert names[0] == names[1] == names[2]
    assert ("p1", "True or false: Item 8") in names[2]
    assert ("p5.performance", "The mixture on hidden data: ROC AUC") in names[2]
    assert ("p2.comparison", "PyTorch versus TensorFlow") in names[2]


def test_parts_that_only_the_rubric_knows_are_cases() -> None:
    """A class of one, who answered nothing, has as many cases as everybody."""
    results = example()
    results["submissions"] = results["submissions"][2:]
    rubric = load_rubric(ROOT / "rubric" / "homework2.yaml")
    known = {question.id: part_ids(question) for question in rubric.questions}
    extras = Extras(parts=known)
    (sam,) = suites(render_junit(results, extras))
    expected = 1 + sum(len(known[q["id"]]) or 1 for q in results["submissions"][0]["questions"])
    assert len(list(sam)) == expected == sam.tests > 40


def test_statuses_become_verdicts_with_their_points() -> None:
    """Partial fails, awaiting is skipped, our fault is an error, and points are told."""
    maria = suites(render_junit(example()))[1]
    cases = {case.name: case for case in maria}
    kinds = {name: [type(r).__name__ for r in case.result] for name, case in cases.items()}
    assert kinds["True or false: Item 1"] == []
    assert kinds["True or false: Item 3"] == ["Failure"]
    assert kinds["PyTorch versus TensorFlow"] == ["Skipped"]
    assert kinds["The Jacobian at two points"] == ["Error"]
    told = cases["True or false: Item 3"].result[0].message
    assert told.startswith("0.25 of 0.5 points: You wrote False")
    properties = {p.name: p.value for p in maria.properties()}
    assert properties["points"] == "32" and properties["late_deduction"] == "1.5"


def test_the_cause_comes_before_what_follows_from_it() -> None:
    """Code that stopped is the first case, an error at its own line; others have it passed."""
    results = example()
    results["submissions"][2]["findings"] = [
        {"kind": "load-error", "message": "Your code stopped here with ZeroDivisionError.",
         "file": "hw2.py", "line": 38, "cell": None},
    ]  # fmt: skip
    ada, _, sam = suites(render_junit(results, Extras(inside="homework 2/work")))
    first = next(iter(sam))
    assert [type(result).__name__ for result in first.result] == ["Error"]
    assert "ZeroDivisionError" in first.result[0].message
    assert next(iter(ada)).result == []
    case = ElementTree.fromstring(render_junit(results))[2].find("testcase")
    assert case is not None and (case.get("file"), case.get("line")) == ("hw2.py", "38")
    inside = ElementTree.fromstring(render_junit(results, Extras(inside="homework 2/work")))
    assert {case.get("file") for case in inside.iter("testcase")} >= {"homework 2/work/hw2.py"}


def test_a_place_in_a_notebook_has_no_line() -> None:
    """A line within a cell is none of the file's."""
    maria = ElementTree.fromstring(render_junit(example()))[1]
    places = {
        (case.get("classname"), case.get("file"), case.get("line"))
        for case in maria.iter("testcase")
    }
    assert ("maria-lopez.p1", "homework2.ipynb", None) in places
    assert ("maria-lopez.p2.comparison", "writeup.md", "21") in places


def test_what_students_may_not_see_is_not_in_it() -> None:
    """The log of a student's own CI is read by the student."""
    results = example()
    shows = {question["id"]: "after_due" for question in results["submissions"][0]["questions"]}
    extras = Extras(shows=shows, parts={"p1": ("p1.1", "p1.2")})  # type: ignore[arg-type]
    written = render_junit(results, extras)
    assert b"You wrote" not in written
    assert len({len(list(suite)) for suite in suites(written)}) == 1


def test_the_whole_class_is_added_up_and_nobody_is_joined() -> None:
    """Two students with equal marks and one name are two suites; a thousand take seconds."""
    results = example()
    sam = results["submissions"][2]
    results["submissions"] = [sam] * 1000
    start = time.process_time()
    root = ElementTree.fromstring(render_junit(results))
    assert time.process_time() - start < 15
    assert len(root) == 1000
    assert int(root.get("tests", 0)) == sum(1 for _ in root.iter("testcase"))
    assert int(root.get("failures", 0)) == sum(1 for _ in root.iter("failure"))


@pytest.mark.parametrize("payload", PAYLOADS)
def test_hostile_text_stays_well_formed(payload: str) -> None:
    """Any XML parser reads the file, whatever a student wrote."""
    (suite,) = suites(render_junit(hostile_results(payload)))
    assert len(list(suite)) == 33
