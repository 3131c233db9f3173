"""Mistakes that an instructor lists: named, counted, credited, and proved to be mistakes."""

from __future__ import annotations

import json
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from pydantic import TypeAdapter

from grader.cli import cli
from grader.evidence import Answer
from grader.marks import Mark, Status
from grader.questions.base import Given, Question
from grader.questions.own import OwnMistake, own_problems
from grader.rubric.model import AnyQuestion

ADAPTER: TypeAdapter[Any] = TypeAdapter(AnyQuestion)
CIRCLE = {
    "kind": "numeric", "key": "314/100", "tolerance": {"absolute": 0.01},
    "mistakes": [{"answer": 6.28, "points": 1, "say": "That is the circumference."}],
}  # fmt: skip
GRADIENT = {
    "kind": "symbolic", "variables": ["x", "y"], "key": ["2*x*y", "x^2"],
    "mistakes": [{"answer": ["2*y", "2*x"], "say": "Those are second derivatives.", "id": "twice"}],
}  # fmt: skip
JACOBIAN = {
    "kind": "jacobian", "variables": ["x", "y"], "of": {"u": "x^2 - y^2", "w": "x*y"},
    "mistakes": [
        {"answer": [["2*x", "2*y"], ["x", "y"]], "points": 2, "say": "Two slips at once."},
    ],
}  # fmt: skip
AT_POINT = {
    **JACOBIAN,
    "at": [[1, 2]],
    "mistakes": [{"answer": [[[2, 4], [1, 2]]], "points": 2, "say": "Two slips at once."}],
}
DESCENT = {
    "kind": "descent", "objective": "x^2", "variables": ["x"], "start": [1], "step_size": 0.1,
    "steps": 2, "mistakes": [{"answer": [[0.9], [0.81]], "points": 1, "say": "The 2 is lost."}],
}  # fmt: skip


def question(fields: dict[str, Any]) -> Question:
    """A question of four points."""
    made = ADAPTER.validate_json(json.dumps({"id": "q", "points": 4, "name": "A", **fields}))
    assert isinstance(made, Question) and made.problems() == []
    return made


def marked(fields: dict[str, Any], answer: Any) -> Mark:
    """The mark of one answer."""
    return question(fields).mark(Given({"": Answer(answer)}, seed=1))


@pytest.mark.parametrize(
    ("fields", "answer", "points", "name"),
    [
        pytest.param(CIRCLE, "2\\pi", 1, "that_is_the_circumference", id="numeric"),
        pytest.param(GRADIENT, ["y + y", "2x"], 0, "twice", id="symbolic"),
        pytest.param(JACOBIAN, "[[x + x, 2y], [x, y]]", 2, "two_slips_at_once", id="jacobian"),
        pytest.param(AT_POINT, [[[2, 4], [1, 2]]], 2, "two_slips_at_once", id="jacobian-at"),
        pytest.param(DESCENT, [["0.90"], ["0.81"]], 1, "the_2_is_lost", id="descent"),
    ],
)
def test_a_listed_answer_is_named_and_earns_what_the_rubric_says(
    fields: dict[str, Any], answer: Any, points: int, name: str
) -> None:
    """In whatever form it is written; the sentence is the instructor's."""
    mark = marked(fields, answer)
    assert (mark.mistakes, mark.score) == ((name,), Fraction(points))
    assert fields["mistakes"][0]["say"] in mark.feedback[0]
    assert list(own_problems(question(fields))) == []


@pytest.mark.parametrize(
    ("fields", "right", "wrong"),
    [
        pytest.param(CIRCLE, 3.14, 7, id="numeric"),
        pytest.param(GRADIENT, ["2xy", "x*x"], ["x", "y"], id="symbolic"),
        pytest.param(JACOBIAN, "[[2x, -2y], [y, x]]", "[[1, x], [1, 1]]", id="jacobian"),
        pytest.param(AT_POINT, [[[2, -4], [2, 1]]], [[[9, 9], [9, 9]]], id="jacobian-at"),
        pytest.param(DESCENT, [[0.8], [0.64]], [[0.5], [0.25]], id="descent"),
    ],
)
def test_no_other_answer_is_taken_for_it(fields: dict[str, Any], right: Any, wrong: Any) -> None:
    """The right one is full and silent, another wrong one is marked as without the list."""
    assert marked(fields, right).status is Status.CORRECT
    without = {**fields, "mistakes": []}
    assert marked(fields, wrong) == marked(without, wrong)


def test_without_points_an_answer_keeps_what_it_earned() -> None:
    """A sentence alone changes no score: the half that the factor keeps, and a part of a vector."""
    factor = {"kind": "symbolic", "variables": ["x"], "key": "2*x"}
    listed = {**factor, "mistakes": [{"answer": "6*x", "say": "Three times."}]}
    assert marked(listed, "6x").score == marked(factor, "6x").score == 2
    assert marked(listed, "6x").mistakes == ("three_times",)


