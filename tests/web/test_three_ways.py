"""The same decisions by page and by sheet give the same marks, and `rescore` gives them again."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from grader.collect.plan import with_prompts
from grader.gradebook import Gradebook
from grader.marking.judging import answers_of, read_sheets, take_judgements, write_sheets
from grader.marking.marking import Marking
from grader.rescore import mark_again, rescore
from grader.rubric import load_rubric
from grader.rubric.edit import Wanted, with_items
from tests.web.classes import answers, book_of
from tests.web.client import Person, at_the_page

ITEMS = ("falls", "local", "clear", "wrong")
COUNT = 5


@pytest.fixture(scope="module")
def start(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """Six submissions, two with the same answer, as they were graded."""
    folder = tmp_path_factory.mktemp("start")
    given_ = {f"s{n}": answers(n) for n in range(COUNT)}
    given_["s9"] = answers(0)
    book_of(folder, given_)
    yield folder


decisions = st.one_of(
    st.tuples(
        st.just("items"),
        st.integers(0, COUNT - 1),
        st.sets(st.sampled_from(ITEMS), min_size=1),
        st.sampled_from(["", "Good.", "=1+1", "no"]),
    ),
    st.tuples(
        st.just("points"),
        st.integers(0, COUNT - 1),
        st.sampled_from(["0", "3", "1.5", "1/3"]),
        st.sampled_from(["", "Nearly."]),
    ),
    st.tuples(st.just("back"), st.integers(0, COUNT - 1), st.none(), st.just("")),
    st.tuples(st.just("rubric"), st.just(0), st.sampled_from(["1/2", "2", "-1"]), st.just("")),
)


def by_page(folder: Path, person: Person, decision: Any) -> None:
    """One decision at the page."""
    what, which, given_, comment = decision
    if what == "rubric":
        head = next(one for one in person.get("start")["questions"] if one["id"] == "why")
        items = [{name: one[name] for name in ("id", "text", "points")} for one in head["items"]]
        items[0]["points"] = given_
        body = {"question": "why", "items": items}
        before = person.post("items", body)["before"]
        person.post("items", {**body, "apply": True, "before": before})
        return
    token = sorted(person.tokens("why", "all"))[which]
    if what == "items":
        person.decide("why", token, items=sorted(given_), by_items=True, comment=comment)
    elif what == "points":
        person.decide("why", token, points=given_, comment=comment)
    else:
        person.decide("why", token, take_back=True)


def by_sheet(folder: Path, decision: Any) -> None:
    """The same by a sheet that is exported, filled in and imported."""
    what, which, given_, comment = decision
    path = folder / "rubric.yaml"
    if what == "rubric":
        text = path.read_text()
        texts = {one.id: one.text for one in load_rubric(path).questions[0].looked_for}
        wanted = [Wanted("falls", texts["falls"], given_)]
        path.write_text(with_items(text, "why", wanted, ["items"]))
        rescore(folder / "out", path)
        return
    rubric = with_prompts(load_rubric(path))
    sheets = Path(tempfile.mkdtemp(dir=folder))
    with Gradebook.open(folder / "out" / "gradebook.db", "change") as book:
        (sheet,) = write_sheets(rubric, {"why": answers_of(book, rubric)["why"]}, sheets)
        plain = yaml.safe_load(sheet.read_text())
        row = sorted(plain["answers"], key=lambda one: str(one["answer"]))[which]
        row.update({"points": None, "items": [], "comment": comment})
        if what == "items":
            row["items"] = sorted(given_, key=ITEMS.index)
        else:
            row["points"] = "withdraw" if what == "back" else given_
        plain["answers"] = [row]
        sheet.write_text(yaml.safe_dump(plain))
        take_judgements(book, rubric, read_sheets([sheet]), "ada")
        mark_again(book, rubric)


def told(folder: Path) -> dict[str, Any]:
    """All that the marks of the text say."""
    with Gradebook.open(folder / "out" / "gradebook.db", "read") as book:
        marks = book.marks.all()
    return {who: (row["why"].mark, row["why"].mark.by_hand) for who, row in marks.items()}


def from_nothing(folder: Path) -> dict[str, Any]:
    """The same as marking says it that knows of no earlier mark."""
    rubric = with_prompts(load_rubric(folder / "rubric.yaml"))
    with Gradebook.open(folder / "out" / "gradebook.db", "change") as book:
        with book.transaction() as do:
            do.execute("DELETE FROM marks")  # type: ignore[attr-defined]
        everybody = Marking(rubric, {}).everybody(book)
    return {
        who: (row["why"].mark, row["why"].mark.by_hand) for who, row in everybody.marks.items()
    }


@settings(max_examples=12)
@given(st.lists(decisions, min_size=1, max_size=6))
def test_page_sheet_and_rescore_agree(start: Path, sequence: list[Any]) -> None:
    """Whatever is decided, changed, taken back or re-weighted, in whatever order."""
    with tempfile.TemporaryDirectory() as place:
        page, sheet = Path(place) / "page", Path(place) / "sheet"
        for folder in (page, sheet):
            shutil.copytree(start, folder)
            moved = str(folder / "rubric.yaml")
            db = folder / "out" / "gradebook.db"
            with Gradebook.open(db, "change") as book, book.transaction() as do:
                do.execute("UPDATE rubrics SET path = ?", (moved,))  # type: ignore[attr-defined]
        with at_the_page(page / "out") as person:
            for decision in sequence:
                by_page(page, person, decision)
        for decision in sequence:
            by_sheet(sheet, decision)
        assert told(page) == told(sheet)
        assert rescore(page / "out", page / "rubric.yaml", dry_run=True).changes == ()
        assert from_nothing(page) == told(sheet)


@settings(max_examples=12)
@given(
    st.lists(
        st.tuples(st.sampled_from(["steps", "word", "why"]), st.integers(0, 5), st.integers(0, 2)),
        min_size=1,
        max_size=6,
    )
)
def test_any_overruled_mark_is_kept_by_rescore(start: Path, sequence: list[Any]) -> None:
    """Of any kind and status, the last word of a person is the mark, now and when marked anew."""
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place) / "page"
        shutil.copytree(start, folder)
        last: dict[tuple[str, str], Fraction] = {}
        with at_the_page(folder / "out") as person:
            for question, which, points in sequence:
                tokens = sorted(person.tokens(question, "all"))
                token = tokens[which % len(tokens)]
                most = {"steps": 2, "word": 1, "why": 3}[question]
                given_ = Fraction(min(points, most))
                person.decide(question, token, points=str(given_), comment="As discussed.")
                for one in person.get("names", question=question, token=token)["names"]:
                    last[one["id"], question] = given_
        with Gradebook.open(folder / "out" / "gradebook.db", "read") as book:
            marks = book.marks.all()
        assert {place: marks[place[0]][place[1]].mark.score for place in last} == last
        assert all(marks[who][question].mark.by_hand for who, question in last)
        found = rescore(folder / "out", start / "rubric.yaml", dry_run=True)
        assert found.changes == ()
