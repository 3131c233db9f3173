"""Shards joined again: the class as if it never was cut, whoever judged where, and again."""

from __future__ import annotations

import json
import shutil
import signal
import subprocess
import sys
from collections import Counter
from contextlib import chdir
from fractions import Fraction
from pathlib import Path

import pytest
from click.testing import CliRunner

from grader.cli import cli
from grader.errors import GradebookError, UsageMistake
from grader.grade import Options, grade
from grader.gradebook import Flagged, Gradebook, Judged, Transcribed
from grader.gradebook.status import status_of
from grader.merge import merge
from grader.rescore import rescore
from tests.web.client import at_the_page

RUBRIC = """
title: Words
limits: {seconds: 60}
questions:
  - {id: word, kind: short_text, title: A word, name: WORD, points: 1, key: ["yes"]}
  - {id: list, kind: true_false, name: LIST, points: 2, items: [{key: true}, {key: false}]}
  - {id: why, kind: free_response, title: Why, name: WHY, points: 2}
"""
COUNT, SHARDS = 20, 3
RUBRIC_FILE = Path("rubric.yaml")
OPTIONS = {"isolation": "none", "jobs": 2}


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A class of right, wrong, broken and copied work, graded whole and in three shards."""
    root = tmp_path_factory.mktemp("course")
    (root / "rubric.yaml").write_text(RUBRIC)
    people = "".join(f"s{number:02},Student {number}\n" for number in range(COUNT + 3))
    (root / "roster.csv").write_text("id,name\n" + people)
    for number in range(COUNT):
        folder = root / "in" / f"s{number:02}"
        folder.mkdir(parents=True)
        word = "yes" if number % 3 else "no"
        text = f"WORD = {word!r}\nLIST = [True, {number % 2 == 0}]\nWHY = 'Because {number % 4}.'\n"
        text += "raise ValueError(WORD)\n" if number % 7 == 0 else ""
        (folder / "hw.py").write_text(text)
    run(root, "whole")
    for number in range(1, SHARDS + 1):
        run(root, f"shard{number}", shard=f"{number}/{SHARDS}")
    return root


@pytest.fixture
def course(made: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The same, to be changed; results name the rubric as it was named."""
    shutil.copytree(made, tmp_path / "course")
    monkeypatch.chdir(tmp_path / "course")
    return tmp_path / "course"


def run(root: Path, out: str, **more: object) -> tuple[str, ...]:
    """Grade into a folder; what was noted."""
    options = Options(roster=root / "roster.csv", **{**OPTIONS, **more})  # type: ignore[arg-type]
    with chdir(root):
        return grade([root / "in"], RUBRIC_FILE, root / out, options).noted


def parts(root: Path) -> list[Path]:
    """The folders of the shards."""
    return [root / f"shard{number}" for number in range(1, SHARDS + 1)]


def joined(root: Path, folders: list[Path] | None = None) -> Path:
    """The shards as one class."""
    out = root / "class"
    found = merge(folders or parts(root), out, RUBRIC_FILE)
    found.report.write(out)
    return out


def results(out: Path) -> bytes:
    """The bytes that have to be equal."""
    return (out / "results.json").read_bytes()


def rows(out: Path) -> dict[str, list[tuple[object, ...]]]:
    """Everything that a gradebook holds, table by table."""
    with Gradebook.open(out / "gradebook.db", "read") as book:
        names = book.database.rows("SELECT name FROM sqlite_master WHERE type = 'table'")
        return {name: book.database.rows(f"SELECT * FROM {name}") for (name,) in names}


def test_shards_are_the_class_once_and_miss_nobody_of_each_other(made: Path) -> None:
    """Each says what it took; who handed in to another shard is not missing here."""
    took: list[str] = []
    for folder in parts(made):
        found = json.loads((folder / "results.json").read_text())
        took += [one["id"] for one in found["submissions"]]
        assert [one["id"] for one in found["missing"]] == ["s20", "s21", "s22"]
    assert Counter(took) == Counter(f"s{number:02}" for number in range(COUNT))


def test_joined_shards_are_the_class_byte_for_byte(course: Path) -> None:
    """Results, grades and pages; and grading the class there runs nothing again."""
    out = joined(course)
    assert results(out) == results(course / "whole")
    assert (out / "grades.csv").read_bytes() == (course / "whole" / "grades.csv").read_bytes()
    for page in (course / "whole" / "reports").iterdir():
        assert (out / "reports" / page.name).read_bytes() == page.read_bytes()
    run(course, "class")
    assert results(out) == results(course / "whole")
    assert status_of(out).executions == COUNT


