"""How the command line ends: every exit code, each with one message and never a traceback."""

from __future__ import annotations

import io
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import click
import pytest

from grader import cli
from grader.errors import (
    EXIT_BELOW,
    EXIT_CALLER,
    EXIT_DONE,
    EXIT_INTERRUPTED,
    EXIT_OURS,
    UsageMistake,
)

ROOT = Path(__file__).resolve().parents[2]
RUBRIC = """
title: Small
reference: reference
questions:
  - {id: a, kind: numeric, points: 2, name: A, key: 4}
  - {id: b, kind: numeric, points: 1, name: B, key: 5}
"""


@pytest.fixture
def course(tmp_path: Path) -> Path:
    """A small rubric with a right reference, and one submission with a mistake."""
    (tmp_path / "small.yaml").write_text(RUBRIC)
    for name, text in {
        "reference/hw.py": "A = 4\nB = 5\n",
        "class/ada/hw.py": "A = 4\nB = 6\n",
    }.items():
        path = tmp_path / name
        path.parent.mkdir(parents=True)
        path.write_text(text)
    return tmp_path


def ended(*arguments: str | Path) -> int:
    """The exit code of the command line in this process."""
    with pytest.raises(SystemExit) as end:
        cli.main([str(argument) for argument in arguments])
    assert isinstance(end.value.code, int)
    return end.value.code


@pytest.mark.parametrize(
    ("error", "code", "said"),
    [
        (click.Abort(), EXIT_INTERRUPTED, ""),
        (KeyboardInterrupt(), EXIT_INTERRUPTED, "interrupted; what was finished is kept"),
        (UsageMistake("write this instead"), EXIT_CALLER, "write this instead"),
        (click.UsageError("no such option"), EXIT_CALLER, "no such option"),
        (BrokenPipeError(), EXIT_DONE, ""),
        (
            FileNotFoundError(2, "No usable temporary directory found in ['/tmp']"),
            EXIT_CALLER,
            "TMPDIR",
        ),
        (ZeroDivisionError("x"), EXIT_OURS, "internal error: ZeroDivisionError: x"),
    ],
    ids=lambda part: type(part).__name__,
)
def test_every_end_has_its_code(
    monkeypatch: pytest.MonkeyPatch, error: BaseException, code: int, said: str
) -> None:
    """The caller's mistake, an interrupt, a closed pipe and an internal error are told apart."""

    def fails(*_: Any, **__: Any) -> None:
        raise error

    told = io.StringIO()
    monkeypatch.setattr(cli.cli, "main", fails)
    monkeypatch.setattr(sys, "stderr", told)
    monkeypatch.delenv("GRADER_DEBUG", raising=False)
    closed = isinstance(error, BrokenPipeError)
    assert ended("anything") == code
    assert told.closed == closed
    assert closed or (said in told.getvalue() and "Traceback" not in told.getvalue())


def test_our_own_fault_shows_where_when_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    """`GRADER_DEBUG=1` lets the exception through."""

    def fails(*_: Any, **__: Any) -> None:
        raise ZeroDivisionError("x")

    monkeypatch.setattr(cli.cli, "main", fails)
    monkeypatch.setenv("GRADER_DEBUG", "1")
    with pytest.raises(ZeroDivisionError):
        cli.main([])


@pytest.fixture
def own_interrupt() -> Iterator[None]:
    """Put back what an interrupt does here."""
    before = signal.getsignal(signal.SIGINT)
    yield
    signal.signal(signal.SIGINT, before)


@pytest.mark.usefixtures("own_interrupt")
def test_the_first_interrupt_lets_what_runs_finish() -> None:
    """The second one ends at once."""
    stop = threading.Event()
    cli._finish_on_interrupt(stop)
    signal.raise_signal(signal.SIGINT)
    assert stop.is_set()
    with pytest.raises(KeyboardInterrupt):
        signal.raise_signal(signal.SIGINT)


def _grade(course: Path) -> tuple[str | Path, ...]:
    return (
        *("grade", course / "class", "--rubric", course / "small.yaml"),
        *("--out", course / "out", "--isolation", "none"),
    )


