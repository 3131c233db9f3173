"""Of several readings of one answer one counts, and what else was read is told to marking."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from grader.evidence import Answer, Candidate, Missing, Outcome, Raised, Source, Unread, Unsure
from grader.intake.choose import alike, choose, differing
from grader.intake.reply import Section
from grader.values import Array, Expression, Opaque, array_of

ORDER = ("module", "notebook", "writeup")
MODULE = Source("module", "hw.py", 3)
WRITEUP = Source("writeup", "hw.md", 8)
NOTEBOOK = Source("notebook", "hw.ipynb", 2, 4)
DATA = Source("data", "hw.csv")
GONE = Raised("ValueError", "no")
GAP = Unread("picture", WRITEUP)
FILE = Unread("document", Source("", "hw.pdf"))
LOOSE = replace(FILE, loose=True)


def written(*values: Any, label: str = "own", sure: bool = True, **more: Any) -> Section:
    """What a write-up says, each value a candidate."""
    source = more.pop("source", WRITEUP)
    rows = tuple(Candidate(value, source, "boxed", sure) for value in values)
    return Section(source, label, rows, **more)


def test_what_ran_counts_where_it_is_first() -> None:
    """Nothing else to say where all that was read is alike."""
    ran = Answer(2, MODULE)
    assert choose(ORDER, ran) == (ran, None)
    assert choose(ORDER, ran, [Answer("2.0", NOTEBOOK)], [written("$2$")]) == (ran, None)


@pytest.mark.parametrize("order", [ORDER, ("writeup", "module", "notebook")])
def test_the_first_form_of_the_order_counts(order: tuple[str, ...]) -> None:
    """The others that differ stand beside it, in the order of forms."""
    outcome, readings = choose(order, Answer(2, MODULE), [Answer(3, NOTEBOOK)], [written("4")])
    assert readings is not None
    wanted = [2, 3, "4"] if order is ORDER else ["4", 2, 3]
    assert [row.value for row in readings.candidates] == wanted
    assert isinstance(outcome, Answer) and outcome.value == wanted[0]
    assert outcome.source == readings.candidates[0].source
    assert readings.labelled and readings.whole and readings.source == WRITEUP
    ways = {row.source.form: (row.how, row.sure) for row in readings.candidates}
    named = ("named", True)
    assert ways == {"module": named, "notebook": named, "writeup": ("boxed", True)}


def test_a_form_that_is_not_asked_for_does_not_count() -> None:
    """Neither what ran there, nor what is written there."""
    ran = Answer(2, DATA)
    outcome, readings = choose(ORDER, ran, [], [written("5", source=DATA)])
    assert (outcome, readings) == (ran, None)
    outcome, readings = choose(ORDER, Missing(), [], [written("5", source=DATA)])
    assert (outcome, readings) == (Missing(), None)


def test_the_answer_keeps_what_it_printed() -> None:
    """What ran is the answer itself where it is the best, not a copy of it."""
    ran = Answer(2, MODULE, "printed")
    outcome, readings = choose(ORDER, ran, [Answer(3, NOTEBOOK)])
    assert outcome is ran and readings is not None


def test_a_sure_candidate_goes_before_an_unsure_one_of_an_earlier_form() -> None:
    """What was surely read counts before what was guessed."""
    sections = [written("1", sure=False, source=NOTEBOOK), written("2")]
    outcome, readings = choose(ORDER, Missing(), [], sections)
    assert outcome == Answer("2", WRITEUP)
    assert readings is not None and [row.value for row in readings.candidates] == ["2", "1"]


@pytest.mark.parametrize(
    ("labels", "counts"),
    [
        (("own", "near", "none"), "own"),
        (("near", "none"), "near"),
        (("none",), "none"),
        (("none", "near"), "near"),
    ],
)
def test_the_best_label_counts_alone(labels: tuple[str, ...], counts: str) -> None:
    """A question's own label before one near it, and that before none at all."""
    sections = [written(label, label=label) for label in labels]
    outcome, readings = choose(ORDER, Missing(), [], sections)
    assert outcome == Answer(counts, WRITEUP) and readings is None


def test_a_name_in_code_is_before_what_stands_near_a_label() -> None:
    """Only the question's own label says as surely as its name whose answer it is."""
    ran = Answer(2, MODULE)
    for label in ("near", "none"):
        assert choose(ORDER, ran, [], [written("9", label=label)]) == (ran, None)
    _, readings = choose(ORDER, ran, [], [written("9")])
    assert readings is not None and readings.candidates[1].value == "9"


