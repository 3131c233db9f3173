"""How bytes lie in the gradebook: whole again when read, and no larger than need be."""

from __future__ import annotations

import base64
import json
import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from grader.gradebook.codec import squeeze, stretch

NUMBERS = base64.b64encode(random.Random(1).randbytes(60_000)).decode()
WEIGHTS = json.dumps({"modules": [["layers.0", "Linear"]], "base64": NUMBERS}).encode()
POINTS = json.dumps([[n / 100, n * n] for n in range(8_000)]).encode()


@settings(max_examples=60, deadline=None)
@given(st.binary(max_size=400), st.integers(0, 300), st.binary(max_size=200))
def test_bytes_come_back_as_they_were(repeated: bytes, times: int, last: bytes) -> None:
    """Whatever repeats or does not, short or long, what was squeezed comes back whole."""
    data = repeated * times + last
    assert stretch(squeeze(data)) == data


@pytest.mark.parametrize(("data", "share"), [(WEIGHTS, 0.77), (POINTS, 0.45)])
def test_weights_and_points_both_become_smaller(data: bytes, share: float) -> None:
    """The text of a network's weights loses what base64 adds; what repeats loses far more."""
    blob = squeeze(data)
    assert stretch(blob) == data
    assert len(blob) <= share * len(data)
