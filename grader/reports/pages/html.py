"""The student's page: what was asked, what was read, what it earned and why.

One self-contained file without script or outside request. Everything in it that came from a
student is cleaned, capped and escaped on the way in.
"""

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from grader.reports.asked import Asked, Told
from grader.reports.extras import WITHHELD, Extras, redacted
from grader.reports.files import write_if_changed
from grader.reports.forked import each
from grader.reports.pages.banner import (
    absent,
    banners,
    missing_in,
    place_of_stop,
    stopped_at,
    told_above,
)
from grader.reports.pages.card import Card, follows, other_card, place_of, status_word
from grader.reports.pages.losses import losses
from grader.reports.pages.noticed import concerned, noticed
from grader.reports.pages.page import fingerprint, footer, holds, look_digest, style, template
from grader.reports.pages.photos import pictured
from grader.reports.pages.question_view import QuestionView, question_view
from grader.reports.pages.score import lateness, total
from grader.reports.pages.sentences import Once, as_written, clause, without_score
from grader.reports.pictures import pictures
from grader.reports.records import QuestionResult, Results, SubmissionResult
from grader.reports.text import clean_line, sentence, sourced
from grader.reports.words import NEAR_MISS, STATUS_WORDS, safe_name

_MOST_FILES = 12
NOT_FOUND = STATUS_WORDS["missing"]


def _beside(
    question: QuestionResult, names: tuple[str, ...], submission: SubmissionResult
) -> list[str]:
    """Findings that are about one question: by its id, or by a name that is near the asked one."""
    found = []
    for finding in submission["findings"]:
        message = str(finding["message"])
        if message.startswith(f"{question['id']}: "):
            found.append(sentence(message.removeprefix(f"{question['id']}: ")))
        elif finding["kind"] == NEAR_MISS and any(f"; {name} was" in message for name in names):
            found.append(message)
    return found


def _cards(
    results: Results, submission: SubmissionResult, extras: Extras, once: Once
) -> list[QuestionView]:
    """Every question's card, in the sheet's order."""
    gone = missing_in(submission) if absent(submission, extras.asked) else ()
    nothing = all(question["status"] == "missing" for question in submission["questions"])
    by_id = {question["id"]: question for question in submission["questions"]}
    carried = {
        name: [other for other in follows(one, extras.asked.get(name, Asked())) if other in by_id]
        for name, one in by_id.items()
    }
    above = [one for one in submission["findings"] if not told_above(one)]
    cards = []
    for question in submission["questions"]:
        name = question["id"]
        asked = extras.asked.get(name, Asked())
        plots = _plots(submission, name, extras)
        shows = extras.shows.get(name, "item")
        told = extras.told.get((submission["id"], name), Told())
        stop = stopped_at(question, submission["findings"])
        beside = _beside(question, asked.names, submission)
        near = next((one for one in beside if " was asked for" in one), "")
        if near and question["status"] in ("missing", "awaiting"):
            told = replace(told, next=f"Rename `{near.split()[0]}` to `{asked.names[0]}`.")
        if shows in WITHHELD:
            asked, told, beside = replace(asked, expected=()), Told(), []
        card = Card(
            shows,
            pictures(plots, name),
            plots.get("column") or {},
            plots.get("lines") or (),
            str(plots.get("formula") or ""),
            extras.look_of(question["kind"]),
            asked,
            told,
            place_of_stop(stop) if stop is not None else None,
            nothing or (name in gone and not beside),
            f"{results['rubric']['title']} · {submission['id']} · {name}",
            beside,
            [other_card(by_id[other]) for other in carried[name]],
            [other_card(by_id[other]) for other, froms in carried.items() if name in froms],
            [sourced(one) for one in above if concerned(one, submission, extras) == name],
        )
        once.at(place_of(question))
        cards.append(question_view(question, card, once))
    return cards


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


def _mark(submission: SubmissionResult, extras: Extras, of_all: str) -> str:
    """The fingerprint of a page, from nothing but what it shows; `of_all` is that of the class."""
    return fingerprint(
        of_all,
        redacted(submission, extras.shows),
        [_plots(submission, question["id"], extras) for question in submission["questions"]],
        [look_digest(extras.look_of(question["kind"])) for question in submission["questions"]],
        [
            extras.told.get((submission["id"], question["id"]))
            for question in submission["questions"]
        ],
        sorted(extras.lines.get(submission["id"], {}).values()),
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
    mark = mark or _mark(submission, extras, _of_all(results, extras))
    submission = redacted(submission, extras.shows)
    once = Once()
    gone = absent(submission, extras.asked)
    above = banners(submission, extras.lines.get(submission["id"], {}), extras.asked)
    views = _cards(results, submission, extras, once)
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
        pictured=pictured(submission, extras),
        late=lateness(submission),
        findings=noticed(submission, extras),
        footer=footer(results, extras, staff=False),
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
    of_all = _of_all(results, extras)
    template("student.html.j2")  # compiled before the processes part

    def written(submission: SubmissionResult) -> Path | None:
        path = out / "reports" / f"{safe_name(submission['id'])}.html"
        mark = _mark(submission, extras, of_all)
        if holds(path, mark):
            return None
        page = render_student(results, submission, extras, mark)
        return path if write_if_changed(path, page.encode("utf-8")) else None

    return changed + [path for path in each(written, results["submissions"]) if path is not None]
