from __future__ import annotations

import dataclasses
import os
import shutil
import sqlite3
import subprocess
import sys
import tempfile
import textwrap
from fractions import Fraction
from pathlib import Path

import pytest

from grader.errors import GradebookError, OutOfSpace
from grader.evidence import Answer, Evidence, Fault, Source
from grader.gradebook import EvidenceKey, Gradebook, Judged, Marked, RubricInfo, seal
from grader.gradebook.schema import VERSION
from grader.marks import Mark, MarkedCandidate, Status, awaiting, decided

from .synthetic import RUBRIC, evidence_of, handed_in, key_of, marks_of, run_info

CASES = Path(__file__).parent.parent / "cases"


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Where the gradebook of a test lies."""
    return tmp_path / "out" / "gradebook.db"


def fill(path: Path, count: int = 1) -> None:
    """A gradebook with `count` submissions."""
    with Gradebook.open(path) as book:
        run = book.runs.begin(run_info())
        for number in range(count):
            one = handed_in(number)
            book.record(run, one, key_of(one), evidence_of(number), marks_of(number))
        book.runs.finish(run)


def plain(evidence: Evidence | None) -> object:
    """Evidence in a form that compares NaN as text."""
    assert evidence is not None
    return repr(evidence.to_plain())


def current(book: Gradebook, submission: str) -> Evidence | None:
    """The evidence that a submission's marks follow from; None until it has been run."""
    sealed = book.evidence.of(submission)
    return None if sealed is None else sealed.evidence


def answer_of(book: Gradebook, submission: str, question: str) -> str:
    """The digest of the present answer to a question, as a judgement names it."""
    sealed = book.evidence.of(submission)
    assert sealed is not None
    return sealed.answers[question]


def may_stand(book: Gradebook, submission: str, key: EvidenceKey) -> bool:
    """Whether what is stored may stand for running the submission again."""
    return set(key.plans) <= book.evidence.covered(submission, key)


def test_evidence_comes_back_as_it_was(path: Path) -> None:
    """What is recorded is read back equal, tuples as lists apart, also through a reader."""
    fill(path)
    with Gradebook.open(path, "read") as book:
        one = handed_in(0)
        assert may_stand(book, one.id, key_of(one))
        assert plain(current(book, one.id)) == plain(evidence_of(0))
        assert book.marks.of(one.id) == marks_of(0)
        assert book.submissions.present() == [one]


def test_a_run_names_what_reproduces_it(path: Path) -> None:
    """Grader version, rubric, interpreter, packages, sandbox and seed are kept with the run."""
    fill(path)
    with Gradebook.open(path, "read") as book:
        (run,) = book.runs.all()
    assert run.info == run_info()
    assert run.ended == "finished"
    assert run.seconds is not None and run.seconds >= 0


@pytest.mark.parametrize("change", ["file", "plan", "surroundings"])
def test_another_key_is_not_reused(path: Path, change: str) -> None:
    """A changed byte, question or surrounding makes the stored evidence unusable."""
    fill(path)
    one = handed_in(0, "1") if change == "file" else handed_in(0)
    key = key_of(one, "other" if change == "plan" else "plan")
    if change == "surroundings":
        key = dataclasses.replace(key, surroundings="other")
    with Gradebook.open(path) as book:
        assert not may_stand(book, one.id, key)


def test_equal_files_stay_two_submissions(path: Path) -> None:
    """Evidence of one student never stands for another's, even with equal files."""
    fill(path)
    with Gradebook.open(path) as book:
        assert not may_stand(book, "s0001", key_of(handed_in(0)))


def test_our_own_fault_is_never_reused(path: Path) -> None:
    """Evidence with a fault is kept for the record and asked for again."""
    fill(path)
    one = handed_in(5)
    with Gradebook.open(path) as book:
        run = book.runs.begin(run_info())
        book.record(run, one, key_of(one), Evidence({"p1": Fault("disk"), "p3": Answer(1)}))
        assert not may_stand(book, one.id, key_of(one))
        assert current(book, one.id) is not None


def test_registering_tells_what_is_left_to_run(path: Path) -> None:
    """After registering a folder, changed ones lack evidence and absent ones are withdrawn."""
    fill(path, 3)
    changed, same = handed_in(0, "1"), handed_in(1)
    with Gradebook.open(path) as book:
        book.register([(changed, key_of(changed)), (same, key_of(same))])
        assert [one.id for one in book.submissions.present()] == ["s0000", "s0001"]
        assert len(book.submissions.ever()) == 3
        assert current(book, "s0000") is None
        assert current(book, "s0001") is not None


