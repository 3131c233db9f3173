# ruff: noqa: E501 (tables of pieces read best in full lines)
"""Whatever stands in a LaTeX file, a web page or a notebook gives a reading, and no internal error."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from grader.intake.reader.exchange import read
from tests.intake.hints import plain_hints

LATEX = (
    "\\begin{document}", "\\end{document}", "\\begin{enumerate}", "\\end{enumerate}", "\\item ",
    "\\section{Problem 3}", "\\begin{align*}", "\\end{align*}", "\\begin{tabular}{cc}", "&", "\\\\",
    "\\end{tabular}", "\\newcommand{\\x}[1]{#1}", "\\x", "\\def\\y{", "\\y", "{", "}", "$", "$$", "\\[",
    "\\]", "\\textbf{", "\\frac", "\\verb|", "%", "\n", "\n\n", "3-1)", "True", "x = 1", "\\input{hw}",
    "\\begin{verbatim}", "\\end{verbatim}", "\\iffalse", "\\fi", "\\boxed{", "\\includegraphics{a}",
    "\\begin{questions}", "\\question", "\\part", "\\begin{pmatrix}", "\\left(", "\\ref{a}", "é", "\t",
)  # fmt: skip
HTML = (
    "<p>", "</p>", "<table>", "<tr>", "<td>", "</table>", "<ol>", "<li>", "</ol>", "<pre>", "</pre>",
    "<h2>Problem 3</h2>", "<math>", "<mi>x</mi>", "<mo>=</mo>", "<mfrac>", "</math>", "<img src=a>",
    "<!--", "-->", "<![CDATA[", "<?", "<", ">", "&lt;", "&#0;", "&#x110000;", "3-1) ", "x = 1", "\n",
    "<script>", "</script>", "<details>", "$", "<sup>2</sup>", "<annotation>", "<msup>", '="', "<a b",
)  # fmt: skip
PYTHON = (
    "%matplotlib inline", "!ls", "x?", "%%time", "GRADIENT = '2x'", "def f(x):", "    return x", "print 1",
    "'''", '"""', "(", ")", "[", "# Problem 3-1", "# %%", "x = 1", "\n", "\n\n", "\t", " ", "\\", "\f",
    "In [1]: x", ">>> x", "`x`", "import torch", "é", "\r", "await x", "raise E, 'a'", "<<<<<<< HEAD",
)  # fmt: skip
SETTINGS = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])


def _pieces(words: tuple[str, ...]) -> st.SearchStrategy[str]:
    return st.lists(st.sampled_from(words) | st.text(max_size=4), max_size=30).map("".join)


def _read(name: str, text: str) -> None:
    """Read one file; what reads it caught no exception of its own."""
    result = read({name: text.encode("utf-8", "replace")}, plain_hints(static=True))
    ours = ("file-unreadable", "static-failed")
    assert [row for row in result.findings if row[0] in ours] == []


@pytest.mark.parametrize(
    ("name", "words"), [("hw.tex", LATEX), ("hw.html", HTML), ("hw.py", PYTHON), ("hw.rmd", PYTHON)]
)
@SETTINGS
@given(data=st.data())
def test_no_pieces_upset_a_reader_of_texts(
    name: str, words: tuple[str, ...], data: st.DataObject
) -> None:
    """Commands, tags and statements in any order, closed or not."""
    _read(name, data.draw(_pieces(words)))


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("hw.tex", "\\begin{tabular}{cc}\\item "),
        ("hw.md", "| Question | Answer |\n|---|---|\n"),
        ("hw.py", "'''\r'''"),
        ("hw.py", ")def f(x):print 1("),
        ("hw.tex", "0\x1f"),
        ("hw.md", "2\x1c\n\n3-1\x1d) x\x85=\x1e1"),
    ],
)
def test_what_was_found_upsets_no_reader_again(name: str, text: str) -> None:
    """A head without a table, two lines of an old Macintosh, an open bracket, signs unseen."""
    _read(name, text)


PLAIN = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3)
    ),
    max_leaves=6,
)
SOURCE = _pieces(PYTHON + LATEX) | st.lists(_pieces(PYTHON), max_size=4) | PLAIN
CELL = PLAIN | st.fixed_dictionaries(
    {"cell_type": st.sampled_from(["code", "markdown", "raw"]) | PLAIN, "source": SOURCE},
    optional={
        "id": PLAIN, "metadata": PLAIN, "attachments": PLAIN, "execution_count": PLAIN,
        "outputs": PLAIN | st.lists(st.fixed_dictionaries({"output_type": st.sampled_from(
            ["stream", "error", "display_data", "execute_result"])}, optional={
                "data": PLAIN, "text": PLAIN, "name": PLAIN, "traceback": PLAIN}), max_size=2),
    },
)  # fmt: skip
NOTEBOOK = st.fixed_dictionaries(
    {"cells": st.lists(CELL, max_size=5) | PLAIN},
    optional={"nbformat": st.integers(2, 5) | PLAIN, "nbformat_minor": PLAIN, "metadata": PLAIN},
)


@SETTINGS
@given(NOTEBOOK, st.integers(0, 40))
def test_no_notebook_upsets_the_reader(notebook: dict[str, Any], cut: int) -> None:
    """Cells of any shape, of any values where texts belong, whole or cut off."""
    text = json.dumps(notebook)
    _read("hw.ipynb", text[: len(text) - cut] if cut > 20 else text)
