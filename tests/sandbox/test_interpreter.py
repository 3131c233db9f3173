"""The interpreter of a course, asked what it is."""

from __future__ import annotations

import os
import platform
import sys
from pathlib import Path

import pytest

from grader.errors import UsageMistake
from grader.sandbox.interpreter import describe


def pretender(folder: Path, says: str) -> str:
    """A program that answers any question with one line."""
    path = folder / "python"
    path.write_text(f"#!/bin/sh\necho '{says}'\n")
    path.chmod(0o755)
    return str(path)


def test_our_own_interpreter_is_the_default() -> None:
    """Its version and packages are those of this process."""
    found = describe(None)
    assert (found.path, found.version) == (Path(sys.executable), platform.python_version())
    assert "pytest" in found.packages


def test_another_interpreter_is_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    """It answers for itself, in an environment that holds nothing of ours."""
    monkeypatch.setenv("PYTHONPATH", "/nowhere")
    found = describe(sys.executable)
    assert found.version == platform.python_version() and "pytest" in found.packages


@pytest.mark.skipif(os.name != "posix", reason="needs a shell")
@pytest.mark.parametrize(
    ("says", "said"),
    [
        ("hello", "not a Python interpreter"),
        ('["3.7.9", [3, 7], {}]', "is Python 3.7.9; students' code needs 3.8 or newer"),
    ],
)
def test_what_is_no_interpreter_for_students_is_refused(
    tmp_path: Path, says: str, said: str
) -> None:
    """A program that is not Python, or too old a Python, is the caller's mistake."""
    with pytest.raises(UsageMistake, match=said):
        describe(pretender(tmp_path, says))


def test_a_path_without_a_program_is_refused(tmp_path: Path) -> None:
    """A typing error in the rubric's `environment:` names the path."""
    with pytest.raises(UsageMistake, match="nothing there"):
        describe(str(tmp_path / "nothing there"))
