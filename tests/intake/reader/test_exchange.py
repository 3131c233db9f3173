"""One request to the reader: signs of leaks in code of every form, and a start that is warm."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from grader.intake.reader import exchange, leaks
from grader.intake.reader.exchange import read, warm_up
from tests.intake.hints import plain_hints

LEAK = (
    Path(__file__).parents[2] / "cases" / "leak-preprocessing-before-split" / "positive_1.py"
).read_text(encoding="utf-8")
KIND = "preprocessing-before-split"


def hints() -> dict[str, object]:
    """Hints that ask for a look through the code."""
    return {**plain_hints(), "static": True}


def notebook(*sources: str) -> bytes:
    """A notebook with these code cells."""
    cells = [
        {"cell_type": "code", "metadata": {}, "outputs": [], "source": source} for source in sources
    ]
    return json.dumps({"nbformat": 4, "metadata": {}, "cells": cells}).encode()


def test_signs_of_leaks_are_found_in_every_form() -> None:
    """In a module with its line, in a notebook with its cell, and only where they are asked for."""
    for files, cell in (
        ({"hw.py": LEAK.encode()}, None),
        ({"hw.ipynb": notebook("x = 1", LEAK)}, 2),
    ):
        rows = [row for row in read(files, hints()).findings if KIND in row[0]]
        assert rows, files
        assert rows[0][2] == next(iter(files)) and rows[0][3] and rows[0][4] == cell
        assert not [row for row in read(files, plain_hints()).findings if KIND in row[0]]


def test_a_look_that_fails_costs_no_hand_in(monkeypatch: pytest.MonkeyPatch) -> None:
    """Signs are a help: where looking fails the rest of the reading is there."""

    def fails(units: object) -> None:
        raise RecursionError

    monkeypatch.setattr(leaks, "static_findings", fails)
    result = read({"hw.py": b"X = 1\n", "a.md": b"Problem 1\n\n1. True\n"}, hints())
    assert "p1" in result.sections
    assert [row[0] for row in result.findings] == ["static-failed"]


def test_a_warm_start_loads_the_parsers_and_keeps_nothing() -> None:
    """It reads one submission of each form and gives nothing back."""
    warm_up()
    assert exchange.read({}, plain_hints()).sections == {}
