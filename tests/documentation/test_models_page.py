"""The page about models: its rubrics load, and it names every finding and mistake there is."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
import yaml

from grader.questions import BY_NAME
from grader.questions.architecture import Architecture
from grader.questions.base import Question
from grader.questions.mixture import Mixture
from grader.questions.performance import Performance

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "models.md").read_text(encoding="utf-8")
KINDS: dict[str, type[Question]] = {
    "architecture": Architecture,
    "performance": Performance,
    "mixture": Mixture,
}
BLOCKS = re.findall(r"```yaml\n(.*?)```", PAGE, re.DOTALL)


@pytest.mark.parametrize("block", BLOCKS)
def test_every_block_is_a_rubric_without_mistakes(block: str) -> None:
    """Files are found from the rubric's folder, and nothing is left to fix."""
    for entry in yaml.safe_load(block):
        kind = KINDS[entry["kind"]]
        read = {"read": lambda path: (ROOT / "rubric" / path).read_bytes()}
        question = kind.model_validate_json(json.dumps(entry), context=read)
        assert question.problems() == []


def test_every_finding_is_on_the_page() -> None:
    """A finding that nobody can look up helps nobody."""
    sources = [
        *(ROOT / "grader/measures").glob("*.py"),
        *(ROOT / "grader/questions").glob("*/*.py"),
        *(ROOT / "grader/intake/reader/leaks").glob("*.py"),
    ]
    told = [path for path in sources if path.name != "mistakes.py"]  # which ask questions of a kind
    text = "\n".join(path.read_text(encoding="utf-8") for path in told)
    kinds = set(re.findall(r'"kind": "([a-z-]+)"', text))
    kinds |= set(re.findall(r'(?:self\.report|Finding)\(\s*"([a-z-]+)"', text))
    kinds -= BY_NAME.keys()  # examples of mistakes say whose they are
    assert len(kinds) >= 9
    assert {kind for kind in kinds if f"`{kind}`" not in PAGE} == set()
