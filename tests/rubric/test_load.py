"""Broken rubrics end in one list of mistakes, each at its place; good ones mean what they say."""

from __future__ import annotations

import hashlib
import re
from fractions import Fraction
from pathlib import Path

import pytest

from grader.check import remarks
from grader.errors import RubricError, UsageMistake
from grader.rubric import Rubric, load_rubric

BROKEN = sorted((Path(__file__).parents[1] / "cases" / "broken-rubrics").glob("*.yaml"))
WANTED = re.compile(r"# (\d+):(\d+) (.+)")

GOOD = """title: Homework
questions:
  - {kind: true_false, id: p1, points: 1.5, items: [{key: true}, {key: false}]}
  - {kind: free_response, id: p2, points: 1/3}
  - {kind: short_text, id: p3, points: 010, key: [no, "1"]}
  - {kind: short_text, id: p4, points: 2e-1, bonus: true, key: [on]}
"""


def written(folder: Path, text: str) -> Path:
    """A rubric file of that text."""
    file = folder / "rubric.yaml"
    file.write_text(text, encoding="utf-8")
    return file


def loaded(folder: Path, text: str) -> Rubric:
    """The rubric of that text."""
    return load_rubric(written(folder, text))


@pytest.mark.parametrize("file", BROKEN, ids=lambda file: file.stem)
def test_every_mistake_is_told_at_its_place(file: Path) -> None:
    """A broken rubric raises one error that has exactly the expected lines, in file order."""
    wanted = [found.groups() for found in map(WANTED.match, file.read_text().splitlines()) if found]
    with pytest.raises(RubricError) as caught:
        load_rubric(file)
    assert caught.value.exit_code == 2
    lines = caught.value.lines()
    assert str(caught.value) == "\n".join(lines)
    assert len(lines) == len(wanted), lines
    for line, column, fragment in wanted:
        start = f"{file}:{line}:{column}: "
        assert any(said.startswith(start) and fragment in said for said in lines), lines


def test_there_are_many_broken_rubrics() -> None:
    """The collection of broken rubrics is not lost by a wrong path."""
    assert len(BROKEN) >= 40


@pytest.mark.parametrize("name", ["absent.yaml", ""], ids=["no file", "a folder"])
def test_a_file_that_cannot_be_read_is_the_callers_mistake(tmp_path: Path, name: str) -> None:
    """No file and a folder are told with their path."""
    with pytest.raises(UsageMistake, match=re.escape(str(tmp_path))) as caught:
        load_rubric(tmp_path / name)
    assert caught.value.exit_code == 2


def test_a_file_that_is_not_text_says_where(tmp_path: Path) -> None:
    """A byte that is not UTF-8 is told with its line."""
    file = tmp_path / "rubric.yaml"
    file.write_bytes(b"title: x\ncourse: \xff\n")
    with pytest.raises(RubricError, match=r":2:1: this byte is not UTF-8"):
        load_rubric(file)


def test_control_characters_are_not_yaml(tmp_path: Path) -> None:
    """A NUL in the file is a mistake with a place, as any other."""
    with pytest.raises(RubricError, match=r":1:1: not YAML"):
        loaded(tmp_path, "title: a\0b\n")


def test_a_gigantic_file_is_no_rubric(tmp_path: Path) -> None:
    """More than four MiB are refused before they are parsed."""
    with pytest.raises(UsageMistake, match="larger than 4 MiB"):
        loaded(tmp_path, "#" * (5 << 20))


def test_deep_nesting_is_no_crash(tmp_path: Path) -> None:
    """Ten thousand brackets end in one message."""
    with pytest.raises(RubricError, match=r"not YAML|too deeply nested"):
        loaded(tmp_path, f"title: {'[' * 10_000}")


def test_numbers_and_words_mean_what_people_mean(tmp_path: Path) -> None:
    """010 is ten, 1/3 is a third, 2e-1 is a fifth, `no` and `on` are words."""
    rubric = loaded(tmp_path, GOOD)
    assert [q.points for q in rubric.questions] == [
        Fraction(3, 2),
        Fraction(1, 3),
        Fraction(10),
        Fraction(1, 5),
    ]
    assert [getattr(q, "key", None) for q in rubric.questions[2:]] == [("no", "1"), ("on",)]
    assert rubric.points == Fraction(3, 2) + Fraction(1, 3) + 10


def test_a_rubric_knows_its_file(tmp_path: Path) -> None:
    """Path and hash are those of the bytes that were read, a byte order mark among them."""
    file = tmp_path / "rubric.yaml"
    file.write_bytes(b"\xef\xbb\xbf" + GOOD.encode())
    rubric = load_rubric(file)
    assert rubric.path == str(file)
    assert rubric.sha256 == hashlib.sha256(file.read_bytes()).hexdigest()
    assert rubric.title == "Homework"


def test_questions_are_found_by_their_id(tmp_path: Path) -> None:
    """A question is found by its id, and nothing is found by another."""
    rubric = loaded(tmp_path, GOOD)
    assert rubric.question("p2") is rubric.questions[1]
    assert rubric.question("p9") is None


def test_a_question_that_only_a_file_of_answers_reaches_is_said(tmp_path: Path) -> None:
    """It may be meant so; nobody else would know that its name was forgotten."""
    fields = "kind: numeric, points: 1, key: 1"
    forgot = f"title: t\nquestions:\n  - {{id: q, {fields}}}\n  - {{id: r, name: R, {fields}}}\n"
    (tmp_path / "rubric.yaml").write_text(forgot, encoding="utf-8")
    (said,) = remarks(load_rubric(tmp_path / "rubric.yaml"))
    assert said.startswith("q: only a sheet or file of answers that calls it 'q' can answer this")
    (tmp_path / "rubric.yaml").write_text(f"sources: [data]\n{forgot}", encoding="utf-8")
    assert remarks(load_rubric(tmp_path / "rubric.yaml")) == []
