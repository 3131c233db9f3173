"""Gradebooks that come from others: whatever stands in them, one message, and nothing is taken."""

from __future__ import annotations

import shutil
import sqlite3
import zlib
from contextlib import ExitStack, closing
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from grader.errors import GradebookError
from grader.gradebook import Gradebook, Judged, Transcribed
from grader.gradebook.merging.foreign import examine_all, examined
from grader.gradebook.merging.joining import Joining
from tests.gradebook.synthetic import evidence_of, handed_in, key_of, marks_of, run_info

CASES = Path(__file__).resolve().parents[1] / "cases"


@pytest.fixture(scope="module")
def good(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A gradebook with a row in every table, closed."""
    folder = tmp_path_factory.mktemp("good")
    with Gradebook.open(folder / "gradebook.db") as book:
        run = book.runs.begin(run_info())
        for number in range(12):
            one = handed_in(number)
            book.record(run, one, key_of(one), evidence_of(number), marks_of(number))
        book.runs.add_work(run, "one", 12, 3.5)
        answer = book.evidence.answers("s0001")["s0001"]["p1"]
        book.judgements.add([Judged("s0001", "p1", answer, Fraction(1, 3), who="ada")])
        book.transcripts.add([Transcribed("p1", "b" * 64, "typed", "x = 3", who="ada")])
        book.derived.keep_pictures("s0001", {"c" * 64: b"\x89PNG\r\n"})
        book.derived.keep("fingerprints", {"fingerprints/1/x": ["content", [1, 2]]})
        book.derived.keep("facts", {"key": {"p1": {"labels": [1]}}})
        one = handed_in(1)
        book.marks.keep(run, {one.id: {"p1": marks_of(2)["p3"]}})
        book.runs.finish(run)
    return folder


@pytest.fixture
def folder(good: Path, tmp_path: Path) -> Path:
    """A copy of it, to be changed."""
    shutil.copytree(good, tmp_path / "other")
    return tmp_path / "other"


def taken(folder: Path, into: Path) -> None:
    """Join one gradebook into another."""
    with ExitStack() as stack:
        books = examine_all([folder], stack)
        book = stack.enter_context(Gradebook.open(into / "gradebook.db"))
        with book.database.transaction() as do:
            Joining(book, do).take(books)


def test_a_good_one_is_taken_but_for_what_is_made_anew(folder: Path, tmp_path: Path) -> None:
    """Facts and measures decide marks, so that nobody's are believed."""
    taken(folder, tmp_path / "class")
    with Gradebook.open(tmp_path / "class" / "gradebook.db", "read") as book:
        assert len(book.submissions.present()) == 12
        assert book.derived.keys("facts") == []
        assert book.derived.picture("s0001", "c" * 64) == b"\x89PNG\r\n"
        assert [one.submissions for one in book.runs.workers(1)] == [12]
        assert len(book.marks.changes()) == 1
        assert {one.inputs for one in book.marks.of("s0003").values()} == {""}


BOMB = b"z" + zlib.compress(b'"' + b"a" * (1 << 30) + b'"', 9)
CHANGES = {
    "path": "UPDATE submissions SET id = '../../x' WHERE id = 's0003'",
    "dots": "UPDATE submissions SET id = '..' WHERE id = 's0003'",
    "line": "UPDATE submissions SET id = 's0003' || char(10) WHERE id = 's0003'",
    "content": "UPDATE submissions SET content = printf('%064d', 1) WHERE id = 's0003'",
    "files": "UPDATE submissions SET files = '[[1,2]]' WHERE id = 's0003'",
    "time": "UPDATE submissions SET submitted = 'yesterday' WHERE id = 's0003'",
    "stolen": "UPDATE submissions SET evidence = 1 WHERE id = 's0003'",
    "nowhere": "UPDATE submissions SET evidence = 999 WHERE id = 's0003'",
    "score": "UPDATE judgements SET points = '1e999999999'",
    "judged": "UPDATE judgements SET submission = 'nobody'",
    "items": "UPDATE judgements SET items = '{}'",
    "rest": "UPDATE evidence SET rest = x'6a7b7d' WHERE id = 3",
    "digest": "UPDATE outcomes SET body = x'6a7b7d' WHERE evidence = 3",
    "nested": "UPDATE outcomes SET body = cast('j' || replace(hex(zeroblob(9999)), '0', '[')"
    " AS BLOB) WHERE evidence = 3",
    "bomb": "UPDATE outcomes SET body = :bomb WHERE evidence = 3",
    "mark": "UPDATE marks SET body = x'6a7b7d' WHERE submission = 's0003'",
    "run": "UPDATE marks SET run = 77 WHERE submission = 's0003'",
    "rubric": "UPDATE runs SET rubric = printf('%064d', 1)",
    "token": "UPDATE runs SET token = ''",
    "missing": "UPDATE runs SET missing = '[{\"id\":1,\"name\":2}]'",
    "split": "UPDATE runs SET split = '[9,3,1,\"x\"]'",
    "grid": "UPDATE transcripts SET grid = '[[1]]'",
    "picture": "UPDATE derived SET body = x'6a2261476b3d22' WHERE what = 'pictures'",
    "prints": "UPDATE derived SET body = x'6a7b7d' WHERE what = 'fingerprints'",
    "view": "CREATE TABLE old AS SELECT * FROM flags; DROP TABLE flags;"
    " CREATE VIEW flags AS SELECT * FROM old",
    "endless": "DROP TABLE workers; CREATE VIEW workers AS WITH RECURSIVE c(run) AS"
    " (SELECT 1 UNION ALL SELECT run + 1 FROM c) SELECT run, 'x' AS name, 1 AS submissions,"
    " 1.0 AS seconds, '' AS said FROM c",
    "computed": "DROP TABLE flags; CREATE TABLE flags (id, submission, question, raised, who, at,"
    " why AS (zeroblob(1000000000)))",
    "fewer": "ALTER TABLE runs DROP COLUMN split",
    "more": "ALTER TABLE runs ADD COLUMN more TEXT",
    "gone": "DROP TABLE derived",
}


@pytest.mark.parametrize("change", CHANGES)
def test_a_forged_one_is_refused_as_a_whole(change: str, folder: Path, tmp_path: Path) -> None:
    """With its path, and not one row of it is taken."""
    with closing(sqlite3.connect(folder / "gradebook.db", isolation_level=None)) as book:
        book.execute("PRAGMA foreign_keys = OFF")
        for name in ("judgements_stay", "transcripts_stay"):
            book.execute(f"DROP TRIGGER {name}")
        for step in CHANGES[change].split("; "):
            book.execute(step, {"bomb": BOMB} if ":bomb" in step else {})
    with pytest.raises(GradebookError, match=r"other/gradebook\.db: ") as told:
        taken(folder, tmp_path / "class")
    assert len(str(told.value).splitlines()) == 1
    assert not (tmp_path / "class").exists()


@pytest.mark.parametrize(
    ("how", "said"),
    [
        ("absent", "there is no gradebook here"),
        ("text", "not a gradebook"),
        ("stranger", "not a gradebook"),
        ("older", "written by an older grader"),
        ("newer", "written by a newer grader"),
        ("folder", "there is no gradebook here"),
    ],
)
def test_what_is_no_gradebook_of_ours_is_told(how: str, said: str, folder: Path) -> None:
    """And all of those that are not, in one message."""
    path = folder / "gradebook.db"
    if how != "newer":
        path.unlink()
    if how == "text":
        path.write_text("no database\n" * 500)
    elif how == "stranger":
        with closing(sqlite3.connect(path)) as other:
            other.execute("CREATE TABLE t (x)")
    elif how == "older":
        shutil.copy(CASES / "gradebook-v1" / "gradebook.db", path)
    elif how == "newer":
        with closing(sqlite3.connect(path)) as book:
            book.execute("PRAGMA user_version = 99")
    elif how == "folder":
        path.mkdir()
    with ExitStack() as stack, pytest.raises(GradebookError, match=said) as told:
        examine_all([folder, folder.parent / "absent"], stack)
    assert len(str(told.value).splitlines()) == 2


@settings(
    max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    changes=st.lists(st.tuples(st.floats(0, 1), st.binary(min_size=1, max_size=6)), max_size=4),
    cut=st.floats(0.1, 1) | st.just(1.0),
)
def test_a_damaged_one_is_told_or_harmless(
    good: Path, tmp_path: Path, changes: list[tuple[float, bytes]], cut: float
) -> None:
    """Whatever bytes are overwritten or cut off, it is taken whole or refused in one line."""
    other, into = tmp_path / "damaged", tmp_path / "class"
    for place in (other, into):
        shutil.rmtree(place, ignore_errors=True)
    other.mkdir()
    data = bytearray((good / "gradebook.db").read_bytes())
    for where, what in changes:
        start = int(where * (len(data) - len(what)))
        data[start : start + len(what)] = what
    (other / "gradebook.db").write_bytes(data[: int(cut * len(data))])
    try:
        taken(other, into)
    except GradebookError as told:
        assert len(str(told).splitlines()) == 1
        return
    with Gradebook.open(into / "gradebook.db", "read") as book:
        for one in book.submissions.present():
            assert one.id.startswith("s")
        for batch in book.evidence.batches():
            for sealed in batch.values():
                dict(sealed.evidence.outcomes)


def test_reading_one_leaves_it_as_it_was(folder: Path) -> None:
    """Not one byte changes, and no other reader is kept out."""
    before = (folder / "gradebook.db").read_bytes()
    with examined(folder) as book, examined(folder) as again:
        assert book.submissions.ever() == again.submissions.ever()
    assert (folder / "gradebook.db").read_bytes() == before
