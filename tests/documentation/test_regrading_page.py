from __future__ import annotations

import json
import re
import shlex
from pathlib import Path

import pytest
import yaml

from grader.cli.gradebook import COMMANDS
from grader.rubric.late import LatePolicy

TEXT = (Path(__file__).parents[2] / "docs" / "regrading.md").read_text(encoding="utf-8")
BLOCKS = re.findall(r"```(\w+)\n(.*?)```", TEXT, re.DOTALL)
LINES = [line for kind, body in BLOCKS if kind == "sh" for line in body.splitlines()]
KNOWN = {command.name: command for command in COMMANDS}


@pytest.mark.parametrize("line", [line for line in LINES if line.split()[1] in KNOWN])
def test_every_command_line_in_the_text_is_understood(line: str) -> None:
    """Names, options and arguments are those of the commands."""
    _, name, *words = shlex.split(line)
    context = KNOWN[str(name)].make_context(name, words)
    if name == "judge":
        group = KNOWN["judge"]
        command = group.commands[words[0]]  # type: ignore[attr-defined]
        command.make_context(words[0], words[1:], parent=context)


def test_the_policy_in_the_text_is_one() -> None:
    """The example of a late policy is read as the rubric reads it."""
    (body,) = [body for kind, body in BLOCKS if kind == "yaml"]
    plain = yaml.load(body, Loader=yaml.BaseLoader)["late"]
    plain["grace_minutes"] = float(plain["grace_minutes"])
    policy = LatePolicy.model_validate_json(json.dumps(plain))
    assert policy.due_for("doe-jane").isoformat() == "2025-02-24T23:59:00-05:00"
