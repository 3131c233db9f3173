"""The reference in other forms than it has: as a notebook, and as a write-up."""

from __future__ import annotations

import ast
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from grader.collect.plan import Plan
from grader.intake import Submission
from grader.release.templates import heading
from grader.rubric import Rubric
from grader.selftest.mutants import of_kind


@dataclass(frozen=True, slots=True)
class Made:
    """A file that was made of the reference."""

    name: str
    content: bytes

    def read(self) -> bytes:
        """Its bytes."""
        return self.content


def other_forms(
    rubric: Rubric, reference: Submission, plan: Plan
) -> Iterator[tuple[str, Made, Sequence[str]]]:
    """(form, file, questions that it answers) for each form that can be made of it."""
    modules = [file for file in reference.files if file.name.endswith(".py")]
    if len(modules) == 1 and "notebook" in rubric.sources:
        quick = [
            question.id
            for question in rubric.questions
            if question.names
            and "notebook" in (question.sources or rubric.sources)
            and plan.probes.get(question.id)
            and all(probe.do == "value" for probe in plan.probes[question.id])
        ]
        made = _notebook(modules[0].read())
        if made is not None and quick:
            yield "notebook", made, quick
    written, asked = _write_up(rubric)
    if asked:
        yield "write-up", written, asked


def _notebook(source: bytes) -> Made | None:
    """A module as a notebook, a cell per statement at its top."""
    try:
        text = source.decode("utf-8")
        body = ast.parse(text).body
    except (SyntaxError, ValueError):
        return None
    pieces = [ast.get_source_segment(text, node, padded=False) or "" for node in body]
    pieces = [
        "\n".join([*(f"@{ast.unparse(one)}" for one in getattr(node, "decorator_list", ())), piece])
        for node, piece in zip(body, pieces, strict=True)
    ]
    cells: list[dict[str, Any]] = [
        {"cell_type": "code", "id": f"cell-{number}", "metadata": {}, "outputs": [],
         "execution_count": None, "source": piece}
        for number, piece in enumerate(pieces)
    ]  # fmt: skip
    whole = {"nbformat": 4, "nbformat_minor": 5, "metadata": {}, "cells": cells}
    return Made("reference.ipynb", json.dumps(whole).encode())


def _write_up(rubric: Rubric) -> tuple[Made, list[str]]:
    """The keys that can be typed in, under their headings."""
    rows: list[str] = [f"# {rubric.title}"]
    asked: list[str] = []
    last: tuple[str, ...] = ()
    for question in rubric.questions:
        hint = question.writeup
        written = of_kind(question, "written")
        text = written(question) if hint is not None and hint.under and written else None
        if hint is None or text is None or "writeup" not in (question.sources or rubric.sources):
            continue
        for depth, label in enumerate(hint.under, 1):
            if hint.under[:depth] != last[:depth]:
                rows.append(f"{'#' * (depth + 1)} {heading(label)}")
        last = hint.under
        rows.append(text)
        asked.append(question.id)
    return Made("reference.md", ("\n\n".join(rows) + "\n").encode()), asked
