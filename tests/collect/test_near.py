"""A misspelt name is told with its line, one that stands there is not nowhere, a stop has lines."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grader.check import check
from grader.collect.near import NEAR_MISS, pieces, with_lines
from grader.evidence import Finding
from grader.grade import Options
from grader.intake.reply import Reading
from grader.reports.records import SubmissionResult
from grader.sandbox.job import Code

RUBRIC = """
title: Names
questions:
  - {id: table, kind: numeric, points: 2, name: DESCENT_TABLE, key: [[1, 2], [3, 4]]}
  - {id: slope, kind: numeric, points: 1, name: GRADIENT, key: [7, 8, 9]}
"""


def checked(folder: Path, source: str) -> SubmissionResult:
    """What comes of a module."""
    (folder / "names.yaml").write_text(RUBRIC)
    (folder / "work").mkdir()
    (folder / "work" / "hw.py").write_text(source)
    found = check(folder / "work", folder / "names.yaml", Options(isolation="none"))
    return found["submissions"][0]


def near(one: SubmissionResult) -> list[tuple[str, int | None]]:
    """What is told of misspelt names."""
    return [(f["message"], f["line"]) for f in one["findings"] if f["kind"] == NEAR_MISS]


@pytest.mark.parametrize(
    "name", ["DESCENT_TABEL", "DESCENT_TABLES", "DECSENT_TABLE", "descent_tabl"]
)
def test_a_misspelt_name_is_told_with_its_line(tmp_path: Path, name: str) -> None:
    """The one that is nearest, where it is, and what was asked for."""
    one = checked(tmp_path, f"helper = 1\n{name} = [[5, 6], [7, 8]]\nGRADIENT = [7, 8, 9]\n")
    said = f"{name} is on line 2 of hw.py; DESCENT_TABLE was asked for and is nowhere."
    assert near(one) == [(said, 2)]


@pytest.mark.parametrize(
    "source",
    [
        "DESCENT_TABLE = [[1, 2], [3, 4]]\nGRADIENT = [7, 8, 9]\nDESCENT_TABEL = 1\n",
        "table = 1\nrate = 2\nprint(DESCENTS) if False else None\n",
        "# DESCENT_TABEL = 3\n",
        "def f():\n    DESCENT_TABEL = 3\n",
        "",
    ],
)
def test_nothing_is_told_where_the_name_is_there_or_none_is_near(
    tmp_path: Path, source: str
) -> None:
    """A name beside the asked one, other names, comments and names within functions are none."""
    assert near(checked(tmp_path, source)) == []


def test_a_name_that_stands_in_the_code_is_never_not_found(tmp_path: Path) -> None:
    """In a comment, or never given a value: where it is, not that it is nowhere."""
    one = checked(tmp_path, "x = 1\nif x > 1:\n    DESCENT_TABLE = 3\n")
    table, slope = one["questions"]
    assert table["status"] == "missing"
    assert table["feedback"][0].startswith("`DESCENT_TABLE` is on line 3 of hw.py")
    assert slope["feedback"][0].startswith("We found no answer")


def test_a_stop_comes_with_its_lines() -> None:
    """The line before, the line itself and the one after, whatever the unit starts with."""
    cell = {"cell": 2, "line": 1, "source": "a = 1\nb = 1 / 0\nc = 2"}
    code = Code("notebook", "hw.ipynb", (cell,))
    module = Code("module", "hw.py", ({"file": "hw.py"},))
    reading = Reading({"hw.py": b"x = 1\n\xff\n"}, (code, module))
    found = with_lines(
        [
            Finding("load-error", "", "hw.ipynb", 2, 2), Finding("load-error", "", "hw.py", 1),
            Finding("load-error", "", "hw.py", 99), Finding("odd-name", "", "hw.py", 1),
        ],
        reading,
    )  # fmt: skip
    assert [one.lines for one in found] == [
        "1: a = 1\n2: b = 1 / 0\n3: c = 2", "1: x = 1\n2: \ufffd", "", "",
    ]  # fmt: skip


@given(st.binary(max_size=200), st.integers(-5, 50))
def test_lines_of_any_bytes_are_short_and_numbered(data: bytes, line: int) -> None:
    """Three at most, each as long as a page can bear."""
    reading = Reading({"a.py": data}, (Code("module", "a.py", ({"file": "a.py"},)),))
    assert len(pieces(reading)) == 1
    (found,) = with_lines([Finding("syntax-error", "", "a.py", line)], reading)
    assert found.lines.count("\n") <= 2 and len(found.lines) < 600
