"""Whole courses in the pages of the kinds that run code: marked as the page says."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from grader.check import check
from grader.grade import Options

DOCS = Path(__file__).parents[2] / "docs" / "kinds"
KINDS = ("function", "pytest")


def courses(kind: str) -> Iterator[tuple[str, list[tuple[str, str]], str]]:
    """(title, files, what the student reads) of each section with Python in it.

    The first line of each block of YAML and Python is a comment with its path.
    """
    text = (DOCS / f"{kind}.md").read_text("utf-8")
    for section in re.split(r"^## ", text, flags=re.M)[1:]:
        if "```python" in section:
            blocks = re.findall(r"```(\w+)\n(.*?)\n```", section, re.S)
            files = [
                (body.partition("\n")[0].removeprefix("# "), body)
                for language, body in blocks
                if language in ("yaml", "python")
            ]
            (shown,) = (body for language, body in blocks if language == "text")
            yield section.partition("\n")[0], files, shown


COURSES = [(kind, *course) for kind in KINDS for course in courses(kind)]


@pytest.mark.parametrize("kind", KINDS)
def test_each_page_has_three_courses(kind: str) -> None:
    """Of different subjects, with a submission each."""
    assert sum(one[0] == kind for one in COURSES) >= 3


@pytest.mark.parametrize(
    ("kind", "title", "files", "shown"), COURSES, ids=[f"{one[0]}: {one[1]}" for one in COURSES]
)
def test_a_course_is_marked_as_the_page_says(
    tmp_path: Path, kind: str, title: str, files: list[tuple[str, str]], shown: str
) -> None:
    """The score, the words and the parts of its first question."""
    for name, body in files:
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(body + "\n", encoding="utf-8")
    found = check(tmp_path / "submission", tmp_path / "rubric.yaml", Options(isolation="none"))
    mark = found["submissions"][0]["questions"][0]
    assert mark["kind"] == kind
    named = f", {', '.join(mark['mistakes'])}" if mark["mistakes"] else ""
    lines = [f"{mark['score']:g} of {mark['points']:g}, {mark['status']}{named}"]
    lines += mark["feedback"]
    lines += [f"[{part['id']}] {line}" for part in mark["parts"] for line in part["feedback"]]
    assert "\n".join(lines) == shown
