"""Shards: everybody in exactly one, equally many in each, whoever cuts and whoever comes later."""

from __future__ import annotations

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grader.errors import UsageMistake
from grader.workers.shards import Shard, shards

IDS = st.lists(st.from_regex(r"[A-Za-z0-9._-]{1,12}", fullmatch=True), unique=True, max_size=80)


@given(ids=IDS, of=st.integers(1, 50), chance=st.randoms())
def test_every_submission_is_in_exactly_one_shard(ids: list[str], of: int, chance: object) -> None:
    """And no shard has two more than another, in whatever order a folder lists them."""
    parts = [Shard(number, of).share(ids) for number in range(1, of + 1)]
    assert Counter(one for part in parts for one in part) == Counter(ids)
    sizes = [len(part) for part in parts]
    assert max(sizes) - min(sizes) <= 1
    assert shards(reversed(ids), of) == shards(ids, of)


def test_the_cut_is_pinned() -> None:
    """What one machine cuts today another cuts tomorrow: it follows from the ids alone."""
    pinned = {"ada": 1, "ben": 1, "cleo": 1, "dan": 2, "eve": 2}
    assert shards(["ada", "ben", "cleo", "dan", "eve"], 2) == pinned


def test_who_comes_later_moves_few_others() -> None:
    """A shard that is graded again after a late submission runs little of what others had."""
    ids = [f"student-{number:04}" for number in range(2_000)]
    before, after = shards(ids, 40), shards([*ids, "late"], 40)
    assert sum(before[one] != after[one] for one in ids) < 40


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("0/40", "the first shard is 1"),
        ("41/40", "there is no shard 41 of 40"),
        ("3", "that is no shard"),
        ("3/0", "that is no shard"),
        ("-1/4", "that is no shard"),
        ("a/b", "that is no shard"),
        ("1/20000", "at most 10000"),
        ("3/4/5", "that is no shard"),
        ("٣/4", "that is no shard"),
    ],
)
def test_what_is_no_shard_is_told(text: str, said: str) -> None:
    """In one line, with what to write."""
    with pytest.raises(UsageMistake, match=said) as told:
        Shard.parse(text)
    assert "such as 3/40" in str(told.value)


def test_a_shard_is_read_as_it_is_written() -> None:
    """With blanks or without."""
    assert Shard.parse(" 3 / 40 ") == Shard(3, 40) == Shard.parse(str(Shard(3, 40)))
    assert Shard(3, 40).took(["a", "b"], 9) == "shard 3/40: 2 of 9 submissions (a, b)"
    assert Shard(3, 40).took([], 2) == "shard 3/40: 0 of 2 submissions"
