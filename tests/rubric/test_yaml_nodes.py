"""Rubric files of any text: plain data or mistakes with places, and nothing else."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import example, given, settings
from hypothesis import strategies as st

from grader.errors import GraderError, RubricError
from grader.intake.reader.plain_yaml import read_yaml
from grader.rubric import load_rubric
from grader.rubric.yaml_nodes import QuickLoader, Reader, compose, nodes_of, place

GOOD = """title: Homework
seed: 7
late: {due: "2025-02-21T23:59:00-05:00", deduct: 10%}
limits: {seconds: 60}
questions:
  - {kind: true_false, id: p1, points: 1, items: [{key: true}, {key: false}]}
  - {kind: choice, id: p2, points: 1, options: {a: x, b: y}, key: [a]}
  - {kind: short_text, id: p3, points: 1, key: [word], partly: {words: 1/2}}
  - {kind: free_response, id: p4, points: 1, items: [{id: a, text: b, points: 1}]}
  - {kind: symbolic, id: p5, points: 1, variables: [x], key: "2*x"}
  - {kind: descent, id: p6, points: 1, variables: [x], objective: "x^2", start: [2], steps: 3}
  - {kind: jacobian, id: p7, points: 1, variables: [x, y], of: {u: "x*y"}, at: [[1, 1]]}
  - {kind: counterexample, id: p8, points: 1, claim: "KL(p || q) != KL(q || p)"}
  - {kind: architecture, id: p9, points: 1, layers: [2, 1], activations: [sigmoid]}
"""
ODD = ("1e9999999", "-1", ".nan", "null", "''", '"\\ud800"', '"\\UFFFFFFFF"', "\t", "\n", "#")
SIGNS = ("[", "]", "{", "}", ": ", "- ", "&a ", "*a", "!!set ", "!x ", "? ", "<<: ", "---\n")
PIECES = st.text(max_size=6) | st.sampled_from(ODD) | st.sampled_from(SIGNS)


def read(text: str) -> tuple[Any, Reader]:
    """The plain data of that text, and the reader with its mistakes."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder, "rubric.yaml")
        file.write_text(text, encoding="utf-8", newline="")
        reader = Reader()
        return reader.data(compose(file)), reader


def try_to_load(data: bytes) -> None:
    """Load a rubric of these bytes; only the errors that the command line tells may come out."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder, "rubric.yaml")
        file.write_bytes(data)
        try:
            load_rubric(file)
        except RubricError as error:
            assert error.exit_code == 2
            assert error.mistakes
            assert all(m.line >= 1 and m.column >= 1 and m.message for m in error.mistakes)
        except GraderError as error:
            assert error.exit_code == 2


@settings(max_examples=200, deadline=None)
@given(st.text())
@example("a: *a")
@example("? [a]\n: 1")
@example("title: \ud7ff\n'': ''")
def test_any_text_is_a_rubric_or_mistakes(text: str) -> None:
    """Arbitrary text never raises anything but a message for the caller."""
    try_to_load(text.encode("utf-8", "replace"))


@settings(max_examples=200, deadline=None)
@given(st.binary())
def test_any_bytes_are_a_rubric_or_mistakes(data: bytes) -> None:
    """Neither do arbitrary bytes."""
    try_to_load(data)


@settings(max_examples=250, deadline=None)
@given(st.integers(0, len(GOOD)), st.integers(0, 12), st.lists(PIECES, max_size=3))
def test_a_damaged_rubric_is_a_rubric_or_mistakes(at: int, gone: int, new: list[str]) -> None:
    """A good rubric with a few characters replaced reaches every field with odd values."""
    try_to_load((GOOD[:at] + "".join(new) + GOOD[at + gone :]).encode("utf-8", "replace"))


def test_the_rubric_that_is_damaged_is_good(tmp_path: Path) -> None:
    """The rubric which the damage starts from loads."""
    file = tmp_path / "rubric.yaml"
    file.write_text(GOOD)
    assert len(load_rubric(file).questions) == 9


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("1e-6", 1e-6),
        ("1E6", 1e6),
        ("-.5", -0.5),
        ("010", 10),
        ("+3", 3),
        ("1_000", "1_000"),
        ("0x10", "0x10"),
        ("12:30", "12:30"),
        ("2025-02-21", "2025-02-21"),
        ("no", "no"),
        ("on", "on"),
        ("y", "y"),
        ("True", True),
        ("false", False),
        ("~", None),
        ("", None),
        ("'1'", "1"),
        (".inf", float("inf")),
        ("=", "="),
    ],
)
def test_scalars_are_what_people_mean(written: str, meant: object) -> None:
    """Numbers, words and truth values follow YAML 1.2's core rules, with decimal integers."""
    data, reader = read(f"x: {written}\n")
    assert data == {"x": meant}
    assert type(data["x"]) is type(meant)
    assert reader.mistakes == []


