"""The class page, `index.html`: how the class did, who needs a person, which keys look wrong."""

from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from statistics import fmean, median
from urllib.parse import quote

from grader.reports.attention import lacking_told, reason_told, reasons_to_wait
from grader.reports.extras import Extras
from grader.reports.files import write_if_changed
from grader.reports.pages.class_questions import question_rows
from grader.reports.pages.mathml import inline
from grader.reports.pages.page import fingerprint, footer, holds, style, template
from grader.reports.pages.question_view import percent
from grader.reports.pictures.drawings import histogram
from grader.reports.records import FindingResult, LateResult, Results, Statistics, SubmissionResult
from grader.reports.statistics import class_statistics
from grader.reports.text import clean_line, number, sentence
from grader.reports.words import FOR_STAFF, LATE, STATUS_WORDS, SUBMISSION_WORDS, safe_name

_MOST_PAIRS = 100


def _rows(submissions: Sequence[SubmissionResult]) -> list[dict[str, object]]:
    """One row per student, with its place in each of the orders the page offers."""
    by_name = sorted(submissions, key=lambda s: (str(s["name"]).casefold(), s["id"]))
    by_score = sorted(submissions, key=lambda s: (-float(s["score"] or 0), s["id"]))
    urgent = {"not_gradable": 0, "awaiting": 1, "graded": 2}
    by_need = sorted(submissions, key=lambda s: (urgent[s["status"]], -len(_noticed(s)), s["id"]))
    orders = [{s["id"]: i for i, s in enumerate(order)} for order in (by_score, by_need)]
    return [
        {
            "id": clean_line(str(s["id"]), 80),
            "name": clean_line(str(s["name"] or s["id"]), 80),
            "href": f"reports/{quote(safe_name(s['id']))}.html",
            "score": number(s["score"]),
            "percent": percent(s["score"], s["points"]),
            "decided": number(s["decided_points"]),
            "status": s["status"],
            "word": SUBMISSION_WORDS[s["status"]],
            "late": _late(s["late"]),
            "findings": len(_noticed(s)),
            "order": "; ".join(
                f"--{name}: {order[s['id']]}" for name, order in zip("sn", orders, strict=True)
            ),
        }
        for s in by_name
    ]


def _noticed(submission: SubmissionResult) -> list[FindingResult]:
    """The findings but for lateness, which has its own column."""
    return [finding for finding in submission["findings"] if finding["kind"] != LATE]


def _late(late: LateResult | None) -> str:
    if not late:
        return ""
    if late["excused"]:
        return "excused"
    return f"−{number(late['deduction'])}" if late["deduction"] else ""


def _figures(results: Results) -> list[dict[str, str]]:
    """The few numbers at the top of the page."""
    submissions = results["submissions"]
    scores = [float(s["score"] or 0) for s in submissions]
    statuses = Counter(s["status"] for s in submissions)
    figures = [("submissions", str(len(submissions)))]
    if scores:
        figures += [("mean score", number(fmean(scores))), ("median", number(median(scores)))]
    waiting = sum(q["status"] == "awaiting" for s in submissions for q in s["questions"])
    figures += [("answers wait for a person", str(waiting))] if waiting else []
    failed = statuses["not_gradable"]
    figures += [("not fully gradable by us", str(failed))] if failed else []
    absent = len(results["missing"])
    figures += [("handed in nothing", str(absent))] if absent else []
    return [{"word": word, "figure": figure} for word, figure in figures]


def _ungraded(results: Results) -> list[dict[str, str]]:
    """Every answer that we could not grade, with the first reason."""
    return [
        {
            "id": clean_line(str(s["id"]), 80),
            "href": f"reports/{quote(safe_name(s['id']))}.html",
            "question": clean_line(str(q["id"]), 80),
            "reason": clean_line(
                str(q["feedback"][0]) if q["feedback"] else STATUS_WORDS[q["status"]]
            ),
        }
        for s in results["submissions"]
        for q in s["questions"]
        if q["status"] == "not_gradable"
    ][:_MOST_PAIRS]


def _findings(results: Results) -> list[dict[str, object]]:
    """Findings of the same kind together: how many submissions, and which."""
    kinds: dict[str, dict[str, str]] = {}
    for submission in results["submissions"]:
        for finding in _noticed(submission):
            kinds.setdefault(str(finding["kind"]), {}).setdefault(
                submission["id"], str(finding["message"])
            )
    ranked = sorted(kinds.items(), key=lambda item: (-len(item[1]), item[0]))
    return [
        {
            "kind": clean_line(kind.replace("_", " ").replace("-", " ").capitalize(), 80),
            "count": len(found),
            "examples": [
                inline(sentence(clean_line(told, 240)))
                for told in list(found.values())[: 12 if kind in FOR_STAFF else 1]
            ],
            "who": [
                {"id": clean_line(sid, 80), "href": f"reports/{quote(safe_name(sid))}.html"}
                for sid in list(found)[:12]
            ],
            "more": max(len(found) - 12, 0),
        }
        for kind, found in ranked
    ]


def _similar(statistics: Statistics) -> list[dict[str, object]]:
    """Groups of submissions that are alike, most alike first."""
    return [
        {
            "who": [
                {
                    "id": clean_line(str(sid), 80),
                    "href": f"reports/{quote(safe_name(str(sid)))}.html",
                }
                for sid in group["ids"][:12]
            ],
            "alike": "identical"
            if group["identical"]
            else f"{float(group['similarity']):.0%} alike",
            "files": clean_line(", ".join(group["files"]), 120),
        }
        for group in statistics["similar"][:_MOST_PAIRS]
    ]


def render_class(results: Results, extras: Extras | None = None) -> str:
    """The class page as HTML."""
    extras = extras or Extras()
    statistics = extras.statistics or class_statistics(results)
    points = float(results["rubric"]["points"])
    submissions = results["submissions"]
    alpha = statistics["alpha"]
    page = template("class.html.j2").render(
        title=clean_line(str(results["rubric"]["title"])),
        points=number(points),
        figures=_figures(results),
        histogram=histogram([float(s["score"] or 0) for s in submissions], points),
        rows=_rows(submissions),
        missing=[
            {"id": clean_line(str(m["id"]), 80), "name": clean_line(str(m["name"] or m["id"]), 80)}
            for m in results["missing"]
        ],
        questions=question_rows(results, statistics, extras.staff),
        alpha=f"{float(alpha):.2f}" if alpha is not None else "",
        lacking=lacking_told(results),
        waiting=[(count, reason_told(reason)) for reason, count in reasons_to_wait(results)],
        ungraded=_ungraded(results),
        findings=_findings(results),
        similar=_similar(statistics),
        footer=footer(results, extras),
        fingerprint=_mark(results, extras),
        css=style(),
    )
    return page.encode("utf-8", "replace").decode("utf-8")


def _mark(results: Results, extras: Extras) -> str:
    return fingerprint(
        results,
        extras.statistics,
        dict(extras.packages),
        {q: dict(n) for q, n in extras.staff.items()},
    )


def write_class(results: Results, out: Path, extras: Extras) -> list[Path]:
    """Write `index.html` under `out`; the files that changed."""
    path = out / "index.html"
    if holds(path, _mark(results, extras)):
        return []
    return [path] if write_if_changed(path, render_class(results, extras).encode("utf-8")) else []
