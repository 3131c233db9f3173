"""What a Python interpreter is: its version and packages, asked of itself."""

from __future__ import annotations

import functools
import json
import os
import platform
import shutil
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from grader.errors import UsageMistake
from grader.sandbox.process import NOWHERE, clean_environment

if TYPE_CHECKING:
    from importlib.metadata import Distribution

_ASK = """
import json, platform, sys
try:
    from importlib.metadata import distributions
    found = {d.metadata["Name"]: d.version for d in distributions()}
except Exception:
    found = {}
print(json.dumps([platform.python_version(), list(sys.version_info[:2]), found]))
"""


@dataclass(frozen=True, slots=True)
class Interpreter:
    """The interpreter that runs students' code."""

    path: Path
    version: str
    packages: Mapping[str, str] = field(default_factory=dict)


@functools.cache
def describe(path: str | None) -> Interpreter:
    """The interpreter at `path`, or our own; raises `UsageMistake` where it is none."""
    if path is None:
        from importlib.metadata import distributions

        found = dict(map(_named, distributions()))
        packages = dict(sorted(found.items(), key=lambda pair: pair[0].lower()))
        return Interpreter(Path(sys.executable), platform.python_version(), packages)
    program = _program(path)
    try:
        asked = subprocess.run(
            [program, "-I", "-c", _ASK],
            capture_output=True,
            timeout=60,
            check=True,
            cwd=NOWHERE,
            env=clean_environment(),
        )
        version, numbers, packages = json.loads(asked.stdout)
        old = tuple(numbers) < (3, 8)
    except (OSError, subprocess.SubprocessError, TypeError, ValueError) as error:
        raise UsageMistake(f"{path}: not a Python interpreter that can be started") from error
    if old:
        raise UsageMistake(f"{path}: is Python {version}; students' code needs 3.8 or newer")
    return Interpreter(Path(program), version, packages)


def _named(one: Distribution) -> tuple[str, str]:
    """Name and version of a package; to parse its whole file takes ten times as long."""
    head = ((one.read_text("METADATA") or "").partition("\n\n")[0]).split("\n")
    fields = {key: value.strip() for key, _, value in (line.partition(":") for line in head[:9])}
    if "Name" in fields and "Version" in fields:
        return fields["Name"], fields["Version"]
    return one.metadata["Name"], one.version


def _program(path: str) -> str:
    """The program whatever the current folder is: by its place, or a bare name found on PATH."""
    if os.path.basename(path) != path:  # noqa: PTH119 - Path would drop a leading ./
        return str(Path(path).absolute())
    places = os.environ.get("PATH", os.defpath).split(os.pathsep)
    found = shutil.which(path, path=os.pathsep.join(filter(os.path.isabs, places)))
    return found or str(Path(path).absolute())
