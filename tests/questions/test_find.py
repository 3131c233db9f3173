"""Rules for finding answers without a fixed name, and the patterns in them."""

from __future__ import annotations

import json
import time
from pathlib import Path

import pytest
from pydantic import ValidationError

from grader.errors import RubricError
from grader.evidence.patterns import compiled, fits, matches
from grader.questions.find import Find
from grader.rubric import load_rubric


def rule(**fields: object) -> Find:
    """A rule as it is read from a rubric."""
    return Find.model_validate_json(json.dumps(fields))


def test_the_wanted_part_is_the_group_value_else_the_first_else_all() -> None:
    """And case does not matter."""
    assert list(matches(r"(?P<unit>\w+): (?P<value>\d+)", "Cm: 12")) == ["12"]
    assert list(matches(r"cm: (\d+)", "Cm: 12 CM: 13")) == ["12", "13"]
    assert list(matches(r"^\d+$", "é\n12")) == ["12"]


@pytest.mark.parametrize("pattern", [r"(a+)+$", r"(a|a)*b", r"(.*a){20}$", r"a?" * 40 + "a" * 40])
def test_no_text_keeps_a_pattern_busy(pattern: str) -> None:
    """Patterns that cost a backtracking engine years take time linear in the text."""
    before = time.process_time()
    fits(pattern, "a" * 20_000 + "!")
    assert time.process_time() - before < 5


@pytest.mark.parametrize(
    ("pattern", "told"),
    [
        ("(?<=a)b", "look-behind"),
        ("a(?!b)", "look-ahead"),
        (r"(a)\1", "back reference"),
        ("(a", "no pattern: missing"),
        ("a{2000}", "no pattern"),
        ("x" * 501, "500 characters"),
    ],
)
def test_what_is_no_pattern_is_told_with_what_to_write(pattern: str, told: str) -> None:
    """Also what only a backtracking engine could do."""
    with pytest.raises(ValueError, match=told):
        compiled(pattern)


@pytest.mark.parametrize(
    ("fields", "told"),
    [
        ({}, "exactly one of name, output, value, table, file"),
        ({"name": "a", "value": {}}, "found name and value"),
        ({"value": {}, "shape": [3]}, "shape and dtype narrow a name"),
        ({"name": "/(/"}, "no pattern"),
        ({"name": ["a", " "]}, "write a name"),
        ({"output": {"match": "  "}}, "an empty pattern fits everything"),
        ({"output": {"match": "a", "which": "middle"}}, "only"),
        ({"value": {"cell": 0}}, "greater than or equal to 1"),
        ({"file": {}}, "Field required"),
    ],
)
def test_a_mistake_in_a_rule_is_told(fields: dict[str, object], told: str) -> None:
    """Each with what to write instead."""
    with pytest.raises(ValidationError, match=told):
        rule(**fields)


def test_a_mistake_in_a_rubric_has_its_place(tmp_path: Path) -> None:
    """Line and column of the pattern."""
    file = tmp_path / "r.yaml"
    file.write_text(
        "title: t\nquestions:\n  - id: a\n    kind: numeric\n    points: 1\n    key: 1\n"
        "    find:\n      - output: {match: '(?<=a)b'}\n"
    )
    with pytest.raises(RubricError) as caught:
        load_rubric(file)
    assert ":8:" in str(caught.value) and "look-behind" in str(caught.value)


def test_a_rule_needs_no_label() -> None:
    """One label, several from the outermost inwards, or none."""
    assert rule(output={"under": "Step 3 | Forest", "match": "a"}).under == ("Step 3 | Forest",)
    assert rule(value={"under": ["Problem 2", "b"]}).under == ("Problem 2", "b")
    assert rule(name="a").under == () and not rule(name="a").has_label
    assert rule(file={"match": "*.csv"}).has_label
