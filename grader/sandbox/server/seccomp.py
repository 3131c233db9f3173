"""The system-call filter, assembled here because no machine is sure to have libseccomp.

A deny list over a closed range: a call newer than the list does not exist (ENOSYS), a foreign
calling convention kills, the calls in `calls` are refused (EPERM) or pretended, everything else
is allowed. A call is found by halving: the kernel runs the filter for each call number when it is
installed, and for many calls afterwards.
"""

import ctypes
import struct

from . import calls, kernel

EPERM, ENOSYS = 1, 38
AUDIT_ARCH = (0xC000003E, 0xC00000B7)
X32_BIT = 0x40000000
ALLOW, KILL, ERRNO = 0x7FFF0000, 0x80000000, 0x00050000
REFUSE, PRETEND, ABSENT = ERRNO | EPERM, ERRNO, ERRNO | ENOSYS
LOAD, JEQ, JGE, JSET, JUMP, RETURN = 0x20, 0x15, 0x35, 0x45, 0x05, 0x06
SET_MODE_FILTER, TSYNC = 1, 1


def assemble(own, private=False):
    """The filter's instructions for the process number `own`, the only one it may signal.

    `private` says that it can change no file but its own, whatever it asks the kernel for.
    """
    arch = kernel.ARCH
    blocks = {calls.CLONE3[arch]: [_give(ABSENT)]}
    for table, action in ((calls.REFUSED, REFUSE), (calls.PRETENDED, PRETEND)):
        for pair in table.values():
            if pair[arch] is not None:
                blocks[pair[arch]] = [_give(action)]
    for pair, block in _by_argument(own).items():
        blocks[pair[arch]] = block
    if not private:
        blocks.update(_of_files(arch))
    return [
        _load(4), (JEQ, 1, 0, AUDIT_ARCH[arch]), _give(KILL),
        _load(0), (JGE, 0, 1, X32_BIT if arch == 0 else 0xFFFFFFFF), _give(KILL),
    ] + _halve(_ranges(blocks))  # fmt: skip


def pack(own, private=False):
    """The filter for the process number `own`, as the kernel wants it."""
    return b"".join(struct.pack("HBBI", *step) for step in assemble(own, private))


def install(packed):
    """Put a packed filter on every thread of this process; it can never come off."""
    program = _Program(len(packed) // 8, ctypes.cast(ctypes.c_char_p(packed), ctypes.c_void_p))
    kernel.call("seccomp", SET_MODE_FILTER, TSYNC, ctypes.byref(program))


class _Program(ctypes.Structure):
    """The kernel's `struct sock_fprog`."""

    _fields_ = [("length", ctypes.c_ushort), ("filter", ctypes.c_void_p)]


def _by_argument(own):
    """The calls whose arguments decide, each with the instructions that do."""
    clone = [_argument(0)]
    clone += _unless(JSET, calls.CLONE_THREAD) + _unless(JSET, calls.CLONE_FILES)
    clone += _if(JSET, calls.NEW_NAMESPACE, REFUSE) + [_give(ALLOW)]
    own_only = [_argument(0)] + _unless(JEQ, own) + [_give(ALLOW)]
    limits = [_argument(0)] + _if(JEQ, 0, ALLOW) + own_only[1:]
    return {
        calls.CLONE: clone,
        calls.KILL: own_only,
        calls.TGKILL: own_only,
        calls.PRLIMIT: limits,
        calls.PRCTL: _choose(0, {REFUSE: calls.PROCESS_OPTIONS}),
        calls.IOCTL: _choose(1, {REFUSE: calls.TERMINALS + calls.FILE_FLAGS}),
        calls.FCNTL: _choose(1, {REFUSE: calls.SHARED, PRETEND: calls.FILE_LOCKS}),
        calls.CLOSE_RANGE: [_argument(2)] + _if(JSET, calls.UNSHARE_FILES, REFUSE) + [_give(ALLOW)],
    }


def _of_files(arch):
    """Changes of a file's rights and times that are not made, by call number."""
    blocks = {pair[arch]: [_give(PRETEND)] for pair in calls.RIGHTS.values()}
    for name, pair in calls.TIMES.items():
        given = calls.TIME_ARGUMENT[name]
        blocks[pair[arch]] = [_argument(given)] + _if(JEQ, 0, REFUSE) + [_give(PRETEND)]
    blocks.pop(None, None)
    return blocks


def _ranges(blocks):
    """Every call number, in order, as (first number of a range, what to do with the range)."""
    allowed = [_give(ALLOW)]
    found = []
    for number in range(calls.LAST_KNOWN + 1):
        block = blocks.get(number, allowed)
        if not found or found[-1][1] != block:
            found.append((number, block))
    return found + [(calls.LAST_KNOWN + 1, [_give(ABSENT)])]


def _halve(ranges):
    """Instructions that find the range of the call number and do what it says."""
    if len(ranges) == 1:
        return ranges[0][1]
    middle = len(ranges) // 2
    below, above = _halve(ranges[:middle]), _halve(ranges[middle:])
    if len(below) < 256:
        return [(JGE, len(below), 0, ranges[middle][0])] + below + above
    return [(JGE, 0, 1, ranges[middle][0]), (JUMP, 0, 0, len(below))] + below + above


def _choose(argument, answers):
    """Give each answer for its values of an argument, and allow the rest."""
    code = [_argument(argument)]
    for answer, values in answers.items():
        for value in values:
            code += _if(JEQ, value, answer)
    return code + [_give(ALLOW)]


def _if(test, value, answer):
    return [(test, 0, 1, value), _give(answer)]


def _unless(test, value):
    return [(test, 1, 0, value), _give(REFUSE)]


def _load(offset):
    return (LOAD, 0, 0, offset)


def _argument(index):
    """Load the low half of an argument; both architectures are little-endian."""
    return _load(16 + 8 * index)


def _give(answer):
    return (RETURN, 0, 0, answer)
