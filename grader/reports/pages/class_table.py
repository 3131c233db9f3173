"""Students by questions: a row for each student, a cell for each question, those in need first."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from markupsafe import Markup, escape

from grader.reports.asked import HandedIn
from grader.reports.extras import Extras
from grader.reports.pages.banner import stopped_at
from grader.reports.pages.class_needs import did_not_run, misnamed, person_of
from grader.reports.records import (
    FindingResult,
    LateResult,
    QuestionResult,
    Results,
    SubmissionResult,
)
from grader.reports.text import clean_line, number
from grader.reports.words import CLASS_WORDS, LATE, NEAR_MISS, NOT_RUN

CODES = {
    "correct": "c", "partial": "p", "incorrect": "i", "missing": "m", "awaiting": "a",
    "not_gradable": "g", "notrun": "x",
}  # fmt: skip
"""A letter for each status: thousands of cells carry one."""
SIGNS = {"c": "✓", "i": "✗", "m": "○", "a": "…", "g": "!", "x": "⊘"}
FLAGS = (
    ("failed", "could not be graded"),
    ("stopped", "did not run"),
    ("misnamed", "misnamed"),
    ("nothing", "no answer"),
    ("late", "late"),
    ("noticed", "findings"),
    ("judge", "to judge"),
)
"""What a row can need, the most urgent first, with its word."""


COLUMNS = {"section": "Section", "at": "Handed in"}
"""What may be known of a submission beside its marks, with the heading of its column."""


def legend() -> list[tuple[str, str, str]]:
    """(letter, sign, word) of every kind of cell."""
    words = {**CLASS_WORDS, "notrun": NOT_RUN}
    return [(code, SIGNS.get(code, "½"), words[name]) for name, code in CODES.items()]


def flags(submission: SubmissionResult) -> list[str]:
    """What a submission needs, the most urgent first."""
    questions = submission["questions"]
    open_ = [one for one in questions if one["status"] == "awaiting"]
    late = submission["late"]
    noticed = [one for one in submission["findings"] if one["kind"] not in (LATE, NEAR_MISS)]
    there = {
        "failed": any(one["status"] == "not_gradable" for one in questions),
        "stopped": did_not_run(submission),
        "misnamed": misnamed(submission),
        "nothing": bool(questions) and all(one["status"] == "missing" for one in questions),
        "late": bool(late and (late["deduction"] or late["excused"])),
        "noticed": bool(noticed) and not did_not_run(submission),
        "judge": any(stopped_at(one, submission["findings"]) is None for one in open_),
    }
    return [flag for flag, _ in FLAGS if there[flag]]


def class_table(results: Results, extras: Extras) -> Markup:
    """The rows of the table, in order of need; every cell says its status by a sign.

    End tags that HTML does not ask for are left out: they would be a third of a large class's page.
    """
    order = {flag: place for place, (flag, _) in enumerate(FLAGS)}

    def need(row: tuple[SubmissionResult, list[str]]) -> tuple[int, float, str]:
        first = min((order[flag] for flag in row[1]), default=len(FLAGS))
        return first, float(row[0]["score"] or 0), str(row[0]["name"]).casefold()

    rows = sorted(((one, flags(one)) for one in results["submissions"]), key=need)
    known = columns(extras)
    made = (_row(one, found, extras.handed_in.get(one["id"]), known) for one, found in rows)
    return Markup("\n".join(made))  # escaped cell by cell


def columns(extras: Extras) -> list[str]:
    """What of a submission beside its marks is known of anybody: `section`, `at`."""
    everybody = extras.handed_in.values()
    return [name for name in COLUMNS if any(getattr(one, name) for one in everybody)]


def sections(extras: Extras) -> list[str]:
    """The sections of the class."""
    return sorted({clean_line(one.section, 40) for one in extras.handed_in.values()} - {""})


def _row(
    submission: SubmissionResult, found: Sequence[str], when: HandedIn | None, known: Sequence[str]
) -> str:
    person = person_of(submission)
    id_ = clean_line(str(submission["id"]), 80)
    other = f" <span>{escape(id_)}</span>" if id_ != person.name else ""
    words = dict(FLAGS)
    told = ", ".join(words[flag] for flag in found if flag not in ("late", "judge"))
    late = _late(submission["late"])
    stops = submission["findings"] if "stopped" in found else ()
    about = "".join(f"<td{_told(name, when)}" for name in known)
    cells = "".join(_cell(one, stops) for one in submission["questions"])
    return (
        f'<tr data-f="{" ".join(found)}"><th scope=row><a href="{escape(person.href)}"><bdi>'
        f"{escape(person.name)}</bdi></a>{other}<td>{number(submission['score'])}"
        f"<td>{escape(late)}<td>{told}{about}{cells}"
    )


def _told(name: str, when: HandedIn | None) -> str:
    """The rest of a cell: a section, or a time, which sorts as it is written."""
    if when is None or not getattr(when, name):
        return ">"
    if name == "section":
        return f">{escape(clean_line(when.section, 40))}"
    try:
        moment = datetime.fromisoformat(when.at)
    except ValueError:
        return f">{escape(clean_line(when.at, 25))}"
    return f">{moment:%Y-%m-%d %H:%M}"


def _cell(question: QuestionResult, stops: Sequence[FindingResult]) -> str:
    status = question["status"]
    if stops and stopped_at(question, stops) is not None:
        status = "notrun"
    code = CODES[status]
    return f"<td class={code}>{SIGNS.get(code) or number(question['score'])}"


def _late(late: LateResult | None) -> str:
    if not late:
        return ""
    if late["excused"]:
        return "excused"
    return f"−{number(late['deduction'])}" if late["deduction"] else ""
