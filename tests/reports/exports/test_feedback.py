"""Archives of pages: names by the rules with which Canvas and Moodle take them apart again.

The rules are those of the sites' own programs, written down here once more: Canvas takes the first
two fields that are numbers as student and file, Moodle the second of four fields as participant.
"""

import json
import os
import re
import subprocess
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner

from grader.cli import cli
from grader.errors import UsageMistake
from grader.reports.exports.archive import Member, write_archive

RUBRIC = "title: Small\nquestions:\n  - {id: a, kind: numeric, points: 2, name: A, key: 4}\n"
CANVAS = (
    "lovelaceada_501_9001_hw.py", "lopezmaria_LATE_502_9002_my_work_2.py",
    "oneilsam_503_text.html",
)  # fmt: skip
MOODLE = (
    "Ada Lovelace_71_assignsubmission_file_/hw.py",
    "María López_72_assignsubmission_file_/work_1/hw.py",
    "Zoë_73_assignsubmission_file_hw.py",
)
EXPORT = "assignment_1_export/"
GRADESCOPE = {
    EXPORT + "submission_801/hw.py": "A = 4\n",
    EXPORT + "submission_802/hw.py": "A = 5\n",
    EXPORT + "submission_metadata.yml": (
        "submission_801:\n  :submitters:\n  - :name: Ada\n    :sid: '1'\n    :email: ada@x.edu\n"
        "submission_802:\n  :submitters:\n  - :name: Bob\n    :sid: '2'\n    :email: bob@x.edu\n"
    ),
}


def canvas_reads(name: str) -> tuple[int, int] | None:
    """Student and file, as Canvas infers them from a name; None for an ignored file."""
    fields = name.split("_")
    numbers = [field for field in fields if re.fullmatch(r"[0-9]+", field)][:2]
    if len(numbers) < 2 or fields[-1].startswith("link") or name.startswith("._"):
        return None
    return int(numbers[0]), int(numbers[1])


def moodle_reads(path: str) -> tuple[int, str, str] | None:
    """Participant, plug-in and file name, as Moodle infers them; None for an ignored file."""
    parts = path.split("/")
    if parts[-1].startswith((".", "~")):
        return None
    while parts:
        fields = parts.pop(0).split("_", 4)
        if len(fields) < 4 or not fields[1].isdigit():
            continue
        rest = [fields[4] if len(fields) > 4 else "", *parts]
        return int(fields[1]), f"{fields[2]}_{fields[3]}", "/".join(rest)
    return None


def zipped(path: Path, files: dict[str, str]) -> Path:
    """A download with these files."""
    with zipfile.ZipFile(path, "w") as archive:
        for name, text in files.items():
            archive.writestr(name, text)
    return path


def exported(folder: Path, download: Path, target: str, *more: str) -> tuple[str, Path]:
    """What `grade` and then `export` say, and the archive."""
    (folder / "rubric.yaml").write_text(RUBRIC)
    out = folder / "out"
    grade = ["grade", str(download), "--rubric", str(folder / "rubric.yaml"), "--out", str(out)]
    done = CliRunner().invoke(cli, [*grade, "--isolation", "none"])
    assert done.exit_code == 0, done.output
    done = CliRunner().invoke(cli, ["export", str(out), "--to", target, *more])
    assert done.exit_code == 0, done.output
    return done.output, out / "exports" / f"{target}.zip"


def test_canvas_finds_each_student(tmp_path: Path) -> None:
    """The archive of the download says the names; a typed text has no file to attach to."""
    download = zipped(tmp_path / "submissions.zip", dict.fromkeys(CANVAS, "A = 4\n"))
    said, path = exported(tmp_path, download, "canvas-feedback", "--sheet", str(download))
    with zipfile.ZipFile(path) as archive:
        names = archive.namelist()
        assert {canvas_reads(name) for name in names} == {(501, 9001), (502, 9002)}
        assert all(b"<html" in archive.read(name) for name in names)
    assert "2 pages; " in said and "oneilsam_503" in said


def test_moodle_finds_each_participant(tmp_path: Path) -> None:
    """Folders and flat names of older versions, unpacked before."""
    folder = tmp_path / "class"
    for name in MOODLE:
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text("A = 4\n")
    said, path = exported(tmp_path, folder, "moodle-feedback", "--sheet", str(folder))
    with zipfile.ZipFile(path) as archive:
        read = {moodle_reads(name) for name in archive.namelist()}
    assert read == {(n, "assignsubmission_file", "feedback.html") for n in (71, 72, 73)}
    assert "3 pages" in said


