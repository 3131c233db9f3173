"""Values of answers: what is sent comes back the same, and hostile data is refused in words."""

from __future__ import annotations

import json
import math
import struct
from fractions import Fraction
from typing import Any

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from grader.values import (
    MAX_DEPTH,
    MAX_DIGITS,
    MAX_NODES,
    MAX_TEXT,
    Array,
    Expression,
    Malformation,
    Opaque,
    array_of,
    decode,
    encode,
    parse_int,
    plain,
    shortest,
    text,
)

TEXTS = st.text(st.characters(codec="utf-8"), max_size=12)
SCALARS = (
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats(allow_nan=False)
    | TEXTS
    | st.fractions()
    | st.complex_numbers(allow_nan=False)
    | TEXTS.map(Expression)
)
DTYPES = st.sampled_from(["?", "i1", "u1", "<i2", "<u2", "<i4", "<u4", "<i8", "<u8", "<f4", "<f8"])


@st.composite
def arrays(draw: st.DrawFn) -> Array:
    """Arrays of any of the numbers that travel, of any shape up to three axes."""
    shape = draw(st.lists(st.integers(0, 3), max_size=3))
    dtype = np.dtype(draw(DTYPES))
    size = math.prod(shape)
    numbers = draw(st.lists(st.integers(0, 1), min_size=size, max_size=size))
    return array_of(np.array(numbers, dtype=dtype).reshape(shape))


KEYS = st.booleans() | st.integers() | TEXTS | st.tuples(st.integers(), TEXTS) | st.none()
VALUES = st.recursive(
    SCALARS | arrays() | st.builds(Opaque, TEXTS, TEXTS),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(KEYS, inner, max_size=4),
    max_leaves=12,
)
HOSTILE = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=6),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(
            st.sampled_from(["$", "items", "n", "d", "re", "im", "dtype", "shape", "base64"])
            | st.text(max_size=3),
            inner
            | st.sampled_from(["map", "set", "array", "fraction", "complex", "opaque", "<f8"]),
            max_size=5,
        )
    ),
    max_leaves=15,
)


@settings(max_examples=300, deadline=None)
@given(VALUES)
def test_what_is_kept_comes_back_the_same(value: Any) -> None:
    """Encoding, JSON and decoding change neither a value nor the types in it."""
    back = decode(json.loads(json.dumps(encode(value))), [])
    assert back == value
    assert repr(back) == repr(value)


@settings(max_examples=400, deadline=None)
@given(HOSTILE, st.lists(st.binary(max_size=24), max_size=2))
@example({"$": "fraction", "n": True, "d": 1}, [])
@example({"$": "fraction", "n": 1, "d": 0}, [])
@example({"$": "array", "dtype": "<f8", "shape": [1 << 62, 1 << 62, 0], "block": 0}, [b""])
@example({"$": "array", "dtype": "<f8", "shape": [-1], "block": -1}, [b"12345678"])
@example({"$": "map", "items": [[[1, [2, {"$": "array"}]], 3]]}, [])
@example({"$": "map", "items": [[[], 1], [[], 2]]}, [])
def test_hostile_data_is_a_value_or_refused_in_words(data: Any, blocks: list[bytes]) -> None:
    """Whatever JSON holds becomes a value that can be kept, or a malformation with a sentence."""
    try:
        value = decode(data, blocks)
    except Malformation as reason:
        assert str(reason)
        return
    json.dumps(encode(plain(value)))


def test_depth_is_limited() -> None:
    """A list in a list in a list is refused before Python's own limit is met."""
    data: Any = 1
    for _ in range(MAX_DEPTH + 1):
        data = [data]
    with pytest.raises(Malformation, match="levels deep"):
        decode(data, [])


def test_the_number_of_elements_is_limited() -> None:
    """More elements than anybody answers with are refused."""
    with pytest.raises(Malformation, match="more than 400000 elements"):
        decode([0] * (MAX_NODES + 1), [])


def test_long_integers_are_refused_before_they_are_read() -> None:
    """Reading digits takes the square of their number, so it is not begun."""
    assert parse_int("9" * MAX_DIGITS) == int("9" * MAX_DIGITS)
    with pytest.raises(Malformation, match="digits"):
        parse_int("9" * (MAX_DIGITS + 1))


