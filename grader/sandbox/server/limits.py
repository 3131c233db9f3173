"""Limits, capabilities and open files of one child."""

import ctypes
import os
import resource
import struct

from . import kernel

_OF_CAPABILITIES = ctypes.c_char_p(struct.pack("Ii", 0x20080522, 0))
_NONE = ctypes.c_char_p(b"\0" * 24)
_HELD = ctypes.create_string_buffer(24)  # made before the fork, since a child pays for each object
SECUREBITS = 0xEF  # every bit and its lock, but for keeping capabilities
CAPABILITIES = [n for n in range(64) if kernel.try_prctl(kernel.PR_CAPBSET_READ, n) >= 0]
"""Those that this kernel knows."""


def own_memory(proc):
    """The address space that this process takes already, in bytes; `proc` is an open `/proc`."""
    with open(os.open("self/statm", os.O_RDONLY, dir_fd=proc)) as file:
        return int(file.read().split()[0]) * os.sysconf("SC_PAGE_SIZE")


def impose(limits):
    """Set the limits of this process; `limits` holds bytes, seconds and counts."""
    cpu = int(limits["seconds"]) + 2
    for kind, value in (
        (resource.RLIMIT_AS, limits["space"]),
        (resource.RLIMIT_CPU, cpu),
        (resource.RLIMIT_FSIZE, limits["file_bytes"]),
        (resource.RLIMIT_NPROC, limits["processes"]),
        (resource.RLIMIT_NOFILE, 128),
        (resource.RLIMIT_STACK, 8 << 20),
        (resource.RLIMIT_CORE, 0),
        (resource.RLIMIT_MEMLOCK, 64 << 10),
        (resource.RLIMIT_MSGQUEUE, 0),
        (resource.RLIMIT_SIGPENDING, 1024),  # workers of one user share what is left of it
        (resource.RLIMIT_NICE, 0),
        (resource.RLIMIT_RTPRIO, 0),
    ):
        _, hard = resource.getrlimit(kind)
        if hard != resource.RLIM_INFINITY:
            value = min(value, hard)
        resource.setrlimit(kind, (value, value))


def drop_bounding():
    """Empty the set that bounds what a program started later could get, where that is allowed."""
    kernel.prctl_each(kernel.PR_CAPBSET_DROP, CAPABILITIES)


def drop_capabilities():
    """Give up every capability, and every way to get one back."""
    drop_bounding()
    kernel.try_prctl(kernel.PR_SET_SECUREBITS, SECUREBITS)
    kernel.call("capset", _OF_CAPABILITIES, _NONE)


def capabilities():
    """The capabilities of this process, as bits: effective, permitted and inheritable together."""
    kernel.call("capget", _OF_CAPABILITIES, _HELD)
    words = struct.unpack("6I", _HELD.raw)
    return words[0] | words[1] | words[2] | (words[3] | words[4] | words[5]) << 32


def keep_files(kept):
    """Close every open file but `kept`, which must be a run of numbers from 0."""
    if kernel.attempt("close_range", max(kept) + 1, 0xFFFFFFFF, 0) < 0:
        os.closerange(max(kept) + 1, 1 << 16)
