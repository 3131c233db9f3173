"""A new assignment: questions with their kinds, as files that are tried at once.

Kinds and keys that nobody has said are guesses and placeholders, and say so in the rubric. The
reference answers the placeholders, so that `grader selftest` passes before anything is typed in.
"""

from __future__ import annotations

import json
import keyword
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from pathlib import Path
from typing import Any

from grader.init.draft import Ids
from grader.init.sheet import Asked
from grader.init.writing import modeline, points_as_written, written
from grader.questions import KINDS
from grader.questions.base import Question
from grader.questions.starting import Said, Started

WORKFLOW = """\
# Checks the rubric whenever it changes: its own mistakes first, then its model answer.
name: grader
on: [push, pull_request]
permissions:
  contents: read
jobs:
  rubric:
    runs-on: ubuntu-latest
    steps:
      - uses: actions/checkout@v4
      - uses: actions/setup-python@v5
        with: {python-version: "3.12"}
      - run: pip install "homework-grader[grade,course]"
      - run: grader validate rubric.yaml
      - run: grader selftest rubric.yaml
"""


@dataclass(frozen=True, slots=True)
class New:
    """One question of a new assignment."""

    id: str
    kind: str
    title: str
    points: Fraction
    started: Started
    name: str
    label: str = ""
    bonus: bool = False
    guessed: tuple[str, ...] = ()
    """What of it nobody said: its kind, its points."""

    @property
    def has_name(self) -> bool:
        """Whether its answer is the value of the usual name."""
        return f"{self.name} =" in self.started.answer


@dataclass(frozen=True, slots=True)
class Fresh:
    """A new assignment, and the sheet it was made from, if there is one."""

    title: str
    questions: tuple[New, ...]
    source: Path | None = None
    whole: bytes = b""
    """The sheet where it was put together of several files."""
    template: Mapping[str, Any] | None = None
    """The sheet as a notebook, where that is one which students fill in."""
    data: tuple[Path, ...] = ()
    notes: tuple[str, ...] = field(default=())

    @property
    def is_shown(self) -> bool:
        """Whether an answer is what a cell shows under its label, and no name's value."""
        return any(not (one.started.name or one.has_name) for one in self.questions)

    @property
    def points(self) -> Fraction:
        """What all questions are worth that are no bonus."""
        return sum((one.points for one in self.questions if not one.bonus), Fraction(0))


def kinds() -> dict[str, type[Question]]:
    """The kinds that a new assignment may begin with, by name."""
    probe = Said("ANSWER")
    return {_name(kind): kind for kind in KINDS if kind.begun(probe) is not None}


def usual_kind() -> str:
    """The kind of a question of which nothing is known."""
    return _guess(Said("ANSWER"))[0]


def _name(kind: type[Question]) -> str:
    return str(kind.model_fields["kind"].annotation).partition("'")[2].partition("'")[0]


_NAMED = re.compile(
    r"\b(?:stor|sav|assign|put|keep|record|writ|call|name|set)\w*\b[^.`\n]{0,60}?"
    r"\b(?:in|into|to|as|it|variables?|names?|result|answer)\s+(?:(?:the|an?)\s+)?"
    r"(?:python\s+)?(?:variables?\s+)?(?:called\s+|named\s+)?`([A-Za-z_]\w*)`",
    re.IGNORECASE,
)
"""Words before the name under which a sheet asks for an answer: "store it in `MEAN`"."""


def asked_name(text: str) -> str:
    """The one name that a question's text says its answer is to have, or ""."""
    found = {name for name in _NAMED.findall(text) if not keyword.iskeyword(name)}
    return found.pop() if len(found) == 1 else ""


def of_sheet(title: str, questions: Sequence[Asked], **more: Any) -> Fresh:
    """The assignment of a sheet's questions, each with the kind that its words ask for."""
    ids, made = Ids(), []
    taken: set[str] = set()
    for number, asked in enumerate(
        (leaf for root in questions for leaf in root.leaves()), 1
    ):
        id_ = ids.of(_id(asked), number)
        name = asked_name("\n".join(asked.text))
        name = name if name and name not in taken else id_.replace(".", "_").upper()
        taken.add(name)
        said = Said(
            name, asked.title, "\n".join(asked.text), tuple(asked.items),
            "\n".join(asked.code), asked.label,
        )  # fmt: skip
        kind, started = _guess(said)
        guessed = ("kind",) if asked.points is not None else ("kind", "points")
        points = Fraction(1) if asked.points is None else asked.points
        made.append(New(id_, kind, asked.title or asked.label, points, started, said.name,
                        asked.label, asked.bonus, guessed))  # fmt: skip
    return Fresh(title, tuple(made), **more)


def of_kind(id_: str, kind: str, points: Fraction, title: str = "") -> New:
    """A question of a kind that its author chose."""
    said = Said(id_.replace(".", "_").upper(), title)
    started = kinds()[kind].begun(said)
    assert started is not None
    return New(id_, kind, title, points, started, said.name)


def _id(asked: Asked) -> str:
    """p3, p3_1 for numbers, else the words of the label."""
    if all(isinstance(part, int) for part in asked.path):
        return "p" + "_".join(map(str, asked.path))
    words = re.findall(r"[a-z0-9]+", " ".join(map(str, asked.path)).lower())
    return "_".join(words[:4])


def _guess(said: Said) -> tuple[str, Started]:
    """The kind that a text most surely asks for; the first of those that it asks for as surely."""
    begun = [(name, kind.begun(said)) for name, kind in kinds().items()]
    found = [(name, one) for name, one in begun if one is not None]
    return max(found, key=lambda pair: pair[1].surely)


