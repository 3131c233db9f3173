"""Downloads of a whole class: what is hostile or damaged in one submission touches no other."""

from __future__ import annotations

import io
import tarfile
import zipfile
from pathlib import Path

import pytest

from grader.errors import SubmissionError
from grader.intake import download
from grader.intake.download import archive_entries
from grader.intake.reader.archive import expand
from grader.intake.reader.result import Result
from tests.intake.hostile import tarred

MODULE = b"TRUE_FALSE = [True]\n" * 50


def zipped(path: Path, members: dict[str, bytes]) -> Path:
    """A zip of these members."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return path


def test_members_are_grouped_by_student(tmp_path: Path) -> None:
    """One wrapping folder is taken off; what lies below a folder is one submission."""
    path = zipped(
        tmp_path / "class.zip", {"hw2/ada/a.py": MODULE, "hw2/ada/b.md": b"x", "hw2/bob.py": b"y"}
    )
    ada, bob = archive_entries(path)
    assert (ada.name, [file.name for file in ada.members]) == ("ada", ["a.py", "b.md"])
    assert (bob.name, [file.name for file in bob.members]) == ("bob.py", ["bob.py"])
    assert ada.members[0].read() == MODULE


def test_a_copy_that_jupyter_keeps_is_its_owners_only_work(tmp_path: Path) -> None:
    """Beside the notebook it is clutter; alone it is read, in a folder or flat, in a tar too."""
    kept = ".ipynb_checkpoints"
    members = {
        f"hw2/ada/{kept}/hw-checkpoint.ipynb": b"{}",
        "hw2/bob/hw.ipynb": b"[]",
        f"hw2/bob/{kept}/hw-checkpoint.ipynb": b"{}",
        f"hw2/{kept}/eve-checkpoint.ipynb": b"{}",
        f"hw2/{kept}/notes-checkpoint.txt": b"x",
    }
    tar = tmp_path / "a.tar"
    tar.write_bytes(tarred(*((name, tarfile.REGTYPE, data) for name, data in members.items())))
    for path in (zipped(tmp_path / "a.zip", members), tar):
        ada, bob, eve = archive_entries(path)
        assert (ada.name, [file.name for file in ada.members]) == ("ada", ["hw.ipynb"])
        assert [finding.kind for finding in ada.findings] == ["only-a-copy"]
        assert [file.read() for file in bob.members] == [b"[]"] and not bob.findings
        assert (eve.name, [file.name for file in eve.members]) == ("eve.ipynb", ["eve.ipynb"])


def test_a_copy_in_the_archive_of_one_student_is_read_where_it_is_alone() -> None:
    """The same where a submission holds an archive."""
    kept = "work/.ipynb_checkpoints/hw-checkpoint.ipynb"
    for members, wanted, kinds in (
        ({kept: b"{}"}, {"work/hw.ipynb": b"{}"}, ["only-a-copy"]),
        ({kept: b"{}", "work/hw.ipynb": b"[]"}, {"work/hw.ipynb": b"[]"}, []),
    ):
        out = io.BytesIO()
        with zipfile.ZipFile(out, "w") as archive:
            for name, data in members.items():
                archive.writestr(name, data)
        result = Result()
        assert expand({"hw.zip": out.getvalue()}, result) == wanted
        assert [kind for kind, *_ in result.findings] == kinds


def test_unsafe_members_are_left_out_with_a_finding(tmp_path: Path) -> None:
    """A path out of the download, a link and an encrypted member are named and never read."""
    path = tmp_path / "class.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("ada/a.py", MODULE)
        archive.writestr("ada/../b.py", MODULE)
        link = zipfile.ZipInfo("ada/c.py")
        link.external_attr = 0o120777 << 16
        archive.writestr(link, "/etc/passwd")
        archive.writestr("ada/d.py", b"secret")
        archive.filelist[-1].flag_bits |= 1
        archive.writestr("bob.py", MODULE)
    ada, _ = archive_entries(path)
    assert [file.name for file in ada.members] == ["a.py"]
    assert [finding.kind for finding in ada.findings] == ["archive-unsafe-member"] * 3
    told = " ".join(finding.message for finding in ada.findings)
    assert "it is a link" in told and "it is encrypted" in told


def test_a_damaged_member_is_an_error_of_reading(tmp_path: Path) -> None:
    """Bytes that do not unpack, or not to what was promised, are told as any unreadable file."""
    path = zipped(tmp_path / "class.zip", {"ada/a.py": MODULE, "bob/b.py": MODULE})
    data = bytearray(path.read_bytes())
    start = data.index(b"ada/a.py") + len(b"ada/a.py")
    for place in range(start, start + 12):
        data[place] ^= 0xFF
    path.write_bytes(data)
    ada, bob = archive_entries(path)
    with pytest.raises(OSError, match=r"a\.py in class\.zip is damaged"):
        ada.members[0].read()
    assert bob.members[0].read() == MODULE


def test_a_member_may_not_unpack_without_end(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The bound holds for what really comes out, whatever the archive says."""
    monkeypatch.setattr(download, "MAX_FILE", 100)
    members = {"ada/a.py": MODULE, "bob/b.py": b""}
    ada, _ = archive_entries(zipped(tmp_path / "class.zip", members))
    with pytest.raises(OSError, match="unpacks to more than"):
        ada.members[0].read()


def test_what_is_no_archive_is_one_hand_in(tmp_path: Path) -> None:
    """A damaged download holds no students; the reader says later what is wrong with it."""
    for name in ("a.zip", "a.tar", "a.tar.gz", "a.tar.xz"):
        (tmp_path / name).write_bytes(b"not an archive" * 50)
        assert archive_entries(tmp_path / name) == []


def test_too_many_members_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """An archive of more files than any class has is not even listed."""
    monkeypatch.setattr(download, "MAX_MEMBERS", 2)
    path = zipped(tmp_path / "class.zip", {f"{n}.py": b"" for n in range(3)})
    with pytest.raises(SubmissionError, match="more than 2 files"):
        archive_entries(path)


def test_a_tar_is_read_at_once_without_links(tmp_path: Path) -> None:
    """Files of a tar come in, links in it are named, and its size has a bound."""
    path = tmp_path / "class.tar.gz"
    rows = (
        ("hw/ada/a.py", tarfile.REGTYPE, MODULE),
        ("hw/ada/b.py", tarfile.SYMTYPE, b"/etc/passwd"),
        ("hw/bob.py", tarfile.REGTYPE, b"y"),
    )
    path.write_bytes(tarred(*rows, mode="w:gz"))
    ada, bob = archive_entries(path)
    assert ada.members[0].read() == MODULE and bob.members[0].read() == b"y"
    assert [file.name for file in ada.members] == ["a.py"]


def test_a_tar_beyond_its_bound_is_one_hand_in(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What would fill the memory is left to the reader, which has a limit."""
    monkeypatch.setattr(download, "MAX_TAR", 100)
    path = tmp_path / "class.tar"
    path.write_bytes(tarred(("ada/a.py", tarfile.REGTYPE, MODULE)))
    assert archive_entries(path) == []
    assert io.BytesIO(path.read_bytes()).getbuffer().nbytes > 100
