"""`exports/junit.xml`: a suite a student, a case a part, for the CI systems that read JUnit.

JUnit knows no points: they stand in a property of the suite and in the failure's message. Partial
credit is a failure, what awaits a person is skipped, what we could not grade is an error.
"""

import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from grader.reports.extras import Extras
from grader.reports.files import write_if_changed
from grader.reports.records import PartResult, QuestionResult, Results, SubmissionResult
from grader.reports.text import cap, clean, clean_line, number

_XML_ILLEGAL = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def _legal(text: str, longest: int = 4000) -> str:
    """Text that any XML parser accepts."""
    return _XML_ILLEGAL.sub("\ufffd", cap(clean(text), longest))


def _line(text: object, longest: int = 300) -> str:
    return _legal(clean_line(str(text), longest))


def _cases(question: QuestionResult) -> Sequence[QuestionResult | PartResult]:
    """The parts of a question, or the question itself where it has none."""
    return question["parts"] or [question]


def _verdict(case: QuestionResult | PartResult, question: QuestionResult) -> Any:
    """JUnit's word for a status; None for a pass."""
    from junitparser import Error, Failure, Skipped

    status = case["status"]
    if status == "correct":
        return None
    points = f"{number(case['score']) or 'no mark yet'} of {number(case['points'])} points"
    kind = {"awaiting": Skipped, "not_gradable": Error}.get(status, Failure)
    first = case["feedback"][0] if case["feedback"] else status
    verdict = kind(_line(f"{points}: {first}"), _line(", ".join(case["mistakes"]) or status))
    told = [*case["feedback"], *(question["feedback"] if case is not question else ())]
    if told:
        verdict.text = _legal("\n".join(told))
    return verdict


def _suite(submission: SubmissionResult) -> Any:
    from junitparser import TestCase, TestSuite

    suite = TestSuite(_line(submission["id"]))
    for key in ("name", "status", "score", "points", "decided_points"):
        value = submission[key]
        text = value if isinstance(value, str) else number(value)
        suite.add_property(key, _line(text))
    cases = []
    for question in submission["questions"]:
        for part in _cases(question):
            name = _line(part["id"] if part is not question else question["title"])
            case = TestCase(name, f"{_line(submission['id'])}.{_line(question['id'])}", 0)
            verdict = _verdict(part, question)
            if verdict is not None:
                case.result = [verdict]
            cases.append(case)
    suite.add_testcases(cases)
    return suite


def render_junit(results: Results) -> bytes:
    """The bytes of a JUnit file for the whole class."""
    from junitparser import JUnitXml

    tree = JUnitXml(_line(results["rubric"]["title"]))
    for submission in results["submissions"]:
        tree.add_testsuite(_suite(submission))
    written: bytes = tree.tostring()
    return written + b"\n"


def write_junit(results: Results, out: Path, extras: Extras) -> list[Path]:
    """Write `exports/junit.xml` under `out`; the files that changed."""
    path = out / "exports" / "junit.xml"
    return [path] if write_if_changed(path, render_junit(results)) else []
