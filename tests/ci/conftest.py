"""A course's repository with a hostile name."""

from __future__ import annotations

from pathlib import Path

import pytest

from grader.release import release
from tests.ci.steps import HOSTILE, RUBRIC


@pytest.fixture(scope="module")
def course(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A repository with a hostile name, a released rubric, and the rubric itself beside it."""
    folder = tmp_path_factory.mktemp("course") / HOSTILE.replace("/", "_")[:80]
    folder.mkdir()
    (folder / "key.yaml").write_text(RUBRIC)
    release(folder / "key.yaml", folder / "package")
    work = folder / "work" / f"{HOSTILE[:40]} ada"
    work.mkdir(parents=True)
    text = f"print({HOSTILE!r})\nprint('::set-output name=x::y')\nA = 5\nB = {HOSTILE!r}\n"
    (work / f"{HOSTILE[:60]}.py").write_text(text)
    return folder
