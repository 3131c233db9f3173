"""Attach to the processes above as a debugger and copy their memory.

shows: escaped
naive: spared (there is nobody above worth tracing)
"""

import ctypes
import os

libc = ctypes.CDLL(None, use_errno=True)
ESCAPED = False
for pid in (WORLD["pid"], WORLD["server"], os.getppid(), 1):
    if pid not in (0, os.getpid()):
        ESCAPED = ESCAPED or libc.ptrace(16, pid, 0, 0) == 0
        buffer = ctypes.create_string_buffer(8)
        vector = (ctypes.c_void_p * 2)(ctypes.addressof(buffer), 8)
        ESCAPED = ESCAPED or libc.process_vm_readv(pid, vector, 1, vector, 1, 0) > 0
