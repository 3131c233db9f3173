"""Answers among what code displayed and printed: under the asked name, and never surely."""

from __future__ import annotations

import math
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grader.collect.shown import read, shown_answers, with_shown
from grader.evidence import Answer, Evidence, Missing, Outcome, Shown, Source, Unavailable, Unsure
from grader.values import Opaque

PLACE = Source("notebook", "hw.ipynb", 1, 3)


def printed(text: str, *asked: str) -> list[Any]:
    """The values found in a printed text under the asked names, `mean` if none is given."""
    return [one.value for one in shown_answers(asked or ("mean",), [Shown(PLACE, text)])]


@pytest.mark.parametrize(
    ("line", "value"),
    [
        ("mean = 2.0", 2.0),
        ("Mean: 2", 2),
        ("The mean is 2.5.", 2.5),
        ("the mean of all the values is 1,234.5", 1234.5),
        ("mean -> -3e-2", -0.03),
        ("mean: 1,234,567", 1234567),
        ("mean: 3,14", 3.14),
        ("mean: 0,915", 0.915),
        ("mean = 12,345", "12,345"),
        ("mean = [1,2,3]", [1, 2, 3]),
        ("mean (cm): 12 cm", 12),
        ("mean = 25 %", 0.25),
        ("mean \u2248 \u22121.5", -1.5),
        ("median: 1, mean: 2", 2),
        ("mean [1. 2.5]", [1.0, 2.5]),
        ("mean:\n[[1 2]\n [3 4]]\nend", [[1, 2], [3, 4]]),
        ("mean = (1, 2)", [1, 2]),
    ],
)
def test_a_value_behind_its_name_is_found(line: str, value: Any) -> None:
    """However people and libraries print it."""
    assert printed(f"loss 3\n{line}\ndone") == [value]


@pytest.mark.parametrize(
    "line",
    [
        "meander = 2", "geometric_mean = 2", "the mean is not known", "mean of 3 values",
        "mean = 2 or 3", "mean", "mean = [1, 2", "mean = __import__('os')", "what does 2 mean?",
    ],
)  # fmt: skip
def test_other_words_are_no_value(line: str) -> None:
    """A name inside another, a sentence without a value, something unfinished."""
    assert printed(line) == []


def test_words_of_a_name_may_stand_apart_and_the_last_value_comes_first() -> None:
    """As in the output of a loop."""
    assert printed("Test accuracy: 0.5\ntest-accuracy: 0.7", "test_accuracy") == [0.7, 0.5]


@given(st.floats(allow_nan=False, allow_infinity=False) | st.integers(-(10**9), 10**9))
def test_numbers_are_read_as_python_prints_them(value: float) -> None:
    """The very number comes back."""
    assert printed(f"mean = {value}") == [value]


NUMBERS = st.integers() | st.floats(-1e6, 1e6)


@given(st.recursive(NUMBERS, lambda inner: st.lists(inner), max_leaves=8))
def test_lists_are_read_as_python_prints_them(value: Any) -> None:
    """The very list comes back."""
    if isinstance(value, list):
        assert read(str(value)) == value


@given(st.text(max_size=60), st.lists(st.text(max_size=20), max_size=3))
def test_any_text_is_read_without_harm(text: str, following: list[str]) -> None:
    """Nothing is evaluated and nothing is raised, and no number is made of nothing."""
    value = read(text, following)
    if isinstance(value, int | float) and not isinstance(value, bool):
        assert math.isfinite(value) or "e" in text.lower()
        assert any(sign.isdigit() for sign in text)


def test_what_was_found_by_scanning_is_never_sure() -> None:
    """It comes as candidates, for a name that no code holds or that is a function there."""
    evidence = Evidence(shown=(Shown(PLACE, "mean = 2"), Shown(PLACE, "", 3, "mean([2, 4])")))
    before: dict[str, Outcome] = {
        "a": Missing(),
        "b": Answer(Opaque("builtins.function", "<function mean>")),
        "c": Answer(5),
        "d": Missing(),
    }
    names = {"a": ("mean",), "b": ("mean",), "c": ("mean",), "d": ("median",)}
    after = with_shown(before, names, evidence)
    assert (after["c"], after["d"]) == (before["c"], before["d"])
    for question in "ab":
        found = after[question]
        assert isinstance(found, Unsure)
        assert [answer.value for answer in found.candidates] == [3, 2]


def test_an_earlier_run_never_counts() -> None:
    """What the file holds of it stands beside the reason why there is no other answer."""
    stored = [Shown(PLACE, "0.845", None, "mean", stored=True)]
    lost = Unavailable("version", "numpy 9 here has no trapz")
    before: dict[str, Outcome] = {"a": lost, "b": Missing()}
    after = with_shown(before, {"a": ("mean",), "b": ("mean",)}, Evidence(), stored)
    assert after["b"] == Missing()
    found = after["a"]
    assert isinstance(found, Unavailable)
    assert "0.845" in found.reason


@pytest.mark.parametrize(
    "text",
    ["[" * 9_000 + "]" * 9_000, "[" * 30 + "]" * 30, "[1,,2]", "[1 2", "[a]", "[9" * 9_000],
)
def test_what_is_no_plain_list_is_none(text: str) -> None:
    """However deep it is nested: nothing is evaluated, and nothing recurses."""
    assert read(text[:20_000]) is None


@given(
    st.recursive(
        st.integers(-(10**30), 10**30) | st.booleans() | st.floats(allow_nan=False).map(abs),
        lambda inner: st.lists(inner, max_size=4),
        max_leaves=12,
    ).filter(lambda value: isinstance(value, list) and "inf" not in repr(value))
)
def test_a_printed_list_is_read_as_it_is(value: list[Any]) -> None:
    """What Python prints of lists of numbers and truth values comes back."""
    assert read(repr(value)) == value


def test_of_many_printed_values_a_few_are_kept() -> None:
    """Twenty thousand different ones are not compared with one another."""
    rows = [Shown(PLACE, f"mean: {number}.5") for number in range(20_000)]
    assert len(shown_answers(("mean",), rows)) == 8
