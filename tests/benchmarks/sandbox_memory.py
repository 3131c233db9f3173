"""What one more child really costs in memory, at the end of its work.

python -m tests.benchmarks.sandbox_memory [light|full]
"""

from __future__ import annotations

import functools
import sys
import threading
import time
from pathlib import Path

from grader.sandbox import learn_preload, open_launcher
from grader.sandbox.launcher import ServerLauncher
from grader.sandbox.supervise import collect
from tests.benchmarks.submissions import job


def below(pid: int) -> list[int]:
    """All processes under one, the deepest last."""
    children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    found = [int(child) for child in children]
    return found + [deeper for child in found for deeper in below(child)]


def usage(pid: int) -> dict[str, float]:
    """Memory of a process in MB, by the kernel's names."""
    lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()[1:]
    return {line.split(":")[0]: int(line.split()[1]) / 1024 for line in lines}


def main() -> None:
    """Hold a child at the end of its work and look at it from outside."""
    for kind in [sys.argv[1]] if len(sys.argv) > 1 else ["light", "full"]:
        names = learn_preload(functools.partial(collect, job=job(kind)))
        launcher = open_launcher("auto", preload=names)
        assert isinstance(launcher, ServerLauncher)
        collect(launcher, job(kind))
        held = job(kind, "\nimport time\ntime.sleep(3)\n")
        thread = threading.Thread(target=collect, args=(launcher, held))
        thread.start()
        time.sleep(2)
        *_, server, child = below(launcher.server_pid or 0)
        for name, pid in (("server", server), ("child", child)):
            found = usage(pid)
            private = found["Private_Dirty"] + found["Private_Clean"]
            print(
                f"{kind} {name}: {found['Rss']:.0f} MB resident, {found['Pss']:.0f} MB its share, "
                f"{private:.1f} MB private"
            )
        thread.join()
        launcher.close()


if __name__ == "__main__":
    main()
