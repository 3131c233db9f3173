"""A program that runs inside the sandbox may have its modules in folders of any depth."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from grader.errors import SandboxRefusal
from grader.sandbox import open_launcher
from grader.sandbox.child import Limits
from grader.sandbox.forkserver import modules_of
from grader.sandbox.launcher import _needs_a_copy, remove, staged

JOB = """
import sys

def run(connection):
    before = "inner.deep.answer" in sys.modules
    from inner.deep.answer import ANSWER
    connection.sendall(("%s %s" % (ANSWER, before)).encode())
"""


@pytest.fixture
def program(tmp_path: Path) -> Path:
    """A program with a package in a package."""
    folder = tmp_path / "program"
    for name, text in (
        ("job.py", JOB),
        ("__main__.py", ""),
        ("_private.py", ""),
        ("inner/__init__.py", ""),
        ("inner/beside.py", ""),
        ("inner/deep/__init__.py", ""),
        ("inner/deep/answer.py", "ANSWER = 42"),
        ("inner/__pycache__/answer.cpython-311.pyc", ""),
    ):
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    return folder


def test_every_module_is_loaded_beforehand(program: Path) -> None:
    """The server is told of modules in sub-folders, by their dotted names."""
    packages = ["inner", "inner.beside", "inner.deep", "inner.deep.answer"]
    assert modules_of(program) == [*packages, "job"]


@pytest.fixture
def closed_umask() -> Iterator[None]:
    """Files are made for their owner alone, as some servers have it."""
    before = os.umask(0o077)
    yield
    os.umask(before)


def test_a_copy_has_every_folder_and_anybody_can_read_it(program: Path, closed_umask: None) -> None:
    """Sub-folders are copied with their files, whatever the umask of whoever grades."""
    copy = staged(program)
    try:
        names = {path.relative_to(copy).as_posix() for path in copy.rglob("*.py")}
        assert names == {path.relative_to(program).as_posix() for path in program.rglob("*.py")}
        modes = {path.is_dir(): path.stat().st_mode & 0o777 for path in copy.rglob("*")}
        assert modes == {True: 0o755, False: 0o644}
        assert (copy / "inner/deep/answer.py").read_text() == "ANSWER = 42"
    finally:
        remove(copy)


@pytest.mark.parametrize("closed", ["inner/deep/answer.py", "inner/deep"])
def test_what_is_closed_deep_below_needs_a_copy(
    program: Path, monkeypatch: pytest.MonkeyPatch, closed: str
) -> None:
    """A root's children, who are not root, could not read one closed file or folder."""
    monkeypatch.setattr(os, "geteuid", lambda: 0)
    for path in program.rglob("*"):
        path.chmod(0o755)
    assert not _needs_a_copy("namespaces", program)
    (program / closed).chmod(0o700)
    assert _needs_a_copy("namespaces", program)


@pytest.mark.sandbox
@pytest.mark.parametrize("tier", ["namespaces", "landlock"])
def test_a_child_imports_from_sub_folders(program: Path, tier: str) -> None:
    """Inside the sandbox a program in folders works as a flat one does, and is loaded once."""
    try:
        launcher = open_launcher(tier, Path(sys.executable), program=program)
    except SandboxRefusal as refusal:
        pytest.skip(str(refusal).splitlines()[0])
    try:
        child = launcher.start(Limits(seconds=10))
        said = b""
        while piece := child.connection.recv(100):
            said += piece
        child.wait()
    finally:
        launcher.close()
    assert said == b"42 True"
