"""Assignments of otter (and of ok and jassign before it): blocks of cells, or tests beside them."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any

import yaml

from grader.init.draft import Draft, Drafted, Ids, OneTest, named, plain, points_of, title_of
from grader.init.files import data_beside
from grader.init.notebook import Book, Cell, shown
from grader.init.otter_by_hand import CHECK as _CHECK
from grader.init.otter_by_hand import ByHand, blocks_by_hand
from grader.init.otter_cases import Cases, called_cell, cases_in, is_of_functions

_FENCED = re.compile(r"```[^\n]*\n\s*(BEGIN QUESTION\n.*?)```", re.S)
_BLOCK = re.compile(
    r"^\s*(?:<!--\s*)?#?\s*(BEGIN|END) (QUESTION|SOLUTION|TESTS|PROMPT|REQUIREMENTS)\b"
)
_CONFIG = re.compile(r'^\s*"""\s*#\s*BEGIN TEST CONFIG\n(.*?)"""\s*#\s*END TEST CONFIG\s*\n?', re.S)
_MARKED = re.compile(r"^\s*#+[ \t]*(HIDDEN[ \t]*TEST|HIDDEN|TEST)S?\b[^\n]*\n?", re.I)
_PROMPT = re.compile(
    r'^\s*"""\s*#\s*BEGIN PROMPT\n(.*?)"""\s*;?\s*#\s*END PROMPT[^\n]*\n?', re.M | re.S
)
_SOLVED = re.compile(
    r"^([ \t]*)#[ \t]*BEGIN SOLUTION[^\n]*\n(.*?)^[ \t]*#[ \t]*END SOLUTION[^\n]*\n?", re.M | re.S
)
_LINE = re.compile(r"^(?P<blank>[ \t]*)(?P<code>.*?)[ \t]*#[ \t]*SOLUTION(?: NO PROMPT)?[ \t]*$")


def is_otter(book: Book) -> bool:
    """Whether a question begins in a cell, or tests are named or lie beside it."""
    return (
        "otter" in book.metadata
        or any(_begins(cell) is not None for cell in book.cells)
        or bool(_beside(book))
    )


def is_checked_by_otter(book: Book) -> bool:
    """Whether cells ask otter for tests that are there, whatever metadata a cell once had."""
    tests = {*_beside(book), *_inside(book)}
    cells = [cell.source for cell in book.cells if cell.kind == "code"]
    return any(name in tests for source in cells for name in _CHECK.findall(source))


def _begins(cell: Cell) -> Mapping[str, Any] | None:
    """What a cell that begins a question says of it."""
    text = cell.source
    if cell.kind == "markdown" and (fenced := _FENCED.search(text)):
        return _yaml(fenced[1].partition("\n")[2])
    if cell.kind == "raw" and re.match(r"\s*#\s*BEGIN QUESTION\b", text):
        return _yaml(text)
    return None


def _yaml(text: str) -> Mapping[str, Any]:
    try:
        found = yaml.safe_load(text)
    except yaml.YAMLError:
        return {}
    return found if isinstance(found, dict) else {}


@dataclass(slots=True)
class _Open:
    """A question while its cells are read."""

    says: Mapping[str, Any]
    heading: str
    names: list[str] = field(default_factory=list)
    tests: list[OneTest] = field(default_factory=list)
    within: str = ""


def from_otter(book: Book) -> Draft:
    """The assignment of a source with its blocks, or of a version for students with its tests."""
    is_source = any(_begins(cell) is not None for cell in book.cells)
    notes = []
    if is_source:
        questions, solved, released = _of_source(book)
    else:
        questions, solved = tuple(_of_student(book)), None
        released = [cell for cell in book.cells]
        notes.append("it is a version for students: no model answer is in it")
        if any(one.is_manual for one in questions):
            notes.append("it has no points of what is read by hand: each is worth 1 here")
    untested = [one.id for one in questions if one.is_manual]
    if untested:
        notes.append(f"read by hand, having no tests: {', '.join(untested)}")
    headings = [one for cell in book.cells for one in cell.headings]
    data, said = data_beside(book)
    return Draft(
        title_of(headings, book.path.stem),
        book.path.name,
        "otter",
        questions,
        None if solved is None else book.with_cells(solved),
        book.with_cells([cell.with_source(cell.source) for cell in released]),
        (*notes, *said),
        data,
    )


