from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from grader.collect.keys import plan_digests
from grader.collect.plan import plan_of
from grader.errors import GraderError
from grader.evidence import Answer, Evidence, Outcome, TimedOut, Unavailable
from grader.gradebook import EvidenceKey, Gradebook, RunInfo, SubmissionRecord
from grader.marking.judging import answers_of, read_sheets, take_judgements, write_sheets
from grader.marking.judging.write import Form
from grader.marking.marking import Marking
from grader.marking.runs import rubric_info
from grader.marking.sheets import defused, fused
from grader.rubric import Rubric, load_rubric
from grader.web.entries import entries_of

RUBRIC = """
title: Essays
questions:
  - id: essay
    kind: free_response
    title: Why?
    prompt: Say why it is so.
    model: Since it follows.
    points: 2
    name: ESSAY
    items:
      - {id: clear, text: Says it clearly, points: 1}
      - {id: why, text: Gives the reason, points: 1/3}
  - {id: word, kind: short_text, points: 1, name: WORD, key: [x]}
"""
ESSAYS = {
    "ada-lovelace": "Because it is so.\nAnd more.",
    "bob": "=HYPERLINK(1)",
    "eve": "Because it is so.\nAnd more.",
    "zoe": "- not: [yaml\t",
}


@pytest.fixture
def rubric(tmp_path: Path) -> Rubric:
    """A rubric with a question judged by hand and one that is not."""
    path = tmp_path / "essays.yaml"
    path.write_text(RUBRIC)
    return load_rubric(path)


@pytest.fixture
def book(tmp_path: Path, rubric: Rubric) -> Iterator[Gradebook]:
    """Four submissions, two of them with the same text."""
    with Gradebook.open(tmp_path / "gradebook.db") as opened:
        info = RunInfo("grade", rubric_info(rubric), "0.1.0", "3.11", "none", rubric.seed)
        run = opened.runs.begin(info)
        key = EvidenceKey("around", plan_digests(plan_of(rubric)))
        for name, text in ESSAYS.items():
            evidence = Evidence({"essay": Answer(text), "word": Answer("x")})
            opened.record(run, SubmissionRecord(name, f"Name of {name}"), key, evidence)
        opened.marks.keep(run, Marking(rubric, {}).everybody(opened).changed())
        yield opened


def export(book: Gradebook, rubric: Rubric, folder: Path, form: Form = "yaml") -> Path:
    """The one sheet there is to judge."""
    (path,) = write_sheets(rubric, answers_of(book, rubric), folder, form)
    return path


def fill(path: Path, fields: dict[str, Any], which: int = 0) -> None:
    """Fill in one answer of a sheet as a marker would."""
    if path.suffix == ".yaml":
        sheet = yaml.safe_load(path.read_text())
        sheet["answers"][which].update(fields)
        path.write_text(yaml.safe_dump(sheet))
        return
    with path.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    rows[which].update(fields)
    with path.open("w", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)


def members(book: Gradebook, rubric: Rubric, which: int = 0) -> tuple[str, ...]:
    """Who gave the answer in that place of a sheet."""
    return answers_of(book, rubric)["essay"][which].submissions


def take(book: Gradebook, rubric: Rubric, path: Path, who: str = "ada", **more: Any) -> Any:
    """Import one sheet."""
    return take_judgements(book, rubric, read_sheets([path]), who, **more)


@pytest.mark.parametrize("form", ["yaml", "csv"])
def test_a_sheet_is_blind_and_holds_equal_answers_once(
    book: Gradebook, rubric: Rubric, tmp_path: Path, form: Form
) -> None:
    """No id and no name is on it, every text is, and two equal ones are one."""
    text = export(book, rubric, tmp_path / "sheets", form).read_text()
    assert not any(name in text for name in ("ada-lovelace", "bob", "zoe", "Name of"))
    assert "HYPERLINK" in text
    rows = read_sheets([tmp_path / "sheets"])
    assert len(rows) == 3 and all(row.is_blank for row in rows)


