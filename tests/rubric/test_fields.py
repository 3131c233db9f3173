"""What is said of a field that a rubric cannot have where it stands."""

from pathlib import Path

import pytest

from grader.errors import RubricError
from grader.questions import KINDS
from grader.questions.base import Question
from grader.rubric.fields import said_of_mapping, said_of_unknown
from grader.rubric.load import load_rubric


def mistakes_of(folder: Path, question: str) -> list[str]:
    """What is said of a rubric with this one question."""
    file = folder / "rubric.yaml"
    file.write_text(f"title: T\nquestions:\n  - {{id: a, title: A, points: 1, {question}}}\n")
    with pytest.raises(RubricError) as caught:
        load_rubric(file)
    return [mistake.message for mistake in caught.value.mistakes]


def test_a_field_of_another_kind_is_answered_with_the_fields_of_this_one(tmp_path: Path) -> None:
    """`layers` is known elsewhere, and proposing the same word again would help nobody."""
    told = mistakes_of(tmp_path, "kind: true_false, layers: [4]")
    assert (
        "there is no field `layers` here; a question of kind true_false has items, reason_for, "
        "reasons, without_reason"
    ) in told


@pytest.mark.parametrize(
    ("question", "said"),
    [
        ("kind: numeric, key: 1, under: Q8", "inside `writeup:`, as in `writeup: {under: …}`"),
        ("kind: numeric, key: 1, absolute: 1", "inside `tolerance:`, as in"),
        ("kind: function, name: f, arguments: [1]", "inside `cases:`, as in `cases: [{arguments"),
        ("kind: performance, train: a.csv", "inside `rows:`, as in `rows: {train: …}`"),
        ("kind: numeric, key: 1, prompt: A sum, not a mean.", "has to stand in quotes"),
        ("kind: numeric, key: 1, prompt: The point near (-1, 0).", "has to stand in quotes"),
    ],
)
def test_a_field_that_stands_too_high_is_told_where_it_belongs(
    tmp_path: Path, question: str, said: str
) -> None:
    """A field of what a field holds is no misspelling of a neighbour, nor is half a sentence."""
    assert any(said in one for one in mistakes_of(tmp_path, question))


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("abs: 0.1", "absolute"),
        ("relativ: 0.1", "relative"),
        ("decimal_place: 2", "decimal_places"),
    ],
)
def test_a_nested_field_is_compared_with_its_neighbours(
    tmp_path: Path, written: str, meant: str
) -> None:
    """A shortened or misspelled field of a mapping inside a question leads to the right one."""
    told = mistakes_of(tmp_path, f"kind: numeric, key: 1, tolerance: {{{written}}}")
    assert [line.endswith(f"; did you mean `{meant}`?") for line in told] == [True]


def test_a_value_where_a_mapping_is_meant_shows_one(tmp_path: Path) -> None:
    """Whoever writes a bare number for a tolerance reads what a tolerance can have."""
    (told,) = mistakes_of(tmp_path, "kind: numeric, key: 1, tolerance: 0.1")
    assert told.startswith("write a mapping such as {absolute: …}; it can have absolute, ")
    assert told.endswith("here stands 0.1")


def test_a_value_where_a_list_is_meant_shows_one(tmp_path: Path) -> None:
    """A lone entry is shown in brackets."""
    told = mistakes_of(tmp_path, "kind: choice, options: {a: one, b: two}, key: b")
    assert 'write a list here, such as ["b"]' in told


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.__name__)
def test_every_field_of_every_kind_is_known_where_it_stands(kind: type[Question]) -> None:
    """Each kind's own fields come back, found through its word."""
    word = kind.model_fields["kind"].annotation.__args__[0]  # type: ignore[union-attr]
    for name, field in kind.model_fields.items():
        written = field.alias or name
        assert said_of_unknown(f"{written}{written[-1]}", ("questions", 0, word)) == (
            f"; did you mean `{written}`?"
        )


def test_free_keys_have_no_fields() -> None:
    """Where any key will do there is nothing to list."""
    assert said_of_mapping(("questions", 0, "choice", "options")) == ""
    assert said_of_unknown("x", ("questions", 0, "choice", "options")) == (
        "; remove it or correct its name"
    )
