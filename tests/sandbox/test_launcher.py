"""The sandbox and its fork server, with real processes."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from grader.errors import SandboxRefusal, UsageMistake
from grader.evidence import Answer, Died, TimedOut
from grader.sandbox import learn_preload, open_launcher, verified_tier
from grader.sandbox.child import GRACE_SECONDS, Launcher, Limits
from grader.sandbox.forkserver import ForkServer, Plan
from grader.sandbox.job import Ask, Code, Job
from grader.sandbox.launcher import ServerLauncher, remove
from grader.sandbox.slots import Slot
from grader.sandbox.supervise import collect

pytestmark = pytest.mark.sandbox


def job(source: str, *names: str, **limits: float) -> Job:
    """A module and the names to ask it for."""
    asks = tuple(Ask(name, {"do": "value", "names": [name], "forms": ["module"]}) for name in names)
    form = Code("module", "work.py", ({"file": "work.py"},))
    return Job({"work.py": source.encode()}, (form,), asks, limits=Limits(**limits))  # type: ignore[arg-type]


@pytest.fixture(scope="module", params=["namespaces", "twin", "landlock"])
def launcher(request: pytest.FixtureRequest) -> Iterator[Launcher]:
    """A launcher behind each sandbox that this machine has, and one whose server is a twin."""
    tier = "landlock" if request.param == "landlock" else "namespaces"
    for python in (Path(sys.executable), Path("/usr/bin/python3")):
        try:
            found = open_launcher(tier, python)
        except (SandboxRefusal, UsageMistake) as refusal:
            reason = str(refusal).splitlines()[0]
            continue
        with closing(found):
            if request.param != "twin":
                yield found
                return
            with closing(open_launcher(tier, python, first=found)) as twin:
                yield twin
                return
    pytest.skip(reason)


@pytest.mark.usefixtures("tier_a")
def test_twins_share_what_was_loaded_and_nothing_else() -> None:
    """Libraries are loaded once; one that is killed, or the first, costs the others no answer."""
    with closing(open_launcher("namespaces", preload=("statistics",))) as first:
        twins = [open_launcher("namespaces", first=first) for _ in range(3)]
        source = "import sys, os\nX = 'statistics' in sys.modules\nY = os.listdir('.')\n"
        source += "open('/dev/shm/left', 'w').write('x')\nZ = os.listdir('/dev/shm')"
        for _ in range(2):
            for twin in twins:
                found = collect(twin, job(source, "X", "Y", "Z")).outcomes
                assert found["X"].value is True  # type: ignore[union-attr]
                assert found["Y"].value == ["work.py"]  # type: ignore[union-attr]
                assert found["Z"].value == ["left"]  # type: ignore[union-attr]
        twins[0].close()
        assert isinstance(collect(twins[1], job("X = 1", "X")).outcomes["X"], Answer)
        os.kill(first.server_pid or 0, signal.SIGKILL)  # type: ignore[attr-defined]
        time.sleep(0.05)
        for twin in twins[1:]:
            assert isinstance(collect(twin, job("X = 1", "X")).outcomes["X"], Answer)
            twin.close()
        server = first.server_pid or 0  # type: ignore[attr-defined]
        ends = time.monotonic() + 20  # closing one does not wait for it
        while len(_family(server)) > 1:  # the first itself
            assert time.monotonic() < ends
            time.sleep(0.01)
    assert not Path(f"/proc/{server}").exists()


def test_an_honest_module_answers(launcher: Launcher) -> None:
    """In a sandbox an answer is the same as in front of it."""
    found = collect(launcher, job("X = 3\nopen('note.txt', 'w').write('x')\nY = 'ok'", "X", "Y"))
    assert [found.outcomes[name] for name in "XY"] == [
        Answer(3, found.outcomes["X"].source),  # type: ignore[union-attr]
        Answer("ok", found.outcomes["Y"].source),  # type: ignore[union-attr]
    ]
    assert found.usage.seconds > 0
    assert found.usage.peak_bytes > 1 << 20


def test_nothing_is_left_for_the_next_submission(launcher: Launcher) -> None:
    """Files, modules and patches of one submission are not there for the next."""
    collect(
        launcher, job("import json\njson.dumps = None\nopen('left', 'w').write('x')\nX = 1", "X")
    )
    source = "import json, os\nX = json.dumps({}) + str(sorted(os.listdir('.')))"
    found = collect(launcher, job(source, "X"))
    assert isinstance(found.outcomes["X"], Answer)
    assert found.outcomes["X"].value == "{}['work.py']"


@pytest.mark.parametrize(
    "last",
    [
        "os.write(3, struct.pack('>II', len(DONE), 0) + DONE)\ntime.sleep(999)",
        "os._exit = lambda *given: time.sleep(999)",
    ],
    ids=["it says that it is done", "it cannot be ended by its own hand"],
)
def test_a_child_that_lingers_is_ended(launcher: Launcher, last: str) -> None:
    """Whoever says "done" and goes on keeps neither the worker nor the next submission waiting."""
    source = f"import os, struct, time\nDONE = b'{{\"done\":true}}'\nX = 1\n{last}\n"
    begun = time.monotonic()
    found = collect(launcher, job(source, "X", seconds=300.0))
    assert isinstance(found.outcomes["X"], Died | Answer)
    assert time.monotonic() - begun < 10 * GRACE_SECONDS
    assert isinstance(collect(launcher, job("X = 1", "X")).outcomes["X"], Answer)


def test_a_dead_server_is_replaced(launcher: Launcher) -> None:
    """A fork server that was killed costs nothing but its start."""
    assert isinstance(launcher, ServerLauncher)
    collect(launcher, job("X = 1", "X"))
    assert launcher.server_pid is not None
    os.kill(launcher.server_pid, signal.SIGKILL)
    time.sleep(0.05)
    assert isinstance(collect(launcher, job("X = 1", "X")).outcomes["X"], Answer)


def test_work_of_a_dead_server_is_done_again(launcher: Launcher) -> None:
    """A server that dies under a submission costs that submission nothing but time."""
    assert isinstance(launcher, ServerLauncher)
    collect(launcher, job("X = 1", "X"))
    killed = launcher.server_pid or 0
    timer = threading.Timer(0.3, os.kill, (killed, signal.SIGKILL))
    timer.start()
    found = collect(launcher, job("import time\ntime.sleep(1)\nX = 1", "X"))
    timer.join()
    assert launcher.server_pid != killed
    assert found.outcomes["X"] == Answer(1, found.outcomes["X"].source)  # type: ignore[union-attr]


@pytest.mark.usefixtures("tier_a")
def test_the_next_child_is_up_before_it_is_asked_for() -> None:
    """It waits behind its limits, its waiting is no time of a submission, and it ends with us."""
    with closing(open_launcher("namespaces")) as launcher:
        assert isinstance(launcher, ServerLauncher)

        def ended(limits: Limits = Limits()) -> tuple[int, float]:
            """The number of the child that is handed out, and how long it is said to have run."""
            child = launcher.start(limits)
            child.kill()
            return child.number, child.wait().seconds

        first, second, third = (ended()[0] for _ in range(3))
        time.sleep(0.2)
        begun = time.monotonic()
        number, seconds = ended()
        assert [first, second, third, number] == [1, 2, 3, 4]
        assert seconds < time.monotonic() - begun
        assert ended(Limits(processes=8))[0] == 6  # the fifth was made with other limits
        server = launcher.server_pid or 0
        os.kill(server, signal.SIGKILL)
        time.sleep(0.05)
        assert isinstance(collect(launcher, job("X = 1", "X")).outcomes["X"], Answer)
        server = launcher.server_pid or 0
        family = _family(server)
        assert len(family) == 2  # the server and the next child
    assert not any(Path(f"/proc/{one}").exists() for one in family)


@pytest.mark.parametrize("value", ["Loop()", "[1, [Loop()]]", "{2: Loop()}"])
def test_a_loop_loses_itself_only(launcher: Launcher, value: str) -> None:
    """What was answered before the time was over is kept, and the end comes in time."""
    source = (
        "X = 1\nclass Loop:\n  @property\n  def __class__(self):\n    while True: pass\nY = "
    ) + value
    begun = time.monotonic()
    found = collect(launcher, job(source, "X", "Y", probe_seconds=0.5))
    assert isinstance(found.outcomes["X"], Answer)
    assert isinstance(found.outcomes["Y"], TimedOut | Answer)
    assert time.monotonic() - begun < 20


def test_memory_is_limited(launcher: Launcher) -> None:
    """More memory than the limit is refused to the submission, which may go on."""
    source = "try:\n  big = bytearray(1 << 30)\nexcept MemoryError:\n  X = 'refused'"
    found = collect(launcher, job(source, "X", memory_bytes=200 << 20))
    assert found.outcomes["X"].value == "refused"  # type: ignore[union-attr]


def test_exits_are_seen_from_outside(launcher: Launcher) -> None:
    """A submission that leaves is a lost submission, not a clean one."""
    found = collect(launcher, job("import os\nos._exit(0)", "X"))
    assert not isinstance(found.outcomes["X"], Answer)
    assert isinstance(found.outcomes["X"], Died) or found.outcomes["X"]


def test_the_child_proves_the_sandbox_before_it_gets_anything(launcher: Launcher) -> None:
    """A child is believed for what it tried, all of which must have been refused."""
    child = launcher.start(Limits())
    try:
        assert len(child.held) >= 20  # type: ignore[attr-defined]
        assert all(held is True for held in child.held.values())  # type: ignore[attr-defined]
    finally:
        child.kill()
        child.wait()


@pytest.mark.skipif(os.geteuid() != 0, reason="needs a real root")
@pytest.mark.root
@pytest.mark.usefixtures("tier_a")
def test_a_real_root_never_runs_student_code() -> None:
    """As root, submissions run as a spare user; the kernel says so from outside."""
    launcher = open_launcher("namespaces")
    assert isinstance(launcher, ServerLauncher)
    child = launcher.start(Limits())
    try:
        users = [
            (entry / "status").read_text().split("Uid:")[1].split()[0]
            for entry in Path("/proc").glob("[0-9]*")
            if _below(int(entry.name), launcher.server_pid or 0)
        ]
        assert users
        assert all(int(user) >= 30000 for user in users)
    finally:
        child.kill()
        child.wait()
        launcher.close()


def _family(server: int) -> list[int]:
    """The processes below a server's own, which waits outside."""
    numbers = [int(one.name) for one in Path("/proc").glob("[0-9]*")]
    return [one for one in numbers if _below(one, server)]


