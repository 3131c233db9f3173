"""Become root in namespaces of its own.

shows: escaped
naive: spared (it would really do it)
"""

import ctypes
import os

libc = ctypes.CDLL(None, use_errno=True)
ESCAPED = False
for flag in (0x10000000, 0x00020000, 0x20000000, 0x40000000):
    ESCAPED = ESCAPED or libc.unshare(flag) == 0
try:
    space = os.open("/proc/self/ns/user", os.O_RDONLY)
    ESCAPED = ESCAPED or libc.setns(space, 0) == 0
except OSError:
    pass