def test_expecting_tells_who_is_there_before_files_are_read(path: Path) -> None:
    """What looks the same stays as it is until it is read, another size has no evidence yet."""
    fill(path, 4)
    same, bigger, new = handed_in(0), handed_in(1), handed_in(9)
    unread = [
        dataclasses.replace(one, files=tuple((name, "", size) for name, _, size in one.files))
        for one in (same, bigger, new)
    ]
    name, _, size = bigger.files[0]
    unread[1] = dataclasses.replace(bigger, files=((name, "", size + 1),))
    with Gradebook.open(path) as book:
        book.expect(unread[1:], whole=False)
        assert len(book.submissions.present()) == 5
        book.expect(unread)
        assert [one.id for one in book.submissions.present()] == [one.id for one in unread]
        assert book.submissions.present()[0] == same
        assert current(book, same.id) is not None
        assert book.submissions.not_run() == [bigger.id, new.id]


def test_another_assignments_rubric_is_refused(path: Path) -> None:
    """A gradebook takes a changed rubric but not that of another homework."""
    fill(path)
    changed = dataclasses.replace(RUBRIC, sha256="b" * 64, questions=("p1", "p2.table", "p4"))
    with Gradebook.open(path) as book:
        book.runs.begin(run_info(changed))
        with pytest.raises(GradebookError, match=r'holds the marks of "Homework"'):
            book.runs.begin(run_info(RubricInfo("c" * 64, "Other", "other.yaml", ("q1",))))
        assert len(book.runs.all()) == 2


def test_two_graders_on_one_gradebook_is_an_error(path: Path) -> None:
    """The second writer is told who has the gradebook; a reader is welcome; then it is free."""
    with Gradebook.open(path) as book:
        with pytest.raises(GradebookError, match="open already"):
            Gradebook.open(path)
        book.runs.begin(run_info())
        done = _python(f"Gradebook.open(Path({str(path)!r}))")
        assert f"another grader is writing here (process {os.getpid()} on" in done.stderr
        assert _python(f"Gradebook.open(Path({str(path)!r}), 'read').runs.all()").returncode == 0
    fill(path)


def test_the_lock_of_a_killed_grader_is_no_error(path: Path) -> None:
    """A grader killed with the gradebook open leaves it usable at once."""
    killed = _python(
        f"book = Gradebook.open(Path({str(path)!r})); os.kill(os.getpid(), signal.SIGKILL)"
    )
    assert killed.returncode != 0
    fill(path)


def test_closing_waits_for_whoever_reads(path: Path) -> None:
    """A thread that reads when the gradebook is closed finds it closed; the process lives."""
    fill(path)
    done = _python(f"""
        import sqlite3, threading
        for number in range(300):
            book = Gradebook.open(Path({str(path)!r}), "beside")
            begun = threading.Event()
            def read():
                try:
                    while True:
                        for _ in book.evidence.batches(2):
                            begun.set()
                except sqlite3.ProgrammingError:
                    return
            threads = [threading.Thread(target=read) for _ in range(2)]
            for one in threads:
                one.start()
            begun.wait()
            book.close()
            for one in threads:
                one.join()
    """)
    assert (done.returncode, done.stderr) == (0, "")


def test_a_reader_sees_whole_transactions_while_another_writes(path: Path) -> None:
    """Readers neither wait nor see half of a submission."""
    with Gradebook.open(path) as book:
        run = book.runs.begin(run_info())
        with Gradebook.open(path, "read") as reader:
            for number in range(5):
                one = handed_in(number)
                book.record(run, one, key_of(one), evidence_of(number), marks_of(number))
                assert len(reader.submissions.present()) == number + 1
                assert len(reader.marks.of(one.id)) == 3


def damage(path: Path, how: str) -> None:
    """Make a good gradebook unusable in one way."""
    if how == "newer":
        with sqlite3.connect(path) as connection:
            connection.execute(f"PRAGMA user_version = {VERSION + 1}")
        connection.close()
    elif how == "stranger":
        path.unlink()
        with sqlite3.connect(path) as connection:
            connection.execute("CREATE TABLE t (x)")
        connection.close()
    elif how == "text":
        path.write_text("this is a text and no database, and long enough to be read as one\n" * 50)
    elif how == "torn":
        data = bytearray(path.read_bytes())
        data[4096:-4096] = b"\xa5" * (len(data) - 8192)
        path.write_bytes(bytes(data))
    elif how == "cut":
        path.write_bytes(path.read_bytes()[:5000])


