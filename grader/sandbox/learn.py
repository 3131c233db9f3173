"""Runs the reference once in a throw-away process to learn what submissions import."""

from __future__ import annotations

import json
import shutil
import tempfile
from pathlib import Path

from grader.sandbox import temporary
from grader.sandbox.process import RUNNER, ProcessLauncher

PROGRAM = '''"""Runs the collect program and writes down the names of the modules it loaded."""

import json
import os
import runpy
import sys

sys.path.insert(0, {collect!r})

import job

run = job.run


def library(module):
    """Whether a module belongs to the interpreter and not to the reference or the grader."""
    spec = getattr(module, "__spec__", None)
    origin = getattr(spec, "origin", None)
    if origin in ("built-in", "frozen"):
        return True
    homes = [os.path.join(home, "lib") for home in (sys.prefix, sys.base_prefix)]
    homes += [os.path.dirname(os.__file__)]
    homes += [path for path in sys.path if path.endswith(("site-packages", "dist-packages"))]
    return bool(origin) and any(origin.startswith(home + os.sep) for home in homes)


def learn(connection):
    """Run the job, then write the names, in the order in which the modules came."""
    try:
        run(connection)
    finally:
        names = [name for name, module in list(sys.modules.items()) if library(module)]
        with open({names!r}, "w") as file:
            json.dump([name for name in names if name != "__main__"], file)


job.run = learn
runpy.run_path(os.path.join({collect!r}, "__main__.py"), run_name="__main__")
'''


class LearningLauncher(ProcessLauncher):
    """A plain process for the instructor's own reference; keeps the names of what it loaded."""

    def __init__(self, python: Path, collect: Path = RUNNER) -> None:
        self.folder = Path(tempfile.mkdtemp(prefix="learn-", dir=temporary.place()))
        super().__init__(python, self.folder)
        self._names = self.folder / "names.json"
        text = PROGRAM.format(collect=str(collect), names=str(self._names))
        (self.folder / "__main__.py").write_text(text)

    def names(self) -> tuple[str, ...]:
        """What the last child loaded; nothing when it did not come to its end."""
        try:
            return tuple(json.loads(self._names.read_text()))
        except (OSError, ValueError):
            return ()

    def close(self) -> None:
        """Remove the program that was written for this."""
        shutil.rmtree(self.folder, ignore_errors=True)
