"""Landlock: which files may be read or written, whatever else the process believes it may do."""

import ctypes
import os
import stat
import struct

from . import kernel

VERSION_FLAG = 1
RULE_PATH = 1
NEEDED = 3  # older versions do not hold against truncation

EXECUTE, WRITE_FILE, READ_FILE, READ_DIR = 1, 2, 4, 8
REMOVE_DIR, REMOVE_FILE, MAKE_CHAR, MAKE_DIR, MAKE_REG = 16, 32, 64, 128, 256
MAKE_SOCK, MAKE_FIFO, MAKE_BLOCK, MAKE_SYM = 512, 1024, 2048, 4096
REFER, TRUNCATE, IOCTL_DEV = 8192, 16384, 32768

READ = READ_FILE | READ_DIR
WRITE = (
    READ | WRITE_FILE | REMOVE_DIR | REMOVE_FILE | MAKE_DIR | MAKE_REG | MAKE_SYM | REFER | TRUNCATE
)
OF_FILES = EXECUTE | WRITE_FILE | READ_FILE | TRUNCATE | IOCTL_DEV
NETWORK = 1 | 2  # bind and connect over TCP
SCOPES = 1 | 2  # abstract UNIX sockets and signals stay inside


def version(at_most=99):
    """The version of Landlock that this kernel speaks, 0 where it has none, and `at_most`."""
    return min(max(kernel.attempt("landlock_create_ruleset", None, 0, VERSION_FLAG), 0), at_most)


def restrict(known, readable, writable):
    """By version `known`, only `readable` may be read and only `writable` changed from now on.

    Nothing may be executed. Paths that are not there are left out.
    """
    files = (1 << (13 if known < 2 else 14 if known < 3 else 15 if known < 5 else 16)) - 1
    attributes = struct.pack("Q", files)
    if known >= 4:
        attributes += struct.pack("Q", NETWORK)
    if known >= 6:
        attributes += struct.pack("Q", SCOPES)
    size = len(attributes)
    ruleset = kernel.call("landlock_create_ruleset", ctypes.c_char_p(attributes), size, 0)
    for path in readable:
        _allow(ruleset, path, READ & files)
    for path in writable:
        _allow(ruleset, path, WRITE & files)
    kernel.prctl(kernel.PR_SET_NO_NEW_PRIVS, 1)
    kernel.call("landlock_restrict_self", ruleset, 0)
    os.close(ruleset)


def _allow(ruleset, path, rights):
    """Add one rule; the structure is packed, so there is no padding after the descriptor."""
    given = isinstance(path, int)
    try:
        place = path if given else os.open(path, os.O_PATH | os.O_CLOEXEC)
    except OSError:
        return
    if not stat.S_ISDIR(os.fstat(place).st_mode):
        rights &= OF_FILES
    rule = ctypes.c_char_p(struct.pack("=Qi", rights, place))
    kernel.call("landlock_add_rule", ruleset, RULE_PATH, rule, 0)
    if not given:
        os.close(place)
