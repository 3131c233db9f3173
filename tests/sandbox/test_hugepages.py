"""Huge pages under a server's memory: they change what a fork costs and nothing else."""

from __future__ import annotations

import importlib
import os
from pathlib import Path
from typing import Any

import pytest

hugepages: Any = importlib.import_module("grader.sandbox.server.hugepages")
kernel: Any = importlib.import_module("grader.sandbox.server.kernel")

PROGRAM = """
import importlib, os, sys
sys.path.insert(0, {repository!r})
hugepages = importlib.import_module("grader.sandbox.server.hugepages")
rows = [bytearray(range(256)) * 4096 for _ in range(24)]
def huge():
    with open("/proc/self/smaps_rollup") as file:
        return next(int(line.split()[1]) for line in file if line.startswith("AnonHugePages"))
before = huge()
hugepages.collapse(os.open("/proc", os.O_PATH | os.O_DIRECTORY))
assert all(row == bytearray(range(256)) * 4096 for row in rows)
print(before, huge())
"""


@pytest.mark.skipif(kernel.ARCH is None, reason="needs Linux on a processor the sandbox knows")
def test_memory_moves_to_huge_pages_and_keeps_what_it_holds(tmp_path: Path) -> None:
    """After joining there are more huge pages than before (Linux 6.1), and the same bytes."""
    import subprocess
    import sys

    repository = Path(__file__).resolve().parents[2]
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM.format(repository=str(repository))],
        capture_output=True,
        text=True,
        check=True,
    )
    before, after = (int(word) for word in done.stdout.split())
    release = tuple(int(word) for word in os.uname().release.split(".")[:2])
    state = Path("/sys/kernel/mm/transparent_hugepage/enabled")
    if release < (6, 1) or not state.exists():
        pytest.skip("this kernel joins no pages when asked")
    assert after > before


def test_only_memory_without_a_file_is_joined() -> None:
    """Mapped files and read-only memory are left alone; the heap and anonymous memory are taken."""
    proc = os.open("/proc", os.O_PATH | os.O_DIRECTORY)
    try:
        found = list(hugepages._own_ranges(proc))
    finally:
        os.close(proc)
    lines = Path("/proc/self/maps").read_text().splitlines()
    kinds = {line.split()[0]: line.split() for line in lines}
    for begin, end in found:
        parts = kinds.get(f"{begin:x}-{end:x}") or kinds.get(f"{begin:08x}-{end:08x}")
        if parts is not None:  # the map may have changed since
            assert parts[1] == "rw-p"
            assert len(parts) == 5 or parts[5] == "[heap]"
    assert found
