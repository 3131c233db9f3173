"""The top of a student's page: the score, what is open, and what lateness cost."""

from __future__ import annotations

from datetime import datetime

from grader.reports.pages.mathml import inline
from grader.reports.records import SubmissionResult
from grader.reports.text import clean_line, number
from grader.reports.words import LATE


def total(submission: SubmissionResult) -> dict[str, object]:
    """The numbers at the top and the pieces of the bar below them."""
    required = [q for q in submission["questions"] if not q["bonus"]]
    earned = sum(float(q["score"] or 0) for q in required)
    open_points = {
        status: sum(
            float(q["points"]) for q in required if q["score"] is None and q["status"] == status
        )
        for status in ("awaiting", "not_gradable")
    }
    lost = sum(float(q["points"]) for q in required) - earned - sum(open_points.values())
    bonus = sum(float(q["score"] or 0) for q in submission["questions"] if q["bonus"])
    amounts = (
        ("correct", earned, "earned"),
        ("bonus", bonus, "bonus"),
        ("lost", lost, "not earned"),
        ("awaiting", open_points["awaiting"], "for your teacher to mark"),
        ("not_gradable", open_points["not_gradable"], "could not be graded (our fault)"),
    )
    pieces = [
        {"tone": tone, "share": f"{amount:.4g}", "amount": number(amount), "word": word}
        for tone, amount, word in amounts
        if amount > 1e-9
    ]
    late = submission["late"]
    return {
        "score": number(submission["score"]),
        "points": number(submission["points"]),
        "open": _open(submission, open_points),
        "pieces": pieces,
        "spoken": ", ".join(f"{piece['amount']} points {piece['word']}" for piece in pieces),
        "deduction": number(late["deduction"]) if late and late["deduction"] else "",
    }


def _open(submission: SubmissionResult, open_points: dict[str, float]) -> str:
    """What is not decided yet, and what can still come of it."""
    undecided = sum(open_points.values())
    if undecided <= 1e-9:
        return ""
    told = []
    for status, who in (("awaiting", "for your teacher"), ("not_gradable", "for us to put right")):
        points = open_points[status]
        if points > 1e-9:
            wait = "waits" if points == 1 else "wait"
            told.append(f"{number(points)} point{'s' * (points != 1)} {wait} {who}")
    possible = number(float(submission["score"] or 0) + undecided)
    return f"{' and '.join(told)}: {possible} is still possible."


def _moment(text: object) -> str:
    """A time as people write it, with its zone; what is no ISO time stays as it is."""
    raw = clean_line(str(text), 60)
    try:
        moment = datetime.fromisoformat(raw)
    except ValueError:
        return raw
    zone = moment.strftime("%z")
    return moment.strftime("%-d %B %Y, %H:%M") + (f" (UTC{zone[:3]}:{zone[3:5]})" if zone else "")


def _span(seconds: float) -> str:
    """A length of time in its two largest units."""
    left = int(abs(seconds))
    words = []
    for size, unit in ((86400, "day"), (3600, "hour"), (60, "minute"), (1, "second")):
        count, left = divmod(left, size)
        if count:
            words.append(f"{count} {unit}{'s' if count > 1 else ''}")
    return " ".join(words[:2])


def lateness(submission: SubmissionResult) -> dict[str, object] | None:
    """The arithmetic of a late submission; None when nothing needs saying."""
    late = submission["late"]
    if not late or (
        not late["deduction"] and not late["excused"] and not (late["seconds"] or 0) > 0
    ):
        return None
    deduction = late["deduction"] or 0
    before = sum(float(q["score"]) for q in submission["questions"] if q["score"] is not None)
    rows = [
        {"what": "Points for the questions", "amount": number(before)},
        {"what": "Taken off for handing in late", "amount": f"−{number(deduction)}"},
        {"what": "Score", "amount": number(submission["score"])},
    ]
    seconds = late["seconds"] or 0
    said = [str(f["message"]) for f in submission["findings"] if f["kind"] == LATE]
    return {
        "said": inline(said[0]) if said else "",
        "heading": "Handed in late" if seconds > 0 else "Handed in",
        "submitted": _moment(late["submitted"]),
        "due": _moment(late["due"]),
        "by": _span(seconds) if seconds > 0 else "",
        "excused": bool(late["excused"]),
        "sum": rows if deduction else [],
    }
