"""Whatever students write: labels are found, names are safe, archives stay in memory."""

from __future__ import annotations

import io
import re
import tarfile
import unicodedata
import zipfile

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from grader.intake.platforms import _BLACKBOARD, _BRIGHTSPACE, _CANVAS, _MOODLE
from grader.intake.reader.archive import Budget, Refused, _stream, expand
from grader.intake.reader.decoding import NotText, decode
from grader.intake.reader.exchange import read
from grader.intake.reader.names import safe_name, unsafe
from grader.intake.reader.plain_yaml import Unreadable, read_yaml
from grader.intake.reader.result import Result
from grader.intake.reader.writeup.known import target_of
from grader.intake.reader.writeup.labels import Path, find_label
from tests.intake.hints import plain_hints, read_text

WORDS = st.sampled_from(["Problem", "Question", "Exercise", "Q", "PROBLEM", "problem"])
MARKS = st.sampled_from(["", "# ", "## ", "**", "> ", "### **"])


@pytest.mark.parametrize(
    ("line", "path"),
    [
        ("Problem 3: Gradient Descent (6)", (3,)),
        ("## Problem 3", (3,)),
        ("**Problem 3**", (3,)),
        ("Question 3.1", (3, 1)),
        ("## Question 3.1 The gradient", (3, 1)),
        ("Q3(a):", (3, 1)),
        ("Problem 3, Part 2:", (3, 2)),
        ("Problem 3 (b)", (3, 2)),
        ("3-1) $C$", (3, 1)),
        ("3.1)", (3, 1)),
        ("(3.1) x", (3, 1)),
        ("3a) x", (3, 1)),
        ("4-bonus) $KL$", (4, "bonus")),
        ("4.2: x", (4, 2)),
        ("Part 2", (2,)),
        ("Part (b):", (2,)),
        ("part II.", (2,)),
        ("Bonus: x", ("bonus",)),
        ("b) x", (2,)),
        ("ii) x", (2,)),
        ("Problemlos ist das", None),
        ("partial derivatives", None),
        ("bonuses are paid", None),
        ("-1.5 and 8.4", None),
        ("The gradient", None),
        ("a gradient is", None),
    ],
)
def test_labels_are_told_from_text(line: str, path: Path | None) -> None:
    """The labels of real submissions, and lines that only look like one."""
    label = find_label(line)
    assert (label.path if label else None) == path


@given(WORDS, st.integers(1, 30), st.integers(1, 9), st.sampled_from("-.–"), MARKS)
def test_a_label_is_found_however_it_is_marked(
    word: str, problem: int, part: int, dash: str, mark: str
) -> None:
    """ "Problem 3-1", "## Question 3.1" and "**Q3–1:**" are one path, with nothing left over."""
    end = "**" if mark.endswith("**") else ""
    label = find_label(f"{mark}{word} {problem}{dash}{part}:{end} rest of it")
    assert label is not None
    assert (label.path, label.relative, label.rest) == ((problem, part), False, "rest of it")


@given(st.text(max_size=200))
def test_no_text_upsets_the_label_finder(line: str) -> None:
    """Any line gives a label or None; what is left over stood in the line."""
    label = find_label(line)
    if label is not None:
        assert label.path
        assert len(label.rest) <= len(line)


@given(st.integers(1, 9), st.integers(1, 8))
def test_letters_romans_and_numbers_are_one_place(problem: int, part: int) -> None:
    """3a, 3-1, "Problem 3 Part 1" and the hint ["Problem 3", "Part 1"] agree."""
    letter = "abcdefgh"[part - 1]
    paths = {
        target_of([f"Problem {problem}", f"Part {part}"])[0],
        target_of([f"Problem {problem}", f"{problem}-{part}"])[0],
        target_of([f"Problem {problem} | A Title", f"{problem}{letter})"])[0],
        target_of([f"Problem {problem}", f"({letter})"])[0],
    }
    assert paths == {(problem, part)}


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    st.text(st.sampled_from("Problem 31-4bonus)(*$#|\\{}=[]&_^`\n \t.,:xyTrueFalse"), max_size=400)
)
def test_no_text_upsets_the_reader_of_write_ups(text: str) -> None:
    """Any text gives a reading; values are plain data."""
    answers, _ = read_text("hw.md", "Problem 1\n" + text)
    assert all(isinstance(value, str | list | dict) for value in answers.values())


BLANKS = "".join(c for c in map(chr, range(0x110000)) if c.isspace())
NAME_PIECES = st.one_of(
    st.sampled_from(list(BLANKS)),
    st.sampled_from(["/", "\\", ".", "..", "con", "NUL.", "aux ", "lpt1.", "<"]),
    st.sampled_from(["\u0338", "\u0301"]),
    st.sampled_from(["\u200b", "\ud800", " " * 130, "." * 130, "é" * 70, "x" * 119, ".txt", "한"]),
    st.text(max_size=3),
)
NAMES = st.text(max_size=300) | st.lists(NAME_PIECES, max_size=8).map("".join)


@given(NAMES)
@example("0\xa0.")
@example("con" + " " * 200 + ".txt")
@example("con." + "x" * 200)
@example("x" * 119 + "\xa0y")
def test_safe_names_are_safe(name: str) -> None:
    """Never absolute, never upwards, no control characters, stable when done twice."""
    safe = safe_name(name)
    assert safe
    assert unsafe(safe) is None
    assert safe_name(safe) == safe
    assert not re.search(r'[\x00-\x1f\x7f<>:"|?*\\]', safe)
    parts = safe.split("/")
    assert all(part not in ("", ".", "..") and len(part.encode()) <= 120 for part in parts)
    assert not any(re.match(r"(?i)(con|prn|aux|nul|com\d|lpt\d)(\.|$)", part) for part in parts)
    assert not any(part[0].isspace() or part[-1].isspace() or part[-1] == "." for part in parts)
    assert unicodedata.normalize("NFC", safe) == safe