@pytest.mark.parametrize(
    ("asks", "gets"),
    [
        ({"id": 801, "users": [{"email": "ada@x.edu"}]}, 2.0),
        ({"id": 802, "users": [{"email": "bob@x.edu"}]}, 0.0),
        ({"id": 999, "users": [{"email": "ada@x.edu"}]}, None),
    ],
)
def test_gradescopes_autograder_hands_out_what_was_graded(
    tmp_path: Path, asks: dict[str, object], gets: float | None
) -> None:
    """Its own scripts, run as Gradescope runs them; a later submission gets nobody's points."""
    download = zipped(tmp_path / "export.zip", GRADESCOPE)
    _, path = exported(tmp_path, download, "gradescope-feedback")
    root = tmp_path / "autograder"
    (root / "results").mkdir(parents=True)
    with zipfile.ZipFile(path) as archive:
        archive.extractall(root / "source")
        modes = {info.filename: info.external_attr >> 16 for info in archive.infolist()}
    assert modes["run_autograder"] & 0o111 and modes["setup.sh"] & 0o111
    (root / "submission_metadata.json").write_text(json.dumps(asks))
    command = ["bash", str(root / "source" / "run_autograder")]
    env = {**os.environ, "AUTOGRADER_ROOT": str(root)}
    done = subprocess.run(command, env=env, capture_output=True, text=True, check=False)
    written = root / "results" / "results.json"
    if gets is None:
        assert done.returncode != 0 and not written.exists()
        assert "not graded yet" in done.stderr
    else:
        assert done.returncode == 0, done.stderr
        assert json.loads(written.read_text())["score"] == gets


def test_a_download_of_another_site_is_refused(tmp_path: Path) -> None:
    """And so is none at all, and a folder that is none."""
    download = zipped(tmp_path / "submissions.zip", dict.fromkeys(CANVAS, "A = 4\n"))
    exported(tmp_path, download, "canvas-feedback", "--sheet", str(download))
    for more, said in (
        ((), "name the download of them"),
        (("--sheet", str(download)), "a download of Canvas and not of Moodle"),
        (("--sheet", str(tmp_path / "rubric.yaml")), "no course site's download"),
    ):
        arguments = ["export", str(tmp_path / "out"), "--to", "moodle-feedback", *more]
        done = CliRunner().invoke(cli, arguments)
        assert done.exit_code != 0 and said in str(done.exception)


def test_pages_with_keys_stay_here(tmp_path: Path) -> None:
    """A rubric whose pages are written for the instructor."""
    download = zipped(tmp_path / "submissions.zip", dict.fromkeys(CANVAS, "A = 4\n"))
    exported(tmp_path, download, "canvas-feedback", "--sheet", str(download))
    (tmp_path / "rubric.yaml").write_text("audience: instructor\n" + RUBRIC)
    rubric = ["--rubric", str(tmp_path / "rubric.yaml")]
    for target in ("canvas-feedback", "gradescope-feedback"):
        arguments = ["export", str(tmp_path / "out"), "--to", target, "--sheet", str(download)]
        done = CliRunner().invoke(cli, [*arguments, *rubric])
        assert done.exit_code != 0 and "not for students" in str(done.exception)


@pytest.mark.parametrize(
    "name",
    ["../../etc/passwd", "/etc/passwd", "C:\\x", "..", ".hidden", "~tmp", "a\n/b", "x" * 900,
     "\u202egnp.exe", "", "con:stream", "a/b/../../../c"],
)  # fmt: skip
def test_no_name_leaves_the_archive(tmp_path: Path, name: str) -> None:
    """Whatever unpacks it stays within its folder."""
    write_archive(tmp_path / "a.zip", [Member(name, b"x"), Member("other", b"y")])
    with zipfile.ZipFile(tmp_path / "a.zip") as archive:
        first, second = archive.namelist()
        archive.extractall(tmp_path / "into")
    assert second == "other" and not set(first) & set("/\\:") and first[0] not in ".~"
    assert len(first) < 300 and first.isprintable()
    assert {p.parent for p in (tmp_path / "into").rglob("*")} == {tmp_path / "into"}


def test_two_files_of_one_name_are_one(tmp_path: Path) -> None:
    """Some file systems know no capitals."""
    write_archive(tmp_path / "a.zip", [Member("A.html", b"1"), Member("a.HTML", b"2")])
    with zipfile.ZipFile(tmp_path / "a.zip") as archive:
        assert archive.namelist() == ["A.html"]


def test_an_archive_that_cannot_be_written_leaves_nothing(tmp_path: Path) -> None:
    """One message, and no half archive."""
    made: Callable[[], None] = lambda: write_archive(  # noqa: E731
        tmp_path / "a.zip", [Member("a", tmp_path / "gone")]
    )
    with pytest.raises(UsageMistake, match="cannot write"):
        made()
    assert list(tmp_path.iterdir()) == []
