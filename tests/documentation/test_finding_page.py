"""What docs/finding.md shows is a rubric's."""

from __future__ import annotations

import json
import re
from pathlib import Path

import yaml
from pydantic import TypeAdapter

from grader.questions.find import Find
from grader.rubric.model import AnyQuestion

PAGE = (Path(__file__).parents[2] / "docs" / "finding.md").read_text("utf-8")
(BLOCK,) = re.findall(r"^```yaml\n(.*?)^```$", PAGE, re.MULTILINE | re.DOTALL)


def test_the_rules_shown_are_rules_of_every_kind() -> None:
    """As they stand, in a question that asks for numbers."""
    fields = yaml.safe_load(BLOCK)
    row = {"id": "a", "kind": "numeric", "points": 1, "key": 1, **fields}
    question = TypeAdapter(AnyQuestion).validate_json(json.dumps(row))
    assert [rule.place is not None for rule in question.find] == [False, True, True, True, False]


def test_every_rule_has_a_row() -> None:
    """And a sample in the example."""
    kinds = set(Find.model_fields) - {"shape", "dtype"}
    assert kinds == set(re.findall(r"^\| `(\w+)` \|", PAGE, re.M))
    assert kinds == {next(iter(kinds & rule.keys())) for rule in yaml.safe_load(BLOCK)["find"]}
