"""SECURITY.md and the Containerfile name only what is there."""

from __future__ import annotations

import ast
import re
from collections.abc import Mapping
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PAGE = (ROOT / "SECURITY.md").read_text()
CASES = [path.stem for path in (ROOT / "tests/attacks/submissions").glob("*.py")]
TESTS = [path.read_text() for path in sorted((ROOT / "tests").rglob("test_*.py"))]


def proofs(name: str, source: str) -> list[str]:
    """For each test of that name in a text, why it proves nothing, or nothing where it does.

    A proof is collected, checks something, and is not skipped but for what a machine lacks, which
    GRADER_REQUIRE makes a failure.
    """
    if name not in source:
        return []
    tree = ast.parse(source)
    helpers = {node.name: node for node in tree.body if isinstance(node, ast.FunctionDef)}
    everywhere = [
        ast.unparse(node.value)
        for node in tree.body
        if isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == "pytestmark"
    ]
    found = []
    for node in tree.body:
        if isinstance(node, ast.FunctionDef) and node.name == name:
            marks = [*map(ast.unparse, node.decorator_list), *everywhere]
            never = [mark for mark in marks if re.search(r"\bmark\.(skip|xfail)\b", mark)]
            found.append(never[0] if never else "" if checks(node, helpers) else "no check")
    return found


def checks(node: ast.AST, helpers: Mapping[str, ast.AST], depth: int = 3) -> bool:
    """Whether a function asserts, expects an exception, or calls a function here that does."""
    calls = [ast.unparse(part.func) for part in ast.walk(node) if isinstance(part, ast.Call)]
    if any(isinstance(part, ast.Assert) for part in ast.walk(node)):
        return True
    if not {"pytest.raises", "pytest.fail"}.isdisjoint(calls):
        return True
    called = [helpers[name] for name in calls if name in helpers] if depth else []
    return any(checks(helper, helpers, depth - 1) for helper in called)


@pytest.mark.parametrize("name", sorted(set(re.findall(r"`(test_\w+)`", PAGE))))
def test_every_test_that_the_page_names_proves_something(name: str) -> None:
    """A promise points at one test that exists, is not skipped, and can fail."""
    assert [row for text in TESTS for row in proofs(name, text)] == [""]


@pytest.mark.parametrize(
    ("source", "rows"),
    [
        ("def test_a():\n    assert f()", [""]),
        ("def test_a():\n    helper()\ndef helper():\n    assert f()", [""]),
        ("def test_a():\n    with pytest.raises(OSError):\n        f()", [""]),
        ("@pytest.mark.root\ndef test_a():\n    assert f()", [""]),
        ("# def test_a():\n#     assert f()", []),
        ("TEXT = '''\ndef test_a():\n    assert f()\n'''", []),
        ("def outer():\n    def test_a():\n        assert f()", []),
        ("@pytest.mark.skip\ndef test_a():\n    assert f()", ["pytest.mark.skip"]),
        ("@pytest.mark.xfail()\ndef test_a():\n    assert f()", ["pytest.mark.xfail()"]),
        ("pytestmark = pytest.mark.skip\ndef test_a():\n    assert f()", ["pytest.mark.skip"]),
        ("def test_a():\n    f()", ["no check"]),
    ],
)
def test_what_only_looks_like_a_proof_is_none(source: str, rows: list[str]) -> None:
    """Commented out, in a text, inside another function, skipped, or without a check."""
    assert proofs("test_a", source) == rows


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
