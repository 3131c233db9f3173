"""What reading costs grows with a text and not with its square: calls are counted, not seconds."""

from __future__ import annotations

import sys
from collections.abc import Callable
from typing import Any

import pytest

from grader.intake.reader.exchange import read
from grader.intake.reader.python.pieces import MAX_TRIED, pieces_of
from tests.intake.hints import plain_hints

TEXTS: dict[str, tuple[str, Callable[[int], str]]] = {
    "truth list": ("hw.md", lambda n: "Problem 1\n\n" + "1. True, because\n" * n),
    "truth words in a row": ("hw.md", lambda n: "Problem 1\n\n" + "T, " * n + "F"),
    "truth letters": ("hw.md", lambda n: "Problem 1\n\n" + "TF" * n),
    "labels": ("hw.md", lambda n: "Problem 3\n\n" + "3-1) $x=1$\n\n" * n),
    "headings": ("hw.md", lambda n: "".join(f"# Problem 3-{k}\n\nx\n\n" for k in range(n))),
    "formulas": ("hw.md", lambda n: "Problem 3\n\n3-1)\n\n" + "$a$ $$b$$\n" * n),
    "chained lines": ("hw.md", lambda n: "Problem 3\n\n3-1)\n\n" + "C = x\n= 1\n" * n),
    "boxes": ("hw.md", lambda n: "Problem 3\n\n3-1)\n\n" + "$\\boxed{x=1}$\n" * n),
    "table": ("hw.md", lambda n: "Problem 3\n\n3-2)\n\n|a|b|\n|-|-|\n" + "|1|2|\n" * n),
    "fences": ("hw.md", lambda n: "Problem 2\n\n" + "```\nx\n```\n" * n),
    "magics": ("hw.py", lambda n: "%matplotlib inline\n" * n),
    "strings": ("hw.py", lambda n: "'''\n" * n),
    "Python 2": ("hw.py", lambda n: "print 'a'\nexec 'b'\n" * n),
    "open print": ("hw.py", lambda n: "print (1\n" * n),
    "broken": ("hw.py", lambda n: "def f(:\n" * n),
    "some broken": ("hw.py", lambda n: "x = 1\ny = = 2\n" * n),
    "broken at the end": ("hw.py", lambda n: "x = 1\n" * n + "def f(:\n"),
    "definitions": ("hw.py", lambda n: "".join(f"x{k} = 1\n" for k in range(n))),
}


def _calls(name: str, text: str) -> int:
    """How many functions, of Python or C, are called while a text is read."""
    count = 0

    def counted(frame: Any, event: str, argument: Any) -> None:
        nonlocal count
        count += event in ("call", "c_call")

    files = {name: text.encode()}
    hints = plain_hints()
    sys.setprofile(counted)
    try:
        read(files, hints)
    finally:
        sys.setprofile(None)
    return count


@pytest.mark.parametrize("what", TEXTS)
def test_twice_the_text_costs_twice_the_work(what: str) -> None:
    """From 150 to 300 repetitions of any construct the calls at most double, and some for all."""
    name, text = TEXTS[what]
    read({name: text(3).encode()}, plain_hints())  # loads what is loaded once
    few, many = (_calls(name, text(n)) for n in (150, 300))
    assert many <= 2.4 * few + 20_000


@pytest.mark.parametrize("line", ["!ls\n", "x?\n", "y = !ls\n"])
def test_magics_beyond_the_cap_are_unread_and_never_missing(line: str) -> None:
    """IPython reads a cell anew for each line it changes: past the cap a person looks at it."""
    name, text = "hw.py", line * 2_000
    result = read({name: text.encode()}, plain_hints())
    assert any(finding[0] == "read-in-part" for finding in result.findings)
    assert next((one["file"], one["why"]) for one in result.unread) == (name, "read-in-part")
    assert _calls(name, text) < 3_000_000
    few = read({name: (line * 20).encode()}, plain_hints())
    assert not few.unread


def test_pieces_beyond_the_cap_are_gaps() -> None:
    """What is no longer tried stands in a gap, for a person, and no line of it is lost."""
    text = "print (1\n" * (MAX_TRIED // 500)
    pieces = pieces_of(text)
    first, last, _ = pieces.gaps[-1]
    assert last == text.count("\n")
    assert first < last


def test_files_that_put_in_each_other_are_read_in_part() -> None:
    """A dozen LaTeX files, each of which puts in all others, grow with a power: a cap holds."""
    names = [f"part{n}" for n in range(12)]
    text = "\n".join(f"\\input{{{name}}}" for name in names)
    files = {f"{name}.tex": text.encode() for name in names}
    files["main.tex"] = f"\\begin{{document}}\n{text}\n\\end{{document}}\n".encode()
    result = read(files, plain_hints())
    assert any(one["why"] == "read-in-part" for one in result.unread)
    assert any(finding[0] == "read-in-part" for finding in result.findings)
