"""The real submission this project comes from, without names: each answer is found as it stands."""

from __future__ import annotations

import ast
import json

import pytest

from grader.intake import READER, Hints, Reading, read_submission, single
from grader.sandbox.process import ProcessLauncher
from tests.intake.hints import CASE, questions


@pytest.fixture(scope="module")
def reading() -> Reading:
    """The seed write-up through a real reader process."""
    launcher = ProcessLauncher(program=READER)
    return read_submission(single(CASE / "homework2.md"), Hints(tuple(questions())), launcher)


def test_the_reading_is_the_expected_one(reading: Reading) -> None:
    """Each answer's value and line, as kept beside the write-up."""
    found = {
        id_: {"value": rows[0].value, "line": rows[0].source.line}
        for id_, rows in reading.answers.items()
    }
    expected = json.loads((CASE / "expected.json").read_text("utf-8"))
    assert found == expected


def test_every_true_false_item_is_read(reading: Reading) -> None:
    """Eight items, the false ones with their reasons."""
    items = reading.answers["p1"][0].value
    assert isinstance(items, list)
    assert [item[0] for item in items] == ["True"] + ["False"] * 5 + ["True"] * 2
    assert all(bool(item[1]) == (item[0] == "False") for item in items)


def test_the_torch_listing_is_run_at_its_own_line(reading: Reading) -> None:
    """The PyTorch fence is a unit of the write-up's module; the Keras listing is not run."""
    (form,) = reading.forms
    assert form.form == "writeup"
    (unit,) = form.units
    text = (CASE / "homework2.md").read_text("utf-8").split("\n")
    assert text[unit["line"] - 1] == "import torch"
    assert "class ASDClassifier(nn.Module)" in unit["source"]


def test_the_two_keras_fences_are_one_program(reading: Reading) -> None:
    """Neither fence parses alone; joined they are the network's source."""
    source = reading.answers["p2.tensorflow"][0].value
    assert isinstance(source, str)
    ast.parse(source)
    assert source.count("Dense(") == 4


def test_a_pointer_to_the_repository_is_no_answer(reading: Reading) -> None:
    """Problem 5 only says where the answer is: it stays missing, with a finding that says why."""
    assert "p5.comparison" not in reading.answers
    assert [finding.kind for finding in reading.findings] == ["writeup-points-elsewhere"]
