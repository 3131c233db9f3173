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
    "madvise": (28, 233),
    "mount": (165, 40),
    "mount_setattr": (442, 442),
    "move_mount": (429, 429),
    "open_tree": (428, 428),
    "openat": (257, 56),
    "pidfd_open": (434, 434),
    "pivot_root": (155, 41),
    "ptrace": (101, 117),
    "seccomp": (317, 277),
    "setns": (308, 268),
    "socket": (41, 198),
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

HERE = -100  # AT_FDCWD

PR_SET_PDEATHSIG = 1
PR_GET_SECCOMP = 21
PR_CAPBSET_READ = 23
PR_CAPBSET_DROP = 24
PR_SET_SECUREBITS = 28
PR_SET_NO_NEW_PRIVS = 38
PR_GET_NO_NEW_PRIVS = 39
PR_SET_DUMPABLE = 4

_libc = ctypes.CDLL(None, use_errno=True)
_syscall = _libc.syscall
_syscall.restype = ctypes.c_long
_syscall.argtypes = [ctypes.c_long] + [ctypes.c_void_p] * 6  # words: numbers and addresses alike
_UNUSED = (0,) * 6
_fork = ctypes.PyDLL(None, use_errno=True).fork
_fork.restype = ctypes.c_int
_fork.argtypes = []
_prctl = _libc.prctl
_prctl.argtypes = [ctypes.c_int] + [ctypes.c_ulong] * 4


def call(name, *arguments):
    """The result of one system call; raises OSError that names it."""
    result = attempt(name, *arguments)
    if result < 0:
        raise OSError(-result, "%s: %s" % (name, os.strerror(-result)))
    return result


def attempt(name, *arguments):
    """The result of one system call, or its error number negated; a child's texts are bytes."""
    if ARCH is None:
        raise OSError(38, "this processor (%s) is not known to the sandbox" % platform.machine())
    if str in map(type, arguments):
        arguments = [os.fsencode(a) if isinstance(a, str) else a for a in arguments]
    result = _syscall(NUMBERS[name][ARCH], *arguments, *_UNUSED[len(arguments):])  # fmt: skip
    return result if result >= 0 else -ctypes.get_errno()


def fork():
    """What `os.fork` is without the hooks of Python, which copy some 200 pages for each child.

    They look after threads, locks held by others and generators of random numbers: a server has
    one thread, and whatever a submission draws from is seeded.
    """
    pid = _fork()
    if pid < 0:
        raise OSError(ctypes.get_errno(), "fork: %s" % os.strerror(ctypes.get_errno()))
    return pid


def prctl(option, a=0, b=0, c=0, d=0):
    """`prctl` with the unused arguments as zeros."""
    result = try_prctl(option, a, b, c, d)
    if result < 0:
        raise OSError(-result, "prctl %d: %s" % (option, os.strerror(-result)))
    return result


def prctl_each(option, numbers):
    """What `prctl` says for each of several numbers; a child asks for some eighty."""
    prctl = _prctl
    return [prctl(option, number, 0, 0, 0) for number in numbers]


def try_prctl(option, a=0, b=0, c=0, d=0):
    """The same, or the error number negated."""
    result = _prctl(option, a, b, c, d)
    return result if result >= 0 else -ctypes.get_errno()
