"""The workflows, GitLab's jobs and the hook: what they may do, and their steps as written."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

from grader.release.workflow import workflow
from tests.ci.steps import HOSTILE, ROOT, WORKFLOWS, loaded, run, step_named, steps_of, tool


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
                assert "github.event_name != 'workflow_run'" in job["if"]
        else:
            assert "secrets" not in text
    assert "secrets" not in workflow()


@pytest.mark.parametrize("code", [0, 1], ids=["allowed", "refused"])
def test_a_sandbox_is_asked_for_and_not_insisted_on(
    course: Path, tmp_path: Path, code: int
) -> None:
    """Where it may not be had, grading says so itself: exit 3, or landlock."""
    step = step_named(loaded(ROOT / ".github" / "workflows" / "grade.yml"), "Have a sandbox")
    tools = tool(tmp_path, "sudo", code)
    assert run(step, {}, course, tools=str(tools))[0] == 0
    assert (tools / "sudo.txt").read_text().splitlines() == [
        *("sysctl", "-q", "-w", "kernel.apparmor_restrict_unprivileged_userns=0"),
    ]


def test_a_missing_secret_is_one_message(course: Path) -> None:
    """A fork's run has none, nor has a call that gives none: it says so before anything else."""
    plain = loaded(ROOT / ".github" / "workflows" / "grade.yml")
    first = steps_of(plain)[0]
    assert first["env"] == {"HAS_TOKEN": "${{ secrets.rubric-token != '' }}"}
    bare = {**first, "env": {}}
    assert run(bare, {}, course, HAS_TOKEN="true") == (0, "")
    code, text = run(bare, {}, course, HAS_TOKEN="false")
    assert (code, text.count("\n")) == (2, 1)
    assert "the secret rubric-token is empty" in text


CHECKER = [sys.executable, "-m", "check_jsonschema"]


def made_workflows(folder: Path) -> list[Path]:
    """The workflows that `release` and `init` write for others."""
    from grader.init.fresh import WORKFLOW

    (folder / "released.yml").write_text(workflow())
    (folder / "begun.yml").write_text(WORKFLOW)
    return [folder / "released.yml", folder / "begun.yml"]


def test_a_checker_finds_nothing_in_any_of_them(tmp_path: Path) -> None:
    """The schemas of GitHub's workflows and actions, and of GitLab's files."""
    pytest.importorskip("check_jsonschema", reason="comes with the extra dev")
    asked = [
        ("vendor.github-workflows", [*WORKFLOWS, *made_workflows(tmp_path)]),
        ("vendor.github-actions", [ROOT / "action.yml"]),
        ("vendor.gitlab-ci", [ROOT / "docs" / "gitlab-ci.yml"]),
    ]
    for schema, files in asked:
        more = ["--data-transform", "gitlab-ci"] if "gitlab" in schema else []
        command = [*CHECKER, "--builtin-schema", schema, *more, *map(str, files)]
        done = subprocess.run(command, capture_output=True, text=True)
        assert done.returncode == 0, done.stdout
    (tmp_path / "bad.yml").write_text(workflow().replace("runs-on:", "run-on:"))
    command = [*CHECKER, "--builtin-schema", asked[0][0], str(tmp_path / "bad.yml")]
    assert subprocess.run(command, capture_output=True).returncode == 1


def test_one_line_names_the_repository_and_it_is_the_callers() -> None:
    """No step of ours does, so that nobody has to change a workflow before it works."""
    for path in [ROOT / "action.yml", *WORKFLOWS, ROOT / "docs" / "gitlab-ci.yml"]:
        assert "OWNER" not in yaml.safe_dump(loaded(path)), path
        for step in steps_of(loaded(path)) if path.name != "gitlab-ci.yml" else ():
            used = str(step.get("uses", ""))
            assert not used or used.startswith(("actions/", "./.grader")), used
    for path in WORKFLOWS:
        told = path.read_text("utf-8")
        assert f"uses: OWNER/grader/.github/workflows/{path.name}@v1" in told
    page = (ROOT / "docs" / "ci.md").read_text("utf-8")
    assert "where this repository is hosted" in page
    others = [p for p in ROOT.glob("**/*.md") if "OWNER" in p.read_text("utf-8") and p.is_file()
              and ".venv" not in p.parts]  # fmt: skip
    assert [p.name for p in others] == ["ci.md"]


def test_the_released_workflow_runs_in_the_package(course: Path, tmp_path: Path) -> None:
    """Its steps as written: the template has everything to do, an answered one nothing."""
    steps = [step for step in steps_of(yaml.load(workflow(), yaml.BaseLoader)) if "run" in step]
    install, look = steps
    tools = tool(tmp_path, "python")
    assert run(install, {}, course / "package", tools=str(tools))[0] == 0
    assert (tools / "python.txt").read_text().splitlines()[:3] == ["-m", "pip", "install"]
    assert run(look, {}, course / "package")[0] == 1
    answers = course / "package" / "submission" / "submission.py"
    before = answers.read_text()
    answers.write_text(f"A = 4\nB = 'convexity'\nprint({HOSTILE!r})\n")
    code, text = run(look, {}, course / "package")
    answers.write_text(before)
    assert code == 0, text
    assert (course / "package" / "report.html").is_file()


@pytest.mark.sandbox
def test_gitlabs_job_grades_and_writes_what_it_keeps(course: Path) -> None:
    """Its lines as they stand, by a rubric with its key; the JUnit file is where it says."""
    plain = loaded(ROOT / "docs" / "gitlab-ci.yml")
    job = {**plain[".grader-check"], **plain[".grader-grade"]}
    assert job["rules"] == [
        {"if": '$CI_COMMIT_REF_PROTECTED == "true" && '
               '$CI_PIPELINE_SOURCE != "merge_request_event"'}
    ]  # fmt: skip
    variables = {**job["variables"], "GRADER_SUBMISSION": "work", "GRADER_INSTALL": "",
                 "GRADER_RUBRIC": "key.yaml", "CI_COMMIT_REF_NAME": HOSTILE}  # fmt: skip
    for line in [*job["before_script"], *job["script"]]:
        code, text = run({"run": line, "env": variables}, {}, course)
        assert code == 0, text
    assert (course / job["artifacts"]["reports"]["junit"]).is_file()
    assert not list(course.rglob("PWNED"))
    for line in job["script"]:
        elsewhere = {**variables, "GRADER_RUBRIC": "no.yaml"}
        code, text = run({"run": line, "env": elsewhere}, {}, course)
        assert code == 2
        assert "no.yaml: no such file" in text


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