@pytest.mark.usefixtures("own_interrupt")
def test_what_was_left_and_what_failed_is_told(
    course: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """An interrupted run names the submissions not run; faults of ours are named and no zero."""
    from grader import grade

    real = grade.grade

    def cut_short(*given: Any) -> Any:
        return replace(real(*given), faults=("bob: the disk is full",), left=("cleo",))

    monkeypatch.setattr(grade, "grade", cut_short)
    assert ended(*_grade(course)) == EXIT_INTERRUPTED
    told = capsys.readouterr().err
    assert "an internal error, marked as not gradable: bob: the disk is full" in told
    assert "interrupted; not run yet: cleo" in told


def test_a_terminal_gets_a_bar(course: Path) -> None:
    """On a terminal progress is a bar that goes away; the summary is the same as elsewhere."""
    ours, theirs = pytest.importorskip("pty").openpty()
    command = [sys.executable, "-m", "grader", *map(str, _grade(course))]
    pieces: list[bytes] = []

    def look() -> None:
        """Take what is shown, so that a slow machine's many frames never fill the terminal."""
        try:
            while piece := os.read(ours, 1 << 16):
                pieces.append(piece)
        except OSError:  # the other end is closed
            pass

    reader = threading.Thread(target=look, daemon=True)
    reader.start()
    with os.fdopen(theirs, "w") as screen:
        done = subprocess.run(command, stdout=subprocess.PIPE, stderr=screen, text=True, cwd=ROOT)
    reader.join(10)
    os.close(ours)
    shown = b"".join(pieces).decode(errors="replace")
    assert done.returncode == EXIT_DONE and "1 submission: 1 graded" in done.stdout
    assert "grading" in shown and "graded 1 of 1" not in shown


def test_selftest_says_where_the_reference_falls_short(
    course: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A reference with full marks ends well; one with a mistake names the question."""
    assert ended("selftest", course / "small.yaml", "--isolation", "none") == EXIT_DONE
    (course / "reference/hw.py").write_text("A = 4\nB = 6\n")
    assert ended("selftest", course / "small.yaml", "--isolation", "none") == EXIT_BELOW
    assert "the reference falls short in b" in capsys.readouterr().err


def test_a_rubric_that_is_wrong_or_loose_is_told(
    course: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """`validate` refuses a wrong derivative at its place; `selftest` tells what slips through."""
    path = course / "small.yaml"
    text = path.read_text(encoding="utf-8")
    more = (
        "  - {kind: symbolic, id: g, points: 1, name: G, variables: [x], "
        'gradient_of: "x^3", key: ["KEY"], credit: {sign: 1}}\n'
    )
    path.write_text(text + more.replace("KEY", "3*x"), encoding="utf-8")
    assert ended("validate", path) == EXIT_CALLER
    told = capsys.readouterr().err
    line = len((text + more).splitlines())
    assert f"{path}:{line}:" in told and "3*x^2 by SymPy's account; here stands 3*x" in told
    assert ended("selftest", path, "--isolation", "none") == EXIT_CALLER
    path.write_text(text + more.replace("KEY", "3*x^2"), encoding="utf-8")
    assert ended("validate", path) == EXIT_DONE
    assert "SymPy derives 1 entry of keys the same" in capsys.readouterr().out
    (course / "reference/hw.py").write_text("A = 4\nB = 5\nG = ['3*x^2']\n")
    assert ended("selftest", path, "--isolation", "none") == EXIT_BELOW
    told = capsys.readouterr().err
    assert "g: the formula: -3*x^2 is accepted for 3*x^2" in told and "falls short" not in told
    path.write_text(path.read_text("utf-8").replace(", credit: {sign: 1}", ""), encoding="utf-8")
    assert ended("selftest", path, "--isolation", "none") == EXIT_DONE
    assert "wrong answers and" in capsys.readouterr().out


def test_the_schema_is_compared(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """`schema --check` is for CI: the file beside the rubrics has to be the present one."""
    assert ended("schema") == EXIT_DONE
    path = tmp_path / "rubric.schema.json"
    path.write_text(capsys.readouterr().out, encoding="utf-8")
    assert ended("schema", "--check", path) == EXIT_DONE
    path.write_text("{}", encoding="utf-8")
    assert ended("schema", "--check", path) == EXIT_BELOW
    assert ended("schema", "--check", tmp_path / "none.json") == EXIT_BELOW
    assert "is not the present schema" in capsys.readouterr().err


def test_a_check_in_a_pull_request_is_annotated(
    course: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Where GitHub runs it, what is wrong stands beside the student's line."""
    monkeypatch.setenv("GITHUB_ACTIONS", "true")
    submission = course / "class/ada"
    assert ended("check", submission, "--rubric", course / "small.yaml") == EXIT_BELOW
    lines = capsys.readouterr().out.splitlines()
    assert any(line.startswith("::") and "hw.py" in line for line in lines)
    monkeypatch.delenv("GITHUB_ACTIONS")
    more = ("--rubric", course / "small.yaml", "--fail-under", "50")
    assert ended("check", submission, *more) == EXIT_DONE
    assert not any(line.startswith("::") for line in capsys.readouterr().out.splitlines())
