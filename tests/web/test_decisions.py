"""Decisions, overrulings and changes of mind: on disk at once, and never silently lost."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

from grader.collect.keys import plan_digests
from grader.collect.plan import plan_of, with_prompts
from grader.evidence import Answer, Evidence, Finding
from grader.gradebook import EvidenceKey, Gradebook, SubmissionRecord
from grader.rescore import mark_again, rescore
from grader.rubric import load_rubric
from tests.web.classes import answers, book_of, judgements, usual
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


def score(out: Path, submission: str, question: str) -> Any:
    """What the gradebook's mark says: score, whether by hand, and what the machine had given."""
    with Gradebook.open(out / "gradebook.db", "read") as book:
        mark = book.marks.of(submission)[question].mark
    return mark.score, mark.by_hand, mark.machine


def who(person: Person, question: str, token: str) -> str:
    """Whose answer it is."""
    (one,) = person.get("names", question=question, token=token)["names"]
    return str(one["id"])


def test_a_decision_is_a_mark_at_once(out: Path, ada: Person) -> None:
    """Items are added up, the mark is in the gradebook before the page is answered."""
    token = ada.tokens("why")[0]
    told = ada.decide("why", token, items=["falls", "wrong", "clear"], by_items=True, comment="Ah.")
    assert told["progress"]["decided"] == 1
    submission = who(ada, "why", token)
    assert score(out, submission, "why") == (1, True, None)
    assert token not in ada.tokens("why") and token in ada.tokens("why", "decided")
    with Gradebook.open(out / "gradebook.db", "read") as book:
        feedback = book.marks.of(submission)["why"].mark.feedback
    assert feedback[-1] == "Ah." and any("Is clear" in one for one in feedback)
    assert mark_again_changes(out) == 0


def mark_again_changes(out: Path) -> int:
    """How many marks `rescore` would give otherwise than the page did."""
    return len(rescore(out, out.parent / "rubric.yaml", dry_run=True).changes)


def test_any_mark_is_overruled_with_a_reason(out: Path, ada: Person) -> None:
    """A decided mark takes a person's points and reason; both scores are remembered."""
    token = next(
        one
        for one in ada.tokens("steps", "lost")
        if ada.get("answer", question="steps", token=one)["machine"]["status"] == "incorrect"
    )
    body = ada.decision("steps", token, points="1.5")
    refused = ada.ask("decide", body)
    assert refused.status_code == 400 and "say why" in refused.get_json()["error"]
    ada.post("decide", {**body, "comment": "The sheet was ambiguous."})
    view = ada.get("answer", question="steps", token=token)
    assert view["person"]["points"] == "3/2" and view["machine"]["score"] == "0"
    with Gradebook.open(out / "gradebook.db", "read") as book:
        mark = book.marks.of("s00000")["steps"].mark
    assert (mark.score, mark.machine, mark.by_hand) == (Fraction(3, 2), Fraction(0), True)
    assert mark.feedback == ("A person decided this: 1.5 of 2.", "The sheet was ambiguous.")
    assert token in ada.tokens("steps", "differs")


def test_an_overruled_mark_stays_and_rescore_says_where_they_differ(out: Path, ada: Person) -> None:
    """A changed key moves the machine's mark, not the person's; the difference is told."""
    for token in ada.tokens("steps", "lost"):
        ada.decide("steps", token, points="1.5", why="by agreement")
    rubric = out.parent / "rubric.yaml"
    rubric.write_text(rubric.read_text().replace("key: 3\n", "key: 4\n"))
    found = rescore(out, rubric, dry_run=True)
    assert {one.question for one in found.changes} == {"steps"}
    assert all(one.submission not in ("s00000", "s00003") for one in found.changes)
    differs = {(one.submission, one.question): one for one in found.differing}
    assert set(differs) == {("s00000", "steps"), ("s00003", "steps")}
    assert {(one.machine, one.score) for one in differs.values()} == {(Fraction(2), Fraction(3, 2))}


