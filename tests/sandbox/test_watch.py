"""What the server sees of a child that shares a disk and a user with others, looked at for real."""

from __future__ import annotations

import importlib
import mmap
import os
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

watch: Any = importlib.import_module("grader.sandbox.server.watch")

BOUND = 1 << 20
CHUNK = b"x" * (BOUND + 8192)


@pytest.fixture
def seen(tmp_path: Path) -> Iterator[Any]:
    """A watch over this very process and a folder of its own; one MiB and 100 threads more."""
    there = len(os.listdir("/proc/self/task"))  # libraries that other tests loaded have theirs
    number = os.open(tmp_path, os.O_RDONLY | os.O_DIRECTORY)
    found = watch.Watch(os.getpid(), number, {"work_bytes": BOUND, "processes": there + 100})
    yield found
    found.close()


def test_an_honest_folder_is_left_alone(seen: Any, tmp_path: Path) -> None:
    """Files and folders below the bound, links and pipes included, are nobody's business."""
    (tmp_path / "deep" / "er").mkdir(parents=True)
    (tmp_path / "deep" / "er" / "data").write_bytes(b"x" * 1000)
    (tmp_path / "link").symlink_to("/nowhere")
    os.mkfifo(tmp_path / "pipe")
    assert [seen.look() for _ in range(2 * watch.SELDOM)] == [None] * 2 * watch.SELDOM


def test_a_full_folder_is_seen(seen: Any, tmp_path: Path) -> None:
    """Bytes count at any depth."""
    (tmp_path / "a" / "b").mkdir(parents=True)
    (tmp_path / "a" / "b" / "data").write_bytes(CHUNK)
    assert seen.look() == watch.TOO_MUCH


def test_too_many_files_are_seen(seen: Any, tmp_path: Path) -> None:
    """Empty files cost the disk something too."""
    for number in range(watch.MAX_ENTRIES + 1):
        (tmp_path / str(number)).touch()
    assert seen.look() == watch.TOO_MUCH


def test_too_deep_folders_are_seen(seen: Any, tmp_path: Path) -> None:
    """Nobody hides below a thousand folders."""
    (tmp_path / "/".join("d" * (watch.MAX_DEPTH + 5))).mkdir(parents=True)
    assert seen.look() == watch.TOO_MUCH


def test_an_open_file_without_a_name_is_seen(seen: Any, tmp_path: Path) -> None:
    """Removing a file does not free its bytes while it is open."""
    with (tmp_path / "gone").open("wb") as file:
        file.write(CHUNK)
        file.flush()
        (tmp_path / "gone").unlink()
        assert seen.look() == watch.TOO_MUCH
    assert seen.look() is not None  # said once, it stands


def test_a_mapped_file_without_a_name_is_seen(seen: Any, tmp_path: Path) -> None:
    """Neither name nor descriptor is left, only the mapping: the seldom look finds it."""
    path = tmp_path / "gone"
    path.write_bytes(CHUNK)
    number = os.open(path, os.O_RDWR)
    with mmap.mmap(number, len(CHUNK)):
        os.close(number)
        path.unlink()
        assert watch.TOO_MUCH in [seen.look() for _ in range(watch.SELDOM)]


@pytest.mark.skipif(os.geteuid() == 0, reason="root opens every folder")
def test_a_closed_folder_is_seen_as_an_ordinary_user(seen: Any, tmp_path: Path) -> None:
    """A folder that cannot be looked into could hold anything."""
    (tmp_path / "closed").mkdir(mode=0)
    assert seen.look() == watch.HIDDEN


def test_a_folder_that_cannot_be_opened_is_seen(
    seen: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The same for root, to whom the kernel closes nothing."""
    (tmp_path / "closed").mkdir()
    opened = os.open

    def refuse(path: Any, *given: Any, **named: Any) -> int:
        if path == "closed":
            raise PermissionError(13, "closed")
        return opened(path, *given, **named)

    monkeypatch.setattr(os, "open", refuse)
    assert seen.look() == watch.HIDDEN


def test_what_vanishes_while_we_look_does_not_count(
    seen: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A folder that became a file or a link, and a file that is gone, are an honest child's too."""
    listed = os.listdir
    (tmp_path / "file").touch()
    (tmp_path / "link").symlink_to(tmp_path)
    monkeypatch.setattr(os, "listdir", lambda place: [*listed(place), "gone"])
    assert seen._below(seen.number)[0] >= 0
    assert seen.look() is None
    for name in ("file", "link"):  # what was a folder when it was looked at
        with pytest.raises(OSError) as caught:
            seen._folder(name, seen.number, 0)
        assert caught.value.errno in (watch.errno.ENOTDIR, watch.errno.ELOOP)


def test_too_many_threads_are_seen(tmp_path: Path) -> None:
    """Threads are counted one by one, not by the user's whole number of them."""
    stop = threading.Event()
    number = os.open(tmp_path, os.O_RDONLY | os.O_DIRECTORY)
    seen = watch.Watch(os.getpid(), number, {"work_bytes": BOUND, "processes": 5})
    threads = [threading.Thread(target=stop.wait) for _ in range(6)]
    for thread in threads:
        thread.start()
    try:
        assert seen.look() == watch.TOO_MANY
    finally:
        stop.set()
        for thread in threads:
            thread.join()
        seen.close()
