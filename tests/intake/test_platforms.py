"""Downloads of every platform give the right students, files, times, groups and latest attempts."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import pytest

from grader.errors import SubmissionError
from grader.intake import Intake, Submission, discover
from tests.intake import platforms
from tests.intake.platforms import lay_out, pack

LAYOUTS = {
    "canvas": platforms.CANVAS,
    "moodle-folders": platforms.MOODLE_FOLDERS,
    "moodle-flat": platforms.MOODLE_FLAT,
    "brightspace": platforms.BRIGHTSPACE,
    "blackboard": platforms.BLACKBOARD,
    "gradescope": platforms.GRADESCOPE,
    "nbgrader": platforms.NBGRADER,
    "nbgrader-exchange": platforms.EXCHANGE,
}
STUDENTS = {
    "canvas": {
        "doejane_101": ["hw2.ipynb", "notes.md"],
        "oneilsean_102": ["submission.py"],
        "garcamara_103": ["text.html"],
        "anon_a8Xz": ["submission.py"],
        "teamseven_104": ["problem-1.py", "problem-2.py"],
    },
    "moodle-folders": {
        "Jane-Doe_2001": ["hw2/submission.py"],
        "Se-n-O-Neil_2002": ["hw2.ipynb", "onlinetext.html"],
        "Garc-a-L-pez--Mara_2003": ["submission.py"],
        "Participant_2004": ["submission.py"],
    },
    "moodle-flat": {
        "Jane-Doe_2001": ["data_1.csv", "submission.py"],
        "Li_Wei_2002": ["hw2.ipynb", "onlinetext.html"],
    },
    "brightspace": {
        "12345-Jane-Doe": ["hw2.py"],
        "12346-Mary-Ann-O-Neil": ["hw2.ipynb"],
        "group7-Team-Seven": ["submission.py"],
    },
    "blackboard": {"jdoe": ["hw2.py"], "msmith": ["part_a.ipynb", "part_b.md"]},
    "gradescope": {
        "submission_900001": ["submission.py"],
        "submission_900003": ["hw2/submission.py"],
    },
    "nbgrader": {
        "jdoe": ["problem1.ipynb"],
        "li-wei": ["data/table.csv", "problem1.ipynb"],
        "mara": ["problem1.ipynb"],
    },
    "nbgrader-exchange": {"jdoe": ["problem1.ipynb"], "li-wei": ["problem1.ipynb"]},
}  # fmt: skip


def students(intake: Intake) -> dict[str, list[str]]:
    """File names by submission id."""
    return {one.id: sorted(file.name for file in one.files) for one in intake.submissions}


def named(intake: Intake, id_: str) -> Submission:
    """The submission of that id."""
    return next(one for one in intake.submissions if one.id == id_)


@pytest.mark.parametrize("layout", LAYOUTS)
def test_an_unpacked_download_gives_the_right_students(layout: str, tmp_path: Path) -> None:
    """Each platform's folder, unpacked, is recognised by its names."""
    assert students(discover([lay_out(tmp_path, LAYOUTS[layout])])) == STUDENTS[layout]


@pytest.mark.parametrize("layout", LAYOUTS)
def test_the_download_need_not_be_unpacked(layout: str, tmp_path: Path) -> None:
    """The zip as the platform made it gives the same students and readable files."""
    intake = discover([pack(tmp_path / "submissions.zip", LAYOUTS[layout])])
    assert students(intake) == STUDENTS[layout]
    assert all(isinstance(file.read(), bytes) for one in intake.submissions for file in one.files)


def test_a_wrapping_folder_is_looked_through(tmp_path: Path) -> None:
    """Gradescope wraps its export in a folder; naming the folder above works too."""
    lay_out(tmp_path / "assignment_77_export", platforms.GRADESCOPE)
    assert students(discover([tmp_path])) == STUDENTS["gradescope"]
    packed = pack(tmp_path / "export.zip", platforms.GRADESCOPE, "assignment_77_export/")
    assert students(discover([packed])) == STUDENTS["gradescope"]


def test_github_clones_are_recognised_by_the_folder(tmp_path: Path) -> None:
    """Repositories lie in `<assignment>-submissions`; git's own files are left out."""
    intake = discover([lay_out(tmp_path / "hw2-submissions", platforms.GITHUB)])
    assert students(intake) == {
        "hw2-jdoe": ["submission.py"],
        "hw2-o-neil": ["submission.py"],
        "hw2-team-seven": ["hw2.ipynb"],
    }
    assert [one.name for one in intake.submissions] == ["jdoe", "o-neil", "team-seven"]


def test_canvas_marks_late_hand_ins(tmp_path: Path) -> None:
    """LATE stands between the name and the user's number."""
    intake = discover([lay_out(tmp_path, platforms.CANVAS)])
    assert named(intake, "oneilsean_102").late is True
    assert named(intake, "doejane_101").late is False
    assert named(intake, "oneilsean_102").name == "oneilsean"


def test_canvas_counts_a_file_handed_in_again(tmp_path: Path) -> None:
    """Of `hw2.ipynb` and `hw2-1.ipynb` the later one counts, under the first name."""
    one = named(discover([lay_out(tmp_path, platforms.CANVAS)]), "doejane_101")
    assert next(file for file in one.files if file.name == "hw2.ipynb").read() == b"new"


