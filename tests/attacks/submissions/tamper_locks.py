"""Lock files that every hand-in shares, to stall or to signal others.

shows: escaped
naive: beaten
"""

import fcntl
import os

ESCAPED = False
with open(os.__file__) as shared:
    for lock in (lambda: fcntl.flock(shared, fcntl.LOCK_EX), lambda: fcntl.lockf(shared, fcntl.LOCK_SH)):
        try:
            lock()
            ESCAPED = True
        except OSError:
            pass
