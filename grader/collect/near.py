"""What stands in the code where an answer is not: the line that stopped it, and near names."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from grader.collect.plan import Plan
from grader.evidence import Finding, Missing, Outcome
from grader.intake.reading import Reading

NEAR_MISS = "name-near-miss"
"""The kind of finding that tells of a name which may be the asked one, misspelt."""
_STOPPED = ("load-error", "syntax-error")
_GIVEN = re.compile(
    r"^(?:(?:class|def)[ \t]+([^\W\d]\w{0,79})"
    r"|([^\W\d]\w{0,79})[ \t]*(?::[^=\n]{1,60})?=(?!=))",
    re.MULTILINE,
)
_AROUND = 1
_LONGEST = 160
_MOST_TEXT = 1 << 20
_MOST_NAMES = 2_000
_ALIKE = 0.75


@dataclass(frozen=True, slots=True)
class Piece:
    """Code in one place: a whole file, or a cell of one."""

    file: str
    line: int
    cell: int | None
    text: str


def pieces(reading: Reading) -> list[Piece]:
    """All code of a submission as text, in the order in which it runs."""
    found = []
    for form in reading.forms:
        for unit in form.units:
            if "file" in unit:
                data = reading.files.get(unit["file"], b"")[:_MOST_TEXT]
                found.append(Piece(unit["file"], 1, None, data.decode("utf-8", "replace")))
            else:
                first, text = unit.get("line") or 1, str(unit["source"])[:_MOST_TEXT]
                found.append(Piece(form.file, first, unit.get("cell"), text))
    return found


def with_lines(findings: Iterable[Finding], reading: Reading) -> tuple[Finding, ...]:
    """Findings about code that stopped, each with the line it is about and its neighbours."""
    return tuple(
        replace(one, lines=_lines(one, reading)) if one.kind in _STOPPED and one.line else one
        for one in findings
    )


def _lines(finding: Finding, reading: Reading) -> str:
    """Up to three lines of code, each as `number: text`."""
    for piece in pieces(reading):
        if piece.file != finding.file or piece.cell != finding.cell or finding.line is None:
            continue
        lines = piece.text.splitlines()
        place = finding.line - piece.line
        if 0 <= place < len(lines):
            around = range(max(place - _AROUND, 0), min(place + _AROUND + 1, len(lines)))
            return "\n".join(f"{n + piece.line}: {lines[n][:_LONGEST]}" for n in around)
    return ""


def mentioned(plan: Plan, reading: Reading, outcomes: Mapping[str, Outcome]) -> dict[str, Missing]:
    """By question, that its name is in the code and has no value: nobody is told it is nowhere."""
    found: dict[str, Missing] = {}
    for question in plan.sought:
        if outcomes.get(question.id) != Missing():
            continue
        for name in question.names:
            at = _first(name.rpartition(".")[2], reading)
            if at is not None:
                said = f"`{name}` is on line {at.line} of {at.where}, but has no value there."
                found[question.id] = Missing(said)
                break
    return found


@dataclass(frozen=True, slots=True)
class _At:
    line: int
    where: str


_TEXTS = re.compile(r"(\"{3}|'{3}).*?\1", re.DOTALL)
"""Docstrings and other long texts, whose words name nothing."""


def _first(name: str, reading: Reading) -> _At | None:
    """Where a name first is in the code, as a word of its own."""
    written = name.encode()
    if not any(written in data for data in reading.files.values()) and not any(
        name in str(unit.get("source", "")) for form in reading.forms for unit in form.units
    ):
        return None
    word = re.compile(rf"\b{re.escape(name)}\b")
    for piece in pieces(reading):
        match = word.search(_TEXTS.sub(lambda hit: re.sub(r"[^\n]", " ", hit[0]), piece.text))
        if match is not None:
            line = piece.text.count("\n", 0, match.start()) + piece.line
            cell = "" if piece.cell is None else f"cell {piece.cell} of "
            return _At(line, f"{cell}{piece.file}")
    return None


def _holds(data: bytes, name: str) -> bool:
    """Whether a name is somewhere in a file as a word of its own."""
    written = name.encode()
    return written in data and re.search(rb"\b%s\b" % re.escape(written), data) is not None


def near_misses(plan: Plan, reading: Reading) -> Iterator[Finding]:
    """Names that code gives and nobody asked for, where an asked name is given nowhere."""
    lacking = [one.names for one in plan.sought if one.names]
    data = list(reading.files.values())
    if not any(form.form != "writeup" for form in reading.forms) or all(
        any(_holds(one, name) for name in names for one in data) for names in lacking
    ):
        return
    given: dict[str, Finding] = {}
    for piece in pieces(reading):
        for match in _GIVEN.finditer(piece.text):
            name = match[1] or match[2]
            if len(given) < _MOST_NAMES and name not in given:
                line = piece.text.count("\n", 0, match.start()) + piece.line
                given[name] = Finding(NEAR_MISS, "", piece.file, line, piece.cell)
    asked = {name.partition(".")[0] for names in lacking for name in names}
    asked |= {name for row in plan.probes.values() for probe in row for name in probe.names}
    free = {name: one for name, one in given.items() if name not in asked}
    for names in dict.fromkeys(lacking):
        if not any(name.partition(".")[0] in given for name in names):
            yield from _nearest(names, free)


def _nearest(names: tuple[str, ...], free: Mapping[str, Finding]) -> Iterator[Finding]:
    """The one free name that is nearest to any of these, unless it only differs in case."""
    folded = {name.casefold(): name for name in free}
    for name in names:
        wanted = name.casefold()
        close = difflib.get_close_matches(wanted, folded, 1, _ALIKE)
        close = close or [one for one in folded if len(one) > 3 and wanted.startswith(one)][:1]
        if close and close[0].replace("_", "") != wanted.replace("_", ""):
            near = folded[close[0]]
            at = free[near]
            said = f"{near} is on line {at.line} of {at.file}; {name} was asked for and is nowhere."
            yield replace(at, message=said)
            return
