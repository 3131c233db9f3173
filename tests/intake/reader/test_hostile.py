"""Damaged and hostile submissions: each gets its own finding, the rest of the class is as ever."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from grader.errors import SandboxRefusal
from grader.intake import READER, Hints, Intake, Reading, Submission, discover, read_submission
from grader.intake.discover import single
from grader.intake.reader.names import safe_name
from grader.intake.reading import READER_LIMITS
from grader.sandbox import open_launcher
from grader.sandbox.process import ProcessLauncher
from tests.intake import hostile

HINTS = Hints(({"id": "p1", "names": ["TRUE_FALSE"], "writeup": None},))

pytestmark = pytest.mark.skipif(os.name != "posix", reason="needs links and pipes on disk")


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A class folder with every case in it."""
    place = tmp_path_factory.mktemp("class") / "submissions"
    place.mkdir()
    hostile.write_class(place)
    return place


@pytest.fixture(scope="module")
def intake(folder: Path) -> Intake:
    """What is found in it."""
    return discover([folder])


@pytest.fixture(scope="module")
def readings(intake: Intake, folder: Path) -> Iterator[dict[str, tuple[Submission, Reading]]]:
    """Every submission read by a real reader process, and nothing written next to the class."""
    before = sorted(path.name for path in folder.parent.iterdir())
    launcher = ProcessLauncher(program=READER)
    yield {one.id: (one, read_submission(one, HINTS, launcher)) for one in intake.submissions}
    launcher.close()
    assert sorted(path.name for path in folder.parent.iterdir()) == before


def kinds(row: tuple[Submission, Reading]) -> set[str]:
    """The kinds of all findings on one submission."""
    submission, reading = row
    return {finding.kind for finding in (*submission.findings, *reading.findings)}


def test_there_are_at_least_25_cases() -> None:
    """The folder is as hostile as it promises to be."""
    assert len(hostile.CASES) + len(hostile.DISK) >= 25


@pytest.mark.parametrize("student", [*hostile.CASES, *hostile.DISK])
def test_each_hand_in_yields_its_own_finding(
    student: str, readings: dict[str, tuple[Submission, Reading]]
) -> None:
    """A hostile submission gets the finding that names what is wrong, and keeps a reading."""
    expected = hostile.DISK.get(student) or hostile.CASES[student][2]
    found = kinds(readings[student])
    assert "reader-lost" not in found
    assert not found if expected is None else expected in found


@pytest.mark.parametrize("student", ["aa-honest", "zz-honest"])
def test_the_rest_of_the_class_is_unaffected(
    student: str, readings: dict[str, tuple[Submission, Reading]]
) -> None:
    """Honest neighbours are read without any finding."""
    submission, reading = readings[student]
    assert kinds((submission, reading)) == set()
    assert [form.file for form in reading.forms] == ["submission.py"]


@pytest.mark.parametrize(
    "student",
    ["zip-slip", "zip-as-py", "tar-slip", "notebook-as-py", "python-as-notebook", "python-as-txt",
     "notebook-cut", "notebook-garbled", "notebook-old", "notebook-100mb", "utf16", "cp1252",
     "zip-startup", "zip-case-clash", "disk-shadow", "disk-startup"],
)  # fmt: skip
def test_what_can_be_saved_is_saved(
    student: str, readings: dict[str, tuple[Submission, Reading]]
) -> None:
    """The good part of a damaged submission still runs."""
    _, reading = readings[student]
    codes = [
        unit.get("source") or reading.files[unit["file"]].decode("cp1252")
        for form in reading.forms
        for unit in form.units
    ]
    assert any("TRUE_FALSE" in code for code in codes)


def test_every_name_that_comes_back_is_safe_to_write(
    readings: dict[str, tuple[Submission, Reading]],
) -> None:
    """No file for the work folder has a name that leads out of it."""
    for _, reading in readings.values():
        for name in reading.files:
            assert safe_name(name) == name
            assert ".." not in name.split("/")


def test_a_link_is_never_followed(readings: dict[str, tuple[Submission, Reading]]) -> None:
    """A link's target on the grader's machine reaches no reading."""
    assert all(
        b"SECRET" not in data for _, reading in readings.values() for data in reading.files.values()
    )


