"""A grader as many are written: it runs submissions in its own process, beside the key.

Started as `python naive.py WORLD.json RESULTS SUBMISSION...`; it exists to be beaten, so that the
attacks are known to bite.
"""

import contextlib
import json
import sys
from pathlib import Path
from typing import Any

WORLD = json.loads(Path(sys.argv[1]).read_text())
KEY_FILE = open(WORLD["key"])  # noqa: SIM115 - left open, as graders do
KEY = KEY_FILE.read()


def check(given: object) -> bool:
    """Whether an answer is right."""
    return all([given == KEY])


def grade(path: str) -> dict[str, Any]:
    """Run one submission and mark it."""
    names: dict[str, Any] = {"WORLD": WORLD, "__name__": "work"}
    with contextlib.suppress(Exception):
        exec(compile(Path(path).read_text(), path, "exec"), names)
    names.pop("WORLD", None)
    shown = {name: value for name, value in names.items() if name.isupper()}
    return {
        "right": check(names.get("ANSWER")),
        "escaped": bool(names.get("ESCAPED")),
        "shown": {
            name: value if isinstance(value, str | int | float | list) else repr(value)
            for name, value in shown.items()
        },
    }


if __name__ == "__main__":
    RESULTS = Path(sys.argv[2])
    marks = [grade(path) for path in sys.argv[3:]]
    RESULTS.write_text(json.dumps(marks))
