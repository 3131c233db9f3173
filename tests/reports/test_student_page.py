"""The student's page answers: what stopped the code, where points went, what to do next."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

import pytest
from playwright.sync_api import Page

from grader.reports import Extras, write_reports
from grader.reports.asked import Asked, Told
from grader.reports.pages.html import render_student
from grader.reports.pages.sentences import as_written
from grader.reports.records import SubmissionResult
from tests.chromium import accessibility_violations
from tests.reports.example_results import (
    example,
    finding,
    mixed,
    part,
    place,
    question,
    submission,
)
from tests.reports.page_faults import cards_of, faults_of_page

_STOP = "Your code stopped here with ZeroDivisionError: division by zero; nothing below was run."
_SENTENCE = re.compile(r"[A-Z][^.!?]{20,}[.!?](?=\s|$)")


def stopped() -> SubmissionResult:
    """A submission that stopped at line 38, with one answer above it and two below."""
    below = "is on line {} of hw2.py, below line 38, where your code stopped with ZeroDivisionError"
    return submission(
        "stopped",
        "Sto Pped",
        [
            question("p3.gradient", 1, "correct", read="[4*t1, 3]", source=place("hw2.py", 29)),
            question(
                "p3.jacobian", None, "awaiting", f"JACOBIAN {below.format(40)}. A person decides.",
                source=place("hw2.py", 40),
            ),
            question(
                "p4.mle", None, "awaiting", f"MLE {below.format(47)}. A person decides.",
                source=place("hw2.py", 47),
            ),
        ],
        findings=[{**finding("load-error", _STOP), "file": "hw2.py", "line": 38}],
    )  # fmt: skip


def page_of(one: SubmissionResult, **extras: object) -> str:
    """The page of one student."""
    results = example()
    results["submissions"] = [one]
    return render_student(results, one, Extras(**extras))  # type: ignore[arg-type]


def text_of(html: str) -> str:
    """What is to be read on a page."""
    body = html[html.index("<main>") :]
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", body))


def text_of_card(card: str) -> str:
    """What is to be read in a card."""
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", card))


def test_what_stopped_the_code_is_said_on_top_with_its_line() -> None:
    """The line with its neighbours and a caret, what it took, and what to do."""
    lines = {("hw2.py", 38, None): "37: \n38: RATE = 1 / 0\n39: "}
    html = page_of(stopped(), lines={"stopped": lines})
    text = text_of(html)
    assert text.index("Your code stopped at line 38") < text.index("Not run")
    assert "RATE = 1 / 0" in text and "^" * len("RATE = 1 / 0") in text
    assert "2 questions (6 points) stand below it and were not run." in text
    assert text.count("ZeroDivisionError") == 1


def test_what_was_not_run_is_not_said_to_be_missing() -> None:
    """An answer below the stop has its line; the word and the sign are its own."""
    html = page_of(stopped())
    assert html.count('class="question notrun"') == 2
    assert "JACOBIAN is on line 40 of hw2.py, below line 38, where your code stopped" in html
    assert "Not found" not in text_of(html) and "Not run" in html


def test_points_lost_stand_dearest_first() -> None:
    """At most five rows, the dearest first, each a link to its question; bonus loses nothing."""
    html = page_of(mixed())
    rows = re.findall(r"<li><a href=\"#(q-[\w.]+)\"><b>−([\d.]+)</b>", html)
    costs = [float(cost) for _, cost in rows]
    assert 1 < len(rows) <= 5 and costs == sorted(costs, reverse=True)
    assert all(f'id="{target}"' in html for target, _ in rows)


def test_nothing_lost_is_said() -> None:
    """Full marks have nothing to fix, and fold to one line each."""
    one = submission("all", "All", [question("p3.gradient", 1, "correct", read="[4*t1, 3]")])
    html = page_of(one)
    assert "Nothing to fix." in html
    assert html.count('<details class="question folded correct"') == 1


def test_a_card_tells_in_order() -> None:
    """Asked, you wrote, why, points, next, expected, contest."""
    one = submission(
        "a", "A",
        [
            question(
                "p3.descent", 1.2, "partial", "0 of 3 rows are correct.", "You climbed: subtract.",
                "Score: 1.2 of 2 points.", read="1: 2, 3", mistakes=("gradient_ascent",),
            )
        ],
    )  # fmt: skip
    asked = Asked(prompt="Descend from $(2, 9)$.", expected=("[1, 2]",), contact="ta@example.org")
    told = Told("You climbed: subtract.", "This keeps 60% of each step.", "Do the first by hand.")
    text = text_of(page_of(one, asked={"p3.descent": asked}, told={("a", "p3.descent"): told}))
    order = (
        "Descend from", "You wrote", "1: 2, 3", "Why", "You climbed", "Points", "keeps 60%",
        "Next", "by hand", "Expected", "[1, 2]", "Contest", "ta@example.org", "· a · p3.descent",
    )  # fmt: skip
    card = text[text.index("Descend from") :]
    places = [card.index(words) for words in order]
    assert places == sorted(places)
    assert "Score: 1.2" not in card


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


def test_what_was_not_run_leads_to_the_line() -> None:
    """Each card below the stop has a link to the banner."""
    html = page_of(stopped())
    assert html.count('<a href="#stop-hw2.py-38">Fix line 38 first</a>') == 2
    assert html.count('id="stop-hw2.py-38"') == 1 and faults_of_page(html) == []


def test_a_part_that_is_right_is_not_called_half_right() -> None:
    """Where a mistake costs something of every step, each is right, less its share."""
    steps = [part(f"p4.mle.{name}", 0.7, 1, "partial") for name in ("a", "b")]
    steps.append(part("p4.mle.c", 0, 1, "incorrect", "Not found: it."))
    one = submission("a", "A", [question("p4.mle", 1.4, "partial", "Almost.", parts=steps)])
    assert text_of(page_of(one)).count("Right, less 30%") == 2


def test_a_near_name_is_told_at_its_question() -> None:
    """The misspelt name with its line, what was asked for, and what to do."""
    near = "DESCENT_TABEL is on line 12 of hw2.py; DESCENT_TABLE was asked for and is nowhere."
    one = submission(
        "a", "A", [question("p3.descent", 0, "missing", "We found no answer.")],
        findings=[finding("name-near-miss", near)],
    )  # fmt: skip
    text = text_of(page_of(one, asked={"p3.descent": Asked(names=("DESCENT_TABLE",))}))
    assert text.count(near) == 1 and "Rename DESCENT_TABEL to DESCENT_TABLE" in text
    assert "Noticed while reading" not in text


def test_no_sentence_stands_twice() -> None:
    """Whatever marks share, a page says it once."""
    for one in [*example()["submissions"], stopped()]:
        html = re.sub(r"<(pre|blockquote)\b.*?</\1>", "", page_of(one), flags=re.DOTALL)
        told = Counter(sentence.strip() for sentence in _SENTENCE.findall(text_of(html)))
        assert [sentence for sentence, count in told.items() if count > 1] == []


def test_an_empty_submission_gets_one_table_of_names() -> None:
    """One banner with every name, and cards that fold."""
    asked = {"p3.gradient": Asked(names=("GRADIENT",), entry="a formula")}
    one = submission(
        "a", "A", [question("p3.gradient", 0, "missing", "We found no answer. Expected: it.")]
    )
    html = page_of(one, asked=asked)
    assert "No answer was found" in html and html.count("<code>GRADIENT</code>") == 1
    assert 'class="question folded missing"' in html


@pytest.mark.parametrize(
    ("told", "seen"),
    [
        ("Check the sign of the derivative of -y^2 by y.", "-y² by y"),
        ("you wrote 2*theta_1^2 + x*y", "2θ₁² + x·y"),
        ("`theta_1 * 2` and $\\theta_1^2$", "`theta_1 * 2` and $\\theta_1^2$"),
        ("NameError: name 'snake_theta' is not defined", "'snake_theta'"),
        ("unsupported operand type(s) for *: lambda", "for *: lambda"),
    ],
)
def test_formulas_in_sentences_are_written_as_by_hand(told: str, seen: str) -> None:
    """Powers, products and Greek letters; what is marked as code or a formula stays."""
    assert seen in as_written(told)


@pytest.mark.browser
@pytest.mark.parametrize(("width", "within"), [(1200, 800), (360, 1100)])
def test_the_first_loss_is_near_the_top_and_all_is_accessible(
    tmp_path: Path, page: Page, width: int, within: int
) -> None:
    """The first lost points within a screen, nothing wider than it, and nothing for axe."""
    write_reports(example(), tmp_path, ("html",))
    results = example()
    results["submissions"] = [stopped()]
    write_reports(results, tmp_path, ("html",))
    page.set_viewport_size({"width": width, "height": 800})
    for one in ("maria-lopez", "stopped"):
        page.goto((tmp_path / "reports" / f"{one}.html").as_uri())
        first = page.locator(".went li, .banner").first.bounding_box()
        assert first is not None and first["y"] <= within
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        assert accessibility_violations(page) == []


@pytest.mark.browser
def test_print_keeps_every_question(tmp_path: Path, page: Page) -> None:
    """Each question's line is there on paper, folded or not."""
    write_reports(example(), tmp_path, ("html",))
    page.goto((tmp_path / "reports" / "maria-lopez.html").as_uri())
    page.emulate_media(media="print")
    assert page.locator("section#questions > *:visible").count() == len(mixed()["questions"])
    for heading in page.locator("section#questions .title, section#questions h2").all():
        assert heading.is_visible()
