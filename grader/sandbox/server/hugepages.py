"""Puts the server's memory on huge pages, so that a fork copies hundreds of entries, not 70,000.

A child that writes gets one small page of its own as ever; what it only reads stays shared.
"""

import os

from . import kernel

SIZE = 2 << 20
COLLAPSE = 25  # of madvise, since Linux 6.1; older kernels refuse, and only speed is lost


def collapse(proc):
    """Join this process's own memory, as far as the kernel can; `proc` is an open `/proc`."""
    for begin, end in _own_ranges(proc):
        for address in range(-(-begin // SIZE) * SIZE, end - SIZE + 1, SIZE):
            kernel.attempt("madvise", address, SIZE, COLLAPSE)


def _own_ranges(proc):
    """The addresses of writable memory that belongs to no file."""
    with open(os.open("self/maps", os.O_RDONLY, dir_fd=proc)) as file:
        for line in file:
            parts = line.split(None, 5)
            if parts[1] == "rw-p" and (len(parts) < 6 or parts[5].strip() == "[heap]"):
                begin, end = parts[0].split("-")
                yield int(begin, 16), int(end, 16)