@settings(max_examples=100, deadline=None)
@given(st.integers(-(10**30), 10**30) | st.floats(allow_nan=False))
def test_numbers_survive(number: float) -> None:
    """Python's own way of writing a number reads back as that number."""
    data, _ = read(f"x: {number!r}\n".replace("inf", ".inf"))
    assert data["x"] == number


def test_all_mistakes_of_a_file_are_gathered() -> None:
    """Repeated keys, tags and odd keys are told together, each at its place."""
    _, reader = read("a: 1\na: !x 2\nb: !!timestamp 2001-01-01\n[c]: 3\nd: !!map [1]\n")
    places = [(m.line, m.column) for m in reader.mistakes]
    assert places == [(2, 1), (3, 4), (4, 1), (5, 4)]


def test_aliases_are_counted_each_time() -> None:
    """A few hundred bytes that stand for millions of values are one mistake, told at once."""
    lines = ["a0: &a0 [x, x, x, x, x, x, x, x, x, x]"]
    lines += [f"a{i}: &a{i} [{', '.join([f'*a{i - 1}'] * 10)}]" for i in range(1, 9)]
    _, reader = read("\n".join(lines))
    assert [m.message.split(";")[0] for m in reader.mistakes] == ["too large or too deeply nested"]
    assert reader.too_large


def test_places_follow_keys_and_indices() -> None:
    """A place is the key's for a field and the value's for an entry; unknown steps are skipped."""
    node = yaml.compose("a:\n  - b: 1\n    c: [2, 3]\n", Loader=yaml.SafeLoader)
    assert node is not None
    assert place(node, ("a", 0, "c", 1)) == (3, 12, "a.0.c.1")
    assert place(node, ("a", 0, "symbolic", "c")) == (3, 5, "a.0.c")
    assert place(node, ("a", 7)) == (1, 1, "a")
    assert place(node, ()) == (1, 1, "")


SCALARS = ("no", "on", "y", "010", "+1", "-0", ".5", "1.", "1e3", "1E+3", "-.inf", ".NaN", "0x1F")
MORE_SCALARS = ("0o7", "1_000", "12:30", "2025-01-01", "TRUE", "tRUE", "Null", "~", "=", "1e", ".")


@given(
    st.sampled_from((*SCALARS, *MORE_SCALARS))
    | st.text("+-.eE_:0123456789aflnrstuxINTF", min_size=1, max_size=8)
)
@example("+.INF")
@example("-.nan")
@example(".Inf")
def test_every_reader_of_yaml_has_the_same_scalars(text: str) -> None:
    """Rubrics, sheets and answers agree on which words are numbers, truth values or null."""
    try:
        node = yaml.compose(f"[{text}]", Loader=QuickLoader)
    except yaml.YAMLError:
        return
    assert node is not None
    reader = Reader()
    found, reader_found = reader.data(node), read_yaml(f"[{text}]")
    assert not reader.mistakes
    assert repr(found) == repr(reader_found)
    assert found == read(f"[{text}]")[0] or repr(found) == "[nan]"


@pytest.mark.parametrize("text", ['a: "\\UFFFFFFFF"', 'a: "\\U00110000"', "[" * 5_000])
def test_what_python_says_of_a_text_is_no_yaml(text: str) -> None:
    """A character beyond the last one, and nesting beyond the stack."""
    with pytest.raises(yaml.YAMLError):
        nodes_of(text)
