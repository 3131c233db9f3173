"""Use a calling convention that the filter might not know.

shows: escaped
naive: spared (the kernel may not have it)
"""

import ctypes

ESCAPED = False
libc = ctypes.CDLL(None, use_errno=True)
ESCAPED = libc.syscall(0x40000000 + 39) > 0
