"""Items change while people mark: shown first, applied to everybody, the file else as it was."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from grader.gradebook import Gradebook
from grader.rescore import rescore
from grader.rubric.edit import CannotEdit, Wanted, with_items
from tests.web.classes import RUBRIC, usual
from tests.web.client import Person, at_the_page


@pytest.fixture
def out(tmp_path: Path) -> Path:
    """A class of six."""
    usual(tmp_path, 6)
    return tmp_path / "out"


@pytest.fixture
def ada(out: Path) -> Iterator[Person]:
    """Somebody at the page."""
    with at_the_page(out) as person:
        yield person


def items(person: Person, question: str = "why") -> list[dict[str, Any]]:
    """The items as the page has them."""
    head = next(one for one in person.get("start")["questions"] if one["id"] == question)
    return [{name: one[name] for name in ("id", "text", "points")} for one in head["items"]]


def scores(out: Path) -> list[Fraction | None]:
    """The marks of the text, in order."""
    with Gradebook.open(out / "gradebook.db", "read") as book:
        marks = book.marks.all()
    found = [row["why"].mark.score for row in marks.values()]
    return sorted(found, key=lambda one: (one is None, one or 0))


def test_points_change_for_everybody_judged_by_items(out: Path, ada: Person) -> None:
    """Previewed, written with its comments kept, applied; points typed by hand stay."""
    first, second, third, *_ = ada.tokens("why")
    ada.decide("why", first, items=["falls"], by_items=True)
    ada.decide("why", second, items=["falls", "clear"], by_items=True)
    ada.decide("why", third, points="1")
    rubric = out.parent / "rubric.yaml"
    before = rubric.read_text()
    wanted = [{**one, "points": "1/2"} if one["id"] == "falls" else one for one in items(ada)]
    told = ada.post("items", {"question": "why", "items": wanted})
    assert told["moves"] == [
        {"before": "1", "after": "0.5", "count": 1}, {"before": "2", "after": "1.5", "count": 1}
    ]  # fmt: skip
    assert told["kept"] == 1 and rubric.read_text() == before
    assert scores(out)[:3] == [1, 1, 2]
    told = ada.post(
        "items", {"question": "why", "items": wanted, "apply": True, "before": told["before"]}
    )
    assert told["applied"] and scores(out)[:3] == [Fraction(1, 2), 1, Fraction(3, 2)]
    seen = ada.get("answer", question="why", token=first)["person"]
    assert (seen["points"], seen["shown"]) == ("1/2", "0.5")
    mine = ada.get("queue", question="why", filter="all")["progress"]["mine"]
    assert mine["mean"] == 0.333  # a half, one and a half, and one, of three
    after = rubric.read_text()
    assert after == before.replace("points: 1}   # the idea", "points: 1/2}   # the idea")
    assert items(ada)[0]["points"] == "1/2"
    assert not rescore(out, rubric, dry_run=True).changes


def test_a_new_item_and_another_text(out: Path, ada: Person) -> None:
    """The new one can be chosen at once; the old one is told in its new words."""
    wanted = items(ada)
    wanted[1]["text"] = "Says: it holds \"locally\" # nearby"
    wanted.append({"id": "extra", "text": "Draws a picture: good", "points": "0.5"})
    told = ada.post("items", {"question": "why", "items": wanted})
    assert told["moves"] == [] and len(told["patch"]) > 2
    ada.post("items", {"question": "why", "items": wanted, "apply": True, "before": told["before"]})
    token = ada.tokens("why")[0]
    ada.decide("why", token, items=["local", "extra"], by_items=True)
    with Gradebook.open(out / "gradebook.db", "read") as book:
        (mark,) = [
            row["why"].mark for row in book.marks.all().values() if row["why"].mark.by_hand
        ]
    assert mark.score == Fraction(3, 2)
    assert 'Credited for: Says: it holds "locally" # nearby (1).' in mark.feedback


def test_a_question_without_items_gets_some(out: Path, ada: Person) -> None:
    """Under `judging`, and a person may overrule by them."""
    wanted = [{"id": "sign", "text": "Only the sign is wrong", "points": "1"}]
    for question in ("steps", "word"):
        body = {"question": question, "items": wanted}
        before = ada.post("items", body)["before"]
        ada.post("items", {**body, "apply": True, "before": before})
    (token,) = ada.tokens("steps", "lost")
    ada.decide("steps", token, items=["sign"], by_items=True, comment="Read again.")
    with Gradebook.open(out / "gradebook.db", "read") as book:
        mark = book.marks.of("s00000")["steps"].mark
    assert mark.score == 1 and "Credited for: Only the sign is wrong (1)." in mark.feedback


@pytest.mark.parametrize(
    "change",
    [
        {"items": []},
        {"items": "x"},
        {"items": [3]},
        {"items": [{"id": "falls", "text": "x", "points": "1"}]},
        {"items": [{"id": "a b", "text": "x", "points": "1"}]},
        {"items": [{"id": "a", "text": " ", "points": "1"}]},
        {"items": [{"id": "a", "text": "x", "points": "many"}]},
        {"items": [{"id": "a", "text": "x", "points": "1e99999"}]},
        {"items": [{"id": "a", "text": "x", "points": "1"}] * 2},
        {"question": "p9"},
    ],
)
def test_what_cannot_be_is_refused(out: Path, ada: Person, change: dict[str, Any]) -> None:
    """And the rubric is as it was."""
    before = (out.parent / "rubric.yaml").read_text()
    body = {"question": "why", "items": items(ada), "apply": True, "before": "x", **change}
    assert ada.ask("items", body).status_code == 400
    assert (out.parent / "rubric.yaml").read_text() == before


def test_a_preview_of_an_older_rubric_is_not_applied(out: Path, ada: Person) -> None:
    """Two people change items: the second looks again, and both pages have the new items."""
    with at_the_page(out, "ben") as ben:
        wanted = items(ada)
        wanted[0]["points"] = "2"
        old = ada.post("items", {"question": "why", "items": wanted})["before"]
        more = [*items(ben), {"id": "new", "text": "New", "points": "1"}]
        ben.post("items", {"question": "why", "items": more, "apply": True, "before": old})
        body = {"question": "why", "items": wanted, "apply": True, "before": old}
        assert ada.ask("items", body).status_code == 400
        assert [one["id"] for one in items(ada)][-1] == "new"


SHAPES = {
    "blocks": """
