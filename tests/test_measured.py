from __future__ import annotations

from pathlib import Path
from typing import Any

from grader.collect.plan import plan_of
from grader.evidence import Answer, Evidence
from grader.gradebook import Gradebook, seal
from grader.marking.kept_facts import kept_facts
from grader.marking.measures import Measures
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
            counts.append(len(book.derived_keys("measures")))
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
