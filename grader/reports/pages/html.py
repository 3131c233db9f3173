"""The student's page: what was asked, what was read, what it earned and why.

One self-contained file without script or outside request. Everything in it that came from a
student is cleaned, capped and escaped on the way in.
"""

from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

from markupsafe import Markup

from grader.reports.extras import WITHHELD, Extras, redacted
from grader.reports.files import write_if_changed
from grader.reports.pages.mathml import inline
from grader.reports.pages.page import fingerprint, footer, holds, look_digest, style, template
from grader.reports.pages.photos import pictured
from grader.reports.pages.question_view import question_view
from grader.reports.pictures import pictures
from grader.reports.records import Results, SubmissionResult
from grader.reports.text import clean_line, number, sentence, sourced
from grader.reports.words import LATE, safe_name

_MOST_FINDINGS = 60
_MOST_FILES = 12


def _total(submission: SubmissionResult) -> dict[str, object]:
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
    amounts = (
        ("correct", earned, "earned"),
        ("lost", lost, "not earned"),
        ("awaiting", open_points["awaiting"], "waiting for a person"),
        ("not_gradable", open_points["not_gradable"], "could not be graded (our fault)"),
    )
    pieces = [
        {"tone": tone, "share": f"{amount:.4g}", "amount": number(amount), "word": word}
        for tone, amount, word in amounts
        if amount > 1e-9
    ]
    bonus = sum(float(q["score"] or 0) for q in submission["questions"] if q["bonus"])
    late = submission["late"]
    undecided = float(submission["points"]) - float(submission["decided_points"])
    return {
        "score": number(submission["score"]),
        "points": number(submission["points"]),
        "undecided": number(undecided) if undecided > 1e-9 else "",
        "pieces": pieces,
        "spoken": ", ".join(f"{piece['amount']} points {piece['word']}" for piece in pieces),
        "bonus": number(bonus) if bonus else "",
        "deduction": number(late["deduction"]) if late and late["deduction"] else "",
    }


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


def _late(submission: SubmissionResult) -> dict[str, object] | None:
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


def _findings(submission: SubmissionResult) -> list[dict[str, object]]:
    told = [finding for finding in submission["findings"] if finding["kind"] != LATE]
    found: list[dict[str, object]] = [
        {"message": inline(sentence(str(finding["message"])), 800), "place": sourced(finding)}
        for finding in told[:_MOST_FINDINGS]
    ]
    rest = len(told) - len(found)
    if rest > 0:
        found.append({"message": Markup("and {} more").format(rest), "place": ""})
    return found


def _mark(results: Results, submission: SubmissionResult, extras: Extras) -> str:
    """The fingerprint of a page, from nothing but what it shows."""
    header = {key: value for key, value in results.items() if key not in ("submissions", "missing")}
    return fingerprint(
        header,
        redacted(submission, extras.shows),
        [_plots(submission, question["id"], extras) for question in submission["questions"]],
        dict(extras.shows),
        [look_digest(extras.look_of(question["kind"])) for question in submission["questions"]],
        dict(extras.packages),
        [
            extras.photos.get((submission["id"], question["id"]), ())
            for question in submission["questions"]
        ],
    )


def _plots(submission: SubmissionResult, question: str, extras: Extras) -> Mapping[str, Any]:
    """The data of a question's pictures, none while its feedback is withheld."""
    if extras.shows.get(question) in WITHHELD:
        return {}
    return extras.plots_of(submission["id"], question)


def render_student(
    results: Results,
    submission: SubmissionResult,
    extras: Extras | None = None,
    mark: str | None = None,
) -> str:
    """The page of one student; `mark` is its fingerprint where the caller has it already."""
    extras = extras or Extras()
    mark = mark or _mark(results, submission, extras)
    submission = redacted(submission, extras.shows)
    views = [
        question_view(
            question,
            extras.shows.get(question["id"], "item"),
            pictures(_plots(submission, question["id"], extras), question["id"]),
            str(_plots(submission, question["id"], extras).get("formula") or ""),
            extras.look_of(question["kind"]),
        )
        for question in submission["questions"]
    ]
    page = template("student.html.j2").render(
        title=clean_line(str(results["rubric"]["title"])),
        name=clean_line(str(submission["name"] or submission["id"]), 120),
        id=clean_line(str(submission["id"]), 80),
        files=_files(submission),
        total=_total(submission),
        questions=views,
        pictured=pictured(submission, extras),
        late=_late(submission),
        findings=_findings(submission),
        footer=footer(results, extras),
        fingerprint=mark,
        css=style(),
    )
    return page.encode("utf-8", "replace").decode("utf-8")


def _files(submission: SubmissionResult) -> list[str]:
    files = [clean_line(str(file), 80) for file in submission["files"][:_MOST_FILES]]
    rest = len(submission["files"]) - len(files)
    return [*files, f"and {rest} more"] if rest > 0 else files


def write_html(results: Results, out: Path, extras: Extras) -> list[Path]:
    """Write `index.html` and a page a student under `out`; the files that changed."""
    from grader.reports.pages.overview import write_class

    changed = write_class(results, out, extras)
    for submission in results["submissions"]:
        path = out / "reports" / f"{safe_name(submission['id'])}.html"
        mark = _mark(results, submission, extras)
        if holds(path, mark):
            continue
        page = render_student(results, submission, extras, mark)
        if write_if_changed(path, page.encode("utf-8")):
            changed.append(path)
    return changed
