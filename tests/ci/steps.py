"""Runs the steps of actions and workflows as a runner does."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import yaml

ROOT = Path(__file__).parents[2]
WORKFLOWS = sorted((ROOT / ".github" / "workflows").glob("*.yml"))
EXPRESSION = re.compile(r"\$\{\{\s*(.+?)\s*\}\}")
HOSTILE = '$(touch PWNED)`touch PWNED`";touch PWNED;"\'--evil ${HOME} ::error::x'
RUBRIC = """
title: Light
questions:
  - {id: a, kind: numeric, points: 1, name: A, key: 4}
  - {id: b, kind: short_text, points: 1, name: B, key: [convexity]}
"""


def loaded(path: Path) -> Any:
    """A YAML file, its `on` kept as a word."""
    return yaml.load(path.read_text("utf-8"), Loader=yaml.BaseLoader)


def steps_of(plain: Any) -> list[Mapping[str, Any]]:
    """The steps of an action or of every job of a workflow."""
    if "runs" in plain:
        return list(plain["runs"]["steps"])
    return [step for job in plain["jobs"].values() for step in job.get("steps", ())]


def run(
    step: Mapping[str, Any], inputs: Mapping[str, str], folder: Path, **more: str
) -> tuple[int, str]:
    """A step as a runner runs it: its own text in bash, inputs in its environment alone.

    `more` are further variables; `tools` is a folder of programs that stand before all others.
    """
    def value(text: str) -> str:
        return EXPRESSION.sub(lambda hit: inputs[hit[1].removeprefix("inputs.")], text)

    given = {**{name: value(text) for name, text in step.get("env", {}).items()}, **more}
    tools = [given.pop("tools")] if "tools" in given else []
    path = os.pathsep.join([*tools, str(Path(sys.executable).parent), os.environ["PATH"]])
    summary = folder / "summary.md"
    done = subprocess.run(
        ["bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", step["run"]],
        cwd=folder,
        env={"PATH": path, "HOME": str(folder), "GITHUB_ACTIONS": "true", "LANG": "C.UTF-8",
             "GITHUB_STEP_SUMMARY": str(summary), "GITHUB_REF_NAME": HOSTILE, **given},
        capture_output=True,
        text=True,
    )  # fmt: skip
    return done.returncode, done.stdout + done.stderr


def tool(folder: Path, name: str, code: int = 0) -> Path:
    """A folder with a program that writes its arguments down and ends with a code."""
    place = folder / "tools"
    place.mkdir(exist_ok=True)
    written = place / f"{name}.txt"
    text = f'#!/bin/sh\nprintf "%s\\n" "$@" > "{written.name}"\nexit {code}\n'
    program = place / name
    program.write_text(text.replace(written.name, str(written).replace("$", r"\$")))
    program.chmod(0o755)
    return place


def inputs_of(plain: Any, **more: str) -> dict[str, str]:
    """The defaults of an action's inputs, and others in their place."""
    return {**{name: one.get("default", "") for name, one in plain["inputs"].items()}, **more}


def step_named(plain: Any, name: str) -> Mapping[str, Any]:
    """The step of that name."""
    return next(step for step in steps_of(plain) if step.get("name") == name)
