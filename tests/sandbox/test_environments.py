"""Machines that refuse something: the best honest sandbox is chosen, or none and said so.

Each case puts a system-call filter on a process of ours that refuses what such a machine refuses,
then asks that process for a sandbox.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tempfile
import threading
import time
import venv
from pathlib import Path
from typing import Any

import pytest

from grader import sandbox
from grader.errors import SandboxRefusal
from grader.evidence import Answer
from grader.sandbox import open_launcher
from grader.sandbox.child import Limits
from grader.sandbox.forkserver import Plan
from grader.sandbox.job import Ask, Code, Job
from grader.sandbox.launcher import ServerLauncher
from grader.sandbox.process import RUNNER
from grader.sandbox.supervise import collect

pytestmark = [pytest.mark.sandbox, pytest.mark.usefixtures("tier_a")]

REPOSITORY = Path(__file__).resolve().parents[2]
EPERM, EACCES, ENOSPC, ENOSYS = 1, 13, 28, 38

PROGRAM = """
import importlib, json, sys
sys.path.insert(0, {repository!r})
kernel = importlib.import_module("grader.sandbox.server.kernel")
seccomp = importlib.import_module("grader.sandbox.server.seccomp")
calls = importlib.import_module("grader.sandbox.server.calls")
numbers = dict(calls.REFUSED, **kernel.NUMBERS)
code = [seccomp._load(0)]
for name, error in json.loads(sys.argv[1]).items():
    code += [(seccomp.JEQ, 0, 1, numbers[name][kernel.ARCH]), seccomp._give(seccomp.ERRNO | error)]
code.append(seccomp._give(seccomp.ALLOW))
kernel.prctl(kernel.PR_SET_NO_NEW_PRIVS, 1)
seccomp.install(seccomp.packed(code))
from pathlib import Path
from grader.errors import GraderError
from grader.sandbox import verified_tier
try:
    print(json.dumps({{"tier": verified_tier(sys.argv[2], Path(sys.argv[3]))}}))
except GraderError as error:
    print(json.dumps({{"refused": str(error), "exit": error.exit_code}}))