@settings(max_examples=200, deadline=None)
@given(st.floats(width=32, allow_nan=False))
@example(3.4028234663852886e38)
@example(1.401298464324817e-45)
@example(0.1)
def test_single_precision_is_its_own_shortest_decimal(number: float) -> None:
    """0.1 in single precision means 0.1: the decimal that NumPy prints for it."""
    single = np.float32(number)
    assert shortest(float(single), "f") == float(str(single))


@given(st.floats(width=16, allow_nan=False))
def test_half_precision_is_its_own_shortest_decimal(number: float) -> None:
    """The same holds for half precision."""
    half = np.float16(number)
    assert shortest(float(half), "e") == float(str(half))


def test_numbers_that_are_none_stay() -> None:
    """NaN and infinity are data."""
    found = Array("<f4", (3,), struct.pack("<3f", math.nan, math.inf, -math.inf)).tolist()
    assert math.isnan(found[0])
    assert found[1:] == [math.inf, -math.inf]


@pytest.mark.parametrize("order", [">f8", "<f8"])
def test_arrays_travel_in_little_endian_rows(order: str) -> None:
    """Whatever the order in memory, the same numbers arrive."""
    table = np.arange(6, dtype=order).reshape(2, 3).T
    found = array_of(table)
    assert found.dtype == "<f8"
    assert found.shape == (3, 2)
    assert found.tolist() == [[0.0, 3.0], [1.0, 4.0], [2.0, 5.0]]
    assert np.array_equal(found.numpy(), table)


def test_empty_arrays_keep_their_shape() -> None:
    """No rows of three numbers is an empty list; two rows of none are two empty lists."""
    assert Array("<f8", (0, 3), b"").tolist() == []
    assert Array("<f8", (2, 0), b"").tolist() == [[], []]
    assert Array("<f8", (), struct.pack("<d", 2.5)).tolist() == 2.5


@pytest.mark.parametrize("shape", [[1 << 26, 0], [1 << 26, 1 << 26, 0], [1, MAX_NODES + 1, 0]])
def test_an_array_without_numbers_cannot_be_long(shape: list[int]) -> None:
    """Nothing times anything is nothing, but its lists would fill the memory."""
    empty = {"$": "array", "dtype": "<f8", "shape": shape, "block": 0}
    with pytest.raises(Malformation, match="impossible shape"):
        decode(empty, [b""])


def test_arrays_too_large_to_be_read_one_by_one_stay_arrays() -> None:
    """They are kept as they came, and only turning them into lists is refused."""
    given = {"$": "array", "dtype": "|b1", "shape": [MAX_NODES + 1], "block": 0}
    one = decode(given, [bytes(MAX_NODES + 1)])
    assert isinstance(one, Array)
    assert one.numpy().sum() == 0
    with pytest.raises(Malformation, match="more than 400000 elements"):
        plain([one])


def test_a_block_counts_once() -> None:
    """An answer cannot grow by naming the same numbers again and again."""
    one = {"$": "array", "dtype": "|u1", "shape": [8], "block": 0}
    assert decode([one], [bytes(8)])
    with pytest.raises(Malformation, match="twice"):
        decode([one, one], [bytes(8)])


def test_texts_are_fit_to_keep() -> None:
    """Lone surrogates are replaced, long texts are cut, and what is no text is empty."""
    assert text("a\ud800b", 10) == "a?b"
    assert text("abcdef", 3) == "abc"
    assert text(3, 3) == ""
    kept = decode("x" * (MAX_TEXT + 5), [])
    assert isinstance(kept, str)
    assert len(kept) == MAX_TEXT


def test_plain_opens_arrays_wherever_they_are() -> None:
    """Arrays inside lists and mappings become nested lists; the rest stays."""
    one = array_of(np.array([1, 2]))
    assert plain([one, {"a": one, (1, 2): Fraction(1, 2)}]) == [
        [1, 2],
        {"a": [1, 2], (1, 2): Fraction(1, 2)},
    ]
