"""Whether 10,000 light submissions cost what 100 do: time of each, and memory of every part.

python -m tests.benchmarks.sandbox_growth [COUNT]
"""

from __future__ import annotations

import os
import sys
import threading
import time
from collections.abc import Sequence
from pathlib import Path

from grader.sandbox import learn_preload, open_launcher
from grader.sandbox.child import Launcher
from grader.sandbox.launcher import ServerLauncher
from grader.sandbox.supervise import collect
from tests.benchmarks.submissions import job

TWO = 2
MARKS = (10, 100, 1000, 2000, 5000, 10000)


def family(launchers: Sequence[Launcher]) -> list[int]:
    """The launchers' server processes, outer and inner."""
    outer = [x.server_pid for x in launchers if isinstance(x, ServerLauncher)]
    found = [pid for pid in outer if pid]
    for pid in list(found):
        children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
        found += [int(child) for child in children]
    return found


def resident(pid: int) -> float:
    """Resident memory of a process, in MB."""
    return int(Path(f"/proc/{pid}/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE") / 1e6


def block(launchers: Sequence[Launcher], count: int) -> float:
    """Run `count` submissions, two at a time; milliseconds a submission."""
    plan = job("light")

    def work(launcher: Launcher) -> None:
        for _ in range(count // TWO):
            collect(launcher, plan)

    begun = time.perf_counter()
    threads = [threading.Thread(target=work, args=(launcher,)) for launcher in launchers]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return 1e3 * (time.perf_counter() - begun) / count


def main() -> None:
    """One row for each mark: cost since the mark before, and memory now."""
    last = int(sys.argv[1]) if len(sys.argv) > 1 else MARKS[-1]
    names = learn_preload(lambda launcher: collect(launcher, job("light")))
    launchers = [open_launcher("auto", preload=names) for _ in range(TWO)]
    block(launchers, TWO)
    done = 0
    print(f"tier {launchers[0].tier}")
    for mark in (mark for mark in MARKS if mark <= last):
        cost = block(launchers, mark - done)
        done = mark
        servers = sum(resident(pid) for pid in family(launchers))
        files = len(os.listdir("/proc/self/fd"))
        print(
            f"{mark:6} submissions: {cost:6.2f} ms each, this process {resident(os.getpid()):6.1f}"
            f" MB, both servers {servers:6.1f} MB, {files} open files"
        )
    for launcher in launchers:
        launcher.close()


if __name__ == "__main__":
    main()
