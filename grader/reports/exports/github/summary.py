"""The page of a run on GitHub: the score, where the points went, and every question."""

from __future__ import annotations

from pathlib import Path

from grader.reports.exports.github.annotations import annotations_of
from grader.reports.exports.github.losses import losses_of
from grader.reports.exports.github.markdown import literal, place_of
from grader.reports.extras import Extras, redacted
from grader.reports.files import write_if_changed
from grader.reports.records import Results, SubmissionResult
from grader.reports.text import number
from grader.reports.words import SIGNS, STATUS_WORDS, SUBMISSION_WORDS

MOST_BYTES = 1 << 20
"""GitHub drops a summary that is larger."""

_ROWS = 5
_STUDENTS = 1000
_ROOM = 20_000


def render_summary(results: Results) -> str:
    """The Markdown of a class, or of one submission; within GitHub's limit whatever is in it."""
    submissions = results["submissions"]
    head = f"## {literal(results['rubric']['title'])}\n"
    one = len(submissions) == 1
    lines = [head, *(_of_one(submissions[0]) if one else _of_class(submissions))]
    kept, size = [], 0
    for place, line in enumerate(lines):
        size += len(line.encode("utf-8", "replace")) + 1
        if size > MOST_BYTES - _ROOM:
            kept.append(f"\n{len(lines) - place} more lines are left out.")
            break
        kept.append(line)
    return "\n".join(kept) + "\n"


def score_line(submission: SubmissionResult) -> str:
    """The score in one sentence, with what is not decided yet."""
    said = f"**{number(submission['score'])} of {number(submission['points'])} points**"
    open_ = submission["points"] - submission["decided_points"]
    if open_ > 0:
        said += f"; {number(open_)} are not decided yet"
    if submission["late"] is not None and submission["late"]["deduction"]:
        said += f"; {number(submission['late']['deduction'])} taken off for being late"
    return f"{said}."


def _of_one(submission: SubmissionResult) -> list[str]:
    lines = [score_line(submission), "", "### Where your points went", ""]
    losses = losses_of(submission)
    if losses:
        lines += ["| question | earned | why | where |", "|---|---|---|---|"]
        lines += [
            f"| {literal(loss.title, 100)} | {loss.points} | {literal(loss.why, 400)} "
            f"| {place_of(loss.place)} |"
            for loss in losses[:_ROWS]
        ]
        if len(losses) > _ROWS:
            lines += ["", f"And {len(losses) - _ROWS} more, below."]
    else:
        lines.append("Nothing was lost in what is decided.")
    lines += ["", "<details><summary>Every question</summary>", "", *_table(submission)]
    return [*lines, "", "</details>"]


def _table(submission: SubmissionResult) -> list[str]:
    """A row per question."""
    return [
        "| question | | points |",
        "|---|---|---|",
        *(
            f"| {literal(q['title'] or q['id'], 100)} | {SIGNS[q['status']]} "
            f"{STATUS_WORDS[q['status']]} | {number(q['score']) or '–'} of {number(q['points'])} |"
            for q in submission["questions"]
        ),
    ]


def _of_class(submissions: list[SubmissionResult]) -> list[str]:
    """A row per submission, in their order."""
    lines = ["| submission | score | | most lost |", "|---|---|---|---|"]
    for one in submissions[:_STUDENTS]:
        losses = losses_of(one)
        most = f"{literal(losses[0].title, 80)} {losses[0].points}" if losses else ""
        lines.append(
            f"| {literal(one['id'], 80)} | {number(one['score'])} of {number(one['points'])} "
            f"| {SUBMISSION_WORDS.get(one['status'], one['status'])} | {most} |"
        )
    if len(submissions) > _STUDENTS:
        lines += ["", f"And {len(submissions) - _STUDENTS} more submissions."]
    return lines


def write_github(results: Results, out: Path, extras: Extras) -> list[Path]:
    """Write the summary and, for one submission, its annotations under `out`/exports/github.

    Lines of many students' files are no lines of the repository that a class is graded in.
    """
    shown: Results = {
        **results,
        "submissions": [redacted(one, extras.shows) for one in results["submissions"]],
    }
    folder = out / "exports" / "github"
    files = {"summary.md": render_summary(shown)}
    if len(shown["submissions"]) == 1:
        lines = annotations_of(shown["submissions"][0], extras.inside)
        files["annotations.txt"] = "".join(f"{line}\n" for line in lines)
    else:
        (folder / "annotations.txt").unlink(missing_ok=True)
    return [
        folder / name
        for name, text in files.items()
        if write_if_changed(folder / name, text.encode("utf-8", "replace"))
    ]
