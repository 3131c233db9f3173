"""Frames on a connection: a JSON text and raw blocks, each with its length in front.

This file stands in two programs, byte for byte: neither may import the other, or anything else.
"""

from __future__ import annotations

import json
import os
import struct
import sys
from typing import Any, Mapping, Sequence  # noqa: UP035 (an interpreter may be Python 3.8)

HEAD = struct.Struct(">II")
LENGTH = struct.Struct(">Q")
_TEXT = json.JSONEncoder(separators=(",", ":"))
SMALL = 1 << 20
"""Up to this size one call is cheaper than not copying."""


class Pipes:
    """Two pipes with the two methods of a socket that frames need."""

    def __init__(self, incoming: int, outgoing: int) -> None:
        self.incoming = incoming
        self.outgoing = outgoing

    def recv(self, size: int) -> bytes:
        """At most `size` bytes, none at the end."""
        return os.read(self.incoming, size)

    def sendall(self, data: bytes) -> None:
        """All of `data`."""
        view = memoryview(data)
        while view:
            view = view[os.write(self.outgoing, view) :]


def standard_pipes() -> Pipes:
    """Standard input and output kept for frames, so that no print and no read gets between them.

    What is printed goes to standard error from now on, and nothing can be read.
    """
    pipes = Pipes(os.dup(0), os.dup(1))
    nothing = os.open(os.devnull, os.O_RDONLY)
    os.dup2(nothing, 0)
    os.dup2(2, 1)
    if sys.platform == "win32":
        import msvcrt

        msvcrt.setmode(pipes.incoming, os.O_BINARY)
        msvcrt.setmode(pipes.outgoing, os.O_BINARY)
    return pipes


class Channel:
    """Sends and receives whole frames over anything with `recv` and `sendall`."""

    def __init__(self, connection: Any) -> None:
        self.connection = connection
        self.waiting: list[bytes] = []

    def later(
        self, frame: Mapping[str, Any], blocks: Sequence[bytes] = (), longest: int = 0
    ) -> None:
        """Have a frame go out with the next one: waking the other side costs more than sending.

        Raises `ValueError` for a text of more than `longest` bytes, where that is given.
        """
        body = _TEXT.encode(frame).encode("ascii")
        if 0 < longest < len(body):
            raise ValueError("the frame is too long")
        self.waiting += [HEAD.pack(len(body), len(blocks)), body]
        for block in blocks:
            self.waiting += [LENGTH.pack(len(block)), block]

    def send(self, frame: Mapping[str, Any], blocks: Sequence[bytes] = ()) -> None:
        """Send one frame now; NaN and infinity travel as JSON's common extension."""
        self.later(frame, blocks)
        self.flush()

    def flush(self) -> None:
        """Send what waits."""
        parts, self.waiting = self.waiting, []
        small = sum(map(len, parts)) <= SMALL
        for part in [b"".join(parts)] if small else parts:
            self.connection.sendall(part)

    def receive(self) -> tuple[dict[str, Any], list[bytes]]:
        """The next frame and its blocks; raises EOFError when the other side is gone."""
        size, count = HEAD.unpack(self.exactly(HEAD.size))
        frame = json.loads(self.exactly(size).decode("ascii"))
        blocks = []
        for _ in range(count):
            (length,) = LENGTH.unpack(self.exactly(LENGTH.size))
            blocks.append(self.exactly(length))
        return frame, blocks

    def exactly(self, size: int) -> bytes:
        """Just `size` bytes."""
        pieces = []
        while size:
            piece = self.connection.recv(min(size, 1 << 20))
            if not piece:
                raise EOFError("the connection ended")
            pieces.append(piece)
            size -= len(piece)
        return b"".join(pieces)
