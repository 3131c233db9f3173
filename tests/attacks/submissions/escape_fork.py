"""Start thirty processes that stay.

shows: survivor
naive: beaten
"""

import os
import posix
import time

for _ in range(30):
    if posix.fork() == 0:
        open("/proc/self/comm", "w").write(WORLD["mark"])
        time.sleep(30)
        os._exit(0)
