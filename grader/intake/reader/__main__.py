"""Runs the reader in a plain process: frames on standard input and output, prints on error."""

from __future__ import annotations

import os
import sys

sys.path[:0] = [os.path.dirname(os.path.abspath(__file__))]  # noqa: PTH100, PTH120

import job  # type: ignore[import-not-found]  # noqa: E402

del sys.path[0]


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


def main() -> None:
    """Keep the two pipes for frames, so that no print of a library gets between them."""
    pipes = Pipes(os.dup(0), os.dup(1))
    nothing = os.open(os.devnull, os.O_RDONLY)
    os.dup2(nothing, 0)
    os.dup2(2, 1)
    if sys.platform == "win32":
        import msvcrt

        msvcrt.setmode(pipes.incoming, os.O_BINARY)
        msvcrt.setmode(pipes.outgoing, os.O_BINARY)
    job.run(pipes)
    os._exit(0)


if __name__ == "__main__":
    main()
