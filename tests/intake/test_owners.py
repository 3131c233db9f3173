"""Whether a folder is one student's or a class's, by names that students choose themselves."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grader.intake import discover
from grader.intake.owners import owner_of, shared_by_one
from grader.intake.pieces import Entry
from tests.intake.platforms import MODULE, lay_out, pack


def entries(*names: str) -> list[Entry]:
    """Files of these names; a slash at the end makes a folder."""
    return [Entry(name.rstrip("/"), name.endswith("/")) for name in names]


@pytest.mark.parametrize(
    "names",
    [
        ("README.md", "homework2.pdf", "moe.ipynb", "test_features.xlsx", "train_features.xlsx"),
        ("problem5.ipynb", "problems1to4.md"),
        ("main.tex", "plot1.png", "tree.png"),
        ("main.py", "utils.py", "model.py", "train.py", "data/"),
        ("hw2.pdf", "hw2 (1).pdf", "Homework 2 - final version.ipynb"),
        ("smith_hw2.pdf", "smith_hw2.ipynb", "smith_results.xlsx"),
        ("jane-doe_p1.py", "Doe_Jane_p2.py", "doe jane writeup.md"),
        ("alice.py", "alice.ipynb"),
        ("IMG_20250221_101500.jpg", "IMG_20250221_101533.jpg"),
        ("Screenshot 2025-02-21 at 10.15.00.png", "scan 1.png"),
        ("HW2.ipynb", "boston.csv", "digits.npy"),
    ],
)
def test_files_of_one_student_are_one_submission(names: tuple[str, ...], tmp_path: Path) -> None:
    """However their file is called, nobody else's name is among them; and the rule is told."""
    lay_out(tmp_path / "doe", {f"{n}x" if n.endswith("/") else n: MODULE for n in names})
    intake = discover([tmp_path / "doe"])
    assert [one.id for one in intake.submissions] == ["doe"]
    assert len(intake.submissions[0].files) == len(names)
    assert "one submission, since" in intake.rules[0]


OWN = ("main.py", "homework.py", "__init__.py", "submission.py", "solution.py", "writeup.md",
       "hw2.ipynb", "notebook.ipynb", "final.pdf", "Homework 2.docx")  # fmt: skip


@pytest.mark.parametrize("own", OWN)
@pytest.mark.parametrize(
    "others",
    [
        ("alice.py", "bob.py", "carol.py", "dave.py"),
        ("alice.py", "bob.ipynb", "carol.md"),
        ("101.ipynb", "102.ipynb"),
        ("hw2_alice.pdf", "hw2_bob.pdf"),
        ("alice/", "bob/"),
        ("alice/", "bob.py"),
        ("student1.py", "student2.py", "student3.py"),
        ("submission_1.py", "submission_2.py"),
        ("hw2_17.py", "hw2_18.py"),
        ("p1.py", "p2.py"),
    ],
)
def test_no_name_swallows_a_class(own: str, others: tuple[str, ...], tmp_path: Path) -> None:
    """Somebody's `main.py` is their own submission, and the run says that it names nobody."""
    names = [f"{name}hw.py" if name.endswith("/") else name for name in (own, *others)]
    intake = discover([lay_out(tmp_path / "class", dict.fromkeys(names, MODULE))])
    assert len(intake.submissions) == len(names)
    assert all(len(one.files) == 1 for one in intake.submissions)
    assert own in intake.rules[0] and "--one" in intake.rules[0]


@pytest.mark.parametrize(
    "names",
    [
        ("alice.py", "main.py"),
        ("alice/", "main.py"),
        ("alice.py", "bob.jpg"),
        ("alice.jpg", "bob.jpg"),
        ("alice.csv", "bob.csv"),
        ("a.py", "b.py"),
        ("doe_jane.py", "doe_john.py"),
        ("alice.py",),
        ("alice/", "data/"),
    ],
)
def test_where_names_differ_each_is_a_student(names: tuple[str, ...]) -> None:
    """Two names, or a name beside a file of the same kind that could be another student's."""
    assert shared_by_one(entries(*names)) == ""


@pytest.mark.parametrize(
    ("stem", "owner"),
    [
        ("Homework2_AliceSmith", "alice smith"),
        ("smith, alice (hw 2) final v3", "alice smith"),
        ("hw2_17", "17"),
        ("problem 3.2", ""),
        ("Problem_3_alice_2", "2 alice"),
        ("Copy of hw2", ""),
        ("García_HW2", "garcía"),
        ("q1", "1 q"),
        ("q1_li", "li"),
        ("学生", "学生"),
        ("", ""),
    ],
)
def test_words_that_say_whose_it_is(stem: str, owner: str) -> None:
    """What tells the sheet, its part or its version is left away."""
    assert " ".join(owner_of(stem)) == owner


@given(st.lists(st.text(st.characters(codec="utf-8", exclude_characters="/\0"), min_size=1)))
def test_two_students_are_never_one(more: list[str]) -> None:
    """Whatever other files lie there, two modules with names of their own are two students."""
    names = {"alice.py", "bob.py", *more}
    assert shared_by_one(entries(*sorted(names))) == ""


def test_one_forces_it_and_several_paths_stay_several(tmp_path: Path) -> None:
    """With `--one` a path is a submission, be it a class, a platform's folder or an archive."""
    lay_out(tmp_path / "class", {"alice.py": MODULE, "bob.py": MODULE})
    lay_out(tmp_path / "moodle", {"Jane Doe_2001_assignsubmission_file_/hw.py": MODULE})
    packed = pack(tmp_path / "lots.zip", {"alice/a.py": MODULE, "bob/b.py": MODULE})
    for path in (tmp_path / "class", tmp_path / "moodle", packed):
        intake = discover([path], one=True)
        assert [one.id for one in intake.submissions] == [path.stem]
        assert "--one" in intake.rules[0]
    both = discover([tmp_path / "class", packed], one=True)
    assert [one.id for one in both.submissions] == ["class", "lots"]


def test_the_roster_knows_whose_a_folder_is(tmp_path: Path) -> None:
    """A folder named for a person is theirs; files of two people in it are two submissions."""
    (tmp_path / "roster.csv").write_text("id,name\n101,Jane Doe\n102,Bob Roe\n")
    lay_out(tmp_path / "101", {"network.py": MODULE, "layers_two.py": MODULE})
    lay_out(tmp_path / "doe_jane", {"doe.py": MODULE, "other.py": MODULE})
    for name in ("101", "doe_jane"):
        intake = discover([tmp_path / name], tmp_path / "roster.csv")
        assert [one.name for one in intake.submissions] == ["Jane Doe"]
        assert "named for Jane Doe" in intake.rules[0]
    lay_out(tmp_path / "class" / "101", {"101.py": MODULE, "roe bob.py": MODULE})
    intake = discover([tmp_path / "class" / "101"], tmp_path / "roster.csv")
    assert [one.name for one in intake.submissions] == ["Jane Doe", "Bob Roe"]


def test_a_platforms_download_is_told(tmp_path: Path) -> None:
    """The rule that applied names the platform."""
    lay_out(tmp_path, {"doejane_101_5001_hw2.py": MODULE, "roebob_102_5002_hw2.py": MODULE})
    assert discover([tmp_path]).rules == (f"{tmp_path}: taken as a download of Canvas",)
