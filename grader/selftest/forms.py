"""The reference in other forms: a notebook, and a write-up in Markdown, PDF and Word."""

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
from grader.selftest.papers import blocks_of, can_be_pdf, docx, pdf


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
    rows, asked = _write_up(rubric, typed=False)
    if asked:
        yield "write-up", Made("reference.md", ("\n\n".join(rows) + "\n").encode()), asked
    rows, asked = _write_up(rubric, typed=True)
    if asked:
        blocks = list(blocks_of(rows))
        if can_be_pdf():
            yield "PDF", Made("reference.pdf", pdf(blocks)), asked
        yield "Word file", Made("reference.docx", docx(blocks)), asked


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


def _write_up(rubric: Rubric, *, typed: bool) -> tuple[list[str], list[str]]:
    """The keys that can be written down, under their headings: in LaTeX, or typed without it."""
    rows: list[str] = [f"# {rubric.title}"]
    asked: list[str] = []
    last: tuple[str, ...] = ()
    for question in rubric.questions:
        hint = question.writeup
        written = of_kind(question, "written")
        text = written(question, typed) if hint is not None and hint.under and written else None
        if hint is None or text is None or "writeup" not in (question.sources or rubric.sources):
            continue
        for depth, label in enumerate(hint.under, 1):
            if hint.under[:depth] != last[:depth]:
                rows.append(f"{'#' * (depth + 1)} {heading(label)}")
        last = hint.under
        rows.append(text)
        asked.append(question.id)
    return rows, asked
