"""A key in per cent that looks like a share is remarked on: every right answer would miss it."""

from __future__ import annotations

import pytest

from grader.questions.numeric import Numeric


@pytest.mark.parametrize(
    ("key", "unit", "is_told"),
    [(0.35, "percent", True), ([0.1, 0.9], "%", True), (35, "percent", False), (0.35, "", False),
     ([0.5, 12], "%", False), (0, "percent", False)],
)  # fmt: skip
def test_a_share_as_a_key_in_per_cent_is_remarked_on(key: object, unit: str, is_told: bool) -> None:
    """Only a key all of which is less than one per cent may be a share that was meant."""
    question = Numeric.model_validate(
        {"id": "a", "kind": "numeric", "points": 1, "name": "A", "key": key, "unit": unit}
    )
    assert bool(list(question.remarks({}))) is is_told