def test_names_are_on_it_only_when_asked_for(
    book: Gradebook, rubric: Rubric, tmp_path: Path
) -> None:
    """With names given, each answer says who gave it."""
    names = {one.id: one.name for one in book.submissions.present()}
    answers = answers_of(book, rubric, each=True)
    assert len(answers["essay"]) == 4
    (path,) = write_sheets(rubric, answers, tmp_path, "csv", names)
    assert "ada-lovelace (Name of ada-lovelace)" in path.read_text()


@pytest.mark.parametrize("form", ["yaml", "csv"])
@pytest.mark.parametrize(
    ("fields", "points"),
    [
        ({"points": "1.5", "comment": "Good."}, Fraction(3, 2)),
        ({"points": "1/3"}, Fraction(1, 3)),
        ({"items": "clear why"}, Fraction(4, 3)),
        ({"items": "clear", "points": "0"}, Fraction(0)),
    ],
)
def test_points_come_back_to_everybody_with_that_answer(
    book: Gradebook,
    rubric: Rubric,
    tmp_path: Path,
    form: Form,
    fields: dict[str, Any],
    points: Fraction,
) -> None:
    """What is filled in once holds for all equal answers, and is not added twice."""
    for which in range(3):
        path = export(book, rubric, tmp_path / f"sheets{which}", form)
        fill(path, fields, which)
        taken = take(book, rubric, path)
        who = members(book, rubric, which)
        assert {one.submission for one in taken.added} == set(who)
        for submission in who:
            judgement = book.judgements.all()[submission, "essay"]
            assert (judgement.points, judgement.by) == (points, "ada")
            assert judgement.comment == fields.get("comment", "")
    again = take(book, rubric, export(book, rubric, tmp_path / "again", form))
    assert (again.added, again.unchanged, again.blank) == ((), 3, 0)


@pytest.mark.parametrize(
    ("fields", "says"),
    [
        ({"points": "3"}, "3 points are not between 0 and 2"),
        ({"points": "-1"}, "-1 points are not between 0 and 2"),
        ({"points": "many"}, "'many' is no number of points"),
        ({"points": "nan"}, "'nan' is no number of points"),
        ({"items": ["brave"]}, "no item brave; the items are: clear, why"),
        ({"answer": "a0", "points": "1"}, "no answer 'a0' to question 'essay' waits here"),
        ({"question": "p9", "points": "1"}, "to question 'p9' waits here"),
        ({"revision": "new"}, "`revision` was changed"),
    ],
)
def test_one_mistake_changes_nothing(
    book: Gradebook, rubric: Rubric, tmp_path: Path, fields: dict[str, Any], says: str
) -> None:
    """A mistake on a sheet is told with its place, and not even the right rows are taken."""
    path = export(book, rubric, tmp_path / "sheets")
    fill(path, {"points": "1"}, 1)
    fill(path, fields, 0)
    with pytest.raises(GraderError) as told:
        take(book, rubric, path)
    assert says in str(told.value)
    assert "essay.yaml: answer 1" in str(told.value)
    assert str(told.value).endswith("nothing was changed")
    assert book.judgements.history() == []


def test_a_repeated_answer_is_told(book: Gradebook, rubric: Rubric, tmp_path: Path) -> None:
    """Two sheets with the same answer do not silently win over each other."""
    first, second = (export(book, rubric, tmp_path / name, "csv") for name in "ab")
    fill(first, {"points": "1"})
    fill(second, {"points": "2"})
    with pytest.raises(GraderError, match=r"essay\.csv:\d: answer a\w+ was judged already at"):
        take_judgements(book, rubric, read_sheets([first, second]), "ada")


