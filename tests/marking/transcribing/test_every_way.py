"""However a picture comes, it is on the sheet of its question, or on that of the pages."""

from __future__ import annotations

import base64
import io
import json
import zipfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from grader.grade import Options, grade
from grader.gradebook import Gradebook
from grader.intake.reader.labelled_names import heading_for
from grader.marking.transcribing import Entry, entries_of
from grader.rubric import load_rubric
from tests.marking.transcribing.coursework import RUBRIC, Files, drawn, scan, write

PNG = drawn("mean = 2.5")
URI = "data:image/png;base64," + base64.b64encode(PNG).decode()


def notebook(*cells: Mapping[str, object]) -> str:
    """A notebook of these cells."""
    rows = [{"metadata": {}, "id": f"c{n}", **cell} for n, cell in enumerate(cells)]
    return json.dumps({"nbformat": 4, "nbformat_minor": 5, "metadata": {}, "cells": rows})


def markdown(source: str, **more: object) -> dict[str, object]:
    """A text cell."""
    return {"cell_type": "markdown", "source": source, **more}


def showing() -> dict[str, object]:
    """A code cell that shows a photo, as it was saved."""
    bundle = {"image/png": base64.b64encode(PNG).decode(), "text/plain": "<Image>"}
    output = {"output_type": "display_data", "data": bundle, "metadata": {}}
    source = "from IPython.display import Image\nImage('photo.png')"
    return {"cell_type": "code", "source": source, "outputs": [output], "execution_count": 1}


def word() -> bytes:
    """A Word file with a heading and a picture below it."""
    names = {
        "w": "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
        "r": "http://schemas.openxmlformats.org/officeDocument/2006/relationships",
        "a": "http://schemas.openxmlformats.org/drawingml/2006/main",
    }
    spaces = " ".join(f'xmlns:{short}="{long}"' for short, long in names.items())
    body = (
        "<w:p><w:r><w:t>Problem 3</w:t></w:r></w:p>"
        '<w:p><w:r><w:drawing><a:blip r:embed="rId1"/></w:drawing></w:r></w:p>'
    )
    kinds = "http://schemas.openxmlformats.org/package/2006"
    image = f"{names['r']}/image"
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as parts:
        parts.writestr(
            "[Content_Types].xml",
            f'<Types xmlns="{kinds}/content-types"><Default Extension="xml" ContentType="a/b"/>'
            "</Types>",
        )
        document = f"<w:document {spaces}><w:body>{body}</w:body></w:document>"
        parts.writestr("word/document.xml", document)
        parts.writestr(
            "word/_rels/document.xml.rels",
            f'<Relationships xmlns="{kinds}/relationships"><Relationship Id="rId1" '
            f'Type="{image}" Target="media/1.png"/></Relationships>',
        )
        parts.writestr("word/media/1.png", PNG)
    return buffer.getvalue()


def drawn_tiff(*pages: str) -> bytes:
    """Pages in one TIFF."""
    from PIL import Image

    images = [Image.open(io.BytesIO(drawn(page))) for page in pages]
    buffer = io.BytesIO()
    images[0].save(buffer, "TIFF", save_all=True, append_images=images[1:])
    return buffer.getvalue()


def entries(files: Files, folder: Path) -> list[Entry]:
    """What waits to be typed of one submission."""
    write(folder, {"rubric.yaml": RUBRIC})
    write(folder / "class" / "ada", files)
    rubric = folder / "rubric.yaml"
    grade([folder / "class"], rubric, folder / "out", Options(isolation="none"))
    with Gradebook.open(folder / "out" / "gradebook.db", "read") as book:
        found = [one for one in entries_of(book, load_rubric(rubric)) if one.open]
        for one in found:
            assert all(book.derived.picture("ada", gap.picture) for gap in one.regions), one
    return found


