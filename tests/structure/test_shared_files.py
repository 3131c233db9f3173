"""Files that stand in two programs, neither of which may import the other, are one text."""

from __future__ import annotations

import ast
import sys
from itertools import combinations
from pathlib import Path

import pytest

from grader.intake.reader import frames
from grader.sandbox import frames as wire
from tests.structure.test_imports import PACKAGE, files, imported

SHARED = {
    "collect/runner/frames.py": "intake/reader/frames.py",
    "questions/architecture/source/follow.py": "intake/reader/leaks/follow.py",
}
"""Each such file and its copy; whoever changes the one copies it over the other."""
PROGRAMS = ("collect/runner", "intake/reader", "sandbox/server")
LEAST = 6
"""Statements that make a definition worth sharing."""


@pytest.mark.parametrize("first", SHARED)
def test_both_copies_are_one_text(first: str) -> None:
    """Byte for byte, and with nothing but Python's own library, so that it works in both."""
    here, there = PACKAGE / first, PACKAGE / SHARED[first]
    assert here.read_bytes() == there.read_bytes(), f"copy {first} over {SHARED[first]}"
    assert {name.split(".")[0] for name in imported(here)} <= set(sys.stdlib_module_names)


def test_the_trusted_side_writes_frames_as_the_programs_do() -> None:
    """It reads them with limits of its own; the form on the wire is one."""

    class Kept:
        data = b""

        def sendall(self, data: bytes) -> None:
            self.data += data

    body, blocks = {"probe": "p\u00e9", "value": [1, None, 0.5]}, [b"", b"\0" * (2 << 20)]
    sent = Kept()
    frames.Channel(sent).send(body, blocks)
    assert sent.data == wire.pack(body, blocks)
    (found,) = wire.FrameReader().feed(sent.data)
    assert (found.body, found.blocks) == (body, blocks)


def definitions(file: Path) -> dict[str, str]:
    """Functions and classes of some size, by name, without what only says what they are."""
    found = {}
    for node in ast.walk(ast.parse(file.read_text("utf-8"))):
        if not isinstance(node, ast.FunctionDef | ast.ClassDef):
            continue
        for inner in ast.walk(node):
            if isinstance(inner, ast.FunctionDef):
                inner.returns = None
                for argument in (*inner.args.args, *inner.args.kwonlyargs):
                    argument.annotation = None
            if isinstance(inner, ast.FunctionDef | ast.ClassDef) and ast.get_docstring(inner):
                inner.body = inner.body[1:] or [ast.Pass()]
        if sum(isinstance(inner, ast.stmt) for inner in ast.walk(node)) > LEAST:
            found[node.name] = ast.unparse(node)
    return found


def test_no_other_definition_stands_in_two_programs() -> None:
    """What one program has word for word from another belongs into a file of both."""
    copies = {PACKAGE / name for pair in SHARED.items() for name in pair}
    own = {
        program: {
            text: f"{file.relative_to(PACKAGE)}: {name}"
            for file in files(program)
            if file not in copies
            for name, text in definitions(file).items()
        }
        for program in PROGRAMS
    }
    twice = [
        (own[a][text], own[b][text])
        for a, b in combinations(PROGRAMS, 2)
        for text in own[a].keys() & own[b].keys()
    ]
    assert twice == []


def test_a_definition_that_stands_twice_is_seen(tmp_path: Path) -> None:
    """Other annotations and another docstring do not hide it; another step does."""
    body = "    a = x\n    b = a + 1\n    c = b * 2\n    d = c - a\n    e = d\n    return e{}\n"
    texts = (
        'def f(x):\n    "One."\n' + body.format(""),
        'def f(x: int) -> int:\n    "Another."\n' + body.format(""),
        "def f(x):\n" + body.format(" + 1"),
    )
    found = []
    for number, text in enumerate(texts):
        file = tmp_path / f"{number}.py"
        file.write_text(text)
        found.append(definitions(file)["f"])
    assert found[0] == found[1] != found[2]
