"""Which files of a submission are run, and the same answers in every form."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from grader.evidence import Answer, Candidate, Missing, Source, Unread
from grader.intake import READER, Hints, Reading, read_submission, single
from grader.intake.choose import choose, differing
from grader.intake.reader.data_answers import read_answers
from grader.intake.reader.python.modules import unwrapped
from grader.intake.reader.result import Result
from grader.intake.reply import Section
from grader.sandbox.process import ProcessLauncher
from grader.values import decode
from tests.intake.hints import NAMES, questions, rows_of
from tests.intake.platforms import MODULE, lay_out

HINTS = Hints(tuple(questions()))


def forms(folder: Path, files: dict[str, str]) -> list[tuple[str, str]]:
    """The forms of a submission with these files."""
    lay_out(folder, files)
    reading = read_submission(single(folder), HINTS, ProcessLauncher(program=READER))
    return [(form.form, form.file) for form in reading.forms]


@pytest.mark.parametrize(
    ("files", "expected"),
    [
        (["a.py"], ["a.py"]),
        (["submission.py", "helper.py"], ["submission.py"]),
        (["hw2.py", "test_hw2.py", "setup.py"], ["hw2.py"]),
        (["problem10.py", "problem2.py"], ["problem2.py", "problem10.py"]),
        (["hw2/submission.py", "hw2/data.csv"], ["submission.py"]),
        (["src/a.py", "b.py"], ["b.py"]),
        (["pkg/a.py", "other/b.py"], ["other/b.py", "pkg/a.py"]),
        (["numpy.py", "mine.py"], ["mine.py"]),
    ],
)
def test_the_hand_in_s_own_module_is_run(
    files: list[str], expected: list[str], tmp_path: Path
) -> None:
    """A module named like a submission first; without one, every module in natural order."""
    found = forms(tmp_path / "hw", dict.fromkeys(files, "x = 1\n"))
    assert found == [("module", name) for name in expected]


def test_a_second_module_is_run_only_if_it_names_an_answer(tmp_path: Path) -> None:
    """`part2.py` beside `submission.py` counts where it holds a name that is asked for."""
    files = {"submission.py": "x = 1\n", "part2.py": "GRADIENT = '2*x'\n", "tools.py": "y = 2\n"}
    found = forms(tmp_path / "hw", files)
    assert found == [("module", "submission.py"), ("module", "part2.py")]


def test_a_package_is_imported_as_one(tmp_path: Path) -> None:
    """`__init__.py` with relative imports needs its folder."""
    lay_out(tmp_path / "hw", {"__init__.py": "from .a import *\n", "a.py": MODULE})
    reading = read_submission(single(tmp_path / "hw"), HINTS, None)
    assert sorted(reading.files) == ["submission/__init__.py", "submission/a.py"]
    (form,) = reading.forms
    assert [unit["source"] for unit in form.units] == [
        "from submission.a import *",
        "from submission import *",
    ]


def test_folders_around_everything_are_taken_off() -> None:
    """What a student zipped with its folder is found all the same."""
    assert unwrapped(["a/b/x.py", "a/b/y.csv"]) == {"a/b/x.py": "x.py", "a/b/y.csv": "y.csv"}
    assert unwrapped(["a/x.py", "b/y.py"]) == {"a/x.py": "a/x.py", "b/y.py": "b/y.py"}
    assert unwrapped(["p/__init__.py"]) == {"p/__init__.py": "p/__init__.py"}


def test_plain_modules_need_no_reader(tmp_path: Path) -> None:
    """A submission of modules and data goes on byte for byte, and no process is started."""
    lay_out(tmp_path / "hw", {"submission.py": MODULE, "data.csv": "1,2\n"})
    reading = read_submission(single(tmp_path / "hw"), HINTS, None)
    assert reading.files == {"submission.py": MODULE.encode(), "data.csv": b"1,2\n"}
    assert reading.findings == ()


def test_a_write_up_beside_a_notebook_gives_both(tmp_path: Path) -> None:
    """Problems 1 to 4 written up, Problem 5 in a notebook: one submission with two forms."""
    cell = {"cell_type": "code", "metadata": {}, "outputs": [], "source": "x = 1"}
    notebook = {"nbformat": 4, "nbformat_minor": 4, "metadata": {}, "cells": [cell]}
    files = {
        "hw2.md": "Problem 1\n\n1. True\n\n```python\ny = 2\n```\n",
        "hw2.ipynb": json.dumps(notebook),
    }
    lay_out(tmp_path / "hw", files)
    reading = read_submission(single(tmp_path / "hw"), HINTS, ProcessLauncher(program=READER))
    assert [form.form for form in reading.forms] == ["notebook", "writeup"]
    assert reading.answers["p1"][0].source == Source("writeup", "hw2.md", 3)


ANSWERS: dict[str, Any] = {
    "p1": [["True", ""], ["False", "it adapts"]],
    "p2.comparison": "One builds its graph while it runs, the other before.",
    "p3.gradient": "(4\\theta_1 + 3\\theta_2, 3\\theta_1)",
    "p3.descent": [["2", "9"], ["-1.5", "8.4"]],
    "p3.jacobian": "\\begin{bmatrix} 2x & -2y \\\\ 2y + e^x & 2x \\end{bmatrix}",
}
WRITEUP = """\
Problem 1

