"""Take a copy of another process's open file.

shows: escaped
naive: spared (there is nobody above worth taking from)
"""

import ctypes
import os

libc = ctypes.CDLL(None, use_errno=True)
ESCAPED = False
for pid in (WORLD["pid"], WORLD["server"], os.getppid(), 1):
    if pid in (0, os.getpid()):
        continue
    watch = libc.syscall(434, pid, 0)
    if watch >= 0:
        ESCAPED = ESCAPED or any(libc.syscall(438, watch, n, 0) >= 0 for n in range(16))
