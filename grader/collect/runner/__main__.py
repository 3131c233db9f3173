"""Runs one job in a plain process: frames on standard input and output, prints on error.

Started as `python -I grader/collect [FOLDER]`; FOLDER becomes the work folder.
"""

import os
import sys

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))

import job  # noqa: E402


class Pipes:
    """Two pipes with the two methods of a socket that frames need."""

    def __init__(self, incoming, outgoing):
        self.incoming = incoming
        self.outgoing = outgoing

    def recv(self, size):
        """At most `size` bytes, none at the end."""
        return os.read(self.incoming, size)

    def sendall(self, data):
        """All of `data`."""
        view = memoryview(data)
        while view:
            view = view[os.write(self.outgoing, view) :]


def main():
    """Keep the two pipes for frames, so that prints and reads of student code go elsewhere."""
    pipes = Pipes(os.dup(0), os.dup(1))
    nothing = os.open(os.devnull, os.O_RDONLY)
    os.dup2(nothing, 0)
    os.dup2(2, 1)
    if os.name == "nt":
        import msvcrt

        msvcrt.setmode(pipes.incoming, os.O_BINARY)
        msvcrt.setmode(pipes.outgoing, os.O_BINARY)
    if len(sys.argv) > 1:
        os.chdir(sys.argv[1])
    del sys.argv[1:]
    job.run(pipes)
    os._exit(0)


if __name__ == "__main__":
    main()