def test_an_answer_that_several_gave_is_decided_once(out: Path, ada: Person) -> None:
    """Two wrong numbers are one entry, and both submissions get the mark."""
    (token,) = ada.tokens("steps", "lost")
    ada.decide("steps", token, points="1", comment="Nearly.")
    assert {one[0] for one in judgements(out)} == {"s00000", "s00003"}


def test_a_lost_update_is_refused_with_what_the_other_did(out: Path, ada: Person) -> None:
    """Two people on the same answer: the second is told what the first gave, and may insist."""
    with at_the_page(out, "ben") as ben:
        token = ada.tokens("why")[0]
        mine = ada.decision("why", token, items=["falls"], by_items=True)
        ben.decide("why", token, points="3", comment="Excellent.")
        refused = ada.ask("decide", mine)
        assert refused.status_code == 409
        other = refused.get_json()["other"]
        assert (other["who"], other["shown"], other["comment"]) == ("ben", "3", "Excellent.")
        assert [one[3] for one in judgements(out)] == ["ben"]
        mine["answers"][0]["revision"] = other["revision"]
        ada.post("decide", mine)
        assert [one[2] for one in judgements(out)] == [3, 1]
        assert score(out, who(ada, "why", token), "why") == (1, True, None)


def test_the_same_decision_of_two_is_no_conflict(out: Path, ada: Person) -> None:
    """Who agrees with what was decided meanwhile is not bothered."""
    with at_the_page(out, "ben") as ben:
        token = ada.tokens("why")[0]
        mine = ada.decision("why", token, points="2")
        ben.decide("why", token, points="2")
        ada.post("decide", mine)


def test_a_group_is_taken_whole_or_not_at_all(out: Path, ada: Person) -> None:
    """Where one of them was decided meanwhile, none is."""
    first, second, *_ = ada.tokens("why")
    body = ada.decision("why", first, second, points="2")
    with at_the_page(out, "ben") as ben:
        ben.decide("why", second, points="1")
    assert ada.ask("decide", body).status_code == 409
    assert [one[3] for one in judgements(out)] == ["ben"]


def test_undo_restores_what_held_before(out: Path, ada: Person) -> None:
    """First one's earlier decision, then none; the history keeps all of it."""
    token = ada.tokens("why")[0]
    first = ada.decide("why", token, points="1")["answers"][0]["revision"]
    second = ada.decide("why", token, points="2")["answers"][0]["revision"]
    for of, expected in ((second, Fraction(1)), (first, None)):
        view = ada.get("answer", question="why", token=token)
        row = {"token": token, "revision": view["revision"], "of": of}
        ada.post("undo", {"question": "why", "answers": [row]})
        assert score(out, who(ada, "why", token), "why")[0] == expected
    assert [one[2] for one in judgements(out)] == [1, 2, 1, None]
    row = {"token": token, "revision": 99, "of": 99}
    assert ada.ask("undo", {"question": "why", "answers": [row]}).status_code == 400


def test_a_submission_graded_again_is_not_judged_unseen(out: Path, ada: Person) -> None:
    """A decision on what stood there before is refused, and the new answer waits."""
    token = ada.tokens("why")[0]
    submission = who(ada, "why", token)
    body = ada.decision("why", token, points="3")
    ada.decide("why", token, points="2")
    generation = ada.get("start")["generation"]
    hand_in_again(out, submission, "Something else altogether.")
    refused = ada.ask("decide", body)
    assert refused.status_code == 410
    assert "graded again" in refused.get_json()["error"]
    assert ada.get("start")["generation"] > generation
    (new,) = (one for one in ada.tokens("why") if who(ada, "why", one) == submission)
    text = ada.get("answer", question="why", token=new)["answer"][0]["lines"]
    assert text == [["Something else altogether."]]


