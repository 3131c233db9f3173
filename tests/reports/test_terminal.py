"""`grader check`'s table: readable, plain where colour is not wanted, nobody else's commands."""

import pytest

from grader.reports.terminal import render_check
from tests.reports.example_results import example, mixed, nothing, perfect
from tests.reports.hostile import PAYLOADS, hostile_submission


def test_a_student_sees_what_to_mend() -> None:
    """Verdicts, causes, wrong parts and what was read are there; right parts are not."""
    shown = render_check(example(), mixed(), width=100)
    assert "p3.descent" in shown and "1.66 / 2" in shown and "◐ Partly correct" in shown
    assert "Named cause: sequential update" in shown
    assert "p1.3 (0.25 of 0.5)" in shown and "p1.1 (" not in shown
    assert "Read at hw2.py:44" in shown
    assert "15.76 of 26 points decided here (1 of them bonus); the homework has 32" in shown
    assert "Most to gain: p4.asymmetry (3), p4.mle (1.5), p5.performance (1.4)" in shown
    assert "\x1b" not in shown


@pytest.mark.parametrize("width", [60, 80, 90, 120])
def test_verdicts_are_never_cut(width: int) -> None:
    """Titles give way, so that every verdict stands whole beside its question."""
    table = render_check(example(), mixed(), width=width).partition("\n\n◐")[0]
    assert "Your teacher reads this" in table
    assert max(map(len, table.splitlines())) <= width
    assert not any(line.endswith("…") for line in table.splitlines())


def test_answers_that_are_not_there_are_told_together() -> None:
    """A submission with little in it is a short text, not a heading for each gap."""
    shown = render_check(example(), nothing("eve", "Eve"), width=80)
    assert shown.splitlines().count("○ Not found") == 1
    assert "│ p1:" in shown
    assert max(map(len, shown.splitlines())) <= 80


def test_a_perfect_hand_in_is_told_briefly() -> None:
    """Nothing to fix means a table and a sum."""
    shown = render_check(example(), perfect("ada", "Ada"), width=80)
    assert "│" not in shown
    assert "✓ Correct" in shown


def test_colour_is_asked_for() -> None:
    """Colour codes appear only when the caller wants them."""
    assert "\x1b[32m" in render_check(example(), mixed(), width=80, colour=True)


@pytest.mark.parametrize("width", [40, 80, 200])
def test_lines_keep_to_the_width(width: int) -> None:
    """Folded feedback never runs over the terminal's edge."""
    details = [
        line for line in render_check(example(), mixed(), width=width).splitlines() if "│" in line
    ]
    assert details and max(map(len, details)) <= max(width, 30)


@pytest.mark.parametrize("payload", PAYLOADS)
def test_student_text_never_steers_the_terminal(payload: str) -> None:
    """No control character, no line of a student's own, no command for the CI system."""
    shown = render_check(example(), hostile_submission(payload), width=80)
    assert all(c == "\n" or (c.isprintable() or c == " ") for c in shown)
    assert not any(line.lstrip().startswith(("::", "##[")) for line in shown.splitlines())
    assert len(shown) < 200_000


def test_the_dearest_loss_is_told_first() -> None:
    """Details stand in the order of what they cost; a bonus costs nothing."""
    text = render_check(example(), mixed())
    lost = {
        question["id"]: question["points"] - (question["score"] or 0)
        for question in mixed()["questions"]
        if question["status"] in ("partial", "incorrect") and not question["bonus"]
    }
    places = {name: text.find(f" {name}\n", text.index("\n\n")) for name in lost}
    told = [name for name in sorted(places, key=lambda name: places[name]) if places[name] > 0]
    costs = [lost[name] for name in told]
    assert len(told) > 2 and costs == sorted(costs, reverse=True)
