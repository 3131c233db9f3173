"""The tolerance a rubric writes."""

from typing import Any

import pytest
from pydantic import ValidationError

from grader.questions.numeric.tolerance import Tolerance


def tolerance(**fields: Any) -> Tolerance:
    """A tolerance from what YAML would hold."""
    return Tolerance.model_validate(fields)


@pytest.mark.parametrize(
    ("fields", "student", "target", "right"),
    [
        ({"absolute": 0.01}, "-3.43", "-3.42", True),
        ({"absolute": "1/3"}, 1, "2/3", True),
        ({"relative": 0.1}, 11, 10, True),
        ({"relative": 0.1}, 11.001, 10, False),
        ({"relative_symmetric": 0.1}, 11.1, 10, True),
        ({"relabs": {"absolute": 0.1, "relative": 0.1}}, 11.1, 10, True),
        ({"decimal_places": 1}, "9.88", "9.9", True),
        ({"decimal_places": {"places": 1, "strict": True}}, "9.88", "9.9", False),
        ({"sig_figs": 4}, "4.718", "2+e", True),
        ({"sig_figs": {"figures": 4, "accuracy": 2}}, "4.709", "2+e", True),
        ({"as_written": {"min_dp": 2}}, "9.88", "9.876", True),
        ({"as_written": {}}, "10", "9.876", True),
        ({"as_written": {"min_dp": 2}}, "9.9", "9.876", False),
        ({"as_written": {"min_sf": 2}}, "10", "9.876", True),
        ({"as_written": {"min_sf": 3}}, "9.9", "9.876", False),
        ({"decimal_places": {"places": 1}}, "9.876", "9.9", True),
        ({"decimal_places": {"places": 1, "strict": True}}, "9.9", "9.88", True),
        ({"decimal_places": {"places": 1, "strict": False}}, "9.9", "9.93", True),
        ({"decimal_places": {"places": 2}}, "9.88", "9.9", False),
        ({"decimal_places": 1}, "9.8", "9.9", False),
        ({"sig_figs": 4}, "4.717", "2+e", False),
        ({"sig_figs": {"figures": 4}}, "4.717", "2+e", False),
        ({"sig_figs": {"figures": 3, "accuracy": 2}}, "4.709", "2+e", False),
        ({"sig_figs": {"figures": 4, "accuracy": 3}}, "4.799", "2+e", False),
        ({"range": {"low": 0, "high": 1, "high_open": True}}, 1, None, False),
        ({"range": {"low": 0, "high": 1, "high_open": True}}, 0, None, True),
        ({"range": {"low": 0, "high": 1, "low_open": True}}, 0, None, False),
        ({"range": {"low": 0, "high": 1, "low_open": True}}, 1, None, True),
        ({"range": {"low": 2, "high": 3}}, 1, None, False),
        ({"range": {"low": 2, "high": 3}}, 4, None, False),
        ({"range": {"low": 2}}, 10**6, None, True),
        ({"range": {"high": 3}}, -(10**6), None, True),
        ({"relabs": {"absolute": 0.1, "relative": 0.1}}, 11.2, 10, False),
        ({"relative_symmetric": 0.1}, 11.2, 10, False),
        ({"absolute": 0.01}, "-3.44", "-3.42", False),
        ({"exact": True}, "0.5", "1/2", True),
        ({"any_of": ({"exact": True}, {"absolute": 1})}, 1, 2, True),
        ({"absolute": 1}, "one", 1, False),
    ],
)
def test_accepts(fields: dict[str, Any], student: object, target: object, right: bool) -> None:
    """Each model accepts what its definition says; what is no number is never accepted."""
    assert tolerance(**fields).accepts(student, 0 if target is None else target) is right


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        ({}, "exactly one"),
        ({"absolute": 1, "relative": 1}, "absolute and relative"),
        ({"absolute": -1}, "greater than or equal"),
        ({"exact": False}, "exact: true"),
        ({"any_of": ()}, "at least one"),
        ({"range": {"low": 2, "high": 1}}, "exchange"),
        ({"tolerance": 1}, "Extra inputs"),
    ],
)
def test_mistakes_in_a_rubric_are_refused(fields: dict[str, Any], message: str) -> None:
    """A tolerance that cannot be meant is an error with a way out."""
    with pytest.raises(ValidationError, match=message):
        tolerance(**fields)


@pytest.mark.parametrize(
    ("fields", "refused"),
    [
        ({"relative": 0.1}, True),
        ({"relabs": {"absolute": 0, "relative": 0.1}}, True),
        ({"relabs": {"absolute": 0.1, "relative": 0.1}}, False),
        ({"any_of": ({"relative": 0.1}, {"absolute": 0.1})}, False),
        ({"absolute": 0}, False),
    ],
)
def test_relative_with_a_zero_target_is_refused(fields: dict[str, Any], refused: bool) -> None:
    """A share of zero is zero, so such a rubric is told what to write."""
    assert len(tolerance(**fields).problems([1, 0, "0.0"])) == (2 if refused else 0)


def test_a_target_that_is_no_number_is_named() -> None:
    """A slip in the key is found when the rubric is loaded."""
    assert "decimal point" in tolerance(absolute=1).problems(["3,14"])[0]
