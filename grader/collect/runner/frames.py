"""Frames on the connection: a JSON text and raw blocks, each with its length in front."""

import json
import struct

HEAD = struct.Struct(">II")
LENGTH = struct.Struct(">Q")


class Channel:
    """Sends and receives whole frames over anything with `recv` and `sendall`."""

    def __init__(self, connection):
        self.connection = connection
        self.waiting = []

    def later(self, frame, blocks=()):
        """Have a frame go out with the next one: waking the other side costs more than sending."""
        body = json.dumps(frame, ensure_ascii=True, separators=(",", ":")).encode("ascii")
        self.waiting += [HEAD.pack(len(body), len(blocks)), body]
        for block in blocks:
            self.waiting += [LENGTH.pack(len(block)), block]

    def send(self, frame, blocks=()):
        """Send one frame now; NaN and infinity travel as JSON's common extension."""
        self.later(frame, blocks)
        parts, self.waiting = self.waiting, []
        self.connection.sendall(b"".join(parts))

    def receive(self):
        """The next frame and its blocks; raises EOFError when the other side is gone."""
        size, count = HEAD.unpack(self.exactly(HEAD.size))
        frame = json.loads(self.exactly(size).decode("ascii"))
        blocks = []
        for _ in range(count):
            (length,) = LENGTH.unpack(self.exactly(LENGTH.size))
            blocks.append(self.exactly(length))
        return frame, blocks

    def exactly(self, size):
        """Just `size` bytes."""
        pieces = []
        while size:
            piece = self.connection.recv(min(size, 1 << 20))
            if not piece:
                raise EOFError("the connection ended")
            pieces.append(piece)
            size -= len(piece)
        return b"".join(pieces)
