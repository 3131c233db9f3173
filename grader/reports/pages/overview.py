"""The class page, `index.html`: what is to be done, how the class did, which keys look wrong."""

import base64
import hashlib
from collections import Counter, defaultdict
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from statistics import fmean, median, pstdev, quantiles

from markupsafe import Markup

from grader.marks import counted
from grader.reports.asked import Changed
from grader.reports.extras import Extras
from grader.reports.files import write_if_changed
from grader.reports.pages.class_needs import needs, people_named
from grader.reports.pages.class_questions import question_rows
from grader.reports.pages.class_table import COLUMNS, FLAGS, class_table, columns, legend, sections
from grader.reports.pages.mathml import inline
from grader.reports.pages.page import TEMPLATES, fingerprint, footer, holds, style, template
from grader.reports.pictures.drawings import histogram
from grader.reports.records import Results, Statistics
from grader.reports.statistics import class_statistics
from grader.reports.text import clean_line, number

_MOST_PAIRS = 100
_MOST_NAMED = 60
_FEW = 8
"""What more than so many share, and more than one in twenty, was handed out or is usual."""


@cache
def script() -> tuple[Markup, str]:
    """The one script of the page, and the hash by which its policy allows it and no other."""
    text = (TEMPLATES / "class.js").read_text("utf-8")
    digest = hashlib.sha256(text.encode()).digest()
    return Markup(text), base64.b64encode(digest).decode()  # our own file, as it stands


def _summary(results: Results) -> str:
    """The distribution in plain words."""
    submissions = results["submissions"]
    scores = sorted(float(one["score"] or 0) for one in submissions)
    if not scores:
        return "Nobody has handed in anything yet."
    decided = fmean(float(one["decided_points"]) for one in submissions)
    whole = float(results["rubric"]["points"])
    mean = f"{number(fmean(scores))} of {number(whole)} points"
    if decided < whole:
        mean += f", of which {number(decided)} are decided so far"
    told = f"{counted(len(scores), 'submission')}; the mean is {mean}"
    if len(scores) < 4:
        return f"{told}."
    low, _, high = quantiles(scores, n=4, method="inclusive")
    return (
        f"{told}. Half of the class has between {number(low)} and {number(high)}, the one in the "
        f"middle {number(median(scores))}; standard deviation {number(pstdev(scores))}."
    )


def _by_section(results: Results, extras: Extras) -> list[dict[str, object]]:
    """Each section with how many handed in and their mean; nothing where there is only one."""
    scores: dict[str, list[float]] = defaultdict(list)
    for one in results["submissions"]:
        about = extras.handed_in.get(one["id"])
        if about is not None and about.section:
            scores[clean_line(about.section, 40)].append(float(one["score"] or 0))
    if len(scores) < 2:
        return []
    return [
        {"name": name, "count": len(row), "mean": number(fmean(row))}
        for name, row in sorted(scores.items())
    ]


def _similar(results: Results, statistics: Statistics) -> list[dict[str, object]]:
    """Groups of submissions that are alike, most alike first."""
    return [
        {
            "who": people_named(map(str, group["ids"][:12]), results),
            "more": max(len(group["ids"]) - 12, 0),
            "alike": "identical"
            if group["identical"]
            else f"{float(group['similarity']):.0%} alike",
            "files": clean_line(", ".join(group["files"]), 120),
        }
        for group in statistics["similar"][:_MOST_PAIRS]
        if len(group["ids"]) <= max(_FEW, len(results["submissions"]) // 20)
    ]


def _changes(results: Results, changed: Sequence[Changed]) -> list[dict[str, object]]:
    """By question, whose score the last run moved: how many up and down, by how much."""
    titles = {
        question["id"]: str(question["title"] or question["id"])
        for one in results["submissions"][:1]
        for question in one["questions"]
    }
    groups: dict[str, list[Changed]] = defaultdict(list)
    for one in changed:
        if one.question in titles:
            groups[one.question].append(one)
    return [
        {
            "title": inline(clean_line(titles[name], 200)),
            "said": moves([(one.before, one.after) for one in rows]),
            "who": people_named((one.submission for one in rows[:_MOST_NAMED]), results),
            "more": max(len(rows) - _MOST_NAMED, 0),
        }
        for name, rows in groups.items()
    ]


def moves(scores: Sequence[tuple[float | None, float | None]]) -> str:
    """Changes of one question in words: `335 up by 2, 39 down by 2, 3 newly decided`."""
    counts = Counter(
        "newly decided"
        if before is None
        else "open again"
        if after is None
        else f"{'up' if after > before else 'down'} by {number(abs(after - before))}"
        for before, after in scores
        if before != after
    )
    ranked = sorted(counts.items(), key=lambda row: (-row[1], row[0]))
    told = [f"{count} {words}" for words, count in ranked[:6]]
    rest = sum(count for _, count in ranked[6:])
    return ", ".join([*told, *([f"{rest} by other amounts"] if rest else [])])


def render_class(results: Results, extras: Extras | None = None, folder: str = "DIR") -> str:
    """The class page as HTML; `folder` stands in the commands that it tells."""
    extras = extras or Extras()
    statistics = extras.statistics or class_statistics(results)
    points = float(results["rubric"]["points"])
    submissions = results["submissions"]
    alpha = statistics["alpha"]
    text, digest = script()
    page = template("class.html.j2").render(
        title=clean_line(str(results["rubric"]["title"])),
        count=len(submissions),
        needs=needs(results, statistics, extras, folder),
        summary=_summary(results),
        histogram=histogram([float(s["score"] or 0) for s in submissions], points),
        changed=_changes(results, extras.changed),
        rows=class_table(results, extras),
        about=[COLUMNS[name] for name in columns(extras)],
        sections=sections(extras),
        by_section=_by_section(results, extras),
        heads=[
            {"id": clean_line(str(q["id"]), 40), "title": clean_line(str(q["title"]), 120)}
            for q in (submissions[0]["questions"] if submissions else ())
        ],
        flags=FLAGS,
        legend=legend(),
        questions=question_rows(results, statistics, extras),
        alpha=f"{float(alpha):.2f}" if alpha is not None else "",
        similar=_similar(results, statistics),
        footer=footer(results, extras),
        fingerprint=_mark(results, extras, folder),
        css=style(),
        script=text,
        script_digest=digest,
    )
    return page.encode("utf-8", "replace").decode("utf-8")


def _mark(results: Results, extras: Extras, folder: str) -> str:
    return fingerprint(
        results,
        extras.statistics,
        dict(extras.packages),
        {q: dict(n) for q, n in extras.staff.items()},
        folder,
        sorted(extras.keys.items()),
        sorted(extras.snippets.items()),
        list(extras.changed),
        sorted((name, str(one)) for name, one in extras.handed_in.items()),
    )


def write_class(results: Results, out: Path, extras: Extras) -> list[Path]:
    """Write `index.html` under `out`; the files that changed."""
    path, folder = out / "index.html", out.name or "DIR"
    if holds(path, _mark(results, extras, folder)):
        return []
    page = render_class(results, extras, folder)
    return [path] if write_if_changed(path, page.encode("utf-8")) else []
