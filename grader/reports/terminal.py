"""What `grader check` prints: a table of the questions, then what is worth fixing.

A student's text never starts a line and brings no control character, no colour code and no
command for the CI system whose log this may be.
"""

import io
import re
import textwrap
from collections.abc import Sequence
from typing import Any

from grader.reports.records import FindingResult, QuestionResult, Results, SubmissionResult
from grader.reports.text import cap, clean, clean_line, greek, number, sourced
from grader.reports.words import SIGNS, STATUS_WORDS, named

_COLOURS = {
    "correct": "green",
    "partial": "yellow",
    "incorrect": "red",
    "missing": "bright_black",
    "awaiting": "blue",
    "not_gradable": "magenta",
}
_COMMAND = re.compile(r"\\([A-Za-z]+|\|)")
_SYMBOLS = {"mid": "|", "|": "‖", "neq": "≠", "leq": "≤", "geq": "≥", "cdot": "·", "to": "→"}
_SYMBOLS |= {"log": "log", "exp": "exp", "infty": "∞", "partial": "∂", "nabla": "∇", "sum": "Σ"}
_MOST_PARTS = 12
_FRAME = 13
"""Columns of a table of four that are blank."""
_NARROWEST = 14
"""A title that has less room says too little to be told."""


def harmless(text: str, longest: int = 600) -> str:
    """Cleaned text that no CI system takes for a command."""
    text = _COMMAND.sub(_symbol, cap(clean(text), longest))
    return text.replace("##[", "## [").replace("::", ": :")


def _symbol(match: re.Match[str]) -> str:
    """One command of LaTeX as a character where there is one, such as θ for its name."""
    return _SYMBOLS.get(match[1]) or greek(match[1]) or match[0]


def wrapped(sentences: Sequence[str], width: int, gutter: str) -> list[str]:
    """Sentences folded to a width, every line behind a gutter."""
    room = max(width - len(gutter), 20)
    return [
        gutter + piece
        for sentence in sentences
        for line in harmless(sentence).splitlines()
        for piece in textwrap.wrap(line, room) or [""]
    ]


def _details(question: QuestionResult, width: int) -> list[str]:
    """Why a question has not all its points, and what was read."""
    lines = wrapped(question["feedback"], width, "  │ ")
    if question["mistakes"]:
        words = ", ".join(named(str(mistake)) for mistake in question["mistakes"][:6])
        lines += wrapped([f"Named cause: {words}"], width, "  │ ")
    wrong = [part for part in question["parts"] if part["status"] != "correct"]
    for part in wrong[:_MOST_PARTS]:
        name = harmless(clean_line(str(part["id"]), 60))
        got = f"{number(part['score']) or '–'} of {number(part['points'])}"
        lines += wrapped([f"{SIGNS[part['status']]} {name} ({got})"], width, "  │   ")
        more = [said for said in part["feedback"] if said not in question["feedback"]]
        lines += wrapped(more, width, "  │     ")
    if len(wrong) > _MOST_PARTS:
        lines.append(f"  │   and {len(wrong) - _MOST_PARTS} more parts")
    if question["read"]:
        place = sourced(question["source"])
        echo = clean_line(str(question["read"]), 160)
        lines += wrapped([f"Read{f' at {place}' if place else ''}: {echo}"], width, "  │ ")
    return lines


def _summary(submission: SubmissionResult) -> str:
    """The score and what is still open, in one line."""
    score, decided, points = (
        number(submission[key]) for key in ("score", "decided_points", "points")
    )
    bonus = sum(q["score"] or 0 for q in submission["questions"] if q["bonus"])
    extra = f" ({number(bonus)} of them bonus)" if bonus else ""
    line = f"{score} of {decided} points decided here{extra}"
    return line if decided == points else f"{line}; the homework has {points}"


def _to_gain(submission: SubmissionResult) -> str:
    """Where most points can still be had, or nothing where all are there."""
    lost = [
        (q["points"] - (q["score"] or 0), q["id"])
        for q in submission["questions"]
        if q["status"] in ("partial", "incorrect", "missing")
    ]
    most = sorted(lost, key=lambda pair: -pair[0])[:3]
    listed = ", ".join(f"{harmless(clean_line(name, 40))} ({number(gap)})" for gap, name in most)
    return f"Most to gain: {listed}" if listed else ""


