"""A folder as a list of submissions: who is one, what is skipped, what is refused."""

from __future__ import annotations

import os
import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grader.errors import EXIT_CALLER, SubmissionError
from grader.intake import discover, ids, single
from tests.intake.platforms import MODULE, lay_out, pack, pack_tar


def test_each_child_is_one_student(tmp_path: Path) -> None:
    """A file or a folder right in the class folder is one submission, named by its stem."""
    files = {"alice.py": MODULE, "bob/hw2.ipynb": "{}", "bob/notes.md": "", "carol.zip": ""}
    intake = discover([lay_out(tmp_path, files)])
    assert [one.id for one in intake.submissions] == ["alice", "bob", "carol"]
    assert [file.name for file in intake.submissions[1].files] == ["hw2.ipynb", "notes.md"]


def test_clutter_is_no_student(tmp_path: Path) -> None:
    """What tools leave behind, hidden files and the roster itself are skipped."""
    files = {
        "alice.py": MODULE, ".DS_Store": "", "__MACOSX/x": "", ".git/HEAD": "",
        "README.md": "The class of 2025",
        "roster.csv": "id\n1\n", "bob/submission.py": MODULE,
        "bob/.ipynb_checkpoints/a.ipynb": "", "bob/venv/x.py": "",
    }  # fmt: skip
    intake = discover([lay_out(tmp_path, files)], tmp_path / "roster.csv")
    assert [one.id for one in intake.submissions] == ["alice", "bob"]
    assert [file.name for file in intake.submissions[1].files] == ["submission.py"]


def test_a_folder_with_a_hand_in_in_it_is_one_submission(tmp_path: Path) -> None:
    """`grader grade alice/` where alice holds submission.py means alice, not her files."""
    lay_out(tmp_path / "alice", {"submission.py": MODULE, "data.csv": "1"})
    intake = discover([tmp_path / "alice"])
    assert [one.id for one in intake.submissions] == ["alice"]
    assert len(intake.submissions[0].files) == 2


def test_several_paths_are_a_hand_in_each(tmp_path: Path) -> None:
    """What a shell makes of `submissions/*` is one submission a path."""
    lay_out(tmp_path, {"alice/a.py": MODULE, "alice/b.py": MODULE, "bob.py": MODULE})
    intake = discover([tmp_path / "alice", tmp_path / "bob.py"])
    assert [one.id for one in intake.submissions] == ["alice", "bob"]


def test_paths_that_share_their_names_are_called_after_their_folders(tmp_path: Path) -> None:
    """`*/hw2.py` is a class: the folders say whose each is; downloads of one name stay classes."""
    lay_out(tmp_path, {"ada/hw2.py": MODULE, "b.olson/hw2.py": MODULE})
    intake = discover([tmp_path / "ada" / "hw2.py", tmp_path / "b.olson" / "hw2.py"])
    assert [one.id for one in intake.submissions] == ["ada", "b.olson"]
    assert [one.name for one in intake.submissions] == ["ada", "b.olson"]
    for section, name in (("s1", "doejane_101_5001_a.py"), ("s2", "roerick_102_5002_a.py")):
        (tmp_path / section).mkdir()
        pack(tmp_path / section / "submissions.zip", {name: MODULE})
    intake = discover([tmp_path / section / "submissions.zip" for section in ("s1", "s2")])
    assert [one.id for one in intake.submissions] == ["doejane_101", "roerick_102"]


def test_the_folder_around_a_download_is_its_class(tmp_path: Path) -> None:
    """A zip beside the course's tables is the class in it, and no submission of one."""
    files = {"doe_1_5_a.py": MODULE, "roe_2_6_a.py": MODULE}
    pack(tmp_path / "submissions.zip", files)
    (tmp_path / "gradebook.csv").write_text("Student,ID\n", encoding="utf-8")
    assert [one.id for one in discover([tmp_path]).submissions] == ["doe_1", "roe_2"]


def test_a_class_beside_another_path_is_said_to_be_taken_as_one(tmp_path: Path) -> None:
    """A folder of nothing but folders is one submission too there, and the rule is told."""
    lay_out(tmp_path, {"class/alice/a.py": MODULE, "class/bob/b.py": MODULE, "carol/c.py": MODULE})
    intake = discover([tmp_path / "class", tmp_path / "carol"])
    assert [one.id for one in intake.submissions] == ["class", "carol"]
    (rule,) = intake.rules
    assert rule.endswith("since several paths are given, each one; a class is given alone")


def test_a_zip_of_folders_is_a_class_and_a_zip_of_files_a_student(tmp_path: Path) -> None:
    """An archive named on the command line is looked into by names alone."""
    lots = pack(tmp_path / "class.zip", {"alice/a.py": MODULE, "bob/b.py": MODULE})
    assert [one.id for one in discover([lots]).submissions] == ["alice", "bob"]
    tarred = pack_tar(tmp_path / "class.tar.gz", {"alice/a.py": MODULE, "bob/b.py": MODULE})
    assert [one.id for one in discover([tarred]).submissions] == ["alice", "bob"]
    one = pack(tmp_path / "carol.zip", {"submission.py": MODULE, "data.csv": "1"})
    found = discover([one]).submissions
    assert [one.id for one in found] == ["carol"]
    assert [file.name for file in found[0].files] == ["carol.zip"]


