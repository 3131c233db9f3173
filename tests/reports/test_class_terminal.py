"""What `grade` ends with: it fits its terminal, colours only terminals, and says what next."""

from pathlib import Path

import pytest

from grader.reports.class_terminal import next_steps, render_class
from tests.reports.example_results import big_class, example, finding
from tests.reports.hostile import PAYLOADS, hostile_results


@pytest.mark.parametrize("width", [60, 80, 120])
def test_every_question_is_a_line_that_fits(width: int) -> None:
    """Ids are never cut; titles give way; nothing is wider than the terminal."""
    text = render_class(big_class(12), width=width)
    assert max(map(len, text.splitlines())) <= width
    for question in big_class(12)["submissions"][0]["questions"]:
        assert any(line.split()[:1] == [question["id"]] for line in text.splitlines())
    assert "\x1b" not in text


def test_colour_is_only_where_it_is_asked_for() -> None:
    """A terminal gets colour codes."""
    assert "\x1b[" in render_class(example(), colour=True)


@pytest.mark.parametrize("payload", PAYLOADS)
def test_no_title_breaks_a_line_or_brings_a_code(payload: str) -> None:
    """Whatever a title holds, it stays in its line."""
    text = render_class(hostile_results(payload), width=100)
    assert "\x1b" not in text and "\r" not in text


def test_what_to_do_next_is_told_with_what_to_type() -> None:
    """Those that stopped, then what is to judge; nothing where nothing is left."""
    results, big = example(), big_class(12)
    said = "Your code stopped here with NameError: x; nothing below was run."
    results["submissions"][0]["findings"] = [{**finding("load-error", said), "line": 7}]
    told = next_steps(results, Path("out"))
    assert told[0].startswith("1 did not run to the end: out/index.html#stopped")
    assert told[-1].endswith("to judge: grader mark out")
    for one in big["submissions"][:8]:
        one["questions"][7]["read"], one["questions"][7]["status"] = "4", "incorrect"
    doubt = "the key of p3.jacobian is in doubt: out/index.html#key, then grader rescore out"
    assert doubt in next_steps(big, Path("out"))
    for one in results["submissions"]:
        one["findings"] = []
        for question in one["questions"]:
            question["status"] = "correct"
    (last,) = next_steps(results, Path("out"))
    assert last.startswith("nothing is left to judge: grader export out --to")
