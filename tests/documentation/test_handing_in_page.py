"""What docs/handing-in.md shows is what the reader does."""

from __future__ import annotations

import json
import re
from pathlib import Path

import yaml

from grader.intake.roster import read_roster
from grader.questions.record import Writeup
from tests.intake import hostile
from tests.intake.hints import read_text

PAGE = (Path(__file__).parents[2] / "docs" / "handing-in.md").read_text("utf-8")
BLOCKS = re.findall(r"^```(\w*)\n(.*?)^```$", PAGE, re.MULTILINE | re.DOTALL)


def test_the_text_answers_shown_are_read() -> None:
    """The YAML example gives the answers that it seems to give."""
    answers, findings = read_text("answers.yaml", BLOCKS[0][1])
    assert findings == []
    assert answers["p1"] == [True, [False, "it adapts its step size"]]
    assert answers["p3.gradient"] == "(4*t1 + 3*t2, 3*t1)"
    assert answers["p3.descent"][-1] == [-4.707, 9.876]


def test_the_hint_shown_is_a_hint() -> None:
    """The rubric example is accepted as it stands."""
    hint = yaml.safe_load(BLOCKS[1][1])["writeup"]
    assert Writeup.model_validate_json(json.dumps(hint)).take == "formula"


def test_the_roster_shown_is_a_roster(tmp_path: Path) -> None:
    """Two people with their e-mail."""
    (tmp_path / "roster.csv").write_text(BLOCKS[2][1], encoding="utf-8")
    people = read_roster(tmp_path / "roster.csv").people
    assert [person.email for person in people] == ["jdoe@example.edu", "sean@example.edu"]


def test_every_way_to_read_is_documented() -> None:
    """Each `take:` has a row."""
    for take in Writeup.model_fields["take"].annotation.__args__:  # type: ignore[union-attr]
        assert f"| `{take}` |" in PAGE


def test_every_finding_on_a_hostile_hand_in_is_documented() -> None:
    """The kinds of the hostile cases are all in the table."""
    kinds = {kind for _, _, kind in hostile.CASES.values() if kind} | set(hostile.DISK.values())
    for kind in kinds - {"empty"}:
        assert f"`{kind}`" in PAGE, kind
