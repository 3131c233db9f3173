"""The workflows' steps, run exactly as they are written, with hostile names and texts."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
import yaml

from grader.release import release
from grader.release.workflow import workflow

ROOT = Path(__file__).parents[1]
WORKFLOWS = sorted((ROOT / ".github" / "workflows").glob("*.yml"))
EXPRESSION = re.compile(r"\$\{\{\s*(.+?)\s*\}\}")
HOSTILE = '$(touch PWNED)`touch PWNED`";touch PWNED;"\'--evil ${HOME} ::error::x'
RUBRIC = """
title: Light
questions:
  - {id: a, kind: numeric, points: 1, name: A, key: 4}
  - {id: b, kind: short_text, points: 1, name: B, key: [convexity]}
"""


def loaded(path: Path) -> Any:
    """A YAML file, its `on` kept as a word."""
    return yaml.load(path.read_text("utf-8"), Loader=yaml.BaseLoader)


def steps_of(plain: Any) -> list[Mapping[str, Any]]:
    """The steps of an action or of every job of a workflow."""
    if "runs" in plain:
        return list(plain["runs"]["steps"])
    return [step for job in plain["jobs"].values() for step in job.get("steps", ())]


@pytest.fixture(scope="module")
def course(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A repository with a hostile name, a released rubric, and the rubric itself beside it."""
    folder = tmp_path_factory.mktemp("course") / HOSTILE.replace("/", "_")[:80]
    folder.mkdir()
    (folder / "key.yaml").write_text(RUBRIC)
    release(folder / "key.yaml", folder / "package")
    work = folder / "work" / f"{HOSTILE[:40]} ada"
    work.mkdir(parents=True)
    text = f"print({HOSTILE!r})\nprint('::set-output name=x::y')\nA = 5\nB = {HOSTILE!r}\n"
    (work / f"{HOSTILE[:60]}.py").write_text(text)
    return folder


def run(step: Mapping[str, Any], inputs: Mapping[str, str], folder: Path) -> tuple[int, str]:
    """A step as a runner runs it: its own text in bash, inputs in its environment alone."""
    def value(text: str) -> str:
        return EXPRESSION.sub(lambda hit: inputs[hit[1].removeprefix("inputs.")], text)

    given = {name: value(text) for name, text in step.get("env", {}).items()}
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    summary = folder / "summary.md"
    done = subprocess.run(
        ["bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", step["run"]],
        cwd=folder,
        env={"PATH": path, "HOME": str(folder), "GITHUB_ACTIONS": "true", "LANG": "C.UTF-8",
             "GITHUB_STEP_SUMMARY": str(summary), "GITHUB_REF_NAME": HOSTILE, **given},
        capture_output=True,
        text=True,
    )  # fmt: skip
    return done.returncode, done.stdout + done.stderr


def inputs_of(plain: Any, **more: str) -> dict[str, str]:
    """The defaults of an action's inputs, and others in their place."""
    return {**{name: one.get("default", "") for name, one in plain["inputs"].items()}, **more}


def step_named(plain: Any, name: str) -> Mapping[str, Any]:
    """The step of that name."""
    return next(step for step in steps_of(plain) if step.get("name") == name)


@pytest.mark.parametrize("path", [ROOT / "action.yml", *WORKFLOWS], ids=lambda path: path.name)
def test_nothing_is_spliced_into_a_command(path: Path) -> None:
    """Inputs reach a shell by its environment alone, and every command has them in quotes."""
    for step in steps_of(loaded(path)):
        command = step.get("run", "")
        assert "${{" not in command
        assert not re.search(r'(?<!")\$GRADER_\w+(?!")(?![^"]*")', command), command


@pytest.mark.parametrize("path", WORKFLOWS, ids=lambda path: path.name)
def test_a_workflow_may_read_and_nothing_else(path: Path) -> None:
    """Permissions are written down, credentials are not left for students' code."""
    plain = loaded(path)
    assert plain["permissions"] == {"contents": "read"}
    for step in steps_of(plain):
        if str(step.get("uses", "")).startswith("actions/checkout"):
            assert step["with"]["persist-credentials"] == "false"


