"""Frames on a connection: a JSON text and raw blocks, each with its length in front."""

from __future__ import annotations

import json
import struct
from collections.abc import Mapping, Sequence
from typing import Any, Protocol

HEAD = struct.Struct(">II")
LENGTH = struct.Struct(">Q")


class Connection(Protocol):
    """A socket, or two pipes that act like one."""

    def recv(self, size: int, /) -> bytes:
        """At most `size` bytes, none at the end."""

    def sendall(self, data: bytes, /) -> None:
        """Send all of `data`."""


def receive(connection: Connection) -> tuple[dict[str, Any], list[bytes]]:
    """The next frame's JSON and blocks; raises EOFError when the other side is gone."""
    size, count = HEAD.unpack(_exactly(connection, HEAD.size))
    body = json.loads(_exactly(connection, size))
    blocks = []
    for _ in range(count):
        (length,) = LENGTH.unpack(_exactly(connection, LENGTH.size))
        blocks.append(_exactly(connection, length))
    return body, blocks


def send(connection: Connection, body: Mapping[str, Any], blocks: Sequence[bytes] = ()) -> None:
    """Send one frame."""
    text = json.dumps(body, ensure_ascii=True, separators=(",", ":")).encode("ascii")
    connection.sendall(HEAD.pack(len(text), len(blocks)) + text)
    for block in blocks:
        connection.sendall(LENGTH.pack(len(block)))
        connection.sendall(block)


def _exactly(connection: Connection, size: int) -> bytes:
    pieces = []
    while size:
        piece = connection.recv(min(size, 1 << 20))
        if not piece:
            raise EOFError("the connection ended")
        pieces.append(piece)
        size -= len(piece)
    return b"".join(pieces)