def test_joining_again_changes_nothing(course: Path) -> None:
    """Not one row, in whatever order, with a shard named twice or the class among them."""
    out = joined(course)
    before, files = rows(out), results(out)
    again = [*reversed(parts(course)), parts(course)[0], out]
    found = merge(again, out, RUBRIC_FILE)
    assert not found.changed
    assert rows(out) == before
    assert found.report.write(out) == []
    assert results(out) == files


def answer(book: Gradebook, one: str) -> str:
    """The digest of an answer to the question that is judged."""
    return book.evidence.answers(one)[one]["why"]


def judge(out: Path, one: str, points: int, at: str, who: str = "ada") -> None:
    """Judge one answer by hand, at a time of its own."""
    with Gradebook.open(out / "gradebook.db", "change") as book:
        book.judgements.add(
            [Judged(one, "why", answer(book, one), Fraction(points), who=who, at=at, why="read")]
        )


def test_judgements_transcripts_and_flags_come_along(course: Path) -> None:
    """As if all of it had been done in one gradebook, whichever shard it was done in."""
    for folder in parts(course):
        with Gradebook.open(folder / "gradebook.db", "read") as book:
            ids = [one.id for one in book.submissions.present()]
        for number, one in enumerate(ids):
            for out in (folder, course / "whole"):
                judge(out, one, number % 3, f"2026-01-0{number + 1}T10:00:00+00:00")
        with Gradebook.open(folder / "gradebook.db", "change") as book:
            book.transcripts.add([Transcribed("word", "a" * 64, "typed", folder.name, who="ben")])
            book.judgements.flag([Flagged(ids[0], "why", True, "ben", "look")])
    rescore(course / "whole", RUBRIC_FILE).report.write(course / "whole")
    out = joined(course)
    assert results(out) == results(course / "whole")
    with Gradebook.open(out / "gradebook.db", "read") as book:
        assert len(book.judgements.history()) == COUNT
        assert len(book.judgements.flags()) == SHARDS
        assert [one.text for one in book.transcripts.history()] == [f.name for f in parts(course)]
        assert {run.info.command for run in book.runs.all()} == {"grade", "merge"}
        assert len(book.runs.all()) == SHARDS + 1


def test_the_last_word_stays_the_last_word(course: Path) -> None:
    """A judgement that comes with a shard later, but was given earlier, does not hold."""
    one = sorted(path.stem for path in (course / "shard1" / "reports").iterdir())[0]
    out = joined(course)
    judge(out, one, 2, "2026-02-02T12:00:00+00:00", "ada")
    judge(course / "shard1", one, 1, "2026-02-02T11:00:00+00:00", "ben")
    joined(course)
    with Gradebook.open(out / "gradebook.db", "read") as book:
        assert book.judgements.all()[one, "why"].points == 2
        assert [judged.who for judged in book.judgements.history()] == ["ada", "ben", "ada"]
    before = rows(out)
    assert not merge(parts(course), out, RUBRIC_FILE).changed
    assert rows(out) == before
    judge(course / "shard1", one, 0, "2026-02-02T13:00:00+00:00", "ben")
    joined(course)
    with Gradebook.open(out / "gradebook.db", "read") as book:
        assert book.judgements.all()[one, "why"].points == 0


def test_commands_work_on_what_was_joined(course: Path) -> None:
    """mark, judge, rescore, report, status and export, as on a class that was graded there."""
    out = joined(course)
    ask = CliRunner(env={"NO_COLOR": "1"}).invoke
    with at_the_page(out) as person:
        token = person.tokens("why")[0]
        person.decide("why", token, points="2")
    changed = RUBRIC.replace('key: ["yes"]', 'key: ["no"]')
    for folder in (out, course / "whole"):
        RUBRIC_FILE.write_text(changed)
        found = ask(cli, ["rescore", str(folder), "--rubric", str(RUBRIC_FILE), "--yes"])
        assert found.exit_code == 0, found.output
    both = [json.loads(results(folder)) for folder in (out, course / "whole")]
    words = [[one["questions"][0] for one in found["submissions"]] for found in both]
    assert words[0] == words[1]
    assert sum(one["questions"][2]["by_hand"] for one in both[0]["submissions"]) >= 1
    rubric = str(RUBRIC_FILE)
    for command in (
        ["status", str(out)],
        ["report", str(out), "--rubric", rubric],
        ["export", str(out), "--to", "gradescope"],
        ["judge", "export", str(out), "--rubric", rubric],
    ):
        found = ask(cli, command)
        assert found.exit_code == 0, (command, found.output)


