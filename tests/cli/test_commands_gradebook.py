from __future__ import annotations

import csv
import json
import shutil
from pathlib import Path

import click
import pytest
import yaml
from click.testing import CliRunner, Result

from grader.cli.gradebook import COMMANDS
from grader.errors import GraderError, UsageMistake
from grader.grade import Options, grade
from grader.gradebook import Gradebook
from grader.gradebook.database import Mode
from grader.rubric import Rubric, load_rubric

RUBRIC = """
title: Small
questions:
  - {id: tf, kind: true_false, points: 2, name: TF, items: [{key: true}, {key: false}]}
  - {id: word, kind: short_text, points: 1, name: WORD, key: [descent]}
  - {id: essay, kind: free_response, points: 2, name: ESSAY}
"""
HAND_INS = {
    "ada": "TF = [True, False]\nWORD = 'descent'\nESSAY = 'So.'\n",
    "bob": "TF = [True, True]\nWORD = 'ascent'\nESSAY = 'So.'\n",
    "eve": "WORD = 'ascent'\n",
}
PLAIN = Options(isolation="none")


@pytest.fixture(scope="module")
def graded(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with three submissions, really graded."""
    folder = tmp_path_factory.mktemp("graded")
    (folder / "small.yaml").write_text(RUBRIC)
    for name, source in HAND_INS.items():
        work = folder / "submissions" / name
        work.mkdir(parents=True)
        (work / "hw.py").write_text(source)
    grade(
        [folder / "submissions"], folder / "small.yaml", folder / "out", Options(isolation="none")
    )
    return folder


@pytest.fixture
def folder(graded: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of it to change, being the present folder."""
    shutil.copytree(graded, tmp_path / "copy")
    monkeypatch.chdir(tmp_path / "copy")
    grade([Path("submissions")], Path("small.yaml"), Path("out"), PLAIN)
    return tmp_path / "copy"


def run(*words: str) -> Result:
    """One command line, and what it printed."""
    group = click.Group(commands=list(COMMANDS))
    return CliRunner().invoke(group, words, catch_exceptions=True)


def scores(folder: Path) -> dict[str, float]:
    """The scores in results.json."""
    found = json.loads((folder / "out" / "results.json").read_text())
    return {one["id"]: one["score"] for one in found["submissions"]}


def change_key(folder: Path) -> None:
    """Make the other word right."""
    path = folder / "small.yaml"
    path.write_text(path.read_text().replace("[descent]", "[ascent]"))


def test_rescore_prints_old_and_new_and_writes_results(folder: Path) -> None:
    """Each changed submission is a line, each changed question one below it."""
    assert scores(folder) == {"ada": 3, "bob": 1, "eve": 0}
    change_key(folder)
    found = run("rescore", "out", "--rubric", "small.yaml", "--yes")
    assert found.exit_code == 0, found.output
    assert "ada: 3 -> 2\n  word: 1 -> 0 (correct -> incorrect)\n" in found.stdout
    assert "bob: 1 -> 2\n  word: 0 -> 1 (incorrect -> correct)\n" in found.stdout
    assert scores(folder) == {"ada": 2, "bob": 2, "eve": 1}


def test_a_dry_run_and_a_question_nobody_can_answer_change_nothing(folder: Path) -> None:
    """Without a terminal the command refuses to ask and names --yes."""
    before = (folder / "out" / "results.json").read_bytes()
    change_key(folder)
    found = run("rescore", "out", "--rubric", "small.yaml", "--dry-run")
    assert "ada: 3 -> 2" in found.stdout
    found = run("rescore", "out", "--rubric", "small.yaml")
    assert isinstance(found.exception, UsageMistake)
    assert "--yes" in str(found.exception)
    assert (folder / "out" / "results.json").read_bytes() == before


def test_status_says_what_waits_for_a_person(folder: Path) -> None:
    """Essays wait; the run is told with what it was made with."""
    found = run("status", "out")
    assert "3 submissions: 1 graded, 0 still to be run" in found.stdout
    assert "waits for a person: essay of 2 (ada, bob)" in found.stdout
    assert "sandbox none" in found.stdout
    assert isinstance(run("status", "nowhere").exception, GraderError)


def test_judging_goes_out_and_comes_back(folder: Path) -> None:
    """Two equal essays are one row; its points reach both students' results and pages."""
    found = run("judge", "export", "out")
    assert found.exit_code == 0, found.output
    path = folder / "out" / "judging" / "essay.yaml"
    sheet = yaml.safe_load(path.read_text())
    assert [entry["count"] for entry in sheet["answers"]] == [2]
    sheet["answers"][0] |= {"points": 1.5, "comment": "Short but right."}
    path.write_text(yaml.safe_dump(sheet))
    found = run("judge", "import", "out", "--by", "carol")
    assert found.exit_code == 0, found.output
    assert "2 judgements taken" in found.stderr
    assert scores(folder) == {"ada": 4.5, "bob": 2.5, "eve": 0}
    assert "Short but right." in (folder / "out" / "reports" / "ada.html").read_text()
    assert "waits" not in run("status", "out").stdout


def test_importing_judgements_reads_everything_once(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One rubric and one gradebook serve the import and the marking that follows it."""
    run("judge", "export", "out")
    path = folder / "out" / "judging" / "essay.yaml"
    path.write_text(path.read_text().replace("points: null", "points: 1"))
    calls: list[str] = []
    opened = Gradebook.open

    def open_once(path: Path, mode: Mode = "write") -> Gradebook:
        calls.append(mode)
        return opened(path, mode)

    def load_once(path: Path) -> Rubric:
        calls.append(path.name)
        return load_rubric(path)

    monkeypatch.setattr(Gradebook, "open", open_once)
    monkeypatch.setattr("grader.rescore.load_rubric", load_once)
    found = run("judge", "import", "out", "--by", "ada")
    assert found.exit_code == 0, found.output
    assert calls == ["change", "small.yaml"]
    by_hand = {
        (one["id"], question["id"])
        for one in json.loads((folder / "out" / "results.json").read_text())["submissions"]
        for question in one["questions"]
        if question["by_hand"]
    }
    assert by_hand == {("ada", "essay"), ("bob", "essay")}


@pytest.mark.parametrize(
    "words",
    [
        ("rescore", "nowhere", "--rubric", "small.yaml"),
        ("judge", "import", "nowhere", "--rubric", "small.yaml"),
        ("report", "nowhere"),
    ],
    ids=" ".join,
)
def test_a_folder_without_a_gradebook_gets_none(folder: Path, words: tuple[str, ...]) -> None:
    """A mistyped folder is told as such, and nothing is made in it."""
    (folder / "nowhere").mkdir()
    found = run(*words)
    assert isinstance(found.exception, GraderError)
    assert "there is no gradebook here" in str(found.exception)
    assert list((folder / "nowhere").iterdir()) == []


def test_reports_are_written_again_from_the_gradebook(folder: Path) -> None:
    """With results and pages deleted, the same files come back without running anything."""
    names = ("results.json", "index.html", "grades.csv")
    before = {name: (folder / "out" / name).read_bytes() for name in names}
    for name in names:
        (folder / "out" / name).unlink()
    shutil.rmtree(folder / "submissions")
    found = run("report", "out")
    assert found.exit_code == 0, found.output
    assert {name: (folder / "out" / name).read_bytes() for name in names} == before


def test_report_refuses_a_rubric_that_changed(folder: Path) -> None:
    """Pages never show marks that the gradebook does not hold."""
    change_key(folder)
    found = run("report", "out")
    assert "has changed since the last run" in str(found.exception)
    found = run("report", "out", "--rubric", "small.yaml")
    assert "run `grader rescore` first" in str(found.exception)


def test_exports_are_written_and_unknown_ones_are_told(folder: Path) -> None:
    """Statistics and formats go under exports; Canvas needs its own sheet."""
    assert run("export", "out", "--to", "statistics").exit_code == 0
    with (folder / "out" / "exports" / "statistics.csv").open(newline="") as file:
        assert [row["question"] for row in csv.DictReader(file)] == ["tf", "word", "essay"]
    assert run("export", "out", "--to", "junit").exit_code == 0
    assert (folder / "out" / "exports" / "junit.xml").exists()
    assert "the exports are:" in str(run("export", "out", "--to", "paper").exception)
    assert "--sheet FILE" in str(run("export", "out", "--to", "canvas").exception)
    (folder / "notes.csv").write_text("a,b\n")
    wrong = run("export", "out", "--to", "canvas", "--sheet", str(folder / "notes.csv"))
    assert "notes.csv: this is no gradebook exported from Canvas" in str(wrong.exception)
    sheet = folder / "canvas.csv"
    sheet.write_text("Student,ID,Section,Small (7)\nAda,ada,A,\nEve,eve,A,\n")
    found = run("export", "out", "--to", "canvas", "--sheet", str(sheet))
    assert found.exit_code == 0, found.output
    assert "Eve,eve,A,0" in (folder / "out" / "exports" / "canvas.csv").read_text()


def test_rescoring_is_told_by_question_and_by_name_where_few_change(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A line per question; beyond a few submissions only `--each` lists them."""
    change_key(folder)
    found = run("rescore", "out", "--rubric", "small.yaml", "--dry-run")
    assert "word: 1 down by 1, 2 up by 1\n" in found.stdout
    monkeypatch.setattr("grader.cli.gradebook._LISTED", 2)
    asked = ("rescore", "out", "--rubric", "small.yaml", "--dry-run")
    many = run(*asked)
    assert "ada: 3 -> 2" not in many.stdout and "--each" in many.stderr
    assert "word: 1 down by 1, 2 up by 1\n" in many.stdout
    assert "ada: 3 -> 2" in run(*asked, "--each").stdout
