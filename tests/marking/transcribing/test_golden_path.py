from __future__ import annotations

import shutil
from pathlib import Path

import pytest
import yaml

from tests.marking.transcribing.coursework import (
    RIGHT,
    RUBRIC,
    Files,
    drawn,
    marks,
    questions,
    run,
    typed,
    write,
)

PHOTOS: Files = {
    "hw.md": (
        "# Problem 1\n\n## (a)\n\n![](a.png)\n\n## (b)\n\n![](b.png)\n\n"
        "# Problem 2\n\n![](two.jpg)\n\n# Problem 3\n\n![](three.png)\n"
    ),
    "a.png": drawn("grad f = (2x + 3y, 3x)"),
    "b.png": drawn("0.5 0.7", "0.19 0.55"),
    "two.jpg": drawn("1 -2", "0.5 4", form="JPEG"),
    "three.png": drawn("mean = 2.5"),
}
"""Each answer is a picture under its own label."""

GRADE = ("grade", "class", "--rubric", "rubric.yaml", "--out", "out", "--isolation", "none")


def folder_of(submissions: dict[str, Files], place: Path) -> Path:
    """A class in its folder, with the rubric beside it."""
    write(place, {"rubric.yaml": RUBRIC})
    for name, files in submissions.items():
        write(place / "class" / name, files)
    return place


