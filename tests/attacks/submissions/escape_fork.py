"""Start thirty processes that stay.

shows: survivor
naive: beaten
"""

import ctypes
import os
import posix
import time

for _ in range(30):
    if posix.fork() == 0:
        ctypes.CDLL(None).prctl(15, WORLD["mark"].encode(), 0, 0, 0)
        time.sleep(30)
        os._exit(0)
