"""Code that is no Python as a whole is read in pieces, and nothing of it gets lost on the way."""

from __future__ import annotations

import ast

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grader.intake.reader.python.pieces import (
    literals,
    looks_like_code,
    pieces_of,
    with_tabs_read,
)

GOOD = ("A = 1", "def f(x):\n    return x", "@wraps\ndef g():\n    pass", "B = [1,\n 2]", "# said")
BAD = ("def h(x:\n    return", "   late = 1", "x = (", "<<<<<<< HEAD", "mean is 3", "\tz = 2")


@given(st.lists(st.sampled_from(GOOD + BAD), max_size=8).map("\n".join))
def test_what_is_kept_is_python_and_the_rest_is_told(text: str) -> None:
    """Every line with something on it is kept, in its place, or stands in a gap."""
    pieces = pieces_of(text)
    ast.parse(pieces.source)
    kept, lines = pieces.source.split("\n"), text.split("\n")
    assert len(kept) == len(lines)
    told = {n for first, last, _ in pieces.gaps for n in range(first, last + 1)}
    for number, (line, now) in enumerate(zip(lines, kept, strict=True), 1):
        assert not line.strip() or now == line or number in told


@given(st.lists(st.sampled_from(GOOD), max_size=8).map("\n".join))
def test_python_is_kept_whole(text: str) -> None:
    """What parses has no gap."""
    assert pieces_of(text).gaps == ()


@given(st.text(alphabet="def x():=\n\t '\"#[1]", max_size=120))
def test_any_text_is_cut_somehow(text: str) -> None:
    """Whatever is typed, the pieces parse and nothing raises."""
    ast.parse(pieces_of(text).source)


@pytest.mark.parametrize(
    ("text", "kept", "lost"),
    [
        ("A = 1\ndef f(x):\n    return (x\n\ndef g():\n    return 2\n", {"A", "g"}, ["f"]),
        ("print(1)\n    v = 2\n    return v\nB = 3\n", {"B"}, ["v"]),
        ("def f(x):\n    return x\n   y = 2\nZ = 4", {"Z"}, ["f", "y"]),
        ("w[2] = (\nA = 1", {"A"}, ["w"]),
    ],
)
def test_names_are_told_apart(text: str, kept: set[str], lost: list[str]) -> None:
    """A name in a good piece is kept; one in lines that were not read is lost."""
    pieces = pieces_of(text)
    assert pieces.lost == lost
    body = ast.parse(pieces.source).body
    names = {getattr(one, "name", "") for one in body}
    names |= {one.targets[0].id for one in body if isinstance(one, ast.Assign)}  # type: ignore[attr-defined]
    assert names - {""} == kept


def test_tabs_count_where_their_width_does_not_matter() -> None:
    """Where a tab of four and one of eight say different things, nobody knows."""
    assert with_tabs_read("def f():\n\tx = 1\n\treturn x\n") is not None
    assert with_tabs_read("def f(x):\n\tif x:\n        return 1\n\treturn 2\n") is None
    assert with_tabs_read("x = 1") is None


def test_a_written_down_value_is_one_that_nothing_changes() -> None:
    """A name that is used again may have been changed."""
    assert literals("A = [1, 2]\nB = A\nC = f(1)\nD = {'a': 1}\n") == {"D": 4}


def test_words_in_a_code_cell_are_no_code() -> None:
    """A sentence is not meant as code; a call or a definition that does not parse is."""
    assert not looks_like_code("The mean is larger here than there.")
    assert looks_like_code("def f(x):\n return (")
    assert looks_like_code("plt.plot(x")