questions:
  - id: other
    items:
      - {id: one, text: Leave me, points: 5}
  - id: q   # the question
    points: 3

    # what counts
    items:
      - id: one
        text: >
          A folded
          text
        points: 1   # keep me

      - id: two
        points: 1/2
        text: 'quoted'
    name: Q
""",
    "brackets": "questions: [{id: q, points: 3, items: [{id: one, text: a, points: 1}, "
    "{id: two, text: b, points: 1/2}, ]}]\n",
    "no items": "questions:\n- id: q\n  points: 3\n  name: Q\n",
    "none in brackets": "questions: [{id: q, points: 3}]\n",
    "carriage returns": "questions:\r\n- id: q\r\n  items:\r\n"
    "  - {id: one, text: a, points: 1}\r\n",
    "last line": "questions:\n- id: q\n  items:\n  - {id: one, text: a, points: 1}",
}


VISIBLE = st.characters(codec="utf-8", exclude_categories=["C"])


@pytest.mark.parametrize("shape", SHAPES)
@given(text=st.text(VISIBLE, min_size=1, max_size=30))
def test_every_way_of_writing_items(shape: str, text: str) -> None:
    """Whatever is typed, the file holds it, and everything else of it stays."""
    source = SHAPES[shape]
    before = yaml.safe_load(source)
    (question,) = (one for one in before["questions"] if one["id"] == "q")
    old = question.get("items", [])
    wanted = [Wanted(one["id"], one["text"], str(one["points"])) for one in old]
    if wanted:
        wanted[0] = Wanted(wanted[0].id, text, "-2/3")
    wanted.append(Wanted("more", text, "0.25"))
    after = with_items(source, "q", wanted, ("items",))
    made = yaml.safe_load(after)
    (changed,) = (one for one in made["questions"] if one["id"] == "q")
    told = [(one["id"], one["text"], str(one["points"])) for one in changed["items"]]
    assert told == [(one.id, one.text, one.points) for one in wanted]
    del changed["items"]
    question.pop("items", None)
    assert made == before
    comments = [line.split("#", 1)[1] for line in source.splitlines() if "#" in line]
    assert all(f"#{comment}" in after for comment in comments)


def test_no_comment_is_lost() -> None:
    """All of them stand where they stood."""
    after = with_items(RUBRIC, "why", [Wanted("clear", "Is very clear", "2")], ("items", "judging"))
    assert after == RUBRIC.replace("text: Is clear, points: 1", 'text: "Is very clear", points: 2')


@pytest.mark.parametrize(
    "source",
    [
        *("questions: []\n", "questions: [{id: q, items: 3}]\n", "x: 1\n", ""),
        "questions: [{id: q, items: [{id: one}]}]\n",
    ],
)
def test_what_no_program_should_change_is_told(source: str) -> None:
    """With what to do."""
    with pytest.raises(CannotEdit, match="by hand"):
        with_items(source, "q", [Wanted("one", "a", "1")], ("items",))
