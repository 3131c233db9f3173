"""The plain process: its environment, its folder, its end; and no sandbox."""

from __future__ import annotations

import os
import sys
import time
from pathlib import Path

import pytest

from grader.evidence import Answer
from grader.sandbox.child import Exit, Limits
from grader.sandbox.job import Ask, Code, Job
from grader.sandbox.process import ProcessLauncher, clean_environment
from grader.sandbox.supervise import collect

POSIX = pytest.mark.skipif(os.name != "posix", reason="needs signals and process groups")


def ask_for(source: str, name: str = "X") -> object:
    """The value of a name in a module, collected in a plain process."""
    body = {"do": "value", "names": [name], "forms": ["module"]}
    form = Code("module", "work.py", ({"file": "work.py"},))
    found = collect(
        ProcessLauncher(), Job({"work.py": source.encode()}, (form,), (Ask(name, body),))
    )
    outcome = found.outcomes[name]
    assert isinstance(outcome, Answer), outcome
    return outcome.value


def test_it_says_that_it_is_no_sandbox() -> None:
    """The tier that reports state is none."""
    launcher = ProcessLauncher()
    assert launcher.tier == "none"
    launcher.close()


def test_the_environment_is_empty(monkeypatch: pytest.MonkeyPatch) -> None:
    """What the grader was started with, a token for instance, is not there for student code."""
    monkeypatch.setenv("COURSE_TOKEN", "secret")
    monkeypatch.setenv("PYTHONPATH", "/course")
    seen = ask_for("import os\nX = sorted(os.environ)")
    assert isinstance(seen, list)
    assert not {"COURSE_TOKEN", "PYTHONPATH"} & set(seen)
    assert set(clean_environment()) <= set(seen)


def test_hashes_and_threads_are_fixed() -> None:
    """Two runs of the same code give the same order of a set and use one thread."""
    source = "import os\nX = [list({'a', 'b', 'c', 'd'}), os.environ['OMP_NUM_THREADS']]"
    first = ask_for(source)
    assert first == ask_for(source)
    assert isinstance(first, list)
    assert first[1] == "1"


def test_the_work_folder_is_private_and_goes_away() -> None:
    """Code runs in a fresh folder with its own files alone, which is removed afterwards."""
    seen = ask_for("import os\nX = [os.getcwd(), os.listdir('.')]")
    assert isinstance(seen, list)
    assert seen[1] == ["work.py"]
    assert not Path(seen[0]).exists()


def test_standard_input_is_empty() -> None:
    """Code that reads input gets an end of file, not the grader's frames."""
    assert (
        ask_for("try:\n    input()\nexcept EOFError:\n    X = 'nothing there'") == "nothing there"
    )


def test_the_grader_cannot_be_imported_by_name() -> None:
    """The working directory of the run is not among what student code imports from."""
    source = "import sys\nX = [p for p in sys.path if p.endswith('/tests')]"
    assert ask_for(source) == []


@POSIX
def test_a_killed_child_is_reaped_with_its_cost() -> None:
    """Kill and wait end at once, and say by what it ended."""
    child = ProcessLauncher().start(Limits())
    begun = time.monotonic()
    child.kill()
    ended = child.wait()
    assert ended.signal == 9
    assert ended.code is None
    assert time.monotonic() - begun < 30
    assert not child.folder.exists()
    child.kill()


@POSIX
def test_children_of_a_child_are_killed_with_it() -> None:
    """What student code started does not go on after a probe was lost."""
    source = """
import subprocess, sys
P = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(60)"])
X = P.pid
def f():
    while True: pass
"""
    asks = (
        Ask("X", {"do": "value", "names": ["X"], "forms": ["module"]}),
        Ask("f", {"do": "call", "names": ["f"], "forms": ["module"], "arguments": [[]]}),
    )
    form = Code("module", "work.py", ({"file": "work.py"},))
    job = Job({"work.py": source.encode()}, (form,), asks, limits=Limits(probe_seconds=0.5))
    outcome = collect(ProcessLauncher(), job).outcomes["X"]
    assert isinstance(outcome, Answer)
    assert isinstance(outcome.value, int)
    for _ in range(100):
        if not _runs(outcome.value):
            return
        time.sleep(0.1)
    raise AssertionError("it still runs")


def _runs(pid: int) -> bool:
    """Whether a process runs; a dead one that nobody has reaped yet does not."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0] not in "ZX"
    except OSError:
        return False


@pytest.mark.parametrize(
    ("ended", "words"),
    [
        (Exit(0), "it ended by itself (exit code 0)"),
        (Exit(None, 11), "it crashed (signal 11)"),
        (Exit(None, 9), "it was killed, most likely for using too much memory"),
    ],
)
def test_an_end_in_words(ended: Exit, words: str) -> None:
    """How a process ended is said so that a student can act on it."""
    assert ended.reason() == words


def test_another_interpreter_can_be_had() -> None:
    """The rubric's interpreter runs the code."""
    launcher = ProcessLauncher(Path(sys.executable))
    assert launcher.python == Path(sys.executable)
