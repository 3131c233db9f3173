"""A class over workers of a cluster on this machine: two against one, and flat memory to its end.

    python -m tests.benchmarks.cluster_run two [light|full] [SUBMISSIONS] [ROUNDS]
    python -m tests.benchmarks.cluster_run growth [light|full] [SUBMISSIONS]

`two` grades over local:1 and over local:2 in turn, and tells how many times faster two are once
all have started: what a small class takes is taken off. A worker and its children have one core;
it needs a machine with nothing else to do, and one more core for the caller. `growth` grades over
local:2 and tells at each tenth what the submissions since then cost, and the memory of every
process.
"""

from __future__ import annotations

import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from contextlib import suppress
from pathlib import Path

from tests.benchmarks.classes import make
from tests.benchmarks.sandbox_growth import resident

FEW = 32
COUNTS = {"two": {"light": 400, "full": 96}, "growth": {"light": 10_000, "full": 400}}


def grade(folder: Path, submissions: str, workers: int) -> subprocess.Popen[str]:
    """A run over so many workers into an empty folder, begun."""
    shutil.rmtree(folder / "out", ignore_errors=True)
    return subprocess.Popen(
        [
            *(sys.executable, "-P", "-m", "grader", "grade", str(folder / submissions)),
            *("--rubric", str(folder / "rubric.yaml"), "--out", str(folder / "out")),
            *("--cluster", f"local:{workers}"),
        ],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
    )


def clock(folder: Path, submissions: str, workers: int) -> float:
    """How long such a run takes, with each worker and all that it starts on a core of its own."""
    begun = time.perf_counter()
    process = grade(folder, submissions, workers)
    while process.poll() is None:
        keep_apart(process.pid)
        time.sleep(0.1)
    assert process.returncode == 0, process.stderr and process.stderr.read()
    return time.perf_counter() - begun


def keep_apart(pid: int) -> None:
    """Hold every worker below a run, and what is below each, on the core of its place."""
    cores = sorted(os.sched_getaffinity(0))
    for place, worker in enumerate(one for one in below(pid) if is_worker(one)):
        for one in (worker, *below(worker)):
            for thread in Path(f"/proc/{one}/task").glob("[0-9]*"):
                with suppress(OSError):  # it has ended meanwhile
                    os.sched_setaffinity(int(thread.name), {cores[place % len(cores)]})


def is_worker(pid: int) -> bool:
    """Whether a process is one of dask's workers, by what it calls itself."""
    try:
        return Path(f"/proc/{pid}/cmdline").read_bytes().startswith(b"dask worker")
    except OSError:
        return False


def two(kind: str, count: int, rounds: int) -> None:
    """Seconds over one worker and over two, in turn, and their ratio without the start."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        make(kind, count, folder)
        (folder / "few").mkdir()
        for one in sorted((folder / "class").iterdir())[:FEW]:
            shutil.copytree(one, folder / "few" / one.name)
        ratios = []
        for _ in range(rounds):
            work = {}
            for workers in (1, 2):
                few, all_ = clock(folder, "few", workers), clock(folder, "class", workers)
                work[workers] = (all_ - few) / (count - FEW)
                print(
                    f"{workers} workers: {all_:.1f} s for {count}, {few:.1f} s for {FEW}: "
                    f"{1e3 * work[workers]:.1f} ms each",
                    flush=True,
                )
            ratios.append(work[1] / work[2])
        print(f"two workers: {statistics.median(ratios):.2f} times as fast as one")


def below(pid: int) -> list[int]:
    """All processes below one, whichever of its threads started them."""
    found: list[int] = []
    for listed in Path(f"/proc/{pid}/task").glob("*/children"):
        try:
            found += map(int, listed.read_text().split())
        except OSError:
            continue  # the thread has ended
    return [*found, *(inner for child in found for inner in below(child))]


def growth(kind: str, count: int) -> None:
    """One row at each tenth: the cost since the one before, and the memory of every process."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        make(kind, count, folder)
        process = grade(folder, "class", 2)
        assert process.stderr is not None
        last, done = time.perf_counter(), 0
        for line in process.stderr:
            words = line.split()
            if words[:1] != ["graded"]:
                print(line, end="")
                continue
            now, new = time.perf_counter(), int(words[1])
            sizes = []
            for pid in below(process.pid):
                try:
                    sizes.append(resident(pid))
                except OSError:
                    continue  # a child that ended meanwhile
            print(
                f"{new:6}: {1e3 * (now - last) / max(new - done, 1):6.1f} ms each, caller "
                f"{resident(process.pid):5.0f} MB, others "
                + " ".join(f"{size:.0f}" for size in sorted(sizes, reverse=True)[:12]),
                flush=True,
            )
            last, done = now, new
        process.wait()
        pages = sum(1 for _ in (folder / "out" / "reports").iterdir())
        print(f"pages {1e3 * (time.perf_counter() - last) / count:.1f} ms each, {pages} of {count}")


def main() -> None:
    """One of the two, as the command line says."""
    what = sys.argv[1]
    kind = sys.argv[2] if len(sys.argv) > 2 else "light"
    count = int(sys.argv[3]) if len(sys.argv) > 3 else COUNTS[what][kind]
    if what == "two":
        two(kind, count, int(sys.argv[4]) if len(sys.argv) > 4 else 1)
    else:
        growth(kind, count)


if __name__ == "__main__":
    main()
