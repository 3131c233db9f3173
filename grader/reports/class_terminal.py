"""What `grader grade` ends with: a line per question, and what to type next."""

from __future__ import annotations

import io
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from grader.reports.extras import tells_itself
from grader.reports.pages.class_table import flags
from grader.reports.records import QuestionResult, Results
from grader.reports.text import clean_line, number

if TYPE_CHECKING:
    from rich.text import Text

_BAR = 10


@dataclass(frozen=True, slots=True)
class Row:
    """One question across the class."""

    id: str
    title: str
    earned: float | None
    """Share of the points earned by those whose answers are decided."""
    open: int


def rows(results: Results) -> list[Row]:
    """Every question in the rubric's order."""
    submissions = results["submissions"]
    columns: list[list[QuestionResult]] = [
        [one["questions"][place] for one in submissions]
        for place in range(len(submissions[0]["questions"]) if submissions else 0)
    ]
    return [_row(column) for column in columns]


def _row(column: Sequence[QuestionResult]) -> Row:
    first, points = column[0], float(column[0]["points"])
    scores = [
        float(one["score"])
        for one in column
        if one["score"] is not None and one["status"] != "awaiting"
    ]
    open_ = sum(one["status"] == "awaiting" for one in column)
    known = bool(scores) and points > 0 and open_ <= len(scores)
    earned = sum(scores) / len(scores) / points if known else None
    title = clean_line(str(first["title"] or ""), 80).replace("$", "")
    return Row(clean_line(str(first["id"]), 40), title, earned, open_)


def render_class(results: Results, *, width: int = 80, colour: bool = False) -> str:
    """The table for a terminal of a width, with or without colour; titles give way first."""
    from rich import box
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    found = rows(results)
    if not found:
        return ""
    out = io.StringIO()
    console = Console(
        file=out, width=width, force_terminal=colour, no_color=not colour, highlight=False,
        color_system="standard" if colour else None, legacy_windows=False, emoji=False,
    )  # fmt: skip
    longest = max(len(row.id) for row in found)
    table = Table(box=box.SIMPLE_HEAD, pad_edge=True)
    table.add_column("Question", no_wrap=True)
    room = width - max(longest, 8) - _BAR - 30
    if room >= 10:
        table.add_column("Title", no_wrap=True, overflow="ellipsis", max_width=room)
    table.add_column("Earned", no_wrap=True)
    table.add_column("To judge", justify="right", no_wrap=True)
    for row in found:
        cells = [Text(row.id), *([Text(row.title)] if room >= 10 else []), _earned(row)]
        table.add_row(*cells, Text(str(row.open) if row.open else "", style="blue"))
    console.print(table)
    return "\n".join(line.rstrip() for line in out.getvalue().splitlines() if line.strip()) + "\n"


def _earned(row: Row) -> Text:
    from rich.text import Text

    if row.earned is None:
        return Text("still open" if row.open else "-")
    full = round(row.earned * _BAR)
    style = "green" if row.earned >= 0.8 else "yellow" if row.earned >= 0.5 else "red"
    return Text("█" * full + "░" * (_BAR - full), style=style) + Text(f" {row.earned:4.0%}")


def _doubtful(results: Results) -> list[str]:
    """Questions where one wrong answer is as common as the right one."""
    found = []
    questions = results["submissions"][0]["questions"] if results["submissions"] else ()
    for place, first in enumerate(questions):
        if not tells_itself(first["kind"]):
            continue
        column = [one["questions"][place] for one in results["submissions"]]
        wrong = Counter(
            " ".join(str(one["read"]).split())
            for one in column
            if one["status"] in ("incorrect", "partial") and one["read"] and not one["by_hand"]
        )
        right = sum(one["status"] == "correct" for one in column)
        if wrong and wrong.most_common(1)[0][1] >= max(3, right):
            found.append(clean_line(str(first["id"]), 40))
    return found


def next_steps(results: Results, out: Path) -> list[str]:
    """What to look at and what to type next, the most urgent first."""
    needs = [flags(one) for one in results["submissions"]]
    count = {flag: sum(flag in row for row in needs) for flag in ("stopped", "misnamed", "judge")}
    page = out / "index.html"
    told = [
        f"the key of {name} is in doubt: {page}#key, then grader rescore {out}"
        for name in _doubtful(results)
    ]
    if count["stopped"]:
        told.append(f"{number(count['stopped'])} did not run to the end: {page}#stopped")
    if count["misnamed"]:
        told.append(f"{number(count['misnamed'])} with a misspelt name: {page}#misnamed")
    if count["judge"]:
        told.append(f"{number(count['judge'])} to judge: grader mark {out}")
    if not told and needs:
        told.append(f"nothing is left to judge: grader export {out} --to canvas, moodle, …")
    return told
