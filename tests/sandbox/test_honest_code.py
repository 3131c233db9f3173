"""What honest code does with files, locks and threads works in both sandbox, or says why not."""

from __future__ import annotations

import importlib
import textwrap

import pytest

from grader.evidence import Answer
from grader.sandbox.child import Launcher
from grader.sandbox.supervise import collect
from tests.sandbox.test_launcher import job, launcher

__all__ = ["launcher"]

pytestmark = pytest.mark.sandbox

WORKS = {
    "touch makes a file": """
        from pathlib import Path
        Path("made").touch()
        Path("made").touch()
        X = Path("made").exists()
    """,
    "copies and archives": """
        import os, shutil, tarfile, zipfile
        os.makedirs("a/b")
        open("a/b/c.txt", "w").write("c")
        shutil.copytree("a", "d")
        shutil.copy2("a/b/c.txt", "e.txt")
        with tarfile.open("t.tgz", "w:gz") as file:
            file.add("d")
        with tarfile.open("t.tgz") as file:
            file.extractall("f")
        shutil.make_archive("z", "zip", "f")
        with zipfile.ZipFile("z.zip") as file:
            file.extractall("g")
        shutil.rmtree("a")
        X = open("g/d/b/c.txt").read() == "c"
    """,
    "temporary files": """
        import os, tempfile
        with tempfile.TemporaryDirectory() as place:
            open(os.path.join(place, "x"), "w").write("x")
        with tempfile.NamedTemporaryFile() as file:
            file.write(b"x")
        X = not os.path.exists(place)
    """,
    "another encoding of what is printed": """
        import codecs, io, sys
        sys.stdout.reconfigure(encoding="utf-8")
        sys.stderr.reconfigure(line_buffering=True)
        print("one")
        sys.stdout = io.TextIOWrapper(sys.stdout.buffer, encoding="utf-8")
        print("two")
        sys.stdout = codecs.getwriter("utf-8")(sys.stdout.detach())
        print("three")
        X = sys.__stdout__.seekable() is False and sys.__stdout__.name == "<stdout>"
    """,
    "programs and modules by their path": """
        import runpy, sys, zipfile
        open("made.py", "w").write("V = 7")
        with zipfile.ZipFile("made.zip", "w") as file:
            file.writestr("packed.py", "V = 8")
        sys.path.insert(0, "made.zip")
        import packed
        X = runpy.run_path("made.py")["V"] == 7 and packed.V == 8
    """,
    "times of files": """
        import os
        from pathlib import Path
        os.utime("work.py")
        os.utime("work.py", (1, 1))
        os.utime("work.py", ns=(1, 1))
        Path("made").touch()
        Path("made").touch()
        try:
            os.utime("absent")
            X = False
        except FileNotFoundError:
            X = os.path.exists("made")
    """,
    "the command line as data": """
        import copy, pickle, sys
        X = pickle.loads(pickle.dumps(sys.argv)) == copy.deepcopy(sys.argv) == list(sys.argv)
    """,
    "a pool of threads": """
        from multiprocessing.pool import ThreadPool
        with ThreadPool(2) as pool:
            X = pool.map(abs, [-1, -2]) == [1, 2]
    """,
    "locks of multiprocessing": """
        import multiprocessing as m, threading
        lock, again, count = m.Lock(), m.RLock(), m.BoundedSemaphore(1)
        with lock:
            X = lock.acquire(False) is False and not lock.acquire(timeout=0.01)
        with again, again:
            pass
        try:
            count.release()
            X = False
        except ValueError:
            pass
        condition = m.Condition()
        def tell():
            with condition:
                condition.notify()
        with condition:
            threading.Thread(target=tell).start()
            X = X and condition.wait(5)
        X = X and m.Value("i", 3).value == 3 and m.Event().is_set() is False
    """,
    "kinds of files by their names": """
        import mimetypes
        X = mimetypes.guess_type("a.png")[0] == "image/png"
    """,
    "n_jobs of joblib": """
        try:
            import joblib
        except ImportError:
            X = True
        else:
            X = joblib.cpu_count() > 0
            for how in ({}, {"prefer": "threads"}, {"backend": "multiprocessing"}):
                done = joblib.Parallel(n_jobs=2, **how)(joblib.delayed(abs)(-i) for i in range(3))
                X = X and done == [0, 1, 2]
    """,
    "a log that rotates": """
        import logging.handlers, os
        log = logging.getLogger("work")
        log.addHandler(logging.handlers.RotatingFileHandler("log", maxBytes=9, backupCount=1))
        log.warning("one message")
        log.warning("another message")
        X = os.path.exists("log.1")
    """,
}


@pytest.mark.parametrize("what", WORKS)
def test_honest_code_works(launcher: Launcher, what: str) -> None:
    """The same as without a sandbox."""
    found = collect(launcher, job(textwrap.dedent(WORKS[what]), "X", seconds=20))
    answer = found.outcomes["X"]
    assert isinstance(answer, Answer), (answer, found.findings)
    assert answer.value is True


def test_rights_are_changed_where_nobody_else_has_files(launcher: Launcher) -> None:
    """Behind tier A a change of rights happens; behind tier B it succeeds without happening."""
    source = "import os\nopen('a', 'w')\nos.chmod('a', 0o600)\nX = os.stat('a').st_mode & 0o777"
    found = collect(launcher, job(source, "X")).outcomes["X"]
    assert isinstance(found, Answer)
    assert found.value == (0o600 if launcher.tier == "namespaces" else 0o644)


def test_the_locks_for_threads_have_what_the_real_ones_have() -> None:
    """Whoever adds to `multiprocessing` what ours lacks is told by this test."""
    real = importlib.import_module("_multiprocessing").SemLock
    ours = importlib.import_module("grader.sandbox.server.locks").ThreadLock(1, 1, 1)
    wanted = {name for name in vars(real) if not name.startswith("__")} - {"_rebuild"}
    assert {name for name in wanted if not hasattr(ours, name)} == set()


@pytest.mark.parametrize(
    "lines",
    [
        "sys.stdout.reconfigure(encoding='utf-8')",
        "sys.stdout = io.TextIOWrapper(sys.stdout.buffer, encoding='utf-8')",
        "sys.stdout = codecs.getwriter('utf-8')(sys.stdout.detach())",
    ],
)
def test_what_is_printed_in_another_encoding_is_kept_as_shown(
    launcher: Launcher, lines: str
) -> None:
    """It may hold the answer to a question that code answers under no name."""
    text = f"import codecs, io, sys\n{lines}\nprint('the mean: 7.5 \u00b5')\nX = 1\n"
    found = collect(launcher, job(text, "X", seconds=20))
    assert [one.text for one in found.shown] == ["the mean: 7.5 \u00b5\n"]
    assert "7.5" in found.printed
