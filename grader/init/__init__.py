"""Starts an assignment: from a sheet, from a notebook of another grader, or from nothing.

What has tests becomes a `Draft` by a file of its own for each grader, which `writing` puts on the
disk; any other sheet, and questions that are named, become a `Fresh` one.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

from grader.errors import UsageMistake
from grader.init.draft import Draft, plain
from grader.init.files import data_beside, put, put_together
from grader.init.fresh import Fresh, New, files_of, of_sheet
from grader.init.nbgrader import from_nbgrader, is_nbgrader
from grader.init.notebook import Book, read_notebook
from grader.init.otter import from_otter, is_checked_by_otter, is_otter
from grader.init.sheet import sheet_of
from grader.init.writing import files_of_draft
from grader.rubric.schema import schema_text

__all__ = ["Draft", "Fresh", "Made", "begin", "init"]

SHEETS = (
    *(".md", ".markdown", ".txt", ".rmd", ".qmd", ".tex"),
    *(".pdf", ".docx", ".docm", ".odt", ".rtf"),
)


@dataclass(frozen=True, slots=True)
class Made:
    """What was begun, in words, and the files that were written."""

    title: str
    origin: str
    questions: int
    points: Fraction
    told: tuple[str, ...]
    files: tuple[Path, ...]
    has_reference: bool = True


def init(folder: Path, source: Path) -> Made:
    """Write the assignment that `source` holds into `folder`; raises `UsageMistake` where it is of
    no known form, has no questions, or a file is there already.
    """
    draft = draft_of(source)
    if not draft.questions:
        raise UsageMistake(f"{source}: no question was found in it: {_WHERE}")
    if isinstance(draft, Fresh):
        return begin(folder, draft)
    files = put(folder, files_of_draft(draft))
    tested = sum(not one.is_manual for one in draft.questions)
    told = (f"{tested} of them tested", *draft.notes)
    count = len(draft.questions)
    return Made(draft.title, draft.origin, count, draft.points, told, tuple(files),
                draft.reference is not None)  # fmt: skip


def begin(folder: Path, fresh: Fresh) -> Made:
    """Write a new assignment into `folder`."""
    files = put(folder, files_of(fresh, schema_text()))
    kinds = [one.kind for one in fresh.questions]
    told = ", ".join(f"{kinds.count(kind)} {kind}" for kind in dict.fromkeys(kinds))
    origin = fresh.source.name if fresh.source is not None else ""
    count = len(fresh.questions)
    return Made(fresh.title, origin, count, fresh.points, (told, *fresh.notes), tuple(files))


def draft_of(source: Path) -> Draft | Fresh:
    """What a sheet or notebook holds; raises `UsageMistake`."""
    if source.is_dir():
        raise UsageMistake(_said_of_folder(source))
    suffix = source.suffix.lower()
    if suffix == ".ipynb":
        book = read_notebook(source)
        if is_checked_by_otter(book) or (is_otter(book) and not is_nbgrader(book)):
            return from_otter(book)
        if is_nbgrader(book):
            return from_nbgrader(book)
        return _of_notebook(book)
    if suffix not in SHEETS:
        known = ", ".join((".ipynb", *SHEETS))
        raise UsageMistake(f"{source}: sheets of another form are read ({known})")
    from grader.collect.sheet import text_of

    try:
        raw = source.read_bytes()
    except OSError as error:
        raise UsageMistake(f"{source}: {error.strerror or error}") from None
    whole = put_together(source).encode() if suffix == ".tex" else b""
    text = text_of(source.name, whole or raw)
    if not text.strip():
        raise UsageMistake(f"{source}: no text could be read in it")
    titled = None
    if suffix == ".tex":
        titled = re.search(r"\\title\s*\{([^{}]{1,200})\}", text_in(source))
    found = sheet_of(text, source.stem)
    title = plain(titled[1].replace("\\\\", " ")) if titled else found.title
    return of_sheet(title or found.title, found.questions, source=source, whole=whole)


def _said_of_folder(folder: Path) -> str:
    """Which files of a folder could be meant."""
    known = (".ipynb", *SHEETS)
    names = sorted(one.name for one in folder.iterdir() if one.suffix.lower() in known)
    if not names:
        return f"{folder}: a folder without a sheet in it; name a file, such as a notebook or a PDF"
    some = ", ".join(names[:8]) + (", …" if len(names) > 8 else "")
    each = "; each becomes an assignment of its own" if len(names) > 1 else ""
    return f"{folder}: a folder; name a file in it, as in {folder / names[0]} ({some}{each})"


_WHERE = (
    "write headings such as `## Problem 1: Gradients (4 points)`, or name questions with "
    "--question p1:numeric:4"
)


def text_in(source: Path) -> str:
    """The text of a file, whatever its bytes are."""
    return source.read_bytes().decode("utf-8-sig", "replace")


def _of_notebook(book: Book) -> Fresh:
    """A notebook that students fill in: its texts ask, its code is the template."""
    text = "\n\n".join(
        cell.source if cell.kind == "markdown" else f"```python\n{cell.source}\n```"
        for cell in book.cells
        if cell.kind in ("markdown", "code") and cell.source.strip()
    )
    found = sheet_of(text, book.path.stem)
    has_code = any(cell.kind == "code" for cell in book.cells)
    template = book.with_cells(list(book.cells)) if has_code else None
    data, notes = data_beside(book)
    return of_sheet(
        found.title, found.questions, source=book.path, template=template, data=data, notes=notes
    )


def of_questions(title: str, questions: Sequence[New]) -> Fresh:
    """A new assignment of questions that somebody named."""
    return Fresh(title, tuple(questions))
