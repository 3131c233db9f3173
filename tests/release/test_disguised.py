"""Answers in other clothes than the key has: other digits, hashes, base64, a notebook's escapes."""

from __future__ import annotations

import base64
import hashlib
import json
from collections.abc import Callable
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from grader.errors import RubricError
from grader.questions.asking.secrets import number
from grader.release import package_of
from grader.release.disguised import hashed, uncovered

RUBRIC = """title: Week 5
{sheet}data: [{{file: extra.csv}}]
questions:
  - {{id: n, kind: numeric, points: 1, name: N, prompt: "{n}", key: 0.693147}}
  - {{id: w, kind: short_text, points: 1, name: W, prompt: "{w}", key: [eigenvalue]}}
  - id: c
    kind: choice
    points: 1
    name: C
    prompt: "{c}"
    options: {{a: bagging, b: "{b}", c: stacking}}
    key: [b]
  - id: t
    kind: true_false
    points: 2
    name: T
    prompt: "{t}"
    items:
      - {{key: true, text: "Every convex function is continuous inside of its domain."}}
      - {{key: false, text: "The converse holds.", why: "The sine is continuous and not convex."}}
"""
FAIR = {
    "n": "Integrate 1/x from 1 to 2.",
    "w": "Name it in a word.",
    "c": "Which of bagging, boosting and stacking goes step by step?",
    "b": "boosting",
    "t": "Say T or F.",
}


def refused(folder: Path, sheet: tuple[str, str] | None = None, **said: str) -> list[str]:
    """The lines with which it is refused to release these words; none where it is not."""
    (folder / "extra.csv").write_text(said.pop("data", "a,b\n1,2\n"))
    named = ""
    if sheet is not None:
        (folder / sheet[0]).write_text(sheet[1])
        named = f"sheet: {sheet[0]}\n"
    path = folder / "rubric.yaml"
    path.write_text(RUBRIC.format(sheet=named, **{**FAIR, **said}))
    try:
        package_of(path)
    except RubricError as error:
        return [line.removeprefix(f"{folder}/") for line in error.lines()]
    return []


def test_words_that_only_ask_are_released(tmp_path: Path) -> None:
    """Options may be named together, and a number may stand in the task."""
    assert refused(tmp_path) == []


LEAKS = {
    "comma": ("n", "Show that it is 0,693147.", "0,693147"),
    "percent": ("n", "About 69.3 % of it.", "69.3 %"),
    "scientific": ("n", "Near 6.93147e-1.", "6.93147e-1"),
    "power of ten": ("n", "Near 6.93 · 10^{-1}.", "6.93 · 10^{-1}"),
    "raised power": ("n", "Near 6.93×10⁻¹.", "6.93×10⁻¹"),
    "hash of a number": ("n", hashlib.sha256(b"0.693147").hexdigest(), None),
    "number in base64": ("n", base64.b64encode(b"0.693147").decode(), None),
    "plural": ("w", "Find the eigenvalues.", "eigenvalues"),
    "md5": ("w", hashlib.md5(b"eigenvalue").hexdigest(), None),
    "sha1 of capitals": ("w", hashlib.sha1(b"EIGENVALUE").hexdigest(), None),
    "base64": ("w", base64.b64encode(b"Eigenvalue").decode(), None),
    "hexadecimal": ("w", b"eigenvalue".hex(), None),
    "right option alone": ("c", "Think of boosting.", "boosting"),
    "marked option": ("b", "boosting (correct)", "(correct)"),
    "ticked option": ("b", "boosting ✓", "✓"),
    "counted truth values": ("t", "Key: 1. T 2. F", "1. T 2. F"),
}


@pytest.mark.parametrize("name", LEAKS)
def test_an_answer_in_other_clothes_is_refused(tmp_path: Path, name: str) -> None:
    """At its line, with what is to be changed."""
    field, text, shown = LEAKS[name]
    lines = refused(tmp_path, None, **{field: text})
    owner = "c" if field == "b" else field
    told = f"this gives the answer to {owner} away"
    assert lines and all(told in line and line.startswith("rubric.yaml:") for line in lines)
    assert repr(shown or text) in lines[0], lines


def notebook(source: str, outputs: list[object] | None = None) -> str:
    """A sheet with one cell below its heading."""
    cell = {"cell_type": "code", "metadata": {}, "source": source, "outputs": outputs or [],
            "execution_count": 1}  # fmt: skip
    head = {"cell_type": "markdown", "metadata": {}, "source": ["# 1\n", "Find it.\n"]}
    return json.dumps({"nbformat": 4, "nbformat_minor": 5, "metadata": {}, "cells": [head, cell]})


RESULT = {"output_type": "execute_result", "metadata": {}, "execution_count": 1}
SHEETS: dict[str, Callable[[], str]] = {
    "code": lambda: notebook("N = 0.693147"),
    "saved output": lambda: notebook("N", [{**RESULT, "data": {"text/plain": ["0.693147"]}}]),
    "escapes": lambda: notebook("solution: 0.693147").replace("0.69", "\\u0030.69"),
    "hash in a test": lambda: notebook(
        f"assert md5(W) == '{hashlib.md5(b'eigenvalue').hexdigest()}' # solution"
    ),
    "lines in a list": lambda: notebook("").replace(
        '"source": ""', '"source": ["# solution of 1:\\n", "# 0.693147 is the solution"]'
    ),
}


@pytest.mark.parametrize("name", SHEETS)
def test_an_answer_in_a_notebook_is_refused_with_its_cell(tmp_path: Path, name: str) -> None:
    """However JSON writes it, in code or in what it printed."""
    lines = refused(tmp_path, sheet=("sheet.ipynb", SHEETS[name]()))
    assert lines and all(": cell 2: this gives the answer" in line for line in lines), lines


def test_a_reason_in_the_data_is_refused(tmp_path: Path) -> None:
    """Tables are looked through for every long text of the key."""
    lines = refused(tmp_path, data="item,why\n2,The sine is continuous and not convex.\n")
    assert lines and "stands in what is released (data/extra.csv)" in lines[0]


NUMBERS = st.decimals("-9000", "9000", places=3, allow_nan=False).filter(lambda one: abs(one) > 1)


@settings(max_examples=60)
@given(NUMBERS, st.sampled_from(["{:f}", "{:e}", "{:,.3f}", "{:.6%}"]))
def test_a_number_is_found_in_every_notation(value: Fraction, form: str) -> None:
    """As Python and people write it; another number is not."""
    secret = number("key", Fraction(value))
    found = [form.format(value)[slice(*span)] for span in secret.find(form.format(value))]
    few = len(str(abs(value)).replace(".", "").strip("0")) < 3
    assert found == [form.format(value)] or few
    assert not list(secret.find(form.format(value * 2)))


@given(st.text(min_size=2, max_size=40).filter(str.isprintable))
def test_what_is_written_in_base64_is_uncovered(text: str) -> None:
    """Wherever it stands between other signs."""
    raw = text.encode()
    if len(raw) >= 3:
        for token in (base64.b64encode(raw).decode(), raw.hex()):
            assert text in [plain for _, plain in uncovered(f"see {token}, please")]


def test_a_hash_is_guessed_in_the_usual_spellings() -> None:
    """Of a word in any case, of a number with any decimals."""
    assert hashlib.sha256(b"Gradient").hexdigest() in hashed("gradient")
    assert hashlib.md5(b"0.50").hexdigest() in hashed("1/2")
    assert hashlib.md5(b"0.51").hexdigest() not in hashed("1/2")
