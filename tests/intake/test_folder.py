"""The files of a submission on their way in: what is kept out is named, and nothing is followed."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from grader.intake import folder
from grader.intake.folder import Gathered, gather
from grader.intake.submission import FileBytes


def kinds(found: Gathered) -> list[str]:
    """The kinds of what was noticed."""
    return [finding.kind for finding in found.findings]


def names(found: Gathered) -> list[str]:
    """The names of the files that came in."""
    return [file.name for file in found.files]


def test_links_are_named_and_never_followed(tmp_path: Path) -> None:
    """A link to a file, to a folder or in place of the submission stays outside."""
    (tmp_path / "secret.txt").write_text("key")
    work = tmp_path / "work"
    work.mkdir()
    (work / "a.py").write_text("X = 1")
    (work / "b.py").symlink_to(tmp_path / "secret.txt")
    (work / "c").symlink_to(tmp_path)
    found = gather(work)
    assert names(found) == ["a.py"] and kinds(found) == ["link-ignored"] * 2
    (tmp_path / "whole").symlink_to(work)
    found = gather(tmp_path / "whole")
    assert names(found) == [] and kinds(found) == ["link-ignored"]


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="needs named pipes")
def test_what_is_no_regular_file_is_left_out(tmp_path: Path) -> None:
    """Opening a named pipe would wait forever."""
    os.mkfifo(tmp_path / "pipe.py")
    found = gather(tmp_path)
    assert names(found) == [] and kinds(found) == ["not-a-file"]


@pytest.mark.skipif(os.name != "posix", reason="needs permissions")
def test_what_may_not_be_read_is_named(tmp_path: Path) -> None:
    """A file or folder without rights is a finding, and the others still come in."""
    if os.geteuid() == 0:
        pytest.skip("root may read everything")
    (tmp_path / "a.py").write_text("X = 1")
    (tmp_path / "b.py").write_text("X = 1")
    (tmp_path / "b.py").chmod(0)
    (tmp_path / "c").mkdir(0)
    found = gather(tmp_path)
    (tmp_path / "c").chmod(0o700)
    assert names(found) == ["a.py"] and kinds(found) == ["unreadable"] * 2


def test_a_file_that_is_gone_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What disappears between the look and the reading is a finding, as is a whole folder."""
    found = gather(tmp_path / "gone.py")
    assert kinds(found) == ["unreadable"] and "gone.py cannot be read" in found.findings[0].message
    (tmp_path / "in").mkdir()
    list(folder._walk(tmp_path / "none", "", 0, found))
    assert kinds(found) == ["unreadable"] * 2


def test_folders_have_a_depth(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What lies deeper than the bound is not looked for."""
    monkeypatch.setattr(folder, "MAX_DEPTH", 2)
    deep = tmp_path / "1" / "2" / "3"
    deep.mkdir(parents=True)
    (deep / "a.py").write_text("X = 1")
    (deep.parent / "b.py").write_text("X = 1")
    found = gather(tmp_path)
    assert names(found) == ["1/2/b.py"] and kinds(found) == ["too-deep"]


def test_nothing_may_load_itself(tmp_path: Path) -> None:
    """Files and folders that Python would run by itself are left out."""
    (tmp_path / "sitecustomize").mkdir()
    (tmp_path / "sitecustomize" / "__init__.py").write_text("")
    (tmp_path / "usercustomize.py").write_text("")
    (tmp_path / "a.py").write_text("X = 1")
    found = gather(tmp_path)
    assert names(found) == ["a.py"] and set(kinds(found)) == {"ignored-file"}


def add(found: Gathered, name: str, size: int = 1) -> None:
    """Offer a file of so many bytes."""
    found.add(name, FileBytes(name, size, lambda: b""))


def test_names_are_made_safe_and_clashes_told() -> None:
    """Two names that one disk would take for the same are one file, the first."""
    found = Gathered()
    for name in ("A.py", "a.py", "b\x00c.py", "x" * 300 + ".py"):
        add(found, name)
    assert kinds(found) == ["name-clash", "odd-name", "odd-name"]
    assert names(found)[0] == "A.py" and len(found.files) == 3
    assert max(len(name) for name in names(found)) < 256 and names(found)[2].endswith(".py")


def test_sizes_and_counts_have_bounds(monkeypatch: pytest.MonkeyPatch) -> None:
    """A file too large, too many of them or too much together is told once and left out."""
    monkeypatch.setattr(folder, "MAX_FILE", 100)
    monkeypatch.setattr(folder, "MAX_FILES", 3)
    monkeypatch.setattr(folder, "MAX_TOTAL", 150)
    found = Gathered()
    add(found, "large.py", 101)
    add(found, "first.py", 100)
    add(found, "too_much.py", 51)
    add(found, "second.py", 1)
    add(found, "third.py", 1)
    add(found, "fourth.py", 1)
    assert names(found) == ["first.py", "second.py", "third.py"]
    assert kinds(found) == ["file-too-large", "too-many-files"]


def test_copies_of_notebooks_are_read_only_where_nothing_else_is(tmp_path: Path) -> None:
    """Jupyter's own copies are clutter beside the notebook, and the work where they are alone."""
    folder = tmp_path / "ada"
    copies = folder / "work" / ".ipynb_checkpoints"
    copies.mkdir(parents=True)
    (copies / "hw-checkpoint.ipynb").write_text("{}")
    (copies / "notes-checkpoint.txt").write_text("x")
    alone = gather(folder)
    assert [file.name for file in alone.files] == ["work/hw.ipynb"]
    assert [finding.kind for finding in alone.findings] == ["only-a-copy"]
    (folder / "work" / "hw.ipynb").write_text("{}")
    beside = gather(folder)
    assert [file.name for file in beside.files] == ["work/hw.ipynb"] and not beside.findings
