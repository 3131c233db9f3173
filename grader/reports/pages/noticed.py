"""What was noticed in a submission: told once, and led to from the questions it is about."""

import re
from collections.abc import Sequence

from markupsafe import Markup

from grader.reports.asked import Asked
from grader.reports.extras import Extras
from grader.reports.pages.banner import told_above
from grader.reports.pages.card import link, place_of
from grader.reports.pages.mathml import inline
from grader.reports.records import FindingResult, SubmissionResult
from grader.reports.text import sentence, sourced
from grader.reports.words import LATE, NEAR_MISS

_MOST_FINDINGS = 60
_PAGE = re.compile(r"(.{1,120}, page )(\d{1,4})(: .+)", re.DOTALL)


def noticed(submission: SubmissionResult, extras: Extras) -> list[dict[str, object]]:
    """What was noticed and is told neither in a banner nor at a question."""
    ids = [f"{question['id']}: " for question in submission["questions"]]
    told = [
        finding
        for finding in submission["findings"]
        if finding["kind"] not in (LATE, NEAR_MISS) and not told_above(finding)
        and not str(finding["message"]).startswith(tuple(ids))
    ]  # fmt: skip
    by_id = {question["id"]: question for question in submission["questions"]}
    found: list[dict[str, object]] = []
    for finding in _joined(told)[:_MOST_FINDINGS]:
        about = concerned(finding, submission, extras)
        found.append({
            "message": inline(sentence(str(finding["message"])), 800), "place": sourced(finding),
            "about": link(place_of(by_id[about])) if about else "",
        })  # fmt: skip
    rest = len(_joined(told)) - len(found)
    if rest > 0:
        found.append({"message": Markup("and {} more").format(rest), "place": "", "about": ""})
    return found


def _joined(findings: Sequence[FindingResult]) -> list[FindingResult]:
    """Findings that say the same of several pages of a file as one."""
    groups: dict[tuple[str, str, str], list[str]] = {}
    first: dict[tuple[str, str, str], FindingResult] = {}
    for n, finding in enumerate(findings):
        found = _PAGE.fullmatch(str(finding["message"]))
        key = (str(finding["kind"]), found[1], found[3]) if found else (str(n), "", "")
        first.setdefault(key, finding)
        groups.setdefault(key, []).append(found[2] if found else "")
    return [
        finding if len(groups[key]) == 1 else {**finding, "message": _of_pages(key, groups[key])}
        for key, finding in first.items()
    ]


def _of_pages(key: tuple[str, str, str], pages: Sequence[str]) -> str:
    listed = f"{', '.join(pages[:-1])} and {pages[-1]}"
    return f"{key[1].removesuffix('page ')}pages {listed}{key[2]}"


def concerned(
    finding: FindingResult, submission: SubmissionResult, extras: Extras
) -> str:
    """The id of the first question that a finding is about, in the file it was found in."""
    for question in submission["questions"]:
        about = extras.asked.get(question["id"], Asked()).concerned_by
        source = question["source"]
        elsewhere = source is not None and source["file"] not in (None, finding["file"])
        if finding["kind"] in about and not elsewhere and question["status"] != "missing":
            return question["id"]
    return ""
