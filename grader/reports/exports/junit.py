"""`exports/junit.xml`: a suite per student, a case per part, for the CI systems that read JUnit.

JUnit knows no points: they stand in properties of the suite and in the failure's message. Partial
credit is a failure, what awaits a person is skipped, what we could not grade is an error. The first
case of each suite is an error where the code did not run, so that nobody looks for the reason in
the failures that follow from it. Every suite has the same cases: a question without an answer has
one for each part that others, or the rubric, have.
"""

import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from grader.reports.extras import Extras, redacted
from grader.reports.files import write_if_changed
from grader.reports.records import (
    FindingResult,
    PartResult,
    Place,
    QuestionResult,
    Results,
    SubmissionResult,
)
from grader.reports.text import cap, clean, clean_line, number
from grader.reports.words import KEPT_FROM_RUNNING, part_name

_XML_ILLEGAL = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_RUNS = "Files are read and the code runs"

Parts = Mapping[str, Sequence[str]]
"""Per question id, the ids of its parts."""


def _legal(text: str, longest: int = 4000) -> str:
    """Text that any XML parser accepts."""
    return _XML_ILLEGAL.sub("\ufffd", cap(clean(text), longest))


def _line(text: object, longest: int = 300) -> str:
    return _legal(clean_line(str(text), longest))


def _parts_of(submissions: Sequence[SubmissionResult], extras: Extras) -> Parts:
    """The parts of each question: those the rubric knows of, then those that anybody's mark has."""
    found: dict[str, dict[str, None]] = {}
    for submission in submissions:
        for question in submission["questions"]:
            shown = extras.shows.get(question["id"], "item") == "item"
            known = extras.parts.get(question["id"], ()) if shown else ()
            ids = found.setdefault(question["id"], dict.fromkeys(known))
            ids.update(dict.fromkeys(part["id"] for part in question["parts"]))
    return {name: tuple(ids) for name, ids in found.items()}


def _verdict(case: QuestionResult | PartResult, question: QuestionResult) -> Any:
    """JUnit's word for a status; None for a pass."""
    from junitparser import Error, Failure, Skipped

    status = case["status"]
    if status == "correct":
        return None
    points = f"{number(case['score']) or 'no mark yet'} of {number(case['points'])} points"
    kind = {"awaiting": Skipped, "not_gradable": Error}.get(status, Failure)
    told = [*case["feedback"], *(question["feedback"] if case is not question else ())]
    first = told[0] if told else status
    verdict = kind(_line(f"{points}: {first}"), _line(", ".join(case["mistakes"]) or status))
    if told:
        verdict.text = _legal("\n".join(told))
    return verdict


def _case(name: str, classname: str, place: Place | FindingResult | None, inside: str) -> Any:
    """A case with the file and line that it is about, as far as they are known."""
    from junitparser import TestCase

    case = TestCase(name, classname, 0)
    if place is not None and place["file"]:
        case._elem.set("file", _line(f"{inside}/{place['file']}" if inside else place["file"]))
        if place["line"] is not None and place["cell"] is None:
            case._elem.set("line", str(place["line"]))
    return case


def _started(submission: SubmissionResult, inside: str) -> Any:
    """The case that says whether everything was read and ran."""
    from junitparser import Error

    stopped = [one for one in submission["findings"] if one["kind"] in KEPT_FROM_RUNNING]
    case = _case(_RUNS, _line(submission["id"]), stopped[0] if stopped else None, inside)
    if stopped:
        error = Error(_line(stopped[0]["message"]), _line(stopped[0]["kind"]))
        error.text = _legal("\n".join(one["message"] for one in stopped))
        case.result = [error]
    return case


def _cases(submission: SubmissionResult, parts: Parts, extras: Extras) -> list[Any]:
    cases = [_started(submission, extras.inside)]
    for question in submission["questions"]:
        own = {part["id"]: part for part in question["parts"]}
        title = question["title"] or question["id"]
        word = extras.look_of(question["kind"]).part_word
        for name in parts.get(question["id"], ()) or (question["id"],):
            is_whole = name == question["id"] and name not in own
            shown = title if is_whole else f"{title}: {part_name(name, question['id'], word)}"
            classname = f"{_line(submission['id'])}.{_line(question['id'])}"
            case = _case(_line(shown), classname, question["source"], extras.inside)
            verdict = _verdict(own.get(name, question), question)
            if verdict is not None:
                case.result = [verdict]
            cases.append(case)
    return cases


def render_junit(results: Results, extras: Extras | None = None) -> bytes:
    """The bytes of a JUnit file for the whole class."""
    from junitparser import JUnitXml, TestSuite

    extras = extras or Extras()
    submissions = [redacted(one, extras.shows) for one in results["submissions"]]
    parts = _parts_of(submissions, extras)
    tree = JUnitXml(_line(results["rubric"]["title"]))
    for submission in submissions:
        suite = TestSuite(_line(submission["id"]))
        for key in ("name", "status", "score", "points", "decided_points"):
            value = submission[key]
            text = value if isinstance(value, str) else number(value)
            suite.add_property(key, _line(text))
        if (late := submission["late"]) is not None:
            suite.add_property("late_deduction", number(late["deduction"]))
        suite.add_testcases(_cases(submission, parts, extras))
        tree.append(suite)  # add_testsuite compares each with all before it, and joins equal ones
    tree.update_statistics()
    written: bytes = tree.tostring()
    return written + b"\n"


def write_junit(results: Results, out: Path, extras: Extras) -> list[Path]:
    """Write `exports/junit.xml` under `out`; the files that changed."""
    path = out / "exports" / "junit.xml"
    return [path] if write_if_changed(path, render_junit(results, extras)) else []
