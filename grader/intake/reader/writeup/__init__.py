"""Write-ups: each question's answer found under its label, the listings run as a module."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from ..result import Place, Result
from .html_text import markdown_of_html
from .labels import Path, target_of
from .latex_body import markdown_of_latex
from .listings import add_listings
from .markup import NoMarkdown, blocks_of
from .sections import Known, Placed, placed, under
from .statements import points_elsewhere
from .takes import take

_LOCAL = frozenset({"prose", "formulas"})
"""What is taken only under its own problem: anywhere else it would be somebody else's answer."""


def read_writeup(file: str, text: str, hints: Mapping[str, Any], result: Result) -> None:
    """Add the answers and the code of a write-up in Markdown, plain text, LaTeX or HTML."""
    lower = file.lower()
    if lower.endswith(".tex") or "\\begin{document}" in text[:200_000]:
        text = markdown_of_latex(text)
    elif lower.endswith((".html", ".htm")):
        text = markdown_of_html(text)
    _read(text, lambda line: Place("writeup", file, line), hints, result, runs=True)


def read_cells(
    file: str, cells: Sequence[tuple[int, str]], hints: Mapping[str, Any], result: Result
) -> None:
    """Add the answers in the Markdown cells of a notebook; listings there are not run."""
    lines: list[str] = []
    starts: list[tuple[int, int]] = []
    for number, source in cells:
        starts.append((len(lines) + 1, number))
        lines += [*source.split("\n"), ""]

    def locate(line: int) -> Place:
        start, cell = next((s, c) for s, c in reversed(starts) if s <= line or s == 1)
        return Place("notebook", file, line - start + 1, cell)

    _read("\n".join(lines), locate, hints, result, runs=False)


def _read(
    text: str,
    place: Callable[[int], Place],
    hints: Mapping[str, Any],
    result: Result,
    *,
    runs: bool,
) -> None:
    questions = [question for question in hints["questions"] if question["writeup"]]
    targets = [target_of(question["writeup"]["under"]) for question in questions]
    try:
        blocks = blocks_of(text)
    except NoMarkdown:
        message = f"{place(1).file} is not read: install homework-grader[grade] to read write-ups."
        result.note("reader-incomplete", message, place(1).file)
        return
    rows = placed(blocks, Known.of(targets))
    code = []
    for question, (path, _) in zip(questions, targets, strict=True):
        if question["writeup"]["take"] == "code":
            code.append((question, path))
        else:
            _answer(question, path, rows, place, result)
    if runs:
        add_listings(rows, code, place, result)


def _answer(
    question: Mapping[str, Any],
    path: Path,
    rows: Sequence[Placed],
    place: Callable[[int], Place],
    result: Result,
) -> None:
    """One question's answer from what stands under its label, if it is there."""
    hint = question["writeup"]
    within, labelled = under(rows, path)
    if not labelled and hint["take"] in _LOCAL:
        within = [row for row in within if row.path]
    taken = take(within, hint, path)
    if taken is None:
        if labelled and hint["take"] != "prose":
            _nothing(question, within, place, result)
        return
    value, line = taken
    if isinstance(value, str) and hint["take"] == "prose" and points_elsewhere(value):
        where = place(line)
        message = f"{question['id']}: the text only points elsewhere, so it is no answer: {value!r}"
        result.note("writeup-points-elsewhere", message[:400], where.file, where.line, where.cell)
        return
    result.answer(question["id"], value, place(line))


def _nothing(
    question: Mapping[str, Any],
    within: Sequence[Placed],
    place: Callable[[int], Place],
    result: Result,
) -> None:
    """Say that a label is there and nothing under it could be read, so that it can be seen."""
    rows = [row for row in within if row.block.kind != "heading"]
    if not rows:
        return
    where = place(rows[0].block.line)
    wanted = question["writeup"]["take"].replace("_", " ")
    message = f"{question['id']}: no {wanted} could be read under its label in the write-up."
    result.note("writeup-nothing-read", message, where.file, where.line, where.cell)
