"""What a person reads in otter's version for students: the blocks that its export keeps."""

from __future__ import annotations

import re
from collections.abc import Container, Mapping, Sequence
from dataclasses import dataclass

from grader.init.draft import plain
from grader.init.notebook import Cell

CHECK = re.compile(r"\b(?:grader|ok|_)\b[\w.]*\.?(?:check|grade)\(\s*[\"']([^\"']+)[\"']")
"""A cell that asks for a test, by its name."""
_MARK = re.compile(r"<!--\s*(BEGIN|END) QUESTION\s*-->")
_NAME = re.compile(r"<!--\s*BEGIN QUESTION\s+name:\s*([\w.-]+)")
_HEADING = re.compile(r"^#{1,6}[ \t]+(.+)", re.M)
_NUMBERED = re.compile(
    r"\b(?:Question|Problem|Exercise|Part|Task)\s+(\d+[\w.]*(?:\s*\([ivx\w]\))?)", re.I
)


@dataclass(frozen=True, slots=True)
class ByHand:
    """A question without tests: what it is called, and the heading that it stands under."""

    id: str
    label: str


def blocks_by_hand(
    cells: Sequence[Cell], tests: Container[str]
) -> Mapping[int, Sequence[ByHand]]:
    """By the cell where it begins, each block that no test is asked for in."""
    found: dict[int, list[ByHand]] = {}
    labels: set[str] = set()
    open_: tuple[int, str] | None = None
    heading = ""

    def close(tested: bool) -> None:
        nonlocal open_
        if open_ is not None and not tested:
            number, text = open_
            named, own = _NAME.search(text), _HEADING.findall(text)
            label = plain(own[-1]) if own else plain(heading)
            numbered = _NUMBERED.search(label)
            id_ = named[1] if named else f"q{numbered[1]}" if numbered else ""
            found.setdefault(number, []).append(ByHand(id_, "" if label in labels else label))
            labels.add(label)
        open_ = None

    for number, cell in enumerate(cells):
        if cell.kind == "code":
            if open_ is not None and any(name in tests for name in CHECK.findall(cell.source)):
                close(tested=True)
            continue
        pieces = _MARK.split(cell.source)
        for mark, text in zip(["", *pieces[1::2]], pieces[::2], strict=True):
            if mark:
                close(tested=False)
            if mark == "BEGIN":
                open_ = number, text
            heading = (_HEADING.findall(text) or [heading])[-1]
    close(tested=False)
    return found