def _below(pid: int, ancestor: int) -> bool:
    """Whether `ancestor` is above `pid`."""
    while pid > 1:
        try:
            pid = int(Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[1])
        except OSError:
            return False
        if pid == ancestor:
            return True
    return False


def test_learning_keeps_names_of_libraries_only() -> None:
    """The reference's own modules are not among what a server loads."""
    source = "import fractions\nimport work2\nX = 1"
    plan = job(source, "X")
    files = {**plan.files, "work2.py": b"KEY = 'secret'"}
    given = Job(files, plan.forms, plan.asks)
    names = learn_preload(lambda launcher: collect(launcher, given))
    assert "fractions" in names
    assert not {"work2", "job", "work", "__main__"} & set(names)


def test_sandboxes_are_tried_not_guessed() -> None:
    """The best sandbox is found by trying; no sandbox is only had by asking for none."""
    assert verified_tier("auto") in ("namespaces", "landlock")
    assert verified_tier("none") == "none"
    assert sys.platform == "linux"


def test_starting_a_process_is_refused_in_words(launcher: Launcher) -> None:
    """Honest code that starts a process reads why it may not."""
    source = "import subprocess\ntry:\n  subprocess.run(['ls'])\nexcept OSError as e:\n  X = str(e)"
    found = collect(launcher, job(source, "X"))
    assert "new processes are not allowed here" in found.outcomes["X"].value  # type: ignore[union-attr, operator]