def test_everything_that_disagrees_is_told_at_once(course: Path) -> None:
    """Other bytes, rubric, version, seed, isolation and packages: a line each, nothing changed."""
    changes = {
        "shard1": "UPDATE runs SET seed = 5, grader = '0.0.9'",
        "shard2": "UPDATE runs SET isolation = 'landlock', python = '3.9.1'",
        "shard3": "UPDATE runs SET packages = '{\"numpy\":\"1.0\"}'",
    }
    for name, change in changes.items():
        with Gradebook.open(course / name / "gradebook.db", "change") as book:
            book.database._connection.execute(change)
    (course / "in" / "s00" / "hw.py").write_text("WORD = 'other'\n")
    RUBRIC_FILE.write_text(RUBRIC.replace("points: 1", "points: 3"))
    run(course, "other", shard=f"2/{SHARDS}")
    with pytest.raises(GradebookError) as told:
        merge([*parts(course), course / "other"], course / "class", RUBRIC_FILE)
    said = str(told.value).splitlines()
    for start in (
        "another rubric: ", "another version of the grader: ", "another Python: ",
        "another isolation: ", "another seed: ", "other packages in ",
    ):  # fmt: skip
        assert sum(line.startswith(start) for line in said) >= 1, (start, said)
    assert not (course / "class").exists()


def test_the_same_submission_with_other_files_is_refused(course: Path) -> None:
    """Named, with where; the same files in two places are one submission."""
    ids = [path.stem for path in sorted((course / "shard1" / "reports").iterdir())]
    shutil.copytree(course / "shard1", course / "copy")
    out = joined(course, [*parts(course), course / "copy"])
    assert results(out) == results(course / "whole")
    (course / "in" / ids[0] / "hw.py").write_text("WORD = 'other'\n")
    run(course, "copy", shard=f"1/{SHARDS}")
    with pytest.raises(GradebookError) as told:
        merge([*parts(course), course / "copy"], course / "class2", RUBRIC_FILE)
    lines = str(told.value).splitlines()[1:]
    assert len(lines) == 1
    assert lines[0].startswith(f"submission {ids[0]}: other files in ")
    found = merge([course / "copy"], out, RUBRIC_FILE)  # handed in again since
    assert found.changed
    word = {one["id"]: one["questions"][0]["read"] for one in found.report.results["submissions"]}
    assert word[ids[0]] == "other"


def test_what_is_not_there_yet_is_told_unless_it_may_be(course: Path) -> None:
    """A shard that is to come, and submissions that were not run; later they are taken too."""
    with Gradebook.open(course / "shard2" / "gradebook.db", "change") as book:
        one = book.submissions.present()[0].id
        book.evidence.choose_none(one)
    two = parts(course)[1:]
    with pytest.raises(GradebookError) as told:
        merge(two, course / "class", RUBRIC_FILE)
    assert "in none of them: shard 1/3" in str(told.value)
    assert f"not run yet: {one}" in str(told.value)
    found = merge(two, course / "class", RUBRIC_FILE, incomplete=True)
    assert len(found.notes) == 2
    assert status_of(course / "class").left == (one,)
    run(course, "shard2", shard=f"2/{SHARDS}")
    out = joined(course, parts(course)[:2])  # the third is here already
    assert results(out) == results(course / "whole")


def test_shards_of_other_cuts_are_refused(course: Path) -> None:
    """Of another number, or of a class that has grown in between."""
    run(course, "of4", shard="1/4")
    with pytest.raises(GradebookError, match="shards of other classes"):
        merge([*parts(course), course / "of4"], course / "class", RUBRIC_FILE)
    (course / "in" / "s99").mkdir()
    (course / "in" / "s99" / "hw.py").write_text("WORD = 'yes'\n")
    run(course, "shard1", shard=f"1/{SHARDS}")
    with pytest.raises(GradebookError, match="grade the older ones again"):
        joined(course)


