"""Start processes by every system call that can, past Python.

shows: escaped
naive: beaten
"""

import ctypes
import os
import platform

libc = ctypes.CDLL(None, use_errno=True)
arm = platform.machine() == "aarch64"
ESCAPED = False
numbers = (220,) if arm else (56, 57)
for number in numbers:
    pid = libc.syscall(number, 17, 0, 0, 0, 0)
    if pid == 0:
        os._exit(0)
    ESCAPED = ESCAPED or pid > 0
