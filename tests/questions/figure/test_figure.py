"""Checks of figures: right, wrong, each named mistake, several figures, none, and hostile data."""

from __future__ import annotations

import json
import math
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import TypeAdapter, ValidationError

from grader.errors import RubricError
from grader.evidence import Answer, Missing
from grader.marks import Mark, Status
from grader.questions.base import Given
from grader.questions.figure import Figure
from grader.questions.figure.drawn import figures_in
from grader.questions.figure.mistakes import PATH, drawn
from grader.rubric import load_rubric
from grader.rubric.model import AnyQuestion

ADAPTER: TypeAdapter[Any] = TypeAdapter(AnyQuestion)


def asked(*checks: dict[str, Any], **more: Any) -> Figure:
    """A question for a figure, a point for each check."""
    fields = {"id": "q", "kind": "figure", "points": max(len(checks), 1), **more}
    fields["checks"] = list(checks)
    question = ADAPTER.validate_json(json.dumps(fields))
    assert isinstance(question, Figure)
    return question


def marked(question: Figure, value: dict[str, Any]) -> Mark:
    """The mark where this was drawn."""
    return question.mark(Given({"": Answer(value)}))


def line(f: Any, low: float = 0.0, high: float = 2.0, count: int = 40, **more: Any) -> Any:
    """The data of a curve."""
    x = [low + (high - low) * n / (count - 1) for n in range(count)]
    return {"x": x, "y": [f(one) for one in x], "n": count, **more}


BARS = {"x": [0, 1], "height": [3, 4], "n": 2}
SQUARE = {"formula": "t^2", "over": [0, 2]}


@pytest.mark.parametrize(
    ("check", "axes", "score"),
    [
        ({"labels": True}, {}, 1),
        ({"labels": True}, {"xlabel": ""}, 0.5),
        ({"labels": True}, {"xlabel": "", "ylabel": ""}, 0),
        ({"labels": ["t|time", "/^h/"]}, {}, 1),
        ({"labels": ["time", "height"]}, {}, 0.5),
        ({"title": True}, {"title": "T"}, 1),
        ({"title": True}, {}, 0),
        ({"title": "loss"}, {"title": "Training Loss"}, 1),
        ({"title": "loss"}, {"title": "T"}, 0),
        ({"legend": True}, {}, 1),
        ({"legend": True}, {"legend": None}, 0),
        ({"legend": True}, {"legend": [""]}, 0),
        ({"legend": ["path", "other"]}, {}, 0.5),
        ({"curves": 1}, {}, 1),
        ({"curves": 2}, {}, 0),
        ({"curves": {"at_least": 1}}, {"lines": [PATH, PATH]}, 1),
        ({"curves": 1}, {"lines": [PATH, {**PATH, "reference": True}]}, 1),
        ({"data_points": {"at_least": 9}}, {}, 1),
        ({"data_points": {"at_least": 10}}, {}, 0),
        ({"data_points": {"at_least": 10}}, {"lines": [{**PATH, "n": 5000}]}, 1),
        ({"clouds": 1}, {"scatters": [PATH]}, 1),
        ({"clouds": 1}, {}, 0),
        ({"bars": 2}, {"bars": [BARS]}, 1),
        ({"histogram": True}, {"bars": [BARS]}, 0),
        ({"histogram": True}, {"bars": [{**BARS, "touching": True}]}, 1),
        ({"images": 1}, {"images": [{"shape": [5, 5]}]}, 1),
        ({"axes": 1}, {}, 1),
        ({"axes": 2}, {}, 0),
        ({"scale": {"y": "log"}}, {"yscale": "log"}, 1),
        ({"scale": {"x": "log", "y": "log"}}, {"yscale": "log"}, 0.5),
        ({"text": "minimum"}, {"texts": ["the minimum"]}, 1),
        ({"text": "minimum"}, {}, 0),
        ({"curve": SQUARE}, {}, 1),
        ({"curve": SQUARE}, {"lines": [line(lambda t: t**2 + 0.5)]}, 0),
        ({"curve": SQUARE}, {"lines": [line(math.exp), line(lambda t: t**2)]}, 1),
        ({"curve": SQUARE, "named": "pa"}, {}, 1),
        ({"curve": SQUARE, "named": "other"}, {}, 0),
        ({"labels": True, "panel": 2}, {}, 0),
    ],
)
def test_a_check_looks_at_one_thing(
    check: dict[str, Any], axes: dict[str, Any], score: float
) -> None:
    """And says what it found where that is not all."""
    value = drawn(PATH)
    value["figures"][0]["data"]["axes"][0].update(axes)
    mark = marked(asked(check), value)
    assert mark.score == Fraction(score).limit_denominator(10)
    assert mark.status != Status.AWAITING
    assert bool(mark.parts[0].feedback) == (score < 1)


