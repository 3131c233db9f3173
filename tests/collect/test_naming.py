"""What code says in its own words: the asked name, its other words, and no condition."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grader.collect.naming import is_called, is_named, without_conditions, words_in


@pytest.mark.parametrize(
    ("name", "expression"),
    [
        ("mean age", "df.groupby('site')['age'].mean()"),
        ("average age", "avgAge"),
        ("number of people", "num_people_at_work"),
        ("standard deviation", "x.std(ddof=1)"),
        ("maximum height", "df.loc[df['kind'] == 'oak', 'height'].max()"),
        ("distinct kinds", "df.kind.nunique()"),
    ],
)
def test_an_expression_names_what_it_is_the_value_of(name: str, expression: str) -> None:
    """In any case, with or without underscores, by another word of one meaning."""
    assert is_named(name, expression)


@pytest.mark.parametrize(
    ("name", "expression"),
    [
        ("mean age", "df.age.median()"),
        ("maximum hours", "df[df.hours == max_hours].kind.count()"),
        ("kind", "df[df['kind'] == 'oak'].age"),
        ("number of", "count"),
        ("", "x"),
    ],
)
def test_a_condition_or_half_a_name_names_nothing(name: str, expression: str) -> None:
    """What chooses rows is not what is shown of them."""
    assert not is_named(name, expression)


def test_a_label_of_a_table_is_an_asked_name_only_as_a_whole() -> None:
    """The label `mean` is no mean age, `50%` is the median."""
    assert is_called("mean", "mean") and is_called("maximum", "max") and is_called("median", "50%")
    assert not is_called("mean age", "mean") and not is_called("mean", "mean age")
    assert not is_called("", "") and not is_called("x", "1.5")


@given(st.text(alphabet="ab[],=<>'. ", max_size=60))
def test_conditions_are_left_out_of_anything(text: str) -> None:
    """What is left is made of what was there, in its order, and holds no comparison in brackets."""
    left = without_conditions(text)
    rest = iter(text)
    assert all(sign in rest for sign in left)
    assert words_in(left) <= words_in(text) | words_in(left.replace("[", " "))
    if "[" not in text:
        assert left == text
