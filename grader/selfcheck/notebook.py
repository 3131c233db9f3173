"""`%load_ext grader`, then `%grader q3`: the same check inside a notebook."""

from __future__ import annotations

import html
import json
import os
import shlex
import tempfile
from pathlib import Path
from typing import Any

from grader.errors import GraderError, UsageMistake
from grader.selfcheck.looking import Checked, look_at, rubric_near
from grader.selfcheck.terminal import SIGNS, WORDS, noticed, one_line, summary

USE = "%grader [QUESTION ...] [--rubric FILE] [--file NOTEBOOK]"


class Shown:
    """A check as a notebook shows it: a table, or lines where there is no browser."""

    def __init__(self, lines: list[str], checked: Checked | None = None) -> None:
        self.lines = lines
        self.checked = checked

    def __repr__(self) -> str:
        return "\n".join(self.lines)

    def _repr_html_(self) -> str:
        if self.checked is None:
            return f"<pre>{html.escape(repr(self))}</pre>"
        rows = "".join(
            f"<tr><td>{SIGNS[row.look.state]}</td><th>{html.escape(row.form.id)}</th>"
            f"<td>{WORDS[row.look.state]}</td>"
            f"<td style='text-align:left'>{html.escape(' '.join(row.look.says))}</td></tr>"
            for row in self.checked.rows
        )
        stops = "".join(f"<p>{html.escape(noticed(one))}</p>" for one in self.checked.stops)
        return f"<table>{rows}</table>{stops}<p>{html.escape(summary(self.checked))}</p>"


def load(shell: Any) -> None:
    """Add the magic to a running IPython."""
    shell.register_magic_function(lambda line: run(line, shell), "line", "grader")


def run(line: str, shell: Any) -> Shown:
    """Check what was asked for; a mistake is told in a sentence, as for any command."""
    try:
        questions, rubric, file = _arguments(line)
        path = rubric or rubric_near(Path.cwd(), f"write {USE}")
        if file is not None:
            return _shown(look_at(file, path, questions=questions), f"as last saved: {file}")
        with tempfile.TemporaryDirectory(prefix="grader-") as folder:
            copy = Path(folder) / "notebook.ipynb"
            copy.write_text(json.dumps(notebook_of(shell)), encoding="utf-8")
            found = look_at(copy, path, questions=questions)
        return _shown(found, "of the cells that were run, in their order")
    except GraderError as error:
        return Shown([str(error)])


def _shown(found: Checked, what: str) -> Shown:
    told = [f"! {noticed(one)}" for one in found.stops]
    return Shown([*map(one_line, found.rows), *told, f"{what}. {summary(found)}"], found)


def _arguments(line: str) -> tuple[list[str], Path | None, Path | None]:
    """The questions, the rubric and the notebook file that a line names."""
    questions: list[str] = []
    named: dict[str, Path] = {}
    try:
        words = shlex.split(line)
    except ValueError as error:
        raise UsageMistake(f"{error}; write {USE}") from None
    while words:
        word = words.pop(0)
        if word in ("--rubric", "--file") and words:
            named[word] = Path(words.pop(0))
        elif word.startswith("-"):
            raise UsageMistake(f"{word} is not understood; write {USE}")
        else:
            questions.append(word)
    return questions, named.get("--rubric"), named.get("--file") or _own_file(questions)


def _own_file(questions: list[str]) -> Path | None:
    """The notebook's own file, where all of it is looked at and the editor says which it is."""
    name = os.environ.get("JPY_SESSION_NAME", "")
    path = Path(name) if name.endswith(".ipynb") else None
    return path if path is not None and path.is_file() and not questions else None


def notebook_of(shell: Any) -> dict[str, Any]:
    """The cells that were run as a notebook; a cell that was run again counts once, the last."""
    cells: list[str] = []
    for text in shell.user_ns.get("In", ())[1:]:
        if not text.strip() or "run_line_magic('grader'" in text or "%grader" in text:
            continue
        if "load_ext" in text and "grader" in text:
            continue
        if text in cells:
            cells.remove(text)
        cells.append(text)
    return {
        "nbformat": 4,
        "nbformat_minor": 5,
        "metadata": {"language_info": {"name": "python"}},
        "cells": [
            {"cell_type": "code", "id": f"cell-{number}", "metadata": {}, "outputs": [],
             "execution_count": number, "source": text}
            for number, text in enumerate(cells, 1)
        ],
    }  # fmt: skip
