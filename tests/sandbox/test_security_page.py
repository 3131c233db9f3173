"""SECURITY.md and the Containerfile name only what is there."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PAGE = (ROOT / "SECURITY.md").read_text()
CASES = [path.stem for path in (ROOT / "tests/attacks/submissions").glob("*.py")]
TESTS = "\n".join(path.read_text() for path in (ROOT / "tests").rglob("test_*.py"))


@pytest.mark.parametrize("name", sorted(set(re.findall(r"`(test_\w+)`", PAGE))))
def test_every_test_that_the_page_names_is_there(name: str) -> None:
    """A promise points at a test that exists."""
    assert f"def {name}(" in TESTS


@pytest.mark.parametrize("path", sorted(set(re.findall(r"`(tests/[\w/.]+)`", PAGE))))
def test_every_path_that_the_page_names_is_there(path: str) -> None:
    """Files and folders of proofs exist."""
    assert (ROOT / path).exists()


@pytest.mark.parametrize("prefix", sorted(set(re.findall(r"`(\w+)_\*`", PAGE))))
def test_every_class_of_attacks_is_there(prefix: str) -> None:
    """A class of attacks has cases, and as many as the page says."""
    found = [name for name in CASES if name.startswith(prefix + "_")]
    assert found
    for count in re.findall(rf"`{prefix}_\*` \((\d+) attacks\)", PAGE):
        assert len(found) == int(count)


def test_every_single_attack_that_the_page_names_is_there() -> None:
    """Single cases exist."""
    named = re.findall(r"`((?:steal|forge|tamper|escape|network|flood|persist)_\w+)`", PAGE)
    assert named
    assert set(named) <= set(CASES)


def test_the_promises_are_numbered_without_gaps() -> None:
    """G1 to the last."""
    numbers = [int(number) for number in re.findall(r"^\| G(\d+) \|", PAGE, re.M)]
    assert numbers == list(range(1, len(numbers) + 1))


def test_the_container_copies_what_exists() -> None:
    """Every source of a COPY line is in the repository, and the entry point is the command."""
    text = (ROOT / "Containerfile").read_text()
    sources = [word for line in re.findall(r"^COPY (.+) \S+$", text, re.M) for word in line.split()]
    assert {"pyproject.toml", "grader"} <= set(sources)
    promised = (ROOT / "pyproject.toml").read_text()
    missing = [n for n in sources if not (ROOT / n).exists() and f'"{n}"' not in promised]
    assert not missing
    assert 'ENTRYPOINT ["grader"]' in text
