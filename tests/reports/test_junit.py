"""JUnit: a suite a student, a case a part, with the statuses CI systems know."""

import pytest

from grader.reports.exports.junit import render_junit
from tests.reports.example_results import example
from tests.reports.hostile import PAYLOADS, hostile_results

junitparser = pytest.importorskip("junitparser")


def test_a_suite_a_student_and_a_case_a_part() -> None:
    """Parts are cases, and a question without parts is one."""
    tree = junitparser.JUnitXml.fromstring(render_junit(example()))
    ada, maria, sam = list(tree)
    assert [ada.name, maria.name, sam.name] == ["ada", "maria-lopez", "sam"]
    cases = {(case.classname, case.name): case for case in maria}
    assert ("maria-lopez.p1", "p1.8") in cases
    assert len(list(sam)) == 16


def test_statuses_become_verdicts_with_their_points() -> None:
    """Partial fails, awaiting is skipped, our fault is an error, and points are told."""
    maria = list(junitparser.JUnitXml.fromstring(render_junit(example())))[1]
    cases = {case.name: case for case in maria}
    kinds = {name: [type(r).__name__ for r in case.result] for name, case in cases.items()}
    assert kinds["p1.1"] == []
    assert kinds["p1.3"] == ["Failure"]
    assert kinds["PyTorch versus TensorFlow"] == ["Skipped"]
    assert kinds["The Jacobian at two points"] == ["Error"]
    assert cases["p1.3"].result[0].message.startswith("0.25 of 0.5 points: You wrote False")
    properties = {p.name: p.value for p in maria.properties()}
    assert properties["points"] == "32"
    assert (maria.failures, maria.skipped, maria.errors) == (11, 3, 1)


@pytest.mark.parametrize("payload", PAYLOADS)
def test_hostile_text_stays_well_formed(payload: str) -> None:
    """Any XML parser reads the file, whatever a student wrote."""
    tree = junitparser.JUnitXml.fromstring(render_junit(hostile_results(payload)))
    assert sum(len(list(suite)) for suite in tree) == 32
