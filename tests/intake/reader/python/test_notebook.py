"""Notebooks without a kernel: magics, errors by cell, old and damaged formats, mapped paths."""

from __future__ import annotations

import json
from typing import Any

import pytest

from grader.intake.reader.exchange import read
from grader.intake.reader.result import Result
from tests.intake.hints import best_of, plain_hints

CODE = {"cell_type": "code", "metadata": {}, "outputs": [], "source": "x = 1"}
JULIA = {"language_info": {"name": "julia"}}


def read_cells(*sources: str, **hints: Any) -> Result:
    """The reading of a notebook with these code cells."""
    cells = [
        {"cell_type": "code", "metadata": {}, "outputs": [], "source": source} for source in sources
    ]
    notebook = {"nbformat": 4, "nbformat_minor": 4, "metadata": {}, "cells": cells}
    return read({"hw.ipynb": json.dumps(notebook).encode()}, plain_hints(**hints))


def code_of(result: Result) -> list[str]:
    """The sources of all units."""
    return [unit["source"] for form in result.forms for unit in form["units"]]


@pytest.mark.parametrize(
    ("source", "name", "expected"),
    [
        ("%matplotlib inline\nx = 1", "x", 1),
        ("!pip install torch\nx = 2", "x", 2),
        ("x = '100% !ls %time'", "x", "100% !ls %time"),
        ("x = 7 \\\n % 4", "x", 3),
        ("%time x = 3", "x", 3),
        ("%%time\nx = 4", "x", 4),
        ("%%capture out\nx = 5", "x", 5),
        ("files = !ls\nx = 6", "files", []),
        ("x = '''\n%not a magic\n!nor this\n'''", "x", "\n%not a magic\n!nor this\n"),
        ("if True:\n    !ls\n    x = 8", "x", 8),
        ("x = 9\nx?", "x", 9),
        (">>> x = 10", "x", 10),
        ("x = 12; !ls", None, None),
    ],
)
def test_magics_go_and_strings_stay(source: str, name: str | None, expected: object) -> None:
    """What only a kernel understands is taken out; everything else runs as it stands."""
    (code,) = code_of(read_cells(source))
    if name is None:
        return
    scope: dict[str, Any] = {}
    exec(compile(code, "cell", "exec"), scope)
    assert scope[name] == expected


def test_lines_stay_where_they_are_in_the_cell() -> None:
    """A message about line 4 of a cell means the student's line 4."""
    source = "%matplotlib inline\n!pip install x\n\nraise ValueError\n"
    (code,) = code_of(read_cells(source))
    assert code.split("\n").index("raise ValueError") == 3


def test_cells_that_are_no_python_are_named_and_left_out() -> None:
    """A shell cell is not run; the finding has its number."""
    result = read_cells("x = 1", "%%bash\nrm -rf /\n", "!wget http://x")
    assert code_of(result)[1].strip() == ""
    assert [(row[0], row[4]) for row in result.findings] == [
        ("magic-ignored", 2),
        ("shell-ignored", 3),
    ]


def test_a_written_file_is_written_where_code_can_import_it() -> None:
    """`%%writefile helper.py` keeps working."""
    (code,) = code_of(read_cells("%%writefile helper.py\nx = 1\n"))
    assert "open('helper.py', 'w'" in code


def test_cells_count_from_one_over_the_whole_notebook() -> None:
    """Empty cells are no units, and yet they count."""
    units = read_cells("a = 1", "   \n", "b = 2").forms[0]["units"]
    assert [unit["cell"] for unit in units] == [1, 3]


@pytest.mark.parametrize(
    "path",
    ["/Users/jane/Desktop/asd.csv", "C:\\\\Users\\\\jane\\\\asd.csv", "~/hw/asd.csv",
     "../data/asd.csv", "https://example.org/asd.csv", "data/asd.csv"],
)  # fmt: skip
def test_the_students_own_path_is_read_as_the_courses_file(path: str) -> None:
    """A text that is a path to the data file names the course's file; the finding says so."""
    source = f"import csv\nrows = open('{path}')"
    result = read_cells(source, data={"asd.csv": "asd_train.csv"})
    assert code_of(result) == ["import csv\nrows = open('asd_train.csv')"]
    assert [(row[0], row[3], row[4]) for row in result.findings] == [("path-mapped", 2, 1)]


@pytest.mark.parametrize("end", ["\u2028", "\x0b", "\x1c", "\x85"])
@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
def test_lines_are_counted_as_python_counts_them(end: str, newline: str) -> None:
    """What ends a line of a text ends none of code, and the line ends of every system do."""
    lines = [f"said = 'a{end}b'", "!ls", "rows = open('/home/jo/asd.csv')", "y = (", "2)"]
    result = read_cells(newline.join(lines), data={"asd.csv": "asd.csv"})
    (code,) = code_of(result)
    names: dict[str, Any] = {"open": str}
    exec(code, names)
    assert (names["said"], names["rows"], names["y"]) == (f"a{end}b", "asd.csv", 2)
    assert [(row[0], row[3]) for row in result.findings if row[0] == "path-mapped"] == [
        ("path-mapped", 3)
    ]


