"""What a worker of a cluster does: say what it is, and work on the tasks that it is sent.

Runs in the worker's own process, which holds neither a rubric nor a key, and starts the same fork
servers as a worker of this machine does.
"""

from __future__ import annotations

import atexit
import functools
import hashlib
import pickle
import tempfile
import threading
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from grader import __version__
from grader.collect.elsewhere.crossing import packed, told
from grader.collect.launchers import LauncherFactory, Launchers
from grader.collect.plan import Plan
from grader.collect.submission import Task, collect_task
from grader.errors import Failed, GraderError, SandboxRefusal, guarded, is_full
from grader.gradebook.keys import collect_version
from grader.sandbox import verified_tier
from grader.sandbox.interpreter import describe

_REFUSED = b"refused:"
"""What an answer begins with from a worker that can do nothing, whatever it is sent."""
_FULL = "its disk is full"


@dataclass(frozen=True, slots=True)
class Parcel:
    """What every worker of a run knows: the plan, the interpreter's path, and the tier.

    `preload` is what servers of students' code load beforehand, `reading` what those of the reader.
    """

    plan: Plan
    python: Path | None
    tier: str
    preload: tuple[str, ...] | None = None
    reading: tuple[str, ...] = ()

    def packed(self) -> bytes:
        """The parcel as it travels, which only the caller's own workers read."""
        return pickle.dumps(self, pickle.HIGHEST_PROTOCOL)


def identity(python: Path | None, isolation: str) -> dict[str, object]:
    """What has to be the same for evidence to be the same: code, interpreter, packages, sandbox."""
    found: dict[str, object] = {"grader": __version__, "code": collect_version()}
    try:
        interpreter = describe(None if python is None else str(python))
        found["python"] = interpreter.version
        found["packages"] = dict(interpreter.packages)
        found["tier"] = verified_tier(isolation, interpreter.path)
    except GraderError as refusal:
        found["refusal"] = _reason(refusal)
    except OSError as error:
        if not is_full(error):
            raise
        found["refusal"] = _FULL
    return found


def introduce(python: str | None, isolation: str) -> bytes:
    """The same as bytes, told by a worker."""
    return told(identity(None if python is None else Path(python), isolation))


def work(parcel: bytes, tasks: bytes) -> bytes:
    """Collect the evidence of each task; never raises for anything that a submission does."""
    try:
        plan, launchers = _held(parcel)
        done: list[Task] = pickle.loads(tasks)
        found = []
        for task in done:
            collecting = functools.partial(collect_task, plan, task, launchers)
            found.append((task, guarded("running it", collecting)))
            if isinstance(result := found[-1][1], Failed) and is_full(result.error):
                return _REFUSED + _FULL.encode()
        return packed(found)
    except SandboxRefusal as refusal:
        return _REFUSED + _reason(refusal).encode()
    except OSError as error:
        if not is_full(error):
            raise
        return _REFUSED + _FULL.encode()


def _reason(refusal: GraderError) -> str:
    """Why nothing can be run here; a disk without room shows in many ways, so it is tried."""
    try:
        with tempfile.TemporaryFile() as file:
            file.write(bytes(1 << 16))
            file.flush()
    except OSError as error:
        if is_full(error):
            return _FULL
    return str(refusal)


_lock = threading.Lock()
_open: dict[str, tuple[Plan, Launchers]] = {}


def _held(parcel: bytes) -> tuple[Plan, Launchers]:
    """The plan of a run and the launchers for it, opened once in this process."""
    name = hashlib.sha256(parcel).hexdigest()
    with _lock:
        if name not in _open:
            known: Parcel = pickle.loads(parcel)
            _close()
            interpreter = describe(None if known.python is None else str(known.python))
            factory = LauncherFactory(
                known.plan, known.tier, interpreter, tuple, known.preload, known.reading
            )
            _open[name] = known.plan, factory.open()
        return _open[name]


@atexit.register
def _close() -> None:
    for _, launchers in _open.values():
        with suppress(Exception):
            launchers.close()
    _open.clear()


def refusal_in(data: bytes) -> str:
    """Why a worker did nothing of what it was sent; empty where it did."""
    if not data.startswith(_REFUSED):
        return ""
    return data[len(_REFUSED) :][:500].decode("utf-8", "replace")
