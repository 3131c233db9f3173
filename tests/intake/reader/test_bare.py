"""Without the optional libraries a form that needs one says so once; the rest still works."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator

import pytest

from grader.intake.reader.exchange import read
from grader.intake.reader.writeup import markup
from tests.intake.hints import plain_hints


@pytest.fixture
def bare(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """An installation without IPython and the Markdown plug-ins."""
    for name in ("IPython", "IPython.core.inputtransformer2", "mdit_py_plugins",
                 "mdit_py_plugins.dollarmath"):  # fmt: skip
        monkeypatch.setitem(sys.modules, name, None)
    markup._parser.cache_clear()
    yield
    markup._parser.cache_clear()


def notebook(source: str, version: int = 4) -> bytes:
    """A notebook with one code cell."""
    cell = {"cell_type": "code", "metadata": {}, "outputs": [], "source": source, "input": source}
    body = {"cells": [cell]} if version >= 4 else {"worksheets": [{"cells": [cell]}]}
    return json.dumps({"nbformat": version, "nbformat_minor": 0, "metadata": {}, **body}).encode()


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("hw.md", b"# Problem 1\n\n1. True\n"),
        ("hw.ipynb", notebook("%matplotlib inline\nx = 1")),
    ],
)
def test_a_form_that_needs_a_library_says_so_once(name: str, data: bytes, bare: None) -> None:
    """One finding names the extra to install."""
    findings = read({name: data}, plain_hints()).findings
    assert [row[0] for row in findings] == ["reader-incomplete"]
    assert "install homework-grader[grade]" in findings[0][1]


def test_plain_notebooks_and_answers_need_no_library(bare: None) -> None:
    """Cells without magics, old formats, modules and YAML are read all the same."""
    assert read({"hw.ipynb": notebook("x = 1", 3)}, plain_hints()).forms[0]["units"]
    files = {"hw.ipynb": notebook("x = 1"), "answers.yaml": b"p1: [true]\n"}
    result = read(files, plain_hints())
    assert result.findings == []
    assert result.forms[0]["units"][0]["source"] == "x = 1"
    assert "p1" in result.sections