@pytest.mark.parametrize(
    ("how", "says"),
    [
        ("newer", "written by a newer grader"),
        ("stranger", "not a gradebook"),
        ("text", "not a gradebook"),
        ("torn", "damaged"),
        ("cut", "damaged"),
    ],
)
def test_an_unusable_gradebook_is_one_message(path: Path, how: str, says: str) -> None:
    """Whatever is wrong with the file, one message says so and not one byte of it changes."""
    fill(path, 30)
    damage(path, how)
    before = path.read_bytes()
    with pytest.raises(GradebookError, match=says):
        Gradebook.open(path)
    assert path.read_bytes() == before


def test_reading_where_there_is_none_makes_none(path: Path) -> None:
    """Asking for the status of a wrong folder says so and leaves nothing behind."""
    with pytest.raises(GradebookError, match="there is no gradebook here"):
        Gradebook.open(path, "read")
    assert not path.parent.exists()


@pytest.mark.parametrize("writable", ["file", "nothing"])
def test_a_gradebook_that_cannot_be_written_is_one_message(writable: str) -> None:
    """Where the folder, or folder and file, are read-only, writing is refused and reading works."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "gradebook.db"
        fill(path)
        path.with_name("gradebook.db.lock").unlink()
        path.chmod(0o666 if writable == "file" else 0o444)
        Path(folder).chmod(0o555)
        as_nobody = "os.geteuid() or os.setuid(65534); "
        done = _python(f"{as_nobody}Gradebook.open(Path({str(path)!r}))")
        assert "cannot be written (Permission denied)" in done.stderr
        opened = f"Gradebook.open(Path({str(path)!r}), 'read')"
        done = _python(f"{as_nobody}print(len({opened}.runs.all()))")
        assert done.stdout == "1\n", done.stderr
        Path(folder).chmod(0o755)


def test_a_full_disk_is_one_message_and_nothing_is_lost(path: Path) -> None:
    """When no page can be added, the submission in flight is told and the earlier ones stay."""
    fill(path, 2)
    with Gradebook.open(path) as book:
        run = book.runs.begin(run_info())
        book.database._connection.execute("PRAGMA max_page_count = 1")
        with pytest.raises(OutOfSpace, match="the disk is full"):
            for number in range(2, 200):
                one = handed_in(number)
                book.record(run, one, key_of(one), evidence_of(number), marks_of(number))
    with Gradebook.open(path) as book:
        assert len(book.submissions.present()) >= 2
        for one in book.submissions.present():
            assert book.marks.of(one.id)


def test_the_first_format_is_brought_up_to_date(tmp_path: Path) -> None:
    """A stored file of format 1 keeps every submission, outcome and mark, and gains what is new."""
    path = tmp_path / "gradebook.db"
    shutil.copy(CASES / "gradebook-v1" / "gradebook.db", path)
    with pytest.raises(GradebookError, match="written by an older grader"):
        Gradebook.open(path, "read")
    with Gradebook.open(path) as book:
        assert [one.id for one in book.submissions.present()] == [handed_in(n).id for n in range(4)]
        for number in range(4):
            one = handed_in(number)
            assert plain(current(book, one.id)) == plain(evidence_of(number))
            assert book.marks.of(one.id) == marks_of(number)
            answers = seal(evidence_of(number)).answers
            assert {q: answer_of(book, one.id, q) for q in answers} == answers
        assert book.judgements.all() == {}
        assert [run.info for run in book.runs.all()] == [run_info()]
    new = tmp_path / "new" / "gradebook.db"
    fill(new)
    assert tables_of(path) == tables_of(new)


def tables_of(path: Path) -> list[tuple[str, str]]:
    """Every table, index and trigger of a file, however it came about."""
    connection = sqlite3.connect(path)
    rows = connection.execute("SELECT type, name, sql FROM sqlite_master ORDER BY type, name")
    found = [(f"{kind} {name}", " ".join((sql or "").split())) for kind, name, sql in rows]
    connection.close()
    return found


@pytest.mark.parametrize("change", ["UPDATE judgements SET points = 9", "DELETE FROM judgements"])
def test_judgements_can_only_be_followed(path: Path, change: str) -> None:
    """Not even SQL changes a judgement that was given."""
    fill(path)
    with Gradebook.open(path) as book:
        answer = answer_of(book, "s0000", "p3")
        book.judgements.add([Judged("s0000", "p3", answer, Fraction(1), who="ada", why="read")])
        with pytest.raises(sqlite3.IntegrityError, match="judgements are never"):
            book.database.rows(change)


def test_the_newest_judgement_on_the_present_answer_holds(path: Path) -> None:
    """A later judgement replaces an earlier one, can take it back, and dies with its answer."""
    fill(path)
    place = ("s0000", "p3")
    with Gradebook.open(path) as book:
        answer = answer_of(book, "s0000", "p3")
        one = Judged(*place, answer, Fraction(1), ("clear",), "good", "ada", "first reading")
        book.judgements.add([one])
        assert book.judgements.all()[place].points == 1
        book.judgements.add([dataclasses.replace(one, points=Fraction(1, 3), who="bob")])
        assert book.judgements.all()[place].points == Fraction(1, 3)
        assert book.judgements.all()[place].by == "bob"
        book.judgements.add([dataclasses.replace(one, points=None, why="by mistake")])
        assert place not in book.judgements.all()
        book.judgements.add([dataclasses.replace(one, answer="of another answer")])
        assert place not in book.judgements.all()
        assert [j.who for j in book.judgements.history()] == ["ada", "bob", "ada", "ada"]


def test_asking_some_questions_again_keeps_the_rest(path: Path) -> None:
    """With new evidence of one question, the others keep theirs, where their plan still holds."""
    fill(path)
    one = handed_in(0)
    key = key_of(one)
    changed = dataclasses.replace(key, plans={**key.plans, "p3": "new"})
    with Gradebook.open(path) as book:
        assert book.evidence.covered(one.id, changed) == {"p1", "p2.table"}
        run = book.runs.begin(run_info())
        book.record(run, one, changed, Evidence({"p3": Answer(3)}), asked={"p3"})
        assert book.evidence.covered(one.id, changed) == {"p1", "p2.table", "p3"}
        found = current(book, one.id)
        assert found is not None
        assert found.outcomes["p3"] == Answer(3)
        assert found.outcomes["p1"] == evidence_of(0).outcomes["p1"]


def test_every_change_of_a_score_is_noted(path: Path) -> None:
    """When a mark changes, the gradebook keeps which run changed it and what it was before."""
    fill(path)
    full = Marked(Mark(Status.CORRECT, Fraction(2), Fraction(2)))
    with Gradebook.open(path) as book:
        run = book.runs.begin(run_info())
        book.marks.keep(run, {"s0000": {"p1": full}})
        book.marks.keep(run, {"s0000": {"p1": full}})
        assert book.marks.changes() == [(run, "s0000", "p1", Fraction(1, 3), Fraction(2))]


def _python(code: str) -> subprocess.CompletedProcess[str]:
    """A real second process that runs `code`."""
    start = """
        import os, signal
        from pathlib import Path
        from grader.gradebook import Gradebook
    """
    return subprocess.run(
        [sys.executable, "-c", textwrap.dedent(start) + textwrap.dedent(code)],
        capture_output=True,
        text=True,
        check=False,
    )


def test_pictures_come_back_to_their_own_submission(path: Path) -> None:
    """The sandbox says their digests, so no submission can put a picture in another's place."""
    name, key = "ab" * 32, b"\x89PNG\r\n\x1a\n"
    with Gradebook.open(path) as book:
        run = book.runs.begin(run_info())
        for number in range(3):
            one = handed_in(number)
            shown = {name: key + bytes([number, 255])} if number < 2 else {}
            asked = {"p1"} if number else None
            evidence = dataclasses.replace(evidence_of(number), pictures=shown)
            book.record(run, one, key_of(one), evidence, asked=asked)
    with Gradebook.open(path, "read") as book:
        kept = [book.derived.picture(f"s{number:04}", name) for number in range(3)]
        assert len(book.derived.keys("pictures")) == 2
    assert kept == [key + b"\0\xff", key + b"\1\xff", None]


def test_why_a_mark_awaits_and_who_decided_come_back(path: Path) -> None:
    """Both are kept, although marks that differ in nothing else count as equal."""
    scan = Source("writeup", "scan.pdf", page=3)
    candidates = (
        MarkedCandidate("6", Fraction(2, 3), scan),
        MarkedCandidate("a scribble", None, picture="ab" * 32),
    )
    mark = awaiting(Fraction(2), "read by a person", reason="free_text", source=scan)
    waits = Marked(dataclasses.replace(mark, candidates=candidates))
    given = Marked(decided(Fraction(1), Fraction(2), by_hand=True))
    fill(path, 1)
    with Gradebook.open(path) as book:
        book.marks.keep(book.runs.begin(run_info()), {"s0000": {"p1": waits, "p3": given}})
        kept = {name: marked.mark for name, marked in book.marks.of("s0000").items()}
    assert [kept[name].reason for name in ("p1", "p3")] == ["free_text", None]
    assert [kept[name].by_hand for name in ("p1", "p3")] == [False, True]
    assert kept["p1"] == waits.mark
