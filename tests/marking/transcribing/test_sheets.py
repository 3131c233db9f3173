from __future__ import annotations

import csv
from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from grader.evidence import READINGS, Evidence, Missing, Outcome, Readings, Source, Unread
from grader.gradebook import EvidenceKey, Gradebook, RunInfo, SubmissionRecord
from grader.marking.marking import Marking
from grader.marking.runs import rubric_info
from grader.marking.transcribing import (
    TypedIn,
    entries_of,
    read_transcripts,
    take_transcripts,
    write_transcripts,
)
from grader.marking.transcribing.write import Form, _entry
from grader.rubric import Rubric, load_rubric
from tests.marking.transcribing.coursework import RUBRIC

Everybody = dict[str, dict[str, tuple[Unread, ...]]]
"""What nobody read, by submission and question."""


def pixels(digit: str) -> str:
    """A digest of pixels."""
    return digit * 64


def gap(digit: str, loose: bool = False, page: int | None = None) -> Unread:
    """A picture that nobody read."""
    place = Source("writeup", "Jane Doe.pdf", None, None, page)
    return Unread("picture", place, "", pixels(digit), loose)


def evidence(gaps: dict[str, tuple[Unread, ...]]) -> Evidence:
    """A submission whose answers stand in pictures."""
    outcomes: dict[str, Outcome] = {}
    for question, unread in gaps.items():
        outcomes[question] = Missing()
        whole = not any(one.loose for one in unread)
        outcomes[f"{question}/{READINGS}"] = Readings((), unread, not unread[0].loose, whole)
    return Evidence(outcomes)


@pytest.fixture
def rubric(tmp_path: Path) -> Rubric:
    """The rubric of the class."""
    path = tmp_path / "rubric.yaml"
    path.write_text(RUBRIC)
    return load_rubric(path)


CLASS: Everybody = {
    "ada": {"gradient": (gap("1"),), "mean": (gap("2"),), "inverse": (gap("3"),)},
    "bob": {"gradient": (gap("4"),), "mean": (gap("2"),)},
}
QUESTIONS = ("gradient", "steps", "inverse", "mean")
PAGES: Everybody = {
    "ada": {name: (gap("a", True, 1), gap("b", True, 2)) for name in QUESTIONS},
}


def book_of(path: Path, rubric: Rubric, everybody: Everybody) -> Gradebook:
    """A gradebook of a class."""
    book = Gradebook.open(path / "gradebook.db")
    info = RunInfo("grade", rubric_info(rubric), "0.1.0", "3.11", "none", rubric.seed)
    run = book.runs.begin(info)
    key = EvidenceKey("around", {question.id: "" for question in rubric.questions})
    for name, gaps in everybody.items():
        book.record(run, SubmissionRecord(name, name.title()), key, evidence(gaps))
    mark(book, rubric, run)
    return book


def mark(book: Gradebook, rubric: Rubric, run: int = 1) -> dict[str, dict[str, object]]:
    """Everybody's marks as they are now, kept."""
    marking = Marking(rubric, {}, {})
    everybody = marking.everybody(book)
    marking.keep(book, run, everybody.changed())
    return {
        name: {q: m.mark.score if m.mark.score is not None else str(m.mark.status)
               for q, m in row.items()}
        for name, row in everybody.marks.items()
    }  # fmt: skip


@pytest.fixture
def book(tmp_path: Path, rubric: Rubric) -> Iterator[Gradebook]:
    """Two students; one picture is the same."""
    with book_of(tmp_path, rubric, CLASS) as opened:
        yield opened


def export(book: Gradebook, rubric: Rubric, folder: Path, form: Form = "yaml") -> list[Path]:
    """The sheets of what is open."""
    entries = [one for one in entries_of(book, rubric) if one.open]
    return write_transcripts(rubric, entries, folder, lambda _s, _d: b"png", form)


def take(book: Gradebook, rubric: Rubric, *paths: Path) -> list[str]:
    """Import sheets; the mistakes."""
    return list(take_transcripts(book, rubric, read_transcripts(paths), "ann").mistakes)


def test_one_slip_costs_its_entry_alone(book: Gradebook, rubric: Rubric, tmp_path: Path) -> None:
    """Told with file and line; everything else of the same sheet, and of the others, is taken."""
    folder = tmp_path / "sheets"
    export(book, rubric, folder)
    sheet = folder / "gradient.yaml"
    first, second = sheet.read_text().split("- answer: ")[1:]
    head = sheet.read_text().partition("- answer: ")[0]
    torn = first.replace("  transcript: |\n", "  transcript: |\n(2x + 3y, 3x): [\n  }\n")
    good = second.replace("  transcript: |\n", "  transcript: |\n    (2x + 3y, 3x)\n")
    sheet.write_text(f"{head}- answer: {torn}- answer: {good}")
    mean = folder / "mean.yaml"
    mean.write_text(mean.read_text().replace("  instead:\n", "  instead: nothign\n"))
    inverse = folder / "inverse.yaml"
    ragged = inverse.read_text().replace('grid: [["", ""], ["", ""]]', "grid: [[1, -2], [3]]")
    inverse.write_text(ragged)
    mistakes = take(book, rubric, folder)
    assert len(mistakes) == 3, mistakes
    lines = {Path(one.split(":")[0]).name: int(one.split(":")[1]) for one in mistakes}
    broken = sheet.read_text().split("\n").index("(2x + 3y, 3x): [") + 1
    assert broken <= lines["gradient.yaml"] <= broken + 2
    assert mean.read_text().split("\n")[lines["mean.yaml"] - 1].startswith("- answer:")
    assert "did you mean `nothing`" in " ".join(mistakes)
    scores = [row["gradient"] for row in mark(book, rubric).values()]
    assert sorted(map(str, scores)) == ["1", "awaiting"]