def test_a_newer_judgement_is_never_overwritten_silently(
    book: Gradebook, rubric: Rubric, tmp_path: Path
) -> None:
    """A sheet older than somebody's judgement is refused, unless told to; history keeps both."""
    old, new = (export(book, rubric, tmp_path / name) for name in "ab")
    fill(new, {"points": 2, "why": "second reading"})
    take(book, rubric, new, "bob")
    fill(old, {"points": 1})
    with pytest.raises(GraderError, match=r"was judged by bob at .* --overwrite"):
        take(book, rubric, old)
    take(book, rubric, old, overwrite=True)
    submission = members(book, rubric)[0]
    history = [one for one in book.judgements.history() if one.submission == submission]
    told = [f"{one.who} {one.points} {one.why}" for one in history]
    assert told == ["bob 2 second reading", "ada 1 "]


def test_a_judgement_can_be_taken_back(book: Gradebook, rubric: Rubric, tmp_path: Path) -> None:
    """After `withdraw` the answer waits again; what was judged stays in the history."""
    path = export(book, rubric, tmp_path / "a")
    fill(path, {"points": 1})
    take(book, rubric, path)
    assert book.judgements.all()
    path = export(book, rubric, tmp_path / "b")
    fill(path, {"points": "withdraw"})
    take(book, rubric, path)
    assert book.judgements.all() == {}
    assert [one.points for one in book.judgements.history()][-1] is None


def test_a_sheet_with_work_on_it_is_not_overwritten(
    book: Gradebook, rubric: Rubric, tmp_path: Path
) -> None:
    """Exporting twice to the same place writes beside it."""
    path = export(book, rubric, tmp_path)
    before = path.read_text()
    assert export(book, rubric, tmp_path).name == "essay-2.yaml"
    assert path.read_text() == before


@pytest.mark.parametrize("form", ["yaml", "csv"])
def test_ones_own_change_of_mind_is_taken(
    book: Gradebook, rubric: Rubric, tmp_path: Path, form: Form
) -> None:
    """The same sheet filled in anew replaces one's own word; an old copy of it changes nothing."""
    path = export(book, rubric, tmp_path, form)
    fill(path, {"points": "1"})
    old = path.read_text()
    take(book, rubric, path)
    fill(path, {"points": "2"})
    assert len(take(book, rubric, path).added) == len(members(book, rubric))
    path.write_text(old)
    assert take(book, rubric, path).added == ()
    submission = members(book, rubric)[0]
    assert book.judgements.all()[submission, "essay"].points == 2
    with pytest.raises(GraderError, match="was judged by ada"):
        fill(path, {"points": "1.5"})
        take(book, rubric, path, "bob")


@pytest.mark.parametrize("form", ["yaml", "csv"])
def test_a_sheet_tells_question_model_answer_and_items(
    book: Gradebook, rubric: Rubric, tmp_path: Path, form: Form
) -> None:
    """Whoever marks needs nothing else beside it; points of items follow the rubric of the day."""
    path = export(book, rubric, tmp_path, form)
    text = path.read_text()
    assert "Say why it is so." in text and "Since it follows." in text
    assert "Gives the reason" in text and text.count("Say why it is so.") == 1
    fill(path, {"items": "clear"})
    (judged, *_) = take(book, rubric, path).added
    assert judged.by_items and judged.points == 1


@pytest.mark.parametrize(
    ("name", "text", "says"),
    [
        ("a.yaml", "question: [", "is not YAML"),
        ("a.yaml", "answers: 3", "needs `question:` and a list"),
        ("a.yaml", "answers: [3]", "is not a mapping"),
        ("a.yaml", "answers: [{items: {a: 1}}]", "`items` is a list"),
        ("a.yaml", "answers:\n- {points: 1,\n   points: 2}", r"a.yaml:3:4: given twice"),
        ("a.yaml", "answers: [{comment: !!python/none x}]", r"a.yaml:1:21: the tag"),
        ("a.csv", "id,grade\n1,2\n", "needs the columns question, answer and points"),
        ("a.txt", "", "needs `question:`"),
    ],
)
def test_what_is_no_sheet_is_told(tmp_path: Path, name: str, text: str, says: str) -> None:
    """A file that is not a sheet is one message with its place."""
    (tmp_path / name).write_text(text)
    with pytest.raises(GraderError, match=says):
        read_sheets([tmp_path / name])
    with pytest.raises(GraderError, match="no sheet to import"):
        read_sheets([])


