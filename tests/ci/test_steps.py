"""The action's steps, run exactly as they are written, with hostile names and texts."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path

import pytest

from tests.ci.steps import HOSTILE, ROOT, inputs_of, loaded, run, step_named, tool


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


def test_the_action_installs_its_own_repository(course: Path, tmp_path: Path) -> None:
    """Unless another source is named; whatever is named is one argument behind `--`."""
    action = loaded(ROOT / "action.yml")
    step, tools = step_named(action, "Install"), tool(tmp_path, "python")
    more = {"tools": str(tools), "GITHUB_ACTION_PATH": "/a path"}
    assert run(step, inputs_of(action), course, **more)[0] == 0
    assert (tools / "python.txt").read_text().splitlines() == [
        *("-m", "pip", "install", "--quiet", "-c", "/a path/constraints.txt", "--"),
        "/a path[grade,course]",
    ]
    assert run(step, inputs_of(action, install=HOSTILE), course, **more)[0] == 0
    assert (tools / "python.txt").read_text().splitlines()[-2:] == ["--", HOSTILE]
    assert not list(course.rglob("PWNED"))


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"rubric": HOSTILE}, "there is no rubric at the path that the input rubric names"),
        ({"submission": HOSTILE}, "there is nothing at the path that the input submission names"),
        ({"mode": HOSTILE}, "the input mode is student or instructor"),
    ],
    ids=["rubric", "submission", "mode"],
)
def test_what_is_not_there_is_one_message(
    course: Path, given: Mapping[str, str], said: str
) -> None:
    """With the permission that lets it be there; what was typed is in no command of the runner."""
    action = loaded(ROOT / "action.yml")
    fine = {"rubric": "package/rubric.yaml", "submission": "package"}
    step = step_named(action, "Say what is asked for")
    assert run(step, inputs_of(action, **fine), course) == (0, "")
    code, text = run(step, inputs_of(action, **{**fine, **given}), course)
    assert (code, text.count("\n")) == (2, 1)
    assert text.startswith("::error title=grader::") and said in text
    assert "PWNED" not in text


def test_a_rubric_with_its_key_is_refused_in_a_students_repository(course: Path) -> None:
    """Whoever can read the repository could read the key."""
    action = loaded(ROOT / "action.yml")
    given = inputs_of(action, submission="work", rubric="key.yaml", report="r2")
    code, text = run(step_named(action, "Check the form of the answers"), given, course)
    assert code == 2
    assert "this rubric holds the key" in text and "convexity" not in text


def test_a_summary_that_may_not_be_written_is_a_line(course: Path, tmp_path: Path) -> None:
    """And no more: the check is done all the same."""
    action = loaded(ROOT / "action.yml")
    (tmp_path / "hw.py").write_text("A = 4\nB = 'convexity'\n")
    given = inputs_of(
        action, submission=str(tmp_path), rubric="package/rubric.yaml", report="r3"
    )
    nowhere = {"GITHUB_STEP_SUMMARY": str(tmp_path / "gone" / "summary.md")}
    code, text = run(step_named(action, "Check the form of the answers"), given, course, **nowhere)
    assert code == 0, text
    assert "GITHUB_STEP_SUMMARY cannot be written (No such file or directory)" in text


def test_classroom50_has_its_result_where_its_runner_runs_it(course: Path, tmp_path: Path) -> None:
    """A test per question by its form alone; without its variables nothing is written."""
    action = loaded(ROOT / "action.yml")
    (tmp_path / "hw.py").write_text("A = [1, 2]\nB = 'convexity'\n")
    given = inputs_of(
        action, submission=str(tmp_path), rubric="package/rubric.yaml", report=str(tmp_path / "r")
    )
    step = step_named(action, "Check the form of the answers")
    assert run(step, given, course)[0] == 1
    assert not (tmp_path / "r" / "result.json").exists()
    names = ("CLASSROOM", "ASSIGNMENT", "COMMIT_URL", "RELEASE_URL", "USERNAME")
    told = {name: HOSTILE for name in names} | {"SUBMISSION_TAG": f"submit/{HOSTILE}"}
    assert run(step, given, course, **told)[0] == 1
    result = json.loads((tmp_path / "r" / "result.json").read_text())
    assert (result["score"], result["max-score"]) == (1, 2)
    passed = {one["test-name"]: one["passed"] for one in result["tests"]}
    assert passed == {"a: answer (form)": False, "b: answer (form)": True}
    assert "whether answers are, is not known" in (tmp_path / "r" / "release-body.md").read_text()
    code, text = run(step, given, course, **{**told, "CLASSROOM": ""})
    assert (code, text.strip()) == (
        2, "--classroom50: CLASSROOM not set; Classroom 50's runner sets them for its autograder"
    )  # fmt: skip
    assert not list(course.rglob("PWNED"))
