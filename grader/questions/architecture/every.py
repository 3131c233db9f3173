"""Networks of a submission where no name is asked: whichever fits counts."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from grader.evidence import Answer, Source
from grader.marks import Mark, MarkedCandidate, Status, awaiting, decided, missing
from grader.questions.architecture.module.steps import Unreadable
from grader.questions.architecture.source import SourceMistake
from grader.questions.architecture.unread import misfit_in
from grader.questions.base import Given

if TYPE_CHECKING:
    from grader.questions.architecture import Architecture

MOST = 8
NONE = "No network was found: no class of yours is a torch module."


def measured_of_all(question: Architecture, value: Any) -> list[dict[str, Any]]:
    """Each network with its name and place, as plain data; what could not be run with why."""
    found = []
    for row in value[:MOST] if isinstance(value, list) else ():
        if not isinstance(row, dict) or not isinstance(row.get("name"), str):
            continue
        one: dict[str, Any] = {"name": row["name"][:80]}
        one |= {key: row[key] for key in ("line", "cell") if type(row.get(key)) is int}
        summary = row.get("summary")
        if isinstance(summary, dict):
            one |= {"kind": _word(summary.get("class")), "inside": sorted(_inside(summary))}
            try:
                one["network"] = question.network(summary).to_plain()
            except (SourceMistake, Unreadable) as reason:
                one["reason"] = str(reason)
        else:
            one |= {"kind": one["name"], "reason": _raised(question, row)}
        found.append(one)
    return found


def _word(value: Any) -> str:
    return value[:80] if isinstance(value, str) else ""


def _inside(summary: Mapping[str, Any]) -> Iterator[str]:
    """The classes of the parts of a network."""
    parts = summary.get("modules")
    for part in parts[:500] if isinstance(parts, list) else ():
        if isinstance(part, list) and len(part) == 2:
            yield _word(part[1])


def _raised(question: Architecture, row: Mapping[str, Any]) -> str:
    kind, message = _word(row.get("type")), row.get("message")
    said = message[:300] if isinstance(message, str) else ""
    return misfit_in(said, question.row) or f"running it raised {kind}: {said}"


def mark_best(question: Architecture, rows: list[dict[str, Any]], given: Given) -> Mark:
    """The mark of the network that fits; of several that do not, a person chooses.

    A class that is a part of another one is no answer of its own unless it fits.
    """
    if not rows:
        return missing(question.points, f"{NONE} Expected: {question.entry}.")
    parts = {kind for row in rows if "network" in row for kind in row["inside"]}
    marked = [(row, _mark(question, row, given)) for row in rows]
    best = next((mark for _, mark in marked if mark.status is Status.CORRECT), None)
    if best is not None:
        return best
    whole = [(row, mark) for row, mark in marked if row["kind"] not in parts] or marked
    ran = [(row, mark) for row, mark in whole if "network" in row] or whole
    if len({(mark.score, mark.feedback) for _, mark in ran}) == 1:
        row, mark = ran[0]
        return replace(mark, feedback=(f"{row['name']}:", *mark.feedback))
    names = ", ".join(row["name"] for row, _ in ran)
    told = f"None of your networks ({names}) is all that was asked for. A person decides."
    open_ = awaiting(question.points, told, reason="unsure", source=given.source)
    candidates = tuple(
        MarkedCandidate(
            f"{row['name']}: {mark.read or row.get('reason', '')}", mark.score, _at(given, row)
        )
        for row, mark in ran
    )
    return replace(open_, candidates=candidates)


def _mark(question: Architecture, row: Mapping[str, Any], given: Given) -> Mark:
    place = _at(given, row)
    if "network" in row:
        return replace(question.mark_network(row, given), source=place)
    told = f"{row['reason'].rstrip('.')}. Expected: {question.entry}."
    return decided(Fraction(0), question.points, (told,), source=place)


def _at(given: Given, row: Mapping[str, Any]) -> Source | None:
    source = given.answer.source if isinstance(given.answer, Answer) else None
    return source and replace(source, line=row.get("line", source.line), cell=row.get("cell"))