@pytest.mark.parametrize(
    ("written", "comment"),
    [
        *((word, word) for word in ("no", "on", "y", "true", "010", "1.50", "1e3", "0x1F")),
        *((word, word) for word in ("12:30", "2025-01-01", "1_000", "=", "<<", ".nan", "'null'")),
        *((word, "") for word in ("", "~", "null", "Null", "''")),
    ],
)
def test_a_sheet_is_read_as_yaml_1_2(tmp_path: Path, written: str, comment: str) -> None:
    """No word turns into a truth value, a date or another number; what is typed is what counts."""
    path = tmp_path / "sheet.yaml"
    text = "question: on\nanswers:\n- {answer: 12e4567, points: 010, items: [no, 1], comment: %s}\n"
    path.write_text(text % written)
    (row,) = read_sheets([path])
    assert row.comment == comment.strip("'")
    assert (row.question, row.token, row.points) == ("on", "12e4567", "010")
    assert row.items == ("no", "1")


@given(st.lists(st.sampled_from('=+-@; a1",\'\n'), max_size=9).map("".join))
def test_nor_is_what_a_cell_is_cut_into_at_semicolons(text: str) -> None:
    """As Excel of half of the world cuts, and takes quotes for its own; every cell comes back."""
    cell = defused(text)
    if not text.startswith("'"):
        assert fused(cell) == text
    line = io.StringIO()
    csv.writer(line).writerow(["x", cell])
    cut = csv.reader(io.StringIO(line.getvalue()), delimiter=";", quoting=csv.QUOTE_NONE)
    pieces = [piece.lstrip(' "') for row in cut for piece in row[1:]]
    assert not [piece for piece in pieces if piece.startswith(("=", "+", "-", "@"))]


@given(st.text())
def test_no_cell_is_a_formula_and_every_cell_comes_back(text: str) -> None:
    """Whatever a student wrote, the cell starts no formula, and only control characters change."""
    cell = defused(text)
    assert not cell.startswith(("=", "+", "-", "@", "\t", "\r", "\n"))
    if all(ord(c) >= 32 or c in "\n\t" for c in text) and not text.startswith("'"):
        assert fused(cell) == text


UNSEEN: dict[str, Outcome] = {
    "stopped": TimedOut(3.0),
    "needs a library": Unavailable("library", "pymc is not installed beside the grader"),
    "a call that was stopped": Answer([
        {"ok": False, "type": "Lost", "message": "stopped", "line": 4, "bases": ["BaseException"],
         "lost": ["slow", "it takes longer than the time allowed here"]},
    ]),
}


@pytest.mark.parametrize("what", UNSEEN)
def test_code_that_did_not_run_is_not_known_to_be_equal(
    tmp_path: Path, what: str
) -> None:
    """What it says did not come back: nobody earns what a person gave another's code."""
    (tmp_path / "f.yaml").write_text(
        "title: F\nquestions:\n  - {id: f, kind: function, points: 1, name: f,"
        " cases: [{arguments: [3], expected: 9}]}\n"
    )
    rubric = load_rubric(tmp_path / "f.yaml")
    with Gradebook.open(tmp_path / "f.db") as book:
        info = RunInfo("grade", rubric_info(rubric), "0.1.0", "3.11", "none", rubric.seed)
        run = book.runs.begin(info)
        key = EvidenceKey("around", plan_digests(plan_of(rubric)))
        for name in ("ada", "bob"):
            book.record(run, SubmissionRecord(name, name), key, Evidence({"f": UNSEEN[what]}))
        marked = Marking(rubric, {}).everybody(book)
        book.marks.keep(run, marked.changed())
        rows = answers_of(book, rubric)["f"]
        entries = entries_of("f", marked.marks, book.evidence.answers())
        assert [one.submissions for one in rows] in ([("ada",), ("bob",)], [("bob",), ("ada",)])
        assert sorted(one.submissions for one in entries.values()) == [("ada",), ("bob",)]