def test_single_is_always_one(tmp_path: Path) -> None:
    """`check` takes a path as it is, whatever lies in it."""
    lay_out(tmp_path / "hw", {"alice.py": MODULE, "bob.py": MODULE})
    assert len(single(tmp_path / "hw").files) == 2
    assert single(tmp_path / "hw/alice.py").id == "alice"


@pytest.mark.parametrize("make", ["missing", "empty", "only-clutter"])
def test_the_callers_mistakes_are_told(make: str, tmp_path: Path) -> None:
    """A path that is not there or holds nothing is the caller's mistake, in one sentence."""
    path = tmp_path / "class"
    if make != "missing":
        path.mkdir()
    if make == "only-clutter":
        (path / ".DS_Store").write_text("")
    for ask in (lambda: discover([path]), lambda: single(path)):
        with pytest.raises(SubmissionError, match=re.escape(str(path))) as raised:
            ask()
        assert raised.value.exit_code == EXIT_CALLER


@pytest.mark.skipif(os.name != "posix" or os.geteuid() == 0, reason="root reads everything")
def test_an_unreadable_folder_is_the_callers_mistake(tmp_path: Path) -> None:
    """Permissions are named, not raised as they are."""
    (tmp_path / "class").mkdir(mode=0o000)
    with pytest.raises(SubmissionError, match="permissions"):
        discover([tmp_path / "class"])


def test_clashing_ids_are_told_apart_the_same_way_each_time(tmp_path: Path) -> None:
    """`a.py`, `a.ipynb` and `A.md` each get six digits of their own name's hash."""
    lay_out(tmp_path, {"a.py": MODULE, "a.ipynb": "{}", "A.md": "", "b.py": MODULE})
    found = [one.id for one in discover([tmp_path]).submissions]
    assert found == [one.id for one in discover([tmp_path]).submissions]
    assert len({one.casefold() for one in found}) == 4
    assert f"a-{ids.digest('a.py')}" in found
    assert f"a-{ids.digest('a.ipynb')}" in found
    assert "b" in found


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("Zoë Müller.py", "Zo--M-ller"),
        ("hw2.tar.gz", "hw2"),
        ("j.smith", "j"),
        ("x" * 100 + ".py", "x" * 80),
        ("学生.py", "--"),
        ("..py", "submission"),
    ],
)
def test_ids_follow_the_rule(name: str, expected: str) -> None:
    """NFC, a small alphabet, at most 80 characters."""
    assert ids.base_id(ids.stem_of(name)) == expected


@given(st.lists(st.text(max_size=120), max_size=30))
def test_ids_are_unique_short_and_plain(names: list[str]) -> None:
    """Whatever students call their files, ids can be file names, and do not depend on order."""
    pairs = [(ids.stem_of(name), f"{n}/{name}") for n, name in enumerate(names)]
    found = ids.assign(pairs)
    assert len({one.casefold() for one in found}) == len(names)
    assert all(re.fullmatch(r"[A-Za-z0-9._-]{1,80}", one) for one in found)
    assert sorted(ids.assign(pairs[::-1])) == sorted(found)


def test_a_folder_keeps_what_follows_a_point(tmp_path: Path) -> None:
    """Only files have a suffix: `doe.jane` and `doe.john` are two folders with two ids."""
    lay_out(tmp_path, {"doe.jane/submission.py": MODULE, "doe.john/submission.py": MODULE})
    assert [one.id for one in discover([tmp_path]).submissions] == ["doe.jane", "doe.john"]


def test_a_path_may_be_a_dot_or_a_link(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What the caller names is taken as it is meant; only links inside submissions are refused."""
    lay_out(tmp_path / "alice", {"submission.py": MODULE})
    (tmp_path / "link").symlink_to(tmp_path / "alice")
    assert [one.id for one in discover([tmp_path / "link"]).submissions] == ["link"]
    assert len(single(tmp_path / "link").files) == 1
    monkeypatch.chdir(tmp_path / "alice")
    assert single(Path(".")).id == "alice"
    assert [one.id for one in discover([Path(".")]).submissions] == ["alice"]


@pytest.mark.skipif(os.name != "posix", reason="needs names that are no text")
def test_names_that_are_no_text_can_be_stored(tmp_path: Path) -> None:
    """Bytes that no text has, in names of folders, files and links, stop nobody's run."""
    odd = os.fsdecode(b"b\xffb")
    (tmp_path / odd / odd).mkdir(parents=True)
    (tmp_path / odd / "hw.py").write_text(MODULE)
    (tmp_path / odd / odd / (odd + ".py")).write_text(MODULE)
    (tmp_path / odd / odd / odd).symlink_to("hw.py")
    (tmp_path / odd / "__pycache__").mkdir()
    (tmp_path / odd / "__pycache__" / (odd + ".pyc")).write_text("import os")
    for one in (*discover([tmp_path]).submissions, single(tmp_path / odd)):
        assert (one.id, one.name) == ("b-b", "b?b")
        assert [file.name for file in one.files] == ["b-b/b-b.py", "hw.py"]
        for text in (one.name, *(finding.message for finding in one.findings)):
            text.encode()