@pytest.mark.parametrize(
    ("curve", "tolerance", "right"),
    [
        (line(lambda t: t**2), 0.02, True),
        (line(lambda t: t**2 + 0.05), 0.02, True),
        (line(lambda t: t**2 + 0.2), 0.02, False),
        (line(lambda t: t**2 + 0.2), 0.1, True),
        (line(lambda t: t**2, count=5), 0.02, True),
        (line(lambda t: t**2, count=4), 0.02, False),
        (line(lambda t: t**2, 0, 1), 0.02, False),
        (line(lambda t: t**2, -3, 3), 0.02, True),
        (line(lambda t: 2 * t), 0.02, False),
        ({"x": [2, 1.5, 1, 0.5, 0], "y": [4, 2.25, 1, 0.25, 0]}, 0.02, True),
        ({"x": [0, 0.1, 0.2, 0.3, 2], "y": [0, 0.01, 0.04, 0.09, 4]}, 0.02, False),
        ({"x": [], "y": []}, 0.02, False),
        ({"x": [math.nan] * 6, "y": [1.0] * 6}, 0.02, False),
    ],
)
def test_a_curve_goes_through_its_formula(curve: Any, tolerance: float, right: bool) -> None:
    """By its own points, in any order, over the whole range and without a wide gap."""
    question = asked({"curve": SQUARE, "tolerance": tolerance})
    assert (marked(question, drawn(curve)).score == 1) == right


def test_a_curve_is_compared_with_points() -> None:
    """Straight between them, whichever of the two has more points."""
    question = asked({"curve": {"x": [0, 1, 2], "y": [1, 3, 1]}})
    assert marked(question, drawn({"x": [0, 1, 2], "y": [1, 3, 1]})).score == 1
    fine = line(lambda t: 1 + 2 * t if t <= 1 else 5 - 2 * t)
    assert marked(question, drawn(fine)).score == 1
    assert marked(question, drawn({"x": [0, 1, 2], "y": [1, 2, 1]})).score == 0
    decay = asked({"curve": {"formula": "10^(-t)", "over": [0, 8]}})
    wrong = line(lambda t: 10**-t + 1e-4, 0, 8)
    assert marked(decay, drawn(wrong)).score == 1
    assert marked(decay, drawn(wrong, yscale="log")).score == 0


def test_points_without_a_check_are_a_persons() -> None:
    """What the checks decided is scored by now, and the picture goes along."""
    question = asked({"labels": True, "points": 1}, {"legend": True, "points": 1}, points=5)
    value = drawn(PATH, legend=None)
    value["figures"][0]["picture"] = "f" * 64
    mark = marked(question, value)
    assert mark.status == Status.AWAITING and mark.score == 1 and mark.reason == "free_text"
    assert [one.picture for one in mark.candidates] == ["f" * 64]
    whole = marked(asked(points=2), value)
    assert whole.status == Status.AWAITING and whole.score is None


