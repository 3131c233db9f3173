"""The page beside other commands: rescore, grade, sheets, an older gradebook, a student's quote."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from grader.errors import GraderError
from grader.gradebook import Gradebook
from grader.rescore import rescore
from grader.web.desk import Desk
from tests.web.classes import RUBRIC, answers, book_of, judgements, usual
from tests.web.client import at_the_page


def command(*words: str, code: int = 0) -> subprocess.CompletedProcess[str]:
    """A command of the grader in a process of its own."""
    line = [sys.executable, "-m", "grader", *words]
    done = subprocess.run(line, capture_output=True, text=True, check=False)
    assert done.returncode == code, done.stdout + done.stderr
    return done


def test_rescore_names_where_person_and_machine_differ(tmp_path: Path) -> None:
    """A line per question; the person's mark is in the results, and says so."""
    usual(tmp_path, 6)
    with at_the_page(tmp_path / "out") as ada:
        (token,) = ada.tokens("steps", "lost")
        ada.decide("steps", token, points="1", comment="The sheet was unclear.")
    told = command("rescore", str(tmp_path / "out"), "--rubric", str(tmp_path / "rubric.yaml"))
    assert "steps: a person's mark holds where the machine would give another" in told.stderr
    assert "s00000 1, not 0" in told.stderr and "s00003 1, not 0" in told.stderr
    command("report", str(tmp_path / "out"))
    page = (tmp_path / "out" / "reports" / "s00000.html").read_text()
    assert "A person decided this: 1 of 2." in page and "The sheet was unclear." in page


def test_what_a_student_quotes_is_found(tmp_path: Path) -> None:
    """The line in the student's page, pasted into the search, opens that answer."""
    text = RUBRIC.replace("course:", "contact: ta@example.org\ncourse:")
    book_of(tmp_path, {f"doe-{n}": answers(n) for n in range(4)}, text)
    command("report", str(tmp_path / "out"))
    page = (tmp_path / "out" / "reports" / "doe-0.html").read_text()
    start = page.index("Write to ta@example.org and quote ")
    quoted = page[start : page.index("<", start)].partition("quote ")[2].rstrip(". ")
    with at_the_page(tmp_path / "out") as ada:
        (found,) = ada.get("find", text=quoted)["found"]
    assert (found["submission"], found["question"]) in [("doe-0", "steps"), ("doe-0", "word")]


def test_sheets_and_page_work_on_the_same_answers(tmp_path: Path) -> None:
    """What the page decided is not exported; what a sheet decided is on the page at once."""
    usual(tmp_path, 4)
    out = str(tmp_path / "out")
    with at_the_page(tmp_path / "out") as ada:
        decided = ada.tokens("why")[0]
        ada.decide("why", decided, points="2")
        command("judge", "export", out)
        sheet = tmp_path / "out" / "judging" / "why.yaml"
        text = sheet.read_text()
        assert decided not in text and text.count("- answer:") == 3
        first = text.index("  points: null")
        sheet.write_text(text[:first] + "  points: 1" + text[first + len("  points: null") :])
        told = command("judge", "import", out, "--by", "ben")
        assert told.stdout.splitlines() == ["why: 1 newly decided or open again"]
        assert len(ada.tokens("why")) == 2
        assert len(ada.tokens("why", "decided")) == 2


def test_many_at_once_lose_nothing(tmp_path: Path) -> None:
    """Four desks decide as fast as they can, each its own answers and all of them one together."""
    usual(tmp_path, 24)
    out = tmp_path / "out"
    failed: list[BaseException] = []
    seen = threading.Barrier(4, timeout=60)  # nobody decides before all have seen what there is

    def work(name: str, part: int) -> None:
        try:
            with at_the_page(out, name) as person:
                tokens = sorted(person.tokens("why"))[part::4]
                seen.wait()
                for token in tokens:
                    person.decide("why", token, points=str(part % 3))
        except BaseException as error:
            failed.append(error)

    threads = [threading.Thread(target=work, args=(f"p{n}", n)) for n in range(4)]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    assert failed == []
    assert len(judgements(out)) == 24
    assert rescore(out, tmp_path / "rubric.yaml", dry_run=True).changes == ()
    with Gradebook.open(out / "gradebook.db", "read") as book:
        assert all(run.ended == "finished" for run in book.runs.all())


def test_a_grader_may_run_meanwhile(tmp_path: Path) -> None:
    """The page needs no lock; another grader keeps its own."""
    usual(tmp_path, 3)
    path = tmp_path / "out" / "gradebook.db"
    with at_the_page(tmp_path / "out") as ada, Gradebook.open(path, "change"):
        ada.decide("why", ada.tokens("why")[0], points="1")
        with pytest.raises(GraderError, match=r"open already|another grader"):
            Gradebook.open(path, "change")
    assert len(judgements(tmp_path / "out")) == 1


def test_a_gradebook_of_an_older_grader_is_brought_up_to_date(tmp_path: Path) -> None:
    """Its judgements are kept, and hold."""
    usual(tmp_path, 2)
    path = tmp_path / "out" / "gradebook.db"
    with at_the_page(tmp_path / "out") as ada:
        ada.decide("why", ada.tokens("why")[0], points="1")
    with sqlite3.connect(path) as old:
        old.execute("DROP TABLE flags")
        old.execute("ALTER TABLE judgements DROP COLUMN by_items")
        old.execute("ALTER TABLE judgements DROP COLUMN second")
        for column in ("token", "split"):
            old.execute(f"ALTER TABLE runs DROP COLUMN {column}")
        old.execute("DROP TABLE workers")
        old.execute("PRAGMA user_version = 3")  # the last format before all of these
    old.close()
    with at_the_page(tmp_path / "out") as ada:
        assert len(ada.tokens("why", "decided")) == 1
        ada.decide("why", ada.tokens("why")[0], items=["falls"], by_items=True)
    assert [one[2] for one in judgements(tmp_path / "out")] == [1, 1]


def test_a_failed_write_leaves_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Neither half a decision nor a run that is not there; the next one is kept."""
    usual(tmp_path, 2)
    with at_the_page(tmp_path / "out") as ada:
        token = ada.tokens("why")[0]

        def fail(*_: object) -> None:
            raise sqlite3.OperationalError("disk I/O error")

        with monkeypatch.context() as broken:
            broken.setattr(Desk, "keep_marks", fail)
            assert ada.ask("decide", ada.decision("why", token, points="1")).status_code == 500
        assert judgements(tmp_path / "out") == []
        ada.decide("why", token, points="1")
    assert len(judgements(tmp_path / "out")) == 1


def test_commands_that_cannot_begin_say_why(tmp_path: Path) -> None:
    """No gradebook, a share without oneself, a changed rubric: a sentence and exit 2."""
    assert "there is no gradebook here" in command("mark", str(tmp_path), code=2).stderr
    usual(tmp_path, 2)
    out = str(tmp_path / "out")
    told = command("mark", out, "--by", "eve", "--share", "ada,ben", code=2)
    assert "eve is none of them" in told.stderr
    (tmp_path / "rubric.yaml").write_text(RUBRIC + "# changed\n")
    assert "rubric has changed" in command("mark", out, "--no-browser", code=2).stderr
