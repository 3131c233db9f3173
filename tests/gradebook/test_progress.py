"""How far a run is, who did what, and how long the rest takes."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grader.cli.progress import Lines
from grader.collect.turns import Progress
from grader.gradebook import Gradebook, pace
from grader.gradebook.pace import Pace, about
from grader.gradebook.status import lines, status_of
from tests.gradebook.synthetic import evidence_of, handed_in, key_of, marks_of, run_info


@given(each=st.floats(0.01, 100), count=st.integers(1, 500), rest=st.integers(0, 10_000))
def test_an_even_pace_is_told_exactly(each: float, count: int, rest: int) -> None:
    """The rest takes as long for each as the last ones did."""
    now = 0.0

    def clock() -> float:
        return now

    found = Pace(clock)
    assert found.left(rest) is None
    for _ in range(count):
        now += each
        found.note()
    assert found.left(rest) == pytest.approx(rest * each)


@given(start=st.floats(0, 1000), each=st.floats(0.01, 100), count=st.integers(1, 300))
def test_the_start_is_no_part_of_the_pace(start: float, each: float, count: int) -> None:
    """What it took until the first was begun, such as loading a library, is not taken again."""
    now = 0.0
    found = Pace(lambda: now)
    now += start
    for _ in range(count):
        now += each
        found.note(each)
    assert found.left(100) == pytest.approx(100 * each)


def test_a_new_pace_replaces_the_old_one() -> None:
    """Once more workers have come, what was slow before says nothing."""
    now = 0.0
    found = Pace(lambda: now)
    for each in (60.0,) * 50 + (1.0,) * (pace.RECENT + 1):
        now += each
        found.note()
    assert found.left(100) == pytest.approx(100)


@pytest.mark.parametrize(
    ("seconds", "said"),
    [
        (0.01, "about 1 s"), (42.4, "about 42 s"), (95, "about 2 min"), (3000, "about 50 min"),
        (7800, "about 2 h 10 min"), (7199, "about 2 h 0 min"),
    ],
)  # fmt: skip
def test_times_are_told_as_people_say_them(seconds: float, said: str) -> None:
    """Roundly."""
    assert about(seconds) == said


def test_a_log_says_how_long_the_rest_takes(capsys: pytest.CaptureFixture[str]) -> None:
    """Unless there is no rest, or nothing that was run to tell it from."""
    watch = Lines()
    for number in range(1, 5):
        watch(Progress(number, 20, f"s{number}", reused=True))
    assert capsys.readouterr().err.splitlines() == ["graded 2 of 20", "graded 4 of 20"]
    for number in range(5, 21):
        watch(Progress(number, 20, f"s{number}"))
    told = capsys.readouterr().err.splitlines()
    assert told[0].startswith("graded 6 of 20, about ")
    assert told[0].endswith(" left")
    assert told[-2:] == ["graded 20 of 20", "4 of 20 unchanged, not run again"]


@pytest.fixture
def out(tmp_path: Path) -> Path:
    """A run in the middle: five submissions of twelve, by two workers, and one that was refused."""
    with Gradebook.open(tmp_path / "gradebook.db") as book:
        run = book.runs.begin(run_info())
        book.expect([handed_in(number) for number in range(12)])
        for number in range(5):
            one = handed_in(number)
            book.record(run, one, key_of(one), evidence_of(number), marks_of(number))
            book.runs.add_work(run, f"node{number % 2}", 1, 2.0)
        book.runs.dropped(run, "node0", "went away; what it had goes to others")
        book.runs.dropped(run, "node9", "is refused: its disk is full")
    return tmp_path


def test_status_says_who_did_what_and_how_long_the_rest_takes(out: Path) -> None:
    """While it runs; once it has ended, there is no rest."""
    with Gradebook.open(out / "gradebook.db"):
        told = lines(status_of(out))
    assert "worker node0: 3 submissions in 6.0 s, 2.00 s each; went away" in "\n".join(told)
    assert "worker node1: 2 submissions in 4.0 s, 2.00 s each" in told
    assert "worker node9: 0 submissions in 0.0 s; is refused: its disk is full" in told
    assert told[-1].startswith("run 1 has run 5; the other 7 take about ")
    told = lines(status_of(out))
    assert ", cut off; grader " in "\n".join(told)
    assert told[-1] == "run 1 was cut off: grade again, and only what is left is run"
    with Gradebook.open(out / "gradebook.db") as book:
        book.runs.finish(1, "interrupted")
    assert "more" not in lines(status_of(out))[-1]