@pytest.mark.parametrize(
    ("fields", "known", "path", "said"),
    [
        pytest.param(CIRCLE, {"answer": 3.141}, "answer", "right by the key", id="right"),
        pytest.param(CIRCLE, {"answer": "six"}, "answer", "write numbers", id="no-number"),
        pytest.param(CIRCLE, {"answer": 7, "points": 5}, "points", "earns more", id="too-many"),
        pytest.param(GRADIENT, {"answer": ["2*(x", "1"]}, "answer", "cannot be read", id="unread"),
        pytest.param(JACOBIAN, {"answer": "x"}, "answer", "2x2 matrix", id="no-matrix"),
        pytest.param(AT_POINT, {"answer": "x"}, "answer", "matrix of numbers", id="no-values"),
        pytest.param(DESCENT, {"answer": "x"}, "answer", "table", id="no-table"),
        pytest.param({"kind": "free_response"}, {"answer": 1}, "answer", "no mistakes", id="kind"),
    ],
)
def test_a_mistake_that_cannot_be_one_is_told(
    fields: dict[str, Any], known: dict[str, Any], path: str, said: str
) -> None:
    """With what to write, at the field that is wrong."""
    found = list(own_problems(question({**fields, "mistakes": [{"say": "No.", **known}]})))
    assert [where for where, _ in found] == [f"mistakes.0.{path}"] and said in found[0][1]


@pytest.mark.parametrize(
    ("fields", "other", "wrong"),
    [
        (CIRCLE, "6.28", "6.5"),
        ({"kind": "symbolic", "variables": ["x"], "key": "2*x"}, "x + x^2", "x^2"),
        ({"kind": "short_text", "key": ["median"]}, "trimmed mean", "mode"),
        ({"kind": "choice", "options": {"a": "x", "b": "y", "c": "z"}, "key": ["a"]}, "b", "c"),
    ],
)
def test_another_right_answer_earns_all_the_points(
    fields: dict[str, Any], other: str, wrong: str
) -> None:
    """Listed with all of them; any other answer is as wrong as before."""
    known = {"answer": other, "points": 4, "say": "Right in its way.", "id": "other_way"}
    both = {**fields, "mistakes": [known]}
    found = marked(both, other)
    assert found.status is Status.CORRECT and found.score == 4 and found.parts == ()
    assert any("Right in its way." in line for line in found.feedback)
    assert list(own_problems(question(both))) == []
    assert marked(both, wrong).score != 4


def test_two_mistakes_of_one_name_are_told() -> None:
    """The class page could not tell them apart."""
    twice = [{"answer": 1, "say": "No."}, {"answer": 2, "say": "No."}]
    found = list(own_problems(question({**CIRCLE, "mistakes": twice})))
    assert found[0][0] == "mistakes.1" and "another `id`" in found[0][1]


def test_a_name_is_made_of_the_first_words() -> None:
    """What has no words has a name all the same."""
    assert OwnMistake(answer=1, say="Nein: 2πr!").name == "nein_2_r"
    assert OwnMistake(answer=1, say="錯").name == "own_mistake"


def test_a_mistake_listed_later_is_applied_by_rescore_and_counted(tmp_path: Path) -> None:
    """No code of a student's runs again; the class page has the name."""
    rubric = tmp_path / "r.yaml"
    plain = "title: T\nquestions:\n  - {id: q, kind: numeric, points: 4, name: A, key: 5}\n"
    rubric.write_text(plain)
    for name, answer in (("ann", "7"), ("bob", "7"), ("cem", "5")):
        (tmp_path / "in").mkdir(exist_ok=True)
        (tmp_path / "in" / f"{name}.py").write_text(f"A = {answer}\n")
    out = tmp_path / "out"
    asked = ["grade", str(tmp_path / "in"), "--rubric", str(rubric), "--out", str(out)]
    assert CliRunner().invoke(cli, asked).exit_code == 0
    listed = plain.replace(
        "key: 5}", 'key: 5, mistakes: [{answer: 7, points: 1, say: "You added 2."}]}'
    )
    rubric.write_text(listed)
    found = CliRunner().invoke(cli, ["rescore", str(out), "--rubric", str(rubric), "--yes"])
    assert found.exit_code == 0, found.output
    results = json.loads((out / "results.json").read_text())
    marks = {s["id"]: s["questions"][0] for s in results["submissions"]}
    assert [(marks[n]["score"], marks[n]["mistakes"]) for n in ("ann", "cem")] == [
        (1, ["you_added_2"]),
        (5 - 1, []),
    ]
    assert "ou added 2" in (out / "index.html").read_text()


def test_a_mistake_with_a_wrong_field_is_an_error_with_its_place(tmp_path: Path) -> None:
    """The line and column of the entry, and what to write."""
    rubric = tmp_path / "r.yaml"
    rubric.write_text(
        "title: T\nquestions:\n  - id: q\n    kind: numeric\n    points: 4\n    name: A\n"
        "    key: 5\n    mistakes:\n      - {answer: 5, points: 1, say: No.}\n"
    )
    found = CliRunner().invoke(cli, ["validate", str(rubric)])
    assert "r.yaml:9:10: questions.0.mistakes.0.answer: this answer is" in str(found.exception)


@pytest.mark.parametrize(
    ("fields", "written"),
    [
        ({"kind": "short_text", "key": ["gradient"]}, "slope"),
        ({"kind": "choice", "options": {"a": "One", "b": "Two"}, "key": ["a"]}, "b"),
    ],
    ids=["short_text", "choice"],
)
def test_a_word_or_a_letter_is_listed_as_a_student_writes_it(
    fields: dict[str, Any], written: str
) -> None:
    """A key is a list of what is right; the one wrong answer needs no brackets around it."""
    listed = [{"answer": written, "say": "That is another one.", "id": "other"}]
    question = ADAPTER.validate_json(
        json.dumps({"id": "q", "points": 2, "name": "Q", **fields, "mistakes": listed})
    )
    assert not list(own_problems(question))
    found = question.mark(Given({"": Answer(written)}))
    assert found.mistakes == ("other",) and found.score == 0
