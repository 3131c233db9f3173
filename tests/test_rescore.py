from __future__ import annotations

import subprocess
import sys
import time
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from grader.collect.keys import plan_digests
from grader.collect.plan import plan_of
from grader.errors import GradebookError, UsageMistake
from grader.evidence import Answer, Evidence, Missing, Outcome, Source, Usage
from grader.gradebook import EvidenceKey, Gradebook, Judged, RunInfo, SubmissionRecord
from grader.marking.mark import mark
from grader.marking.marking import Marking
from grader.marking.runs import rubric_info
from grader.marks import Status
from grader.rescore import check_answer, rescore
from grader.rubric import Rubric, load_rubric

SMALL = """
title: Small
questions:
  - {id: tf, kind: true_false, points: 4, name: TF, items: [{key: %(key)s}, {key: false}]}
  - {id: word, kind: short_text, points: 1, name: %(name)s, key: [%(word)s]}
  - {id: essay, kind: free_response, points: 2, name: ESSAY}
"""


def write(folder: Path, key: str = "true", word: str = "descent", name: str = "WORD") -> Path:
    """A rubric with a key that can be changed, and a name that is asked for."""
    path = folder / "small.yaml"
    path.write_text(SMALL % {"key": key, "word": word, "name": name})
    return path


def answers(tf: Any, word: Any, essay: Any) -> Evidence:
    """One submission; None is a missing answer."""
    outcomes: dict[str, Outcome] = {}
    for name, value in {"tf": tf, "word": word, "essay": essay}.items():
        outcomes[name] = Missing() if value is None else Answer(value, Source("module", "hw.py"))
    return Evidence(outcomes, usage=Usage(0.1, 0.1, 1 << 20, 1))


def grade(out: Path, rubric: Rubric, evidence: list[Evidence]) -> None:
    """What grading leaves behind, without running anything."""
    plans = plan_digests(plan_of(rubric))
    with Gradebook.open(out / "gradebook.db") as book:
        run = book.runs.begin(
            RunInfo("grade", rubric_info(rubric), "0.1.0", "3.11", "none", rubric.seed)
        )
        for number, one in enumerate(evidence):
            files = (("hw.py", "0" * 64, 1),)
            handed = SubmissionRecord(f"s{number:04}", f"Student {number}", files)
            book.record(run, handed, EvidenceKey("around", plans), one)
        everybody = Marking(rubric, {}).everybody(book)
        book.marks.keep(run, everybody.changed())
        book.runs.finish(run)


HAND_INS = st.lists(
    st.builds(
        answers,
        st.none() | st.lists(st.sampled_from([True, False, "maybe"]), min_size=2, max_size=2),
        st.none() | st.sampled_from(["descent", "Ascent", 3]),
        st.none() | st.sampled_from(["", "Because."]),
    ),
    min_size=1,
    max_size=5,
)


@settings(max_examples=25, deadline=None)
@given(HAND_INS, st.sampled_from(["true", "false"]), st.sampled_from(["descent", "ascent"]))
def test_rescoring_is_marking_from_scratch(
    tmp_path_factory: pytest.TempPathFactory, submissions: list[Evidence], key: str, word: str
) -> None:
    """Marks, totals and printed changes are those of marking everything without a gradebook."""
    folder = tmp_path_factory.mktemp("class")
    before = load_rubric(write(folder))
    grade(folder, before, submissions)
    path = write(folder, key, word)
    found = rescore(folder, path)
    after = load_rubric(path)
    changes = {(c.submission, c.question): (c.before, c.after) for c in found.changes}
    with Gradebook.open(folder / "gradebook.db", "read") as book:
        for number, one in enumerate(submissions):
            name = f"s{number:04}"
            old, new = mark(before, {}, one), mark(after, {}, one)
            kept = {q: marked.mark for q, marked in book.marks.of(name).items()}
            assert kept == new
            for question in new:
                if old[question] != new[question]:
                    assert changes.pop((name, question)) == (old[question], new[question])
    assert not changes


@pytest.fixture
def small(tmp_path: Path) -> Path:
    """A folder with three graded submissions."""
    evidence = [
        answers([True, False], "descent", "Because."),
        answers([False, False], "ascent", None),
        answers([True, True], "descent", ""),
    ]
    grade(tmp_path, load_rubric(write(tmp_path)), evidence)
    return tmp_path


def content(folder: Path) -> list[Any]:
    """Every mark, run and change that the gradebook holds."""
    with Gradebook.open(folder / "gradebook.db", "read") as book:
        return [book.marks.all(), book.runs.all(), book.marks.changes()]


def test_the_same_rubric_changes_nothing(small: Path) -> None:
    """Re-scoring with what was graded with finds no change."""
    found = rescore(small, small / "small.yaml")
    assert found.changes == () and found.totals == {} and found.unasked == {}


def test_a_changed_key_shows_old_and_new(small: Path) -> None:
    """Each changed question is told with both marks, and each changed total."""
    found = rescore(small, write(small, word="ascent"))
    scores = [f"{c.before and c.before.score} -> {c.after.score}" for c in found.changes]
    assert scores == ["1 -> 0", "0 -> 1", "1 -> 0"]
    assert {c.question for c in found.changes} == {"word"}
    totals = {name: f"{old} -> {new}" for name, (old, new) in found.totals.items()}
    assert totals == {"s0000": "5 -> 4", "s0001": "2 -> 3", "s0002": "3 -> 2"}
    assert found.share == 1
    assert found.kept
    assert content(small)[1][-1].info.command == "rescore"
    assert len(content(small)[2]) == 3


