"""Loaded by `make coverage` alone: lines that run in processes of their own are counted as well.

The collect program and the reader are measured in the plain processes that tests start, the fork
server up to the wall. A forked child writes nothing down: no wall would hold that let it.
"""

from __future__ import annotations

import os
import shutil
import tempfile
from pathlib import Path

import coverage
import pytest

from grader.sandbox import forkserver, process

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

_kept = Path(tempfile.mkdtemp(prefix="grader-coverage-"))


def pytest_configure(config: pytest.Config) -> None:
    """Hand the plan to processes whose environment the grader empties."""
    plan = os.environ[PLAN]
    empty = process.clean_environment
    process.clean_environment = lambda: {**empty(), PLAN: plan}
    _kept.chmod(0o777)  # started as root, the server becomes another user
    program = _kept / "server"
    program.mkdir()
    library = _kept / "library"  # the grader's own may be hidden from that user
    shutil.copytree(Path(coverage.__file__).parent, library / "coverage")
    places = {"data": _kept / ".coverage", "library": library, "server": forkserver.PROGRAM}
    text = SERVER.format(**{name: str(place) for name, place in places.items()})
    (program / "__main__.py").write_text(text, encoding="utf-8")
    forkserver.PROGRAM = program


def pytest_unconfigure(config: pytest.Config) -> None:
    """Lay what the servers wrote beside the rest; a killed process may have begun a file."""
    beside = Path(os.environ.get("COVERAGE_FILE", ".coverage")).absolute().parent
    for file in _kept.glob(".coverage.*"):
        shutil.move(file, beside / file.name)
    for file in beside.glob(".coverage.*"):
        if file.stat().st_size == 0:
            file.unlink()
    shutil.rmtree(_kept)