WAYS: dict[str, Files] = {
    "a photo beside a module": {"hw.py": "GRADIENT = 1\n", "q3.jpg": drawn("2.5", form="JPEG")},
    "named as the problem": {"Problem 3.png": PNG},
    "in a folder named as the problem": {"Problem 3/IMG_2034.png": PNG},
    "in a format of another suffix": {"q3.jfif": drawn("2.5", form="JPEG")},
    "in Markdown": {"hw.md": "# Problem 3\n\n![my work](a/b.png)\n", "a/b.png": PNG},
    "within Markdown": {"hw.md": f"# Problem 3\n\n![]({URI})\n"},
    "in HTML": {"hw.html": "<h1>Problem 3</h1><p><img src='b.png'></p>", "b.png": PNG},
    "in LaTeX": {
        "hw.tex": "\\documentclass{article}\n\\begin{document}\n\\section*{Problem 3}\n"
        "\\includegraphics[width=3cm]{b}\n\\end{document}",
        "b.png": PNG,
    },
    "as a scan within LaTeX": {
        "hw.tex": "\\documentclass{article}\n\\begin{document}\n\\section*{Problem 3}\n"
        "\\includegraphics{scan}\n\\end{document}",
        "scan.pdf": scan("mean = 2.5"),
    },
    "in Word": {"hw.docx": word()},
    "pasted into a notebook": {
        "hw.ipynb": notebook(
            markdown("# Problem 3"),
            markdown(
                "![image.png](attachment:image.png)",
                attachments={"image.png": {"image/png": base64.b64encode(PNG).decode()}},
            ),
        )
    },
    "beside a notebook": {
        "hw.ipynb": notebook(markdown("# Problem 3\n\n<img src='b.png' width=300>")),
        "b.png": PNG,
    },
    "shown by a cell": {"hw.ipynb": notebook(markdown("# Problem 3"), showing())},
    "a scan named as the problem": {"q3.pdf": scan("mean = 2.5")},
    "several pages of one picture": {"q3.tiff": drawn_tiff("mean", "2.5")},
}


@pytest.mark.parametrize("files", WAYS.values(), ids=WAYS)
def test_a_picture_with_a_label_is_on_the_sheet_of_its_question(
    files: Files, tmp_path: Path
) -> None:
    """With its picture, and on no other sheet."""
    found = entries(files, tmp_path)
    assert [one.question for one in found] == ["mean"]
    assert all(gap.picture for gap in found[0].regions)
    assert len(found[0].regions) == (2 if "q3.tiff" in files else 1)


LOOSE: dict[str, tuple[Files, int]] = {
    "a photo with the name that a phone gave it": ({"IMG_2034.png": PNG}, 1),
    "named by a date": ({"WhatsApp Image 2025-03-04 at 10.11.12.png": PNG}, 1),
    "pages of a scan": ({"homework.pdf": scan("one", "two", "three")}, 3),
    "photos beside a module": ({"hw.py": "x = 1\n", "a.png": PNG, "b.png": drawn("b")}, 2),
    "pages of one picture": ({"scan.tif": drawn_tiff("one", "two")}, 2),
}


@pytest.mark.parametrize(("files", "count"), LOOSE.values(), ids=LOOSE)
def test_a_picture_without_a_label_is_a_page(files: Files, count: int, tmp_path: Path) -> None:
    """Every question may stand on it, so that none of them is missing."""
    found = entries(files, tmp_path)
    assert [one.question for one in found] == [""] * count
    everything = {"gradient", "steps", "inverse", "mean"}
    assert all(set(one.questions) == everything for one in found)


def test_a_photo_of_a_whole_problem_is_on_the_sheets_of_its_parts(tmp_path: Path) -> None:
    """Each part may stand on it, and no other problem."""
    found = entries({"q1.png": PNG}, tmp_path)
    assert [one.question for one in found] == ["gradient", "steps"]


HINT: dict[str, Any] = {"take": "formula", "of": [], "parts": []}
ASKED: list[dict[str, Any]] = [
    {"id": "p3.gradient", "writeup": {"under": ["Problem 3 | Descent", "3-1"], **HINT}},
    {"id": "four", "writeup": {"under": ["Problem 4"], **HINT}},
    {"id": "a1", "writeup": {"under": ["A.1"], **HINT}},
    {"id": "none", "writeup": None},
]


@pytest.mark.parametrize(
    ("name", "heading"),
    [
        ("q3.jpg", "# Problem 3\n\n"),
        ("Problem 4.PNG", "# Problem 4\n\n"),
        ("problem4.png", "# Problem 4\n\n"),
        ("hw2_q4 (1).jpg", "# Problem 4\n\n"),
        ("smith_jane_problem_3.jpg", "# Problem 3\n\n"),
        ("late_123_456_q4.jpg", "# Problem 4\n\n"),
        ("exercise_3_1.heic", "# Problem 3-1\n\n"),
        ("3a.png", "# Problem 3-1\n\n"),
        ("A1.png", "# A.1\n\n"),
        ("P3.Gradient.png", "# Problem 3\n\n## 3-1\n\n"),
        ("assignment 3 problem 4.jpg", "# Problem 4\n\n"),
        *(
            (name, "")
            for name in (
                *("IMG_2034.jpg", "scan 3.png", "page3.jpg", "3.jpg", "p3.jpg", "q9.png", "A4.jpg"),
                *("Screenshot 2025-03-04 at 10.15.00.png", "20250304_101112.jpg", "Homework 3.pdf"),
            )
        ),
    ],
)
def test_the_label_of_a_file_name(name: str, heading: str) -> None:
    """A problem that is asked for; never a date, a page, a sheet, or the size of paper."""
    assert heading_for(name, ASKED) == heading
