"""The JSON Schema for editors: valid, explained, and of the same mind as the loader."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import yaml

from grader.questions import KINDS
from grader.rubric.schema import schema_text
from grader.rubric.yaml_nodes import Reader, compose

ROOT = Path(__file__).parents[2]
SCHEMA: dict[str, Any] = json.loads(schema_text())
RUBRICS = sorted(ROOT.glob("rubric/*.yaml"))

GOOD = """title: Homework
late: {due: "2025-02-21T23:59:00-05:00", deduct: 10%}
questions:
  - {kind: true_false, id: p1, points: 1/2, items: [{key: true}]}
  - {kind: short_text, id: p2, points: 0.5, key: [word], partly: {words: 1/2}}
"""


def read(text: str) -> Any:
    """YAML as an editor reads it."""
    return yaml.safe_load(text)


def test_the_schema_is_one() -> None:
    """It is a valid schema of the draft that it names."""
    jsonschema.Draft202012Validator.check_schema(SCHEMA)
    assert SCHEMA["$schema"] == "https://json-schema.org/draft/2020-12/schema"


def test_every_kind_is_in_it() -> None:
    """The schema knows every kind of question, each with its own description."""
    tags = set(SCHEMA["properties"]["questions"]["items"]["discriminator"]["mapping"])
    assert len(tags) == len(KINDS)
    for kind in KINDS:
        assert SCHEMA["$defs"][kind.__name__]["description"]


def test_the_same_text_every_time() -> None:
    """It is written the same each time, so that the committed copy can be compared."""
    assert schema_text() == schema_text()
    assert schema_text().endswith("}\n")


def test_good_rubrics_fit() -> None:
    """What the loader accepts in words and fractions, the editor accepts too."""
    jsonschema.validate(read(GOOD), SCHEMA)


@pytest.mark.parametrize(
    ("right", "wrong"),
    [("title: Homework", "titel: Homework"), ("0.5", "true"), ("true_false", "truefalse")],
    ids=["field", "points", "kind"],
)
def test_broken_rubrics_do_not_fit(right: str, wrong: str) -> None:
    """Unknown fields, kinds and words for numbers are underlined while one types."""
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(read(GOOD.replace(right, wrong)), SCHEMA)


@pytest.mark.parametrize("file", RUBRICS, ids=lambda file: file.stem)
def test_rubrics_of_the_repository_fit(file: Path) -> None:
    """Every rubric that ships fits the schema that ships."""
    jsonschema.validate(Reader().data(compose(file)), SCHEMA)
