"""What a class needs of its instructor: libraries that are lacking, and marks that wait."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence

from grader.reports.libraries import install_hint
from grader.reports.records import FindingResult, Results
from grader.reports.text import clean_line
from grader.reports.words import REASON_WORDS

_NAME = r"[A-Za-z_]\w{0,60}"
_ABSENT = re.compile(rf"({_NAME}(?:(?:, | and ){_NAME})*) (?:is|are) not (?:installed|here)\b")
_NOT_FOUND = re.compile(rf"ModuleNotFoundError: No module named '({_NAME})")


def libraries_lacking(results: Results) -> list[tuple[str, int]]:
    """Libraries that submissions import and that are not there: how many need each, most first."""
    needed = Counter(
        name for one in results["submissions"] for name in {*_lacking(one["findings"])}
    )
    return sorted(needed.items(), key=lambda row: (-row[1], row[0]))


def _lacking(findings: Sequence[FindingResult]) -> Iterator[str]:
    for finding in findings:
        message = str(finding["message"])
        if finding["kind"] == "library-absent" and (found := _ABSENT.match(message)):
            yield from re.split(", | and ", found[1])
        elif finding["kind"] == "load-error" and (found := _NOT_FOUND.search(message)):
            yield found[1]


def lacking_told(results: Results) -> str:
    """The libraries that are lacking in one line; empty where none is."""
    rows = libraries_lacking(results)
    if not rows:
        return ""
    named = ", ".join(f"{name} in {count} of {_many(results)}" for name, count in rows[:12])
    more = f" and {len(rows) - 12} more" if len(rows) > 12 else ""
    hint = install_hint([name for name, _ in rows])
    advice = f" ({hint})" if hint else ""
    return f"imported, and not installed where submissions run: {named}{more}{advice}"


def _many(results: Results) -> str:
    count = len(results["submissions"])
    return f"{count} submission{'s' * (count != 1)}"


def reasons_to_wait(results: Results) -> list[tuple[str, int]]:
    """Why marks wait for a person, with how many, the most common reason first."""
    reasons = Counter(
        str(question.get("reason") or "")
        for one in results["submissions"]
        for question in one["questions"]
        if question["status"] == "awaiting"
    )
    known = [*REASON_WORDS]
    place = {reason: n for n, reason in enumerate(known)}
    return sorted(reasons.items(), key=lambda row: (-row[1], place.get(row[0], len(known)), row[0]))


def waiting_told(results: Results) -> str:
    """How many marks wait for a person and why, in one line; empty where none does."""
    rows = reasons_to_wait(results)
    if not rows:
        return ""
    total = sum(count for _, count in rows)
    why = ", ".join(f"{count} {reason_told(reason)}" for reason, count in rows)
    return f"{total} mark{'s wait' if total != 1 else ' waits'} for a person: {why}"


def reason_told(reason: str) -> str:
    """A reason by its word in `results.json`, and what it means."""
    if reason in REASON_WORDS:
        return f"{reason} ({REASON_WORDS[reason]})" if reason else REASON_WORDS[reason]
    return clean_line(reason, 40)