def test_what_was_only_shown_is_a_guess() -> None:
    """Values found by scanning are unsure candidates, and the answer is one of them or missing."""
    shown = Unsure((Answer(2, MODULE), Answer(3, NOTEBOOK)), "shown last")
    outcome, readings = choose(ORDER, shown)
    assert outcome == Answer(2, MODULE)
    assert readings is not None
    assert [(row.value, row.how, row.sure) for row in readings.candidates] == [
        (2, "shown", False), (3, "shown", False),
    ]  # fmt: skip
    assert choose(ORDER, Unsure(())) == (Missing(), None)


def test_an_unsure_answer_is_told_with_the_files_that_nobody_read() -> None:
    """A sure one is not: the files do not matter where the answer is there."""
    _, readings = choose(ORDER, Missing(), [], [written("1", sure=False)], [FILE])
    assert readings is not None and readings.unread == (LOOSE,) and not readings.whole
    ran = Answer(2, MODULE)
    assert choose(ORDER, ran, [], [], [FILE]) == (ran, None)
    _, readings = choose(ORDER, ran, [], [written("3")], [FILE])
    assert readings is not None and readings.unread == () and not readings.whole


def test_what_stands_unread_under_the_label_is_told() -> None:
    """Also beside a sure answer, and before files that nobody read."""
    ran = Answer(2, MODULE)
    outcome, readings = choose(ORDER, ran, [], [written(unread=(GAP,))])
    assert outcome == ran and readings is not None and readings.unread == (GAP,)
    _, readings = choose(ORDER, Missing(), [], [written(unread=(GAP,))], [FILE])
    assert readings is not None and readings.unread == (GAP, LOOSE)
    assert readings.labelled and not readings.whole


def test_cells_under_the_label_that_give_no_value_are_told() -> None:
    """The first cell, where no candidate was found; under the question's own label alone."""
    section = Section(NOTEBOOK, "own", text="print(2)", cells=(4, 5))
    outcome, readings = choose(ORDER, Missing(), [], [section])
    assert outcome == Missing() and readings is not None
    place = Source("notebook", "hw.ipynb", None, 4)
    assert readings.unread == (Unread("cells", place, "print(2)"),)
    _, readings = choose(ORDER, Missing(), [], [Section(NOTEBOOK, "near", text="p", cells=(4,))])
    assert readings is not None and readings.unread == ()
    assert choose(ORDER, Answer(2, MODULE), [], [section]) == (Answer(2, MODULE), None)


def test_an_empty_place_under_the_label_is_told_only_with_its_text() -> None:
    """A label with nothing under it is nothing; words under it are for a person to see."""
    assert choose(ORDER, Missing(), [], [written(text=" \n")]) == (Missing(), None)
    _, readings = choose(ORDER, Missing(), [], [written(text="so it is")])
    assert readings is not None
    assert (readings.text, readings.source, readings.whole) == ("so it is", WRITEUP, True)
    assert (readings.candidates, readings.unread, readings.labelled) == ((), (), True)


def test_a_failure_stays_where_nothing_else_was_read() -> None:
    """Code that raised has raised; a written answer goes before it."""
    assert choose(ORDER, GONE) == (GONE, None)
    assert choose(ORDER, GONE, [], [written("7")]) == (Answer("7", WRITEUP), None)
    outcome, readings = choose(ORDER, GONE, [], [], [FILE])
    assert outcome == GONE and readings is not None and readings.unread == (LOOSE,)
    outcome, readings = choose(ORDER, GONE, [], [written(unread=(GAP,))])
    assert outcome == GONE and readings is not None and readings.unread == (GAP,)
    assert choose(ORDER, GONE, [], [written(text="words")]) == (GONE, None)


def test_a_place_near_a_label_is_no_label() -> None:
    """Marking is told where it stands, and that it is not under the question's own label."""
    _, readings = choose(ORDER, Missing(), [], [written("1", "2", label="near", text="t")])
    assert readings is not None and not readings.labelled
    assert (readings.text, readings.source) == ("t", WRITEUP)
    _, readings = choose(ORDER, Answer(2, MODULE), [Answer(3, NOTEBOOK)])
    assert readings is not None and not readings.labelled
    assert (readings.text, readings.source) == ("", Source())