def test_of_several_figures_one_has_to_be_right() -> None:
    """Where none is and they earn different points, a person decides."""
    question = asked({"labels": True}, {"legend": True})
    good, bare = drawn(PATH), drawn(PATH, legend=None)
    both = {"figures": [*bare["figures"], *good["figures"]]}
    assert marked(question, both).score == 2
    worse = drawn(PATH, xlabel="", legend=None)
    mark = marked(question, {"figures": [*bare["figures"], *worse["figures"]]})
    assert mark.status == Status.AWAITING
    assert [one.score for one in mark.candidates] == [1, Fraction(1, 2)]
    alike = {"figures": [*bare["figures"], *bare["figures"]]}
    assert marked(question, alike).score == 1


def test_no_figure_is_missing_unless_a_picture_may_hold_it() -> None:
    """A picture, a figure elsewhere, or something that is lacking here, is a person's."""
    question = asked({"labels": True}, under="Question 1")
    assert marked(question, {"figures": []}).status == Status.MISSING
    raised = marked(question, {"figures": [], "errors": ["ValueError: x (hw.py, line 3)"]})
    assert raised.status == Status.MISSING and "ValueError" in raised.feedback[0]
    place = ["notebook", "hw.ipynb", None, 3]
    for change in (
        {"pictures": [["a" * 64, place]]},
        {"elsewhere": drawn(PATH)["figures"]},
        {"lost": ["no library"]},
        {"labelled": False, "elsewhere": drawn(PATH)["figures"]},
    ):
        mark = marked(question, {"figures": [], **change})
        assert mark.status == Status.AWAITING and mark.reason == "unread", change
    assert question.mark(Given({"": Missing()})).status == Status.MISSING


def test_labels_of_shared_axes_count_for_all() -> None:
    """As in a grid of plots, where only the outer ones are labelled."""
    panel = drawn(PATH)["figures"][0]["data"]["axes"][0]
    above = {**panel, "xlabel": "", "shares_x": [1]}
    value = drawn(PATH)
    value["figures"][0]["data"]["axes"] = [above, panel]
    assert marked(asked({"labels": True}), value).score == 1
    value["figures"][0]["data"]["axes"][0]["shares_x"] = []
    assert marked(asked({"labels": True}), value).score == Fraction(1, 2)


def test_a_function_is_asked_to_draw() -> None:
    """Its figures count, and what loading drew does not."""
    question = asked({"labels": True}, call="draw", arguments=[1])
    (probe,) = question.probes()
    assert (probe.do, probe.names, probe.arguments) == ("observe", ("draw",), ([1],))
    given = {"": Answer({"figures": []}), "call": Answer(drawn(PATH))}
    assert question.mark(Given(given)).score == 1
    assert question.mark(Given({**given, "call": Missing()})).status == Status.MISSING


@pytest.mark.parametrize(
    ("check", "told"),
    [
        ({}, "exactly one of labels, title"),
        ({"labels": True, "title": True}, "found labels and title"),
        ({"labels": ["a"]}, "two labels"),
        ({"labels": False}, "labels"),
        ({"curve": {}}, "either x and y, or file"),
        ({"curve": {"formula": "t^2"}}, "over which range"),
        ({"curve": {"formula": "t^2", "over": [2, 0]}}, "to a larger one"),
        ({"curve": {"formula": "t*s", "over": [0, 1]}}, "one variable"),
        ({"curve": {"formula": "t^^2", "over": [0, 1]}}, "no formula"),
        ({"curve": {"x": [0, 1], "y": [1]}}, "x has 2 numbers and y 1"),
        ({"curve": {"x": [1, 0], "y": [1, 2]}}, "has to increase"),
        ({"title": True, "named": "a"}, "named goes with curve"),
        ({"scale": {}}, "say which scale"),
        ({"scale": {"y": "logarithmic"}}, "'linear', 'log'"),
        ({"title": "/(/"}, "no pattern"),
        ({"curves": -1}, "curves"),
        ({"labels": True, "tolerance": 2}, "less than or equal to 1"),
    ],
)
def test_a_field_that_is_wrong_is_told(check: dict[str, Any], told: str) -> None:
    """With what to write instead."""
    with pytest.raises(ValidationError, match=told):
        asked(check)