"""


def interpreter() -> str:
    """An interpreter that every user can read, so that tier B is possible even for root."""
    if os.geteuid() != 0:
        return sys.executable
    home = Path(sys.base_prefix).resolve()
    hidden = any(not folder.stat().st_mode & 0o1 for folder in [home, *home.parents])
    return "/usr/bin/python3" if hidden else sys.executable


def ask(
    refusals: dict[str, int],
    isolation: str = "auto",
    start: tuple[str, ...] = (),
) -> dict[str, Any]:
    """What a process on such a machine gets; `start` is a program that starts it."""
    program = PROGRAM.format(repository=str(REPOSITORY))
    done = subprocess.run(
        [
            *start,
            sys.executable,
            "-c",
            program,
            json.dumps(refusals),
            isolation,
            interpreter(),
        ],
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    answer: dict[str, Any] = json.loads(done.stdout)
    return answer


@pytest.mark.parametrize(
    ("refusals", "tier"),
    [
        ({}, "namespaces"),
        ({"unshare": EPERM, "setns": EPERM, "mount": EPERM}, "landlock"),
        ({"unshare": ENOSPC}, "landlock"),
        ({"mount": EACCES}, "landlock"),
        ({"open_tree": ENOSYS, "mount_setattr": ENOSYS}, "landlock"),
        ({"landlock_create_ruleset": ENOSYS}, "namespaces"),
    ],
    ids=[
        "everything",
        "a container's default profile",
        "no user namespaces left",
        "AppArmor restricts user namespaces",
        "an old kernel's mounts",
        "no landlock",
    ],
)
def test_the_best_honest_sandbox_is_found_by_trying(refusals: dict[str, int], tier: str) -> None:
    """What the machine refuses decides, never what its settings say."""
    assert ask(refusals) == {"tier": tier}


@pytest.mark.parametrize(
    "refusals",
    [
        {"unshare": EPERM, "landlock_create_ruleset": ENOSYS},
        {"seccomp": ENOSYS},
    ],
    ids=["neither namespaces nor landlock", "no system-call filter"],
)
def test_no_sandbox_is_refused_with_exit_3(refusals: dict[str, int]) -> None:
    """Never silently weaker: the message says what to do."""
    answer = ask(refusals)
    assert answer["exit"] == 3
    assert "To get one: " in answer["refused"]
    assert "--isolation none" in answer["refused"]


def test_a_proof_that_was_begun_ahead_is_waited_for(monkeypatch: pytest.MonkeyPatch) -> None:
    """It is made once; where it fails, who asks is told why; another interpreter is not tried."""
    monkeypatch.setattr(sandbox, "_verified", {})
    proved: list[tuple[str, Path]] = []
    begun = threading.Event()

    def prove(isolation: str, python: Path) -> str:
        proved.append((isolation, python))
        begun.set()
        time.sleep(0.2)
        if isolation == "landlock":
            raise SandboxRefusal("not here")
        return "namespaces"

    monkeypatch.setattr(sandbox, "_prove", prove)
    for nothing in (("none", None), ("auto", sys.executable)):
        sandbox.prove_ahead(*nothing)
    assert not begun.wait(0.1)
    sandbox.prove_ahead("auto", None)
    assert begun.wait(20)
    assert sandbox.verified_tier("auto") == "namespaces"
    assert sandbox.verified_tier("namespaces") == "namespaces"  # which was proved with it
    assert proved == [("auto", Path(sys.executable))]
    sandbox.prove_ahead("landlock", None)
    with pytest.raises(SandboxRefusal, match="not here"):
        sandbox.verified_tier("landlock")


def test_a_sandbox_asked_for_by_name_is_not_exchanged() -> None:
    """Who asks for namespaces gets namespaces or a refusal."""
    assert ask({"unshare": EPERM}, "namespaces")["exit"] == 3
    assert ask({}, "landlock") == {"tier": "landlock"}
    assert ask({}, "none") == {"tier": "none"}


def test_a_private_interpreter_below_tmp_has_the_complete_sandbox() -> None:
    """A repository cloned to /tmp, its environment in it, is behind tier A like any other.

    Its submissions find their libraries at the same place, cannot change them, and have a /tmp.
    """
    source = b"""
import os, sys, tempfile, pip

def writable(folder):
    try:
        open(os.path.join(folder, "left"), "w").close()
    except OSError:
        return False
    return True

SAID = [writable("/tmp"), writable("."), writable(tempfile.gettempdir()),
        writable(os.path.dirname(pip.__file__)), writable(sys.prefix),
        writable(os.path.dirname(sys.prefix)), pip.__file__.startswith(sys.prefix),
        os.path.exists("/tmp/left.before"), open("/tmp/left.before", "w").close(),
        sorted(name for name in os.listdir("/tmp") if name.startswith("grader-canary"))]
"""
    ask = Ask("SAID", {"do": "value", "names": ["SAID"], "forms": ["module"]})
    code = Code("module", "work.py", ({"file": "work.py"},))
    with tempfile.TemporaryDirectory(dir="/tmp") as place:  # 0700: for its owner alone
        venv.create(f"{place}/course/.venv", symlinks=True, with_pip=True)
        launcher = open_launcher("namespaces", Path(place) / "course/.venv/bin/python")
        try:
            for _ in range(2):  # what the first left in /tmp, the second does not find
                found = collect(launcher, Job({"work.py": source}, (code,), (ask,)))
                answer = found.outcomes["SAID"]
                assert isinstance(answer, Answer), answer
                assert answer.value == [True, True, True, *[False] * 3, True, False, None, []]
        finally:
            launcher.close()


@pytest.mark.parametrize("tier", ["namespaces", "landlock"])
def test_an_installed_grader_is_not_shown(tier: str) -> None:
    """Where the package stands among their libraries, submissions do not see it."""
    source = b"""