WRONG = {
    "transcript: [[1, 2], [3, 4]]\n  instead: nothing": "fill in one of",
    'transcript: "2"\n  instead: illegible': "fill in one of",
    "instead: later": "`instead` is nothing, illegible",
    "instead: suggested": "there is no `suggested`",
    "questions: [mean]": "for whole pages alone",
    'transcirpt: "2"': "`transcirpt` is no field",
    "transcript: {a: 1}": "`transcript` is a text",
    "revision: soon": "`revision` was changed",
    'transcript: "2"\n  transcript: "3"': "given twice",
    "transcript: !!python/object:os.system x": "not allowed",
}


@pytest.mark.parametrize(("filled", "told"), WRONG.items(), ids=WRONG.values())
def test_what_cannot_be_meant_is_told_and_not_taken(
    filled: str, told: str, book: Gradebook, rubric: Rubric, tmp_path: Path
) -> None:
    """With the place, and nothing of it reaches the gradebook."""
    token = next(one.token for one in entries_of(book, rubric) if one.question == "mean")
    sheet = tmp_path / "mean.yaml"
    sheet.write_text(f"question: mean\nanswers:\n- answer: {token}\n  {filled}\n")
    mistakes = take(book, rubric, sheet)
    assert mistakes and told in mistakes[0] and mistakes[0].startswith(f"{sheet}:")
    assert book.transcripts.history() == []


def test_a_token_that_is_not_there_is_told(book: Gradebook, rubric: Rubric, tmp_path: Path) -> None:
    """And one that is filled in twice."""
    token = next(one.token for one in entries_of(book, rubric) if one.question == "mean")
    sheet = tmp_path / "mean.yaml"
    rows = [f'- answer: {name}\n  transcript: "{n}"\n'
            for n, name in enumerate((token, token, "t0"))]  # fmt: skip
    sheet.write_text("".join(["question: mean\nanswers:\n", *rows]))
    mistakes = take(book, rubric, sheet)
    twice, unknown = mistakes
    assert f"{sheet}:5: answer {token} was typed already at {sheet}:3" in twice
    assert f"{sheet}:7: no picture 't0' of question 'mean' is here" in unknown
    assert [one.text for one in book.transcripts.history()] == ["0"]


def test_words_of_yaml_stay_what_was_typed(book: Gradebook, rubric: Rubric, tmp_path: Path) -> None:
    """`no`, 1.50 and 010 are texts, and a list of rows is a grid."""
    known = {one.question: one.token for one in entries_of(book, rubric)}
    sheet = tmp_path / "mean.yaml"
    sheet.write_text(f"question: mean\nanswers:\n- answer: {known['mean']}\n  transcript: 2.50\n")
    other = tmp_path / "inverse.yaml"
    other.write_text(
        f"question: inverse\nanswers:\n- answer: {known['inverse']}\n"
        "  transcript: [[1, -2], [.5, 4]]\n"
    )
    assert take(book, rubric, sheet, other) == []
    kept = {one.question: (one.text, one.grid) for one in book.transcripts.history()}
    assert kept == {"mean": ("2.50", ()), "inverse": ("", (("1", "-2"), (".5", "4")))}
    assert mark(book, rubric)["ada"] | {"gradient": 0} == {
        "gradient": 0, "steps": 0, "inverse": 2, "mean": 1,
    }  # fmt: skip


def test_a_table_for_a_spreadsheet_does_the_same(
    book: Gradebook, rubric: Rubric, tmp_path: Path
) -> None:
    """With its line in messages, whatever stands between commas and quotes."""
    folder = tmp_path / "sheets"
    paths = {path.stem: path for path in export(book, rubric, folder, "csv")}
    for name, column, text in (
        ("mean", "transcript", "-2.5"), ("inverse", "grid", "1 | -2\n0.5 | 4"),
        ("gradient", "instead", "nothink"),
    ):  # fmt: skip
        with paths[name].open(encoding="utf-8-sig", newline="") as file:
            rows = list(csv.DictReader(file))
        asked = [row["asked"] for row in rows if row["asked"]]
        assert asked == (["Give the gradient of x² + 3xy."] if name == "gradient" else [])
        for row in rows:
            row[column] = text
        with paths[name].open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, rows[0], delimiter=";")
            writer.writeheader()
            writer.writerows(rows)
    mistakes = take(book, rubric, folder)
    assert [one.split(": ")[0] for one in mistakes] == [
        f"{paths['gradient']}:2", f"{paths['gradient']}:3",
    ]  # fmt: skip
    assert mark(book, rubric)["ada"]["inverse"] == 2
    assert mark(book, rubric)["ada"]["mean"] == 0


