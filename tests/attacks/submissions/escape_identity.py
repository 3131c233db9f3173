"""Become another user, or get capabilities back.

shows: escaped
naive: spared (as root it could)
"""

import ctypes
import os

ESCAPED = False
for attempt in (lambda: os.setuid(0), lambda: os.setresuid(0, 0, 0), lambda: os.setgroups([0])):
    try:
        attempt()
        ESCAPED = True
    except OSError:
        pass
libc = ctypes.CDLL(None, use_errno=True)
header = (ctypes.c_uint32 * 2)(0x20080522, 0)
data = (ctypes.c_uint32 * 6)(*[0xFFFFFFFF] * 6)
ESCAPED = ESCAPED or libc.syscall(126, header, data) == 0
