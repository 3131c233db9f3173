"""System calls that Python does not offer, by number, for x86-64 and aarch64."""

import ctypes
import os
import platform

ARCH = {"x86_64": 0, "amd64": 0, "aarch64": 1, "arm64": 1}.get(platform.machine().lower())

# name: (x86-64, aarch64); None where the architecture has no such call
NUMBERS = {
    "capset": (126, 91),
    "capget": (125, 90),
    "clone": (56, 220),
    "close_range": (436, 436),
    "execve": (59, 221),
    "landlock_create_ruleset": (444, 444),
    "landlock_add_rule": (445, 445),
    "landlock_restrict_self": (446, 446),
    "memfd_create": (319, 279),
    "mount": (165, 40),
    "mount_setattr": (442, 442),
    "move_mount": (429, 429),
    "open_tree": (428, 428),
    "pidfd_open": (434, 434),
    "pivot_root": (155, 41),
    "ptrace": (101, 117),
    "seccomp": (317, 277),
    "setns": (308, 268),
    "umount2": (166, 39),
    "unshare": (272, 97),
}

CLONE_NEWNS = 0x00020000
CLONE_NEWCGROUP = 0x02000000
CLONE_NEWUTS = 0x04000000
CLONE_NEWIPC = 0x08000000
CLONE_NEWUSER = 0x10000000
CLONE_NEWPID = 0x20000000
CLONE_NEWNET = 0x40000000

PR_SET_PDEATHSIG = 1
PR_GET_SECCOMP = 21
PR_CAPBSET_READ = 23
PR_CAPBSET_DROP = 24
PR_SET_SECUREBITS = 28
PR_SET_NO_NEW_PRIVS = 38
PR_GET_NO_NEW_PRIVS = 39
PR_SET_DUMPABLE = 4

_libc = ctypes.CDLL(None, use_errno=True)
_libc.syscall.restype = ctypes.c_long
_libc.prctl.argtypes = [ctypes.c_int] + [ctypes.c_ulong] * 4


def call(name, *arguments):
    """The result of one system call; raises OSError that names it."""
    result = attempt(name, *arguments)
    if result < 0:
        raise OSError(-result, "%s: %s" % (name, os.strerror(-result)))
    return result


def attempt(name, *arguments):
    """The result of one system call, or its error number negated."""
    if ARCH is None:
        raise OSError(38, "this processor (%s) is not known to the wall" % platform.machine())
    result = _libc.syscall(ctypes.c_long(NUMBERS[name][ARCH]), *[_word(a) for a in arguments])
    return result if result >= 0 else -ctypes.get_errno()


def _word(argument):
    """An argument as the C library's `syscall` wants it."""
    if isinstance(argument, int):
        return ctypes.c_long(argument)
    if isinstance(argument, str):
        return ctypes.c_char_p(os.fsencode(argument))
    if argument is None:
        return ctypes.c_void_p(None)
    return argument


def prctl(option, *arguments):
    """`prctl` with the unused arguments as zeros."""
    result = try_prctl(option, *arguments)
    if result < 0:
        raise OSError(-result, "prctl %d: %s" % (option, os.strerror(-result)))
    return result


def try_prctl(option, *arguments):
    """The same, or the error number negated."""
    result = _libc.prctl(option, *(list(arguments) + [0] * (4 - len(arguments))))
    return result if result >= 0 else -ctypes.get_errno()
