"""What a crew keeps in mind: items on their way, in shards, and the workers that have them."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any, Generic

from grader.errors import Failed, GraderError
from grader.workers.local import Item, Result

SHARD = 16
"""Submissions that travel together: the way there and back costs a hundredth of what they do."""
AT_HAND = 2
"""Shards that a worker has: one that it works on, and the next."""
MOST_DEATHS = 2
"""Workers that may go away with a submission before it is set apart."""


class ClusterLost(GraderError):
    """The scheduler is gone, or no worker is left; what was finished is kept."""


class WorkerLost(Exception):
    """A worker went away, or stopped answering, while it had a submission."""


@dataclass(frozen=True, slots=True)
class Crossing(Generic[Item, Result]):
    """How items become bytes and bytes results, and what a worker has to be."""

    parcel: bytes
    work: Callable[[bytes, bytes], bytes]
    introduce: Callable[[], bytes]
    packed: Callable[[Sequence[Item]], bytes]
    unpacked: Callable[[bytes, Sequence[Item]], Sequence[Result | Failed]]
    objection: Callable[[bytes], str]
    """Why a worker that says this of itself cannot be had; empty where it can."""
    refusal: Callable[[bytes], str]
    """Why a worker did nothing of what it was sent; empty where it did."""
    seconds: float
    """The longest that one item may take a worker."""


@dataclass(slots=True, eq=False)
class Entry(Generic[Item]):
    """One item; `deaths` counts the workers lost with it, `copies` the shards that hold it."""

    item: Item
    deaths: int = 0
    copies: int = 0
    done: bool = False


@dataclass(slots=True, eq=False)
class Shard(Generic[Item]):
    """Some items that travel together."""

    entries: list[Entry[Item]]
    future: Any = None
    given: float = 0.0

    def __post_init__(self) -> None:
        for entry in self.entries:
            entry.copies += 1

    @property
    def items(self) -> list[Item]:
        """What is sent."""
        return [entry.item for entry in self.entries]

    @property
    def is_over(self) -> bool:
        """Whether all of it came back, be it from others."""
        return all(entry.done for entry in self.entries)

    @property
    def is_suspect(self) -> bool:
        """Whether it may be what a worker was lost with."""
        return any(entry.deaths for entry in self.entries)

    def let_go(self) -> list[Entry[Item]]:
        """Hold its entries no longer; those that nobody else has and that are not done."""
        for entry in self.entries:
            entry.copies -= 1
        return [entry for entry in self.entries if not (entry.done or entry.copies)]


@dataclass(slots=True, eq=False)
class Worker(Generic[Item]):
    """A worker that was admitted, and its shards: the first is the one that it works on."""

    address: str
    name: str
    has: deque[Shard[Item]] = field(default_factory=deque)
    since: float = 0.0
    """When it began what it works on."""
    withdrawn: float | None = None
    """When it was last told to leave something be, which it may have begun all the same."""

    def room(self, suspect: bool) -> bool:
        """Whether it may be given one more; a suspect has a worker to itself."""
        if any(shard.is_over or shard.is_suspect for shard in self.has):
            return False  # it is behind with something that others did, or has a suspect
        return len(self.has) < (1 if suspect else AT_HAND)


def pieces(entries: Sequence[Entry[Item]], count: int) -> Iterator[list[Entry[Item]]]:
    """Entries in so many parts, none of which has two more than another."""
    even, more = divmod(len(entries), count)
    start = 0
    for number in range(count):
        end = start + even + (number < more)
        if end > start:
            yield list(entries[start:end])
        start = end
