"""Sheets for those who type: a YAML or CSV file per question with the pictures beside, blind."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any, Literal

from grader.errors import UsageMistake
from grader.intake.transcript import questions_on
from grader.marking.pictures import write_pictures
from grader.marking.sheets import defused, free_name
from grader.marking.transcribing.entries import PAGES, Entry, read_already
from grader.marking.transcribing.put_in import TypedIn, grid_of
from grader.questions.base import Question
from grader.rubric.model import Rubric

Form = Literal["yaml", "csv"]
PAGES_FILE = "pages"
COLUMNS = (
    *("question", "asked", "answer", "count", "pictures", "suggested", "perhaps", "grid"),
    *("transcript", "instead", "questions", "why", "revision"),
)
Suggest = Callable[[Entry], str]
"""What might stand in the pictures of an entry; nothing where nobody can tell."""

_HOW = """\
# Type exactly what is written, right or wrong, into `transcript`: plain (2*x^2 + 1), Markdown, or
# LaTeX between dollar signs; the machine marks it as if the student had typed it. Lines below
# `transcript: |` have to stay indented.
"""
_REST = """\
# Or write, instead of a transcript:
#   instead: nothing      nothing is written there for this question
#   instead: illegible    it cannot be read; it stays with whoever grades by hand
#   instead: suggested    `suggested` is exactly what is written
#   instead: withdraw     takes back what was typed before
# Leave all of it empty to do it later. `count` submissions gave exactly these pictures.
# Then: grader transcribe import DIR
"""
_GRID = "# Or fill in the cells of `grid`, row by row, without a head; an empty cell stays empty.\n"
_PAGES = """\
# Pages that stand under no label: nobody knows yet which questions they answer.
# Write the questions on a page into `questions`, such as [{id}], and leave `transcript` empty:
# each of them then has a sheet of its own with this page (run the export again).
# Or type the whole page with its labels into `transcript`; all pages of a submission count
# together, once each of them is typed, or is said to hold nothing. `perhaps` are questions whose
# labels a program saw there.
# The questions:
"""


def write_transcripts(
    rubric: Rubric,
    entries: Sequence[Entry],
    folder: Path,
    picture: Callable[[str, str], bytes | None],
    form: Form = "yaml",
    names: Mapping[str, str] | None = None,
    suggest: Suggest = read_already,
) -> list[Path]:
    """Write a sheet for each question with entries, under a new name where one is there already.

    `picture` finds the PNG of a submission by its digest; `names` by id end the blindness.
    """
    paths: list[Path] = []
    hints = TypedIn(rubric, {}).hints
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for question in [*rubric.questions, None]:
            own = [e for e in entries if e.question == (question.id if question else PAGES)]
            if not own:
                continue
            files = write_pictures(
                folder / "pictures",
                [(e.submissions[0], gap.picture) for e in own for gap in e.regions],
                picture,
            )
            rows = [_row(one, question, files, names, suggest(one)) for one in own]
            for row in rows if question is None else ():
                row["perhaps"] = questions_on(hints, row["suggested"])
            text = _yaml(rubric, question, rows) if form == "yaml" else _csv(question, rows)
            path = free_name(folder, question.id if question else PAGES_FILE, form)
            path.write_text(text, encoding="utf-8", newline="")
            paths.append(path)
    except OSError as error:
        raise UsageMistake(f"{folder}: cannot be written: {error.strerror}") from None
    return paths


def _row(
    one: Entry,
    question: Question | None,
    files: Mapping[str, str],
    names: Mapping[str, str] | None,
    suggested: str,
) -> dict[str, Any]:
    """An entry as both forms of a sheet show it."""
    now = one.now
    rows, columns = grid_of(question) if question is not None else (0, 0)
    row: dict[str, Any] = {
        "question": one.question,
        "answer": one.token,
        "count": len(one.submissions),
        "pictures": [f"pictures/{files[gap.picture]}" for gap in one.regions if gap.picture],
        "suggested": suggested,
        "perhaps": [],
        "grid": [[""] * columns for _ in range(rows)],
        "transcript": "",
        "instead": "",
        "questions": list(one.questions),
        "why": "",
        "revision": one.revision,
    }
    if question is not None:
        del row["questions"]
    elif now is not None:
        row["questions"] = list(now.questions)
    else:
        row["questions"] = []
    if now is not None:
        row["transcript"] = now.text
        row["grid"] = [list(cells) for cells in now.grid] or row["grid"]
        row["instead"] = {"absent": "nothing", "illegible": "illegible"}.get(now.state, "")
    if names is not None:
        places = [gap.source.where() for gap in one.regions]
        who = [f"{id_} ({names.get(id_, '')})" for id_ in one.submissions]
        row["who"] = [*who, *dict.fromkeys(places)]
    return row


def _yaml(rubric: Rubric, question: Question | None, rows: Sequence[Mapping[str, Any]]) -> str:
    if question is None:
        told = [f"#   {q.id}{_titled(q)}" for q in rubric.questions]
        head = _PAGES.format(id=rubric.questions[0].id) + "\n".join(told) + "\n" + _HOW + _REST
    else:
        grid = _GRID if any(row["grid"] for row in rows) else ""
        head = f"# What stands in the pictures for {question.id}{_titled(question)}.\n"
        head += "".join(f"# {line}\n" for line in question.prompt.splitlines()[:20])
        head += _HOW + grid + _REST
    name = _scalar(question.id if question is not None else "")
    return head + f"question: {name}\nanswers:\n" + "\n".join(map(_entry, rows))


def _titled(question: Question) -> str:
    title = " ".join(question.title.split())
    labels = question.writeup.under if question.writeup is not None else ()
    told = ", ".join([*([title] if title else []), *(label.strip() for label in labels)])
    return f" ({told})" if told else ""


def _entry(row: Mapping[str, Any]) -> str:
    """One entry, its transcript last but for what is rarely touched, ready to be typed into."""
    lines = [f"- answer: {row['answer']}", f"  count: {row['count']}"]
    lines.append(f"  pictures: {_flow(row['pictures'])}")
    if "who" in row:
        lines.append(f"  who: {_flow(row['who'])}")
    if row["suggested"]:
        lines.append(f"  suggested: {_scalar(row['suggested'])}")
    if row.get("perhaps"):
        lines.append(f"  perhaps: {_flow(row['perhaps'])}")
    if row["grid"]:
        lines.append(f"  grid: {_flow(row['grid'])}")
    if "questions" in row:
        lines.append(f"  questions: {_flow(row['questions'])}")
    if row["transcript"]:
        lines.append(f"  transcript: {_scalar(row['transcript'])}")
    else:
        lines += ["  transcript: |", ""]
    lines += [f"  instead: {row['instead']}".rstrip(), "  why:", f"  revision: {row['revision']}"]
    return "\n".join(lines) + "\n"


def _flow(value: Any) -> str:
    """Plain data on one line, in the part of JSON that is YAML too."""
    said = json.dumps(value, ensure_ascii=False)
    return "".join(c if c.isprintable() else f"\\U{ord(c):08x}" for c in said)


def _scalar(text: str) -> str:
    """A text as YAML holds it within an entry; several lines as a block, where it can be one."""
    lines = text.rstrip("\n").split("\n")
    plain = all(line.replace("\t", " ").isprintable() for line in lines)
    if len(lines) == 1 or not plain or lines[0][:1] in ("", " ", "\t"):
        return _flow(text)
    return "\n".join(["|-", *(f"    {line}" if line else "" for line in lines)])


def _csv(question: Question | None, rows: Sequence[Mapping[str, Any]]) -> str:
    asked = question.prompt if question is not None else ""
    made = io.StringIO(newline="")
    columns = [*COLUMNS, *(["who"] if "who" in rows[0] else [])]
    writer = csv.DictWriter(made, columns, lineterminator="\r\n")
    writer.writeheader()
    for row in rows:
        cells = {**row, "asked": asked, "questions": " ".join(row.get("questions", ()))}
        asked = ""  # told once, beside the first answer
        cells |= {name: " ".join(row[name]) for name in ("pictures", "perhaps")}
        cells["grid"] = "\n".join(" | ".join(line) for line in row["grid"])
        cells["who"] = "; ".join(row.get("who", ()))
        writer.writerow({name: defused(str(cells[name])) for name in columns})
    return "\ufeff" + made.getvalue()
