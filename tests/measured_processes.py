"""Loaded by `make coverage` alone: lines that run in processes of their own are counted as well.

The collect program and the reader are measured in the plain processes that tests start, the fork
server up to the sandbox. A forked child writes nothing down: no sandbox would hold that let it.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import coverage
import pytest

from grader.sandbox import forkserver, process

Kill = Callable[[process.ProcessChild], None]
PLAN = "COVERAGE_PROCESS_CONFIG"
"""What `patch = ["subprocess"]` gives to processes that inherit the environment."""

SERVER = '''"""Starts the fork server with its lines counted, where its interpreter can."""

import atexit
import runpy
import sys

sys.path.insert(1, {library!r})
try:
    import coverage
except (ImportError, SyntaxError):
    pass  # an interpreter too old for it
else:
    found = coverage.Coverage({data!r}, True, config_file=False, source=[{server!r}])
    found.start()
    atexit.register(found.save)
finally:
    sys.path.remove({library!r})

runpy.run_path({server!r} + "/__main__.py", run_name="__main__")
'''

GRACE_SECONDS = 0.5
"""How long a process that is to be killed may take to write its lines down."""

_kept = Path(tempfile.mkdtemp(prefix="grader-coverage-"))


def pytest_configure(config: pytest.Config) -> None:
    """Hand the plan to processes whose environment the grader empties."""
    plan = os.environ[PLAN]
    empty = process.clean_environment
    process.clean_environment = lambda: {**empty(), PLAN: plan}
    process.ProcessChild.kill = _patient(process.ProcessChild.kill)  # type: ignore[method-assign, assignment]
    _kept.chmod(0o777)  # started as root, the server becomes another user
    program = _kept / "server"
    program.mkdir()
    library = _kept / "library"  # the grader's own may be hidden from that user
    shutil.copytree(Path(coverage.__file__).parent, library / "coverage")
    places = {"data": _kept / ".coverage", "library": library, "server": forkserver.PROGRAM}
    text = SERVER.format(**{name: str(place) for name, place in places.items()})
    (program / "__main__.py").write_text(text, encoding="utf-8")
    forkserver.PROGRAM = program


def _patient(kill: Kill) -> Kill:
    """The same, after a moment: a reader is killed as soon as its reply is there."""

    def killed(child: process.ProcessChild) -> None:
        ended, flags = None, os.WEXITED | os.WNOHANG | os.WNOWAIT
        ends = time.monotonic() + GRACE_SECONDS
        with contextlib.suppress(ChildProcessError):
            while ended is None and time.monotonic() < ends:
                ended = os.waitid(os.P_PID, child._process.pid, flags)
                time.sleep(0.01)
        kill(child)

    return killed


def pytest_unconfigure(config: pytest.Config) -> None:
    """Lay what the servers wrote beside the rest; a killed process may have begun a file."""
    beside = Path(os.environ.get("COVERAGE_FILE", ".coverage")).absolute().parent
    for file in _kept.glob(".coverage.*"):
        shutil.move(file, beside / file.name)
    for file in beside.glob(".coverage.*"):
        if file.stat().st_size == 0:
            file.unlink()
    shutil.rmtree(_kept)
