"""A failing stage becomes data; what ends the program does not."""

from __future__ import annotations

import errno
import pickle
from pathlib import Path

import pytest

from grader.errors import Failed, OutOfSpace, SandboxRefusal, guarded, is_full


def test_what_a_stage_gives_back_is_given_back() -> None:
    """Nothing is wrapped where nothing fails."""
    assert guarded("marking p1", lambda: 3) == 3


@pytest.mark.parametrize("error", [ValueError("line 7"), MemoryError(), RecursionError()])
def test_a_failure_names_its_stage_and_keeps_its_message(error: Exception) -> None:
    """A student reads which stage failed and how it is called, never a message of our code."""

    def fail() -> int:
        raise error

    failed = guarded("marking p1", fail)
    assert isinstance(failed, Failed)
    assert failed.error is error
    assert failed.reason == f"marking p1 failed ({type(error).__name__})"


@pytest.mark.parametrize("end", [KeyboardInterrupt, SystemExit])
def test_ending_the_program_is_no_failure(end: type[BaseException]) -> None:
    """An interruption goes through every guard."""

    def stop() -> None:
        raise end

    with pytest.raises(end):
        guarded("marking p1", stop)


def test_a_full_disk_is_told_in_the_same_words_by_another_process() -> None:
    """Pages are written by several; what one raises is raised again where the run is."""
    error = OutOfSpace(Path("results/index.html"))
    assert str(pickle.loads(pickle.dumps(error))) == str(error)
    assert str(error).startswith("results/index.html: the disk is full; ")
    assert is_full(error)
    try:
        try:
            raise OSError(errno.ENOSPC, "No space left on device")
        except OSError as reason:
            raise SandboxRefusal("no sandbox") from reason
    except SandboxRefusal as refusal:
        assert is_full(refusal)
    assert not is_full(OSError(errno.EACCES, "Permission denied"))
    assert not is_full(None)
