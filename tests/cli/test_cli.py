"""The command line as its users meet it: exit codes, messages, files."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
RUBRIC = """
title: Small
questions:
  - {id: a, kind: true_false, points: 2, name: A, items: [{key: true}, {key: false}]}
  - {id: b, kind: short_text, points: 1, name: B, key: [Newton]}
  - {id: c, kind: free_response, points: 1, name: C}
"""


def grader(*arguments: str | Path, cwd: Path | None = None) -> subprocess.CompletedProcess[str]:
    """Run the command in a process of its own."""
    command = [sys.executable, "-m", "grader", *map(str, arguments)]
    return subprocess.run(command, capture_output=True, text=True, cwd=cwd or ROOT, timeout=300)


@pytest.fixture
def course(tmp_path: Path) -> Path:
    """A small rubric and two submissions, one of them broken."""
    (tmp_path / "small.yaml").write_text(RUBRIC)
    for name, text in {
        "ada": "A = [True, False]\nB = 'newton'\nC = 'words'\n",
        "bob": "A = [False, False]\nB = 'Leibniz'\nraise ValueError('half-way')\n",
    }.items():
        (tmp_path / "class" / name).mkdir(parents=True)
        (tmp_path / "class" / name / "hw.py").write_text(text)
    return tmp_path


def _grade(course: Path, *more: str | Path) -> subprocess.CompletedProcess[str]:
    return grader(
        "grade", course / "class", "--rubric", course / "small.yaml", "--out", course / "out",
        "--isolation", "none", *more,
    )  # fmt: skip


def test_grading_a_folder_writes_everything_that_is_pinned(course: Path) -> None:
    """Results, grades, the class page, a report each, and the formats asked for."""
    done = _grade(course, "--format", "junit,gradescope")
    assert done.returncode == 0, done.stderr
    results = json.loads((course / "out/results.json").read_text())
    assert results["schema"] == "grader.results/1"
    assert results["isolation"] == "none"
    ada, bob = results["submissions"]
    assert (ada["id"], ada["score"], ada["status"]) == ("ada", 3, "awaiting")
    assert (bob["id"], bob["score"], bob["decided_points"]) == ("bob", 1, 4)
    for name in (
        "grades.csv", "index.html", "gradebook.db", "reports/ada.html", "reports/bob.html",
        "exports/junit.xml", "exports/gradescope/ada.json",
    ):  # fmt: skip
        assert (course / "out" / name).is_file(), name


def test_fail_under_makes_a_class_below_it_exit_1(course: Path) -> None:
    """`--fail-under` counts the points decided so far."""
    assert _grade(course, "--fail-under", "90").returncode == 1
    assert _grade(course, "--fail-under", "20").returncode == 0


def test_a_second_run_runs_nothing_again(course: Path) -> None:
    """An unchanged class is told to be unchanged."""
    _grade(course)
    assert "2 of 2 unchanged" in _grade(course).stderr


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["grade", "nowhere", "--rubric", "small.yaml", "--out", "o"], "nowhere"),
        (["grade", "empty", "--rubric", "small.yaml", "--out", "o"], "the folder is empty"),
        (["grade", "class", "--rubric", "none.yaml", "--out", "o"], "no such file"),
        (["grade", "class", "--rubric", "small.yaml", "--out", "o", "--format", "doc"], "'doc'"),
        (["grade", "class", "--rubric", "bad.yaml", "--out", "o"], "bad.yaml:2:1: questions"),
        (["grade", "class", "--rubric", "small.yaml", "--out", "small.yaml/x"], "cannot be"),
        (["grade", "class", "--rubric", "small.yaml", "--out", "o", "--only", "eve"], "eve"),
        (["grade", "class", "--rubric", "smal.yaml", "--out", "o"], "did you mean `small.yaml`"),
        (["grade", "class", "--rubric", "class", "--out", "o"], "a folder"),
        (["grade", "class", "--rubric", "small.yaml", "--out", "small.yaml"], "names a folder"),
        (["check", "empty", "--rubric", "small.yaml"], "put a module"),
        (["check", "nowhere", "--rubric", "small.yaml"], "nowhere"),
        (["selftest", "small.yaml", "--isolation", "none"], "reference"),
        (["status", "nowhere"], "nowhere"),
        (["frobnicate"], "No such command"),
    ],
)
def test_a_mistake_of_the_caller_is_one_message(
    course: Path, arguments: list[str], said: str
) -> None:
    """Exit 2, what is wrong, and no traceback."""
    (course / "empty").mkdir()
    (course / "bad.yaml").write_text("title: x\nquestions: []\n")
    done = grader(*arguments, cwd=course)
    assert done.returncode == 2, done.stderr
    assert said in done.stderr
    assert "Traceback" not in done.stderr


def test_check_tells_a_student_what_to_mend(course: Path) -> None:
    """Exit 1 while something is wrong, 0 once nothing is."""
    wrong = grader("check", course / "class/bob", "--rubric", course / "small.yaml")
    assert wrong.returncode == 1
    assert "not the word looked for" in wrong.stdout
    assert grader("check", course / "class/ada", "--rubric", course / "small.yaml").returncode == 0


def test_the_roster_is_told_in_the_terminal(course: Path) -> None:
    """Who handed in nothing and who is nobody is told, and no student reads another's name."""
    (course / "class.csv").write_text("id,name\nada,Ada\nbobb,Bob Noble\n")
    done = _grade(course, "--roster", course / "class.csv")
    assert "handed in nothing: Bob Noble" in done.stdout
    assert "not on the roster: bob" in done.stdout
    assert "Bob Noble" in (course / "out/index.html").read_text()
    assert "Bob Noble" not in (course / "out/reports/bob.html").read_text()


def test_check_prints_results_for_machines(course: Path) -> None:
    """`--json` prints the pinned structure and nothing else."""
    done = grader("check", course / "class/ada", "--rubric", course / "small.yaml", "--json")
    assert json.loads(done.stdout)["submissions"][0]["id"] == "ada"


def test_validate_schema_and_doctor_answer() -> None:
    """The committed rubric is valid, the committed schema is present, the doctor examines."""
    done = grader("validate", "rubric/homework2.yaml")
    assert (done.returncode, "32 points" in done.stdout) == (0, True)
    assert grader("schema", "--check", "rubric/rubric.schema.json").returncode == 0
    assert grader("doctor").returncode in (0, 3)


def test_every_command_explains_itself() -> None:
    """Each command has a help text, and the group lists them all."""
    listed = grader("--help").stdout
    for name in ("grade", "check", "rescore", "status", "judge", "validate", "doctor"):
        assert name in listed
        assert grader(name, "--help").returncode == 0