def test_pages_are_typed_in_whole(tmp_path: Path, rubric: Rubric) -> None:
    """Under labels, over the end of a page; nothing counts before all of them are there."""
    folder = tmp_path / "sheets"
    with book_of(tmp_path, rubric, PAGES) as book:
        (sheet,) = export(book, rubric, folder)
        assert sheet.name == "pages.yaml" and "Problem 1, b" in sheet.read_text()
        rows = yaml.safe_load(sheet.read_text())["answers"]
        tokens = {one.regions[0].source.page: one.token for one in entries_of(book, rubric)}
        first = (
            "Problem 1\n\n(a) $\\nabla f = (2x + 3y, 3x)$\n\n"
            "(b)\n\n| x | y |\n|---|---|\n| 0.5 | 0.7 |"
        )
        second = "| x | y |\n|---|---|\n| 0.19 | 0.55 |\n\nProblem 3: $mean = 2.5$"
        assert [row["answer"] for row in rows] == sorted(tokens.values())
        fill(sheet, tokens[1], first)
        assert take(book, rubric, sheet) == []
        assert set(mark(book, rubric)["ada"].values()) == {"awaiting"}
        fill(sheet, tokens[2], second)
        assert take(book, rubric, sheet) == []
        found = mark(book, rubric)["ada"]
        assert (found["gradient"], found["mean"], found["inverse"]) == (1, 1, 0)
        assert book.marks.of("ada")["inverse"].mark.status == "missing"


def fill(sheet: Path, token: str, text: str) -> None:
    """Type a text into the entry of a token."""
    before, after = sheet.read_text().split(f"- answer: {token}\n")
    lines = "\n".join(f"    {line}" if line else "" for line in text.split("\n"))
    after = after.replace("  transcript: |\n", f"  transcript: |\n{lines}\n", 1)
    sheet.write_text(f"{before}- answer: {token}\n{after}")


def test_a_page_can_be_given_to_its_questions(tmp_path: Path, rubric: Rubric) -> None:
    """They have it on their sheets then, and for the others it is no longer there."""
    folder = tmp_path / "sheets"
    with book_of(tmp_path, rubric, PAGES) as book:
        (sheet,) = export(book, rubric, folder)
        text = sheet.read_text()
        for _ in range(2):
            text = text.replace("questions: []", "questions: [gradient, mean]", 1)
        sheet.write_text(text)
        assert take(book, rubric, sheet) == []
        found = mark(book, rubric)["ada"]
        assert (found["steps"], found["inverse"], found["mean"]) == (0, 0, "awaiting")
        names = sorted(path.name for path in export(book, rubric, folder))
        assert names == ["gradient.yaml", "mean.yaml"]
        typed = folder / "mean.yaml"
        assert len(yaml.safe_load(typed.read_text())["answers"][0]["pictures"]) == 2
        text = typed.read_text().replace("  transcript: |\n", "  transcript: |\n    2.5\n")
        typed.write_text(text)
        assert take(book, rubric, typed) == []
        assert mark(book, rubric)["ada"]["mean"] == 1


def test_what_was_not_understood_is_nobodys_zero(
    book: Gradebook, rubric: Rubric, tmp_path: Path
) -> None:
    """It is asked again, with what was typed."""
    known = {one.question: one.token for one in entries_of(book, rubric)}
    sheet = tmp_path / "inverse.yaml"
    sheet.write_text(
        f"question: inverse\nanswers:\n- answer: {known['inverse']}\n"
        "  transcript: see the drawing, the arrow goes up\n"
    )
    assert take(book, rubric, sheet) == []
    assert mark(book, rubric)["ada"]["inverse"] == "awaiting"
    entries = {one.question: one for one in entries_of(book, rubric)}
    assert entries["inverse"].open and entries["inverse"].now is not None


@given(st.text(max_size=200))
def test_every_text_comes_back_from_a_sheet_as_it_was(text: str) -> None:
    """Whatever a person or a program wrote there, it makes no other entry and no other field."""
    text = text.encode("utf-8", "replace").decode()
    row = {
        "answer": "t1", "count": 1, "pictures": [], "suggested": text, "grid": [[text]],
        "transcript": text, "instead": "", "questions": [], "revision": 3,
    }  # fmt: skip
    read = yaml.safe_load(f"question: q\nanswers:\n{_entry(row)}")
    assert len(read["answers"]) == 1
    entry = read["answers"][0]
    assert entry["grid"] == [[text]] and entry["revision"] == 3
    assert (entry.get("suggested") or "").rstrip("\n") == text.rstrip("\n")
    assert (entry["transcript"] or "").rstrip("\n") == text.rstrip("\n")


def test_nothing_typed_changes_nothing(rubric: Rubric) -> None:
    """The evidence is the very same object, so that a class without pictures pays nothing."""
    from grader.gradebook import seal

    sealed = seal(evidence(CLASS["ada"]))
    assert TypedIn(rubric, {}).into("ada", sealed) is sealed
