"""A file that takes longer to read than it may is a person's, and nothing beside it is lost."""

from __future__ import annotations

import json

import pytest

from grader.intake.reader import room
from grader.intake.reader.exchange import read
from tests.intake.hints import best_of, plain_hints

LONG = "x = 1 \\\\\n"
FILES = {
    "a text": ("long.md", "Problem 3\n\n3-1)\n\n" + LONG * 60_000),
    "a page": ("long.html", "<h2>Problem 3</h2>" + "<p>x = 1</p>" * 60_000),
    "a LaTeX file": ("long.tex", "\\begin{document}\n" + LONG * 60_000 + "\\end{document}\n"),
    "code": ("long.py", "x = 1\ny = = 2\n" * 30_000),
    "a notebook": (
        "long.ipynb",
        json.dumps(
            {
                "cells": [{"cell_type": "markdown", "metadata": {}, "source": LONG * 30}] * 2_500,
                "metadata": {},
                "nbformat": 4,
                "nbformat_minor": 5,
            }
        ),
    ),
    "a table of answers": ("long.yaml", "p1:\n" + "- True\n" * 200_000),
}


@pytest.mark.parametrize("what", FILES)
def test_a_file_that_takes_too_long_costs_itself_alone(
    what: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is said to be unread, with its name; the text beside it is read as if it were alone."""
    name, text = FILES[what]
    beside = {"b.md": b"Problem 1\n\n1. True\n2. False\n"}
    alone = read(beside, plain_hints())
    monkeypatch.setattr(room, "LEAST_SECONDS", 0.3)
    monkeypatch.setattr(room, "ALL_SECONDS", 0.3)
    monkeypatch.setattr(room, "AGAIN", 0.05)  # a finalizer may swallow the first
    result = read({name: text.encode(), **beside}, plain_hints())
    assert ["reading-too-long", name] in [[row[0], row[2]] for row in result.findings]
    assert (name, "too-long") in [(row["file"], row["why"]) for row in result.unread]
    assert best_of(result)["p1"] == best_of(alone)["p1"]


def test_room_is_shared_and_never_used_up_for_the_last(monkeypatch: pytest.MonkeyPatch) -> None:
    """After files that used all of it, each of the others still has a little."""
    shared = room.Room(0.0)
    with shared.for_a_file():
        assert sum(range(1000)) == 499_500
    monkeypatch.setattr(room, "LEAST_SECONDS", 0.02)
    with pytest.raises(room.TooLong), shared.for_a_file():
        while True:
            pass
    with shared.for_a_file():  # the timer of the last one is gone
        assert sum(range(1000)) == 499_500


def test_a_thread_reads_without_a_timer() -> None:
    """Where no signal can be had the block runs all the same."""
    from concurrent.futures import ThreadPoolExecutor

    def work() -> int:
        with room.Room().for_a_file(0.0):
            return 7

    with ThreadPoolExecutor(1) as pool:
        assert pool.submit(work).result() == 7
