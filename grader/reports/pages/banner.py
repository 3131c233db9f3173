"""What struck a whole submission, said once at the top: the line that stopped it, or no answer."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from markupsafe import Markup

from grader.reports.asked import Asked
from grader.reports.pages.card import status_word
from grader.reports.pages.mathml import inline
from grader.reports.pages.sentences import NOTHING, Place
from grader.reports.records import FindingResult, QuestionResult, SubmissionResult
from grader.reports.text import clean, clean_line, number, sentence
from grader.reports.words import STATUS_WORDS

_ERROR = re.compile(
    r"stopped (?:here )?with (.*?); (?:nothing below|the rest of it) was", re.DOTALL
)
_UNREADABLE = (
    *("unreadable", "reader-lost", "notebook-damaged", "archive-damaged", "archive-encrypted"),
    *("file-unreadable", "archive-bomb", "empty", "empty-file", "load-lost"),
)
_STAND_IN = "Absent"
"""The name of what stands for a library that is not here, as others' messages tell it."""
_MOST = 4
FEWEST_ABSENT = 4
"""Fewer answers that are not there have a card each."""


@dataclass(frozen=True, slots=True)
class Line:
    """One line of code with its number; `hit` where the code stopped there."""

    number: str
    text: str
    hit: bool
    caret: str = ""


@dataclass(frozen=True, slots=True)
class Row:
    """A name that was asked for: what it holds and what it is worth."""

    name: str
    title: Markup
    entry: str
    points: str


@dataclass(frozen=True, slots=True)
class Banner:
    """A heading, what happened, the lines of code, what it meant, what to do."""

    heading: str
    said: Markup
    lines: list[Line] = field(default_factory=list)
    meant: str = ""
    next: Markup = NOTHING
    rows: list[Row] = field(default_factory=list)
    id: str = ""


def is_stop(finding: FindingResult) -> bool:
    """Whether code stopped there, so that what is below was not run."""
    return finding["kind"] == "load-error"


def stopped_at(question: QuestionResult, findings: Sequence[FindingResult]) -> FindingResult | None:
    """The stop below which an answer was not run; None for one that was run, or is nowhere."""
    source = question["source"]
    if question["status"] != "awaiting" or question["read"] or source is None:
        return None
    line = source["line"]
    for finding in findings:
        same = finding["file"] == source["file"] and finding["cell"] == source["cell"]
        if is_stop(finding) and same and line is not None and (finding["line"] or 0) <= line:
            return finding
    return None


def banners(
    submission: SubmissionResult,
    lines: Mapping[tuple[str, int | None, int | None], str],
    asked: Mapping[str, Asked],
) -> list[Banner]:
    """Everything that struck the whole submission, the worst first."""
    found: list[Banner] = []
    for finding in submission["findings"]:
        if len(found) < _MOST:
            excerpt = lines.get((finding["file"], finding["line"], finding["cell"]), "")
            if is_stop(finding):
                found.append(_stop(finding, excerpt, submission))
            elif finding["kind"] == "syntax-error":
                found.append(_syntax(finding, excerpt, submission))
            elif finding["kind"] in _UNREADABLE:
                found.append(Banner("Something could not be read", _said(finding["message"])))
    said: set[str] = set()
    for place, one in enumerate(found):
        found[place] = replace(one, meant="") if one.meant in said else one
        said.add(one.meant)
    required = submission["questions"]
    if required and all(one["status"] == "missing" for one in required):
        found.append(_nothing(submission, asked))
    return found


def told_above(finding: FindingResult) -> bool:
    """Whether a banner says it, so that the list of what was noticed need not."""
    return is_stop(finding) or finding["kind"] in ("syntax-error", *_UNREADABLE)


def _said(message: object) -> Markup:
    return inline(sentence(str(message)), 800)


def _place(finding: FindingResult) -> str:
    line = "" if finding["line"] is None else f"line {finding['line']}"
    cell = "" if finding["cell"] is None else f"cell {finding['cell']}"
    return f"{cell}, {line}".strip(", ") or clean_line(finding["file"], 80)


def place_of_stop(finding: FindingResult, findings: Sequence[FindingResult]) -> Place:
    """The banner of a stop, and what its link tells to do."""
    places = (finding["file"], finding["cell"], finding["line"])
    name = re.sub(r"[^A-Za-z0-9._-]", "-", "-".join(str(one) for one in places if one is not None))
    link = f"See {_place(finding)}" if _lacks(finding, findings) else f"Fix {_place(finding)} first"
    return Place(f"stop-{name[:80]}", link)


