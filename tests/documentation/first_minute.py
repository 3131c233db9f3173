"""The README's first minute, pasted into a shell: `python -m tests.documentation.first_minute`
writes what it prints now into the README."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tempfile
from pathlib import Path

README = Path(__file__).parents[2] / "README.md"
_BLOCK = re.compile(r"(?<=```text\n).*?(?=```)", re.DOTALL)


def paste(commands: str, folder: Path) -> subprocess.CompletedProcess[str]:
    """What a shell does with these lines: 80 columns, no colour, this interpreter's commands."""
    env = {**os.environ, "PATH": f"{Path(sys.executable).parent}:{os.environ['PATH']}"}
    env |= {"COLUMNS": "80", "NO_COLOR": "1"}
    for variable in ("GITHUB_ACTIONS", "FORCE_COLOR"):
        env.pop(variable, None)
    return subprocess.run(
        ["bash", "-ec", commands], cwd=folder, env=env, capture_output=True, text=True, check=False
    )


def minute(text: str) -> str:
    """The block to paste."""
    (found,) = (b for b in re.findall(r"```sh\n(.*?)```", text, re.DOTALL) if "week3.yaml" in b)
    return str(found)


def shown(text: str) -> str:
    """What the README says is printed."""
    found = _BLOCK.search(text)
    assert found is not None
    return found[0]


def printed(done: subprocess.CompletedProcess[str]) -> str:
    """What was printed, without blanks at line ends."""
    return "".join(f"{line.rstrip()}\n" for line in done.stdout.splitlines())


if __name__ == "__main__":
    old = README.read_text("utf-8")
    with tempfile.TemporaryDirectory() as place:
        new = printed(paste(minute(old), Path(place)))
    README.write_text(_BLOCK.sub(lambda _: new, old, count=1), "utf-8")
