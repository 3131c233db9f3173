"""The reader of frames and evidence against bytes that nobody honest sends."""

from __future__ import annotations

import json
import struct
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from grader.evidence import outcome_from_frame
from grader.sandbox.frames import HEAD, MAX_BLOCK, Frame, FrameReader
from grader.values import Malformation

TAGS = ("map", "set", "array", "expression", "opaque", "fraction", "complex", "text", "nothing")
LEAVES = (
    st.none()
    | st.booleans()
    | st.integers()
    | st.integers(10**400, 10**401)
    | st.floats()
    | st.text(max_size=8)
    | st.sampled_from(["|b1", "<f8", "<f4", "é", "\ud800", "AAAA", "="])
)
NAMES = st.sampled_from(
    ["$", "items", "dtype", "shape", "block", "base64", "text", "type", "n", "d", "re", "im"]
)
VALUES = st.recursive(
    LEAVES,
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(NAMES, inner, max_size=4)
        | st.builds(
            lambda tag, rest: {**rest, "$": tag},
            st.sampled_from(TAGS),
            st.dictionaries(NAMES, inner, max_size=4),
        )
    ),
    max_leaves=12,
)
FRAMES = st.fixed_dictionaries(
    {"outcome": st.sampled_from(["answer", "raised", "missing", "other"]) | VALUES},
    optional=dict.fromkeys(
        ("value", "type", "message", "detail", "stage", "reason", "line", "cell", "file", "form"),
        VALUES,
    ),
)


@settings(max_examples=400, deadline=None)
@given(FRAMES, st.lists(st.binary(max_size=16), max_size=2))
@example({"outcome": "answer", "value": {"$": "complex", "re": 10**400, "im": 0}}, [])
@example(
    {"outcome": "answer", "value": {"$": "array", "base64": "é", "dtype": "<f8", "shape": []}}, []
)
@example({"outcome": "answer", "value": {"$": "array", "base64": "A", "dtype": "<f8"}}, [])
@example({"outcome": "answer", "value": {"$": "map", "items": [[{"$": "opaque"}, 1]]}}, [])
@example({"outcome": "answer", "value": {"$": "map", "items": [[{"$": "complex"}, 1]]}}, [])
def test_any_frame_becomes_an_outcome(frame: dict[str, Any], blocks: list[bytes]) -> None:
    """Whatever a child says is an answer or a malformed one, never an exception of ours."""
    outcome_from_frame(frame, blocks)


@settings(max_examples=300, deadline=None)
@given(st.lists(st.binary(max_size=64), max_size=8))
def test_any_bytes_are_frames_or_malformed(pieces: list[bytes]) -> None:
    """Random bytes in random pieces end in frames, in waiting, or in one kind of exception."""
    reader = FrameReader()
    try:
        for piece in pieces:
            assert all(isinstance(frame, Frame) for frame in reader.feed(piece))
    except Malformation:
        pass


@settings(max_examples=200, deadline=None)
@given(VALUES, st.integers(0, 200), st.integers(0, 255))
def test_damaged_frames_are_frames_or_malformed(value: Any, place: int, byte: int) -> None:
    """One changed byte in a good frame does no more harm than being malformed."""
    text = json.dumps({"outcome": "answer", "value": value}).encode()
    data = bytearray(HEAD.pack(len(text), 1) + text + struct.pack(">Q", 3) + b"abc")
    data[place % len(data)] = byte
    try:
        for frame in FrameReader().feed(bytes(data)):
            outcome_from_frame(frame.body, frame.blocks)
    except Malformation:
        pass


@pytest.mark.parametrize(
    "head",
    [(1 << 31, 0), (2, 1 << 30), (0xFFFFFFFF, 0xFFFFFFFF)],
    ids=["large text", "many blocks", "everything"],
)
def test_announced_sizes_are_refused_before_they_are_waited_for(head: tuple[int, int]) -> None:
    """A frame that says it is too large is malformed at once."""
    with pytest.raises(Malformation):
        list(FrameReader().feed(HEAD.pack(*head)))


def test_a_large_block_is_refused_before_it_comes() -> None:
    """A block that says it is too large is malformed at once."""
    with pytest.raises(Malformation):
        list(FrameReader().feed(HEAD.pack(2, 1) + b"{}" + struct.pack(">Q", MAX_BLOCK + 1)))