1. True
2. False - it adapts

Problem 2

One builds its graph while it runs, the other before.

Problem 3

3-1) $\\nabla C = (4\\theta_1 + 3\\theta_2, 3\\theta_1)$

| step | θ_1 | θ_2 |
|---|---|---|
| 0 | 2 | 9 |
| 1 | -1.5 | 8.4 |

3-2) $J = \\begin{bmatrix} 2x & -2y \\\\ 2y + e^x & 2x \\end{bmatrix}$
"""


def values(reading: Reading) -> dict[str, Any]:
    """The text answers of a reading, by question."""
    return {id_: rows[0].value for id_, rows in reading.answers.items()}


def test_every_form_yields_the_value_a_module_holds(tmp_path: Path) -> None:
    """A write-up, YAML and JSON give equal values; modules and notebooks hold them by name."""
    launcher = ProcessLauncher(program=READER)
    named = {NAMES[id_][0]: value for id_, value in ANSWERS.items()}
    nested: Mapping[str, Any] = {"answers": {"p1": ANSWERS["p1"], "p2": {}, "p3": {}}}
    for id_, value in ANSWERS.items():
        problem, _, part = id_.partition(".")
        if part:
            nested["answers"][problem][part] = value
    texts = {
        "hw.md": WRITEUP,
        "ids.json": json.dumps(ANSWERS),
        "names.yaml": json.dumps(named, indent=1),
        "nested.yaml": json.dumps(nested),
    }
    for name, text in texts.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
        reading = read_submission(single(tmp_path / name), HINTS, launcher)
        found = values(reading)
        assert {id_: found.get(id_) for id_ in ANSWERS} == ANSWERS, name


def test_yaml_is_read_as_yaml_1_2() -> None:
    """`no` is a text, 1e-3 a number, 010 ten; quoted texts stay texts."""
    text = "p1: [no, true, 1e-3, 010, '1', .inf, null, 1:30]\n"
    result = Result()
    assert read_answers("a.yaml", text, [{"id": "p1", "names": [], "writeup": None}], result)
    value = decode(rows_of(result)["p1"][0]["value"], [])
    assert value == ["no", True, 1e-3, 10, "1", float("inf"), None, "1:30"]


def test_a_file_of_something_else_is_no_answer() -> None:
    """A package.json or a config is left alone, without a finding."""
    result = Result()
    assert not read_answers("package.json", '{"name": "x"}', questions(), result)
    assert not read_answers("config.yaml", "a: [1", questions(), result)
    assert result.findings == []


def section(form: str, *values: Any, label: str = "own", sure: bool = True) -> Section:
    """What a file of a form says to a question, each value a candidate."""
    source = Source(form, f"hw.{form}", 3)
    return Section(source, label, tuple(Candidate(v, source, "defined", sure) for v in values))


def test_the_order_decides_and_the_difference_is_told() -> None:
    """The first form that surely has an answer counts, even where it is wrong."""
    rows = [section("writeup", "2x"), section("data", "3x")]
    outcome, readings = choose(("data", "writeup"), Missing(), sections=rows)
    assert isinstance(outcome, Answer) and outcome.value == "3x"
    (finding,) = differing("p3", outcome, readings)
    assert finding.kind == "answers-differ"
    assert "hw.data, line 3 and differently in hw.writeup, line 3" in finding.message
    outcome, _ = choose(("writeup", "data"), Missing(), sections=rows)
    assert isinstance(outcome, Answer) and outcome.value == "2x"
    assert choose(("module",), Missing(), sections=rows) == (Missing(), None)


def test_what_stands_under_the_label_beats_what_stands_near_it_or_elsewhere() -> None:
    """However surely it was read there, and in whichever form."""
    near, own = section("module", 1, label="near"), section("writeup", 2, sure=False)
    outcome, readings = choose(("module", "writeup"), Missing(), sections=[near, own])
    assert isinstance(outcome, Answer) and outcome.value == 2
    assert readings is not None and readings.labelled and len(readings.candidates) == 1


def test_a_sure_answer_needs_no_readings_and_a_gap_is_one() -> None:
    """Only where there is something to weigh is anything kept beside the answer."""
    ran = Answer(5, Source("module", "hw.py", 1))
    assert choose(("module", "writeup"), ran) == (ran, None)
    gap = Unread("picture", Source("writeup", "hw.md", 4))
    blind = replace(section("writeup"), unread=(gap,))
    outcome, readings = choose(("module", "writeup"), Missing(), sections=[blind])
    assert outcome == Missing()
    assert readings is not None and readings.unread == (gap,)
    outcome, readings = choose(("module",), Missing(), unread=(Unread("document"),))
    assert readings is not None and not readings.whole


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (True, "True"), ([[True, ""]], [["true"]]), ("$2 x$", "2x"), (1, 1.0), ("1.50", 1.5),
        ([["-1,5", "8,4"]], [[-1.5, 8.4]]),
        ({"a": 1}, {"A": "1"}), ([("True", "why")], [["True", "why"]]),
    ],
)  # fmt: skip
def test_the_same_answer_in_two_forms_is_no_difference(one: Any, other: Any) -> None:
    """Writing alone makes no second candidate."""
    rows = [section("module", one), section("writeup", other)]
    assert choose(("module", "writeup"), Missing(), sections=rows)[1] is None
