"""A whole `grader grade`, from its start to its pages, against a pytest process per submission.

    python -m tests.benchmarks.whole_run [light|full|pdf] [SUBMISSIONS] [ROUNDS] [FURTHER OPTIONS …]

In each round a class is graded into an empty folder, then graded again with nothing to do, and a
few of its submissions are tested by pytest processes, two at a time. Ratios are told twice: of the
clock, which only an idle machine tells truly, and of processor time, which a busy one tells too.
"""

from __future__ import annotations

import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from tests.benchmarks.classes import make
from tests.benchmarks.sandbox_cost import ONE_THREAD
from tests.benchmarks.submissions import CHECKS, SOURCES

COUNTS = {"light": 1000, "full": 100, "pdf": 200}
TESTED = {"light": 8, "full": 4}
TWO = 2


@dataclass(frozen=True, slots=True)
class Cost:
    """Seconds of the clock and of processors, and the largest process in MB."""

    clock: float
    work: float
    peak: float


def cost_of(command: list[str], folder: Path | None = None) -> Cost:
    """What a command costs with all processes that it started and waited for."""
    begun = time.perf_counter()
    process = subprocess.Popen(
        command, cwd=folder, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        env={**os.environ, **ONE_THREAD},
    )  # fmt: skip
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    assert process.returncode == 0, command
    work = usage.ru_utime + usage.ru_stime
    return Cost(time.perf_counter() - begun, work, usage.ru_maxrss / 1024)


def tested(kind: str, folder: Path) -> Cost:
    """A pytest process for each of some submissions, two at a time: the cost of one."""
    (folder / "submission.py").write_text(SOURCES[kind])
    (folder / "test_submission.py").write_text(CHECKS[kind])
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider"]
    command += [f"--junitxml={os.devnull}", "test_submission.py"]
    begun = time.perf_counter()
    with ThreadPoolExecutor(TWO) as pool:
        found = list(pool.map(lambda _: cost_of(command, folder), range(TESTED[kind])))
    clock = (time.perf_counter() - begun) / len(found)
    return Cost(clock, statistics.mean(one.work for one in found), found[0].peak)


def main() -> None:
    """Print a row for each round, and the medians of the ratios."""
    kind = sys.argv[1] if len(sys.argv) > 1 else "light"
    count = int(sys.argv[2]) if len(sys.argv) > 2 else COUNTS[kind]
    rounds = int(sys.argv[3]) if len(sys.argv) > 3 else 1
    ratios = []
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        rubric = make(kind, count, folder)
        grade = [sys.executable, "-P", "-m", "grader", "grade", str(folder / "class")]
        grade += ["--rubric", str(rubric), "--out", str(folder / "out"), *sys.argv[4:]]
        for _ in range(rounds):
            shutil.rmtree(folder / "out", ignore_errors=True)
            whole, again = cost_of(grade), cost_of(grade)
            each = Cost(whole.clock / count, whole.work / count, whole.peak)
            print(
                f"{kind}, {count}: {whole.clock:.1f} s, {whole.work:.1f} s of processors, "
                f"{each.clock * 1e3:.1f} and {each.work * 1e3:.1f} ms each; "
                f"nothing to do {again.work:.2f} s; largest process {whole.peak:.0f} MB"
            )
            if kind in TESTED:
                one = tested(kind, folder)
                ratios.append((one.clock / each.clock, one.work / each.work))
                print(f"  pytest {one.clock * 1e3:.0f} ms, {one.work * 1e3:.0f} ms of a processor")
    if ratios:
        clock, work = (statistics.median(column) for column in zip(*ratios, strict=True))
        print(f"times faster than pytest: {clock:.1f} by the clock, {work:.1f} by processors")


if __name__ == "__main__":
    main()