def hand_in_again(out: Path, submission: str, text: str) -> None:
    """Another grader runs while the page is open."""
    rubric = with_prompts(load_rubric(out.parent / "rubric.yaml"))
    with Gradebook.open(out / "gradebook.db", "change") as book:
        run = book.runs.begin(replace(book.runs.last().info, command="grade"))
        key = EvidenceKey("again", plan_digests(plan_of(rubric)))
        outcomes = {**answers(0), "why": Answer(text)}
        book.record(run, SubmissionRecord(submission, "Again"), key, Evidence(outcomes))
        mark_again(book, rubric)
        book.runs.finish(run)


def test_a_gradebook_replaced_under_the_page_is_read_anew(
    out: Path, ada: Person, tmp_path: Path
) -> None:
    """Another file in its place: the page shows that one, and writes into it."""
    usual(tmp_path / "other", 2)
    old = ada.tokens("why")
    for path in (tmp_path / "other" / "out").iterdir():
        if path.suffix == ".db":
            path.replace(out / path.name)
    new = ada.tokens("why")
    assert len(new) == 2 and len(old) == 6
    ada.decide("why", new[0], points="1")
    assert len(judgements(out)) == 1


def test_a_gradebook_taken_away_is_one_clear_sentence(out: Path, ada: Person) -> None:
    """Nothing breaks; the page says what is missing."""
    (out / "gradebook.db").rename(out / "elsewhere.db")
    told = ada.client.get("/api/start", base_url="http://127.0.0.1:4321")
    assert told.status_code == 503 and "not there any more" in told.get_json()["error"]
    (out / "elsewhere.db").rename(out / "gradebook.db")
    assert ada.get("start")["questions"]


@pytest.mark.parametrize(
    "change",
    [
        {"points": "4"},
        {"points": "-1"},
        {"points": "nan"},
        {"points": "1e9"},
        {"points": ""},
        {"points": 1},
        {"items": ["brave"], "by_items": True},
        {"items": "falls", "by_items": True},
        {"points": "1", "comment": "x" * 20_000},
        {"points": "1", "comment": ["x"]},
        {"points": "1", "question": "p9"},
        {"points": "1", "answers": []},
        {"points": "1", "answers": [3]},
        {"points": "1", "answers": [{"token": "a", "revision": "1"}]},
    ],
)
def test_what_makes_no_sense_is_refused(out: Path, ada: Person, change: dict[str, Any]) -> None:
    """Bad points, items, texts and answers change nothing and are told in a sentence."""
    body = {**ada.decision("why", ada.tokens("why")[0]), **change}
    refused = ada.ask("decide", body)
    assert refused.status_code in (400, 410) and refused.get_json()["error"]
    assert judgements(out) == []


def test_a_request_that_is_no_object_is_refused(ada: Person) -> None:
    """Neither breaks the server."""
    bodies: list[Any] = [[], 3, "x"]
    for body in bodies:
        assert ada.ask("decide", body).status_code == 400


def test_nobody_is_named_until_asked(ada: Person) -> None:
    """No id, name or file name is in what the page shows by itself."""
    told = [ada.get("start"), ada.get("queue", question="why", filter="all")]
    told += [ada.get("answer", question="why", token=one) for one in ada.tokens("why")]
    told += [ada.get("near", question="why", token=one) for one in ada.tokens("why")]
    text = str(told)
    assert not any(word in text for word in ("s0000", "Name of", "student-"))