import os, sys
HOME = next(path for path in sys.path if path.endswith("site-packages"))

def readable(name):
    try:
        return bool(open(os.path.join(HOME, name)).read())
    except OSError:
        return False

SAID = [readable(name) for name in ("grader/errors.py", "grader/questions/base.py", "beside.py")]
"""
    ask = Ask("SAID", {"do": "value", "names": ["SAID"], "forms": ["module"]})
    code = Code("module", "work.py", ({"file": "work.py"},))
    with tempfile.TemporaryDirectory(dir="/var/tmp") as place:
        Path(place).chmod(0o755)
        python = Path(place) / "bin" / "python"
        subprocess.run([interpreter(), "-m", "venv", "--without-pip", place], check=True)
        libraries = next(Path(place).glob("lib/python3*/site-packages"))
        shutil.copytree(REPOSITORY / "grader", libraries / "grader")
        (libraries / "beside.py").write_text("SEEN = True")
        plan = Plan(
            python, libraries / "grader" / "collect" / "runner", hidden=libraries / "grader"
        )
        launcher = ServerLauncher(tier, plan)
        try:
            found = collect(launcher, Job({"work.py": source}, (code,), (ask,)))
        finally:
            launcher.close()
    answer = found.outcomes["SAID"]
    assert isinstance(answer, Answer), answer
    assert answer.value == [False, False, True]


@pytest.mark.skipif(os.geteuid() != 0, reason="needs a real root")
@pytest.mark.root
def test_a_root_that_may_not_become_another_user_is_refused() -> None:
    """Submissions never run as root, not even without a way to be somebody else."""
    numbers = {"unshare": EPERM, "setresuid": EPERM, "setresgid": EPERM}
    assert "start the grader as an ordinary user" in ask(numbers)["refused"]


@pytest.mark.skipif(os.geteuid() != 0, reason="needs a real root")
@pytest.mark.skipif(not shutil.which("setpriv"), reason="needs setpriv")
@pytest.mark.root
def test_root_with_a_containers_capabilities_gets_landlock() -> None:
    """The Containerfile's user: root with the usual few capabilities and no namespaces."""
    words = "chown,dac_override,fowner,fsetid,kill,setgid,setuid,setpcap,net_bind_service,net_raw"
    words += ",sys_chroot,mknod,audit_write,setfcap"
    bounding = "-all," + ",".join(f"+{word}" for word in words.split(","))
    start = ("setpriv", "--inh-caps=-all", f"--bounding-set={bounding}")
    refusals = dict.fromkeys(("unshare", "setns", "mount", "pivot_root", "open_tree"), EPERM)
    assert ask(refusals, start=start) == {"tier": "landlock"}


@pytest.mark.skipif(os.geteuid() != 0, reason="needs a real root")
@pytest.mark.skipif(not shutil.which("setpriv"), reason="needs setpriv")
@pytest.mark.root
def test_a_container_without_any_capability_is_refused_with_words() -> None:
    """Root that may do nothing: no sandbox, and the message says how to get one."""
    start = ("setpriv", "--inh-caps=-all", "--bounding-set=-all")
    answer = ask({"unshare": EPERM}, start=start)
    assert "ordinary user" in answer["refused"]


@pytest.mark.root
@pytest.mark.skipif(os.geteuid() != 0, reason="started as an ordinary user")
def test_a_program_that_root_alone_can_read_has_tier_a(tmp_path: Path) -> None:
    """A checkout made with a umask of 077 is copied for the user who runs submissions."""
    program = tmp_path / "collect"
    shutil.copytree(RUNNER, program, ignore=shutil.ignore_patterns("__pycache__"))
    for file in program.iterdir():
        file.chmod(0o600)
    launcher = ServerLauncher("namespaces", Plan(Path(sys.executable), program))
    try:
        child = launcher.start(Limits())
        child.kill()
        child.wait()
    finally:
        launcher.close()
    assert child.held
    assert all(child.held.values())