def test_a_person_is_shown_a_dozen_candidates_and_the_pages_of_a_long_scan() -> None:
    """A page that is not told of could not be typed in."""
    gaps = tuple(Unread("picture", Source("writeup", "hw.md", n)) for n in range(80))
    _, readings = choose(ORDER, Missing(), [], [written(*range(20), unread=gaps)], [FILE])
    assert readings is not None
    assert [row.value for row in readings.candidates] == list(range(12))
    assert readings.unread == gaps[:60]


def test_other_answers_are_findings() -> None:
    """One for each sure candidate that says something else than the one that counts."""
    sections = [written("4", sure=False), written("5")]
    outcome, readings = choose(ORDER, Answer(2, MODULE), [Answer(3, NOTEBOOK)], sections)
    found = differing("p1", outcome, readings)
    assert [(row.kind, row.file, row.line, row.cell) for row in found] == [
        ("answers-differ", "hw.ipynb", 2, 4), ("answers-differ", "hw.md", 8, None),
    ]  # fmt: skip
    assert found[0].message == (
        "p1 is answered in hw.py, line 3 and differently in hw.ipynb, cell 4, line 2; "
        "the first counts."
    )
    assert differing("p1", Missing(), readings) == [] == differing("p1", outcome, None)


def test_no_finding_without_another_answer() -> None:
    """The one that counts differs from nothing."""
    outcome: Outcome = Answer("1", WRITEUP)
    _, readings = choose(ORDER, Missing(), [], [written("1", unread=(GAP,))])
    assert readings is not None and differing("p1", outcome, readings) == []


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (1, 1.0), ("1", 1), ("$ x $", "X"), ("\\{a\\}", "a"), ("1,5", 1.5), ("-1,5", "-1.50"),
        (True, "true"), (array_of([1.0, 2.0]), ["1", 2]), (Expression("x + 1"), "x+1"),
        (Opaque("T", "t"), "T"), ({"b": 1, "a": 2}, {"A": 2.0, "B": "1"}), ([["7"]], 7),
        ([None, "", 3], 3), ((1, 2), [1, 2]), (None, None), (1e-13 + 1, 1),
        ("a\nb", Opaque("Net", "...")), (Opaque("Net", "..."), "a\nb"), ([1], "def f():\n  pass"),
        ("1e3", 1000), ([1, None, 2], [1, 2]),
    ],
)  # fmt: skip
def test_the_same_in_another_form_is_alike(one: Any, other: Any) -> None:
    """Case, spaces, signs of mathematics, numbers as written, lists within lists."""
    assert alike(one, other) and alike(other, one)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (1, 2), ("x", "y"), (True, 1), (True, False), ([1, 2], [2, 1]), ({"a": 1}, {"a": 2}),
        ("a\nb", "a\nc"), ("a", Opaque("Net", "b")), (1 + 1e-9, 1), ("1,5", 15), ("1,5,2", "1.5.2"),
        (None, 0), ([1, 2], 1), ("x1,5", "x1.5"), (1j, 2j), ({"a": 1}, {"b": 1}),
    ],
)  # fmt: skip
def test_what_says_something_else_is_not_alike(one: Any, other: Any) -> None:
    """Also where only the order or the name differs."""
    assert not alike(one, other) and not alike(other, one)


def test_what_stands_under_no_label_is_loose() -> None:
    """A person may say which question it answers; what stands under a label says it itself."""
    _, readings = choose(ORDER, Missing(), [], [written(label="none", unread=(GAP,))])
    assert readings is not None and readings.unread == (replace(GAP, loose=True),)


def test_a_picture_near_the_label_counts_where_the_answer_is_not_sure() -> None:
    """A photo of the whole problem beside a text that says little of its part."""
    photo = Section(Source("writeup", "q3.jpg"), "near", unread=(GAP,))
    _, readings = choose(ORDER, Missing(), [], [written("1", sure=False), photo])
    assert readings is not None and readings.unread == (GAP,)
    assert choose(ORDER, Missing(), [], [written("1"), photo])[1] is None


def test_answers_too_large_to_be_compared_are_two() -> None:
    """Unless they are the same arrays: neither is written out to see."""
    one, other = (Array("<f8", (500_000,), bytes(4_000_000)) for _ in range(2))
    assert alike(one, other)
    assert not alike(one, Array("<f4", (500_000,), bytes(2_000_000)))
    assert not alike(one, [0.0] * 60_000)
