"""Starts an assignment from what a course has: a notebook of another grader becomes a rubric.

Each source has a file of its own that makes a `Draft` of it; `writing` puts a draft on the disk.
"""

from __future__ import annotations

from pathlib import Path

from grader.errors import UsageMistake
from grader.init.draft import Draft
from grader.init.nbgrader import from_nbgrader, is_nbgrader
from grader.init.notebook import read_notebook
from grader.init.otter import from_otter, is_otter
from grader.init.writing import write

__all__ = ["Draft", "init"]


def init(folder: Path, source: Path) -> tuple[Draft, list[Path]]:
    """Write the assignment that `source` holds into `folder`; what it is, and what was written.

    Raises `UsageMistake` where the source is of no known form, or a file is there already.
    """
    draft = draft_of(source)
    if not draft.questions:
        raise UsageMistake(f"{source}: no question was found in it: no cell is graded or tested")
    return draft, write(draft, folder)


def draft_of(source: Path) -> Draft:
    """What a sheet or notebook holds; raises `UsageMistake`."""
    if source.suffix.lower() != ".ipynb":
        raise UsageMistake(f"{source}: only notebooks (.ipynb) of otter and nbgrader are read")
    book = read_notebook(source)
    if is_nbgrader(book):
        return from_nbgrader(book)
    if is_otter(book):
        return from_otter(book)
    raise UsageMistake(
        f"{source}: neither otter's cells (# BEGIN QUESTION, grader.check) nor nbgrader's "
        "(cells with a grade_id) are in it"
    )
