"""Frames as the trusted side sees them: what we send is ours, what comes back is hostile."""

from __future__ import annotations

import json
import re
import struct
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate
from typing import Any

from grader.values import MAX_NODES, PLAIN, Array, Expression, Malformation, parse_int

HEAD = struct.Struct(">II")
LENGTH = struct.Struct(">Q")
MAX_BLOCKS = 1000
MAX_BLOCK = 64 << 20
MAX_DEPTH = 200
"""Levels of JSON; a value may have 60, each of them several levels of writing."""
WITHOUT_COUNTING = 4 << 10
"""A JSON text this short is parsed at once: whatever it holds, it is little."""

_DECODER = json.JSONDecoder(parse_int=parse_int)
_TEXTS = re.compile(rb'"[^"\\]*+(?:\\.[^"\\]*+)*+"?')
_STEPS = dict.fromkeys(b"[{", 1) | dict.fromkeys(b"]}", -1)
_NO_BRACKETS = bytes(set(range(256)) - set(_STEPS))


@dataclass(slots=True)
class Budget:
    """What may still come back of one submission, over all of its children.

    Counted are bytes, elements and frames, each before anything is built of it.
    """

    total: int = 96 << 20
    """Bytes, blocks included."""
    nodes: int = 1_500_000
    frames: int = 50_000
    text: int = 24 << 20
    """Bytes of JSON alone; what is larger has to come as blocks."""
    longest: int = 4 << 20
    """Bytes of JSON in one frame."""

    def take(self, text: bytes) -> None:
        """Count one frame's JSON; raises `Malformation` once there is too much."""
        self.frames -= 1
        self.text -= len(text)
        if self.text < 0:
            raise Malformation("far too many bytes of answers came back")
        self.nodes -= nodes_of(text)
        if self.nodes < 0:
            raise Malformation("far too many elements came back")
        if self.frames < 0:
            raise Malformation("far too many messages came back")


@dataclass(frozen=True, slots=True)
class Frame:
    """One message of a child: JSON that parsed, and its raw blocks."""

    body: Mapping[str, Any]
    blocks: list[bytes]


def pack(body: Mapping[str, Any], blocks: Sequence[bytes] = ()) -> bytes:
    """The bytes of one frame of ours."""
    text = json.dumps(body, separators=(",", ":")).encode("ascii")
    parts = [HEAD.pack(len(text), len(blocks)), text]
    for block in blocks:
        parts += (LENGTH.pack(len(block)), block)
    return b"".join(parts)


def payload(value: Any, blocks: list[bytes]) -> Any:
    """A value that we send, its arrays moved into `blocks`; plain dicts stay plain."""
    if type(value) in PLAIN:
        return value
    if isinstance(value, Array):
        blocks.append(value.data)
        index = len(blocks) - 1
        return {"$": "array", "dtype": value.dtype, "shape": list(value.shape), "block": index}
    if isinstance(value, Mapping):
        if all(isinstance(key, str) for key in value):
            return {key: payload(item, blocks) for key, item in value.items()}
        items = [[key, payload(item, blocks)] for key, item in value.items()]
        return {"$": "map", "items": items}
    if isinstance(value, list | tuple):
        return [payload(item, blocks) for item in value]
    if isinstance(value, Expression):
        return value.text
    return value


class FrameReader:
    """Cuts a hostile stream of bytes into frames; raises `Malformation` once it makes no sense."""

    def __init__(self, budget: Budget | None = None) -> None:
        self._buffer = bytearray()
        self._come = 0, 0
        """How far the first frame is looked through: blocks, and where the last of them ends."""
        self.budget = budget or Budget()

    def feed(self, data: bytes) -> Iterator[Frame]:
        """Take in bytes and yield the frames that are complete.

        Frames before the malformed place come first: they say what was going on when it came.
        """
        self.budget.total -= len(data)
        if self.budget.total < 0:
            raise Malformation("far too many bytes of answers came back")
        self._buffer += data
        while (end := self._end()) is not None:
            yield self._cut(end)

    def _end(self) -> int | None:
        """Where the first frame ends, or None while it is incomplete."""
        buffer = self._buffer
        if len(buffer) < HEAD.size:
            return None
        size, count = HEAD.unpack_from(buffer)
        if size > self.budget.longest or count > MAX_BLOCKS:
            raise Malformation("the answer says that it is larger than an answer may be")
        done, position = self._come
        position = position or HEAD.size + size
        while done < count:
            if len(buffer) < position + LENGTH.size:
                return None
            (length,) = LENGTH.unpack_from(buffer, position)
            if length > MAX_BLOCK:
                raise Malformation("an array says that it is larger than an array may be")
            position += LENGTH.size + length
            done += 1
            self._come = done, position
        return position if len(buffer) >= position else None

    def _cut(self, end: int) -> Frame:
        size, count = HEAD.unpack_from(self._buffer)
        text = bytes(self._buffer[HEAD.size : HEAD.size + size])
        self.budget.take(text)
        body = parse(text)
        position = HEAD.size + size
        blocks = []
        for _ in range(count):
            (length,) = LENGTH.unpack_from(self._buffer, position)
            position += LENGTH.size
            blocks.append(bytes(self._buffer[position : position + length]))
            position += length
        del self._buffer[:end]
        self._come = 0, 0
        return Frame(body, blocks)


def nodes_of(data: bytes) -> int:
    """How many elements a JSON text has, at most, told without building any of them.

    Raises `Malformation` where they are nested too deeply, or more than one value may have.
    """
    if len(data) <= WITHOUT_COUNTING:
        return 1 + data.count(b",") + data.count(b":")
    bare = _TEXTS.sub(b"", data)
    nodes = 1 + bare.count(b",") + bare.count(b":") + bare.count(b"[") + bare.count(b"{")
    if nodes > 3 * MAX_NODES:  # a mapping writes three for each of its items
        raise Malformation(f"the answer has more than {MAX_NODES} elements")
    brackets = bare.translate(None, _NO_BRACKETS)
    if max(accumulate(map(_STEPS.__getitem__, brackets)), default=0) > MAX_DEPTH:
        raise Malformation("the answer is nested too deeply")
    return nodes


def parse(data: bytes) -> Mapping[str, Any]:
    """The JSON object in `data`; raises `Malformation` for anything else."""
    try:
        body = _DECODER.decode(data.decode("ascii"))
    except RecursionError:
        raise Malformation("the answer is nested too deeply") from None
    except (ValueError, MemoryError):
        raise Malformation(
            "the answer is not in the form that the grader's own code sends"
        ) from None
    if not isinstance(body, dict):
        raise Malformation("the answer is not in the form that the grader's own code sends")
    return body
