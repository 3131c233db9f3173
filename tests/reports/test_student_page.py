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
    place,
    question,
    submission,
)
from tests.reports.page_faults import faults_of_page

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


def test_what_was_not_run_leads_to_the_line() -> None:
    """Each card below the stop has a link to the banner."""
    html = page_of(stopped())
    assert html.count('<a href="#stop-hw2.py-38">Fix line 38 first</a>') == 2
    assert html.count('id="stop-hw2.py-38"') == 1 and faults_of_page(html) == []


def test_nobody_is_told_to_fix_what_is_only_not_here() -> None:
    """Code that stopped for want of arguments or of a library has to be changed by nobody."""
    wants = "it asks for arguments on the command line, where there are none"
    one = stopped()
    one["findings"].append({**finding("not-here", wants), "file": "hw2.py", "line": 38})
    html = page_of(one)
    assert html.count('<a href="#stop-hw2.py-38">See line 38</a>') == 2
    assert "Fix line" not in html and "so perhaps nothing is to be fixed" in html
    other = stopped()
    other["findings"].append({**finding("library-absent", "keras is not installed"), "line": 1})
    assert "Fix line 38 first" in page_of(other)
    other["findings"][0]["message"] = _STOP.replace("division by zero", "got Absent")
    assert "Fix line" not in page_of(other)


def test_the_key_is_not_shown_before_feedback_is() -> None:
    """`feedback: after_due` keeps a revealed key back until the due date, and shows it then."""
    one = submission("a", "A", [question("p3.gradient", 0, "incorrect", "Not right.")])
    asked = {"p3.gradient": Asked(expected=("[4*x, 3]",))}
    before = page_of(one, asked=asked, shows={"p3.gradient": "after_due"})
    assert "Expected" not in text_of(before) and "[4*x, 3]" not in before
    assert "Not right." not in before and "after the deadline" in before
    assert faults_of_page(before) == []
    assert "[4*x, 3]" in page_of(one, asked=asked, shows={"p3.gradient": "item"})


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
