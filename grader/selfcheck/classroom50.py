"""What a Classroom 50 runner reads of a check without a key: a test per question, by its form."""

from __future__ import annotations

import os
from datetime import UTC, datetime
from pathlib import Path

from grader.questions.asking.form import State
from grader.reports.exports.github.classroom50 import record, row, runner
from grader.reports.files import write_if_changed
from grader.selfcheck.looking import Checked, Row
from grader.selfcheck.terminal import WORDS, ci_summary

NOTE = "The result counts the questions whose form is right; whether answers are, is not known."


def write_classroom50(checked: Checked, folder: Path) -> list[Path]:
    """Write `result.json` and `release-body.md`, which its autograder leaves where it started.

    Raises `UsageMistake` where the runner's variables are not set.
    """
    env = runner(os.environ, "--classroom50")
    rows = [one for one in checked.rows if one.form.is_checked and one.look.state is not State.OPEN]
    tests = [
        row(
            f"{one.form.id}: {one.form.title or 'answer'} (form)",
            WORDS[one.look.state],
            int(_passes(one)),
            1,
            one.look.says,
            passed=_passes(one),
        )
        for one in rows
    ]
    passed = sum(map(_passes, rows))
    files = {
        "result.json": record(env, datetime.now(UTC), passed, len(rows), tests),
        "release-body.md": f"{ci_summary(checked)}{NOTE}\n".encode("utf-8", "replace"),
    }
    folder.mkdir(parents=True, exist_ok=True)
    return [folder / name for name, data in files.items() if write_if_changed(folder / name, data)]


def _passes(one: Row) -> bool:
    """Whether nothing is left to do: what a person reads is not the student's to fix."""
    return one.look.state in (State.FINE, State.PERSON)
