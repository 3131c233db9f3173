from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grader.evidence import Answer, Evidence, Missing, Outcome
from grader.gradebook import Marked, Sealed, seal
from grader.marking.mark import mark
from grader.marking.marker import Marker
from grader.marking.measures import Measures
from grader.marks import Judgement, Mark, Status
from grader.questions.base import Question
from grader.rubric import Rubric, load_rubric

RUBRIC = """
title: Small
questions:
  - {id: tf, kind: true_false, points: 4, name: TF, items: [{key: %(key)s}, {key: false}]}
  - {id: word, kind: short_text, points: 1, name: WORD, key: [%(word)s]}
  - {id: essay, kind: free_response, points: 2, name: ESSAY}
"""


def rubric(folder: Path, key: str = "true", word: str = "descent") -> Rubric:
    """A rubric whose key can be changed."""
    path = folder / "small.yaml"
    path.write_text(RUBRIC % {"key": key, "word": word})
    return load_rubric(path)


def evidence(tf: Any = None, word: Any = None, essay: Any = None) -> Evidence:
    """One submission's answers; None is a missing one."""
    answers = {"tf": tf, "word": word, "essay": essay}
    outcomes: dict[str, Outcome] = {
        name: Missing() if value is None else Answer(value) for name, value in answers.items()
    }
    return Evidence(outcomes)


ANSWERS = st.builds(
    evidence,
    st.none() | st.lists(st.sampled_from([True, False, "T", "maybe"]), min_size=2, max_size=2),
    st.none() | st.sampled_from(["descent", "Descent ", "ascent", 3]),
    st.none() | st.sampled_from(["", "Because.", "An essay."]),
)


@given(
    st.lists(ANSWERS, min_size=1, max_size=6),
    st.sampled_from(["true", "false"]),
    st.sampled_from(["descent", "ascent"]),
    st.none() | st.integers(0, 3),
)
def test_marking_again_is_marking_from_scratch(
    tmp_path_factory: pytest.TempPathFactory,
    submissions: list[Evidence],
    key: str,
    word: str,
    points: int | None,
) -> None:
    """Whatever is kept of earlier marks, the marks are those of marking without any memory."""
    folder = tmp_path_factory.mktemp("rubric")
    first, second = rubric(folder), rubric(folder, key, word)
    judgements = {} if points is None else {"essay": Judgement(Fraction(points), by="ada")}
    marker, again = Marker(first, {}), Marker(second, {})
    for one in submissions:
        sealed = seal(one)
        earlier = marker.marks(sealed)
        found = again.marks(sealed, judgements, earlier)
        scratch = mark(second, {}, sealed.evidence, judgements)
        assert {name: marked.mark for name, marked in found.items()} == scratch


def test_only_what_a_change_touches_is_marked_again(tmp_path: Path) -> None:
    """A changed key makes new marks of its own question and keeps the very marks of the others."""
    sealed = seal(evidence([True, False], "descent", "Because."))
    earlier = Marker(rubric(tmp_path), {}).marks(sealed)
    found = Marker(rubric(tmp_path, word="ascent"), {}).marks(sealed, earlier=earlier)
    assert found["tf"] is earlier["tf"]
    assert found["essay"] is earlier["essay"]
    assert found["word"].mark.status is Status.INCORRECT


def test_equal_answers_are_marked_once(tmp_path: Path) -> None:
    """Two students with the same answer share one mark."""
    marker = Marker(rubric(tmp_path), {})
    first = marker.marks(seal(evidence(word="ascent")))
    second = marker.marks(seal(evidence([True], "ascent", "x")))
    assert first["word"] is second["word"]
    assert first["tf"] is not second["tf"]


class Following(Question):
    """Half of the points for any answer, the rest where the followed question has one."""

    kind: str = "following"
    after: str

    def mark_answer(self, given: Any) -> Mark:
        """Look at the other question only where there is an answer here."""
        other = given.other(self.after)
        full = isinstance(other.answer, Answer) and other.value
        score = self.points if full else self.points / 2
        return Mark(Status.PARTIAL, score, self.points)


def following(folder: Path) -> Rubric:
    """A rubric in which b follows a and c follows b."""
    questions = (
        Following(kind="following", id="a", points=Fraction(2), name="A", after="a"),
        Following(kind="following", id="b", points=Fraction(2), name="B", after="a"),
    )
    base = rubric(folder)
    made = base.model_copy(update={"questions": questions})
    return made.with_file(base.path, base.sha256)


def test_a_mark_that_follows_another_question_follows_its_change(tmp_path: Path) -> None:
    """A mark is kept only while the answers it was carried forward from are the same."""
    marker = Marker(following(tmp_path), {})
    first = marker.marks(seal(Evidence({"a": Answer(True), "b": Answer(1)})))
    assert first["b"].follows == ("a",)
    assert first["b"].mark.score == 2
    changed = marker.marks(seal(Evidence({"a": Answer(False), "b": Answer(1)})), earlier=first)
    assert changed["b"].mark.score == 1


def test_measures_count_among_what_a_mark_follows_from(tmp_path: Path) -> None:
    """Where measuring looks at other questions' outcomes, the mark follows those questions."""

    class Looking(Measures):
        """Measures that look at both questions."""

        def of(self, sealed: Sealed) -> Mapping[str, Mapping[str, Any]]:
            return {"b": {"seen": len(sealed.outcomes("a"))}}

    made = following(tmp_path)
    looking = Looking(made, {})
    looking.questions = ("a", "b")
    marker = Marker(made, {}, looking)
    found = marker.marks(seal(Evidence({"a": Answer(True), "b": Missing()})))
    assert found["b"].follows == ("a",)


class Drawing(Following):
    """A kind with a picture."""

    def mark_answer(self, given: Any) -> Mark:
        """Draw what was answered."""
        return Mark(Status.CORRECT, self.points, self.points, plot={"rows": {1: (0.5, None)}})


def test_a_picture_is_the_same_before_and_after_it_is_stored(tmp_path: Path) -> None:
    """Tuples and numbered keys are told as JSON tells them, from the first page on."""
    base = following(tmp_path)
    question = Drawing(kind="following", id="a", points=Fraction(1), name="A", after="a")
    drawn = base.model_copy(update={"questions": (question,)}).with_file(base.path, "")
    found = Marker(drawn, {}).marks(seal(Evidence({"a": Answer(1)})))
    assert found["a"].mark.plot == {"rows": {"1": [0.5, None]}}


class Broken(Following):
    """A kind with a fault of its own."""

    def mark_answer(self, given: Any) -> Mark:
        """Fail."""
        raise RuntimeError("ours")


def test_a_mark_of_our_own_fault_is_never_kept(tmp_path: Path) -> None:
    """A failure in marking is told, becomes not gradable, and is tried again the next time."""
    base = following(tmp_path)
    question = Broken(kind="following", id="a", points=Fraction(1), name="A", after="a")
    told: list[str] = []
    broken = base.model_copy(update={"questions": (question,)}).with_file(base.path, "")
    marker = Marker(broken, {}, report_fault=lambda name, one: told.append(f"{name} {one.error}"))
    sealed = seal(Evidence({"a": Answer(1)}))
    first = marker.marks(sealed)
    assert first["a"].mark.status is Status.NOT_GRADABLE
    assert first["a"] == Marked(first["a"].mark, "", ())
    marker.marks(sealed, earlier=first)
    assert told == ["a ours", "a ours"]
