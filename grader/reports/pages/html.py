"""The student's page: what was asked, what was read, what it earned and why.

One self-contained file without script or outside request. Everything in it that came from a
student is cleaned, capped and escaped on the way in.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from grader.reports.asked import Asked, Told
from grader.reports.extras import WITHHELD, Extras, redacted
from grader.reports.files import write_if_changed
from grader.reports.forked import each
from grader.reports.pages.banner import absent, banners, missing_in
from grader.reports.pages.card import status_word
from grader.reports.pages.cards import Cards
from grader.reports.pages.losses import losses
from grader.reports.pages.noticed import noticed
from grader.reports.pages.page import fingerprint, footer, holds, style, template
from grader.reports.pages.photos import pictured
from grader.reports.pages.score import lateness, total
from grader.reports.pages.sentences import as_written, clause, without_score
from grader.reports.records import QuestionResult, Results, SubmissionResult
from grader.reports.text import clean_line
from grader.reports.words import STATUS_WORDS, safe_name

_MOST_FILES = 12
NOT_FOUND = STATUS_WORDS["missing"]


def _reason(submission: SubmissionResult, extras: Extras, question: QuestionResult) -> str:
    """Why points were lost, in a clause."""
    told = extras.told.get((submission["id"], question["id"]), Told())
    wrong = [part["feedback"] for part in question["parts"] if part["status"] != "correct"]
    lines = [str(line) for row in wrong for line in row] if question["mistakes"] == [] else []
    said = told.cause or next(iter([*lines, *map(str, question["feedback"])]), "")
    names = extras.asked.get(question["id"], Asked()).names
    if question["status"] == "missing" and names and status_word(question) == NOT_FOUND:
        return f"No `{names[0]}` was found"
    if question["status"] == "missing" or extras.shows.get(question["id"]) in WITHHELD or not said:
        return status_word(question)
    return as_written(clause(without_score(said))) or status_word(question)


def _of_all(results: Results, extras: Extras) -> str:
    """The fingerprint of what every page of a class shows or goes by."""
    header = {key: value for key, value in results.items() if key not in ("submissions", "missing")}
    return fingerprint(header, dict(extras.shows), dict(extras.packages), dict(extras.asked))


def _mark(
    of_all: str, submission: SubmissionResult, digests: Sequence[str], extras: Extras
) -> str:
    """The fingerprint of a page, from nothing but what it shows; `of_all` is that of the class."""
    head = {key: value for key, value in submission.items() if key != "questions"}
    lines = sorted(extras.lines.get(submission["id"], {}).values())
    return fingerprint(of_all, head, list(digests), lines)


def render_student(
    results: Results, submission: SubmissionResult, extras: Extras | None = None
) -> str:
    """The page of one student."""
    extras = extras or Extras()
    return _Pages(results, extras).of(redacted(submission, extras.shows)).html()


class _Pages:
    """The pages of one class."""

    def __init__(self, results: Results, extras: Extras) -> None:
        self.results, self.extras = results, extras
        self.of_all = _of_all(results, extras)
        self.footer = footer(results, extras, staff=False)
        self.cards = Cards(str(results["rubric"]["title"]), extras)

    def of(self, submission: SubmissionResult) -> _Page:
        """The page of a submission that holds no more than its student may see."""
        digests = self.cards.digests(submission)
        mark = _mark(self.of_all, submission, digests, self.extras)
        return _Page(self, submission, digests, mark)


@dataclass(frozen=True, slots=True)
class _Page:
    """One page, told by its `mark` before it is made."""

    pages: _Pages
    submission: SubmissionResult
    digests: Sequence[str]
    mark: str

    def html(self) -> str:
        """The page as it is written."""
        results, extras, submission = self.pages.results, self.pages.extras, self.submission
        gone = absent(submission, extras.asked)
        above = banners(submission, extras.lines.get(submission["id"], {}), extras.asked)
        shown = self.pages.cards.of(submission, self.digests, pictured(submission, extras))
        views = [one.view for one in shown]
        went = losses(
            submission["questions"], views, lambda question: _reason(submission, extras, question),
            missing_in(submission) if gone else (),
        )  # fmt: skip
        page = template("student.html.j2").render(
            title=clean_line(str(results["rubric"]["title"])),
            name=clean_line(str(submission["name"] or submission["id"]), 120),
            id=clean_line(str(submission["id"]), 80),
            files=_files(submission),
            total=total(submission),
            banners=above,
            absent=[gone] if gone else [],
            losses=went,
            questions=views,
            cards=[one.html for one in shown],
            late=lateness(submission),
            findings=noticed(submission, extras),
            footer=self.pages.footer,
            fingerprint=self.mark,
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

    pages = _Pages(results, extras)
    template("student.html.j2"), template("question.html.j2")  # compiled before processes part

    def written(submission: SubmissionResult | None) -> list[Path]:
        if submission is None:
            return write_class(results, out, extras)
        path = out / "reports" / f"{safe_name(submission['id'])}.html"
        page = pages.of(redacted(submission, extras.shows))
        if holds(path, page.mark):
            return []
        return [path] if write_if_changed(path, page.html().encode("utf-8")) else []

    return [path for paths in each(written, [None, *results["submissions"]]) for path in paths]