def test_a_data_base_in_the_work_folder_works(launcher: Launcher) -> None:
    """Locks are pretended, so honest code that locks its own files is not stopped."""
    source = "import sqlite3\nb = sqlite3.connect('x.db')\nb.execute('CREATE TABLE t (a)')\nX = 1"
    found = collect(launcher, job(source, "X"))
    assert isinstance(found.outcomes["X"], Answer)


def test_a_hostile_folder_is_removed(tmp_path: Path) -> None:
    """Too deep for recursion, a link outside, nothing permitted: gone all the same."""
    kept = tmp_path / "kept"
    kept.mkdir()
    (kept / "file").write_text("x")
    folder = tmp_path / "work"
    folder.mkdir()
    (folder / "link").symlink_to(kept)
    here = os.open(folder, os.O_RDONLY)
    for _ in range(1500):
        os.mkdir("d", dir_fd=here)
        deeper = os.open("d", os.O_RDONLY, dir_fd=here)
        os.close(here)
        here = deeper
    os.fchmod(here, 0)
    os.close(here)
    remove(folder)
    assert not folder.exists()
    assert (kept / "file").read_text() == "x"


ENDS_AT_ONCE = """
import os, sys
from pathlib import Path
from grader.sandbox import open_launcher
from grader.sandbox.child import Limits
launcher = open_launcher(sys.argv[1], Path(sys.argv[2]))
child = launcher.start(Limits())
print(os.listdir(os.environ["TMPDIR"]))
sys.exit(0)
"""


def test_a_run_that_ends_at_once_leaves_no_folder(launcher: Launcher) -> None:
    """A second Ctrl-C, or an error, closes nothing; the copies and the work folder still go."""
    given = [launcher.tier, str(launcher.plan.python)]  # type: ignore[attr-defined]
    with tempfile.TemporaryDirectory() as place:
        Path(place).chmod(0o755)
        done = subprocess.run(
            [sys.executable, "-c", ENDS_AT_ONCE, *given],
            cwd=Path(__file__).resolve().parents[2],
            env={**os.environ, "TMPDIR": place},
            capture_output=True,
            text=True,
            timeout=60,
            check=True,
        )
        assert "grader-" in done.stdout
        assert {path.name for path in Path(place).iterdir()} <= {"grader-slots"}


@pytest.mark.parametrize("version", [1, 2])
def test_a_kernel_whose_landlock_is_too_old_is_refused(
    version: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Before version 3 a file could be cut to nothing: there is no tier B there."""
    monkeypatch.setattr(ForkServer, "landlock_at_most", version)
    with pytest.raises(SandboxRefusal, match=f"landlock is version {version} here, 3 is needed"):
        ForkServer.started("landlock", Plan(Path(sys.executable)), Slot(os.geteuid(), os.getegid()))
