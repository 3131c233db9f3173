"""What a submission costs in the complete sandbox, against doing it any other way.

    python -m tests.benchmarks.sandbox_cost [light|full] [ROUNDS]

In each round every way runs the same submissions, two at a time, so that ratios are paired.
"""

from __future__ import annotations

import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path

from grader.evidence import Answer
from grader.sandbox import learn_preload, open_launcher
from grader.sandbox.child import Launcher
from grader.sandbox.supervise import collect
from tests.benchmarks.submissions import CHECKS, NAMES, SOURCES, job

TWO = 2
PER_ROUND = {"light": 40, "full": 8}
COLD_PER_ROUND = {"light": 6, "full": 2}
WARM = Path(__file__).resolve().parent / "warm.py"
ONE_THREAD = {f"{name}_NUM_THREADS": "1" for name in ("OMP", "OPENBLAS", "MKL")}
ONE_THREAD["PYTEST_DISABLE_PLUGIN_AUTOLOAD"] = "1"  # pytest alone, not what we installed beside it


@dataclass(slots=True)
class Way:
    """One way to run submissions: seconds of each, and sandbox seconds for each two at a time."""

    seconds: list[float] = field(default_factory=list)
    share: list[float] = field(default_factory=list)

    def run(self, one: Callable[[int], float], count: int) -> None:
        """Run `count` submissions, two at a time; worker numbers are 0 and 1."""
        begun = time.perf_counter()
        with ThreadPoolExecutor(TWO) as pool:
            rows = pool.map(lambda w: [one(w) for _ in range(count // TWO)], range(TWO))
            self.seconds += [seconds for row in rows for seconds in row]
        self.share.append((time.perf_counter() - begun) / count)


def in_sandbox(kind: str, launchers: list[Launcher]) -> Callable[[int], float]:
    """Through the fork server, complete: start, verify, send, run, read, reap."""

    def one(worker: int) -> float:
        begun = time.perf_counter()
        evidence = collect(launchers[worker], job(kind))
        seconds = time.perf_counter() - begun
        assert all(isinstance(evidence.outcomes[name], Answer) for name in NAMES[kind])
        return seconds

    return one


def process(command: list[str], folder: Path) -> Callable[[int], float]:
    """A fresh process each."""

    def one(_: int) -> float:
        begun = time.perf_counter()
        subprocess.run(
            command, cwd=folder, env={**os.environ, **ONE_THREAD}, check=True, capture_output=True
        )
        return time.perf_counter() - begun

    return one


class InProcess:
    """Two warm interpreters that run submissions one after the other."""

    def __init__(self, kind: str, count: int) -> None:
        self.workers = [
            subprocess.Popen(
                [sys.executable, str(WARM), kind, str(count // TWO)],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                text=True,
                env={**os.environ, **ONE_THREAD},
            )
            for _ in range(TWO)
        ]
        for worker in self.workers:
            assert worker.stdout
            worker.stdout.readline()

    def run(self, way: Way, count: int) -> None:
        """One round."""
        begun = time.perf_counter()
        for worker in self.workers:
            assert worker.stdin
            worker.stdin.write("go\n")
            worker.stdin.flush()
        for worker in self.workers:
            assert worker.stdout
            way.seconds += json.loads(worker.stdout.readline())
        way.share.append((time.perf_counter() - begun) / count)

    def close(self) -> None:
        """End both."""
        for worker in self.workers:
            worker.communicate()


def measure(kind: str, rounds: int) -> dict[str, Way]:
    """All ways, interleaved round by round."""
    names = learn_preload(lambda launcher: collect(launcher, job(kind)))
    launchers = [open_launcher("auto", preload=names) for _ in range(TWO)]
    ways = {"sandbox": Way(), "in process": Way(), "bare import": Way(), "pytest process": Way()}
    many, few = PER_ROUND[kind], COLD_PER_ROUND[kind]
    warm = InProcess(kind, many)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "submission.py").write_text(SOURCES[kind])
        (folder / "test_submission.py").write_text(CHECKS[kind])
        bare = process([sys.executable, "-c", "import submission"], folder)
        tests = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider"]
        tests += [f"--junitxml={os.devnull}", "test_submission.py"]
        sandbox = in_sandbox(kind, launchers)
        for worker in range(TWO):
            sandbox(worker)
        for _ in range(rounds):
            ways["sandbox"].run(sandbox, many)
            warm.run(ways["in process"], many)
            ways["bare import"].run(bare, few)
            ways["pytest process"].run(process(tests, folder), few)
    warm.close()
    print(f"tier {launchers[0].tier}")
    for launcher in launchers:
        launcher.close()
    return ways


def main() -> None:
    """Measure and print one row a way."""
    kinds = [sys.argv[1]] if len(sys.argv) > 1 else ["light", "full"]
    rounds = int(sys.argv[2]) if len(sys.argv) > 2 else 5
    for kind in kinds:
        ways = measure(kind, rounds)
        base = statistics.median(ways["in process"].seconds)
        print(f"{kind}: two at a time, {rounds} rounds")
        for name, way in ways.items():
            seconds, share = statistics.median(way.seconds), statistics.median(way.share)
            pairs = zip(way.share, ways["sandbox"].share, strict=True)
            ratio = statistics.median(other / sandbox for other, sandbox in pairs)
            print(
                f"  {name:15} {1e3 * seconds:8.2f} ms each, {1e3 * share:8.2f} ms a submission, "
                f"{1e3 * (seconds - base):8.2f} ms over the work, {ratio:5.1f} x the sandbox"
            )


if __name__ == "__main__":
    main()