MEMBERS = st.lists(st.tuples(st.text(min_size=1, max_size=40), st.binary(max_size=200)), max_size=8)


@settings(deadline=None)
@given(MEMBERS)
@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_any_zip_unpacks_to_safe_names_or_findings(members: list[tuple[str, bytes]]) -> None:
    """Whatever members are called, what comes out has a safe name and the member's bytes."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, data in members:
            archive.writestr(zipfile.ZipInfo(name.encode("utf-8", "replace").decode()), data)
    result = Result()
    found = expand({"hw.zip": out.getvalue()}, result)
    assert all(safe_name(name) == name for name in found)
    assert set(found.values()) <= {data for _, data in members}
    folders = sum(name.endswith("/") for name, _ in members)
    assert bool(members) == bool(found or result.findings or folders) or not found


@settings(deadline=None)
@given(st.binary(max_size=2_000), st.sampled_from(["zip", "tar", "gz", "7z", "py", "ipynb", "md"]))
def test_no_bytes_upset_the_reader(data: bytes, suffix: str) -> None:
    """Random bytes under any suffix give a reading."""
    read({f"hw.{suffix}": data}, plain_hints())


@settings(deadline=None, max_examples=50)
@given(st.data())
def test_a_damaged_archive_is_only_a_finding(data: st.DataObject) -> None:
    """A zip or tar with any of its bytes changed or cut off never raises."""
    out = io.BytesIO()
    if data.draw(st.booleans()):
        with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr("submission.py", "x = 1\n" * 100)
            archive.writestr("b/data.csv", "1,2\n" * 100)
    else:
        with tarfile.open(fileobj=out, mode="w:gz") as tar:
            info = tarfile.TarInfo("submission.py")
            info.size = 600
            tar.addfile(info, io.BytesIO(b"x = 1\n" * 100))
    raw = bytearray(out.getvalue())
    for place in data.draw(st.lists(st.integers(0, len(raw) - 1), min_size=1, max_size=6)):
        raw[place] ^= data.draw(st.integers(1, 255))
    cut = data.draw(st.integers(0, len(raw)))
    expand({"hw.zip": bytes(raw[:cut])}, Result())


def test_a_bomb_is_stopped_while_it_unpacks() -> None:
    """The size is counted while streaming; what a header promises is never believed."""
    with pytest.raises(Refused, match="grows more than"):
        _stream(io.BytesIO(bytes(50 << 20)), 1_000, Budget())


@given(st.text(max_size=300))
def test_text_survives_any_usual_encoding(text: str) -> None:
    """UTF-8 with and without a mark and UTF-16 give the same text back, newlines made plain."""
    if "\0" in text or text.startswith("\ufeff"):
        return
    plain = text.replace("\r\n", "\n").replace("\r", "\n")
    for encoding in ("utf-8", "utf-8-sig", "utf-16"):
        assert (
            decode(text.encode(encoding, "replace"))[0] == plain.encode("utf-8", "replace").decode()
        )


@given(st.binary(max_size=300))
def test_any_bytes_are_text_or_refused(data: bytes) -> None:
    """Old encodings are guessed; what holds zero bytes is no text."""
    try:
        assert "\0" not in decode(data)[0]
    except NotText:
        assert data


@given(st.text(st.sampled_from("ab: -[]{}&*!|>'\"\n#0123.~"), max_size=120))
def test_any_yaml_is_data_or_unreadable(text: str) -> None:
    """No text raises anything but `Unreadable`."""
    try:
        read_yaml(text)
    except Unreadable:
        return


FILES = st.from_regex(r"[A-Za-z0-9][A-Za-z0-9 ._()-]{0,20}\.(py|ipynb|md)", fullmatch=True)


@given(st.from_regex(r"[a-z]{1,12}", fullmatch=True), st.booleans(), st.integers(1, 10**7), FILES)
def test_canvas_names_come_apart_as_they_were_put_together(
    name: str, late: bool, user: int, file: str
) -> None:
    """name[_LATE]_user_attachment_file."""
    match = _CANVAS.match(f"{name}{'_LATE' if late else ''}_{user}_77_{file}")
    assert match is not None
    if name != "anon":
        assert (match["uid"], match["file"]) == (str(user), file)
        assert (match["late"] is not None) == late


PEOPLE = st.from_regex(r"[A-Z][a-zé']{1,8}( [A-Z][a-z-]{1,8}){0,2}", fullmatch=True)


@given(PEOPLE, st.integers(1, 10**7), FILES)
def test_names_with_ids_come_apart_on_the_other_platforms(person: str, id_: int, file: str) -> None:
    """Moodle, Brightspace and Blackboard patterns give back name, id and file."""
    moodle = _MOODLE.match(f"{person}_{id_}_assignsubmission_file_{file}")
    assert moodle is not None
    assert (moodle["name"], moodle["pid"], moodle["rest"]) == (person, str(id_), file)
    bright = _BRIGHTSPACE.match(f"{id_}-9 - {person} - Feb 3, 2025 905 AM - {file}")
    assert bright is not None
    assert (bright["name"], bright["file"]) == (person, file)
    black = _BLACKBOARD.match(f"Homework 2_u{id_}_attempt_2025-02-03-09-05-00_{file}")
    assert black is not None
    assert (black["user"], black["file"]) == (f"u{id_}", file)
