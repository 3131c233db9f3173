"""Cards of the student's page: what they lead to, what stands line by line, what is said once."""

from __future__ import annotations

import re

from grader.reports.asked import Asked, Told
from grader.reports.records import SubmissionResult
from tests.reports.example_results import finding, part, place, question, submission
from tests.reports.page_faults import cards_of, faults_of_page
from tests.reports.test_student_page import page_of, text_of


def text_of_card(card: str) -> str:
    """What is to be read in a card."""
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", card))


def carried() -> SubmissionResult:
    """A slip in the gradient, and a table that follows from it."""
    return submission(
        "a", "A",
        [
            question("p3.gradient", 0.5, "partial", "1 of 2 entries are right.", read="[2, 3]",
                     mistakes=("lost_factor",)),
            question("p3.descent", 2, "correct", "Your rows follow from your gradient.",
                     read="1: 2, 3", mistakes=("carried_gradient",)),
        ],
    )  # fmt: skip


def test_a_carried_mistake_and_its_first_place_lead_to_each_other() -> None:
    """There: where it was made and what it cost; here: what follows from it, at no cost."""
    about = Asked(follows=("p3.gradient",), carried=frozenset({"carried_gradient"}))
    html = page_of(carried(), asked={"p3.descent": about})
    first, then = (card for _, _, card in cards_of(html))
    assert '<a href="#q-p3.descent">' in first and "lost nothing there" in text_of_card(first)
    assert then.count('<a href="#q-p3.gradient">') == 1
    told = text_of_card(then)
    assert "Full points: it follows from your answer to" in told and "(it cost 0.5 there)" in told
    assert "no points lost" in told and "Carried gradient" not in told


def test_nothing_is_carried_from_a_question_that_is_not_there() -> None:
    """A class page of some questions alone has no link into nothing."""
    about = Asked(follows=("p9",), carried=frozenset({"carried_gradient"}))
    assert 'href="#q-p9"' not in page_of(carried(), asked={"p3.descent": about})


def test_a_row_stands_beside_what_follows_from_the_row_above() -> None:
    """A column of the kind's own, left out where it has nothing to say."""
    rows = [part(f"p3.descent.{n}", 0, 1, "incorrect", f"Row {n} is off.") for n in (1, 2)]
    one = submission(
        "a", "A", [question("p3.descent", 0, "incorrect", read="1: 2\n2: 3", parts=rows)]
    )
    for cells, shown in ((["", "0.42, 7.95"], True), (["", ""], False)):
        plots = {("a", "p3.descent"): {"column": {"heading": "Follows", "cells": cells}}}
        html = page_of(one, plots=plots)
        assert ("Follows" in html) is shown and ("0.42, 7.95" in html) is shown


def test_an_argument_is_shown_line_by_line_with_its_gap() -> None:
    """A sign beside each line that was tested, and a gap above the line that comes too early."""
    one = submission("a", "A", [question("p4.mle", 1, "partial", "Almost.", read="x = 1\nso\ny")])
    lines = [
        {"text": "x = 1", "formula": True, "holds": True, "gap": False},
        {"text": "so", "formula": False, "holds": None, "gap": False},
        {"text": "$\\frac{1}{2} = 3$", "formula": True, "holds": False, "gap": True},
    ]
    html = page_of(one, plots={("a", "p4.mle"): {"lines": lines}})
    card = html[html.index('<ol class="lines">') : html.index("</ol>", html.index('class="lines"'))]
    kinds = re.findall(r'<li class="(\w*)">', card)
    assert kinds == ["correct", "", "gap", "incorrect"] and card.count("<math") == 1


