"""A class cut into parts that are graded apart, on machines that know nothing of each other."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from grader.errors import UsageMistake

MOST = 10_000


@dataclass(frozen=True, slots=True)
class Shard:
    """One part of so many, both counted from one."""

    number: int
    of: int

    def __str__(self) -> str:
        return f"{self.number}/{self.of}"

    @classmethod
    def parse(cls, text: str) -> Shard:
        """The shard that `3/40` names; `UsageMistake` for anything else."""
        found = re.fullmatch(r"\s*([0-9]{1,9})\s*/\s*([0-9]{1,9})\s*", text)
        number, of = (int(found[1]), int(found[2])) if found else (0, 0)
        if 1 <= number <= of <= MOST:
            return cls(number, of)
        if found and number == 0 and of:
            why = "the first shard is 1, not 0"
        elif found and of > MOST:
            why = f"at most {MOST} shards"
        elif found and of:
            why = f"there is no shard {number} of {of}"
        else:
            why = "that is no shard"
        raise UsageMistake(f"--shard {text}: {why}; write K/N with K from 1 to N, such as 3/40")

    def share(self, ids: Iterable[str]) -> frozenset[str]:
        """The ids of this shard: all shards together have each id once, and equally many.

        Whoever cuts the same ids gets the same shards. Each id has a shard of its own by its
        digest, and goes to the next one with room where that is full, so that an id that comes or
        goes moves few others.
        """
        numbers = shards(ids, self.of)
        return frozenset(one for one, number in numbers.items() if number == self.number)

    def took(self, ids: Sequence[str], total: int) -> str:
        """What this shard took of a class, in one line."""
        some = ", ".join(ids[:3]) + (f", … {ids[-1]}" if len(ids) > 3 else "")
        return f"shard {self}: {len(ids)} of {total} submissions{f' ({some})' if ids else ''}"


def shards(ids: Iterable[str], of: int) -> dict[str, int]:
    """The number of the shard of each id, counted from one."""
    ranked = sorted(
        (hashlib.sha256(one.encode()).digest(), one) for one in dict.fromkeys(ids)
    )
    even, rest = divmod(len(ranked), of)
    room = [even + (number < rest) for number in range(of)]
    following = list(range(of))
    """For each shard, one from which the next with room is looked for."""
    found = {}
    for digest, one in ranked:
        number = int.from_bytes(digest[:8]) % of
        passed = []
        while room[number] == 0:
            passed.append(number)
            number = following[number] if following[number] != number else (number + 1) % of
        for full in passed:
            following[full] = number
        room[number] -= 1
        found[one] = number + 1
    return found
