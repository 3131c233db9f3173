"""The mistakes that kinds know: each is shown by its example, and documentation has them all."""

from __future__ import annotations

import json
import re
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
import yaml
from pydantic import TypeAdapter

from grader.evidence import Answer
from grader.marks import Mark
from grader.questions.base import Given, Question
from grader.questions.mistake import Example, Known, MistakeTable
from grader.rubric.model import AnyQuestion
from tests.documentation.mistake_tables import DOCS, SECTION, pages, renewed, tables

ADAPTER: TypeAdapter[Any] = TypeAdapter(AnyQuestion)
ROWS = [
    pytest.param(name, row, id=f"{name}-{row.id}")
    for name, kind in tables().items()
    for row in kind.mistake_table
]


def question(fields: dict[str, Any]) -> Question:
    """A question as a rubric would have it, without any file read; it is free of mistakes."""
    plain = {name: value for name, value in fields.items() if value is not None}
    made = ADAPTER.validate_json(json.dumps(plain))
    assert isinstance(made, Question) and made.problems() == []
    return made


def marked(table: MistakeTable, example: Example, **changes: Any) -> Mark:
    """The mark of an example."""
    asked = question({**table.question, **example.asked, **changes})
    others: dict[str, Given] = {}
    questions: dict[str, Question] = {}
    if example.beside is not None:
        other = question(dict(example.beside[0]))
        questions[other.id] = other
        others[other.id] = Given({"": Answer(example.beside[1])}, seed=1)
    return asked.mark(
        Given(
            {"": Answer(example.answer)}, measures=example.measured, seed=1,
            others=others.get, questions=questions.get,
        )
    )  # fmt: skip


def told(mark: Mark) -> str:
    """All that a student reads of a mark."""
    return "\n".join([*mark.feedback, *(line for part in mark.parts for line in part.feedback)])


@pytest.mark.parametrize(("kind", "row"), ROWS)
def test_the_example_of_a_mistake_shows_it(kind: str, row: Known) -> None:
    """Its name is in the mark, one of its sentences is said, and it is never full for nothing."""
    mark = marked(tables()[kind].mistake_table, row.example)
    assert (row.named_as or row.id) in mark.mistakes
    holes = [re.escape(re.sub(r"\{\w+\}", "\0", says)) for says in row.sentences if says]
    patterns = [hole.replace("\0", ".+").replace(r"\{\{", r"\{") for hole in holes]
    patterns = [pattern.replace(r"\}\}", r"\}") for pattern in patterns]
    if patterns:
        assert any(re.search(pattern, told(mark)) for pattern in patterns), told(mark)


CREDITED = [p for p in ROWS if not p.values[1].costs and p.values[0] != "mixture"]  # type: ignore[union-attr]


@pytest.mark.parametrize(("kind", "row"), CREDITED)
def test_a_mistake_keeps_what_its_table_or_the_rubric_says(kind: str, row: Known) -> None:
    """The usual share, and all or nothing of it where `credit:` says so."""
    table = tables()[kind].mistake_table
    points = Fraction(str(table.question["points"]))
    usual, most, least = (
        marked(table, row.example, **more).score or Fraction(0)
        for more in ({}, {"credit": {row.id: "1"}}, {"credit": {row.id: "0"}})
    )
    assert least <= usual <= most and least < most
    if kind == "derivation":  # what a step that is not found costs comes on top
        return
    half_at_most = row.id in ("only_asserted", "only_claimed")
    assert most == points / (2 if half_at_most else 1)
    assert row.keeps is None or usual >= points * row.keeps
    if row.part_keeps is None and least == 0:
        assert usual == points * (row.keeps or 0)


def test_every_name_of_a_table_stands_once() -> None:
    """A name that stood twice would have two shares."""
    for kind in tables().values():
        names = [row.id for row in kind.mistake_table]
        assert len(names) == len(set(names)), kind


@pytest.mark.parametrize("page", list(pages()), ids=lambda page: page.stem)
def test_the_tables_of_a_page_are_current(page: Path) -> None:
    """`make docs` would change nothing."""
    text = page.read_text("utf-8")
    assert renewed(text) == text, f"{page} is not current: run `make docs`"


def test_each_kind_that_names_mistakes_has_its_table_in_one_page() -> None:
    """No table is missing, and none stands twice."""
    found = [m["kind"] for page in pages() for m in SECTION.finditer(page.read_text("utf-8"))]
    assert sorted(found) == sorted(tables())


@pytest.mark.parametrize(
    "page", [p for p in pages() if p.parent.name == "kinds"], ids=lambda page: page.stem
)
def test_the_question_of_a_page_is_the_one_of_its_table(page: Path) -> None:
    """The answers of the table are to the question that the page shows above it."""
    (block,) = re.findall(r"```yaml\n(.*?)\n```", page.read_text("utf-8"), re.DOTALL)[:1]
    shown = question(yaml.safe_load(block)[0])
    assert question(dict(tables()[page.stem].mistake_table.question)) == shown


def test_a_table_that_is_not_current_is_seen() -> None:
    """A sentence changed by hand would be noticed."""
    text = (DOCS / "kinds" / "descent.md").read_text("utf-8")
    assert renewed(text.replace("that climbs", "that falls")) == text