def files_of(fresh: Fresh, schema: str) -> Iterator[tuple[str, str | bytes]]:
    """Every file of the assignment, by its path."""
    yield "rubric.yaml", rubric_text(fresh)
    yield "rubric.schema.json", schema
    for folder, right in (("reference", True), ("submissions/sample", False)):
        if fresh.is_shown:
            plain = notebook_of(fresh, right=right)
            yield f"{folder}/answers.ipynb", json.dumps(plain, indent=1, ensure_ascii=False) + "\n"
        else:
            yield f"{folder}/answers.py", answers_text(fresh, right=right)
    yield ".github/workflows/grader.yml", WORKFLOW
    if fresh.template is not None and fresh.source is not None:
        text = json.dumps(fresh.template, indent=1, ensure_ascii=False) + "\n"
        yield f"template/{fresh.source.name}", text
    elif fresh.source is not None:
        yield f"sheet/{fresh.source.name}", fresh.whole or fresh.source.read_bytes()
    for path in fresh.data:
        yield f"data/{path.name}", path.read_bytes()


def rubric_text(fresh: Fresh) -> str:
    """The rubric, as somebody would write it, with what is to be done in comments."""
    origin = f" from {fresh.source.name}" if fresh.source is not None else ""
    lines = [
        modeline(),
        f"# Made by `grader init`{origin}. What is marked as a guess is to be looked at, what is",
        "# a placeholder to be typed in, here and in the model answer in reference/; then try",
        "# `grader validate rubric.yaml` and `grader selftest rubric.yaml`.",
        *(f"# Note: {note}." for note in fresh.notes),
        f"title: {written(fresh.title)}",
        "reference: reference",
    ]
    if fresh.template is not None and fresh.source is not None:
        lines.append(f"template: {written(f'template/{fresh.source.name}')}")
    elif fresh.source is not None:
        lines.append(f"sheet: {written(f'sheet/{fresh.source.name}')}")
    if fresh.data:
        lines.append("data:")
        lines += [f"  - {{file: {written(f'data/{path.name}')}}}" for path in fresh.data]
    lines.append("questions:")
    for question in fresh.questions:
        lines += [f"  {line}" for line in _question(question)]
    return "\n".join(lines) + "\n"


def _question(new: New) -> Iterator[str]:
    started = new.started
    yield f"- id: {new.id}"
    if new.title:
        yield f"  title: {written(new.title)}"
    yield f"  kind: {new.kind}" + ("  # a guess" if "kind" in new.guessed else "")
    guess = "  # a guess: the sheet has none" if "points" in new.guessed else ""
    yield f"  points: {points_as_written(new.points)}{guess}"
    if new.bonus:
        yield "  bonus: true"
    if name := started.name or (new.name if new.has_name else ""):
        yield f"  name: {name}"
    if new.label and started.take and any(map(str.isalnum, new.label)):
        label = re.sub(r"\s*\|\s*", " ", new.label)
        yield f"  writeup: {{under: [{written(label)}], take: {started.take}}}"
    if started.note:
        yield f"  # {started.note}"
    for field_, value in started.fields.items():
        yield from _field(field_, value)


def _field(name: str, value: Any) -> Iterator[str]:
    """A field with a list of mappings one under the other, anything else in its line."""
    if isinstance(value, list) and value and all(isinstance(one, dict) for one in value):
        yield f"  {name}:"
        yield from (f"    - {_inline(one)}" for one in value)
    elif isinstance(value, dict) and all(isinstance(one, str) for one in value.values()):
        yield f"  {name}:"
        yield from (f"    {key}: {written(one)}" for key, one in value.items())
    else:
        yield f"  {name}: {_inline(value)}"


def _inline(value: Any) -> str:
    if isinstance(value, dict):
        return "{" + ", ".join(f"{key}: {_inline(one)}" for key, one in value.items()) + "}"
    if isinstance(value, list | tuple):
        return "[" + ", ".join(map(_inline, value)) + "]"
    if isinstance(value, bool):
        return "true" if value else "false"
    return written(value) if isinstance(value, str) else str(value)


def notebook_of(fresh: Fresh, *, right: bool) -> dict[str, Any]:
    """The same answers in a notebook, each under its label."""
    cells: list[dict[str, Any]] = []
    for label, answer in _answers(fresh, right):
        text = {"cell_type": "markdown", "metadata": {}, "source": [f"## {label}"]}
        lines = answer.splitlines(keepends=True)
        cells += [text, {"cell_type": "code", "metadata": {}, "execution_count": None,
                         "outputs": [], "source": lines}]  # fmt: skip
    return {"cells": cells, "metadata": {}, "nbformat": 4, "nbformat_minor": 4}


def answers_text(fresh: Fresh, *, right: bool) -> str:
    """Answers to the placeholders: the model ones, or a sample with every second one wrong."""
    title = fresh.title.replace("\\", "/").replace('"', "'")
    what = "the model answer" if right else "a sample submission, of which some is wrong"
    parts = [f'"""{title}: {what}."""\n']
    parts += [f"# {label}\n{answer}\n" for label, answer in _answers(fresh, right)]
    return "\n".join(parts)


def _answers(fresh: Fresh, right: bool) -> Iterator[tuple[str, str]]:
    """Each label with its answer, every second of which is wrong in a sample."""
    for number, new in enumerate(fresh.questions):
        started = new.started
        yield new.label or new.id, started.answer if right or number % 2 else started.wrong