def test_other_texts_with_the_files_name_stay() -> None:
    """A sentence about the file, or the file's own name, is no path."""
    source = "print('see asd.csv'); f = 'asd_train.csv'; g = 'asd.csv'"
    result = read_cells(source, data={"asd.csv": "asd.csv", "asd_train.csv": "asd_train.csv"})
    assert code_of(result) == [source]


def test_a_notebook_cut_off_keeps_the_lines_it_has() -> None:
    """Whole cells are saved, and of the last one the whole lines."""
    cells = [
        {"cell_type": "code", "metadata": {}, "outputs": [], "source": ["a = 1\n", "b = 2\n"]},
        {"cell_type": "code", "metadata": {}, "outputs": [], "source": ["c = 3\n", "d = 4\n"]},
    ]
    text = json.dumps({"nbformat": 4, "metadata": {}, "cells": cells})
    cut = text[: text.index("d = 4") + 2]
    result = read({"hw.ipynb": cut.encode()}, plain_hints())
    assert code_of(result) == ["a = 1\nb = 2\n", "c = 3\n"]
    assert [row[0] for row in result.findings] == ["notebook-damaged"]


@pytest.mark.parametrize("lines", ["x = 1", ["x = ", "1"]])
@pytest.mark.parametrize("version", [2, 3])
def test_old_notebooks_are_upgraded(version: int, lines: str | list[str]) -> None:
    """Worksheets, `input` for `source`, heading cells, texts in one piece or as lists of lines."""
    cell = {"cell_type": "code", "input": lines, "outputs": [], "language": "python"}
    head = {"cell_type": "heading", "level": 1, "source": ["Problem 1"]}
    old = {
        "nbformat": version, "nbformat_minor": 0, "metadata": {"name": "x"},
        "worksheets": [{"cells": [head, cell]}],
    }  # fmt: skip
    result = read({"hw.ipynb": json.dumps(old).encode()}, plain_hints())
    assert code_of(result) == ["x = 1"]
    assert [row[0] for row in result.findings] == ["notebook-upgraded"]


def test_text_cells_of_the_oldest_notebooks_are_read() -> None:
    """Format 1 has `text` and `code`, format 2 `html`; a heading without a level is of the first.
    """
    asked = plain_hints()
    answer = "1. True\n"
    for cells in (
        [{"cell_type": "text", "text": f"Problem 1\n\n{answer}"}],
        [{"cell_type": "html", "source": f"Problem 1\n\n{answer}"}],
        [
            {"cell_type": "heading", "source": "Problem 1"},
            {"cell_type": "markdown", "source": answer},
        ],
    ):
        code = {"cell_type": "code", "code": "x = 1", "prompt_number": 1}
        old = json.dumps({"nbformat": 1, "cells": [*cells, code]}).encode()
        result = read({"hw.ipynb": old}, asked)
        new = [{"cell_type": "markdown", "source": f"# Problem 1\n\n{answer}"}]
        now = json.dumps({"nbformat": 4, "cells": [*new, CODE]}).encode()
        assert code_of(result) == ["x = 1"]
        assert best_of(result) == best_of(read({"hw.ipynb": now}, asked)) != {}


@pytest.mark.parametrize(
    ("notebook", "kinds"),
    [
        ([], ["notebook-damaged"]),
        ({"nbformat": 4, "cells": {}}, ["notebook-damaged"]),
        ({"nbformat": 4, "cells": [7, CODE, None]}, ["notebook-damaged"]),
        ({"nbformat": 4, "cells": []}, ["empty-file"]),
        ({"nbformat": 4, "cells": [CODE], "metadata": JULIA}, ["notebook-language"]),
        ({"nbformat": 4, "cells": [{**CODE, "source": "#" * 2_000_000}, CODE]}, ["cell-too-long"]),
        ({"nbformat": 4, "cells": [CODE] * 6_000}, ["notebook-too-long"]),
        ({"nbformat": 3, "worksheets": 7}, ["notebook-damaged"]),
        ({"nbformat": 3, "worksheets": [7]}, ["notebook-damaged"]),
        ({"nbformat": 3, "worksheets": [{"cells": None}]}, ["notebook-damaged"]),
        ({"nbformat": 3, "worksheets": [{"cells": [7]}]}, ["notebook-damaged"]),
        ({"nbformat": 2}, ["notebook-damaged"]),
    ],
    ids=lambda part: json.dumps(part)[:50],
)
def test_a_damaged_notebook_is_named_and_the_rest_is_read(notebook: Any, kinds: list[str]) -> None:
    """Whatever a notebook's JSON holds, what is amiss is told and the other files are read."""
    files = {"hw.ipynb": json.dumps(notebook).encode(), "more.md": b"Problem 1\n\n1. True\n"}
    result = read(files, plain_hints())
    assert [found[0] for found in result.findings] == kinds
    assert "p1" in result.sections
    named = {"cell-too-long", "notebook-too-long", "notebook-language"} & set(kinds)
    saved = bool(named) or (isinstance(notebook, dict) and CODE in (notebook.get("cells") or []))
    assert ("x = 1" in code_of(result)) == saved
