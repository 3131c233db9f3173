"""The map of the house in CONTRIBUTING answers with paths that exist."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PAGE = (ROOT / "CONTRIBUTING.md").read_text("utf-8")
ROWS = re.findall(r"^\| (.+\?) \| (.+) \|$", PAGE.partition("## The map of the house")[2], re.M)


def test_ten_questions_are_answered() -> None:
    """Each question once, each answer a path or two."""
    assert len(ROWS) == len({question for question, _ in ROWS}) >= 10
    assert all(re.findall(r"`[^`]+`", answer) for _, answer in ROWS)


@pytest.mark.parametrize(("question", "answer"), ROWS)
def test_an_answer_is_a_path_that_is_there(question: str, answer: str) -> None:
    """A file or folder of the package; `<kind>` stands for each kind that has such a file."""
    for path in re.findall(r"`([^`]+)`", answer):
        assert path.startswith("grader/")
        if "<kind>" in path:
            assert len(list(ROOT.glob(path.replace("<kind>", "*")))) > 3, path
        else:
            assert (ROOT / path).exists(), path
            assert path.endswith("/") is (ROOT / path).is_dir(), path
