"""Assignments of nbgrader: what its cells say of solutions, tests and points."""

from __future__ import annotations

import re
from collections.abc import Mapping
from fractions import Fraction
from typing import Any

from grader.init.draft import Draft, Drafted, Ids, OneTest, named, plain, points_of, title_of
from grader.init.files import data_beside
from grader.init.notebook import Book, Cell

_SOLUTION = re.compile(
    r"^([ \t]*)#+[ \t]*BEGIN SOLUTION[^\n]*\n(.*?)^[ \t]*#+[ \t]*END SOLUTION[^\n]*$", re.M | re.S
)
_HIDDEN = re.compile(
    r"^[ \t]*#+[ \t]*BEGIN HIDDEN TESTS[^\n]*\n(.*?)^[ \t]*#+[ \t]*END HIDDEN TESTS[^\n]*\n?",
    re.M | re.S,
)
_SCHEME = re.compile(r"^=+ BEGIN MARK SCHEME =+.*?^=+ END MARK SCHEME =+[ \t]*$", re.M | re.S)
_LEFT = re.compile(r"YOUR (?:CODE|ANSWER) HERE|^\s*raise NotImplementedError", re.M)
EMPTY = {"code": "# YOUR CODE HERE\nraise NotImplementedError()", "markdown": "YOUR ANSWER HERE"}


def is_nbgrader(book: Book) -> bool:
    """Whether a cell is graded, by a test or by a person."""
    return any(_of(cell).get("grade") is True or _is_task(cell) for cell in book.cells)


def _of(cell: Cell) -> Mapping[str, Any]:
    found = cell.metadata.get("nbgrader")
    return found if isinstance(found, dict) else {}


def _is_task(cell: Cell) -> bool:
    """Whether a cell asks for something that is done in further cells, and that a person reads."""
    return _of(cell).get("task") is True


def from_nbgrader(book: Book) -> Draft:
    """The assignment: tests that follow one solution are one question, texts are read by hand."""
    found: list[Drafted] = []
    ids, heading = Ids(), ""
    names: tuple[str, ...] = ()
    tests: list[OneTest] = []
    group = ""

    def close() -> None:
        nonlocal group
        if tests:
            points = sum((one.points or Fraction(0) for one in tests), Fraction(0))
            id_ = ids.of(group, len(found) + 1)
            title = plain(heading) or id_
            found.append(Drafted(id_, title, points, tuple(tests), names))
            tests.clear()
        group = ""

    for cell in book.cells:
        marks = _of(cell)
        if marks.get("solution") is True and marks.get("grade") is not True:
            close()
            names = named(_HIDDEN.sub("", _whole(cell.source))) if cell.kind == "code" else ()
        elif marks.get("grade") is True and marks.get("solution") is not True:
            group = group or str(marks.get("grade_id", ""))
            if cell.kind == "code" and not _is_task(cell):
                code = _HIDDEN.sub(r"\1", cell.source).strip("\n")
                says = str(marks.get("grade_id", ""))
                tests.append(OneTest(code, points_of(marks.get("points"), Fraction(0)), says=says))
        elif cell.headings:
            close()
        heading = cell.headings[-1] if cell.headings and _is_task(cell) else heading
        if _is_task(cell) or (marks.get("grade") is True and marks.get("solution")):
            close()
            id_ = ids.of(str(marks.get("grade_id", "")), len(found) + 1)
            points = points_of(marks.get("points"), Fraction(0))
            found.append(Drafted(id_, plain(heading) or id_, points, label=plain(heading)))
        heading = cell.headings[-1] if cell.headings else heading
    close()
    solved = not any(_is_left(cell) for cell in book.cells)
    notes = () if solved else ("it is a version for students: no model answer is in it",)
    data, said = data_beside(book)
    return Draft(
        title_of([one for cell in book.cells for one in cell.headings], book.path.stem),
        book.path.name,
        "nbgrader",
        tuple(found),
        book.with_cells([_solved(cell) for cell in book.cells]) if solved else None,
        book.with_cells([_released(cell) for cell in book.cells]),
        (*notes, *said),
        data,
    )


def _is_left(cell: Cell) -> bool:
    """Whether a solution was taken out."""
    return (
        _of(cell).get("solution") is True
        and cell.kind == "code"
        and not _SOLUTION.search(cell.source)
        and _LEFT.search(cell.source) is not None
    )


def _whole(source: str) -> str:
    """A solution without the marks around it."""
    return _SOLUTION.sub(lambda found: found[2].rstrip("\n"), source)


def _solved(cell: Cell) -> Cell:
    """A cell as a model answer has it: solutions without marks, no hidden tests."""
    return cell.with_source(_HIDDEN.sub("", _SCHEME.sub("", _whole(cell.source))))


def _released(cell: Cell) -> Cell:
    """A cell as students get it."""
    if _of(cell).get("solution") is True:
        if _SOLUTION.search(cell.source):
            return cell.with_source(
                _SOLUTION.sub(
                    lambda m: f"{m[1]}# YOUR CODE HERE\n{m[1]}raise NotImplementedError()",
                    cell.source,
                )
            )
        left = _is_left(cell) or _LEFT.search(cell.source)
        return cell.with_source(cell.source if left else EMPTY.get(cell.kind, ""))
    return cell.with_source(_HIDDEN.sub("", _SCHEME.sub("", cell.source)))
