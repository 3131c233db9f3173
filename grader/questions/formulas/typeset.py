"""Formulas as they were understood, for a page to set beside what was written."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from grader.equivalence.printing.latex import to_latex
from grader.marks import Mark
from grader.questions.echo import shown
from grader.questions.formulas import Formula, is_latex

LONGEST = 600
"""Characters of LaTeX that a page still gets; longer answers are shown as written only."""


def with_formula(mark: Mark, formula: Formula) -> Mark:
    """The mark with the formula in LaTeX, unless it was written so already."""
    if formula.expr is None or is_latex(formula.text):
        return mark
    text = to_latex(formula.expr)
    if len(text) > LONGEST:
        return mark
    return replace(mark, plot={**(mark.plot or {}), "formula": text})


def echo_of_points(value: Any) -> str:
    """What was written at each point, a line for each where the points are named."""
    if not isinstance(value, Mapping):
        return shown(value)
    return "\n".join(f"{_point(key)}: {shown(item)}" for key, item in value.items())


def _point(key: Any) -> str:
    if isinstance(key, tuple | list):
        return "(" + ", ".join(shown(part) for part in key) + ")"
    text = shown(key)
    return text if text.startswith("(") else f"({', '.join(text.split(','))})"
