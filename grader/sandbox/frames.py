"""Frames as the trusted side sees them: what we send is ours, what comes back is hostile."""

from __future__ import annotations

import json
import struct
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from grader.values import Array, Expression, Malformation, parse_int

HEAD = struct.Struct(">II")
LENGTH = struct.Struct(">Q")
MAX_JSON = 16 << 20
MAX_BLOCKS = 64
MAX_BLOCK = 64 << 20
MAX_TOTAL = 96 << 20

_DECODER = json.JSONDecoder(parse_int=parse_int)


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
    """Cuts a hostile stream of bytes into frames; raises `Malformation` once it makes no sense.

    `total` counts bytes over all children of a submission.
    """

    def __init__(self, total: int = 0) -> None:
        self._buffer = bytearray()
        self.total = total

    def feed(self, data: bytes) -> Iterator[Frame]:
        """Take in bytes and yield the frames that are complete.

        Frames before the malformed place come first: they say what was going on when it came.
        """
        self.total += len(data)
        if self.total > MAX_TOTAL:
            raise Malformation(f"more than {MAX_TOTAL >> 20} MiB of answers came back")
        self._buffer += data
        while (end := self._end()) is not None:
            yield self._cut(end)

    def _end(self) -> int | None:
        """Where the first frame ends, or None while it is incomplete."""
        buffer = self._buffer
        if len(buffer) < HEAD.size:
            return None
        size, count = HEAD.unpack_from(buffer)
        if size > MAX_JSON or count > MAX_BLOCKS:
            raise Malformation("the answer says that it is larger than an answer may be")
        position = HEAD.size + size
        for _ in range(count):
            if len(buffer) < position + LENGTH.size:
                return None
            (length,) = LENGTH.unpack_from(buffer, position)
            if length > MAX_BLOCK:
                raise Malformation("an array says that it is larger than an array may be")
            position += LENGTH.size + length
        return position if len(buffer) >= position else None

    def _cut(self, end: int) -> Frame:
        size, count = HEAD.unpack_from(self._buffer)
        body = parse(bytes(self._buffer[HEAD.size : HEAD.size + size]))
        position = HEAD.size + size
        blocks = []
        for _ in range(count):
            (length,) = LENGTH.unpack_from(self._buffer, position)
            position += LENGTH.size
            blocks.append(bytes(self._buffer[position : position + length]))
            position += length
        del self._buffer[:end]
        return Frame(body, blocks)


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
