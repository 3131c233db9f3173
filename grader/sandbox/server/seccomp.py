"""The system-call filter, assembled here because no machine is sure to have libseccomp.

What `calls` does not list does not exist (ENOSYS), whatever the kernel learns after it was written;
a foreign calling convention kills; the rest is allowed, refused (EPERM), pretended, or decided by
its arguments. A call is found by halving: the kernel runs the filter for each call number when it
is installed, and for many calls afterwards.
"""

import ctypes
import struct

from . import calls, kernel

EPERM, EINVAL, ENOTTY, ENOSYS, EOPNOTSUPP = 1, 22, 25, 38, 95
AUDIT_ARCH = (0xC000003E, 0xC00000B7)
X32_BIT = 0x40000000
ALLOW, KILL, ERRNO = 0x7FFF0000, 0x80000000, 0x00050000
REFUSE, PRETEND, ABSENT = ERRNO | EPERM, ERRNO, ERRNO | ENOSYS
UNSUPPORTED = ERRNO | EOPNOTSUPP
LOAD, JEQ, JGE, JSET, JUMP, RETURN = 0x20, 0x15, 0x35, 0x45, 0x05, 0x06
SET_MODE_FILTER, TSYNC = 1, 1


def assemble(own, private=False):
    """The filter's instructions for the process number `own`, the only one it may signal.

    `private` says that it can change no file but its own, whatever it asks the kernel for.
    """
    arch = kernel.ARCH
    blocks = {calls.CLONE3[arch]: [_give(ABSENT)]}
    answers = [
        (calls.ALLOWED, ALLOW),
        (calls.REFUSED, REFUSE),
        (calls.PRETENDED, PRETEND),
        (calls.UNSUPPORTED, UNSUPPORTED),
        (calls.OF_THE_MACHINE, ALLOW if private else REFUSE),
        (calls.NOBODY, ALLOW if private else PRETEND),
        (calls.RIGHTS, ALLOW if private else PRETEND),
        (calls.TIMES, ALLOW),
    ]
    for table, action in answers:
        blocks.update({pair[arch]: [_give(action)] for pair in table.values()})
    blocks.update({pair[arch]: block for pair, block in _by_argument(own).items()})
    if not private:
        blocks.update(_of_times(arch))
    blocks.pop(None, None)
    return [
        _load(4), (JEQ, 1, 0, AUDIT_ARCH[arch]), _give(KILL),
        _load(0), (JGE, 0, 1, X32_BIT if arch == 0 else 0xFFFFFFFF), _give(KILL),
    ] + _halve(_ranges(blocks))  # fmt: skip


def program(own, private=False):
    """The filter for the process number `own`, as the kernel wants it."""
    return packed(assemble(own, private))


def packed(steps):
    """Instructions of a filter as the kernel wants them."""
    code = b"".join(struct.pack("HBBI", *step) for step in steps)
    return _Program(len(steps), ctypes.cast(ctypes.c_char_p(code), ctypes.c_void_p))


def install(program):
    """Put a filter on every thread of this process; it can never come off."""
    kernel.call("seccomp", SET_MODE_FILTER, TSYNC, ctypes.byref(program))


class _Program(ctypes.Structure):
    """The kernel's `struct sock_fprog`."""

    _fields_ = [("length", ctypes.c_ushort), ("filter", ctypes.c_void_p)]


def _by_argument(own):
    """The calls whose arguments decide, each with the instructions that do."""
    clone = [_argument(0)]
    clone += _unless(JSET, calls.CLONE_THREAD) + _unless(JSET, calls.CLONE_FILES)
    clone += _if(JSET, calls.NEW_NAMESPACE, REFUSE) + [_give(ALLOW)]
    own_only = _only(0, (own,))
    found = {pair: _only(0, (0, own)) for pair in calls.OF_A_PROCESS.values()}
    found.update({
        calls.CLONE: clone,
        calls.KILL: own_only,
        calls.TGKILL: own_only,
        calls.GETPRIORITY: _only(1, (0, own)),
        calls.PRCTL: _only(0, calls.PROCESS_OPTIONS, ERRNO | EINVAL),
        calls.IOCTL: _only(1, calls.REQUESTS, ERRNO | ENOTTY),
        calls.FCNTL: [_argument(1)] + [step for lock in calls.FILE_LOCKS
                                       for step in _if(JEQ, lock, PRETEND)]
        + _only(1, calls.FILE_OPTIONS),
        calls.CLOSE_RANGE: [_argument(2)] + _if(JSET, calls.UNSHARE_FILES, REFUSE) + [_give(ALLOW)],
        calls.MADVISE: [_argument(2)] + [step for advice in calls.PAGED_OUT
                                         for step in _if(JEQ, advice, PRETEND)] + [_give(ALLOW)],
        # without an address: a pair of its own is connected already
        calls.SENDTO: [_argument(4)] + _unless(JEQ, 0) + [_load(_place(4) + 4)]
        + _unless(JEQ, 0) + [_give(ALLOW)],
        calls.SOCKETPAIR: _only(0, (calls.AF_UNIX,)),
        calls.SETSOCKOPT: _only(2, calls.SET_OPTIONS),
        calls.GETSOCKOPT: _only(2, calls.GET_OPTIONS),
    })  # fmt: skip
    for pair in (calls.PREADV2, calls.PWRITEV2):
        found[pair] = [_argument(5)] + _if(JSET, calls.READING_FLAGS, UNSUPPORTED) + [_give(ALLOW)]
    return found


def _of_times(arch):
    """Changes of a file's times that are not made, by call number."""
    blocks = {}
    for name, pair in calls.TIMES.items():
        given = calls.TIME_ARGUMENT[name]
        blocks[pair[arch]] = [_argument(given)] + _if(JEQ, 0, REFUSE) + [_give(PRETEND)]
    return blocks


def _ranges(blocks):
    """Every call number, in order, as (first number of a range, what to do with the range)."""
    absent = [_give(ABSENT)]
    found = []
    for number in range(max(blocks) + 2):
        block = blocks.get(number, absent)
        if not found or found[-1][1] != block:
            found.append((number, block))
    return found


def _halve(ranges):
    """Instructions that find the range of the call number and do what it says."""
    if len(ranges) == 1:
        return ranges[0][1]
    middle = len(ranges) // 2
    below, above = _halve(ranges[:middle]), _halve(ranges[middle:])
    if len(below) < 256:
        return [(JGE, len(below), 0, ranges[middle][0])] + below + above
    return [(JGE, 0, 1, ranges[middle][0]), (JUMP, 0, 0, len(below))] + below + above


def _only(argument, values, otherwise=REFUSE):
    """Allow some values of an argument, and give one answer for the rest."""
    code = [_argument(argument)]
    for value in values:
        code += _if(JEQ, value, ALLOW)
    return code + [_give(otherwise)]


def _if(test, value, answer):
    return [(test, 0, 1, value), _give(answer)]


def _unless(test, value):
    return [(test, 1, 0, value), _give(REFUSE)]


def _load(offset):
    return (LOAD, 0, 0, offset)


def _argument(index):
    """Load the low half of an argument; both architectures are little-endian."""
    return _load(_place(index))


def _place(index):
    return 16 + 8 * index


def _give(answer):
    return (RETURN, 0, 0, answer)