def _lacks(stop: FindingResult, findings: Sequence[FindingResult]) -> bool:
    """Whether code stopped for want of something that is not here: nobody has to change it."""
    lacking = [one for one in findings if one["kind"] in ("not-here", "library-absent")]
    place = (stop["file"], stop["cell"], stop["line"])
    at_it = any((one["file"], one["cell"], one["line"]) == place for one in lacking)
    return at_it or (bool(lacking) and _STAND_IN in str(stop["message"]))


def _stop(finding: FindingResult, excerpt: str, submission: SubmissionResult) -> Banner:
    error = _ERROR.search(str(finding["message"]))
    below = [
        one for one in submission["questions"] if stopped_at(one, submission["findings"]) == finding
    ]
    place = _place(finding)
    lost = [one for one in submission["questions"] if one["status"] in ("missing", "awaiting")]
    meant = "" if lost else "Every answer was found all the same."
    if below:
        meant = f"{_counted(below)} below it and {_were(below)} not run."
    said = clean_line(error[1] if error else str(finding["message"]), 400)
    if finding["file"]:
        said += f" ({clean_line(finding['file'], 80)})"
    then = f"Fix {place}, then run `grader check` on your files before you hand in again."
    if _lacks(finding, submission["findings"]):
        then = "What it needs is not here, so perhaps nothing is to be fixed: your teacher looks."
    heading = f"Your code stopped at {place}"
    at = place_of_stop(finding, submission["findings"]).anchor
    return Banner(heading, inline(said), _lines(excerpt, finding), meant, inline(then), id=at)


def _syntax(finding: FindingResult, excerpt: str, submission: SubmissionResult) -> Banner:
    unsure = [
        one
        for one in submission["questions"]
        if one["status"] == "awaiting" and one["reason"] in ("unread", "unsure")
    ]
    meant = "What is written down above and below it was read."
    if unsure:
        were = "waits" if len(unsure) == 1 else "wait"
        meant += f" {_counted(unsure, 'may depend on it')} and {were} for your teacher."
    return Banner(
        f"Python cannot read {clean_line(finding['file'], 60) or 'your code'} as a whole",
        _said(finding["message"]),
        _lines(excerpt, finding),
        meant,
        inline(f"Fix {_place(finding)}: `python -m py_compile` says where Python stumbles."),
    )


def _counted(questions: Sequence[QuestionResult], verb: str = "stand") -> str:
    count, points = len(questions), sum(float(one["points"]) for one in questions)
    worth = f"({number(points)} point{'s' * (points != 1)})"
    if count == 1:
        return f"1 question {worth} {'stands' if verb == 'stand' else verb}"
    return f"{count} questions {worth} {verb}"


def _were(questions: Sequence[QuestionResult]) -> str:
    return "was" if len(questions) == 1 else "were"


def _lines(excerpt: str, finding: FindingResult) -> list[Line]:
    """The excerpt's lines; under the one that is meant a caret for each of its signs."""
    found = []
    for row in excerpt.splitlines()[:3]:
        place, _, text = row.partition(": ")
        text = clean(text).replace("\t", "    ")
        hit = place == str(finding["line"])
        code = text.strip()
        caret = " " * (len(text) - len(text.lstrip())) + "^" * len(code) if hit else ""
        found.append(Line(clean_line(place, 8), text, hit, caret))
    return found


def absent(submission: SubmissionResult, asked: Mapping[str, Asked]) -> Banner | None:
    """The names of the answers that are not there, where that is half of them; None elsewhere."""
    questions = submission["questions"]
    count = len(missing_in(submission))
    if not FEWEST_ABSENT <= count < len(questions) or 2 * count < len(questions):
        return None
    heading = f"{count} answers were not found"
    return Banner(heading, NOTHING, rows=_rows(submission, asked), id="absent")


def missing_in(submission: SubmissionResult) -> list[str]:
    """The questions without an answer, but for those that hold an empty one."""
    missing = [one for one in submission["questions"] if one["status"] == "missing"]
    return [one["id"] for one in missing if status_word(one) == STATUS_WORDS["missing"]]


def _rows(submission: SubmissionResult, asked: Mapping[str, Asked]) -> list[Row]:
    missing = missing_in(submission)
    return [
        Row(
            clean_line(" or ".join(about.names), 80),
            inline(clean_line(str(one["title"] or one["id"]), 200)),
            clean_line(about.entry, 160),
            number(one["points"]),
        )
        for one in submission["questions"]
        if one["id"] in missing
        and (about := asked.get(str(one["id"]))) is not None
        and about.names
    ]


def _nothing(submission: SubmissionResult, asked: Mapping[str, Asked]) -> Banner:
    rows = _rows(submission, asked)
    said = "Your files hold none of the answers that are asked for."
    then = Markup("Give each of these names its answer and hand in again." if rows else "")
    if submission["files"]:
        return Banner("No answer was found", Markup(said), next=then, rows=rows)
    return Banner("Nothing was handed in", Markup("There is no file to look at."), rows=rows)
