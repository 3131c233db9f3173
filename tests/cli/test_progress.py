"""How far a run is: a bar that names what is running on a terminal, plain lines elsewhere."""

import io
from contextlib import redirect_stderr
from itertools import count

from grader.cli.progress import Bar, Lines
from grader.collect.turns import Progress


def test_the_bar_names_what_is_running(monkeypatch) -> None:  # type: ignore[no-untyped-def]
    """The ids of the longest ones, with no code of theirs reaching the terminal."""
    monkeypatch.setenv("COLUMNS", "100")
    monkeypatch.setenv("TTY_COMPATIBLE", "1")
    shown = io.StringIO()
    with redirect_stderr(shown), Bar() as bar:
        bar(Progress(1, 3, "ada", running=("bob [red]", "eve\x1b[31m")))
        bar._bar.refresh()
    text = shown.getvalue()
    assert "bob [red], eve␛[31m" in text and "1/3" in text


def test_logs_have_whole_lines() -> None:
    """No more than ten, with the time left; what was not run again is told once."""
    shown = io.StringIO()
    with redirect_stderr(shown):
        lines = Lines(clock=count(step=6.0).__next__)
        for done in range(1, 101):
            lines(Progress(done, 100, f"s{done}", reused=done > 90, running=("x",)))
    told = shown.getvalue().splitlines()
    assert told[0] == "graded 10 of 100, about 9 min left"
    assert told[-3:-1] == ["graded 90 of 100, about 60 s left", "graded 100 of 100"]
    assert len(told) == 11
    assert told[-1] == "10 of 100 unchanged, not run again"
