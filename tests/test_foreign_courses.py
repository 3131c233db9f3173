"""Rubrics of other courses: their reference is full, and no wrong key is."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner

from grader.cli import cli

CASES = Path(__file__).parent / "cases"
COURSES = ["linear-algebra-and-probability"]

pytestmark = pytest.mark.sandbox


@pytest.mark.parametrize("course", COURSES)
def test_the_reference_is_full_and_every_wrong_key_is_not(course: str) -> None:
    """`selftest` is green, and tried hundreds of wrong keys."""
    found = CliRunner().invoke(cli, ["selftest", str(CASES / course / "rubric.yaml")])
    assert found.exit_code == 0, found.output
    tried = [line for line in found.output.splitlines() if "wrong answers and" in line]
    assert tried and int(tried[0].split()[0]) > 100