@pytest.mark.parametrize("how", ["dry run", "no"])
def test_nothing_is_kept_unless_wanted(small: Path, how: str) -> None:
    """A dry run, or an answer that is not yes, leaves the gradebook as it was."""
    before = content(small)
    path = write(small, word="ascent")
    found = rescore(small, path, lambda _: False, dry_run=how == "dry run")
    assert len(found.changes) == 3 and not found.kept
    assert content(small) == before


def test_a_question_asked_differently_keeps_its_mark_and_is_named(small: Path) -> None:
    """Where the evidence answers another question, the mark stays and the question is told."""
    found = rescore(small, write(small, name="ANOTHER_NAME"))
    assert found.unasked == {"word": 3}
    assert found.changes == ()


def test_a_new_question_is_not_gradable_until_it_is_asked(small: Path) -> None:
    """A question that nobody was asked gives no zero."""
    path = write(small)
    new = "  - {id: more, kind: short_text, points: 1, name: M, key: [x]}\n"
    path.write_text(path.read_text() + new)
    found = rescore(small, path)
    assert found.unasked == {"more": 3}
    assert {c.after.status for c in found.changes} == {Status.NOT_GRADABLE}


def test_judgements_by_hand_survive(small: Path) -> None:
    """What a person decided holds after the key of another question changed."""
    with Gradebook.open(small / "gradebook.db") as book:
        sealed = book.evidence.of("s0000")
        assert sealed is not None
        answer = sealed.answers["essay"]
        book.judgements.add([Judged("s0000", "essay", answer, Fraction(3, 2), who="ada")])
    rescore(small, write(small, word="ascent"))
    assert content(small)[0]["s0000"]["essay"].mark.score == Fraction(3, 2)


def test_another_rubric_or_an_empty_folder_is_told(small: Path, tmp_path: Path) -> None:
    """A rubric of another assignment changes nothing; a folder without grades says what to do."""
    other = tmp_path / "other.yaml"
    other.write_text("title: Other\nquestions:\n  - {id: q, kind: free_response, points: 1}\n")
    before = content(small)
    with pytest.raises(GradebookError, match='holds the marks of "Small"'):
        rescore(small, other)
    assert content(small) == before
    with pytest.raises(GradebookError, match="there is no gradebook here"):
        rescore(tmp_path / "nowhere", other, dry_run=True)


def test_many_changes_need_a_yes(small: Path) -> None:
    """Above the threshold a person is asked; where there is none, the message names the flag."""
    found = rescore(small, write(small, word="ascent"), dry_run=True)
    assert check_answer(found, Fraction(1, 4), yes=True, interactive=False) is True
    assert check_answer(found, Fraction(1), yes=False, interactive=False) is True
    assert check_answer(found, Fraction(1, 4), yes=False, interactive=True) is None
    with pytest.raises(UsageMistake, match=r"3 of 3 scores would change.*--yes"):
        check_answer(found, Fraction(1, 4), yes=False, interactive=False)


WATCHED = """
import sys
from pathlib import Path
from grader.rescore import rescore

def watch(event, arguments):
    if event in ("subprocess.Popen", "os.fork", "os.exec", "os.posix_spawn", "os.system"):
        raise SystemExit(f"{event} {arguments}")

sys.addaudithook(watch)
found = rescore(Path(sys.argv[1]), Path(sys.argv[2]))
print(len(found.changes))
"""


def test_rescoring_starts_no_process(small: Path) -> None:
    """With an audit hook that ends the program at the first new process, marks still change."""
    path = write(small, word="ascent")
    done = subprocess.run(
        [sys.executable, "-c", WATCHED, str(small), str(path)], capture_output=True, text=True
    )
    assert (done.returncode, done.stdout) == (0, "3\n"), done.stderr


@pytest.mark.slow
def test_a_class_of_a_thousand_is_remarked(tmp_path: Path, record_property: Any) -> None:
    """A changed key re-marks 1,000 submissions of 16 questions; the seconds are reported."""
    items = ", ".join("{key: true}" for _ in range(8))
    lines = ["title: Large", "questions:"]
    for number in range(16):
        kind = "kind: true_false, items: [" + items + "]" if number % 2 else "kind: short_text"
        key = "" if number % 2 else ", key: [word]"
        lines.append(f"  - {{id: q{number}, {kind}, points: 2, name: Q{number}{key}}}")
    path = tmp_path / "large.yaml"
    path.write_text("\n".join(lines))
    evidence = [
        Evidence(
            {
                f"q{n}": Answer([(i >> b) & 1 == 1 for b in range(8)] if n % 2 else f"word{i % 7}")
                for n in range(16)
            }
        )
        for i in range(1000)
    ]
    grade(tmp_path, load_rubric(path), evidence)
    path.write_text(path.read_text().replace("[word]", "[word3]", 2))
    start = time.perf_counter()
    found = rescore(tmp_path, path)
    record_property("seconds", time.perf_counter() - start)
    print(f"rescore of 1,000: {time.perf_counter() - start:.2f} s")
    assert {c.question for c in found.changes} == {"q0", "q2"}
