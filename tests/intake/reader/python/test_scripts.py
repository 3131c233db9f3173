"""Modules that a notebook was saved as: their cells, at their lines."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grader.intake.reader.python.magics import parses, plain_python
from grader.intake.reader.python.plain import is_no_plain_module
from grader.intake.reader.python.scripts import cells_of
from grader.intake.reader.result import Place, Result
from grader.intake.reader.writeup.known import Known

MARIMO = """import marimo
app = marimo.App()
@app.cell
def _(base):
    ANSWER = base + 1
    return (ANSWER,)
@app.cell
def _(mo):
    mo.md("# Words")
    return
@app.cell
def _():
    import marimo as mo
    base = 6
    return base, mo
"""


def cells(text: str) -> tuple[list[Any], list[tuple[int, str, str]]]:
    """The cells of a module."""
    return cells_of("hw.py", text, Known.of_questions([]), Result())


@pytest.mark.parametrize("mark", ["# %%", "#%%", "# %% title", "# In[3]:", "# In [ ]:"])
def test_marks_make_cells_at_their_lines(mark: str) -> None:
    """A line of a cell is the line of the file, whatever a kernel's line becomes."""
    units, _ = cells(f"import os\n{mark}\n%matplotlib inline\nx = 1\n{mark}\n\ny = 2\n")
    rows = [unit["source"].rstrip("\n").split("\n") for unit in units]
    assert [(len(lines), lines[-1]) for lines in rows][1:] == [(4, "x = 1"), (7, "y = 2")]


def test_cells_of_text_are_text() -> None:
    """Their hashes are taken off."""
    units, prose = cells("# %% [markdown]\n# ## Problem 1\n# It is 7.\n# %%\nx = 1\n")
    assert prose == [(1, "text", "## Problem 1\nIt is 7."), (2, "code", "x = 1")]
    assert [unit["cell"] for unit in units] == [2]


def test_a_module_without_marks_has_no_cells() -> None:
    """A comment is none."""
    assert cells("# In my opinion\nx = 1  # %%\n") == ([], [])


def test_marimos_cells_come_behind_what_they_need() -> None:
    """Whatever their order in the file; what they return is left out."""
    units, prose = cells(MARIMO)
    sources = [unit["source"].strip() for unit in units]
    assert sources.index("import marimo as mo\nbase = 6") < sources.index("ANSWER = base + 1")
    assert [text for _, kind, text in prose if kind == "text"] == ["# Words"]


@pytest.mark.parametrize(
    ("line", "is_one"),
    [
        (b"%matplotlib inline", True), (b"!ls", True), (b"# %%", True), (b"print 'a'", True),
        (b"pip install x", True), (b"import marimo", True), (b"print('a')", False),
        (b"x = 5 % 3", False), (b"cd = 3", False), (b"print(x)\nprint (y)", False),
        (b"# a comment", False), (b"raise ValueError('a, b')", False),
    ],
)  # fmt: skip
def test_a_plain_module_is_known_by_its_lines(line: bytes, is_one: bool) -> None:
    """What may be more is given to the reader."""
    assert is_no_plain_module(b"x = 1\n" + line + b"\n") is is_one


@pytest.mark.parametrize(
    "line",
    ["pip install numpy", "cd data", "matplotlib inline", "ls -l", "load_ext autoreload",
     "autoreload 2", "conda install -y x", "whos", "run helper.py", "time f(3)"],
)  # fmt: skip
def test_magics_need_no_percent_sign(line: str) -> None:
    """The lines around them are run."""
    code = plain_python(f"x = 1\n{line}\ny = 2", Place("notebook", "hw.ipynb", None, 1), Result())
    assert parses(code)
    assert code.rstrip("\n").count("\n") == 2
    assert line != code.split("\n")[1]


@pytest.mark.parametrize("text", ["cd = 3\ncd", "time = 1\ntime", "run = f\nrun(3)", "ls = [1]"])
def test_names_that_look_like_magics_stay_names(text: str) -> None:
    """A name of the student's own is one."""
    assert plain_python(text, Place("notebook", "hw.ipynb", None, 1), Result()) == text


@given(st.text(alphabet="#% In[1]:\nxapp.celdfmrio@()='", max_size=80))
def test_any_text_has_cells_or_none(text: str) -> None:
    """Nothing is raised, and cells are counted upwards."""
    units, _ = cells("import marimo\n" + text)
    numbers = [unit["cell"] for unit in units]
    assert numbers == sorted(numbers)
