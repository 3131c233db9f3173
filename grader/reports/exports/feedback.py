"""Archives of the students' pages, named so that the course site knows whose each of them is.

Canvas and Moodle attach what comes back under the names that they gave out: the download of the
submissions says them. Only pages of submissions that are wholly graded go in.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from grader.errors import UsageMistake
from grader.intake.discover import names_in_download
from grader.reports.exports.archive import Member, write_archive
from grader.reports.records import Results
from grader.reports.words import safe_name

_FILE = "feedback.html"


@dataclass(frozen=True, slots=True)
class Site:
    """A course site: its name, and how a page is named for the names of one submission there."""

    platform: str
    named: Callable[[str], str | None]


def _canvas(name: str) -> str | None:
    """The student's and the file's number stay: `lovelaceada_501_77_hw.py` is an upload of 501's.

    None for a text or an address typed into Canvas, to which nothing can be attached.
    """
    fields = name.split("_")
    if "anon" in fields[:2]:
        first = fields.index("anon") + 1
        numbers = [first, first + 1]
    else:
        numbers = [place for place, field in enumerate(fields) if field.isdecimal()][:2]
    if len(numbers) < 2 or len(fields) <= numbers[1] + 1 or not fields[numbers[1]].isdecimal():
        return None
    return "_".join((*fields[: numbers[1] + 1], _FILE))


def _moodle(name: str) -> str | None:
    """`Ada Lovelace_71_assignsubmission_file_...`: the second of four fields is the participant."""
    fields = name.split("_", 4)
    if len(fields) < 4 or not fields[1].isdecimal():
        return None
    return "_".join((*fields[:4], _FILE))


SITES = {
    "canvas-feedback": Site("Canvas", _canvas),
    "moodle-feedback": Site("Moodle", _moodle),
}


def write_feedback(
    out: Path, target: str, results: Results, download: Path | None
) -> tuple[Path, str]:
    """Write `exports/<target>.zip`; the file with a note on whose page is not in it."""
    site = SITES[target]
    if download is None:
        raise UsageMistake(
            f"--to {target} names the pages as {site.platform} named the submissions: name the "
            "download of them, or the folder it was unpacked to, with --sheet"
        )
    platform, names = names_in_download(download)
    if platform != site.platform:
        raise UsageMistake(f"{download}: a download of {platform} and not of {site.platform}")
    members, unnamed, open_ = [], [], []
    for submission in results["submissions"]:
        own = submission["id"]
        if submission["status"] != "graded":
            open_.append(own)
            continue
        name = _first(site, names.get(own, ()))
        if name is None:
            unnamed.append(own)
        else:
            members.append(Member(name, page_of(out, own)))
    path = out / "exports" / f"{target}.zip"
    write_archive(path, members)
    note = f"{len(members)} pages"
    if unnamed:
        note += f"; no file in the download to attach it to: {', '.join(unnamed)}"
    if open_:
        note += f"; not decided yet: {', '.join(open_)}"
    return path, note


def _first(site: Site, names: Sequence[str]) -> str | None:
    return next(filter(None, map(site.named, names)), None)


def page_of(out: Path, submission: str) -> Path:
    """A student's page; UsageMistake where it was not written."""
    page = out / "reports" / f"{safe_name(submission)}.html"
    if not page.is_file():
        raise UsageMistake(f"{page}: is not there; write the pages with `grader report`")
    return page
