"""How long a decision takes over the table: ``python tests/benchmarks/equivalence_speed.py``.

Each pair is read and decided ROUNDS times and its fastest time counts. The goal is a median of
1 ms and a 95th percentile of 25 ms.
"""

import statistics
import sys
import time
from pathlib import Path
from typing import Any

import yaml

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from grader.equivalence import compare

TABLE = Path(__file__).resolve().parents[1] / "equivalence" / "pairs.yaml"
ROUNDS = 3


def pairs() -> list[tuple[str, str, str, dict[str, Any]]]:
    """Every line of the table with its verdict and options."""
    found = []
    for group in yaml.safe_load(TABLE.read_text("utf-8")):
        options = {"syntax": group.get("syntax", "infix"), **group.get("options", {})}
        for line in group["pairs"].splitlines():
            given, expected = (side.strip() for side in line.split("~~"))
            found.append((given, expected, group["verdict"], options))
    return found


def fastest(given: str, expected: str, options: dict[str, Any]) -> float:
    """Milliseconds of the fastest of some rounds."""
    times = []
    for _ in range(ROUNDS):
        start = time.perf_counter()
        compare(given, expected, **options)
        times.append(time.perf_counter() - start)
    return min(times) * 1000


def main() -> None:
    """Print the distribution by verdict and the slowest pairs."""
    compare("x", "x+0/x")
    timed = [(fastest(g, e, o), v, g, e) for g, e, v, o in pairs()]
    for verdict in ("all", *sorted({v for _, v, _, _ in timed})):
        times = sorted(t for t, v, _, _ in timed if verdict in ("all", v))
        p95 = times[int(0.95 * (len(times) - 1))]
        print(
            f"{verdict:24} n={len(times):4} median {statistics.median(times):7.3f} ms  "
            f"p95 {p95:7.3f} ms  max {times[-1]:7.3f} ms"
        )
    for milliseconds, verdict, given, expected in sorted(timed, reverse=True)[:8]:
        print(f"{milliseconds:8.2f} ms  {verdict:10} {given[:50]}  ~~  {expected[:30]}")


if __name__ == "__main__":
    main()
