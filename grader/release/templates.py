"""What students fill in: a module of stubs, a notebook, and write-ups with every heading."""

from __future__ import annotations

import json
import textwrap
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from grader.questions.asking.form import Form
from grader.rubric.released import Released

WIDTH = 96


@dataclass(slots=True, eq=False)
class Section:
    """A heading of a write-up with the questions that are answered right below it."""

    title: str
    depth: int
    questions: list[Form] = field(default_factory=list)


def outline(released: Released) -> list[Section]:
    """Every heading that the rubric looks for, in order; questions of one heading share it."""
    found: list[Section] = []
    at: dict[tuple[str, ...], Section] = {}
    for form in released.questions:
        under = form.writeup.under if form.writeup is not None else ()
        for depth in range(1, len(under) + 1):
            path = under[:depth]
            if path not in at:
                at[path] = Section(heading(path[-1]), depth)
                above = found.index(at[path[:-1]]) if depth > 1 else -1
                found.insert(_end(found, above) if depth > 1 else len(found), at[path])
        if under:
            at[under].questions.append(form)
    return found


def _end(found: Sequence[Section], parent: int) -> int:
    """Behind everything that stands below a heading."""
    place = parent + 1
    while place < len(found) and found[place].depth > found[parent].depth:
        place += 1
    return place


def heading(label: str) -> str:
    """A label's alternatives in one heading, such as "Problem 3: Gradient Descent"."""
    return ": ".join(part.strip() for part in label.split("|") if part.strip())


def _asked(form: Form) -> Iterator[str]:
    """A question in lines: its id and points, its words, and what is expected."""
    title = f"{form.id}: {_line(form.title)}" if form.title else form.id
    yield f"{title} ({form.worth})"
    yield from textwrap.wrap(_line(form.prompt), WIDTH - 4)
    for statement in form.statements():
        yield from textwrap.wrap(statement, WIDTH - 4, subsequent_indent="   ")
    yield from textwrap.wrap(f"Expected: {_line(form.expected())}.", WIDTH - 4)


def _line(text: str) -> str:
    return " ".join(text.split())


def _comment(form: Form) -> str:
    return "\n".join(f"# {line}" for line in _asked(form))


def module(released: Released) -> str:
    """A Python file with a stub for each name; empty where no question has one."""
    blocks = [block for _, block in _blocks(released)]
    if not blocks:
        return ""
    title = _line(released.title).replace("\\", "/").replace('"', "'")
    return "\n\n".join([f'"""{title}."""', *blocks])


def _blocks(released: Released) -> Iterator[tuple[Form, str]]:
    """A question and its stub under its comment; a name that two questions share comes once."""
    seen: set[str] = set()
    for form in released.questions:
        stub = form.stub()
        name = form.names[0].split(".")[0] if form.names else form.id
        if stub and name not in seen:
            yield form, f"{_comment(form)}\n{stub}"
            seen.add(name)


def notebook(released: Released) -> str:
    """The same, a cell per question below its heading, as a notebook of format 4."""
    stubs = {form.id: block for form, block in _blocks(released)}
    cells = [_cell("markdown", f"# {_line(released.title)}")]
    placed: set[str] = set()
    for section in outline(released):
        cells.append(_cell("markdown", f"{'#' * (section.depth + 1)} {section.title}"))
        for form in section.questions:
            placed.add(form.id)
            cells += [_cell("code", stubs[form.id])] if form.id in stubs else []
    rest = [block for id_, block in stubs.items() if id_ not in placed]
    cells += [_cell("code", block) for block in rest]
    for number, cell in enumerate(cells):
        cell["id"] = f"cell-{number}"
    kernel = {"display_name": "Python 3", "language": "python", "name": "python3"}
    whole = {
        "cells": cells,
        "metadata": {"kernelspec": kernel, "language_info": {"name": "python"}},
        "nbformat": 4,
        "nbformat_minor": 5,
    }
    return json.dumps(whole, indent=1, ensure_ascii=False) + "\n"


def _cell(kind: str, text: str) -> dict[str, object]:
    cell: dict[str, object] = {"cell_type": kind, "metadata": {}}
    if kind == "code":
        cell |= {"execution_count": None, "outputs": []}
    return {**cell, "source": text.rstrip("\n").splitlines(keepends=True)}


def markdown(released: Released) -> str:
    """A write-up in Markdown: every heading, and what is asked as a comment below it."""
    rows = [f"# {_line(released.title)}"]
    for section in outline(released):
        rows.append(f"{'#' * (section.depth + 1)} {section.title}")
        for form in section.questions:
            said = "\n".join(_asked(form)).replace("--", "- -")
            rows.append(f"<!--\n{said}\n-->")
    return "\n\n".join(rows) + "\n"


def latex(released: Released) -> str:
    """The same in LaTeX."""
    rows = [r"\documentclass{article}", r"\usepackage{amsmath, amssymb}"]
    rows += [rf"\title{{{_tex(released.title)}}}", r"\begin{document}", r"\maketitle", ""]
    for section in outline(released):
        depth = min(section.depth, 3) - 1
        rows.append(rf"\{'sub' * depth}section*{{{_tex(section.title)}}}")
        for form in section.questions:
            rows += [f"% {line}" for line in _asked(form)]
        rows.append("")
    return "\n".join([*rows, r"\end{document}", ""])


_TEX = {"\\": r"\textbackslash{}", "^": r"\textasciicircum{}", "~": r"\textasciitilde{}"}
_TEX |= {sign: f"\\{sign}" for sign in "&%$#_{}"}


def _tex(text: str) -> str:
    """A text in which no sign means anything to LaTeX."""
    return "".join(_TEX.get(sign, sign) for sign in _line(text))