def _of_source(book: Book) -> tuple[tuple[Drafted, ...], list[Cell], list[Cell]]:
    """Questions, cells of the model answer, cells as students get them."""
    found: list[Drafted] = []
    solved: list[Cell] = []
    released: list[Cell] = []
    ids, heading, open_ = Ids(), "", None

    def close() -> None:
        nonlocal open_
        if open_ is not None:
            found.append(_drafted(open_, ids, len(found) + 1))
        open_ = None

    for cell in book.cells:
        says = _begins(cell)
        heading = cell.headings[-1] if cell.headings else heading
        if says is not None:
            close()
            open_ = _Open(says, heading, within="" if cell.kind == "raw" else "answer")
            if cell.kind == "markdown":
                text = cell.with_source(_FENCED.sub("", cell.source))
                solved.append(text)
                released.append(text)
            continue
        block = _BLOCK.match(cell.source) if cell.kind == "raw" else None
        if block is not None:
            if block[2] == "QUESTION":
                close()
            elif open_ is not None:
                open_.within = block[2] if block[1] == "BEGIN" else ""
            continue
        if cell.kind == "raw" and "ASSIGNMENT CONFIG" in cell.source:
            continue
        if open_ is not None and cell.kind == "code" and _is_test(cell, open_):
            open_.tests.append(_test(cell))
            continue
        if open_ is not None and open_.within == "PROMPT":
            released.append(cell)
            continue
        solved.append(cell.with_source(_whole(cell.source)))
        if open_ is not None and open_.within in ("SOLUTION", "answer"):
            open_.names += named(_whole(cell.source)) if cell.kind == "code" else ()
            open_.within = "" if open_.within == "answer" else open_.within
            if cell.kind == "markdown":
                released.append(cell.with_source("_Type your answer here._"))
                continue
        left = _emptied(cell.source) if cell.kind == "code" else cell.source
        released.append(cell.with_source(left))
    close()
    return tuple(found), solved, released


def _is_test(cell: Cell, open_: _Open) -> bool:
    return open_.within == "TESTS" or (
        open_.within == "" and re.match(r"\s*#+\s*(?:HIDDEN )?TEST", cell.source) is not None
    )


def _test(cell: Cell) -> OneTest:
    """A test cell: code alone, or code whose saved output is what it has to show."""
    config = _CONFIG.match(cell.source)
    says = _yaml(config[1]) if config else {}
    code = _MARKED.sub("", _CONFIG.sub("", cell.source)).strip("\n")
    points = points_of(says["points"]) if "points" in says else None
    output = shown(cell)
    if not output:
        return OneTest(called_cell(code) or code, points)
    return OneTest(session(code, output), points, is_session=True)


def session(code: str, output: str) -> str:
    """Code and its output as an interactive session."""
    try:
        body = ast.parse(code).body
    except SyntaxError:
        return f">>> {code}\n{output}\n"
    lines = code.split("\n")
    starts = [min([one.lineno, *(d.lineno for d in getattr(one, "decorator_list", ()))]) - 1
              for one in body]  # fmt: skip
    pieces = [lines[a:b] for a, b in zip(starts, [*starts[1:], len(lines)], strict=True)]
    written = []
    for piece in pieces:
        while piece and not piece[-1].strip():
            piece.pop()
        written.append("\n".join([f">>> {piece[0]}", *(f"... {line}" for line in piece[1:])]))
    shown_lines = [line if line.strip() else "<BLANKLINE>" for line in output.split("\n")]
    return "\n".join([*written, *shown_lines, ""])


def _whole(source: str) -> str:
    """A solution without the marks around it, and without what students see in its place."""
    text = _PROMPT.sub("", source)
    text = _SOLVED.sub(lambda found: found[2], text)
    return "\n".join(_LINE.sub(r"\g<blank>\g<code>", line) for line in text.split("\n"))


def _emptied(source: str) -> str:
    """A solution as students see it."""
    prompted = _PROMPT.search(source)
    text = _PROMPT.sub(lambda found: found[1], source)
    text = _SOLVED.sub("" if prompted else r"\1...\n", text)
    return "\n".join(_emptied_line(line) for line in text.split("\n"))


def _emptied_line(line: str) -> str:
    found = _LINE.match(line)
    if found is None:
        return line
    target, equals, _ = found["code"].partition("=")
    return f"{found['blank']}{target}= ..." if equals else f"{found['blank']}..."


