"""Frames of honest children: the same on both sides, however the bytes are cut."""

from __future__ import annotations

import json
import math
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from grader.sandbox.frames import WITHOUT_COUNTING, Frame, FrameReader, nodes_of, pack, payload
from grader.values import Array, Expression, Malformation

BODIES = st.dictionaries(
    st.text(st.characters(codec="utf-8"), max_size=4),
    st.none() | st.integers() | st.floats(allow_nan=False) | st.text(st.characters(codec="utf-8")),
    max_size=3,
)
FRAMES = st.lists(st.tuples(BODIES, st.lists(st.binary(max_size=40), max_size=3)), max_size=4)


@settings(max_examples=150, deadline=None)
@given(FRAMES, st.integers(1, 50))
def test_frames_come_out_as_they_went_in(frames: list[Any], size: int) -> None:
    """Bodies and blocks arrive whole and in order, in whatever pieces they travel."""
    stream = b"".join(pack(body, blocks) for body, blocks in frames)
    reader = FrameReader()
    found: list[Frame] = []
    for start in range(0, len(stream), size):
        found += reader.feed(stream[start : start + size])
    assert [(dict(frame.body), frame.blocks) for frame in found] == frames


def test_frames_before_garbage_are_still_read() -> None:
    """Whatever comes in one piece with garbage, what was said before it counts."""
    found = FrameReader().feed(pack({"begin": "p1"}) + b"\xff" * 64)
    assert next(found).body == {"begin": "p1"}
    with pytest.raises(Malformation):
        next(found)


def test_numbers_that_are_none_travel() -> None:
    """NaN and infinity are data in an answer."""
    (frame,) = FrameReader().feed(pack({"a": math.nan, "b": -math.inf}))
    assert math.isnan(frame.body["a"])
    assert frame.body["b"] == -math.inf


def test_arrays_move_into_blocks() -> None:
    """A payload names the block of each array; keys that are no text make a list of pairs."""
    blocks: list[bytes] = [b"before"]
    found = payload({"x": [Array("|u1", (2,), b"ab"), 3], "e": Expression("x + 1")}, blocks)
    array = {"$": "array", "dtype": "|u1", "shape": [2], "block": 1}
    assert found == {"x": [array, 3], "e": "x + 1"}
    assert blocks == [b"before", b"ab"]
    assert payload({(1, 2): 3}, []) == {"$": "map", "items": [[(1, 2), 3]]}


VALUES = st.recursive(st.text(max_size=20) | st.integers(), lambda one: st.lists(one, max_size=8))


@given(VALUES)
def test_as_many_elements_are_counted_as_there_are(value: Any) -> None:
    """What stands inside of texts, quoted or not, neither adds elements nor hides any."""
    text = json.dumps([value, "x" * WITHOUT_COUNTING, value])
    bare = json.dumps(_without_texts([value, "", value]))
    assert nodes_of(text.encode()) == 1 + sum(map(bare.count, ",[{"))


def _without_texts(value: Any) -> Any:
    if isinstance(value, list):
        return [_without_texts(one) for one in value]
    return "" if isinstance(value, str) else value
