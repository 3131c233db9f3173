"""What is handed on for the work folder can be written there, whatever it is called."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import given, settings
from hypothesis import strategies as st

from grader.intake.fitting import MAX_BYTES, fitting
from grader.intake.reader.names import safe_name

NAMES = st.lists(st.text(st.sampled_from("aAbB/.é学")), max_size=12).map(
    lambda names: list(dict.fromkeys(safe_name(name) for name in names))
)


@settings(max_examples=150, deadline=None)
@given(NAMES, NAMES)
def test_what_fits_can_be_written_side_by_side(names: list[str], course: list[str]) -> None:
    """No file is another's folder, and none hides a file of the course by case."""
    ours = fitting(dict.fromkeys(course, b""))[0]
    kept, findings = fitting(dict.fromkeys(names, b"x"), set(ours))
    assert len(kept) + len(findings) == len(names)
    with TemporaryDirectory() as folder:
        for name, data in {**ours, **kept}.items():
            place = Path(folder, name)
            place.parent.mkdir(parents=True, exist_ok=True)
            place.write_bytes(data)


def test_code_comes_before_large_data() -> None:
    """A model file that does not fit is left out and named; the module stays."""
    files = {"a.pt": bytes(MAX_BYTES), "b.csv": b"1", "submission.py": b"x = 1\n"}
    kept, findings = fitting(files)
    assert list(kept) == ["b.csv", "submission.py"]
    assert [(finding.kind, finding.file) for finding in findings] == [("files-left-out", "a.pt")]


def test_the_students_own_copy_of_a_course_file_is_kept() -> None:
    """The same name exactly is no clash; another case of it is."""
    kept, findings = fitting({"data.csv": b"mine"}, {"data.csv"})
    assert (list(kept), findings) == (["data.csv"], [])
    kept, findings = fitting({"DATA.csv": b"mine"}, {"data.csv"})
    assert (list(kept), [finding.kind for finding in findings]) == ([], ["name-clash"])


def test_folders_count_too() -> None:
    """The work folder has room for some entries only, and each new folder is one of them."""
    files = {f"{number}/a/b/c.csv": b"1" for number in range(900)} | {"hw.py": b"x = 1\n"}
    kept, findings = fitting(files)
    folders = {name.rsplit("/", depth)[0] for name in kept for depth in (1, 2, 3) if "/" in name}
    assert "hw.py" in kept
    assert len(kept) + len(folders) <= 1_500
    assert {finding.kind for finding in findings} == {"files-left-out"}