def test_the_latest_attempt_counts_and_times_are_kept(tmp_path: Path) -> None:
    """Brightspace and Blackboard keep every attempt; only the newest is read."""
    bright = named(discover([lay_out(tmp_path / "b", platforms.BRIGHTSPACE)]), "12345-Jane-Doe")
    assert bright.submitted == datetime(2025, 2, 21, 9, 5)
    assert bright.files[0].read().decode() == platforms.MODULE
    assert [finding.kind for finding in bright.findings] == ["earlier-attempt"]
    black = named(discover([lay_out(tmp_path / "k", platforms.BLACKBOARD)]), "jdoe")
    assert black.submitted == datetime(2025, 2, 21, 8, 0)
    assert black.files[0].read().decode() == platforms.MODULE
    assert black.name == "Jane Doe"


def test_midnight_is_the_start_of_the_day(tmp_path: Path) -> None:
    """Brightspace writes half past midnight as 1230 AM."""
    intake = discover([lay_out(tmp_path, platforms.BRIGHTSPACE)])
    assert named(intake, "12346-Mary-Ann-O-Neil").submitted == datetime(2025, 2, 21, 0, 30)


def test_gradescope_groups_keep_their_people_and_time(tmp_path: Path) -> None:
    """One submission may have several submitters; of two by the same people the later counts."""
    intake = discover([lay_out(tmp_path, platforms.GRADESCOPE)])
    group = named(intake, "submission_900001")
    assert [person.id for person in group.people] == ["2001", "2002"]
    assert group.name == "Jane Doe, Sean O'Neil"
    assert (
        group.submitted is not None and group.submitted.isoformat() == "2025-02-21T08:00:00+00:00"
    )
    again = named(intake, "submission_900003")
    assert again.people[0].email == "li@example.edu"


def test_a_stray_file_in_a_download_is_not_lost(tmp_path: Path) -> None:
    """What does not follow the platform's pattern is graded as its own, with a finding."""
    lay_out(tmp_path, {**platforms.CANVAS, "handed in by mail.py": platforms.MODULE})
    intake = discover([tmp_path])
    assert "handed-in-by-mail" in students(intake)
    assert [finding.kind for finding in intake.findings] == ["unrecognised-name"]


def test_nbgrader_tells_when_something_was_handed_in(tmp_path: Path) -> None:
    """Its timestamp is a time and no file of the student's; of several attempts the last counts."""
    kept = discover([lay_out(tmp_path / "submitted", platforms.NBGRADER)])
    assert str(named(kept, "jdoe").submitted) == "2025-02-21 08:00:00.123456+00:00"
    assert str(named(kept, "li-wei").submitted) == "2025-02-21 09:00:00"
    assert named(kept, "mara").submitted is None
    collected = discover([lay_out(tmp_path / "inbound", platforms.EXCHANGE)])
    assert named(collected, "jdoe").files[0].read() == b"{}"
    assert str(named(collected, "li-wei").submitted) == "2025-02-21 09:00:00+00:00"


@pytest.mark.parametrize("packed", [False, True])
def test_assignments_of_nbgrader_are_never_mixed(packed: bool, tmp_path: Path) -> None:
    """A course's folder holds all assignments of each student; the message says how to name one."""
    earlier = {name.replace("hw2/", "hw1/"): text for name, text in platforms.NBGRADER.items()}
    files = {**platforms.NBGRADER, **earlier}
    course = pack(tmp_path / "c.zip", files) if packed else lay_out(tmp_path / "submitted", files)
    with pytest.raises(SubmissionError, match=r"of nbgrader \(hw1, hw2\).*/hw1$"):
        discover([course])


def test_one_assignment_of_nbgrader_is_what_a_shell_lists(tmp_path: Path) -> None:
    """`submitted/*/hw2` is a class of students, and so is `inbound/*+hw2+*`."""
    submitted = lay_out(tmp_path / "submitted", platforms.NBGRADER)
    assert students(discover(sorted(submitted.glob("*/hw2")))) == STUDENTS["nbgrader"]
    earlier = {"jdoe+hw1+2025-02-02 08:00:00 UTC/problem1.ipynb": "{}"}
    alone = discover(sorted(submitted.glob("*/hw2/problem1.ipynb"))[:2])
    assert students(alone) == {"jdoe": ["problem1.ipynb"], "li-wei": ["problem1.ipynb"]}
    assert str(named(alone, "li-wei").submitted) == "2025-02-21 09:00:00"
    inbound = lay_out(tmp_path / "inbound", {**platforms.EXCHANGE, **earlier})
    collected = discover(sorted(inbound.glob("*+hw2+*")))
    assert students(collected) == STUDENTS["nbgrader-exchange"]


def test_a_download_is_known_by_its_files_too(tmp_path: Path) -> None:
    """`submissions/*` of an unpacked download is the same class as its folder."""
    folder = lay_out(tmp_path, platforms.CANVAS)
    assert students(discover(sorted(folder.iterdir()))) == STUDENTS["canvas"]
