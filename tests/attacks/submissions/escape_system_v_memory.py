"""Take System V shared memory and message queues, which outlive their process.

shows: escaped
naive: beaten
"""

import ctypes

libc = ctypes.CDLL(None, use_errno=True)
number = libc.shmget(0, 4096, 0o600 | 0o1000)
if number >= 0:
    libc.shmctl(number, 0, None)
ESCAPED = number >= 0