@pytest.mark.parametrize(
    ("fields", "path"),
    [
        ({"checks": [{"labels": True, "points": 3}], "points": 2}, "points"),
        ({"checks": [], "call": "f", "under": "Q 1"}, "under"),
        ({"checks": [], "arguments": [1]}, "arguments"),
        ({"checks": [], "credit": {"upsidedown": 1}}, "credit.upsidedown"),
        ({"checks": [], "find": [{"name": "a"}]}, "find"),
    ],
)
def test_fields_that_do_not_fit_together_are_told(fields: dict[str, Any], path: str) -> None:
    """At the field."""
    question = ADAPTER.validate_json(
        json.dumps({"id": "q", "kind": "figure", "points": 1, **fields})
    )
    assert path in [place for place, _ in question.problems()]


def test_a_mistake_in_a_rubric_has_its_line(tmp_path: Any) -> None:
    """And column."""
    file = tmp_path / "r.yaml"
    file.write_text(
        "title: t\nquestions:\n  - id: a\n    kind: figure\n    points: 1\n"
        "    checks:\n      - {labels: true, title: true}\n"
    )
    with pytest.raises(RubricError, match=r":7:9.*found labels and title"):
        load_rubric(file)


_PLAIN: Any = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=10),
    lambda one: st.lists(one, max_size=5) | st.dictionaries(
        st.sampled_from(["axes", "data", "lines", "x", "y", "bars", "height", "legend", "place",
                         "shares_x", "n", "xlabel", "images", "figures", "picture", "wedges"]),
        one, max_size=6),
    max_leaves=40,
)  # fmt: skip
EVERYTHING = (
    {"labels": True}, {"legend": ["a"]}, {"curve": SQUARE}, {"scale": {"y": "log"}}, {"bars": 1},
    {"data_points": {"at_least": 1}}, {"histogram": True}, {"title": "/a/"}, {"images": 3},
)  # fmt: skip


@settings(max_examples=80)
@given(_PLAIN)
def test_no_data_upsets_anybody_or_earns_all(value: Any) -> None:
    """Whatever a child sends as a figure."""
    figures_in(value)
    figures_in([{"data": {"axes": [value]}}])
    question = asked(*EVERYTHING)
    for axes in (value, [value]):
        mark = marked(question, {"figures": [{"data": {"axes": axes}}]})
        assert mark.status is not Status.CORRECT
    for rows in (value, [{"data": value}]):
        mark = marked(question, {"figures": rows})
        assert mark.status is not Status.CORRECT


def test_whoever_marks_by_hand_gets_pictures_and_words() -> None:
    """Of the figures, or of what stands there instead."""
    question = asked(points=2)
    value = drawn(PATH)
    value["figures"][0]["picture"] = "f" * 64
    assert question.pictures_in(value) == ("f" * 64,)
    assert question.as_text(value) == "x: t, y: height, 1 curve (path), legend: path"
    place = ["notebook", "hw.ipynb", None, 3]
    assert question.pictures_in({"figures": [], "pictures": [["a" * 64, place]]}) == ("a" * 64,)
    assert question.as_text({"figures": []}) == "(no figure was drawn)"


def test_what_is_lacking_here_may_have_changed_the_figure() -> None:
    """So one that falls short is a person's, beside the picture of an earlier run."""
    question = asked({"labels": True}, {"legend": True})
    bare = drawn(PATH, legend=None)
    place = ["notebook", "hw.ipynb", None, 4]
    for change in (
        {"lost": ["the file a.csv was not handed in"]},
        {"errors": ["ValueError: x"], "pictures": [["a" * 64, place]]},
    ):
        mark = marked(question, {**bare, **change})
        assert mark.status == Status.AWAITING and mark.reason == "unread"
        assert marked(question, {**drawn(PATH), **change}).score == 2
    assert marked(question, {**bare, "errors": ["ValueError: x"]}).score == 1
