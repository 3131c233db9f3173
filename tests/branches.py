"""`make coverage` ends with this: how many branches of what decides about marks the tests take."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

PARTS = ("marking", "questions", "questions/shapes")
AT_LEAST = 90.0
"""Percent of the branches of each part."""


def share(files: dict[str, Any], part: str) -> tuple[int, int]:
    """How many branches of a part were taken, and how many it has."""
    rows = [row["summary"] for name, row in files.items() if f"grader/{part}/" in name]
    return sum(row["covered_branches"] for row in rows), sum(row["num_branches"] for row in rows)


def main(report: Path) -> int:
    """Print each part's share from a report of `coverage json`; 1 if one is too low."""
    files = json.loads(report.read_text("utf-8"))["files"]
    low = 0
    for part in PARTS:
        taken, every = share(files, part)
        percent = 100 * taken / every
        low |= percent < AT_LEAST
        print(f"{part:<20} {taken} of {every} branches, {percent:.1f} %")
    return int(low)


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
