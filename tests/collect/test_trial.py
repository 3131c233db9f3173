"""A sandbox that breaks is never charged: honest code is tried in it first, in real sandboxes."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from grader.cli import main
from grader.collect.launchers import LauncherFactory, Launchers
from grader.collect.plan import plan_of
from grader.collect.submission import evidence_of
from grader.collect.trial import NOTHING, Trial, suspicions
from grader.errors import SandboxRefusal
from grader.evidence import Finding
from grader.intake import single
from grader.rubric import load_rubric
from grader.sandbox import open_launcher
from grader.sandbox.interpreter import describe
from grader.sandbox.job import Code, Job

pytestmark = pytest.mark.sandbox

RUBRIC = """
title: One word
reference: reference
questions:
  - id: q1
    kind: short_text
    title: A word
    name: WORD
    points: 1
    key: ["yes"]
"""


def trial(source: str) -> Trial:
    """A trial whose honest code is `source`."""
    code = Code("module", "reference.py", ({"file": "reference.py"},))
    return Trial(Job({"reference.py": source.encode()}, (code,), (NOTHING,)), Path(sys.executable))


@pytest.fixture
def outside(tmp_path: Path) -> Path:
    """A file that code can read outside the sandbox and not in it, as in a sandbox that broke."""
    path = tmp_path / "library.txt"
    path.write_text("loaded")
    return path


@pytest.fixture
def course(tmp_path: Path) -> Path:
    """A rubric with a reference that loads, and one submission."""
    (tmp_path / "rubric.yaml").write_text(RUBRIC)
    (tmp_path / "reference").mkdir()
    (tmp_path / "reference" / "work.py").write_text("WORD = 'yes'\n")
    (tmp_path / "submissions" / "ada").mkdir(parents=True)
    (tmp_path / "submissions" / "ada" / "work.py").write_text("WORD = 'yes'\n")
    return tmp_path


def test_code_that_loads_on_both_sides_passes(tier_a: None) -> None:
    """The usual case costs one child and says nothing."""
    launcher = open_launcher("namespaces")
    try:
        trial("import json\n").hold(launcher)
        Trial.of(None, Path(sys.executable)).hold(launcher)
    finally:
        launcher.close()


def test_code_that_only_the_sandbox_fails_is_a_refusal(tier_a: None, outside: Path) -> None:
    """What loads outside the sandbox and not behind it would be charged to every submission."""
    launcher = open_launcher("namespaces")
    try:
        with pytest.raises(SandboxRefusal, match=r"does not load in it.*FileNotFoundError"):
            trial(f"open({str(outside)!r})\n").hold(launcher)
        with pytest.raises(SandboxRefusal, match="does not load in it"):
            trial(f"import os\nif not os.path.exists({str(outside)!r}): os._exit(1)\n").hold(
                launcher
            )
    finally:
        launcher.close()


def test_code_that_loads_nowhere_is_its_authors(tier_a: None) -> None:
    """A reference with a slip of its own does not blame the sandbox; `selftest` shows it."""
    launcher = open_launcher("namespaces")
    try:
        trial("import a_library_that_nobody_has\n").hold(launcher)
    finally:
        launcher.close()


def test_grade_stops_before_the_first_hand_in(
    tier_a: None, course: Path, outside: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Exit 3 and one message; no mark is written."""
    (course / "reference" / "work.py").write_text(f"open({str(outside)!r})\nWORD = 'yes'\n")
    given = ["grade", str(course / "submissions"), "--rubric", str(course / "rubric.yaml")]
    with pytest.raises(SystemExit) as ended:
        main([*given, "--out", str(course / "out")])
    said = capsys.readouterr().err
    assert ended.value.code == 3
    assert "does not load in it" in said
    assert "Traceback" not in said
    assert not (course / "out" / "results.json").exists()


@pytest.mark.parametrize(
    ("source", "refused"),
    [
        ("import a_library_that_nobody_has\n", True),
        ("import os\nos._exit(1)\n", True),
        ("WORD = = 1\n", False),
        ("WORD = 1 / 0\n", False),
        ("WORD = 'no'\n", False),
    ],
    ids=["a library is missing", "it ended", "a slip of syntax", "an exception", "a wrong answer"],
)
def test_a_sandbox_that_broke_in_mid_run_is_found_by_the_next_failure(
    tier_a: None, course: Path, outside: Path, source: str, refused: bool
) -> None:
    """A submission that fails to load as in a broken sandbox has honest code tried again first."""
    (course / "submissions" / "ada" / "work.py").write_text(source)
    rubric = load_rubric(course / "rubric.yaml")
    plan = plan_of(rubric)
    launchers = LauncherFactory(plan, "namespaces", describe(None)).open()
    broken = Launchers(launchers.code, launchers.reader, trial(f"open({str(outside)!r})\n"))
    submission = single(course / "submissions" / "ada")
    try:
        evidence_of(submission, plan, launchers)  # a whole sandbox charges it without a word
        if refused:
            with pytest.raises(SandboxRefusal):
                evidence_of(submission, plan, broken)
        else:
            evidence_of(submission, plan, broken)
    finally:
        launchers.close()


def test_only_some_failures_are_like_a_broken_sandbox() -> None:
    """An exception of the student's own making costs no trial."""
    for kind, message, ours in (
        ("load-lost", "killed", True),
        ("load-error", "ModuleNotFoundError: No module named 'numpy'", True),
        ("load-error", "OSError: [Errno 5] Input/output error", True),
        ("load-error", "ZeroDivisionError: division by zero", False),
        ("library-absent", "keras is not installed beside the grader", True),
        ("copied", "OSError", False),
    ):
        assert bool(suspicions([Finding(kind, message, "work.py")])) is ours


def test_a_class_that_lacks_one_library_costs_few_trials(tier_a: None) -> None:
    """The same failure is cleared for a while; another one, or one that was lost, is tried."""
    tried: list[int] = []

    class Counted(Trial):
        """A trial that holds, and counts."""

        def hold(self, launcher: object) -> None:
            """Hold without a child."""
            tried.append(1)

    launcher = open_launcher("namespaces")
    try:
        launchers = Launchers(launcher, launcher, Counted(trial("").job, Path(sys.executable)))
        for suspected in (["absent: keras"], ["absent: keras"], ["absent: keras", "absent: jax"]):
            launchers.hold(suspected)
        assert len(tried) == 2
        for _ in range(2):
            launchers.hold(["load-lost: killed"])
        launchers.hold()
        assert len(tried) == 5
    finally:
        launcher.close()
