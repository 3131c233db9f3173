from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from grader.collect.plan import plan_of
from grader.errors import Failed
from grader.evidence import Answer, Evidence
from grader.grade import Options, prepare
from grader.gradebook import Gradebook, Sealed, seal
from grader.marking import measures
from grader.marking.facts import kept_facts
from grader.marking.marker import Marker
from grader.marking.measures import Measures
from grader.marks import Status
from grader.rubric import Rubric, load_rubric

RUBRIC = """
title: Network
seed: %(seed)s
questions:
  - id: net
    kind: architecture
    points: %(points)s
    name: NET
    form: source
    framework: keras
    layers: [20, %(width)s, 1]
    activations: [tanh, sigmoid]
"""
KERAS = """
model = tf.keras.Sequential([
    tf.keras.Input(shape=(20,)),
    tf.keras.layers.Dense(128, activation="tanh"),
    tf.keras.layers.Dense(1, activation="sigmoid"),
])
"""


def rubric(folder: Path, **changes: int) -> Rubric:
    """A rubric with one question that is measured."""
    path = folder / "network.yaml"
    path.write_text(RUBRIC % {"seed": 1, "points": 1, "width": 128, **changes})
    return load_rubric(path)


def test_measures_are_kept_and_points_do_not_touch_them(tmp_path: Path) -> None:
    """Equal answers are measured once; other points keep the measure, another key does not."""
    sealed = seal(Evidence({"net": Answer(KERAS)}))
    with Gradebook.open(tmp_path / "gradebook.db") as book:
        counts = []
        for changes in ({}, {}, {"points": 3}, {"width": 64}):
            measures = Measures(rubric(tmp_path, **changes), {}, book)
            found = measures.of(sealed)
            assert measures.of(sealed) is found
            measures.keep()
            counts.append(len(book.derived.keys("measures")))
        assert counts == [1, 1, 1, 2]
        assert measures.of(seal(Evidence())) == {}


def test_facts_are_built_once_for_what_they_follow_from(tmp_path: Path) -> None:
    """A second grader reads the facts of the first; another seed or interpreter builds its own."""
    built: list[dict[str, Any]] = []

    def build() -> dict[str, Any]:
        built.append({"net": {"number": len(built)}})
        return built[-1]

    with Gradebook.open(tmp_path / "gradebook.db") as book:
        first = rubric(tmp_path)
        second = rubric(tmp_path, seed=2)
        for one, python in ((first, "3.11"), (first, "3.11"), (second, "3.11"), (first, "3.12")):
            kept_facts(book, one, plan_of(one), build, python)
        assert kept_facts(book, first, plan_of(first), build, "3.11") == built[0]
    assert len(built) == 3
    with Gradebook.open(tmp_path / "gradebook.db", "read") as book:
        assert kept_facts(book, first, plan_of(first), build, "3.13") == built[3]


def test_a_run_keeps_measures_in_the_book_it_was_prepared_with(tmp_path: Path) -> None:
    """Whoever marks first in a run, what was measured goes to the run's own gradebook."""
    made, options = rubric(tmp_path), Options(isolation="none")
    with Gradebook.open(tmp_path / "gradebook.db") as book:
        marking = prepare(made, options, book=book).marking
        assert marking.one(Evidence({"net": Answer(KERAS)})).marks()["net"].mark.score == 1
        marking.measures.keep()
        assert len(book.derived.keys("measures")) == 1
        prepare(made, options).marking.measures.keep()
        assert len(book.derived.keys("measures")) == 1


def test_marks_are_made_again_where_measures_are(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Another version of a library that measures is no reason to believe an earlier mark."""
    sealed = seal(Evidence({"net": Answer(KERAS)}))
    made = rubric(tmp_path)
    earlier = Marker(made, {}).marks(sealed)
    assert Marker(made, {}).marks(sealed, earlier=earlier)["net"] is earlier["net"]
    monkeypatch.setattr(measures, "measuring_version", lambda kinds: "another")
    assert Marker(made, {}).marks(sealed, earlier=earlier)["net"] is not earlier["net"]


@pytest.mark.parametrize("what", ["data", "code", "limits"])
def test_a_reference_is_asked_again_when_what_it_answers_follows_from_changes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, what: str
) -> None:
    """The course's data, the limits and the code that runs a reference are part of its answers."""
    (tmp_path / "reference").mkdir()
    (tmp_path / "reference/hw.py").write_text("def area(r):\n    return r\n")
    (tmp_path / "table.csv").write_text("1")
    text = (
        "title: T\nreference: reference\ndata: [{file: table.csv}]\nlimits: {probe_seconds: 5}\n"
        "questions:\n  - {id: f, kind: function, points: 1, name: area, "
        "cases: [{arguments: [2]}]}\n"
    )
    (tmp_path / "rubric.yaml").write_text(text)
    built: list[int] = []

    def build() -> dict[str, Any]:
        built.append(1)
        return {}

    def kept() -> None:
        made = load_rubric(tmp_path / "rubric.yaml")
        kept_facts(book, made, plan_of(made), build)

    with Gradebook.open(tmp_path / "gradebook.db") as book:
        kept()
        kept()
        assert len(built) == 1
        if what == "data":
            (tmp_path / "table.csv").write_text("2")
        elif what == "limits":
            (tmp_path / "rubric.yaml").write_text(text.replace("5", "6"))
        else:
            monkeypatch.setattr("grader.marking.facts.collect_version", lambda: "another")
        kept()
        assert len(built) == 2


def test_measuring_that_fails_is_told_and_is_no_zero(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What cannot be measured is not gradable, is named with its error, and is not tried twice."""
    tried: list[Sealed] = []

    def fail(self: Measures, sealed: Sealed) -> None:
        tried.append(sealed)
        raise OverflowError("ours")

    monkeypatch.setattr(Measures, "of", fail)
    told: list[tuple[str, str]] = []
    marker = Marker(rubric(tmp_path), {}, None, lambda name, one: told.append((name, one.reason)))
    marking = marker.submission(seal(Evidence({"net": Answer(KERAS)})))
    assert marking.mark("net").mark.status is Status.NOT_GRADABLE
    assert "measuring failed (OverflowError)" in marking.mark("net").mark.feedback[0]
    assert isinstance(marking.measures, Failed)
    assert len(tried) == 1
    assert told == [("net", "measuring failed (OverflowError)")] * 2


def test_evidence_that_cannot_be_read_back_spoils_its_question_alone(tmp_path: Path) -> None:
    """A damaged answer in the gradebook is an internal error, and the run goes on."""
    sealed = seal(Evidence({"net": Answer(KERAS)}))
    damaged = replace(sealed, bodies={"net": b"j{"})
    marked = Marker(rubric(tmp_path), {}).marks(damaged)["net"]
    assert marked.mark.status is Status.NOT_GRADABLE
    assert marked.inputs == ""