def test_an_answer_that_was_judged_in_two_ways_is_named(course: Path) -> None:
    """Two people had a copy each: the last word holds, and both are in the history."""
    one = next(path.stem for path in (course / "shard1" / "reports").iterdir())
    shutil.copytree(course / "shard1", course / "copy")
    judge(course / "shard1", one, 2, "2026-02-02T12:00:00+00:00", "ada")
    judge(course / "copy", one, 1, "2026-02-02T11:00:00+00:00", "ben")
    found = merge([*parts(course), course / "copy"], course / "class", RUBRIC_FILE)
    assert found.notes == (
        f"judged differently in two of them, the last word holds: {one} why",
    )
    with Gradebook.open(course / "class" / "gradebook.db", "read") as book:
        assert book.judgements.all()[one, "why"].points == 2
        assert len(book.judgements.history()) == 2


@pytest.mark.parametrize(("out", "holds"), [("shard2", "holds shard 2/3"), ("whole", "the whole")])
def test_a_shard_has_a_folder_of_its_own(course: Path, out: str, holds: str) -> None:
    """Two shards into one folder would be each other's withdrawn submissions."""
    before = rows(course / out)
    with pytest.raises(GradebookError, match=holds):
        run(course, out, shard=f"1/{SHARDS}")
    assert rows(course / out) == before


def test_only_names_one_of_the_shard(course: Path) -> None:
    """Whoever asks for one of another shard is told so."""
    one = next(path.stem for path in (course / "shard2" / "reports").iterdir())
    with pytest.raises(UsageMistake, match=f"{one} is not in shard 1/3"):
        run(course, "shard1", shard="1/3", only=(one,))


def test_more_shards_than_submissions_leave_some_empty(course: Path) -> None:
    """An empty shard is graded, and joined, like any other."""
    for path in sorted((course / "in").iterdir())[2:]:
        shutil.rmtree(path)
    for number in range(1, 4):
        noted = run(course, f"few{number}", shard=f"{number}/3")
    assert "shard 3/3: 0 of 2 submissions" in noted
    run(course, "two")
    out = joined(course, [course / f"few{number}" for number in range(1, 4)])
    assert results(out) == results(course / "two")


MERGE = """
import sys, time
from pathlib import Path
from grader.gradebook.merging.joining import Joining
from grader.gradebook.marks import Marks
from grader.merge import merge

def stopped(of, name):
    original = getattr(of, name)
    def first_that_then_wait(*given):
        found = original(*given)
        print("here", flush=True)
        time.sleep(600)
        return found
    setattr(of, name, first_that_then_wait)

stopped({"joining": Joining, "marks": Marks}[sys.argv[1]], sys.argv[2])
root = Path(sys.argv[3])
merge([root / f"shard{n}" for n in (1, 2, 3)], root / "class", Path("rubric.yaml"))
"""


@pytest.mark.parametrize(
    "place", [("joining", "_take_evidence"), ("joining", "take"), ("marks", "keep")]
)
@pytest.mark.parametrize("was", ["nothing", "some"])
def test_a_merge_killed_in_the_middle_leaves_what_was(
    course: Path, place: tuple[str, str], was: str
) -> None:
    """Whenever it is killed: not one row more, and the next merge does all of it."""
    out = course / "class"
    if was == "some":
        merge(parts(course)[:1], out, RUBRIC_FILE, incomplete=True)
    before = rows(out) if was == "some" else {}
    command = [sys.executable, "-c", MERGE, *place, str(course)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "here\n"
        process.send_signal(signal.SIGKILL)
    after = rows(out)
    assert after == before if before else not any(after.values())
    assert results(joined(course)) == results(course / "whole")


def sections(course: Path) -> list[Path]:
    """Two sections of one course, each graded from a folder of its own with the whole roster."""
    found = []
    for name, half in (("one", range(10)), ("two", range(10, COUNT))):
        folder = course / name / "in"
        folder.mkdir(parents=True)
        for number in half:
            shutil.copytree(course / "in" / f"s{number:02}", folder / f"s{number:02}")
        options = Options(roster=course / "roster.csv", isolation="none", jobs=2)
        grade([folder], RUBRIC_FILE, course / name / "out", options)
        found.append(course / name / "out")
    return found


def test_sections_that_were_never_shards_are_joined_too(course: Path) -> None:
    """Whom one section misses and the other has handed in nothing nowhere."""
    assert results(joined(course, sections(course))) == results(course / "whole")