def _drafted(open_: _Open, ids: Ids, number: int) -> Drafted:
    says = open_.says
    id_ = ids.of(str(says.get("name", "")), number)
    manual = says.get("manual") is True or not open_.tests
    each = says.get("points")
    tests = open_.tests
    if isinstance(each, Mapping) and "each" in each:
        points = points_of(each["each"]) * max(len(tests), 1)
    elif each is None and tests and all(one.points is not None for one in tests):
        points = sum((one.points or Fraction(0) for one in tests), Fraction(0))
    else:
        points = points_of(each)
    said = [one.points for one in tests if one.points is not None]
    if sum(said, Fraction(0)) > points or (len(said) == len(tests) and sum(said) != points):
        tests = [OneTest(one.code, None, one.is_session) for one in tests]
    heading = plain(open_.heading)
    names = tuple(dict.fromkeys(open_.names))
    kept = () if manual else tuple(tests)
    return Drafted(id_, heading or id_, points, kept, names, heading)


def _of_student(book: Book) -> Iterator[Drafted]:
    """Questions by the tests in the metadata or in files beside the notebook, and read by hand."""
    ids, heading = Ids(), ""
    last: tuple[str, ...] = ()
    tests = {**_beside(book), **_inside(book)}
    place: dict[str, tuple[str, tuple[str, ...]]] = {}
    by_hand = blocks_by_hand(book.cells, tests)
    order: list[str | ByHand] = []
    for number, cell in enumerate(book.cells):
        heading = cell.headings[-1] if cell.headings else heading
        order += by_hand.get(number, ())
        if cell.kind != "code":
            continue
        asked = _CHECK.findall(cell.source)
        for name in asked:
            order += [name] if name in tests and name not in place else []
            place.setdefault(name, (heading, last))
        if not asked:
            last = named(cell.source) or last
    order += [name for name in tests if name not in place]
    for number, name in enumerate(order, 1):
        if not isinstance(name, str):
            id_ = ids.of(name.id, number)
            yield Drafted(id_, name.label or id_, Fraction(1), label=name.label)
            continue
        where, names = place.get(name, ("", ()))
        found = tests[name]
        functions = cases_in(found["text"]) if isinstance(found.get("text"), str) else None
        cases = tuple(_cases(found)) if functions is None else functions.tests
        if cases:
            points = points_of(found.get("points")) if functions is None else _worth(functions)
            title = plain(where) or name
            yield Drafted(ids.of(name, number), title, points, cases, names, plain(where))


def _worth(found: Cases) -> Fraction:
    """The points of a file of tests: its own, or those of its tests."""
    if found.points is not None:
        return found.points
    each = [one.points for one in found.tests if one.points is not None]
    return sum(each, Fraction(0)) if each else Fraction(1)


def _inside(book: Book) -> dict[str, Mapping[str, Any]]:
    otter = book.metadata.get("otter")
    tests = otter.get("tests") if isinstance(otter, dict) else None
    rows = tests.items() if isinstance(tests, dict) else ()
    texts = {str(k): {"text": v} for k, v in rows if isinstance(v, str)}
    return {**texts, **{str(k): v for k, v in rows if isinstance(v, dict)}}


def _beside(book: Book) -> dict[str, Mapping[str, Any]]:
    """`test = {...}` in the files of a folder `tests` beside the notebook."""
    found: dict[str, Mapping[str, Any]] = {}
    folder = book.path.parent / "tests"
    for path in sorted(folder.glob("*.py")) if folder.is_dir() else ():
        try:
            text = path.read_text(encoding="utf-8")
            body = ast.parse(text).body
            values = [
                ast.literal_eval(node.value)
                for node in body
                if isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == "test"
            ]
            values += [{"text": text}] if not values and is_of_functions(text) else []
        except (SyntaxError, ValueError, OSError):
            continue
        if values and isinstance(values[0], dict):
            found[path.stem] = values[0]
    return found


def _cases(test: Mapping[str, Any]) -> Iterator[OneTest]:
    for suite in test.get("suites") or ():
        if not isinstance(suite, dict) or suite.get("scored") is False:
            continue
        setup = str(suite.get("setup") or "")
        for case in suite.get("cases") or ():
            if isinstance(case, dict) and isinstance(case.get("code"), str):
                code = f"{setup}\n{case['code']}" if setup.strip() else case["code"]
                yield OneTest(code, None, is_session=True)