def test_a_reader_that_dies_is_a_finding(intake: Intake, tmp_path: Path) -> None:
    """A crash of the reader costs what it read, and the modules still run."""
    program = tmp_path / "reader"
    program.mkdir()
    (program / "__main__.py").write_text("import os; os._exit(7)")
    (tmp_path / "hw").mkdir()
    (tmp_path / "hw/submission.py").write_text(hostile.MODULE)
    (tmp_path / "hw/notes.md").write_text("# Problem 1")
    one = discover([tmp_path / "hw"]).submissions[0]
    reading = read_submission(one, HINTS, ProcessLauncher(program=program))
    assert [finding.kind for finding in reading.findings] == ["reader-lost"]
    assert "exit code 7" in reading.findings[0].message
    assert "exit code 7" in reading.lost
    assert [form.file for form in reading.forms] == ["submission.py"]


def test_a_reader_that_lies_is_a_finding(tmp_path: Path) -> None:
    """A reply that names a file outside the work folder is refused as a whole."""
    program = tmp_path / "reader"
    program.mkdir()
    reply = '{"reading":{"forms":[],"answers":{},"findings":[],"kept":[],"files":[["../x",1]]}}'
    (program / "__main__.py").write_text(
        "import os, struct\n"
        f"body = {reply.encode()!r}\n"
        "os.read(0, 1 << 20)\n"
        "os.write(1, struct.pack('>II', len(body), 1) + body + struct.pack('>Q', 1) + b'x')\n"
    )
    (tmp_path / "notes.md").write_text("# Problem 1")
    one = discover([tmp_path / "notes.md"]).submissions[0]
    reading = read_submission(one, HINTS, ProcessLauncher(program=program))
    assert [finding.kind for finding in reading.findings] == ["reader-lost"]
    assert reading.files == {}


@pytest.mark.sandbox
def test_the_findings_are_the_same_in_the_sandbox(intake: Intake) -> None:
    """The reader does its work with no rights at all, and loses no submission."""
    try:
        launcher = open_launcher(program=READER)
    except SandboxRefusal as refusal:
        pytest.skip(str(refusal))
    try:
        for one in intake.submissions:
            found = kinds((one, read_submission(one, HINTS, launcher)))
            cases = hostile.DISK | {name: case[2] or "" for name, case in hostile.CASES.items()}
            expected = cases.get(one.id)
            assert expected in found if expected else not found, one.id
    finally:
        launcher.close()


SLOW = """
import struct, sys, time
def read(form):
    return struct.unpack(form, sys.stdin.buffer.read(struct.calcsize(form)))
size, count = read(">II")
sys.stdin.buffer.read(size)
files = [sys.stdin.buffer.read(*read(">Q")) for _ in range(count)]
if b"SLOW" in files:
    time.sleep(60)
body = b'{"reading": {"forms": [], "findings": [], "kept": [], "files": []}}'
sys.stdout.buffer.write(struct.pack(">II", len(body), 0) + body)
sys.stdout.flush()
"""


@pytest.mark.parametrize("others", [{}, {"notes.md": "# Problem 1"}], ids=["alone", "beside"])
def test_a_file_that_takes_too_long_costs_itself(tmp_path: Path, others: dict[str, str]) -> None:
    """What is read of the others counts, and a person sees that nobody read this one."""
    program = tmp_path / "reader"
    program.mkdir()
    (program / "__main__.py").write_text(SLOW)
    folder = tmp_path / "hw"
    folder.mkdir()
    for name, text in {"slow.md": "SLOW", **others}.items():
        (folder / name).write_text(text)
    one = single(folder)
    limits = replace(READER_LIMITS, seconds=6.0)
    reading = read_submission(one, HINTS, ProcessLauncher(program=program), limits)
    assert [(f.kind, f.file) for f in reading.findings] == [("reader-lost", "slow.md")]
    assert [(gap.why, gap.source.file) for gap in reading.unread] == [("document", "slow.md")]
    assert reading.lost == ""