def _lost(question: QuestionResult) -> float:
    """The points that a question lost, so that the dearest is told first."""
    lost = question["status"] in ("partial", "incorrect", "missing") and not question["bonus"]
    return float(question["points"]) - float(question["score"] or 0) if lost else 0.0


def _briefly(questions: Sequence[QuestionResult], width: int) -> list[str]:
    """Questions without an answer, a sentence each."""
    return [
        line
        for question in questions
        for line in wrapped(
            [f"{clean_line(str(question['id']), 40)}: {' '.join(question['feedback'])}"],
            width, "  │ ",
        )
    ]  # fmt: skip


def _marks(question: QuestionResult) -> str:
    return f"{number(question['score']) or '–'} / {number(question['points'])}"


def _table(submission: SubmissionResult, width: int) -> Any:
    """The questions as a table of rich that is no wider than `width`."""
    from rich import box
    from rich.table import Table
    from rich.text import Text

    longest = max((len(str(q["id"])[:40]) for q in submission["questions"]), default=8)
    marks = max((len(_marks(q)) for q in submission["questions"]), default=6)
    verdict = max(
        (len(STATUS_WORDS[q["status"]]) + 2 for q in submission["questions"]), default=8
    )
    room = width - max(longest, 8) - max(marks, 6) - max(verdict, 7) - _FRAME
    titled = room >= _NARROWEST
    table = Table(box=box.SIMPLE_HEAD, pad_edge=True, expand=False)
    table.add_column("Question", no_wrap=True)
    if titled:
        table.add_column("Title", overflow="ellipsis", no_wrap=True, max_width=room)
    table.add_column("Points", justify="right", no_wrap=True)
    table.add_column("Verdict", no_wrap=True)
    for question in submission["questions"]:
        status = question["status"]
        title = Text(harmless(clean_line(str(question["title"]), 120).replace("$", "")))
        table.add_row(
            Text(harmless(clean_line(str(question["id"]), 40))),
            *([title] if titled else []),
            Text(_marks(question)),
            Text(f"{SIGNS[status]} {STATUS_WORDS[status]}", style=_COLOURS[status]),
        )
    return table


def render_check(
    results: Results, submission: SubmissionResult, *, width: int = 80, colour: bool = False
) -> str:
    """The text for a terminal of a width, with or without colour; it ends with a line break."""
    from rich.console import Console
    from rich.text import Text

    out = io.StringIO()
    console = Console(
        file=out, width=width, force_terminal=colour, no_color=not colour, highlight=False,
        color_system="standard" if colour else None, legacy_windows=False, emoji=False,
    )  # fmt: skip

    def block(head: Text, lines: Sequence[str]) -> None:
        """A heading with its lines, and an empty line after them."""
        console.print(head)
        console.print(Text("\n".join(lines) + "\n"), soft_wrap=True)

    console.print(Text(" " + clean_line(str(results["rubric"]["title"])), style="bold"))
    console.print(_table(submission, width))
    noted = [_finding(finding) for finding in submission["findings"][:20]]
    if noted:
        block(Text("Noticed while reading your files", "bold"), wrapped(noted, width, "  ! "))
    absent = [q for q in submission["questions"] if q["status"] == "missing" and not q["read"]]
    told = []
    for question in submission["questions"]:
        status = question["status"]
        if status == "correct" or (status == "awaiting" and not question["parts"]):
            continue
        lines = [] if question in absent else _details(question, width)
        if lines:
            name = Text(harmless(clean_line(str(question["id"]), 40)), style="bold")
            head = Text(f"{SIGNS[status]} ", style=_COLOURS[status]) + name
            told.append((_lost(question), head, lines))
    if absent:
        head = Text(f"{SIGNS['missing']} {STATUS_WORDS['missing']}")
        told.append((sum(map(_lost, absent)), head, _briefly(absent, width)))
    for _, head, lines in sorted(told, key=lambda row: -row[0]):
        block(head, lines)
    console.print(Text(_summary(submission), style="bold"))
    if gain := _to_gain(submission):
        console.print(Text(gain))
    return "\n".join(line.rstrip() for line in out.getvalue().splitlines()) + "\n"


def _finding(finding: FindingResult) -> str:
    place = sourced(finding)
    return f"{finding['message']}{f' ({place})' if place else ''}"