def test_what_was_noticed_stands_once_and_leads_to_its_question_and_back() -> None:
    """A finding of a kind that is about a question; the sentence once, the links both ways."""
    said = {**finding("fit-on-test", "A network is trained on test rows."), "file": "hw2.py"}
    one = submission(
        "a", "A",
        [question("p5.performance", 4, "correct", source=place("hw2.py", 9)),
         question("p5.improvement", 2, "correct", source=place("hw2.py", 9))],
        findings=[{**said, "line": 71}],
    )  # fmt: skip
    about = Asked(concerned_by=frozenset({"fit-on-test"}))
    html = page_of(one, asked={"p5.performance": about, "p5.improvement": about})
    first, second = (card for _, _, card in cards_of(html))
    assert first.count('<a href="#noticed">') == 1 and "noticed" not in second
    assert "hw2.py:71 ; by itself it does not change this mark" in text_of_card(first)
    note = html[html.index('id="noticed"') : html.index('id="questions"')]
    assert '<a href="#q-p5.performance">' in note
    assert html.count("A network is trained on test rows") == 1


def test_the_same_of_several_pages_is_one_finding() -> None:
    """One sentence with all their numbers."""
    said = "homework.pdf, page {}: There is a picture on this page; a person looks at it."
    one = submission("a", "A", [question("p1", None, "awaiting", "A person reads it.")],
                     findings=[finding("picture", said.format(n)) for n in (3, 4, 9)])  # fmt: skip
    text = text_of(page_of(one))
    assert "homework.pdf, pages 3, 4 and 9: There is a picture on this page" in text
    assert text.count("There is a picture") == 1


def test_a_text_that_several_questions_wait_with_is_shown_once() -> None:
    """The others lead to it; a mark that is decided keeps its own echo."""
    read = "What was found under the heading is long, and is the same for three questions."
    names = ("p1", "p2.pytorch")
    rows = [question(name, None, "awaiting", "Not sure.", read=read) for name in names]
    rows.append(question("p3.gradient", 0, "incorrect", "No.", read=read))
    html = page_of(submission("a", "A", rows))
    assert html.count(read) == 2 and 'The same text as at <a href="#q-p1">' in html


def test_handwriting_stands_where_the_answer_is_with_what_a_person_read() -> None:
    """The picture once, by its title elsewhere, and no word that stands for it."""
    rows = [
        question(name, None, "awaiting", "A person reads it.", read="[picture]")
        for name in ("p3.gradient", "p3.jacobian")
    ]
    rows[0]["read_by_person"] = {"state": "typed", "text": "$4x$"}
    one = submission("a", "A", rows)
    digests = {("a", row["id"]): ("d",) for row in rows}
    html = page_of(one, photos=digests, photo=lambda _submission, _digest: b"PNG")
    first, second = (text_of_card(card) for _, _, card in cards_of(html))
    assert "[picture]" not in html and html.count("<img src=") == 1
    assert first.index("You wrote") < first.index("Read by a person") < first.index("Next")
    assert '<a href="#q-p3.gradient">' in html and "The picture stands at" in second


def test_what_is_told_elsewhere_leads_there() -> None:
    """A reason and an advice that stand above are links, and an answer that waits asks nothing."""
    said = ("We found no answer. Define `Model`.",)
    one = submission(
        "a", "A",
        [
            question("p5.performance", 0, "missing", *said),
            question("p5.improvement", 0, "missing", *said),
            question("p5.comparison", None, "awaiting", "A person reads it."),
        ],
    )  # fmt: skip
    told = {("a", f"p5.{name}"): Told(next="Define it first, then hand in again.")
            for name in ("performance", "improvement")}  # fmt: skip
    html = page_of(one, told=told)
    assert faults_of_page(html) == []
    assert html.count('The same as at <a href="#q-p5.performance">') == 2
    assert '<div class="next idle"><dt>Next</dt><dd>Nothing to do</dd></div>' in html


def test_a_part_that_is_right_is_not_called_half_right() -> None:
    """Where a mistake costs something of every step, each is right, less its share."""
    steps = [part(f"p4.mle.{name}", 0.7, 1, "partial") for name in ("a", "b")]
    steps.append(part("p4.mle.c", 0, 1, "incorrect", "Not found: it."))
    one = submission("a", "A", [question("p4.mle", 1.4, "partial", "Almost.", parts=steps)])
    assert text_of(page_of(one)).count("Right, less 30%") == 2