def test_files_are_not_named_while_blind(tmp_path: Path) -> None:
    """In the grader's own sentences; a short name replaces no letter of a word."""
    rubric = book_of(tmp_path, {"a": answers(1)})
    with Gradebook.open(tmp_path / "out" / "gradebook.db", "change") as book:
        run = book.runs.begin(replace(book.runs.last().info, command="grade"))
        key = EvidenceKey("again", plan_digests(plan_of(rubric)))
        files = (("doe-jane.pdf", "0" * 64, 1), ("a", "1" * 64, 1), ("b/roe.md", "2" * 64, 1))
        told = ("noticed", "doe-jane.pdf and b/roe.md, roe.md: a page was read", "doe-jane.pdf")
        evidence = Evidence(dict(answers(1)), findings=(Finding(*told, line=4),))
        book.record(run, SubmissionRecord("a", "A", files), key, evidence)
        book.runs.finish(run)
    with at_the_page(tmp_path / "out") as ada:
        view = ada.get("answer", question="why", token=ada.tokens("why")[0])
    (finding,) = view["findings"]
    assert finding == {
        "message": ["file.pdf and file.md, file.md: a page was read"], "place": "line 4"
    }  # fmt: skip


def test_statements_are_part_of_what_was_asked(tmp_path: Path) -> None:
    """Whoever judges reasons sees what they are reasons for."""
    rubric = """
title: Claims
questions:
  - id: claims
    kind: true_false
    points: 2
    name: C
    prompt: Which hold?
    reasons: by_hand
    items: [{key: true, text: "$1 < 2$"}, {key: false, text: All are convex}]
"""
    book_of(tmp_path, {"a": {"claims": Answer([[True, "since"], [True, "because"]])}}, rubric)
    with at_the_page(tmp_path / "out") as ada:
        (head,) = ada.get("start")["questions"]
    shown = str(head["prompt"])
    assert "Which hold?" in shown and "2. All are convex" in shown and "'math'" in shown
    assert head["items"] == []


def test_everybody_has_an_order_of_their_own(out: Path) -> None:
    """Random, and the same each time."""
    orders = []
    for name in ("ada", "ben", "ada"):
        with at_the_page(out, name) as person:
            orders.append(person.tokens("why"))
    assert orders[0] == orders[2] != orders[1] and sorted(orders[0]) == sorted(orders[1])


def test_flags_go_up_and_down(ada: Person) -> None:
    """A flagged answer is in its own list, with who wants it looked at."""
    token = ada.tokens("why")[0]
    ada.post("flag", {"question": "why", "token": token, "raised": True, "why": "copied?"})
    assert ada.tokens("why", "flagged") == [token]
    flag = ada.get("answer", question="why", token=token)["flag"]
    assert flag == {"who": "ada", "why": "copied?"}
    ada.post("flag", {"question": "why", "token": token, "raised": False})
    assert ada.tokens("why", "flagged") == []


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("Descent · s00003 · steps", 1),
        ("s00003", 3),
        ("Name of s00003", 3),
        ("of s0000", 18),
        ("nobody", 0),
        ("", 0),
        ("%' OR 1=1 --", 0),
    ],
)
def test_an_answer_is_found_by_what_a_student_quotes(ada: Person, text: str, count: int) -> None:
    """A quoted line, an id, a part of a name."""
    assert len(ada.get("find", text=text)["found"]) == count


def test_a_follow_through_answer_is_marked_alone(tmp_path: Path) -> None:
    """Equal answers that may earn differently, by an earlier answer, are no one entry."""
    rubric = r"""
title: Follow
questions:
  - {id: gradient, kind: symbolic, points: 1, name: G, variables: [x, y], key: ["2*x + 3*y", "3*x"]}
  - {id: steps, kind: descent, points: 2, name: D, objective: "x^2 + 3*x*y", variables: [x, y],
     start: [1, 1], step_size: 0.1, steps: 2, follow_through: gradient}
"""
    table = [[0.9, 0.7], [0.81, 0.43]]
    given = {
        "a": {"gradient": Answer(["2*x + 3*y", "3*x"]), "steps": Answer(table)},
        "b": {"gradient": Answer(["x", "3*x"]), "steps": Answer(table)},
    }
    book_of(tmp_path, given, rubric)
    with at_the_page(tmp_path / "out") as ada:
        assert len(ada.tokens("steps", "all")) == 2