@pytest.fixture(scope="module")
def graded(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two students with the same photos but one, graded and exported."""
    other: Files = {**PHOTOS, "a.png": drawn("grad f = (2x + 3y, 3y)")}
    folder = folder_of({"ada": PHOTOS, "bob": other}, tmp_path_factory.mktemp("photos"))
    run(folder, *GRADE)
    run(folder, "transcribe", "export", "out")
    return folder


@pytest.fixture
def folder(graded: Path, tmp_path: Path) -> Path:
    """A copy of it to change."""
    shutil.copytree(graded, tmp_path / "copy")
    return tmp_path / "copy"


def sheets(folder: Path) -> Path:
    """Where the sheets lie."""
    return folder / "out" / "transcribing"


def fill(folder: Path) -> None:
    """Type in everything, as it is written; the gradients differ."""
    both = yaml.safe_load((sheets(folder) / "gradient.yaml").read_text())["answers"]
    wrong = [name.split("/")[1] for name in both[0]["pictures"]] == [picture_of(folder, "bob")]
    texts = [RIGHT["gradient"], r"$\nabla f = (2x + 3y, 3y)$"]
    typed(sheets(folder) / "gradient.yaml", *(reversed(texts) if wrong else texts))
    for name in ("steps", "inverse", "mean"):
        typed(sheets(folder) / f"{name}.yaml", RIGHT[name])


def picture_of(folder: Path, submission: str) -> str:
    """The file of the picture of a student's gradient."""
    import hashlib

    from grader.gradebook import Gradebook

    with Gradebook.open(folder / "out" / "gradebook.db", "read") as book:
        candidates = book.marks.of(submission)["gradient"].mark.candidates
        png = book.derived.picture(submission, candidates[0].picture)
    return f"{hashlib.sha256(png or b'').hexdigest()[:20]}.png"


def test_pictures_wait_and_nobody_has_a_zero(graded: Path) -> None:
    """A sheet per question, equal pictures once, and nobody's name on any of them."""
    assert set(marks(graded, "ada").values()) == {"awaiting"}
    found = {path.name: path.read_text() for path in sheets(graded).glob("*.yaml")}
    assert set(found) == {"gradient.yaml", "steps.yaml", "inverse.yaml", "mean.yaml"}
    counts = {name: [a["count"] for a in yaml.safe_load(text)["answers"]]
              for name, text in found.items()}  # fmt: skip
    assert counts == {
        "gradient.yaml": [1, 1], "steps.yaml": [2], "inverse.yaml": [2], "mean.yaml": [2],
    }  # fmt: skip
    assert not any(name in text for text in found.values() for name in ("ada", "bob", "hw.md"))
    assert len(list((sheets(graded) / "pictures").iterdir())) == 5
    assert "Give the gradient of" in found["gradient.yaml"]
    assert yaml.safe_load(found["steps.yaml"])["answers"][0]["grid"] == [["", ""], ["", ""]]


def test_what_was_typed_is_marked_and_stays_marked(folder: Path) -> None:
    """Grade, export, type, import, rescore, grade again; with follow-through and named mistakes."""
    fill(folder)
    told = run(folder, "transcribe", "import", "out", "--by", "eve")
    assert "5 transcripts taken" in told.stderr
    right = {"gradient": 1, "steps": 2, "inverse": 2, "mean": 1}
    assert marks(folder, "ada") == right
    bob = questions(folder, "bob")
    assert bob["gradient"]["status"] == "partial" and bob["gradient"]["mistakes"]
    assert bob["steps"]["score"] == 2, "the steps follow the gradient of the key"
    assert all(one["read_by_person"]["state"] == "typed" for one in bob.values())
    assert "by" not in bob["mean"]["read_by_person"]
    before = (folder / "out" / "results.json").read_bytes()
    run(folder, "rescore", "out", "--rubric", "rubric.yaml")
    assert (folder / "out" / "results.json").read_bytes() == before
    run(folder, *GRADE, "--fresh")
    assert (folder / "out" / "results.json").read_bytes() == before
    assert "0 answers in pictures" in run(folder, "transcribe", "export", "out").stderr
    page = (folder / "out" / "reports" / "ada.html").read_text()
    assert "read by a person" in page.lower() and "data:image/png;base64," in page


def test_a_changed_rubric_marks_the_same_transcripts_anew(folder: Path) -> None:
    """What was typed is kept as a text, and read as the rubric now wants it."""
    fill(folder)
    run(folder, "transcribe", "import", "out")
    rubric = folder / "rubric.yaml"
    rubric.write_text(rubric.read_text().replace("key: 2.5", "key: 3.5"))
    run(folder, "rescore", "out", "--rubric", "rubric.yaml", "--yes")
    assert marks(folder, "ada")["mean"] == 0


def test_the_same_picture_handed_in_again_needs_no_second_typing(folder: Path) -> None:
    """Under another name, in another format without loss, and by a student who comes later."""
    fill(folder)
    run(folder, "transcribe", "import", "out")
    again: Files = {"hw.md": str(PHOTOS["hw.md"]).replace("three.png", "img/3.bmp")}
    again |= {name: data for name, data in PHOTOS.items() if name in ("a.png", "b.png", "two.jpg")}
    again["img/3.bmp"] = drawn("mean = 2.5", form="BMP")
    write(folder / "class" / "ada", {**again, "note.txt": "A second attempt."})
    write(folder / "class" / "zoe", PHOTOS)
    run(folder, *GRADE)
    right = {"gradient": 1, "steps": 2, "inverse": 2, "mean": 1}
    assert marks(folder, "zoe") == right
    (folder / "class" / "ada" / "three.png").unlink()
    run(folder, *GRADE)
    assert marks(folder, "ada") == right


def test_an_error_is_carried_forward_from_one_transcript_to_the_next(folder: Path) -> None:
    """Steps that follow from a wrong gradient, both of them typed from photos, are right."""
    typed(sheets(folder) / "steps.yaml", "0.5 | 0.7\n0.19 | 0.49")
    fill_gradient = [r"$\nabla f = (2x + 3y, 3y)$"] * 2
    typed(sheets(folder) / "gradient.yaml", *fill_gradient)
    run(folder, "transcribe", "import", "out")
    found = questions(folder, "ada")
    assert found["gradient"]["score"] == 0.5
    assert found["steps"]["score"] == 2, found["steps"]["feedback"]


def test_nothing_and_illegible_can_be_said(folder: Path) -> None:
    """Nothing there is missing; what cannot be read stays with whoever judges."""
    for name, word in (("inverse", "nothing"), ("mean", "illegible")):
        path = sheets(folder) / f"{name}.yaml"
        path.write_text(path.read_text().replace("  instead:\n", f"  instead: {word}\n"))
    run(folder, "transcribe", "import", "out")
    found = questions(folder, "ada")
    assert (found["inverse"]["status"], found["inverse"]["score"]) == ("missing", 0)
    assert (found["mean"]["status"], found["mean"]["reason"]) == ("awaiting", "unread")
    assert found["gradient"]["status"] == "awaiting", "what was left empty waits as before"
    run(folder, "judge", "export", "out")
    sheet = yaml.safe_load((folder / "out" / "judging" / "mean.yaml").read_text())
    assert sheet["answers"][0]["pictures"]
    left = [path.name for path in sheets(folder).glob("*-2.yaml")]
    run(folder, "transcribe", "export", "out")
    left = sorted(path.name for path in sheets(folder).glob("*-2.yaml"))
    assert left == ["gradient-2.yaml", "steps-2.yaml"]


def test_a_transcript_is_revised_and_taken_back_and_nothing_is_forgotten(folder: Path) -> None:
    """The newest holds; somebody else's newer one is not overwritten unless it is said."""
    from grader.gradebook import Gradebook

    sheet = sheets(folder) / "mean.yaml"
    blank = sheet.read_text()
    typed(sheet, "2.4")
    run(folder, "transcribe", "import", str(sheet), "out", "--by", "ann")
    assert marks(folder, "ada")["mean"] == 0
    sheet.write_text(blank)
    typed(sheet, "2.5")
    refused = run(folder, "transcribe", "import", "out", str(sheet), "--by", "ben", code=2)
    assert "mean.yaml:" in refused.stderr and "ann typed this at" in refused.stderr
    run(folder, "transcribe", "import", "out", str(sheet), "--by", "ann")
    assert marks(folder, "ada")["mean"] == 1
    run(folder, "transcribe", "export", "out", "--all")
    second = sheets(folder) / "mean-2.yaml"
    text = second.read_text()
    assert 'transcript: "2.5"' in text and "revision: 2" in text
    second.write_text(text.replace("  instead:\n", "  instead: withdraw\n"))
    run(folder, "transcribe", "import", "out", "--by", "ben")
    assert marks(folder, "ada")["mean"] == "awaiting"
    with Gradebook.open(folder / "out" / "gradebook.db", "read") as book:
        history = [(one.who, one.state, one.text) for one in book.transcripts.history()]
    assert history == [("ann", "typed", "2.4"), ("ann", "typed", "2.5"), ("ben", "withdrawn", "")]