def test_a_secret_never_meets_a_fork() -> None:
    """Whatever takes a secret does not run for pull requests, and the student's takes none."""
    for path in WORKFLOWS:
        text = path.read_text("utf-8")
        plain = loaded(path)
        if "secrets" in plain["on"]["workflow_call"]:
            for job in plain["jobs"].values():
                assert "github.event_name != 'pull_request'" in job["if"]
                assert "github.event_name != 'pull_request_target'" in job["if"]
        else:
            assert "secrets" not in text
    assert "secrets" not in workflow()


def test_the_student_step_checks_the_form(course: Path) -> None:
    """It ends with 1, says what to fix as annotations and a summary, and runs nothing hostile."""
    action = loaded(ROOT / "action.yml")
    work = next((course / "work").iterdir())
    given = inputs_of(action, submission=str(work), rubric="package/rubric.yaml",
                      report=f"{HOSTILE[:30]} report")  # fmt: skip
    (work / "more.py").write_text("A = [1, 2]\n")
    next(one for one in work.iterdir() if one.name != "more.py").rename(course / "aside.py")
    code, text = run(step_named(action, "Check the form of the answers"), given, course)
    (course / "aside.py").rename(work / f"{HOSTILE[:60]}.py")
    (work / "more.py").unlink()
    assert code == 1, text
    assert "::error title=a%3A to fix" in text
    assert not list(course.rglob("PWNED"))
    assert (course / f"{HOSTILE[:30]} report" / "check.html").is_file()
    assert "to fix" in (course / "summary.md").read_text()


def test_hostile_text_starts_no_command(course: Path) -> None:
    """What a submission prints, is called and answers begins no line with a runner's command."""
    action = loaded(ROOT / "action.yml")
    work = next((course / "work").iterdir())
    given = inputs_of(action, submission=str(work), rubric="package/rubric.yaml", report="r1")
    _, text = run(step_named(action, "Check the form of the answers"), given, course)
    commands = [line for line in text.splitlines() if line.lstrip().startswith("::")]
    assert all(line.startswith(("::error title=", "::warning title=")) for line in commands)
    assert not any("set-output" in line.split("::")[1] for line in commands)
    assert not list(course.rglob("PWNED"))


@pytest.mark.sandbox
def test_the_instructor_step_grades_and_reports(course: Path) -> None:
    """Marks, pages, a summary; it fails below a limit only where one is given."""
    action = loaded(ROOT / "action.yml")
    grade = step_named(action, "Grade")
    given = inputs_of(action, submission="work", rubric="key.yaml", report="out")
    code, text = run(grade, {**given, "export": "xlsx badge"}, course)
    assert code == 0, text
    exports = {path.suffix for path in (course / "out" / "exports").iterdir()}
    assert {".xlsx", ".json"} <= exports
    code, text = run(grade, {**given, "export": HOSTILE}, course)
    assert code == 2, text
    assert (course / "out" / "index.html").is_file()
    assert (course / "out" / "exports" / "junit.xml").is_file()
    assert "Light" in (course / "summary.md").read_text()
    code, text = run(grade, {**given, "fail-under": "60"}, course)
    assert code == 1, text
    code, _ = run(grade, {**given, "fail-under": HOSTILE}, course)
    assert code == 2
    assert not list(course.rglob("PWNED"))


def test_the_hook_and_the_template_call_commands_that_exist(course: Path) -> None:
    """`validate` takes what pre-commit hands over; GitLab's lines run as they stand."""
    (hook,) = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text())
    words = [*hook["entry"].split(), "key.yaml", str(ROOT / "rubric" / "homework2.yaml")]
    command = [sys.executable, "-m", *words]
    done = subprocess.run(command, cwd=course, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    assert re.search(hook["files"], "rubric/homework2.yaml")
    assert not re.search(hook["files"], ".github/workflows/check.yml")
    job = loaded(ROOT / "docs" / "gitlab-ci.yml")[".grader-check"]
    (course / "clean").mkdir()
    (course / "clean" / "hw.py").write_text("A = 4\nB = 'convexity'\n")
    variables = {**job["variables"], "GRADER_SUBMISSION": "clean", "GRADER_INSTALL": "",
                 "GRADER_RUBRIC": "package/rubric.yaml"}  # fmt: skip
    for line in [*job["before_script"], *job["script"]]:
        code, text = run({"run": line, "env": variables}, {}, course)
        assert code == 0, text
