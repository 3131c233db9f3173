"""In-process marking: one warm interpreter runs COUNT submissions and prints seconds for each.

Started as `python warm.py KIND COUNT`; it waits for a line on standard input before it starts.
"""

import json
import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from tests.benchmarks.submissions import SOURCES


def main() -> None:
    """Warm up with one submission, then time the rest."""
    kind, count = sys.argv[1], int(sys.argv[2])
    code = compile(SOURCES[kind], "submission.py", "exec")
    exec(code, {"__name__": "submission"})
    print("ready", flush=True)
    for line in sys.stdin:
        if not line.strip():
            continue
        seconds = []
        for _ in range(count):
            begun = time.perf_counter()
            code = compile(SOURCES[kind], "submission.py", "exec")
            exec(code, {"__name__": "submission"})
            seconds.append(time.perf_counter() - begun)
        print(json.dumps(seconds), flush=True)


if __name__ == "__main__":
    main()
